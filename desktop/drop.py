"""Full paths of what a person dropped on the window, which the page itself never learns.

The engine's side of a drop hands its paths to pywebview, which appends them to one list that never shrinks
and pairs them with the page's files by name alone. Twins from two folders, or a drop that no page took,
would pair wrongly. `DropBox` stands in the place of that list: each drop is one batch, the newest replaces
the one before, and it is given out once, to a page that saw the very same names and sizes.

The list is a private name of pywebview; its version is pinned and `tests/desktop/test_drop.py` watches it.
"""

import os
import socket
import threading
import time
import unicodedata
import urllib.parse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

_LINGERS = 3.0
"""Seconds to wait for a batch: on Windows the page's request may overtake it."""
_FRESH = 30.0
"""Seconds after which a batch belongs to nobody any more."""
_URL_ENGINES = frozenset({"qtwebengine", "gtkwebkit2"})
"""Engines that hand over what follows `file://`, percent-encoded; the others give plain paths."""


class DropBox(list[tuple[str, str]]):
    """The newest drop. The window's thread puts it in; any server thread takes it, once."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self._batch: tuple[Path, ...] = ()
        self._arrived = 0.0
        self._encoded = True

    def install(self, window: Any) -> None:
        """Receive the drops of a pywebview window. Call it before the window's loop starts."""
        from webview import dom

        # The engines imported this very dictionary, and collect paths only while somebody listens.
        dom._dnd_state.update(paths=self, num_listeners=1)
        window.events.initialized += self._engine_is_known

    def _engine_is_known(self, renderer: str) -> None:
        self._encoded = renderer in _URL_ENGINES

    def __iadd__(self, files: Iterable[tuple[str, str]]) -> Self:  # type: ignore[override,misc]
        """Take one whole drop as (name, path) pairs, as the engine hands it over."""
        batch = tuple(self._path(text) for _, text in files)
        with self._changed:
            self._batch, self._arrived = batch, time.monotonic()
            self._changed.notify_all()
        return self

    def take(self, files: Sequence[tuple[str, int]], wait: float = _LINGERS) -> tuple[Path, ...]:
        """Return the paths of the newest drop if it is the one the page saw, and forget it in any case.

        Args:
            files: (name, size in bytes) in the order of the page's drop event.
            wait: seconds to wait for the drop to arrive on this side.
        """
        with self._changed:
            matched = self._changed.wait_for(lambda: self._is(files), wait)
            found, self._batch = (self._batch if matched else ()), ()
        return found

    def _is(self, files: Sequence[tuple[str, int]]) -> bool:
        if not files or len(files) != len(self._batch) or time.monotonic() - self._arrived > _FRESH:
            return False
        return all(_same(path, name, size) for path, (name, size) in zip(self._batch, files, strict=True))

    def _path(self, text: str) -> Path:
        return Path(_from_url(text) if self._encoded else text)


def _from_url(text: str) -> str:
    """Return the path in what follows `file://`, byte for byte, so that odd names stay what they are."""
    plain = os.fsdecode(urllib.parse.unquote_to_bytes(text))
    host, slash, rest = plain.partition("/")
    return slash + rest if host in ("localhost", socket.gethostname()) else plain


def _same(path: Path, name: str, size: int) -> bool:
    """Return whether the page's file is this one.

    The engine renames twins ("report (1).docx"), whom their size vouches for; a folder or a file that is
    being written is known by its name.
    """
    if _shown(path.name) == unicodedata.normalize("NFC", name):
        return True
    try:
        return path.is_file() and path.stat().st_size == size
    except OSError:
        return False


def _shown(name: str) -> str:
    """Return a file name as a page gets to see it: what is not Unicode is replaced."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
