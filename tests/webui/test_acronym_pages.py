"""The page of a file's acronyms, and what a person decides on the page of findings."""

import io
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.model import AcronymMatrix, SuppressedForms, Verdict
from stormdat_core.services import Services
from tests.webui.conftest import Browser, Window, store_sweep
from tests.webui.test_sweep_pages import run
from tests.word import paragraph, write_word

TEXT = (
    "Submit the CDRL. The CDRL is long. The Line of Balance (LOB) is drawn and the LOB is shown.",
    "QZX is odd. See Section IV and Section IV. Two  spaces. The Line of Balance is spelt out.",
)


@pytest.fixture
def checked(browser: Browser, services: Services, tmp_path: Path) -> int:
    body = "".join(map(paragraph, TEXT))
    return run(browser, services, [write_word(tmp_path / "report.docx", body)])


def acronyms(browser: Browser, sweep: int, query: str = "") -> str:
    return browser.get(f"/sweeps/{sweep}/files/1/acronyms{query}").text


def finding(services: Services, sweep: int, rule: str, acronym: str = "") -> int:
    rows = services.store.findings(sweep, rules=[rule], text=acronym or None).items
    return rows[0].id


def test_text_table_and_lists_stand_side_by_side(browser: Browser, checked: int) -> None:
    page = acronyms(browser, checked)
    assert "3 acronyms" in page
    assert page.count("data-matrix") == 1
    for words in ("CDRL", "LOB", "Line of Balance", "QZX", "unknown", ">defined<"):
        assert words in page, words
    assert ">agrees<" not in page, "there is neither table nor list"
    assert "it has none" in page


def test_rows_are_filtered_and_searched(browser: Browser, checked: int) -> None:
    unknown = acronyms(browser, checked, "?state=unknown")
    assert "2 acronyms of 3" in unknown
    assert "Line of Balance" not in unknown
    found = acronyms(browser, checked, "?q=balance")
    assert "1 acronym of 3" in found
    assert "No acronym matches" in acronyms(browser, checked, "?q=nothing+like+it")
    assert "3 acronyms" in acronyms(browser, checked, "?state=odd&page=x")


def test_a_row_leads_to_its_first_finding(browser: Browser, services: Services, checked: int) -> None:
    page = acronyms(browser, checked, "?q=CDRL")
    one = finding(services, checked, "ACR-UNDEFINED", "CDRL")
    link = f"/sweeps/{checked}?file=1&amp;q=CDRL&amp;finding={one}"
    assert link in page
    assert "CDRL is used 2 times" in browser.get(link.replace("&amp;", "&")).text


def test_what_was_not_judged_is_shown_with_its_members(browser: Browser, checked: int) -> None:
    page = acronyms(browser, checked)
    assert "Roman numerals" in page
    assert "2 places" in page
    assert "<li>IV <span" in page
    assert "SUP-ROMAN" in page


def test_a_long_class_says_how_many_are_not_named(browser: Browser, services: Services) -> None:
    forms = tuple((f"W{at}", 1) for at in range(100))
    matrix = AcronymMatrix(
        suppressed=(SuppressedForms("SUP-NEW", 1_300, forms, 1_200),), left_out=(("contents", 3),)
    )
    sweep = store_sweep(services, 1, acronyms=matrix)
    page = acronyms(browser, sweep)
    assert "and 1,200 more" in page
    assert "SUP-NEW" in page
    assert "No acronyms stand in this document" in page
    assert "Not read for acronyms" in page


def test_a_file_without_kept_acronyms_says_so(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 1)
    assert "No acronyms were kept" in acronyms(browser, sweep)
    assert browser.get(f"/sweeps/{sweep + 1}/files/1/acronyms").status_code == 404
    assert browser.get(f"/sweeps/{sweep}/files/99/acronyms").status_code == 404


