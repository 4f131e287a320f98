"""The engine's journal: each stretch of speech with its text, on disk before anybody hears of it.

A line of JSON for each entry. The last one may be torn by a kill: it is dropped and the stretch heard again.
The application reads the journal from where it left off and brings it into the library.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from stormdat_core.model.transcripts import Segment, SegmentState, Speaker, Word
from stormdat_core.paths import private_file
from stormdat_core.transcription.errors import EngineFailed

_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of speech and what became of it."""

    track: int
    start: int
    """Samples from the start of the track."""
    end: int
    speech: tuple[tuple[int, int], ...]
    speaker: Speaker = Speaker.UNKNOWN
    segments: tuple[Segment, ...] = ()
    """On the timeline of the media file."""
    language: str = ""
    sure: bool = False
    failed: bool = False
    """True when the engine ended at this stretch, twice."""

    @property
    def key(self) -> tuple[int, int, int]:
        """Return what tells it from every other stretch of the same file."""
        return self.track, self.start, self.end


class Journal:
    """A journal open for writing, by one process at a time.

    An engine whose parent was killed may still finish a stretch: whoever comes after it waits for its end,
    and reads only then what there is.
    """

    def __init__(self, path: Path) -> None:
        """Open a journal; a torn last line is cut off.

        Raises:
            EngineFailed: another engine has been writing it for two minutes.
        """
        self._lock = FileLock(lock_of(path), timeout=_PATIENCE, mode=0o600)
        try:
            self._lock.acquire()
        except Timeout as exc:
            raise EngineFailed("Another engine is still at work on this transcript.", "Wait for it.") from exc
        private_file(path)
        self._stream = path.open("r+b")
        whole = self._stream.read().rfind(b"\n") + 1
        self._stream.truncate(whole)
        self._stream.seek(whole)

    def add(self, entry: Entry) -> None:
        """Write an entry; it is on the disk when this returns."""
        line = json.dumps(_body(entry), ensure_ascii=False, separators=(",", ":"))
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        self._stream.close()
        self._lock.release()


def lock_of(path: Path) -> Path:
    """Return the file whose lock is held while a journal is written."""
    return path.with_suffix(".lock")


def forget(path: Path) -> None:
    """Remove a journal: all of it is in the library."""
    path.unlink(missing_ok=True)
    lock_of(path).unlink(missing_ok=True)


def read(path: Path, offset: int = 0) -> Iterator[tuple[Entry, int]]:
    """Yield each whole entry from byte `offset` on, with the offset after it."""
    with suppress(FileNotFoundError), path.open("rb") as stream:
        stream.seek(offset)
        for line in stream:
            if not line.endswith(b"\n"):
                return
            offset += len(line)
            yield _entry(json.loads(line)), offset


def _body(entry: Entry) -> dict[str, Any]:
    return {
        "track": entry.track,
        "clip": [entry.start, entry.end],
        "speech": entry.speech,
        "speaker": entry.speaker,
        "language": entry.language,
        "sure": entry.sure,
        "failed": entry.failed,
        "segments": [_segment_body(segment) for segment in entry.segments],
    }


def _segment_body(segment: Segment) -> list[Any]:
    words = word_values(segment.words)
    return [segment.start_ms, segment.end_ms, segment.text, segment.confidence, segment.state, words]


def _entry(body: dict[str, Any]) -> Entry:
    speaker = Speaker(body["speaker"])
    return Entry(
        body["track"],
        body["clip"][0],
        body["clip"][1],
        tuple((start, end) for start, end in body["speech"]),
        speaker,
        tuple(_segment(each, speaker) for each in body["segments"]),
        body["language"],
        body["sure"],
        body["failed"],
    )


def _segment(body: list[Any], speaker: Speaker) -> Segment:
    start, end, text, confidence, state, words = body
    return Segment(start, end, text, words_from(words), confidence, speaker, SegmentState(state))


def word_values(words: tuple[Word, ...]) -> list[list[Any]]:
    """Return words as JSON holds them."""
    return [[word.start_ms, word.end_ms, word.text, word.confidence] for word in words]


def words_from(body: list[list[Any]]) -> tuple[Word, ...]:
    """Return the words that `word_values` made `body` of."""
    return tuple(Word(*each) for each in body)
