"""Where pictures and sound come from: one small interface, and what each system has for it."""

from stormdat_core.recording.capture.base import Capture, Sounds, Stream
from stormdat_core.recording.capture.systems import capture_of_this_system

__all__ = ["Capture", "Sounds", "Stream", "capture_of_this_system"]
