"""A recorder of a test's own: its process, its data folder, its screen and its sound server."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import pytest

from stormdat_core.errors import StormError
from stormdat_core.model.media import RecorderStatus
from stormdat_core.paths import AppPaths
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.service import channel
from stormdat_core.recording.service.states import BUSY

T = TypeVar("T")

MOVING = Path(__file__).with_name("moving.py")
needs_display = pytest.mark.skipif(sys.platform != "linux" or not shutil.which("Xvfb"), reason="needs Xvfb")


def until(look: Callable[[], T | None], what: str, seconds: float = 20.0) -> T:
    """Return what `look` finds, as soon as it finds something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError(f"not within {seconds:g} s: {what}")


def put_away(recorder: RecorderClient) -> None:
    """End a recorder whatever it is doing: a test that failed must leave none behind."""
    with suppress(StormError):
        recorder.discard()
    recorder.end()


@contextmanager
def display(size: str = "1280x720", kind: str = "", depth: int = 24) -> Iterator[str]:
    """Yield the name of an X display of that size, with something on it (a kind of `moving.py`)."""
    ours, theirs = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(theirs),
        "-screen",
        "0",
        f"{size}x{depth}",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    server = subprocess.Popen(
        command,
        pass_fds=[theirs],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            name = f":{told.readline().strip()}"
        assert name != ":", "Xvfb did not start"
        with showing(name, kind):
            yield name
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def showing(name: str, kind: str) -> Iterator["subprocess.Popen[str] | None"]:
    """Show something on a display while the block runs."""
    if not kind:
        yield None
        return
    command = [sys.executable, str(MOVING), kind]
    process = subprocess.Popen(
        command, env={**os.environ, "DISPLAY": name}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@contextmanager
def recorder(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Iterator[RecorderClient]:
    """Yield the client of a recorder that sees what the variables say; its process is gone afterwards."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "PULSE_SERVER", "PULSE_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    folder = Path(tempfile.mkdtemp(prefix="sd-rec-"))
    paths = AppPaths.below(folder)
    client = RecorderClient(paths, lambda: paths.recordings)
    try:
        yield client
    finally:
        client.close()
        kill(paths)
        shutil.rmtree(folder, ignore_errors=True)


def process_of(paths: AppPaths) -> int:
    """Return the process id of the recorder of a data folder."""
    address = channel.Address.read(paths.data)
    assert address, "no recorder runs"
    return address.pid


def kill(paths: AppPaths) -> None:
    """Kill the recorder of a data folder, if there is one, as a crash would."""
    address = channel.Address.read(paths.data)
    if address is not None:
        with suppress(ProcessLookupError):
            os.kill(address.pid, signal.SIGKILL)
        until(lambda: not lives(address.pid), "the end of the recorder")


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ended(client: RecorderClient, seconds: float = 30.0) -> RecorderStatus:
    """Return the status once nothing is being recorded any more."""
    return until(
        lambda: status if (status := client.status()).state not in BUSY else None, "the end", seconds
    )
