"""From the engine's journal into the library: each entry once, in batches."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from stormdat_core.model.transcripts import Span
from stormdat_core.store.speech.transcript_rows import Stretch
from stormdat_core.store.speech.transcripts import TranscriptShelf
from stormdat_core.transcription.journal import Entry, read
from stormdat_core.transcription.media.decoding import RATE

_PAUSE = 1.0
"""Seconds between two visits to the library: a visit costs more than a stretch."""
_BATCH = 200


@dataclass(slots=True)
class Ingest:
    """Brings one journal into the library."""

    shelf: TranscriptShelf
    transcript: int
    journal: Path
    offset: int
    """Bytes of the journal that the library has."""
    arrived: Callable[[tuple[int, ...]], None] = lambda _: None
    """Called with the ids of new segments."""
    pause: float = _PAUSE
    _last: float = field(default_factory=time.monotonic)

    def visit(self, *, now: bool = False) -> None:
        """Store what is new, if the last visit is long enough ago or `now`."""
        if not now and time.monotonic() - self._last < self.pause:
            return
        self._last = time.monotonic()
        batch: list[Entry] = []
        for entry, offset in read(self.journal, self.offset):
            batch.append(entry)
            self.offset = offset
            if len(batch) == _BATCH:
                self._store(batch)
                batch = []
        if batch:
            self._store(batch)

    def _store(self, entries: list[Entry]) -> None:
        done = max(_ms(entry.end) for entry in entries)
        language = next((entry.language for entry in entries if entry.sure), "")
        stretches = [stretch_of(entry) for entry in entries]
        ids = self.shelf.add(self.transcript, stretches, self.offset, done, language)
        if ids:
            self.arrived(ids)


def stretch_of(entry: Entry) -> Stretch:
    """Return an entry as the library keeps it."""
    speech = tuple(Span(_ms(start), _ms(end), entry.speaker) for start, end in entry.speech)
    return Stretch(speech, entry.segments, entry.failed)


def _ms(samples: int) -> int:
    return round(samples * 1000 / RATE)
