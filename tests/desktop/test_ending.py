"""Signals are heard while the main thread is outside Python, and nothing that hangs keeps the process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals between processes are POSIX")

ROOT = Path(__file__).parents[2]
HANGING = """
import ctypes, signal, sys, threading, time
from desktop import ending
from stormdat_core.processes import spawn
from tests.desktop.test_ending import sleep_in_child

if __name__ == "__main__":
    for number in map(int, sys.argv[1:]):  # which the background of a shell may ignore
        signal.signal(number, signal.SIG_DFL)
    deadline = ending.Deadline(1.0)
    ending.on_signal(deadline.set)
    threading.Thread(target=threading.Event().wait).start()  # as a library's thread that waits for ever
    child, connection = spawn(sleep_in_child, name="child")
    print(child.pid, flush=True)
    ctypes.CDLL(None).sleep(60)  # as Qt's loop: outside Python
"""


def sleep_in_child(connection: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


@contextmanager
def started(tmp_path: Path, *before: str) -> Iterator[subprocess.Popen[str]]:
    script = tmp_path / "hanging.py"
    script.write_text(HANGING)
    heard = () if before else (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    command = [*before, sys.executable, str(script), *(str(int(number)) for number in heard)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_process_that_hangs_ends_with_its_children(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as process:
        assert process.stdout
        child = psutil.Process(int(process.stdout.readline()))
        process.send_signal(number)
        began = time.monotonic()
        assert process.wait(10) == 0
        assert 0.9 < time.monotonic() - began < 2.5
        child.wait(5)


def test_a_signal_that_is_to_be_ignored_stays_ignored(tmp_path: Path) -> None:
    with started(tmp_path, "nohup") as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.terminate()
        assert process.wait(10) == 0
