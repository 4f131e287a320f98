"""Which capture serves which system. Nothing heavy is imported before it is needed."""

import sys

from stormdat_core.errors import SourceLost
from stormdat_core.recording.capture.base import Capture


def capture_of_this_system(platform: str = sys.platform) -> Capture:
    """Return what takes pictures and sound here.

    Raises:
        SourceLost: this system is not served.
    """
    if platform.startswith("linux"):
        from stormdat_core.recording.capture.linux import LinuxCapture

        return LinuxCapture()
    if platform == "win32":
        from stormdat_core.recording.capture.windows import WindowsCapture

        return WindowsCapture()
    if platform == "darwin":
        from stormdat_core.recording.capture.macos import MacCapture

        return MacCapture()
    raise SourceLost(
        "Screen and sound cannot be recorded on this system.", "Use Linux with X11, Windows or macOS."
    )
