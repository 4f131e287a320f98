"""The one place that starts child processes: always spawned, never forked.

A spawned child imports only what its work needs, behaves alike on Windows, macOS and Linux, and in a frozen
program is the same executable again (`freeze_support` comes first in the entry point).
"""

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from stormdat_core.silence import keep_silent

MIB = 1024 * 1024

WORKERS: Mapping[str, str] = {"recorder": "stormdat_core.recording.service.process:main"}
"""Programs that live on without whoever started them, by the name that follows `--worker`."""

_WORKER = "--worker"


def freeze_support() -> None:
    """Let this process become a child or a worker if it was started as one. First thing in an entry point.

    Also sets the switches that keep libraries silent, since nothing else has been imported yet.
    """
    keep_silent()
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [_WORKER]:
        sys.exit(_run_worker(*sys.argv[2:]))


def _run_worker(name: str = "", *arguments: str) -> int:
    target = WORKERS.get(name)
    if target is None:
        sys.stderr.write(f"There is no worker “{name}”.\n")
        return 64
    module, _, function = target.partition(":")
    code = getattr(import_module(module), function)(arguments)
    return code if isinstance(code, int) else 0


def start_alone(worker: str, *arguments: str, output: Path) -> int:
    """Start a worker of `WORKERS` that outlives this process, and return its process id.

    It has a session of its own, so that neither the end of the window nor Ctrl+C in a terminal reaches it,
    and holds none of our files. What it prints goes to the file `output`.
    """
    keep_silent()
    frozen = getattr(sys, "frozen", False)
    own = [] if frozen else ["-m", "stormdat_core.cli"]
    command = [sys.executable, *own, _WORKER, worker, *arguments]
    # `-m` looks in the working folder first: that has to be ours, not whatever folder we were started in.
    folder = output.parent if frozen else Path(__file__).parents[1]
    with open(output, "ab", opener=_private) as told:
        process = subprocess.Popen(  # noqa: S603 (our own executable)
            command,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            cwd=folder,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    # Somebody has to take its exit code while we live, or it stays in the process table.
    threading.Thread(target=process.wait, name=f"stormdat-{worker}-exit", daemon=True).start()
    return process.pid


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def spawn(target: Callable[..., None], *args: object, name: str) -> tuple[BaseProcess, Connection]:
    """Start `target(connection, *args)` in a child and return it with our end of the connection.

    The child ends with its parent: it is a daemon, and its connection breaks.
    """
    keep_silent()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *args), name=name, daemon=True)
    process.start()
    theirs.close()
    return process, ours


def limit_own_memory(mib: int) -> None:
    """Make this process fail to allocate beyond `mib`, where the system can; the parent watches as well."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):  # a lower limit set from outside stays in force
        resource.setrlimit(resource.RLIMIT_DATA, (mib * MIB, resource.getrlimit(resource.RLIMIT_DATA)[1]))
