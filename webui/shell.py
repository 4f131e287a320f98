"""What pages need from the window around them, and what is there without one.

The page talks HTTP only; a route calls the shell. Every method may be called from any server thread.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

FilePatterns = Sequence[tuple[str, Sequence[str]]]
"""What a dialog offers: (words, endings), such as ("Word documents", [".docx", ".docm"])."""


class NativeShell(Protocol):
    """The native side of the window. Dialogs block their caller until the person has answered."""

    native: bool
    """False in a plain browser: pages then offer uploads and downloads in the place of dialogs."""

    def pick_files(self, title: str, patterns: FilePatterns, *, several: bool) -> tuple[Path, ...]:
        """Return the files a person chose; empty when the dialog was cancelled.

        Raises:
            ShellBusy: another dialog is open.
        """

    def pick_folder(self, title: str) -> Path | None:
        """Return the folder a person chose; None when cancelled. Raises ShellBusy like `pick_files`."""

    def take_drop(self, files: Sequence[tuple[str, int]]) -> tuple[Path, ...]:
        """Return the paths of the last drop, if it is the one the page saw as (name, size) pairs, once."""

    def reveal(self, path: Path) -> None:
        """Show a file or folder in the system's file manager."""

    def set_title(self, title: str) -> None:
        """Show what is going on in the window's title."""


class ShellBusy(Exception):
    """Another dialog is open."""


class BrowserShell:
    """No window of ours around the page: `stormdat serve`, and tests."""

    native = False

    def pick_files(self, title: str, patterns: FilePatterns, *, several: bool) -> tuple[Path, ...]:
        return ()

    def pick_folder(self, title: str) -> Path | None:
        return None

    def take_drop(self, files: Sequence[tuple[str, int]]) -> tuple[Path, ...]:
        return ()

    def reveal(self, path: Path) -> None:
        return

    def set_title(self, title: str) -> None:
        return
