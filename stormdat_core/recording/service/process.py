"""The recorder's process: `--worker recorder DATA-FOLDER LOG-FILE`.

It owns the sources and the files it writes, and never opens the library. One runs for each data folder: the
first holds a lock, any other leaves. It ends by itself when nothing is being recorded and nobody asks.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from stormdat_core import logs
from stormdat_core.errors import StormError
from stormdat_core.model.media import RecorderState
from stormdat_core.paths import AppPaths
from stormdat_core.recording.service import channel
from stormdat_core.recording.service.answering import Control
from stormdat_core.recording.service.states import BUSY, TAKING

if TYPE_CHECKING:
    from stormdat_core.recording.recorder import Recorder

_log = logging.getLogger("stormdat.recording")

IDLE_S = 60.0
"""Nothing is being recorded and nobody has asked for anything for so long: the process ends."""
FORGOTTEN_S = 60.0
"""Armed, and nobody has even looked for so long: the sources are closed."""
_LOOK = 0.5


def main(arguments: Sequence[str]) -> int:
    """Run the recorder of a data folder until it is no longer needed.

    Args:
        arguments: data folder and log file; the seconds after which an idle recorder ends may follow.
    """
    folder, log = Path(arguments[0]), Path(arguments[1])
    idle = float(arguments[2]) if len(arguments) > 2 else IDLE_S
    os.chdir(folder)
    logs.configure(_log_only(log))
    lock = FileLock(folder / channel.LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return 0  # another one was quicker
    try:
        _serve(folder, idle)
    finally:
        lock.release()
        logs.close()
    return 0


def _log_only(log: Path) -> AppPaths:
    """Return paths of which only the log counts: nothing else of the program's is touched here."""
    return AppPaths(log.parent, log.parent, log.parent, log.parent, log.parent)


def _serve(folder: Path, idle: float) -> None:
    from stormdat_core.recording.recorder import Recorder

    recorder = Recorder()
    listener, address = channel.listen(folder)
    control = Control(recorder, listener, address.key)
    _end_on_signals(control.ending)
    threading.Thread(target=control.serve, name="stormdat-callers", daemon=True).start()
    address.write(folder)
    try:
        _wait(recorder, control, idle, lambda: _can_be_found(folder, address))
    finally:
        channel.forget(folder, address)
        _finish(recorder)
        control.close()


def _end_on_signals(ending: threading.Event) -> None:
    """End well when the session ends or the machine is shut down: what is under way is finished first."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ending.set())
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _can_be_found(folder: Path, address: channel.Address) -> bool:
    """Tell whether somebody could still reach us; an address that was removed is written again."""
    if not folder.is_dir():
        return False
    if channel.Address.read(folder) != address:
        address.write(folder)
    return True


def _wait(recorder: "Recorder", control: Control, idle: float, can_be_found: Callable[[], bool]) -> None:
    """Return when the process is to end."""
    while not control.ending.wait(_LOOK):
        if not can_be_found():
            _log.warning("The data folder is gone; nobody could end this recorder any more.")
            return
        state = recorder.status().state
        if state is RecorderState.ARMED and control.lonely_for() > FORGOTTEN_S:
            _log.info("The sources are closed: nobody looks.")
            recorder.disarm()
        elif state not in BUSY and state is not RecorderState.ARMED and control.idle_for() > idle:
            return


def _finish(recorder: "Recorder") -> None:
    """Finish a recording that is under way, and wait for one that is being finished."""
    try:
        if recorder.status().state in TAKING:
            recorder.stop()
        recorder.disarm()
    except StormError as exc:
        _log.error("The recording could not be finished.", exc_info=exc)
    while recorder.status().state in BUSY:
        time.sleep(_LOOK)
