"""The local server: the pages on a port of the loopback, for the window and for `stormdat serve`.

`LocalServer` is started and stopped by whoever owns the services; requests run in the server's own threads.
"""

import logging
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from flask import Flask

from stormdat_core.errors import StormError
from webui.config import MIB
from webui.context import KEY

HOST = "127.0.0.1"
THREADS = 16
"""Eight streams and six stalled downloads must leave some for everything else."""
_STOP_SECONDS = 2.0
_AHEAD = MIB
"""Bytes made ready before a reader asks for them. They wait in memory: from 16 times as many on they would go
to a temporary file, and nothing of a recording may lie there."""


class PortTaken(StormError):
    """A port that another program uses."""

    hint = "Choose another, or leave --port away."


class LocalServer:
    """Serves one application on 127.0.0.1. The port is known, and requests wait, before `start`."""

    def __init__(self, app: Flask, port: int = 0, *, upload_mib: int = 1024) -> None:
        """Bind the port.

        Args:
            app: what `create_app` returned.
            port: 0 for any free one.
            upload_mib: largest body that is let in at all; routes have limits of their own.

        Raises:
            PortTaken: another program uses it, or it may not be used.
        """
        import waitress

        logging.getLogger("waitress").setLevel(logging.ERROR)  # its queue depth is no news
        self._app = app
        self._stopping = False
        self._channels: dict[int, Any] = {}
        self.ready = threading.Event()
        """Set once requests are answered."""
        try:
            self._server = waitress.create_server(
                app,
                map=self._channels,
                host=HOST,
                port=port,
                threads=THREADS,
                channel_request_lookahead=1,
                max_request_body_size=(upload_mib + 1) * MIB,
                outbuf_high_watermark=_AHEAD,
                outbuf_overflow=16 * _AHEAD,
                ident="",
                clear_untrusted_proxy_headers=True,
            )
        except OSError as exc:
            self._close_all()
            raise PortTaken(f"Port {port} cannot be used: {exc.strerror or exc}.") from exc
        self._thread = threading.Thread(target=self._run, name="stormdat-server", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        return int(self._server.effective_port)

    @property
    def address(self) -> str:
        """Return where the pages are, without the key that opens them."""
        return f"http://{HOST}:{self.port}/"

    def launch_address(self, key: str) -> str:
        """Return the address that opens the pages once."""
        return f"{self.address}launch/{key}"

    def start(self) -> None:
        """Answer requests in a thread of its own, from now on."""
        self._thread.start()
        self.ready.wait(_STOP_SECONDS)

    def stop(self) -> None:
        """Let go of the port, end streams and connections; what still runs is given two seconds."""
        self._stopping = True
        self._app.extensions[KEY].seats.close()
        for channel in list(self._channels.values()):
            if hasattr(channel, "will_close"):
                channel.will_close = True
        with suppress(OSError):
            self._server.pull_trigger()
        self._server.task_dispatcher.shutdown(timeout=_STOP_SECONDS)
        self._server.close()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        self._close_all()

    def _close_all(self) -> None:
        from waitress.wasyncore import close_all

        close_all(self._channels, ignore_all=True)

    def _run(self) -> None:
        self.ready.set()
        try:
            self._server.run()
        except OSError:
            if not self._stopping:  # while it stops, a socket may close between the look and the wait
                raise
