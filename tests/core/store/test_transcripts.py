"""Transcripts in the library: nothing twice, changes that can be taken back, and nothing left of a deleted one."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from stormdat_core.model.transcripts import (
    Coverage,
    MediaTrack,
    Segment,
    SegmentState,
    Span,
    Speaker,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
    Word,
)
from stormdat_core.store import Store
from stormdat_core.store.database.tables import EDITS
from stormdat_core.store.owners import Owner
from stormdat_core.store.speech.transcript_rows import Stretch
from stormdat_core.store.speech.transcripts import TranscriptBusy, TranscriptShelf
from stormdat_core.store.sweeps.rows import NotStored

TRACKS = (MediaTrack(1, "opus", 2, 48_000, speaker=Speaker.ME), MediaTrack(2, speaker=Speaker.OTHERS))
SETTINGS = TranscriptionSettings("en", 5, True, 2)
WORDS = (Word(1000, 1400, "secret", 0.9), Word(1400, 1900, "meeting", 0.4))
SEGMENT = Segment(1000, 1900, "secret meeting", WORDS, 0.65, Speaker.ME)
STRETCH = Stretch((Span(1000, 1900, Speaker.ME),), (SEGMENT,))


@pytest.fixture
def shelf(store: Store) -> TranscriptShelf:
    return store.transcripts


def begun(shelf: TranscriptShelf, folder: Path, **changes: object) -> int:
    values = {"sha256": "a" * 64, "model": "base", "model_sha256": "b" * 64, "settings": SETTINGS, **changes}
    media = folder / "meeting \udce9.mp4"
    summary = TranscriptSummary(0, media, "Meeting", datetime(2026, 11, 20, tzinfo=UTC), **values)  # type: ignore[arg-type]
    return shelf.start(summary, TRACKS, folder / "journals")


def test_what_was_stored_comes_back(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path, marking="CUI", recording="c" * 32, properties={"av": "18"})
    (segment,) = shelf.add(number, [STRETCH], 100, 2000, "en")
    found = shelf.get(number)
    assert found.segments[0] == Segment(1000, 1900, "secret meeting", WORDS, 0.65, Speaker.ME, id=segment)
    summary = found.summary
    assert (summary.marking, summary.language, summary.done_ms, summary.segments) == ("CUI", "en", 2000, 1)
    assert (summary.settings, summary.state, summary.properties) == (
        SETTINGS,
        TranscriptState.RUNNING,
        {"av": "18"},
    )
    assert shelf.work(number).tracks == TRACKS
    assert shelf.work(number).journal == tmp_path / "journals" / f"{number}.jsonl"
    assert shelf.speech(number) == ((Span(1000, 1900, Speaker.ME), False),)
    assert shelf.page(recording="c" * 32).items == (summary,)
    assert shelf.page(recording="d" * 32).total == 0


def test_the_same_piece_of_the_journal_is_stored_once(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    assert len(shelf.add(number, [STRETCH], 100, 2000)) == 1
    assert shelf.add(number, [STRETCH], 100, 2000) == ()
    assert shelf.add(number, [STRETCH], 50, 2000) == ()
    assert len(shelf.add(number, [STRETCH], 200, 3000)) == 1
    assert shelf.summary(number).segments == 2


def test_segments_come_in_windows_by_time(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    late, early = (Stretch((), (Segment(at, at + 100, str(at)),)) for at in (5000, 1000))
    shelf.add(number, [late, early], 10, 0)
    page = shelf.segments(number, offset=1, limit=1)
    assert (page.total, [segment.text for segment in page.items]) == (2, ["5000"])


def test_finishing_keeps_the_audit(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    gap = Span(1, 2, Speaker.OTHERS, "Nothing was recognised here.")
    coverage = Coverage(100, 99, (gap,), (gap, gap), (gap,))
    shelf.finish(number, TranscriptState.FAILED, coverage, "No.", "Try.")
    summary = shelf.summary(number)
    assert (summary.coverage, summary.state, summary.error, summary.hint) == (
        coverage,
        TranscriptState.FAILED,
        "No.",
        "Try.",
    )


def test_changes_can_be_taken_back_one_by_one(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    (segment,) = shelf.add(number, [STRETCH], 100, 0)
    original = shelf.segment(segment)[1]
    shelf.change(number, [replace(original, text="public meeting", words=WORDS[1:], edited=True)])
    (changed,) = shelf.change(number, [replace(original, text="public event", words=(), edited=True)])
    assert (changed.text, changed.words, changed.edited) == ("public event", (), True)
    assert shelf.edits(number) == 2
    assert shelf.undo(number).text == "public meeting"  # type: ignore[union-attr]
    assert shelf.undo(number) == original
    assert shelf.undo(number) is None
    with pytest.raises(NotStored):
        shelf.change(number, [replace(original, id=9999)])
    other = begun(shelf, tmp_path)
    with pytest.raises(NotStored):
        shelf.change(other, [original])
    assert shelf.edits(other) == 0


def test_a_change_of_an_earlier_version_can_be_taken_back(
    store: Store, shelf: TranscriptShelf, tmp_path: Path
) -> None:
    number = begun(shelf, tmp_path)
    (segment,) = shelf.add(number, [STRETCH], 100, 0)
    original = shelf.segment(segment)[1]
    shelf.change(number, [replace(original, text="x", words=(), edited=True)])
    words = [[1000, 1400, "secret", 0.9], [1400, 1900, "meeting", 0.4]]
    with store._write() as connection:
        connection.execute(update(EDITS).values(words_before=words))
    assert shelf.undo(number) == original


def test_search_takes_text_as_text(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    texts = ("Open the Window", "100% of it", "a_b", "ÜBUNG macht", "back\\slash")
    shelf.add(number, [Stretch((), (Segment(n, n + 1, text),)) for n, text in enumerate(texts)], 10, 0)
    for wanted, expected in {
        "window": [0], "WINDOW": [0], "0%": [1], "_": [2], "%": [1], "ÜBUNG": [3], "\\": [4], "": [], "zzz": [],
    }.items():  # fmt: skip
        assert [segment.start_ms for segment in shelf.search(number, wanted)] == expected, wanted


def test_an_unfinished_one_of_the_same_sound_model_and_settings_goes_on(
    shelf: TranscriptShelf, tmp_path: Path
) -> None:
    number = begun(shelf, tmp_path)
    ask = ("a" * 64, "b" * 64, SETTINGS, TRACKS)
    assert shelf.resumable(*ask) is None, "it is being written"
    shelf.finish(number, TranscriptState.CANCELLED, Coverage())
    assert shelf.resumable(*ask) == number
    assert shelf.resumable("x" * 64, *ask[1:]) is None
    assert shelf.resumable(ask[0], "x" * 64, *ask[2:]) is None
    assert shelf.resumable(*ask[:2], TranscriptionSettings("de"), TRACKS) is None
    assert shelf.resumable(*ask[:3], TRACKS[:1]) is None
    shelf.finish(number, TranscriptState.DONE, Coverage())
    assert shelf.resumable(*ask) is None


def test_what_a_dead_process_left_is_noticed(
    shelf: TranscriptShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = begun(shelf, tmp_path)
    monkeypatch.setattr(Owner, "current", classmethod(lambda cls: cls(2**22 + 1, 1.0)))
    left = begun(shelf, tmp_path)
    monkeypatch.undo()
    assert shelf.unfinished() == (left,)
    assert shelf.summary(left).state is TranscriptState.INTERRUPTED
    assert shelf.summary(mine).state is TranscriptState.RUNNING
    assert shelf.take_up(left).summary.state is TranscriptState.RUNNING


def test_deleting_leaves_no_trace(store: Store, shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    secret = "zanzibar-4711"
    (segment,) = shelf.add(number, [Stretch((), (Segment(0, 9, secret, (Word(0, 9, secret),)),))], 10, 0)
    line = shelf.segment(segment)[1]
    shelf.change(number, [replace(line, text=f"{secret} edited", edited=True), Segment(9, 12, f"{secret} 2")])
    shelf.change(number, [replace(line, state=SegmentState.REMOVED)])
    journal = shelf.work(number).journal
    journal.parent.mkdir()
    journal.write_text(secret)
    with pytest.raises(TranscriptBusy):
        shelf.delete(number)
    shelf.finish(number, TranscriptState.DONE, Coverage())
    assert _holding(tmp_path, secret)
    assert shelf.delete(number)
    assert _holding(tmp_path, secret) == []
    with pytest.raises(NotStored):
        shelf.get(number)
    assert begun(shelf, tmp_path) != number, "an open page must not show another transcript"


def _holding(folder: Path, secret: str) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if secret.encode() in path.read_bytes()]


def test_quarantined_text_stays_quarantined(shelf: TranscriptShelf, tmp_path: Path) -> None:
    number = begun(shelf, tmp_path)
    shelf.add(
        number, [Stretch((), (Segment(0, 1, "la", state=SegmentState.QUARANTINED),), failed=True)], 10, 0
    )
    assert shelf.get(number).segments[0].state is SegmentState.QUARANTINED
