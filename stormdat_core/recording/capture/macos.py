"""macOS: what a capture needs there. Nothing of it has been run, so nothing is offered as if it worked.

Picture: ScreenCaptureKit through a small signed helper (CGWindowListCreateImage, which mss uses, is gone from
the SDK of macOS 15); the permission is "Screen & System Audio Recording".
Microphone: sounddevice over Core Audio, with NSMicrophoneUsageDescription in the bundle.
System sound: a Core Audio process tap (macOS 14.4) in that helper, with NSAudioCaptureUsageDescription;
without it the tap delivers silence and no error. Until then a loopback device such as BlackHole, which macOS
lists as a microphone.
"""

from collections.abc import Callable

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import RecordingRequest, SoundDevice, SourceList
from stormdat_core.recording.capture.base import Deliver, Stream
from stormdat_core.recording.capture.blocks import PictureSource

_SENTENCE = "This version of STORM DAT does not record on macOS yet."
_CURE = "Record with QuickTime Player and drop the file on STORM DAT; it is transcribed here."


class MacSounds:
    """The sound devices of a Mac (a `Sounds`)."""

    def devices(self) -> tuple[SoundDevice, ...]:
        """See `Sounds.devices`."""
        raise _not_yet()

    def open(self, device: SoundDevice, deliver: Deliver) -> Stream:
        """See `Sounds.open`."""
        raise _not_yet()

    def other_output(self, device: SoundDevice) -> str:
        """See `Sounds.other_output`."""
        return ""

    def is_playing(self, device: SoundDevice) -> bool:
        """See `Sounds.is_playing`."""
        return False

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """See `Sounds.watch`."""
        return lambda: None


class MacCapture:
    """Screens and sound of a Mac (a `Capture`)."""

    def __init__(self) -> None:
        self.sounds = MacSounds()

    def sources(self) -> SourceList:
        """See `Capture.sources`."""
        return SourceList(problems=(f"{_SENTENCE} {_CURE}",))

    def picture(self, request: RecordingRequest) -> PictureSource:
        """See `Capture.picture`."""
        raise _not_yet()

    def thumbnail(self, monitor: int, width: int) -> bytes:
        """See `Capture.thumbnail`."""
        raise _not_yet()


def _not_yet() -> SourceLost:
    return SourceLost(_SENTENCE, _CURE)