def decide(browser: Browser, one: int, verdict: str, **more: object) -> dict[str, object]:
    answer = browser.post("/sweeps/decisions", {"findings": [one], "verdict": verdict, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_a_decision_is_shown_counted_apart_and_taken_back(
    browser: Browser, services: Services, checked: int
) -> None:
    one = finding(services, checked, "SPC-DOUBLE")
    total = services.store.facets(checked).total
    inspector = browser.get(f"/sweeps/{checked}/findings/{one}").text
    assert 'data-verdict="waive"' in inspector
    assert 'data-verdict="accept"' not in inspector
    told = decide(browser, one, "waive", reason="quoted <b>text</b>")
    page = browser.get(f"/sweeps/{checked}?finding={one}").text
    assert "1 decided" in page
    assert f"{total - 1} open" in page
    assert f"<strong>{total} findings</strong>" in page
    assert "quoted &lt;b&gt;text" in page
    assert f"1 finding of {total}" in browser.get(f"/sweeps/{checked}?decided=yes").text
    assert f"{total - 1} findings of {total}" in browser.get(f"/sweeps/{checked}?decided=no").text
    assert "quoted &lt;b&gt;text" in browser.get("/sweeps/decisions").text
    answer = browser.post("/sweeps/decisions/undo", {"fingerprints": told["fingerprints"]})
    assert answer.json == {"count": 1}
    assert "1 decided" not in browser.get(f"/sweeps/{checked}").text


def test_an_acronym_can_be_refused_called_known_or_accepted(
    browser: Browser, services: Services, checked: int
) -> None:
    one = finding(services, checked, "ACR-UNDEFINED", "CDRL")
    inspector = browser.get(f"/sweeps/{checked}/findings/{one}").text
    for verdict in ("accept", "not-acronym", "well-known", "waive"):
        assert f'data-verdict="{verdict}"' in inspector
    assert "Clears when:" in inspector
    decide(browser, one, "accept", full_form="Contract Data Requirements List")
    decide(browser, finding(services, checked, "ACR-UNDEFINED", "QZX"), "not-acronym")
    verdicts = {each.acronym: each.verdict for each in services.store.decisions.all()}
    assert verdicts == {"CDRL": Verdict.ACCEPTED, "QZX": Verdict.NOT_AN_ACRONYM}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"findings": [], "verdict": "waive"}, id="nothing"),
        pytest.param({"findings": [1], "verdict": "waive"}, id="no reason"),
        pytest.param({"findings": [1], "verdict": "nonsense"}, id="no such verdict"),
        pytest.param({"findings": ["1"], "verdict": "waive", "reason": "x"}, id="no number"),
        pytest.param({"findings": [1], "verdict": "waive", "reason": "x", "path": "/etc"}, id="unknown name"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    browser: Browser, services: Services, checked: int, body: dict[str, object]
) -> None:
    answer = browser.post("/sweeps/decisions", body)
    assert answer.status_code == 400
    assert (answer.json or {})["error"]
    assert services.store.decisions.all() == ()


def test_a_decision_about_nothing_is_not_found(browser: Browser) -> None:
    answer = browser.post("/sweeps/decisions", {"findings": [999], "verdict": "waive", "reason": "x"})
    assert answer.status_code == 404


def test_decisions_are_handed_on_as_a_list(
    browser: Browser, services: Services, window: Window, checked: int, tmp_path: Path
) -> None:
    assert browser.get("/sweeps/decisions/list.xlsx").status_code == 400
    one = finding(services, checked, "ACR-UNDEFINED", "CDRL")
    decide(browser, one, "accept", full_form="Contract Data Requirements List")
    with browser.get("/sweeps/decisions/list.xlsx") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = [("Acronym", "Definition", "Notes"), ("CDRL", "Contract Data Requirements List", None)]
    assert list(sheet.values) == rows
    folder = tmp_path / "Lists"
    folder.mkdir()
    for count in (1, 2):
        token = services.inbox.put([folder], "output").token
        said = browser.post("/sweeps/decisions/list", {"folder": token}).json or {}
        assert "1 row written" in said["said"]
        assert len(list(folder.iterdir())) == count


def test_decisions_taken_back_for_good_leave_no_trace(
    browser: Browser, services: Services, checked: int, tmp_path: Path
) -> None:
    one = finding(services, checked, "SPC-DOUBLE")
    told = decide(browser, one, "waive", reason="xylographic-sentinel")
    answer = browser.post("/sweeps/decisions/undo", {"fingerprints": told["fingerprints"], "forget": True})
    assert answer.status_code == 200
    assert "taken back and erased" in browser.get("/sweeps/decisions").text
    own = [path for path in (tmp_path / "app").rglob("*") if path.is_file()]
    assert [path for path in own if b"xylographic-sentinel" in path.read_bytes()] == []
