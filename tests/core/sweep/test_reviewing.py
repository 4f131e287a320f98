"""Deciding on the page of a document: steps and the way back, groups, what comes next, what is drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.actions import review
from stormdat_core.documents.limits import Limits
from stormdat_core.errors import Cancelled, SourceChanged, StormError
from stormdat_core.model import SweepRequest, Verdict
from stormdat_core.model.drawn import Part
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import NotStored, Store, StoredFile
from stormdat_core.store.review import steps
from stormdat_core.sweep import check_file, deciding_many, drawing, reviewing
from stormdat_core.sweep.deciding import Said
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.reviewing import Which
from tests.here import Here
from tests.word import heading, paragraph, run, table, write_word

BODY = (
    heading("Pumps")
    + paragraph(run("The QRS  runs and the QRS stops.  It is old."))
    + paragraph(run("The TUV  is new."), run(" Bold words.", "<w:b/>"))
    + table(("One", "Two"), ("A  b", "The MNP runs."))
    + heading("Valves")
    + paragraph(run("The MNP is  here."))
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path / "app")) as store:
        yield store


@pytest.fixture
def file(store: Store, tmp_path: Path) -> StoredFile:
    path = write_word(tmp_path / "report.docx", BODY)
    sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
    added = store.add_result(sweep, check_file(path))
    store.finish_sweep(sweep)
    return store.file(added)


def open_ids(store: Store, file: StoredFile, rule: str = "") -> list[int]:
    rules = [rule] if rule else []
    found = store.findings(file.sweep_id, file_id=file.id, rules=rules, decided=False)
    return [row.id for row in found.items]


def verdicts(store: Store) -> list[Verdict]:
    return [one.verdict for one in store.decisions.all()]


def test_each_step_is_undone_and_done_again(store: Store, file: StoredFile) -> None:
    for at in open_ids(store, file)[:3]:
        reviewing.decide(store, file.id, Which((at,)), Said(Verdict.LEFT))
    assert verdicts(store) == [Verdict.LEFT] * 3
    assert [bool(store.steps.undo(file.id)) for _ in range(4)] == [True, True, True, False]
    assert verdicts(store) == []
    assert store.steps.redo(file.id)
    assert len(verdicts(store)) == 1
    other = open_ids(store, file)[-1]
    reviewing.decide(store, file.id, Which((other,)), Said(Verdict.FOR_AUTHOR, "Say why."))
    assert store.steps.redo(file.id) is None, "what was undone cannot be done after something else"
    assert sorted(verdicts(store)) == [Verdict.FOR_AUTHOR, Verdict.LEFT]


def test_what_another_window_said_later_stays(store: Store, file: StoredFile) -> None:
    sweep = store.start_sweep(SweepRequest((file.path,)), "1", "d")
    other = store.file(store.add_result(sweep, check_file(file.path)))
    store.finish_sweep(sweep)
    one, two = open_ids(store, file)[:2], open_ids(store, other)[0]
    reviewing.decide(store, file.id, Which(tuple(one)), Said(Verdict.LEFT))
    reviewing.decide(store, other.id, Which((two,)), Said(Verdict.WAIVED, "asked"))
    turned = [deciding_many.turn(store, file.id, JobContext(), undone=done) for done in (False, True)]
    assert turned[0] is not None
    words = "Undone: 2 findings left as it is. 1 was decided otherwise since then and stays."
    assert review.turned_words(turned[0], undone=False) == words
    assert sorted(verdicts(store)) == [Verdict.LEFT, Verdict.WAIVED]
    assert turned[1] is not None
    assert turned[1].kept == 1
    store.steps.undo(file.id)
    assert verdicts(store) == [Verdict.WAIVED]
    assert store.steps.undo(file.id) is None, "it is undone for all that"


def test_undoing_a_change_of_mind_brings_the_first_decision_back(store: Store, file: StoredFile) -> None:
    at = open_ids(store, file)[0]
    reviewing.decide(store, file.id, Which((at,)), Said(Verdict.WAIVED, "quoted", reviewer="Ada"))
    reviewing.decide(store, file.id, Which((at,)), Said(Verdict.LEFT))
    store.steps.undo(file.id)
    kept = store.found_in(at).decision
    assert kept is not None
    assert (kept.verdict, kept.reason, kept.reviewer) == (Verdict.WAIVED, "quoted", "Ada")


def test_thirty_steps_go_back(store: Store, file: StoredFile) -> None:
    at = open_ids(store, file)[0]
    for number in range(30):
        reviewing.decide(store, file.id, Which((at,)), Said(Verdict.WAIVED, f"reason {number}"))
    for number in range(28, -1, -1):
        store.steps.undo(file.id)
        kept = store.found_in(at).decision
        assert kept is not None
        assert kept.reason == f"reason {number}"
    store.steps.undo(file.id)
    assert store.found_in(at).decision is None


def test_a_rule_is_decided_at_once_and_only_what_is_open(store: Store, file: StoredFile) -> None:
    rule = "ACR-UNDEFINED"
    first, *others = open_ids(store, file, rule)
    assert others
    reviewing.decide(store, file.id, Which((first,)), Said(Verdict.WAIVED, "known here"))
    step = reviewing.decide(store, file.id, Which(rule=rule), Said(Verdict.LEFT))
    assert open_ids(store, file, rule) == []
    kept = store.found_in(first).decision
    assert kept is not None
    assert kept.verdict is Verdict.WAIVED
    assert step.told == f"{len(others)} finding{'s' if len(others) > 1 else ''} left as it is"
    assert open_ids(store, file), "other rules stay open"


def test_all_safe_corrections_are_chosen_at_once(store: Store, file: StoredFile) -> None:
    safe = sum(group.safe for group in store.review.groups(file.sweep_id, file.id))
    assert safe
    reviewing.decide(store, file.id, Which(safe=True), Said(Verdict.FIX))
    assert verdicts(store) == [Verdict.FIX] * safe
    with pytest.raises(StormError, match="nothing open"):
        reviewing.decide(store, file.id, Which(safe=True), Said(Verdict.FIX))


def test_what_has_no_correction_cannot_be_fixed(store: Store, file: StoredFile) -> None:
    at = open_ids(store, file, "ACR-UNDEFINED")[0]
    with pytest.raises(StormError, match="no correction"):
        reviewing.decide(store, file.id, Which((at,)), Said(Verdict.FIX))
    with pytest.raises(StormError, match="needs a reason"):
        reviewing.decide(store, file.id, Which(rule="ACR-UNDEFINED"), Said(Verdict.WAIVED))
    assert verdicts(store) == []


@pytest.mark.parametrize(("everywhere", "house"), [(True, True), (False, False)])
def test_an_acronym_is_settled_here_or_everywhere(
    store: Store, file: StoredFile, everywhere: bool, house: bool
) -> None:
    at = open_ids(store, file, "ACR-UNDEFINED")[0]
    reviewing.decide(store, file.id, Which((at,)), Said(Verdict.WELL_KNOWN, everywhere=everywhere))
    assert any(one.acronym for one in store.decisions.all()) is house


def test_what_comes_next_goes_through_all_and_ends(store: Store, file: StoredFile) -> None:
    wanted = len(open_ids(store, file))
    met: list[int] = []
    groups = store.review.groups(file.sweep_id, file.id)
    at = reviewing.next_open(store, file.id, groups, "", 0)
    while at:
        met.append(at)
        reviewing.decide(store, file.id, Which((at,)), Said(Verdict.LEFT))
        groups = store.review.groups(file.sweep_id, file.id)
        at = reviewing.next_open(store, file.id, groups, store.finding(at).rule, at)
    assert len(met) == len(set(met)) == wanted
    severities = [store.finding(each).severity for each in met]
    assert severities == sorted(severities, reverse=True), "the worst come first"


def test_forgotten_decisions_leave_no_step(store: Store, file: StoredFile) -> None:
    at = open_ids(store, file)[0]
    reviewing.decide(store, file.id, Which((at,)), Said(Verdict.WAIVED, "the secret reason"))
    store.decisions.forget([store.finding(at).fingerprint])
    assert store.steps.list(file.id) == ()
    assert store.steps.undo(file.id) is None


def test_a_document_is_drawn_with_looks_cells_and_marks(store: Store, file: StoredFile) -> None:
    assert drawing.draw(store, file, JobContext(), TaskLimits(), Limits()) == file.blocks
    blocks = store.blocks.window(file.id, 0, 100)
    bold = next(block for block in blocks if "Bold words." in block.text)
    start = bold.text.index(" Bold")
    assert bold.formats == ((start, len(bold.text), "b"),)
    cells = [block.where for block in blocks if block.where.row == 2]
    assert [where.column for where in cells] == [1, 2]
    assert [block.text for block in store.blocks.outline(file.id)] == ["Pumps", "Valves"]
    marks = store.blocks.marks(file.id, 0, 100)
    words = {blocks[mark.block].text[mark.start : mark.end] for mark in marks}
    assert {"QRS", "TUV", "MNP"} <= words
    assert store.blocks.holding(file.id, "the mnp") == tuple(
        (block.index, 0) for block in blocks if "The MNP" in block.text
    )


def test_windows_of_blocks_follow_one_another(store: Store, file: StoredFile) -> None:
    drawing.draw(store, file, JobContext(), TaskLimits(), Limits(), Here())
    windows = [store.blocks.window(file.id, first, 3) for first in range(0, file.blocks, 3)]
    assert [block.index for window in windows for block in window] == list(range(file.blocks))


def test_a_changed_or_vanished_file_is_said_and_decisions_stay(store: Store, file: StoredFile) -> None:
    at = open_ids(store, file)[0]
    reviewing.decide(store, file.id, Which((at,)), Said(Verdict.LEFT))
    write_word(file.path, paragraph(run("Something else.")))
    with pytest.raises(SourceChanged, match="has changed"):
        drawing.draw(store, file, JobContext(), TaskLimits(), Limits(), Here())
    file.path.unlink()
    with pytest.raises(SourceChanged, match="can no longer be read"):
        drawing.draw(store, file, JobContext(), TaskLimits(), Limits(), Here())
    assert verdicts(store) == [Verdict.LEFT]
    assert store.blocks.count(file.id) == 0


def test_what_was_drawn_goes_with_the_sweep(store: Store, file: StoredFile, tmp_path: Path) -> None:
    drawing.draw(store, file, JobContext(), TaskLimits(), Limits(), Here())
    reviewing.decide(store, file.id, Which((open_ids(store, file)[0],)), Said(Verdict.LEFT))
    assert store.delete_sweep(file.sweep_id)
    assert store.blocks.window(file.id, 0, 100) == ()
    assert store.steps.list(file.id) == ()
    with pytest.raises(NotStored):
        store.blocks.put(file.id, ())
    held = (tmp_path / "app").rglob("*.sqlite3*")
    assert not any(b"Bold words" in path.read_bytes() for path in held)


def many(store: Store, file: StoredFile, *parts: Part) -> tuple[Part, ...]:
    return deciding_many.bounded(store.review.groups(file.sweep_id, file.id), parts)


def test_groups_and_stretches_are_decided_as_one_step(store: Store, file: StoredFile) -> None:
    groups = store.review.groups(file.sweep_id, file.id)
    largest = max(groups, key=lambda each: each.number)
    other = next(each for each in groups if each is not largest)
    parts = many(store, file, Part(largest.rule, 2, 3), Part(other.rule))
    found = deciding_many.decide(store, file.id, parts, Said(Verdict.LEFT), JobContext())
    assert found.done == len(verdicts(store)) == min(2, largest.number - 1) + other.number
    assert largest.rule in {each.rule for each in store.review.groups(file.sweep_id, file.id) if each.decided}
    assert store.review.members(file.id, largest.rule, 0, 1)[0].verdict is None
    again = deciding_many.take_back(store, file.id, parts, JobContext())
    assert again.done == found.done
    assert verdicts(store) == []


def test_a_step_in_several_portions_goes_back_as_one(
    store: Store, file: StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding_many, "PORTION", 2)
    before = deciding_many.decide(
        store,
        file.id,
        many(store, file, Part("ACR-UNDEFINED", 1, 1)),
        Said(Verdict.WAIVED, "x"),
        JobContext(),
    )
    assert before.done == 1
    groups = store.review.groups(file.sweep_id, file.id)
    parts = many(store, file, *(Part(each.rule) for each in groups))
    open_now = len(open_ids(store, file))
    found = deciding_many.decide(store, file.id, parts, Said(Verdict.LEFT), JobContext())
    assert found.done == open_now > 4
    assert store.steps.is_long(file.id, undone=False)
    step = deciding_many.turn(store, file.id, JobContext(), undone=False)
    assert step is not None
    assert step.told == f"{open_now} findings left as it is"
    assert verdicts(store) == [Verdict.WAIVED], "the step before it stays"
    assert store.steps.is_long(file.id, undone=True)
    deciding_many.turn(store, file.id, JobContext(), undone=True)
    assert len(verdicts(store)) == open_now + 1
    assert not open_ids(store, file)


class Stopped(JobContext):
    """Is cancelled after some portions."""

    def __init__(self, portions: int) -> None:
        super().__init__()
        self._left = portions

    def progress(self, *_: object, **__: object) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled


@pytest.mark.parametrize("portions", [1, 2, 3])
def test_a_step_that_is_stopped_midway_tells_all_that_was_done(
    store: Store, file: StoredFile, monkeypatch: pytest.MonkeyPatch, portions: int
) -> None:
    monkeypatch.setattr(deciding_many, "PORTION", 1)
    parts = many(store, file, *(Part(each.rule) for each in store.review.groups(file.sweep_id, file.id)))
    with pytest.raises(Cancelled):
        deciding_many.decide(store, file.id, parts, Said(Verdict.LEFT), Stopped(portions))
    done = len(verdicts(store))
    assert done == portions
    told = f"{done} findings left as it is" if done > 1 else "1 finding left as it is"
    assert [step.told for step in store.steps.list(file.id)] == [told]
    step = deciding_many.turn(store, file.id, JobContext(), undone=False)
    assert step is not None
    assert step.told == told
    assert verdicts(store) == []


def test_steps_are_dropped_whole_when_there_are_too_many(
    store: Store, file: StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding_many, "PORTION", 1)
    monkeypatch.setattr(steps, "KEPT", 3)
    groups = store.review.groups(file.sweep_id, file.id)
    largest = max(groups, key=lambda each: each.number)
    assert largest.number >= 2
    of_largest, all_of_it = (many(store, file, Part(largest.rule, 1, last)) for last in (2, 0))
    deciding_many.decide(store, file.id, of_largest, Said(Verdict.LEFT), JobContext())
    deciding_many.take_back(store, file.id, of_largest, JobContext())
    assert len(store.steps.list(file.id)) == 1, "the first one lost a row to the second, and went as a whole"
    deciding_many.decide(store, file.id, all_of_it, Said(Verdict.LEFT), JobContext())
    assert deciding_many.turn(store, file.id, JobContext(), undone=False) is not None
    assert verdicts(store) == []


def test_what_cannot_be_fixed_is_counted_and_stays_open(store: Store, file: StoredFile) -> None:
    groups = store.review.groups(file.sweep_id, file.id)
    parts = many(store, file, *(Part(each.rule) for each in groups))
    weight = deciding_many.weigh(store, file.id, groups, parts)
    assert weight.open is not None
    assert weight.fixable is not None
    found = deciding_many.decide(store, file.id, parts, Said(Verdict.FIX), JobContext())
    assert (found.done, found.left) == (weight.fixable, weight.open - weight.fixable)
    assert found.left > 0
    assert f"{found.left} have no correction and stay open." in found.told
    assert len(open_ids(store, file)) == found.left


def test_acronyms_among_the_selected_are_settled_and_the_others_left(store: Store, file: StoredFile) -> None:
    groups = store.review.groups(file.sweep_id, file.id)
    parts = many(store, file, *(Part(each.rule) for each in groups))
    found = deciding_many.decide(store, file.id, parts, Said(Verdict.WELL_KNOWN), JobContext())
    made = store.decisions.all()
    assert {each.acronym for each in made} >= {"QRS", "TUV", "MNP"}
    assert found.left == len(open_ids(store, file)) > 0
    with pytest.raises(StormError, match="one by one"):
        deciding_many.decide(store, file.id, parts, Said(Verdict.ACCEPTED), JobContext())
    with pytest.raises(StormError, match="no longer"):
        many(store, file, Part("NONE-SUCH"), Part(groups[0].rule, 10_000))
