"""Native dialogs on behalf of a page: the answer comes as an event, never as the body of a request.

A dialog stays open as long as the person thinks; a request left open that long may be ended by the web
engine. Each dialog runs in a thread of its own, as the window's toolkits expect; one is open at a time.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from stormdat_core.documents import readable_suffixes
from stormdat_core.events import EventLog
from stormdat_core.inbox import Inbox
from webui.media import MEDIA_SUFFIXES
from webui.shell import FilePatterns, NativeShell, ShellBusy

_log = logging.getLogger("stormdat.pages")

Kind = Literal["files", "folder", "lists", "profile", "output", "media", "pack-folder", "pack-file"]

_TITLES: dict[Kind, str] = {
    "files": "Choose documents to check",
    "folder": "Choose a folder to check",
    "lists": "Choose acronym lists",
    "profile": "Choose a profile",
    "output": "Choose a folder for the results",
    "media": "Choose audio or video files",
    "pack-folder": "Choose the folder of a model pack",
    "pack-file": "Choose the archive of a model pack",
}
_PURPOSES: dict[Kind, str] = {
    "files": "documents",
    "folder": "documents",
    "lists": "list",
    "profile": "profile",
    "output": "output",
    "media": "media",
    "pack-folder": "model",
    "pack-file": "model",
}


class Picker:
    """Opens dialogs and publishes what came of them as `pick:REQUEST`."""

    def __init__(self, shell: NativeShell, inbox: Inbox, events: EventLog) -> None:
        self._shell, self._inbox, self._events = shell, inbox, events
        self._open = threading.Lock()

    def start(self, request: str, kind: Kind) -> None:
        """Open a dialog and return at once.

        Args:
            request: what the page calls this dialog; the event's topic carries it.
            kind: what is to be chosen.

        Raises:
            ShellBusy: a dialog is open.
        """
        if not self._open.acquire(blocking=False):
            raise ShellBusy
        thread = threading.Thread(
            target=self._run, args=(f"pick:{request}", kind), name="stormdat-dialog", daemon=True
        )
        thread.start()

    def _run(self, topic: str, kind: Kind) -> None:
        try:
            paths = self._ask(kind)
        except ShellBusy:
            self._events.publish(topic, "failed", {"error": "Another dialog is open. Close it first."})
        except Exception:  # whatever the toolkit raises: the page must not wait for ever
            _log.exception("A dialog failed.")
            self._events.publish(topic, "failed", {"error": "The dialog could not be opened."})
        else:
            self._publish(topic, kind, paths)
        finally:
            self._open.release()

    def _ask(self, kind: Kind) -> tuple[Path, ...]:
        title = _TITLES[kind]
        if kind in ("folder", "output", "pack-folder"):
            folder = self._shell.pick_folder(title)
            return (folder,) if folder else ()
        return self._shell.pick_files(title, _patterns(kind), several=kind not in ("profile", "pack-file"))

    def _publish(self, topic: str, kind: Kind, paths: tuple[Path, ...]) -> None:
        if not paths:
            self._events.publish(topic, "cancelled")
            return
        delivery = self._inbox.put(paths, _PURPOSES[kind])
        self._events.publish(topic, "picked", {"token": delivery.token, "names": list(delivery.names)})


def _patterns(kind: Kind) -> FilePatterns:
    choices: dict[Kind, Callable[[], FilePatterns]] = {
        "files": lambda: (("Word documents", sorted(readable_suffixes())),),
        "lists": lambda: (("Excel workbooks", (".xlsx",)),),
        "profile": lambda: (("Profiles", (".toml",)),),
        "media": lambda: (("Audio and video", MEDIA_SUFFIXES),),
        "pack-file": lambda: (("Model packs", (".zip",)),),
    }
    return choices[kind]()
