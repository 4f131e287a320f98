"""What a person is told wherever they look: of an under-marked document, and of what was not done."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.cli.main import FINDINGS, UNREADABLE, exit_code
from stormdat_core.jobs import JobState
from stormdat_core.model import FileResult, MarkingPresence, SweepRequest
from stormdat_core.reports.colours import SHADES
from stormdat_core.services import Services
from tests.comparer import comments, opening
from tests.core.markings.audited import lines, word
from tests.webui.conftest import BASE, KEY, Browser, Window, store_sweep
from tests.word import paragraph, write_word
from webui.app import create_app
from webui.config import TESTING

TICKS = ("#i-done", "m-done", "st-done")
"""What a tick is made of."""


def under_marked(folder: Path) -> Path:
    """Write a document that is marked too low, differently below, in part, and past its date."""
    authority = ("Classified By: J. Doe, Director", "Derived From: Guide 3", "Declassify On: 20101231")
    body = lines(
        "15 January 2000",
        *authority,
        "(TS) The plan says where the convoy will be in the spring.",
        "This paragraph says where the second convoy will be and has no mark.",
    )
    return word(folder, body, header="SECRET//NOFORN", footer="CONFIDENTIAL", name="plan.docx").path


@contextmanager
def library() -> Iterator[Services]:
    """Open the library that the command line has written."""
    with Services() as services:
        yield services


def page_of(services: Services, address: str) -> str:
    client = create_app(TESTING, services, Window(), KEY).test_client()
    assert client.get(f"/launch/{KEY}", base_url=BASE).status_code == 303
    return Browser(client).get(address).text


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "home"))
    return tmp_path


WANTED = {"MRK-BANNER-UNDER", "MRK-PORTION-MISSING", "MRK-BANNER-HF-DIFFER", "MRK-CAB-DECL-PAST"}


def test_an_under_marked_document_is_told_on_every_surface(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is chosen: the default profile, every report, errors first."""
    document, out = under_marked(at_home), at_home / "out"
    assert (
        exit_code(["sweep", str(document), "--out", str(out), "--format", "docx,xlsx,html,json,csv"])
        == FINDINGS
    )
    said = capsys.readouterr().out
    assert "Not audited" not in said
    report = json.loads((out / "plan.findings.json").read_text())
    assert report["profile"]["name"] == "standard"
    assert report["unaudited"] is None
    found = report["findings"]
    assert {each["rule"] for each in found} >= WANTED
    levels = [("error", "warning", "info").index(each["severity"]) for each in found]
    assert levels == sorted(levels)
    assert found[0]["severity"] == "error"
    messages = [each["message"] for each in found]
    with (out / "plan.findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["Message"] for row in csv.DictReader(stream) if row["No."]] == messages
    sheet = openpyxl.load_workbook(out / "plan.findings.xlsx")["Findings"]
    rows = [*sheet.iter_rows(values_only=True)]
    assert [row[rows[0].index("Message")] for row in rows[1:]] == messages
    web = (out / "plan.findings.html").read_text()
    assert sorted(messages, key=web.index) == messages or len(set(messages)) < len(messages)
    assert "Banner that is weaker than the portions" in web
    copy = out / "plan.annotated.docx"
    assert opening(copy).startswith(f"STORM DAT: {len(found)} findings: ")
    told = "\n".join(text for _, text in comments(copy))
    for rule in WANTED:
        assert rule in told, rule
    with library() as services:
        page = page_of(services, "/sweeps/1")
    assert "Banner that is weaker than the portions" in page
    assert page.index('class="severity s-error"') < page.index('class="severity s-warning"')
    assert "data-unaudited" not in page
    first = page.index("<tbody>")
    assert "s-error" in page[first : page.index("</tr>", first)]


def test_markings_that_a_profile_does_not_audit_are_told_first_everywhere(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, out = under_marked(at_home), at_home / "out"
    exit_code(
        [
            "sweep",
            str(document),
            "--profile",
            "classic",
            "--out",
            str(out),
            "--format",
            "docx,xlsx,html,json,csv",
        ]
    )
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert lines[0] == "Not audited: security markings in plan.docx."
    assert (
        lines[1].strip().startswith(f"Check again with: stormdat sweep {document} --profile standard --out ")
    )
    report = json.loads((out / "plan.findings.json").read_text())
    assert "SECRET//NOFORN" in report["unaudited"]
    assert report["complete"] is False
    assert report["outcome"].startswith("This document carries security markings")
    rows = [*csv.reader(io.StringIO((out / "plan.findings.csv").read_text("utf-8-sig")))]
    assert rows[1][rows[0].index("Severity")] == "not audited"
    book = openpyxl.load_workbook(out / "plan.findings.xlsx")
    assert str(book["Summary"]["B2"].value).startswith("This document carries security markings")
    assert book["Findings"]["B2"].value == "not audited"
    assert book["Not read"]["B2"].value == "markings"
    web = (out / "plan.findings.html").read_text()
    body = web[web.index("<body>") :]
    assert body.index("This document carries security markings") < body.index("<main")
    assert body.index("Markings not audited") < body.index("What this report rests on")
    assert opening(out / "plan.annotated.docx").startswith(
        "Not done: This document carries security markings"
    )
    with library() as services:
        page = page_of(services, "/sweeps/1")
        assert page.index("data-unaudited") < page.index("data-results")
        assert 'data-again-with="standard"' in page
        assert "not audited" in page_of(services, "/sweeps/1/files")
        assert "st-incomplete" in page_of(services, "/sweeps")


@pytest.mark.parametrize(
    "text",
    [
        "Nothing secret stands in this report.",
        "(S) is the unit of conductance.",
        "We keep this confidential.",
    ],
)
def test_words_that_only_sound_like_markings_are_no_markings_left_out(at_home: Path, text: str) -> None:
    path = write_word(at_home / "plain.docx", paragraph(text) + paragraph("The test went well."))
    exit_code(["sweep", str(path), "--profile", "classic", "--out", str(at_home / "out"), "--format", "json"])
    report = json.loads((at_home / "out" / "plain.findings.json").read_text())
    assert report["unaudited"] is None


def test_no_tick_where_files_could_not_be_read(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = at_home / "in"
    folder.mkdir()
    style = "<w:rFonts w:ascii='Arial' w:hAnsi='Arial'/><w:sz w:val='24'/>"
    text = f"<w:p><w:r><w:rPr>{style}</w:rPr><w:t>The test went well.</w:t></w:r></w:p>"
    for number in range(3):
        write_word(folder / f"good{number}.docx", text)
    (folder / "bad.docx").write_bytes(b"no document")
    (folder / "worse.docx").write_bytes(b"")
    assert exit_code(["sweep", str(folder)]) == UNREADABLE
    said = capsys.readouterr().out
    assert "3 of 5 files were checked; 2 could not be read: bad.docx, worse.docx. 0 findings." in said
    with library() as services:
        page, listed, files = (
            page_of(services, each) for each in ("/sweeps/1", "/sweeps", "/sweeps/1/files")
        )
        start = page_of(services, "/")
        sweep = services.store.sweep(1)
    assert not sweep.complete
    shown = page[page.index("<main") : page.index('<dialog class="dialog" data-save')]
    for tick in TICKS:
        assert tick not in shown, tick
        assert tick not in listed, tick
        assert tick not in start[start.index("<main") :], tick
    assert "nothing stood out" not in page
    assert "3 of 5 files were checked; 2 could not be read: bad.docx, worse.docx." in page
    assert listed.count("incomplete") >= 1
    assert files.count("st-done") == 3, "the files that were checked, each"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"warnings": ("A header could not be read.",)},
            "Not read completely, or only with a repair: report.docx.",
        ),
        (
            {"unaudited": MarkingPresence(("banner SECRET",))},
            "Security markings were not audited in report.docx.",
        ),
        ({"characters": 0}, "Without text to check: report.docx."),
        ({"error": "It is broken."}, "No file could be checked"),
    ],
)
def test_nothing_found_is_no_good_news_while_something_is_missing(
    browser: Browser, services: Services, changes: dict[str, object], told: str
) -> None:
    sweep = store_sweep(services, 0, **changes)
    page = browser.get(f"/sweeps/{sweep}").text
    assert told in page
    assert "nothing stood out" not in page
    assert "st-incomplete" in browser.get("/sweeps").text
    for address in (f"/sweeps/{sweep}", "/sweeps", f"/sweeps/{sweep}/files"):
        shown = (
            browser.get(address).text.partition("<main")[2].partition('<dialog class="dialog" data-save')[0]
        )
        assert not [tick for tick in TICKS if tick in shown], address


