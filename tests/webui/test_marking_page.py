"""The page of a file's markings, over real documents and a real library."""

import re
from pathlib import Path

import pytest

from stormdat_core.markings.scheme import catalogue
from stormdat_core.model import SweepRequest
from stormdat_core.rules import profiles
from stormdat_core.services import Services
from stormdat_core.sweep import check_file
from tests.core.markings.audited import DESIGNATION, lines, secret, word
from tests.core.markings.twins import TITLE_PAGE
from tests.webui.conftest import Browser


def stored(services: Services, path: Path, profile: str = "thorough", **markings: object) -> tuple[int, int]:
    """Judge a file, keep the result, and return the ids of sweep and file."""
    judge = profiles.load(profile)
    if markings:
        judge = judge.model_copy(update={"markings": judge.markings.model_copy(update=markings)})
    store = services.store
    sweep = store.start_sweep(SweepRequest((path,)), "0", judge.digest(), profile=judge.name)
    store.add_result(sweep, check_file(path, judge))
    store.finish_sweep(sweep)
    return sweep, store.files(sweep)[0].id


def page(browser: Browser, ids: tuple[int, int]) -> str:
    answer = browser.get(f"/sweeps/{ids[0]}/files/{ids[1]}/markings")
    assert answer.status_code == 200
    return answer.text


