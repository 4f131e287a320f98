"""The local server: the pages on a port of the loopback, for the window and for `stormdat serve`.

`LocalServer` is started and stopped by whoever owns the services; requests run in the server's own threads.
"""

import logging
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from flask import Flask

from stormdat_core.errors import StormError
from webui.config import KIB, MIB
from webui.context import KEY
from webui.security import admission

_log = logging.getLogger("stormdat.server")

HOST = "127.0.0.1"
THREADS = 16
"""Eight streams and six stalled downloads must leave some for everything else."""
_STOP_SECONDS = 2.0
_PAUSE = 0.05
_AHEAD = MIB
"""Bytes made ready before a reader asks for them."""
_NO_LIMIT = 2**62
"""For bodies, whose size the checks of the address limit, and for answers, which wait in memory: what is
larger would go to a file in the system's temporary folder, and nothing of a document may lie there."""
_HEAD_BYTES = 64 * KIB
_CONNECTIONS = 4096
"""More than the door ever holds, so that it never stops to accept; and as many may wait to be accepted."""


class PortTaken(StormError):
    """A port that another program uses."""

    hint = "Choose another, or leave --port away."


class LocalServer:
    """Serves one application on 127.0.0.1. The port is known, and requests wait, before `start`."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        """Bind the port.

        Args:
            app: what `create_app` returned.
            port: 0 for any free one.

        Raises:
            PortTaken: another program uses it, or it may not be used.
        """
        from webui.door import Door

        _quieten()
        context = app.extensions[KEY]
        self._app = app
        self._stopping = False
        self._channels: dict[int, Any] = {}
        self.ready = threading.Event()
        """Set once requests are answered."""
        try:
            self._server = Door(
                app,
                lambda environ: admission(app, environ),
                context.services.paths.scratch,
                map=self._channels,
                host=HOST,
                port=port,
                threads=THREADS,
                channel_request_lookahead=1,
                connection_limit=_CONNECTIONS,
                backlog=_CONNECTIONS,
                max_request_header_size=_HEAD_BYTES,
                max_request_body_size=_NO_LIMIT,
                outbuf_high_watermark=_AHEAD,
                outbuf_overflow=_NO_LIMIT,
                ident="",
                clear_untrusted_proxy_headers=True,
            )
        except OSError as exc:
            self._close_all()
            raise PortTaken(f"Port {port} cannot be used: {exc.strerror or exc}.") from exc
        self._server.start_threads()
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
        self._server.stop_threads(_STOP_SECONDS)
        self._server.end()
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
        self._server.close()
        self._close_all()

    def _close_all(self) -> None:
        from waitress.wasyncore import close_all

        close_all(self._channels, ignore_all=True)

    def _run(self) -> None:
        self.ready.set()
        while not self._stopping:
            try:
                self._server.run()
            except Exception:  # while it stops, a socket may close between the look and the wait
                if not self._stopping:
                    _log.exception("The server's loop failed, and goes on.")
                    time.sleep(_PAUSE)
            else:
                return


def _quieten() -> None:
    """Keep waitress from printing: its warnings are no news, its errors name addresses with their keys."""
    logger = logging.getLogger("waitress")
    logger.setLevel(logging.ERROR)
    logger.propagate = False
    if not any(isinstance(each, _Told) for each in logger.handlers):
        logger.addHandler(_Told())


class _Told(logging.Handler):
    """Says in our log that something failed, and where in the code; the words of it may hold an address."""

    def emit(self, record: logging.LogRecord) -> None:
        _log.error("A request could not be served.", exc_info=record.exc_info)
