"""Opens one real window, as a child process of the self-test."""

import time
from multiprocessing.connection import Connection

from desktop import engine
from stormdat_core.errors import StormError

_SECONDS = 40.0


def open_once(connection: Connection, address: str) -> None:
    """Show `address` in a window and close it; send the details, or a sentence when it failed."""
    try:
        engine.prepare()
    except StormError as exc:
        connection.send(exc.advice)
        return
    import webview

    begun = time.monotonic()
    window = webview.create_window("STORM DAT self-test", address, width=800, height=600, text_select=True)
    assert window is not None

    def watch() -> None:
        loaded = window.events.loaded.wait(_SECONDS)
        seconds = round(time.monotonic() - begun, 2)
        at = window.get_current_url() if loaded else ""
        window.destroy()
        entered = loaded and at and "/launch/" not in at
        told = {"engine": webview.renderer, "seconds": seconds}
        connection.send(told if entered else f"the page did not load within {seconds:g} s")

    webview.start(watch)
