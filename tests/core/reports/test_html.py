"""The web page, read back by a parser: accessible, self-contained, and inert whatever the document holds."""

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from stormdat_core.errors import OutputRefused
from stormdat_core.model import Colour, Evidence, FileResult, Finding, Location, Severity
from stormdat_core.reports import CopyStyle, ReportContext
from stormdat_core.reports.colours import SHADES, Scheme
from stormdat_core.reports.text import visible
from stormdat_core.reports.web.elements import symbols
from stormdat_core.reports.web.page import HtmlWriter

Maker = Callable[..., Finding]
KNOWN = """html head meta title style body a i header main section footer div span p h1 h2 ol ul li
    dl dt dd time table caption thead tbody tr th td fieldset legend label input bdi mark details summary"""
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.findings.html"


@pytest.fixture
def page(hostile: FileResult, target: Path, context: ReportContext) -> html.HtmlElement:
    return written(hostile, target, context)


def written(
    result: FileResult, target: Path, context: ReportContext, writer: HtmlWriter | None = None
) -> html.HtmlElement:
    (writer or HtmlWriter()).write(result, target, context)
    return html.document_fromstring(
        target.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_frame_of_the_page(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == "Findings: =report <b>[U+202E]xcod.docx"
    assert [words(heading) for heading in page.iter("h1")] == ["=report <b>[U+202E]xcod.docx"]
    assert [len(list(page.iter(name))) for name in ("header", "main", "footer")] == [1, 1, 1]
    skip = next(page.iter("a"))
    assert skip.get("href") == "#main"
    assert page.get_element_by_id("main").tag == "main"


def test_every_part_has_a_name(page: html.HtmlElement) -> None:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    sections = [page.get_element_by_id(section.get("aria-labelledby")) for section in page.iter("section")]
    assert [words(heading) for heading in sections] == [
        "Not read",
        "Findings by rule",
        "Findings",
        "What this report rests on",
    ]


def test_tables_have_captions_and_scopes(page: html.HtmlElement) -> None:
    for table in page.iter("table"):
        assert words(table.find("caption"))
        assert {cell.get("scope") for cell in table.iter("th")} <= {"col", "row", "rowgroup"}
        assert {cell.get("scope") for cell in table.find("thead").iter("th")} == {"col"}
    assert all(row.find("th").get("scope") == "row" for row in page.find_class("findings")[0].find("tbody"))


def test_every_box_has_a_label_and_hides_rows_that_exist(page: html.HtmlElement) -> None:
    boxes = [box.get("id") for box in page.iter("input")]
    assert len(boxes) > 5
    assert all(words(box.getparent()) for box in page.iter("input"))
    assert all(box.getparent().tag == "label" for box in page.iter("input"))
    style = page.findtext(".//style")
    hidden = re.findall(r"body:has\(#([\w-]+):not\(:checked\)\) tr\.([\w-]+)\{display:none\}", style)
    assert {name for name, _ in hidden} == set(boxes)
    for name, kind in hidden:
        assert name == kind
        assert page.xpath(f"//tr[contains(concat(' ', @class, ' '), ' {kind} ')]"), name


def test_a_row_belongs_to_the_box_of_its_rule(page: html.HtmlElement) -> None:
    for row in page.find_class("findings")[0].find("tbody"):
        box, level = row.get("class").split()
        label = page.get_element_by_id(box).getparent()
        assert words(label) in words(row)
        assert level.removeprefix("l-") in words(row)


def test_colour_is_never_alone(page: html.HtmlElement) -> None:
    chips = page.find_class("chip")
    assert {words(chip) for chip in chips} == {
        shade.name if colour is not Colour.NONE else "Marking" for colour, shade in SHADES.items()
    }
    shapes = dict(re.findall(r"\.(i-\w+)\{clip-path:path\(evenodd,(\S+ ?.*)\)\}", page.findtext(".//style")))
    assert {icon.get("class").split()[1] for icon in page.iter("i")} == set(shapes)
    assert len(set(shapes.values())) == len(SHADES) + len(Severity)


def test_the_pages_of_the_window_get_the_same_shapes(page: html.HtmlElement) -> None:
    style = page.findtext(".//style")
    drawn = html.fragment_fromstring(symbols())
    assert {symbol.get("id") for symbol in drawn} == {icon.get("class").split()[1] for icon in page.iter("i")}
    for symbol in drawn:
        assert f'.{symbol.get("id")}{{clip-path:path(evenodd,"{symbol.find("path").get("d")}")}}' in style


def test_nothing_runs_and_nothing_loads(page: html.HtmlElement, target: Path) -> None:
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    assert {element.tag for element in elements} == set(KNOWN.split())
    names = {name for element in elements for name in element.attrib}
    assert not {
        name for name in names if name.startswith("on") or name in ("style", "src", "srcset", "action")
    }
    assert all(element.get("href").startswith("#") for element in elements if element.get("href"))
    assert not re.search(r"url\(|@import|https?:", target.read_text("utf-8"))


def test_the_policy_allows_this_style_sheet_only(page: html.HtmlElement, target: Path) -> None:
    policy = page.find(".//meta[@http-equiv]").get("content")
    raw = target.read_bytes()
    style = raw[raw.index(b"<style>") + 7 : raw.index(b"</style>")]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert b"\r" not in style


def test_hostile_text_is_shown_as_text(page: html.HtmlElement, hostile_texts: tuple[str, ...]) -> None:
    messages = [paragraph.text_content() for paragraph in page.find_class("message")]
    assert {visible(text) for text in hostile_texts} <= set(messages)
    excerpts = [paragraph.text_content() for paragraph in page.find_class("excerpt")]
    assert {visible(text) for text in hostile_texts} <= set(excerpts)


def test_text_of_the_document_cannot_turn_its_surroundings(page: html.HtmlElement) -> None:
    for name in ("message", "fix", "excerpt"):
        for paragraph in page.find_class(name):
            assert paragraph.find("bdi") is not None or paragraph.find("span[@dir='ltr']") is not None
    assert all(place.find("span[@dir='ltr']") is not None for place in page.find_class("where"))
    assert next(page.iter("h1")).find("bdi") is not None
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.text_content())


def test_the_match_is_marked(page: html.HtmlElement) -> None:
    marks = {(mark.text, mark.get("class")) for mark in page.iterfind(".//tbody//mark")}
    assert {("  ", "c-red space"), ("ABC", "c-yellow")} <= marks


def test_what_a_row_says(page: html.HtmlElement) -> None:
    row = next(row for row in page.find_class("findings")[0].find("tbody") if "ACR-UNDEFINED" in words(row))
    cells = [" ".join(filter(None, map(str.strip, cell.itertext()))) for cell in row]
    said = "Not defined warning Acronym not defined ACR-UNDEFINED"
    assert cells[1:3] == [said, "“2 Data”, table 1, row 2, column 3"]
    assert row.get("id") == f"f{cells[0]}"
    assert cells[3].startswith(
        "“ABC” is used without its definition. ABC Fix: Replace with “alpha (ABC)”. A person must decide. "
        "5 other places also used here : paragraph 11 also used here"
    )


def test_the_page_says_what_it_rests_on(page: html.HtmlElement, hostile: FileResult) -> None:
    text = words(page)
    assert "24 findings: 8 errors, 8 warnings, 8 for information." in text
    for fact in (
        hostile.sha256,
        hostile.profile_digest,
        "1a" * 32,
        "=list.xlsx, 1,200 rows",
        "54,321 characters",
    ):
        assert fact in text
    assert "The part word/media/<x>.bin could not be read." in text
    assert words(next(page.iter("footer"))).startswith("Made by STORM DAT 9.8.7, 2026-11-20 10:30 UTC.")


def test_a_file_that_was_not_checked_says_so(
    unreadable: FileResult, target: Path, context: ReportContext
) -> None:
    page = written(unreadable, target, context)
    assert words(page.find_class("failed")[0]) == (
        "This file was not checked locked.docx is password protected, so it was not checked. "
        "Open it in Word, remove the password, and check it again."
    )
    assert not list(page.iter("table"))
    assert "No findings" not in words(page)


def test_a_clean_file(clean: FileResult, target: Path, context: ReportContext) -> None:
    page = written(clean, target, context)
    assert words(page.find_class("verdict")[0]) == "No findings."
    assert not list(page.iter("table"))


def test_a_page_with_too_many_findings_says_so(
    clean: FileResult, finding: Maker, target: Path, context: ReportContext
) -> None:
    found = (*[finding(severity=Severity.INFO)] * 8, finding(severity=Severity.ERROR, where=Location()))
    page = written(replace(clean, findings=found), target, context, HtmlWriter(most_rows=3))
    table = page.find_class("findings")[0]
    assert [row.get("id") for row in table.find("tbody")] == ["f1", "f2", "f3"]
    assert "error" in words(table.find("tbody")[0])
    assert "The 3 most important of 9" in words(table.find("caption"))
    assert "9 findings: 1 error, 8 for information." in words(page)


def test_long_text_and_many_places_stay_readable(
    clean: FileResult, finding: Maker, target: Path, context: ReportContext
) -> None:
    places = tuple(Evidence(Location(block=n, paragraph=n), "also used here") for n in range(60))
    word = "A" * 100_000
    long = finding(word, word, evidence=places)
    page = written(replace(clean, findings=(long,)), target, context)
    assert target.stat().st_size < 40_000
    assert page.find_class("excerpt")[0].find(".//mark").text == "A" * 200 + "…"
    assert words(page.xpath("//details//li[last()]")[0]) == "and 10 more: see the Excel report"
    assert words(page.find(".//summary")) == "60 other places"


def test_the_same_result_gives_the_same_bytes(
    hostile: FileResult, tmp_path: Path, context: ReportContext
) -> None:
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    HtmlWriter().write(hostile, first, context)
    HtmlWriter().write(replace(hostile, seconds=99.0), second, context)
    assert first.read_bytes() == second.read_bytes()


def test_a_folder_that_is_not_there(hostile: FileResult, tmp_path: Path, context: ReportContext) -> None:
    with pytest.raises(OutputRefused, match=r"r\.html could not be written"):
        HtmlWriter().write(hostile, tmp_path / "missing" / "r.html", context)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two RRGGBB colours as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_contrast_is_enough(page: html.HtmlElement, scheme: str) -> None:
    light, dark = re.findall(r":root \{([^}]+--warning[^}]+)\}", page.findtext(".//style"))
    colours = dict(re.findall(r"--([\w-]+): #(\w{6})", light if scheme == "light" else dark))
    for ground in ("paper", "panel"):
        for ink in ("ink", "soft", "focus", "error", "warning"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["control"], colours[ground]) >= 3
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5


@pytest.mark.parametrize("scheme", ["strong", "light"])
def test_the_contrast_of_each_chip_is_enough(scheme: Scheme) -> None:
    assert all(contrast(shade.fill(scheme), shade.text(scheme)) >= 4.5 for shade in SHADES.values())


@pytest.mark.parametrize("scheme", ["strong", "light"])
def test_chips_and_marks_have_the_colours_of_the_copies(
    hostile: FileResult, tmp_path: Path, context: ReportContext, scheme: Scheme
) -> None:
    target = tmp_path / "report.html"
    HtmlWriter().write(hostile, target, replace(context, style=CopyStyle("both", scheme)))
    text = target.read_text()
    for colour, shade in SHADES.items():
        assert f".c-{colour.value}{{background:#{shade.fill(scheme)};color:#{shade.text(scheme)}}}" in text
        assert f'<mark class="c-{colour.value}' in text or colour is Colour.NONE


@pytest.mark.e2e
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_a_browser_shows_it_and_refuses_nothing(
    hostile: FileResult, target: Path, tmp_path: Path, context: ReportContext
) -> None:
    HtmlWriter().write(hostile, target, context)
    assert refusals(target, tmp_path / "good") == []
    broken = tmp_path / "broken.html"
    broken.write_bytes(target.read_bytes().replace(b"margin: 0;", b"margin: 1px;", 1))
    assert len(refusals(broken, tmp_path / "bad")) == 1, (
        "the same browser tells of a style sheet that was changed"
    )


@pytest.mark.e2e
@pytest.mark.skipif(
    not (CHROMIUM and shutil.which("pdftotext")), reason="Chromium or poppler is not installed"
)
def test_in_print_every_place_is_open_and_a_cleared_box_hides_its_rows(
    hostile: FileResult, target: Path, tmp_path: Path, context: ReportContext
) -> None:
    HtmlWriter().write(hostile, target, context)
    text = printed(target, tmp_path / "all")
    assert "Two spaces." in text
    assert "also used here: paragraph 15" in text
    assert "Skip to the findings" not in text
    page = target.read_text("utf-8")
    box = re.search(r'id="(r\d+)" autocomplete="off" checked><span dir="ltr">Too many spaces', page)
    assert box
    target.write_text(page.replace(f'id="{box[1]}" autocomplete="off" checked', f'id="{box[1]}"'), "utf-8")
    text = printed(target, tmp_path / "some")
    assert "Two spaces." not in text
    assert "is used without its definition." in text


def printed(page: Path, profile: Path) -> str:
    pdf = page.with_suffix(".pdf")
    browse(page, profile, f"--print-to-pdf={pdf}")
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def refusals(page: Path, profile: Path) -> list[str]:
    """Return what a browser's console says of the page's policy."""
    shot = page.with_suffix(".png")
    said = browse(page, profile, f"--screenshot={shot}")
    assert shot.stat().st_size > 10_000
    return [line for line in said.splitlines() if "Content Security Policy" in line]


def browse(page: Path, profile: Path, action: str) -> str:
    """Open a page in a browser of its own and return what that writes to its log."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    command = [str(CHROMIUM), *options, f"--user-data-dir={profile}", action, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stderr


def test_what_copies_could_not_do_is_listed(
    hostile: FileResult, target: Path, context: ReportContext
) -> None:
    page = written(hostile, target, replace(context, notes=("Finding 3 <b> was not corrected.",)))
    (section,) = page.xpath("//section[@aria-labelledby='copies']")
    assert [item.text_content() for item in section.xpath(".//li")] == ["Finding 3 <b> was not corrected."]
    assert not written(hostile, target, context).xpath("//section[@aria-labelledby='copies']")
