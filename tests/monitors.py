"""An X server with several monitors, which a test moves, resizes, switches off and paints."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.moving import Root

DRIVER = Path("/usr/lib/xorg/modules/drivers/dummy_drv.so")
needs_monitors = pytest.mark.skipif(
    sys.platform != "linux" or not (DRIVER.exists() and shutil.which("Xorg") and shutil.which("xrandr")),
    reason="needs Xorg with its dummy driver, and xrandr",
)

RED, GREEN, BLUE = 0xFF0000, 0x00FF00, 0x0000FF
WHOLE = (4096, 2160)
_CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "Card"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "Monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "Screen"
  Device "Card"
  Monitor "Monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 4096 2160
    Modes "1280x720"
  EndSubSection
EndSection
"""
_MODES = ("1280x720", "1920x1080", "800x600")


class Monitors:
    """The outputs DUMMY0, DUMMY1, ... of an X server."""

    def __init__(self, display: str, outputs: tuple[str, ...] = ("DUMMY1", "DUMMY2")) -> None:
        self.display = display
        for output in outputs:
            for mode in _MODES:
                self._xrandr("--addmode", output, mode)

    def arrange(self, *outputs: tuple[int, str, str], fixed: bool = True) -> None:
        """Show (output, mode, place) and switch off what is not named.

        Args:
            outputs: for example `(1, "1280x720", "0x0")`.
            fixed: the screen as a whole stays 4096 x 2160; else it is as large as the outputs need.
        """
        words = ["--fb", "{}x{}".format(*WHOLE)] if fixed else []
        for number in range(3):
            mode = next(((mode, place) for output, mode, place in outputs if output == number), None)
            words += ["--output", f"DUMMY{number}"]
            words += ["--mode", mode[0], "--pos", mode[1]] if mode else ["--off"]
        self._xrandr(*words)

    def paint(self, colour: int, left: int, top: int, width: int, height: int) -> None:
        """Fill a part of the whole screen."""
        before, os.environ["DISPLAY"] = os.environ.get("DISPLAY", ""), self.display
        try:
            root = Root()
            root.fill(colour, left, top, width, height)
            root.show()
            root.close()
        finally:
            os.environ["DISPLAY"] = before

    def _xrandr(self, *words: str) -> None:
        done = subprocess.run(
            ["xrandr", "-d", self.display, *words], capture_output=True, text=True, timeout=20
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def monitors() -> Iterator[Monitors]:
    """Yield an X server with two monitors of 1280 x 720 side by side on a larger screen."""
    folder = Path(tempfile.mkdtemp(prefix="sd-xorg-"))
    (folder / "xorg.conf").write_text(_CONFIG)
    ours, theirs = os.pipe()
    command = ["Xorg", "-displayfd", str(theirs), "-config", str(folder / "xorg.conf"), "-noreset"]
    command += ["-nolisten", "tcp", "-novtswitch", "-sharevts", "-logfile", str(folder / "log")]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, pass_fds=[theirs], stdin=quiet, stdout=quiet, stderr=quiet)
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            name = told.readline().strip()
        if not name:
            pytest.skip("Xorg does not run here")
        found = Monitors(f":{name}")
        found.arrange((0, "1280x720", "0x0"), (1, "1280x720", "1280x0"))
        time.sleep(0.2)
        yield found
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
