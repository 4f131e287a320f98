"""The two commands, from nothing but Python.

    python3 build_scripts/dev.py run [ARGS]    make the environment and start `stormdat ARGS` in it
    python3 build_scripts/dev.py test [ARGS]   make the environment and run every check; ARGS go to pytest
    python3 build_scripts/dev.py lock [ARGS]   make the lock files again; ARGS go to uv, such as --upgrade

`check` is another name for `test`. What the commands themselves have to say goes to standard error.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (said in words, where an older Python gets this far)
    sys.exit(f"STORM DAT needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from typing import NamedTuple

import debian
import environment
import trials
from debian import say
from environment import ROOT, program

BAD_USAGE = 64
FAILED = 1
INTERRUPTED = 130


class Step(NamedTuple):
    """One part of the check: a name for the summary, the command, and one that tries failures again."""

    name: str
    command: Sequence[str]
    again: Sequence[str] = ()


class Outcome(NamedTuple):
    """How a step ended: its name, its exit code, the seconds it took, the tests that only passed alone."""

    name: str
    code: int
    seconds: float
    unsteady: Sequence[str] = ()


def run(arguments: Sequence[str]) -> int:
    """Start the program in its environment and return its exit code."""
    debian.provide([*debian.venv_packages(), *debian.RUN])
    environment.prepare("run")
    command = [str(program("stormdat")), *arguments]
    if os.name != "nt":
        # Becoming the program passes signals, the terminal and the exit code without a go-between.
        os.execve(command[0], command, environment.variables())  # noqa: S606
    return subprocess.run(command, env=environment.variables(), check=False).returncode


def test(arguments: Sequence[str]) -> int:
    """Run every check, whatever the earlier ones say; 0 when all passed."""
    debian.provide([*debian.venv_packages(), *debian.RUN, *debian.TEST])
    environment.prepare("test")
    return check(steps(arguments))


def lock(arguments: Sequence[str]) -> int:
    """Make the lock files again."""
    debian.provide(debian.venv_packages())
    environment.lock(arguments)
    return 0


def steps(pytest_arguments: Sequence[str] = ()) -> list[Step]:
    """Return the parts of the check in the order they run, the quick ones first."""
    python = str(program("python"))
    pytest = (*_display(), python, "-m", "pytest")
    # Whoever names tests wants to see them fail.
    again = () if pytest_arguments else (*pytest, "--last-failed")
    return [
        Step("ruff check", (python, "-m", "ruff", "check", ".")),
        Step("ruff format", (python, "-m", "ruff", "format", "--check", ".")),
        Step("mypy", (python, "-m", "mypy")),
        Step(
            "mypy build_scripts",
            (python, "-m", "mypy", "--strict", "build_scripts/dev.py", "build_scripts/build.py"),
        ),
        Step("lint-imports", (str(program("lint-imports")),)),
        Step("pytest", (*pytest, *_workers(), *pytest_arguments), again),
    ]


def check(parts: Sequence[Step]) -> int:
    """Run the steps one after the other, print a summary; 0 when all passed."""
    outcomes = [_outcome(part) for part in parts]
    print("\n== summary", flush=True)
    for name, code, seconds, unsteady in outcomes:
        verdict = "passed" if code == 0 else f"FAILED (exit code {code})"
        print(f"{name:<20} {seconds:7.1f} s  {verdict}", flush=True)
        for test_name in unsteady:
            print(f"{'':<31}passed only alone: {test_name}", flush=True)
    return FAILED if any(outcome.code for outcome in outcomes) else 0


def _outcome(part: Step) -> Outcome:
    print(f"\n== {part.name}", flush=True)
    begun = time.monotonic()
    code, unsteady = _run(part.command), []
    if part.again and trials.worth_one(code, failed := trials.failed()):
        print(f"\n== {part.name}, a second trial of {', '.join(failed)}", flush=True)
        code = _run(part.again)
        unsteady = failed if code == 0 else []
    return Outcome(part.name, code, time.monotonic() - begun, unsteady)


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment.variables(), check=False).returncode


def _workers() -> tuple[str, ...]:
    """Return how pytest shares the tests out: a process more than there are cores, at most four.

    Most of the time goes by in waiting: for sound that is played, for a window, for a page.
    """
    # Tests that share a part of the machine name it with xdist_group and then stay in one process.
    return ("-n", str(min(4, (os.cpu_count() or 1) + 1)), "--dist", "loadgroup")


def _display() -> tuple[str, ...]:
    """Return the command that lends tests a screen, where there is none and one can be had."""
    if os.environ.get("DISPLAY") or not (shutil.which("xvfb-run") and shutil.which("xauth")):
        return ()
    return ("xvfb-run", "-a", "-s", "-screen 0 1280x900x24 -nolisten tcp")


COMMANDS = {"run": run, "test": test, "check": test, "lock": lock}


def main(arguments: Sequence[str]) -> int:
    """Carry out one command line and return the exit code."""
    name = arguments[0] if arguments else ""
    if name in ("-h", "--help"):
        print(__doc__)
        return 0
    if name not in COMMANDS:
        say(f"Say what to do:\n{__doc__}")
        return BAD_USAGE
    try:
        return COMMANDS[name](arguments[1:])
    except environment.Unprepared as reason:
        say(str(reason))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
