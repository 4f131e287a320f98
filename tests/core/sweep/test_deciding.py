"""A person's word about a finding, and what it teaches the next sweep."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.acronyms.list_files.decided import HOUSE, house_list
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.model import Decision, SweepRequest, Verdict
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import NotStored, Store
from stormdat_core.sweep import check_file
from stormdat_core.sweep.deciding import decide, export_house, subject
from stormdat_core.sweep.runner import SweepRunner
from tests.core.rules.test_classic_profile import write_list
from tests.here import Here
from tests.word import paragraph, run, write_word

TEXT = (
    "Submit the CDRL. The CDRL is long. The Line of Balance (LOB) is drawn and the LOB is shown. QZX is odd.",
    "Two  spaces. The QZX again. The Line of Balance is spelt out.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path / "app")) as store:
        yield store


def sweep(store: Store, folder: Path, *texts: str, lists: tuple[Path, ...] = ()) -> int:
    path = write_word(folder / "a.docx", "".join(paragraph(text) for text in texts or TEXT))
    request = SweepRequest((path,), lists=lists, formats=(), jobs=1)
    return SweepRunner(request, store, executors=Here()).run(JobContext()).sweep_id


def ids(store: Store, sweep_id: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in store.findings(sweep_id, limit=500).items:
        found.setdefault(row.rule, []).append(row.id)
    return found


def about(store: Store, sweep_id: int, rule: str, acronym: str) -> int:
    return next(each for each in ids(store, sweep_id)[rule] if subject(store, each).acronym == acronym)


def test_what_is_no_acronym_is_left_alone_from_now_on(store: Store, tmp_path: Path) -> None:
    first = sweep(store, tmp_path)
    decide(store, [about(store, first, "ACR-UNDEFINED", "QZX")], Verdict.NOT_AN_ACRONYM)
    assert store.facets(first).decided == 1
    second = sweep(store, tmp_path)
    acronyms = {subject(store, each).acronym for each in ids(store, second)["ACR-UNDEFINED"]}
    assert acronyms == {"CDRL"}
    matrix = store.acronyms(store.files(second)[0].id)
    assert matrix is not None
    assert ("SUP-DECIDED", (("QZX", 2),)) in [(each.id, each.forms) for each in matrix.suppressed]
    assert [source.name for source in store.sweep(second).lists] == [HOUSE]


def test_what_is_well_known_needs_no_definition(store: Store, tmp_path: Path) -> None:
    first = sweep(store, tmp_path)
    decide(store, [about(store, first, "ACR-UNDEFINED", "CDRL")], Verdict.WELL_KNOWN)
    second = sweep(store, tmp_path)
    assert {subject(store, each).acronym for each in ids(store, second)["ACR-UNDEFINED"]} == {"QZX"}


def test_what_is_accepted_joins_the_list(store: Store, tmp_path: Path) -> None:
    listed = write_list(tmp_path / "list.xlsx", (("LOB", "Line of Balance"),))
    first = sweep(store, tmp_path, lists=(listed,))
    one = about(store, first, "ACR-UNDEFINED", "CDRL")
    with pytest.raises(StormError, match="Nobody gives a full form of CDRL"):
        decide(store, [one], Verdict.ACCEPTED)
    decide(store, [one], Verdict.ACCEPTED, full_form="Contract Data  Requirements List")
    second = sweep(store, tmp_path, lists=(listed,))
    assert {subject(store, each).acronym for each in ids(store, second)["ACR-UNDEFINED"]} == {"CDRL", "QZX"}
    assert "is not in the list" not in store.finding(about(store, second, "ACR-UNDEFINED", "CDRL")).message
    matrix = store.acronyms(store.files(second)[0].id)
    assert matrix is not None
    assert (
        next(row.full_form for row in matrix.rows if row.acronym == "CDRL")
        == "Contract Data Requirements List"
    )


def test_decisions_alone_are_no_list_to_be_compared_with(store: Store, tmp_path: Path) -> None:
    first = sweep(store, tmp_path)
    one = about(store, first, "ACR-UNDEFINED", "CDRL")
    decide(store, [one], Verdict.ACCEPTED, full_form="Contract Data Requirements List")
    second = ids(store, sweep(store, tmp_path))
    assert "ACR-NOT-IN-LIST" not in second
    assert "ACR-LIST-UNUSED" not in second


def test_a_waived_finding_stays_is_counted_apart_and_keeps_no_text(store: Store, tmp_path: Path) -> None:
    first = sweep(store, tmp_path)
    (double,) = ids(store, first)["SPC-DOUBLE"]
    (made,) = decide(store, [double], Verdict.WAIVED, reason=" tables  need it ")
    assert (made.acronym, made.full_form, made.reason) == ("", "", "tables  need it")
    second = sweep(store, tmp_path)
    assert store.facets(second).decided == 1
    assert store.facets(second).total == store.facets(first).total
    store.decisions.take_back([made.fingerprint])
    assert store.facets(second).decided == 0


def test_verdicts_that_make_no_sense_are_refused(store: Store, tmp_path: Path) -> None:
    first = sweep(store, tmp_path)
    (double,) = ids(store, first)["SPC-DOUBLE"]
    with pytest.raises(StormError, match="needs a reason"):
        decide(store, [double], Verdict.WAIVED, reason="  ")
    with pytest.raises(StormError, match="no single acronym"):
        decide(store, [double], Verdict.WELL_KNOWN)
    with pytest.raises(NotStored):
        decide(store, [999], Verdict.WELL_KNOWN)
    assert store.decisions.all() == ()


def test_a_definition_does_not_save_what_a_person_refused(store: Store, tmp_path: Path) -> None:
    first = sweep(store, tmp_path, "The Line of Balance (LOB) is drawn. QZX.")
    decide(store, [about(store, first, "ACR-DEF-UNUSED", "LOB")], Verdict.NOT_AN_ACRONYM)
    matrix = store.acronyms(
        store.files(sweep(store, tmp_path, "The Line of Balance (LOB) is drawn. QZX."))[0].id
    )
    assert matrix is not None
    assert [row.acronym for row in matrix.rows] == ["QZX"]


def test_the_list_of_decisions_can_be_used_as_any_other(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StormError, match="no list to write"):
        export_house(store, tmp_path / "house.xlsx")
    first = sweep(store, tmp_path)
    decide(store, [about(store, first, "ACR-UNDEFINED", "QZX")], Verdict.NOT_AN_ACRONYM)
    decide(
        store, [about(store, first, "ACR-UNDEFINED", "CDRL")], Verdict.ACCEPTED, full_form="=Contract Data"
    )
    decide(store, [about(store, first, "ACR-FULL-FORM", "LOB")], Verdict.WELL_KNOWN)
    assert export_house(store, tmp_path / "house.xlsx") == 3
    with pytest.raises(OutputRefused):
        export_house(store, tmp_path / "house.ods")
    made, house = load_list(tmp_path / "house.xlsx"), house_list(store.decisions.all())
    assert house is not None
    assert made.problems == ()
    assert [(row.acronym, row.definition) for row in made.rows] == [("CDRL", "=Contract Data")]
    assert (made.refused, made.well_known) == (house.refused, house.well_known) == ({"QZX"}, {"LOB"})


def test_accepting_a_plural_proposes_the_singular_and_raises_nothing_new(
    store: Store, tmp_path: Path
) -> None:
    text = "The Areas of Responsibility (AORs) are wide. Each AOR has a Request for Information (RFI)."
    path = write_word(tmp_path / "plural.docx", paragraph(run(text)))
    result = check_file(path)
    assert result.acronyms is not None
    forms = {row.acronym: row.full_form for row in result.acronyms.rows}
    assert forms == {"AOR": "Area of Responsibility", "RFI": "Request for Information"}
    accepted = [
        Decision(str(at), "ACR-UNDEFINED", Verdict.ACCEPTED, datetime.now(UTC), "", short, full)
        for at, (short, full) in enumerate(forms.items())
    ]
    house = house_list(accepted)
    assert house is not None
    again = check_file(path, None, [house])
    assert {each.fingerprint for each in again.findings} <= {each.fingerprint for each in result.findings}
