"""One recording of a recorder: its file, when it has to end, how it is finished."""

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path

from stormdat_core.atomic import whole_file
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.model.media import Recording, RecordingRequest
from stormdat_core.recording.capture.blocks import Picture
from stormdat_core.recording.files.disk_space import DiskGuard
from stormdat_core.recording.files.writing import RecordingFile

_log = logging.getLogger("stormdat.recording")

_CHECKPOINT_S = 60.0
"""How often the journal learns what a repair would not find in the media file."""


@dataclass(slots=True)
class Take:
    """The recording under way. Its methods may be called from any thread."""

    file: RecordingFile
    request: RecordingRequest
    recording: str
    disk: DiskGuard
    minutes_left: float | None = None
    stills: list[Path] = field(default_factory=list)
    _checked: float = 0.0

    @property
    def name(self) -> str:
        """Return the name of the media file."""
        return self.file.files.media.name

    def follow(self, media: Path) -> str:
        """Go on where somebody has moved the media file to; return what to say."""
        before = self.name
        self.file.follow(media)
        self.disk.folder = media.parent
        return f"{before} was moved while it is being recorded; it goes on as {media}."

    def over_time(self) -> float | None:
        """Return by how many seconds the recording is longer than was asked; None while it is not."""
        limit = self.request.seconds
        beyond = -1.0 if limit is None else self.file.status.elapsed_ms / 1000 - limit
        return beyond if beyond >= 0 else None

    def seconds_left(self) -> float | None:
        """Return for how long it is still to be recorded; None when nobody has set a limit."""
        limit = self.request.seconds
        return None if limit is None else max(0.1, limit - self.file.status.elapsed_ms / 1000)

    def look_after(self, now: float) -> str:
        """Do what is due about once a second; return what to say when the recording has to end."""
        if now - self._checked >= _CHECKPOINT_S:
            self._checked = now
            self.file.checkpoint()
        return self._disk_is_low(now)

    def _disk_is_low(self, now: float) -> str:
        """Look at the disk at a moment of the clock."""
        self.disk.note(now, self.file.status.size)
        self.minutes_left = self.disk.minutes_left()
        if not self.disk.must_stop():
            return ""
        return (
            f"The recording was ended because the disk is nearly full; {self.name} is complete up to here. "
            "Free some space, then start another one."
        )

    def take_still(self, picture: Picture) -> Path:
        """Write a picture as PNG beside the recording.

        Raises:
            OutputRefused: it could not be written.
        """
        from stormdat_core.recording.encoding.stills import as_png

        path = self.file.files.still(len(self.stills) + 1)
        self.stills.append(path)
        with whole_file(path) as stream:
            stream.write(as_png(picture, self.request.marking))
        self.file.note("still", file=path.name)
        return path

    def finish(self, at: float, missed: int) -> Recording:
        """Finish the file as of a moment; `missed` looks at the screen were too late, and are counted too.

        Raises:
            StormError: it could not be finished; the sentence says what is kept.
        """
        from stormdat_core.recording.files.sidecar import write_sidecar

        media = self.file.where()
        if media is None:
            self.file.abandon()
            raise OutputRefused(gone(self.name), "")
        try:
            if media != self.file.files.media:
                self.follow(media)
            recording = self.file.finish(at)
            if missed:
                recording = replace(recording, dropped=recording.dropped + missed)
                write_sidecar(recording)
        except StormError:
            raise
        except Exception as exc:
            _log.error("The file could not be finished.", exc_info=exc)
            raise OutputRefused(
                f"{self.name} could not be finished.", "What was recorded is kept; it can be repaired."
            ) from exc
        return recording

    def abandon_file(self) -> None:
        """Let go of a media file that somebody has removed. Stills that are there stay."""
        self.file.abandon()

    def abandon(self) -> None:
        """Remove everything of the recording."""
        self.file.abandon()
        for path in self.stills:
            path.unlink(missing_ok=True)


def gone(name: str) -> str:
    """Say that a media file was removed while it was being written."""
    return f"{name} was removed while it was being recorded: nothing of it could be kept."
