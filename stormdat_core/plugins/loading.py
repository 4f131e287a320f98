"""Import what an entry names, within a bound on time: a module that never ends its import holds nobody up."""

import threading
from importlib import import_module

from stormdat_core.errors import StormError, place_of
from stormdat_core.plugins.entries import Entry

SECONDS = 10.0
"""Time that importing one entry may take."""
_LONGEST = 200


class NotLoaded(StormError):
    """An entry that could not be imported."""


def load(entry: Entry, seconds: float | None = None) -> object:
    """Return what an entry names. Ours are imported as any module is.

    Raises:
        NotLoaded: of a plug-in, whatever its import raised, or that it did not end.
    """
    if entry.package is None:
        return _resolve(entry.target)
    found: list[object] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(_resolve(entry.target))
        except BaseException as exc:  # `sys.exit` in a module must not end us
            failed.append(exc)

    limit = SECONDS if seconds is None else seconds
    thread = threading.Thread(target=work, name=f"load-{entry.name}", daemon=True)
    thread.start()
    thread.join(limit)
    if failed:
        raise NotLoaded(f"{_capital(entry.words)} could not be loaded: {_told(failed[0])}.") from failed[0]
    if not found:
        raise NotLoaded(f"{_capital(entry.words)} did not finish loading within {limit:g} seconds.")
    return found[0]


def _resolve(target: str) -> object:
    module, _, attributes = target.partition(":")
    found: object = import_module(module)
    for name in filter(None, attributes.split(".")):
        found = getattr(found, name)
    return found


def _told(error: BaseException) -> str:
    """Return an error with its text: nothing of a document was at hand yet that it could quote."""
    return f"{place_of(error)}: {' '.join(str(error).split())[:_LONGEST]}".rstrip(": .")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
