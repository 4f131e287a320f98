"""The native side of the window: dialogs, drops, the file manager, the title.

Server threads call these. A dialog blocks its caller only; the page and other requests go on.
"""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.drop import DropBox
from desktop.reveal import show_in_file_manager
from webui.shell import FilePatterns, ShellBusy

_NAME = "STORM DAT"
_NOT_A_WORD = re.compile(r"[^\w ]")
_TITLES = {
    "OPEN": ("linux.openFile", "linux.openFiles"),
    "FOLDER": ("linux.openFolder",),
    "SAVE": ("global.saveFile",),
}
"""Where pywebview keeps the titles of its dialogs."""


class WindowShell:
    """What the pages ask of a pywebview window. Implements `webui.shell.NativeShell`."""

    native = True

    def __init__(self, window: Any, drops: DropBox) -> None:
        self._window = window
        self._drops = drops
        self._dialog = threading.Lock()
        self._folder = Path.home()

    def pick_files(self, title: str, patterns: FilePatterns, *, several: bool) -> tuple[Path, ...]:
        """Return the files a person chose; empty when the dialog was cancelled. Raises ShellBusy."""
        chosen = self._ask("OPEN", title, allow_multiple=several, file_types=_filters(patterns))
        return tuple(chosen)

    def pick_folder(self, title: str) -> Path | None:
        """Return the folder a person chose; None when cancelled. Raises ShellBusy."""
        return next(iter(self._ask("FOLDER", title)), None)

    def pick_target(self, title: str, name: str) -> Path | None:
        """Return where a person wants to save what is proposed as `name`; None when cancelled.

        Raises:
            ShellBusy: another dialog is open.
        """
        return next(iter(self._ask("SAVE", title, save_filename=name)), None)

    def take_drop(self, files: Sequence[tuple[str, int]]) -> tuple[Path, ...]:
        """Return the paths of the last drop, once, if it is the one the page saw; none during a dialog."""
        if self._dialog.locked():
            return ()
        return self._drops.take(files)

    def reveal(self, path: Path) -> None:
        """Show a file or folder in the system's file manager.

        Raises:
            StormError: it is no longer there.
        """
        show_in_file_manager(path)

    def set_title(self, title: str) -> None:
        """Show what is going on in the window's title, before the program's name."""
        line = "".join(char if char.isprintable() else " " for char in title).strip()
        self._window.set_title(f"{line} – {_NAME}" if line and line != _NAME else _NAME)

    def _ask(self, kind: str, title: str, **options: Any) -> tuple[Path, ...]:
        from webview import FileDialog

        with self._alone():
            self._window.localization.update(dict.fromkeys(_TITLES[kind], title))
            answer = self._window.create_file_dialog(FileDialog[kind], directory=str(self._folder), **options)
        chosen = _paths(answer)
        if chosen:
            self._folder = chosen[0] if kind == "FOLDER" else chosen[0].parent
        return chosen

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the dialog for this thread: two at once would share one result."""
        if not self._dialog.acquire(blocking=False):
            raise ShellBusy("Another dialog is open. Answer it first.")
        try:
            yield
        finally:
            self._dialog.release()


def _paths(answer: str | Iterable[str] | None) -> tuple[Path, ...]:
    """Return what a dialog answered; some systems give one path as a plain string."""
    if not answer:
        return ()
    return (Path(answer),) if isinstance(answer, str) else tuple(map(Path, answer))


def _filters(patterns: FilePatterns) -> tuple[str, ...]:
    """Return patterns as pywebview writes them: 'Word documents (*.docx;*.docm)', and a way to see all."""
    own = (
        f"{_NOT_A_WORD.sub(' ', words)} ({';'.join(f'*{ending}' for ending in endings)})"
        for words, endings in patterns
        if endings
    )
    return (*own, "All files (*.*)")