def plain(html: str) -> str:
    """Return a page's words, one space between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def report(tmp_path: Path) -> Path:
    text = secret("(S//REL TO USA, GBR) It was the pump.", "The pump is new.", "(S//NOFORN) It was old.")
    return word(tmp_path, text, headers={"first": ""}, section=TITLE_PAGE).path


def test_everything_the_audit_holds_is_shown(browser: Browser, services: Services, report: Path) -> None:
    words = plain(page(browser, stored(services, report)))
    assert "As found SECRET" in words
    assert "the banner found is too weak" in words
    assert "Intelligence community SECRET//NOFORN" in words
    assert "first-page header – blank" in words
    assert "The pump is new." in words
    assert "(S//NOFORN) 1 has faults MRK-FORM-BANNER-IN-PORTION" in words
    assert "Classified By J. Doe, Program Manager right" in words


def test_an_unmarked_portion_leads_to_its_finding(browser: Browser, services: Services, report: Path) -> None:
    ids = stored(services, report)
    (link,) = re.findall(r'<a href="([^"]+)" aria-label="Show the finding', page(browser, ids))
    opened = browser.get(link.replace("&amp;", "&").partition("#")[0]).text
    inspector = opened[opened.index('id="inspector"') :]
    assert "MRK-PORTION-MISSING" in inspector
    assert "The pump is new." in inspector


def test_the_findings_about_markings_are_one_step_away(
    browser: Browser, services: Services, report: Path
) -> None:
    ids = stored(services, report)
    (link, count) = re.findall(r'<a class="button" href="([^"]+)">(\d+) findings', page(browser, ids))[0]
    rows = browser.get(link.replace("&amp;", "&")).text
    shown = re.findall(r'class="row-link"[^>]*title="([A-Z0-9-]+)"', rows)
    assert len(shown) == int(count)
    assert all(rule.startswith("MRK-") for rule in shown)


def test_results_and_files_lead_to_it(browser: Browser, services: Services, report: Path) -> None:
    sweep, file = stored(services, report)
    address = f'href="/sweeps/{sweep}/files/{file}/markings"'
    assert address in browser.get(f"/sweeps/{sweep}").text
    assert address in browser.get(f"/sweeps/{sweep}/files").text


@pytest.mark.parametrize(
    ("profile", "header", "said"),
    [
        ("classic", "SECRET", "The profile classic does not audit markings"),
        ("thorough", None, "No security marking was found, so markings were not audited."),
        ("thorough", "Confidential", "“Confidential” is all that reads as a security marking"),
    ],
)
def test_an_empty_page_says_why(
    browser: Browser, services: Services, tmp_path: Path, profile: str, header: str | None, said: str
) -> None:
    document = word(tmp_path, lines("The pump is new."), header=header)
    assert said in plain(page(browser, stored(services, document.path, profile)))


def test_markings_that_were_not_audited_are_a_warning_with_a_way_out(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    document = word(tmp_path, lines("(S//NF) The pump is new."), header="SECRET//NOFORN")
    html = page(browser, stored(services, document.path, "classic"))
    box = html[html.index("data-unaudited") - 40 :].partition("</section>")[0]
    assert "m-warning" in box
    assert "banner SECRET//NOFORN; portion mark (S//NF)" in plain(box)
    assert 'data-again-with="standard"' in box
    assert "data-unaudited" not in page(browser, stored(services, document.path, "standard"))
    unmarked = word(tmp_path, lines("The pump is new."), header=None, name="unmarked.docx")
    assert "data-unaudited" not in page(browser, stored(services, unmarked.path, "classic"))


@pytest.mark.parametrize("profile", ["classic", "plain"])
def test_a_profile_without_an_audit_says_so_where_it_is_chosen(
    browser: Browser, services: Services, report: Path, profile: str
) -> None:
    sweep, _ = stored(services, report)
    for address in ("/", f"/sweeps/{sweep}"):
        (about,) = re.findall(rf'<option value="{profile}" data-about="([^"]*)"', browser.get(address).text)
        assert "Security markings are not audited." in about


def test_a_file_that_was_not_checked(browser: Browser, services: Services, tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"this is no document")
    assert "not checked" in plain(page(browser, stored(services, path)))


def test_text_of_a_document_is_text(browser: Browser, services: Services, tmp_path: Path) -> None:
    text = secret("&lt;script&gt;alert(1)&lt;/script&gt; is new &amp; old.", *DESIGNATION)
    html = page(browser, stored(services, word(tmp_path, text).path))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    "address", ["/sweeps/{other}/files/{file}/markings", "/sweeps/{sweep}/files/9999/markings"]
)
def test_what_is_not_there(browser: Browser, services: Services, report: Path, address: str) -> None:
    sweep, file = stored(services, report)
    other, _ = stored(services, report)
    assert browser.get(address.format(sweep=sweep, file=file, other=other)).status_code == 404


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("MRK-CASE", "IC Markings System Register and Manual (2016), section D.1"),
        ("MRK-US-SLASH", "DoDM 5200.01 Volume 2, Marking of Information"),
        ("MRK-CUI-ORDER", "CUI Marking Handbook v1.1, page 11"),
        ("MRK-NOT-APPROVED", "Approved markings of the profile"),
    ],
)
def test_the_help_of_a_rule_names_its_source(browser: Browser, rule: str, source: str) -> None:
    words = plain(browser.get(f"/help/rules/{rule}").text)
    assert f"Where it comes from {source}" in words


def test_every_marking_rule_has_its_page_and_source(browser: Browser) -> None:
    for row in catalogue().values():
        words = plain(browser.get(f"/help/rules/{row.id}").text)
        assert f"Where it comes from {row.source}" in words, row.id


WEAKER = "error: Banner that is weaker than the portions it stands above"


def test_a_banner_that_is_too_weak_is_not_as_overall_anywhere(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    """It is reported once and mended in both places: header and footer each show the state."""
    text = secret("(TS//NOFORN) The plan says where the convoy will be.")
    document = word(tmp_path, text, header="SECRET//NOFORN", footer="SECRET//NOFORN")
    html = page(browser, stored(services, document.path, "standard"))
    words = plain(html)
    assert f"header SECRET//NOFORN {WEAKER}" in words
    assert f"footer SECRET//NOFORN {WEAKER}" in words
    assert "as overall" not in words
    places = html[html.index('id="places-h"') : html.index('id="unmarked-h"')]
    assert "st-done" not in places


def test_a_banner_that_is_right_stays_as_overall(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    text = secret("(S//NF) The plan says where the convoy will be.")
    document = word(tmp_path, text, header="SECRET//NOFORN", footer="SECRET//NOFORN")
    words = plain(page(browser, stored(services, document.path, "standard")))
    assert words.count("SECRET//NOFORN as overall") == 2


@pytest.mark.parametrize("level", ["error", "warning"])
def test_a_passed_date_is_as_grave_as_its_finding(
    browser: Browser, services: Services, tmp_path: Path, level: str
) -> None:
    text = lines(
        "15 January 2000",
        *("Classified By: J. Doe, Director", "Derived From: Guide 3", "Declassify On: 20101231"),
        "(S//NF) The plan says where the convoy will be.",
    )
    document = word(tmp_path, text, header="SECRET//NOFORN", footer="SECRET//NOFORN")
    ids = stored(services, document.path, "standard", severity={"MRK-CAB-DECL-PAST": level})
    (found,) = services.store.findings(ids[0], file_id=ids[1], rules=["MRK-CAB-DECL-PAST"]).items
    html = page(browser, ids)
    assert f"Declassify On 20101231 wrong ({found.severity.word})" in plain(html)
    row = html[html.index("20101231") :].partition("</tr>")[0]
    assert f"#i-s-{found.severity.word}" in row
