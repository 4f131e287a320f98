"""A reviewer's own comments: findings in all that reads findings, gone without a trace when removed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.limits import Limits
from stormdat_core.errors import StormError
from stormdat_core.model import SweepRequest, Verdict
from stormdat_core.model.comments import OWN, CommentType, type_of
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.matrix.comments import comments_of
from stormdat_core.store import NotStored, Store, StoredFile
from stormdat_core.sweep import check_file, drawing, reviewing
from stormdat_core.sweep.deciding import Said
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.reviewing import Remark, Which
from stormdat_core.sweep.runner import SweepRunner
from tests.here import Here
from tests.word import heading, paragraph, run, write_word

WORDS = "Say who wrote this."
MADE = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path / "app")) as store:
        yield store


@pytest.fixture
def file(store: Store, tmp_path: Path) -> StoredFile:
    body = heading("Pumps") + paragraph(run("The QRS  runs and the pump stops."))
    path = write_word(tmp_path / "report.docx", body)
    sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
    added = store.add_result(sweep, check_file(path))
    store.finish_sweep(sweep)
    drawing.draw(store, store.file(added), JobContext(), TaskLimits(), Limits(), Here())
    return store.file(added)


def commented(store: Store, file: StoredFile, kind: CommentType = CommentType.MAJOR) -> int:
    block = next(each for each in store.blocks.window(file.id, 0, 100) if "pump" in each.text)
    start = block.text.index("pump")
    return reviewing.comment(store, file.id, block.index, (start, start + 4), Remark(WORDS, kind))


@pytest.mark.parametrize("kind", CommentType)
def test_a_comment_is_a_finding_of_its_type(store: Store, file: StoredFile, kind: CommentType) -> None:
    before = store.facets(file.sweep_id)
    made = commented(store, file, kind)
    found = store.finding(made)
    assert (found.message, found.where.heading, type_of(found)) == (WORDS, ("Pumps",), kind)
    after = store.facets(file.sweep_id, file_id=file.id)
    assert after.total == before.total + 1
    assert after.rules[OWN] == 1
    assert store.file(file.id).findings == file.findings + 1
    assert store.sweep(file.sweep_id).counts[OWN] == 1
    assert store.findings(file.sweep_id, text="who wrote").items[0].id == made
    block = found.where.block
    assert made in {mark.finding for mark in store.blocks.marks(file.id, block, 1)}
    row = next(each for each in comments_of(store.result(file.id), {}, MADE) if WORDS in each.comment)
    assert row.type == kind.value


def test_it_stands_in_the_annotated_copy(store: Store, file: StoredFile, tmp_path: Path) -> None:
    commented(store, file)
    target = tmp_path / "annotated.docx"
    AnnotatedCopy().write(store.result(file.id), target, ReportContext("1", MADE))
    comments = [block.text for block in documents.read(target).blocks if block.kind.value == "comment"]
    assert sum(WORDS in text and "Reviewer’s comment" in text for text in comments) == 1


def test_the_same_comment_twice_is_one(store: Store, file: StoredFile) -> None:
    assert commented(store, file) == commented(store, file)
    assert store.facets(file.sweep_id).rules[OWN] == 1


def test_a_removed_comment_leaves_no_trace(store: Store, file: StoredFile, tmp_path: Path) -> None:
    before = store.facets(file.sweep_id)
    made = commented(store, file)
    reviewing.decide(store, file.id, Which((made,)), Said(Verdict.FOR_AUTHOR))
    store.comments.remove(made)
    assert store.facets(file.sweep_id) == before
    assert store.facets(file.sweep_id, file_id=file.id).total == before.total
    assert store.decisions.all() == ()
    assert store.steps.list(file.id) == ()
    assert store.result(file.id).findings == check_file(file.path).findings
    assert OWN not in store.sweep(file.sweep_id).counts
    with pytest.raises(NotStored):
        store.comments.remove(made)
    store.close()
    with Store.open(AppPaths.below(tmp_path / "app")):
        pass
    held = [path for path in (tmp_path / "app").rglob("*") if path.is_file()]
    assert not any(WORDS.encode() in path.read_bytes() for path in held)


def test_adding_a_comment_is_a_step_back_and_forth(store: Store, file: StoredFile) -> None:
    reviewing.decide(store, file.id, Which(safe=True), Said(Verdict.FIX))
    made = store.finding(commented(store, file))
    undone = store.steps.undo(file.id)
    assert undone is not None
    assert undone.fingerprints == (made.fingerprint,)
    assert store.comments.of(file.id) == ()
    assert store.decisions.all(), "the step before it stays"
    assert OWN not in store.facets(file.sweep_id).rules
    assert store.steps.redo(file.id)
    assert store.comments.of(file.id) == (made,)
    assert store.facets(file.sweep_id).rules[OWN] == 1


def test_a_comment_that_is_removed_after_it_was_undone_and_redone_is_gone(
    store: Store, file: StoredFile
) -> None:
    made = commented(store, file)
    store.steps.undo(file.id)
    store.steps.redo(file.id)
    (again,) = [row.id for row in store.findings(file.sweep_id, rules=[OWN]).items]
    assert again != made
    store.comments.remove(again)
    assert store.steps.undo(file.id) is None


@pytest.mark.parametrize("undone", [0, 1])
def test_a_comment_that_was_put_elsewhere_leaves_no_trace_either(
    store: Store, file: StoredFile, tmp_path: Path, undone: int
) -> None:
    other = reviewing.comment(store, file.id, 0, (0, 2), Remark("It stays.", CommentType.MAJOR))
    made = commented(store, file)
    for block, stretch in ((0, (0, 5)), (0, (2, 4))):
        made = reviewing.put(store, file.id, made, block, stretch)
    for _ in range(undone):
        store.steps.undo(file.id)
    (made,) = [at for at, one in store.comments.numbered(file.id) if one.message == WORDS]
    store.comments.remove(made)
    assert [step.told for step in store.steps.list(file.id)] == ["Comment added"], "of the other comment"
    assert [at for at, _ in store.comments.numbered(file.id)] == [other]
    store.close()
    with Store.open(AppPaths.below(tmp_path / "app")):
        pass
    held = [path for path in (tmp_path / "app").rglob("*") if path.is_file()]
    assert not any(WORDS.encode() in path.read_bytes() for path in held)


def test_what_a_rule_found_cannot_be_removed(store: Store, file: StoredFile) -> None:
    with pytest.raises(NotStored):
        store.comments.remove(store.findings(file.sweep_id).items[0].id)


def test_a_comment_needs_words_and_a_place(store: Store, file: StoredFile) -> None:
    with pytest.raises(StormError, match="needs words"):
        reviewing.comment(store, file.id, 0, (0, 1), Remark("  ", CommentType.MAJOR))
    with pytest.raises(StormError, match="not there"):
        reviewing.comment(store, file.id, 999, (0, 1), Remark("x", CommentType.MAJOR))
    made = reviewing.comment(store, file.id, 0, (3, 99_999), Remark("x", CommentType.MAJOR))
    where = store.finding(made).where
    assert where.end == len(store.blocks.window(file.id, 0, 1)[0].text)


@pytest.mark.parametrize("use_cache", [True, False])
def test_the_next_check_of_the_same_bytes_has_it_too(store: Store, file: StoredFile, use_cache: bool) -> None:
    commented(store, file)
    for _ in range(2):
        summary = SweepRunner(SweepRequest((file.path,), use_cache=use_cache), store, executors=Here()).run(
            JobContext()
        )
        newest = store.files(summary.sweep_id)[0]
        assert [each.message for each in store.comments.of(newest.id)] == [WORDS]
