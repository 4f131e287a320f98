"""The recordings of this user: a folder of files, listed in the library, kept in step with each other.

The sidecar beside a media file is the truth. `refresh` reads those that are new or have changed; what a
person deletes is noted first, goes from the disk next and from the list last: a failure leaves it listed, and
after a kill the next start goes on.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from stormdat_core.errors import StormError
from stormdat_core.model.media import Recording, SourceEvent
from stormdat_core.recording.files.journal import owner_lives, read_journal
from stormdat_core.recording.files.names import SIDECAR, files_of
from stormdat_core.recording.files.sidecar import read_sidecar, write_sidecar
from stormdat_core.recording.unfinished import recovery
from stormdat_core.recording.unfinished.recovery import Unfinished
from stormdat_core.store import Erasure, Page, Store

_log = logging.getLogger("stormdat.recording")

_STILL = re.compile(r"\.(\d{1,6})\.png")
_OWN = re.compile(r"\.mp4|\.recording\.json|\.journal\.jsonl|\.\d{1,6}\.png|\.(microphone|system)\.s16")
"""What follows the stem in the names of a recording's files."""


class NotDeleted(StormError):
    """A file of a recording that could not be removed."""


class RecordingLibrary:
    """Recordings as pages see them. Any thread may call any method."""

    def __init__(self, store: Callable[[], Store], folder: Callable[[], Path]) -> None:
        """Look after a folder.

        Args:
            store: returns the library, opened when first needed.
            folder: returns where recordings are made; it need not exist yet.
        """
        self._store, self._folder = store, folder

    @property
    def folder(self) -> Path:
        """Return where recordings are made."""
        return self._folder()

    def refresh(self) -> int:
        """List what has been recorded, repaired or renamed since the last call; return how much that was."""
        shelf, count = self._store().recordings, 0
        known = shelf.stamps()
        for sidecar in self._files(SIDECAR):
            stamp = sidecar.stat().st_mtime_ns
            if known.get(files_of(sidecar).media) == stamp:
                continue
            try:
                shelf.put(read_sidecar(sidecar), stamp)
                count += 1
            except StormError as exc:
                _log.warning("A sidecar could not be read.", exc_info=exc)
        return count

    def page(self, *, limit: int = 50, offset: int = 0) -> Page[Recording]:
        """Return recordings, the newest first."""
        return self._store().recordings.page(limit=limit, offset=offset)

    def get(self, recording_id: str) -> Recording:
        """Return one recording.

        Raises:
            NotStored: no such recording.
        """
        return self._store().recordings.get(recording_id)

    def events(self, recording: Recording) -> tuple[SourceEvent, ...]:
        """Return what happened to the sources of a recording: as its sidecar says, else its journal."""
        files = files_of(recording.path)
        with suppress(StormError):
            if told := read_sidecar(files.sidecar).events:
                return told
        with suppress(OSError):
            return recovery.events_of(read_journal(files.journal))
        return ()

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return the recordings that were broken off and are not repaired yet, the newest first."""
        return tuple(reversed(recovery.unfinished(self.folder)))

    def stills(self, recording: Recording) -> tuple[Path, ...]:
        """Return the still pictures of a recording in the order they were taken."""
        stem = files_of(recording.path).stem
        own = [(_STILL.fullmatch(path.name.removeprefix(stem)), path) for path in every_file(recording.path)]
        return tuple(path for _, path in sorted((int(match[1]), path) for match, path in own if match))

    def rename(self, recording_id: str, title: str) -> Recording:
        """Give a recording another title, in its sidecar and in the list; its files keep their names.

        Its transcripts follow, but for those that were given a title of their own.

        Raises:
            NotStored: no such recording.
            StormError: an empty title, or a sidecar that cannot be written.
        """
        title = " ".join(title.split())
        if not title:
            raise StormError("A recording needs a title.", "Write one and try again.")
        renamed = replace(self._described(recording_id), title=title)
        sidecar = write_sidecar(renamed)
        self._store().recordings.put(renamed, sidecar.stat().st_mtime_ns)
        self._store().transcripts.follow_recording(recording_id, title)
        return renamed

    def _described(self, recording_id: str) -> Recording:
        """Return a recording as its sidecar describes it, which says more than the list does."""
        known = self.get(recording_id)
        with suppress(StormError):
            return read_sidecar(files_of(known.path).sidecar)
        return known

    def delete(self, recording_id: str, *, keep_text: bool = False) -> Erasure:
        """Remove a recording with its transcripts: media, sidecar, journal, stills, live sound, rows.

        With `keep_text` the transcripts stay.

        Returns:
            True when no trace is left in the library; otherwise with the reason, and the next start removes
            the last ones.

        Raises:
            NotStored: no such recording.
            NotDeleted: a file could not be removed; the recording and its transcripts are still listed.
            TranscriptBusy: one of its transcripts is still being written; all of it stays.
        """
        recording, shelf = self.get(recording_id), self._store().recordings
        files = files_of(recording.path)
        if not files.sidecar.exists() and _is_alive(files.journal):
            raise NotDeleted("This recording is still being made, so it was not deleted.", "Stop it first.")
        own = tuple(every_file(recording.path))
        noted = shelf.begin_deletion(recording_id, own, keep_text=keep_text)
        try:
            _remove(own)
        except NotDeleted:
            shelf.withdraw_deletion(noted)
            raise
        return shelf.finish_deletion()

    def _files(self, ending: str) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if path.name.endswith(ending))
        except FileNotFoundError:
            return []


def every_file(media: Path) -> Iterator[Path]:
    """Yield every file of a recording, the media file last: while it is there, the recording is there."""
    stem = files_of(media).stem
    try:
        beside = sorted(media.parent.iterdir())
    except FileNotFoundError:
        return
    own = [p for p in beside if p.name.startswith(stem) and _OWN.fullmatch(p.name.removeprefix(stem))]
    yield from sorted(own, key=lambda path: path == media)


def _remove(files: Iterable[Path]) -> None:
    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as exc:
            hint = "Close the program that has it open, then delete the recording again."
            raise NotDeleted(f"{path.name} could not be removed: {exc.strerror or exc}.", hint) from exc


def _is_alive(journal: Path) -> bool:
    """Tell whether the recorder that writes a journal, or wrote it and still finishes the file, runs."""
    try:
        lines = read_journal(journal)
    except OSError:
        return False
    return any(owner_lives(line.get("owner", {})) for line in lines)
