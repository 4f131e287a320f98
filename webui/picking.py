"""Native dialogs on behalf of a page: the answer comes as an event, never as the body of a request.

A dialog stays open as long as the person thinks; a request left open that long may be ended by the web
engine. Each dialog runs in a thread of its own, as the window's toolkits expect; one is open at a time.
"""

import logging
import threading
from pathlib import Path
from typing import Literal

from stormdat_core.events import EventLog
from stormdat_core.inbox import Inbox
from webui.accepts import WORDS, accepted
from webui.shell import FilePatterns, NativeShell, ShellBusy
from webui.uploads import PURPOSES, Purpose

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
_PURPOSES: dict[Kind, Purpose] = {
    "files": "documents",
    "folder": "documents",
    "lists": "lists",
    "profile": "profile",
    "media": "media",
    "pack-folder": "models",
    "pack-file": "models",
}
"""What is chosen is for; a folder for results is for no purpose of an upload."""


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
        delivery = self._inbox.put(paths, "output" if kind == "output" else PURPOSES[_PURPOSES[kind]])
        self._events.publish(topic, "picked", {"token": delivery.token, "names": list(delivery.names)})


def _patterns(kind: Kind) -> FilePatterns:
    purpose = _PURPOSES[kind]
    return ((WORDS[purpose], accepted()[purpose]),)
