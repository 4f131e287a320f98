"""The journal survives a kill at any byte."""

from pathlib import Path

from stormdat_core.model.transcripts import Segment, SegmentState, Speaker, Word
from stormdat_core.transcription.journal import Entry, Journal, read

WORDS = (Word(1000, 1300, "größe", 0.75), Word(1300, 1500, "\udce9“x”", 0.5))
ENTRIES = [
    Entry(0, 16_000, 48_000, ((17_000, 40_000),), Speaker.ME, (Segment(1000, 1500, "größe “x”", WORDS, 0.6, Speaker.ME),), "de", True),
    Entry(1, 50_000, 60_000, ((51_000, 55_000), (56_000, 57_000)), failed=True),
    Entry(1, 60_000, 70_000, (), segments=(Segment(1, 2, "la la", state=SegmentState.QUARANTINED),)),
]  # fmt: skip


def written(path: Path, entries: list[Entry]) -> Path:
    journal = Journal(path)
    for entry in entries:
        journal.add(entry)
    journal.close()
    return path


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    clean = [ENTRIES[1], ENTRIES[2]]
    path = written(tmp_path / "j", clean)
    assert [entry for entry, _ in read(path)] == clean


def test_reading_goes_on_from_an_offset(tmp_path: Path) -> None:
    path = written(tmp_path / "j", ENTRIES[1:])
    (_, first), (_, second) = read(path)
    assert [entry for entry, _ in read(path, first)] == ENTRIES[2:]
    assert list(read(path, second)) == []
    assert list(read(tmp_path / "absent")) == []


def test_a_kill_at_any_byte_leaves_whole_entries(tmp_path: Path) -> None:
    content = written(tmp_path / "j", ENTRIES[1:]).read_bytes()
    first = content.index(b"\n") + 1
    for cut in range(len(content) + 1):
        path = tmp_path / "cut"
        path.write_bytes(content[:cut])
        found = [entry for entry, _ in read(path)]
        assert found == ENTRIES[1:][: content[:cut].count(b"\n")]
        if cut % 50 == 0:
            written(path, [ENTRIES[1]])
            whole = content[:cut].count(b"\n")
            assert [entry for entry, _ in read(path)] == [*ENTRIES[1:][:whole], ENTRIES[1]]
    assert first < len(content)


def test_others_cannot_read_it(tmp_path: Path) -> None:
    assert written(tmp_path / "j", ENTRIES[1:]).stat().st_mode & 0o077 == 0
