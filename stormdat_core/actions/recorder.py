"""The recorder: armed, started, paused, marked, stopped.

Imports no library, so that `stormdat record` begins at once.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from stormdat_core.actions.announcing import Telling, action
from stormdat_core.model.media import RecorderStatus, Recording, RecordingRequest

if TYPE_CHECKING:
    from stormdat_core.recording.client import RecorderClient


class RecorderParts(Telling, Protocol):
    """What the recorder needs of a running program."""

    @property
    def recorder(self) -> "RecorderClient": ...


@action()
def arm(parts: RecorderParts, request: RecordingRequest) -> RecorderStatus:
    """Open the sources and measure them; nothing is kept. See `RecorderClient.arm` for what it raises."""
    return parts.recorder.arm(request)


@action()
def disarm(parts: RecorderParts) -> None:
    """Close the sources of an armed recorder again."""
    parts.recorder.disarm()


@action()
def start(parts: RecorderParts, request: RecordingRequest) -> RecorderStatus:
    """Begin to record. See `RecorderClient.start` for what it raises."""
    return parts.recorder.start(request)


@action()
def pause(parts: RecorderParts) -> None:
    """Keep nothing until `resume`. See `RecorderClient.pause` for what it raises."""
    parts.recorder.pause()


@action()
def resume(parts: RecorderParts) -> None:
    """Go on after a pause. See `RecorderClient.resume` for what it raises."""
    parts.recorder.resume()


@action()
def mark(parts: RecorderParts, note: str = "") -> None:
    """Mark this moment. See `RecorderClient.marker` for what it raises."""
    parts.recorder.marker(note)


@action()
def take_still(parts: RecorderParts) -> Path:
    """Keep what is on the screen now as a picture, and return its path. See `RecorderClient.still`."""
    return parts.recorder.still()


@action()
def stop(parts: RecorderParts) -> Recording:
    """End the recording, wait until its file is finished, and return it.

    Raises:
        WrongStep: nothing is being recorded.
        OutputRefused: the file could not be finished; what was recorded is kept.
    """
    return parts.recorder.stop()