def test_a_complete_check_without_findings_may_carry_its_tick(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 0)
    page = browser.get(f"/sweeps/{sweep}").text
    assert "#i-done" in page[page.index("<main") : page.index('<dialog class="dialog" data-save')]
    assert "No findings in 4,000 characters of text." in page
    assert "nothing stood out" not in page
    assert "every rule" not in page.lower()
    assert "data-unmarked" not in page
    assert "st-done" in browser.get("/sweeps").text


NOTHING_MARKED = "No security marking was found, so markings were not audited."


def test_of_a_document_without_markings_it_is_said_that_none_was_audited(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is missing, so the check is complete; what was not judged is said beside the verdict."""
    path, out = write_word(at_home / "plain.docx", paragraph("The test went well.")), at_home / "out"
    formats = "xlsx,html,json,csv"
    assert (
        exit_code(["sweep", str(path), "--profile", "standard", "--out", str(out), "--format", formats]) == 0
    )
    assert f"    {NOTHING_MARKED}" in capsys.readouterr().out.splitlines()
    report = json.loads((out / "plain.findings.json").read_text())
    assert report["complete"] is True
    assert report["unaudited"] is None
    assert report["outcome"] == f"No findings. {NOTHING_MARKED}"
    assert NOTHING_MARKED in (out / "plain.findings.html").read_text().partition("</header>")[0]
    assert NOTHING_MARKED in (out / "plain.findings.csv").read_text("utf-8-sig")
    assert NOTHING_MARKED in str(openpyxl.load_workbook(out / "plain.findings.xlsx")["Summary"]["B2"].value)
    with library() as services:
        page = page_of(services, "/sweeps/1")
        assert services.store.sweep(1).complete
    assert (
        "No findings in 19 characters of text; it carries no security marking, so none was audited." in page
    )
    assert NOTHING_MARKED in page[page.index("data-unmarked") : page.index("data-results")]


def test_of_a_marked_document_no_such_thing_is_said(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, out = under_marked(at_home), at_home / "out"
    exit_code(["sweep", str(document), "--out", str(out), "--format", "json,csv"])
    assert NOTHING_MARKED not in capsys.readouterr().out
    assert "No security marking" not in (out / "plan.findings.json").read_text()
    assert "No security marking" not in (out / "plan.findings.csv").read_text("utf-8-sig")
    with library() as services:
        assert "data-unmarked" not in page_of(services, "/sweeps/1")


@pytest.mark.parametrize(
    ("level", "code"), [("error", FINDINGS), ("warning", FINDINGS), ("info", FINDINGS), ("never", 0)]
)
def test_markings_nobody_audited_fail_a_sweep_and_are_told_to_the_quiet(
    at_home: Path, capsys: pytest.CaptureFixture[str], level: str, code: int
) -> None:
    document = under_marked(at_home)
    command = ["sweep", str(document), "--profile", "classic", "--fail-on", level, "--quiet"]
    assert exit_code(command) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Not audited: security markings in plan.docx." in said.err
    assert "banners SECRET//NOFORN, CONFIDENTIAL" in said.err


def test_the_quiet_are_told_what_was_not_read_or_passed_over_and_nothing_else(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = at_home / "in"
    folder.mkdir()
    write_word(folder / "good.docx", paragraph("The test went well."))
    (folder / "bad.docx").write_bytes(b"")
    (folder / "old.annotated.docx").write_bytes(b"x")
    assert exit_code(["sweep", str(folder), "--quiet"]) == UNREADABLE
    said = capsys.readouterr()
    assert said.out == ""
    assert "Not checked: bad.docx is empty" in said.err
    assert "Passed over: old.annotated.docx was written by a sweep." in said.err
    assert "good.docx" not in said.err


def test_what_was_passed_over_and_what_was_not_written_is_listed(
    browser: Browser, services: Services
) -> None:
    store = services.store
    request = SweepRequest((Path("/docs"),))
    sweep = store.start_sweep(
        request, "0", "ab", passed_over=[("photo.jpg", "is not a kind of file that is read")]
    )
    store.finish_sweep(store_sweep(services, 0))
    whole = FileResult(Path("/docs/a.docx"), "ab", "docx", characters=9)
    store.add_result(sweep, whole, failures=["No annotated copy of a.docx was delivered."])
    store.finish_sweep(sweep)
    page = browser.get(f"/sweeps/{sweep}").text
    assert "photo.jpg is not a kind of file that is read" in page
    assert "No annotated copy of a.docx was delivered." in page
    assert "nothing stood out" not in page
    assert not store.sweep(sweep).complete


def test_the_page_lists_the_worst_first_and_can_list_by_place(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 8)

    def rows(query: str = "") -> list[int]:
        page = browser.get(f"/sweeps/{sweep}{query}").text
        return [int(part.split("</mark>")[0]) for part in page.split(">match")[1:]]

    assert rows() == [3, 7, 1, 2, 5, 6, 0, 4]
    assert rows("?sort=document") == [0, 1, 2, 3, 4, 5, 6, 7]
    assert rows("?sort=-importance")[0] == 4
    page = browser.get(f"/sweeps/{sweep}").text
    assert 'sort=-importance"' in page, "the column that is sorted by already turns round"
    assert 'aria-sort="descending"' in page
    assert "Acronym not defined" in page


def test_check_again_by_another_profile_and_other_lists(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    document = write_word(tmp_path / "a.docx", paragraph("The TRR and the ABC come."))
    lists = []
    for name in ("one", "two", "three", "kept"):
        lists.append(tmp_path / f"{name}.csv")
        lists[-1].write_text(f"TRR,Test Readiness Review {name}\n")
    services.change_settings({"lists": [str(lists[3])]})
    mine = tmp_path / "mine.toml"
    mine.write_text('name = "mine"\n')
    tokens = {path: services.inbox.put([path], "lists").token for path in lists}
    start = {"documents": [services.inbox.put([document]).token], "kept": False}
    answer = browser.post("/sweeps", {**start, "lists": [tokens[lists[0]], tokens[lists[1]]]}).json or {}
    first = services.jobs.wait(answer["job"], 300).result
    page = browser.get(f"/sweeps/{first}").text
    for name in ("one.csv", "two.csv", "kept.csv"):
        assert name in page
    assert str(tmp_path) not in page

    def again(**told: object) -> SweepRequest:
        made = browser.post(f"/sweeps/{first}/again", told)
        assert made.status_code == 202, made.text
        job = services.jobs.wait((made.json or {})["job"], 300)
        assert job.state is JobState.DONE, job
        return services.store.sweep(int(str(job.result))).request

    assert again() == again(profile="", used=[0, 1])
    assert again().lists == (lists[0], lists[1])
    other = again(profile="thorough", used=[1], kept=[0], lists=[tokens[lists[2]]])
    assert (other.profile, other.lists) == ("thorough", (lists[1], lists[2], lists[3]))
    own = again(profile_file=services.inbox.put([mine], "profile").token, used=[])
    assert (own.profile, own.lists) == (str(mine), ())
    for wrong in ({"used": [2]}, {"kept": [1]}, {"profile": "../x"}, {"lists": ["nope"]}, {"path": "/etc"}):
        assert browser.post(f"/sweeps/{first}/again", wrong).status_code in (400, 404), wrong


def test_colours_on_the_page_are_those_of_the_copies(browser: Browser, services: Services) -> None:
    light = browser.get("/colours.css")
    assert light.mimetype == "text/css"
    services.change_settings({"copy_colours": "strong"})
    strong = browser.get("/colours.css").text
    for colour, shade in SHADES.items():
        assert f".c-{colour.value}{{background:#{shade.light};color:#000000}}" in light.text
        assert f".c-{colour.value}{{background:#{shade.rgb};color:#{shade.ink}}}" in strong
    assert "colours.css" in browser.get("/").text
