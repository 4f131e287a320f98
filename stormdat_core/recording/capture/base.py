"""What a system has to offer for recording.

A capture finds sources and opens them. It keeps nothing, decides nothing and does not watch over what it has
opened: that is `recording.supervise`.
"""

from collections.abc import Callable
from typing import Protocol

from stormdat_core.model.media import RecordingRequest, SoundDevice, SourceList
from stormdat_core.recording.capture.blocks import PictureSource, Sound

Deliver = Callable[[Sound], None]
"""Takes a block of sound; returns at once."""


class Stream(Protocol):
    """An open sound device. Blocks come from a thread of the system's."""

    def fault(self) -> str:
        """Return in a sentence why this no longer delivers what it was opened for; "" while it does."""
        ...

    def close(self) -> None:
        """End it. A second call does nothing; no call raises."""
        ...


class Sounds(Protocol):
    """The sound devices of a system."""

    def devices(self) -> tuple[SoundDevice, ...]:
        """Return what there is now.

        Raises:
            SourceLost: nothing can be listed; says what is missing and how to get it.
        """
        ...

    def open(self, device: SoundDevice, deliver: Deliver) -> Stream:
        """Open a device.

        Raises:
            SourceLost: it cannot be opened; the error says what to do.
        """
        ...

    def is_playing(self, device: SoundDevice) -> bool:
        """Return whether something plays on the output that a SYSTEM device listens to."""
        ...

    def other_output(self, device: SoundDevice) -> str:
        """Return the name of another output that gives sound now; "" when there is none or nobody can know.

        May listen for some tenths of a second.
        """
        ...

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` from a thread whenever devices come, go or move; return what ends that."""
        ...


class Capture(Protocol):
    """Screens and sound of a system."""

    @property
    def sounds(self) -> Sounds: ...

    def sources(self) -> SourceList:
        """Return what can be recorded, and what is missing in sentences that name the cure. Never raises."""
        ...

    def picture(self, request: RecordingRequest) -> PictureSource:
        """Open the monitor or region of a request.

        Raises:
            SourceLost: there is no such monitor, or the screen cannot be read.
        """
        ...

    def thumbnail(self, monitor: int, width: int) -> bytes:
        """Return a small PNG of a monitor, 0 for all, as it is now; `width` in pixels.

        Raises:
            SourceLost: there is no such monitor, or the screen cannot be read.
        """
        ...
