"""Pages that stand alone: the splash, and what to do when the program cannot start.

They are shown while there is no server, or no engine that could show its pages, so they use nothing but
plain HTML.
"""

from html import escape
from pathlib import Path
from string import Template

from stormdat_core.errors import StormError

_FOLDER = Path(__file__).parent / "static"


def splash() -> str:
    """Return the page that is there before anything else."""
    return (_FOLDER / "splash.html").read_text("utf-8")


def failure(sentence: str, hint: str, log: Path) -> str:
    """Return the page that says why the program cannot start and what to do about it."""
    template = Template((_FOLDER / "failure.html").read_text("utf-8"))
    return template.substitute(sentence=escape(sentence), hint=escape(hint), log=escape(str(log)))


def failure_of(error: BaseException, log: Path) -> str:
    """Return the page for an error: its own sentence, or the one for mistakes of ours."""
    if isinstance(error, StormError):
        return failure(str(error), error.hint, log)
    return failure(
        "STORM DAT could not start because of a mistake in the program.",
        "Please report it with the log.",
        log,
    )
