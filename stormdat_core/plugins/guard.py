"""Run what a plug-in brought: its failure carries its package's name, and whoever supervises knows it runs.

What comes with the program runs as it would without this.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from stormdat_core.errors import StormError, place_of
from stormdat_core.plugins import state
from stormdat_core.plugins.entries import Entry


@dataclass(frozen=True, slots=True)
class Running:
    """Something of a plug-in that is being run."""

    entry: Entry
    thing: str = ""
    """Which of its things, such as a rule's id."""

    @property
    def what(self) -> str:
        """Return it in words: "the rule ACME-DATE of the plug-in acme-rules 1.2"."""
        return called(self.entry, self.thing)


class PluginFailed(StormError):
    """Something of a plug-in that raised an error, or that is left out because it did so before."""

    hint = "Ask who made the plug-in, or turn plug-ins off in the settings."


def _nobody(_: Running | None) -> None:
    """Hear nothing."""


_listener: Callable[[Running | None], None] = _nobody
_broke_off: Running | None = None


def listen(listener: Callable[[Running | None], None]) -> None:
    """Let `listener` hear what of a plug-in is about to run in this process, and None when it has ended."""
    global _listener  # noqa: PLW0603 - a process has one who supervises it
    _listener = listener


def last() -> Running | None:
    """Return what of a plug-in ran out of memory in this process, once; None when it was ours."""
    global _broke_off
    found, _broke_off = _broke_off, None
    return found


@contextmanager
def guarded(entry: Entry, thing: str = "") -> Iterator[None]:
    """Run the block, which calls what an entry brought. `StormError` and lack of memory pass as they are.

    Args:
        entry: whose code it is.
        thing: which of its things, such as a rule's id.

    Raises:
        PluginFailed: it raised something else, or is left out; kept among the failures.
    """
    global _broke_off  # noqa: PLW0603 - read by `last`
    if entry.package is None:
        yield
        return
    if why := state.left_out(entry):
        raise PluginFailed(why)
    _listener(Running(entry, thing))
    try:
        yield
    except MemoryError:
        _broke_off = Running(entry, thing)
        raise
    except StormError:
        raise
    except (Exception, SystemExit) as exc:  # the boundary: its mistake must not end anything of ours
        raise failed(entry, thing, f"failed ({place_of(exc)})") from exc
    finally:
        _listener(None)


def failed(entry: Entry, thing: str, how: str) -> PluginFailed:
    """Return the error of a plug-in's thing, kept among the failures.

    Args:
        entry: whose code it is.
        thing: as in `guarded`.
        how: goes on behind its name: "failed (KeyError at check:12)".
    """
    what = called(entry, thing)
    error = PluginFailed(f"{what[:1].upper()}{what[1:]} {how}.")
    if entry.package is not None:
        state.note(state.Failure(entry.package.words, str(error)))
    return error


def called(entry: Entry, thing: str = "") -> str:
    """Return what a thing of an entry is called in a sentence."""
    if not thing or entry.package is None:
        return entry.words
    return f"{entry.noun} {thing} of the plug-in {entry.package.words}"
