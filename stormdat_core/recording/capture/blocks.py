"""What flows from sources to the file: pictures and blocks of sound, each with the moment it is of.

Moments are seconds of `time.monotonic`, or of whatever clock a test puts in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from stormdat_core.model.media import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Clock = Callable[[], float]
"""Returns the seconds of a clock that never goes back."""

RATE = 48_000
"""Samples a second of every sound track."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The screen at one moment."""

    at: float
    """The middle of the grab."""
    pixels: bytearray | memoryview
    """BGRA, row by row, no padding: width * height * 4 bytes. Nobody changes it afterwards."""
    width: int
    height: int
    """Both may differ from the picture before: it is fitted into the recording's frame."""
    news: str = ""
    """What has happened to the screen since the picture before, in a sentence: moved, grown, back."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A block of sound from one device."""

    at: float
    """When its first sample was captured, the device's latency already taken off."""
    samples: "NDArray[np.float32]"
    """Shape (samples, channels), in -1..1, at `RATE` samples a second by the device's own count."""


@dataclass(frozen=True, slots=True)
class Silence:
    """News instead of sound: a device gave nothing for a time, is gone, or is another one now."""

    at: float
    reason: str
    """For the gap's entry in the sidecar, as a person reads it."""


class PictureSource(Protocol):
    """Something that can be looked at: all screens, a monitor, a region."""

    width: int
    height: int

    def grab(self) -> Picture | None:
        """Return what is there now; None when it is the same as at the last call, bit by bit.

        Raises:
            SourceLost: the screen is gone.
        """
        ...

    def close(self) -> None: ...


class SoundSource(Protocol):
    """A device that delivers blocks from a thread of its own until it is closed."""

    role: Role
    device: str
    """Name for people."""

    def start(self, deliver: Callable[[Role, Sound | Silence], None]) -> None:
        """Begin; `deliver` returns at once and keeps no reference to a device's buffer.

        Raises:
            SourceLost: the device cannot be opened; the error says what to do.
        """
        ...

    def close(self) -> None: ...
