"""A newer revision of a document: what became of its findings, and which decisions hold."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from stormdat_core import documents
from stormdat_core.acronyms.list_files.decided import house_list
from stormdat_core.actions import revisions as actions
from stormdat_core.actions import sweeps
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.model import Decision, FileResult, SweepRequest, Verdict
from stormdat_core.model.revisions import Change, Likeness
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.store import NotStored, Store
from stormdat_core.sweep import check_file, revising
from tests.core.store.conftest import finding as plain
from tests.revised import Manual
from tests.word import heading, paragraph, run, write_word

LONG_AGO = datetime.now(UTC) - timedelta(days=9)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as opened:
        yield opened


@pytest.fixture
def store(services: Services) -> Store:
    return services.store


def checked(store: Store, *paths: Path) -> list[int]:
    """Check files in one sweep, as the runner does it."""
    sweep = store.start_sweep(SweepRequest(paths), "1", "d")
    files = []
    for path in paths:
        files.append(store.add_result(sweep, check_file(path)))
        revising.follow(store, files[-1])
    store.finish_sweep(sweep)
    return files


def word(path: Path, *sentences: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    return write_word(path, heading("Pumps") + "".join(paragraph(run(each)) for each in sentences))


def changes(store: Store, file: int, against: int | None = None) -> dict[Change, int]:
    made = revising.compared(store, file, against)
    assert made is not None
    return {change: number for change, number in store.revisions.changes(made).total.items() if number}


def decide(store: Store, file: int, verdict: Verdict, *rules: str) -> None:
    """Decide about all findings of a file, or those of some rules, as somebody did long ago."""
    found = store.findings(store.file(file).sweep_id, file_id=file, rules=rules, limit=10_000).items
    store.decisions.put(Decision(row.fingerprint, row.rule, verdict, datetime.now(UTC)) for row in found)


DOUBLE, UNKNOWN = "SPC-DOUBLE", "ACR-UNDEFINED"
FIRST = ("The crew  left the site.", "A vendor  came.", "The QRS of the depot runs.")


def test_findings_are_new_gone_or_still_there(store: Store, tmp_path: Path) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    (new,) = checked(
        store, word(tmp_path / "plan v2.docx", FIRST[0], "A vendor came.", FIRST[2], "The TUV  is new.")
    )
    assert changes(store, new) == {Change.OPEN: 2, Change.FIXED: 1, Change.NEW: 2}
    made = revising.compared(store, new, old)
    assert made is not None
    (gone,) = store.revisions.page(made, Change.FIXED)
    assert (gone.row.file_id, gone.row.rule) == (old, DOUBLE)
    assert [each.row.rule for each in store.revisions.page(made, Change.NEW)] == [UNKNOWN, DOUBLE]
    assert store.revisions.changes(made).of(Change.OPEN, DOUBLE) == 1
    assert [each.row.rule for each in store.revisions.page(made, Change.OPEN, rule=DOUBLE)] == [DOUBLE]
    assert store.revisions.page(made, Change.OPEN, rule=DOUBLE, offset=1) == ()


def test_what_was_asked_of_the_author_and_is_there_again_is_reopened(store: Store, tmp_path: Path) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    decide(store, old, Verdict.FIX, DOUBLE)
    decide(store, old, Verdict.LEFT, UNKNOWN)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", FIRST[0], "A vendor came.", FIRST[2]))
    assert changes(store, new) == {Change.REOPENED: 1, Change.DECIDED: 1, Change.FIXED: 1}
    decide(store, new, Verdict.LEFT, DOUBLE)
    assert changes(store, new) == {Change.DECIDED: 2, Change.FIXED: 1}, "who decided again has answered it"


def test_what_comes_back_after_a_revision_without_it_is_reopened(store: Store, tmp_path: Path) -> None:
    (first,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    decide(store, first, Verdict.FOR_AUTHOR, DOUBLE)
    checked(store, word(tmp_path / "plan v2.docx", "The crew left the site.", *FIRST[1:]))
    (third,) = checked(store, word(tmp_path / "plan v3.docx", *FIRST, "Something else stands here."))
    assert changes(store, third) == {Change.OPEN: 1, Change.REOPENED: 2}


def test_a_decision_that_is_taken_back_reopens_its_finding(store: Store, tmp_path: Path) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    decide(store, old, Verdict.LEFT)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *FIRST, "More."))
    assert changes(store, new) == {Change.DECIDED: 3}
    one = store.findings(store.file(new).sweep_id, rules=[UNKNOWN]).items[0]
    store.steps.clear(new, [one.fingerprint], "Opened again")
    assert changes(store, new) == {Change.DECIDED: 2, Change.REOPENED: 1}
    made = revising.compared(store, new)
    assert made is not None
    assert [each.row.id for each in store.revisions.page(made, Change.REOPENED)] == [one.id]


def test_a_decision_that_is_erased_leaves_nothing_in_a_comparison(store: Store, tmp_path: Path) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    decide(store, old, Verdict.LEFT)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *FIRST, "More."))
    store.decisions.forget([each.fingerprint for each in store.decisions.all()])
    assert changes(store, new) == {Change.OPEN: 3}


def test_deleting_a_sweep_takes_its_comparisons_along(store: Store, tmp_path: Path) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *FIRST, "More."))
    store.delete_sweep(store.file(old).sweep_id)
    assert revising.compared(store, new) is None
    assert store.revisions.likeliest(new) is None


CHANGES: dict[str, tuple[Callable[[Manual], None], float]] = {
    "twenty paragraphs": (lambda manual: manual.insert(20), 0.95),
    "every sentence without a finding": (lambda manual: manual.rewrite(), 0.9),
    "half of them": (lambda manual: manual.rewrite(0.5), 0.9),
    "a chapter moved": (lambda manual: manual.move(), 0.95),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("seed", [1, 2])
def test_decisions_are_carried_over_to_the_same_findings(
    store: Store, tmp_path: Path, name: str, seed: int
) -> None:
    change, share = CHANGES[name]
    manual = Manual.of(seed)
    first = manual.write(tmp_path / "manual v1.docx")
    (old,) = checked(store, first)
    made = [Decision(key, "x", Verdict.LEFT, LONG_AGO, said[0]) for key, said in sentences(store, old, first)]
    assert len(made) > 100
    store.decisions.put(made)
    change(manual)
    second = manual.write(tmp_path / "manual v2.docx")
    (new,) = checked(store, second)
    held = store.decisions.by_fingerprint()
    now = [(held[key].reason if key in held else "", said) for key, said in sentences(store, new, second)]
    kept = [one for one in now if one[0]]
    assert len(kept) >= share * len(made)
    assert [one for one in kept if one[0] not in one[1]] == []


def sentences(store: Store, file: int, path: Path) -> list[tuple[str, list[str]]]:
    """Return the fingerprint of each finding of a file and the sentences it stands in, the first one first."""
    blocks = documents.read(path).blocks
    found = []
    for row in store.findings(store.file(file).sweep_id, limit=10_000).items:
        finding = store.finding(row.id)
        places = (finding.where, *(each.where for each in finding.evidence))
        found.append((row.fingerprint, [sentence(blocks[each.block].text, each.start) for each in places]))
    return found


def sentence(text: str, start: int) -> str:
    first = text.rfind(".", 0, start + 1) + 1
    return text[first : text.find(".", start) + 1].strip()


def test_what_is_carried_over_is_one_step_that_can_be_undone(store: Store, tmp_path: Path) -> None:
    manual = Manual.of(3)
    (old,) = checked(store, manual.write(tmp_path / "manual v1.docx"))
    decide(store, old, Verdict.LEFT)
    manual.rewrite()
    (new,) = checked(store, manual.write(tmp_path / "manual v2.docx"))
    (step,) = store.steps.list(new)
    number = int(step.told.removesuffix(" decisions carried over"))
    assert changes(store, new)[Change.DECIDED] >= number > 20
    store.steps.undo(new)
    assert changes(store, new)[Change.REOPENED] == number


def test_who_took_a_carried_decision_back_is_not_overruled_by_another_check(
    store: Store, tmp_path: Path
) -> None:
    manual = Manual.of(3)
    (old,) = checked(store, manual.write(tmp_path / "manual v1.docx"))
    decide(store, old, Verdict.LEFT)
    manual.rewrite()
    second = manual.write(tmp_path / "manual v2.docx")
    (new,) = checked(store, second)
    store.steps.undo(new)
    (again,) = checked(store, second)
    assert store.steps.list(again) == ()


@pytest.mark.soak  # processor time against a limit: not beside other tests
def test_twenty_thousand_findings_are_compared_and_listed_at_once(
    store: Store,
) -> None:
    def added(name: str, shift: int) -> int:
        found = tuple(plain(at, fingerprint=f"{at + shift:024x}") for at in range(20_000))
        sweep = store.start_sweep(SweepRequest(()), "1", "d")
        result = FileResult(Path(f"/x/{name}"), sha256=name * 9, format="docx", findings=found)
        return store.add_result(sweep, result)

    added("plan v1.docx", 0)
    new = added("plan v2.docx", 5_000)
    start = time.process_time()
    made = revising.follow(store, new)
    assert made is not None
    assert time.process_time() - start < 5
    start = time.process_time()
    counts = store.revisions.changes(made)
    last = store.revisions.page(made, Change.OPEN, offset=14_990)
    assert time.process_time() - start < 0.1
    assert (counts.of(Change.OPEN), counts.of(Change.NEW), counts.of(Change.FIXED)) == (15_000, 5_000, 5_000)
    assert len(last) == 10


def test_revisions_are_found_by_path_name_and_title(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "plan.docx"
    (first,) = checked(store, word(place, *FIRST))
    (second,) = checked(store, word(place, *FIRST, "More."))
    (third,) = checked(store, word(tmp_path / "Plan rev 3.docx", *FIRST, "And more."))
    (fourth,) = checked(store, word(tmp_path / "other" / "PLAN final.docx", *FIRST, "And still more."))
    assert [each.file_id for each in store.revisions.earlier(fourth)] == [third, second, first]
    assert [each.why for each in store.revisions.earlier(second)] == [Likeness.PATH]
    assert {each.why for each in store.revisions.earlier(third)} == {Likeness.NAME}
    assert {each.why for each in store.revisions.earlier(fourth)} == {Likeness.ELSEWHERE}


def test_the_same_bytes_are_no_revision_and_the_first_stays_the_first(store: Store, tmp_path: Path) -> None:
    one, other = word(tmp_path / "plan v1.docx", *FIRST), word(tmp_path / "plan v2.docx", *FIRST, "More.")
    (first,), (second,) = checked(store, one), checked(store, other)
    (again,) = checked(store, one)
    assert store.revisions.earlier(again) == ()
    assert [each.file_id for each in store.revisions.earlier(second)] == [again], "its last check counts"
    assert revising.compared(store, second, first) is not None


def test_files_of_one_name_in_several_folders_are_several_documents(store: Store, tmp_path: Path) -> None:
    made = [word(tmp_path / folder / "readme.docx", *FIRST, folder) for folder in ("a", "b", "c")]
    checked(store, *made)
    (new,) = checked(store, word(tmp_path / "d" / "readme.docx", *FIRST, "d"))
    assert store.revisions.earlier(new) == ()
    (changed,) = checked(store, word(tmp_path / "b" / "readme.docx", *FIRST, "Changed."))
    assert [each.why for each in store.revisions.earlier(changed)] == [Likeness.ELSEWHERE, Likeness.PATH]
    likeliest = store.revisions.likeliest(changed)
    assert likeliest is not None
    assert likeliest.path == tmp_path / "b" / "readme.docx"


def test_a_person_may_choose_another_file(services: Services, tmp_path: Path) -> None:
    store = services.store
    (one,) = checked(store, word(tmp_path / "plan.docx", *FIRST))
    (other,) = checked(store, word(tmp_path / "strategy.docx", *FIRST, "More."))
    assert revising.compared(store, other) is None
    assert [each.file_id for each in store.revisions.others(other)] == [one]
    actions.compare(services, other, one)
    assert changes(store, other, one) == {Change.OPEN: 3}
    with pytest.raises(StormError, match="the same"):
        actions.compare(services, one, one)
    with pytest.raises(NotStored):
        actions.compare(services, one, 99)


def test_the_trend_holds_each_revision_with_what_was_decided_by_then(store: Store, tmp_path: Path) -> None:
    (first,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    decide(store, first, Verdict.FIX, UNKNOWN)
    (second,) = checked(store, word(tmp_path / "plan v2.docx", "The crew left the site.", *FIRST[1:]))
    decide(store, second, Verdict.LEFT, DOUBLE)
    points = store.revisions.trend(second)
    assert [(each.revision.findings, each.open, each.decided, each.fixed) for each in points] == [
        (3, 2, 1, None),
        (2, 0, 2, 1),
    ]
    assert [each.decided for each in store.revisions.trend(first)] == [1, 2], (
        "an older one has the same history"
    )


def test_the_runner_compares_and_carries_over(services: Services, tmp_path: Path) -> None:
    manual = Manual.of(4, chapters=2)
    place = tmp_path / "manual.docx"
    swept = sweeps.run(services, SweepRequest((manual.write(place),), jobs=1))
    (old,) = services.store.files(swept.sweep_id)
    decide(services.store, old.id, Verdict.LEFT)
    manual.rewrite()
    swept = sweeps.run(services, SweepRequest((manual.write(place),), jobs=1))
    assert swept.undecided.total() == 0
    (new,) = services.store.files(swept.sweep_id)
    assert changes(services.store, new.id).keys() == {Change.DECIDED}


def test_the_report_says_what_the_author_did(services: Services, tmp_path: Path) -> None:
    store = services.store
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    decide(store, old, Verdict.FIX, DOUBLE)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", FIRST[0], "A vendor came.", FIRST[2]))
    target = tmp_path / "out.xlsx"
    assert actions.write(services, new, old, target) == 3
    book = openpyxl.load_workbook(target)
    rows = [[cell.value for cell in row] for row in book["Findings"].iter_rows(min_row=2)]
    assert [(row[1], row[2], row[8]) for row in rows] == [
        ("Asked for, and still there", "to be fixed", "Too many spaces"),
        ("Still open", None, "Acronym not defined"),
        ("Gone", "to be fixed", "Too many spaces"),
    ]
    summary = {row[0].value: row[1].value for row in book["Summary"].iter_rows()}
    assert (summary["Revision"], summary["Earlier revision"]) == ("plan v2.docx", "plan v1.docx")
    with pytest.raises(OutputRefused):
        actions.write(services, new, old, target)
    saved, number = actions.save(services, new, old, tmp_path)
    assert (saved.name, number) == ("plan v2.revisions.xlsx", 3)
    with pytest.raises(StormError, match="not compared"):
        actions.write(services, old, new, tmp_path / "never.xlsx")


def test_counts_follow_decisions_that_are_undone_and_done_again(store: Store, tmp_path: Path) -> None:
    checked(store, word(tmp_path / "plan v1.docx", *FIRST))
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *FIRST, "More."))
    assert changes(store, new) == {Change.OPEN: 3}
    row = store.findings(store.file(new).sweep_id, rules=[UNKNOWN]).items[0]
    store.steps.put(new, [Decision(row.fingerprint, row.rule, Verdict.LEFT, datetime.now(UTC))], "Left")
    for _ in range(2):
        assert changes(store, new) == {Change.OPEN: 2, Change.DECIDED: 1}
        assert store.revisions.trend(new)[-1].decided == 1
        store.steps.undo(new)
        assert changes(store, new) == {Change.OPEN: 3}
        assert store.revisions.trend(new)[-1].decided == 0
        store.steps.redo(new)


def _sentences(*gaps: str) -> tuple[str, ...]:
    names = ("pump", "valve", "tank", "gate", "mast", "hull", "deck", "bow", "keel", "helm")
    return tuple(
        f"The {name} was seen.{gap}It stood by the {name}s." for name, gap in zip(names, gaps, strict=True)
    )


ALIKE = ("  ",) * 8 + (" ",) * 2


@pytest.mark.parametrize(
    "text",
    [_sentences(" ", *ALIKE[1:]), ("A mole was built.  It held.", *_sentences(*ALIKE))],
    ids=["the first is mended", "one is written before it"],
)
def test_a_group_keeps_its_decision_while_most_of_its_places_stay(
    store: Store, tmp_path: Path, text: tuple[str, ...]
) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *_sentences(*ALIKE)))
    decide(store, old, Verdict.FOR_AUTHOR, DOUBLE)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *text))
    assert changes(store, new) == {Change.REOPENED: 1}


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        pytest.param(_sentences(" ", *ALIKE[1:]), True, id="fewer places"),
        pytest.param(("A mole was built.  It held.", *_sentences(*ALIKE)), False, id="one more place"),
    ],
)
def test_a_group_to_be_corrected_is_carried_without_places_that_nobody_has_seen(
    store: Store, tmp_path: Path, text: tuple[str, ...], *, carried: bool
) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *_sentences(*ALIKE)))
    decide(store, old, Verdict.FIX, DOUBLE)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *text))
    (row,) = store.findings(store.file(new).sweep_id, file_id=new, rules=(DOUBLE,)).items
    assert (row.fingerprint in {each.fingerprint for each in store.decisions.all()}) is carried


def test_a_group_without_any_of_its_places_is_gone(store: Store, tmp_path: Path) -> None:
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *_sentences(*ALIKE)))
    decide(store, old, Verdict.FOR_AUTHOR, DOUBLE)
    (new,) = checked(store, word(tmp_path / "plan v2.docx", *_sentences(*(" ",) * 10)))
    assert changes(store, new) == {Change.FIXED: 1}


@pytest.mark.parametrize("verdict", [Verdict.WELL_KNOWN, Verdict.NOT_AN_ACRONYM])
def test_an_acronym_that_a_person_settled_is_not_gone(store: Store, tmp_path: Path, verdict: Verdict) -> None:
    text = ("The QRS of the depot runs.", "The TUV of the depot runs.")
    (old,) = checked(store, word(tmp_path / "plan v1.docx", *text))
    one = next(row for row in store.findings(store.file(old).sweep_id).items if "QRS" in row.message)
    said = Decision(one.fingerprint, one.rule, verdict, datetime.now(UTC), acronym="QRS")
    store.decisions.put([said])
    house = house_list([said])
    assert house is not None
    sweep = store.start_sweep(SweepRequest((tmp_path,)), "1", "d")
    newer = check_file(word(tmp_path / "plan v2.docx", text[0], "The depot runs."), lists=[house])
    new = store.add_result(sweep, newer)
    revising.follow(store, new)
    made = revising.compared(store, new, old)
    assert made is not None
    gone = [each.row.message for each in store.revisions.page(made, Change.FIXED)]
    assert len(gone) == 1
    assert "TUV" in gone[0], "what the author took away is gone"
