"""Connections: who may hold one, for how long, and what is read of it.

Every process of this machine can reach the port. So connections wait elsewhere until they ask for something
(`webui.waiting`), the head of a request is judged before its body is read, strangers share a bounded number
of connections and one thread of their own, and whoever dawdles is cut off: what strangers do holds up
strangers only. The largest bodies wait in a folder of ours.

Built on waitress, whose one loop reads and writes all connections, and whose threads make the answers.
"""

import logging
import math
import queue
import select
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer, TempfileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error

from stormdat_core.paths import private_folder
from webui.config import KIB
from webui.security import UNREAD, Admission
from webui.waiting import Guest, WaitingRoom

_log = logging.getLogger("stormdat.server")

MOST_STRANGERS = 128
"""Connections of callers that have not shown the cookie; the oldest makes way for the next."""
MOST_OWN = 64
"""Connections of our own pages that wait without a request; a browser opens six."""
_HEAD_SECONDS = 10.0
"""From the first byte of a request to the end of its head."""
_ADMITTED_AT_ONCE = 64
_ADMITTED_SECONDS = 1.0
"""How long whoever has asked waits for the loop to take the connection."""
_STRANGERS_PAUSE = 0.005
"""Seconds between two answers to strangers: not even many of them take the processor from our pages."""
_BODY_SECONDS, _BODY_PACE = 30.0, 256 * KIB
"""A body has this many seconds, and one more for each so many bytes."""
_IDLE_SECONDS = 120.0
"""How long a connection of our pages may wait for its next request; a stranger's as long as for a head."""
_LINGER_SECONDS = 2.0
"""How long the rest of a refused body is thrown away, so that the answer is seen before all ends."""
_IN_MEMORY = 512 * KIB

Judge = Callable[[dict[str, Any]], Admission]
"""Tells from the head of a request what it may have."""


class DiskFull(Error):
    """A body that could not be kept."""

    code = 507
    reason = "Insufficient Storage"


class _File(TempfileBasedBuffer):
    """A file without a name, in a folder of ours."""

    def __init__(self, folder: Path, from_buffer: Any = None) -> None:
        self._folder = folder
        super().__init__(from_buffer)

    def newfile(self) -> Any:
        return tempfile.TemporaryFile("w+b", dir=private_folder(self._folder))


class _Spool(OverflowableBuffer):
    """What has come of a body: in memory, and from a size on in a file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_IN_MEMORY)
        self._folder = folder

    def _set_large_buffer(self) -> None:
        small = self.buf
        self.buf: Any = _File(self._folder, small)
        if small is not None:
            small.close()
        self.overflowed = True


class _Request(HTTPRequestParser):
    """A request that asks, at the end of its head, how much may be read of its body."""

    body_rcv: Any
    unread = False
    """Whether there is a body that was not read."""

    def __init__(self, adj: Any, channel: "Connection | None" = None) -> None:
        super().__init__(adj)
        self._channel = channel

    def received(self, data: bytes) -> int:
        if self._channel is not None and self._channel.is_deaf:
            return len(data)  # the rest of a body that is not read is no request
        before = self.headers_finished
        try:
            taken = int(super().received(data))
        except OSError:
            _log.exception("What was sent cannot be kept.")
            self._end_with(DiskFull("There is no room for what was sent."))
            return len(data)
        if self.headers_finished and not (before or self.empty or self.error):
            self._judge()
        return taken

    def _judge(self) -> None:
        channel = self._channel
        if channel is None:
            return
        admitted = channel.judged(self)
        if self.body_rcv is None:
            return
        if self.chunked or not 0 < self.content_length <= admitted.body_bytes:
            self._leave_body()
        else:
            channel.expect_body(self.content_length)
            self.body_rcv = FixedStreamReceiver(self.content_length, _Spool(channel.server.folder))

    def _leave_body(self) -> None:
        self.body_rcv, self.unread = None, True
        self._end_with(None)

    def _end_with(self, error: Error | None) -> None:
        """Let the request be answered as it is, and nothing that follows be taken for another one."""
        self.error, self.completed, self.expect_continue = error, True, False
        self.headers["CONNECTION"], self.headers["CONTENT_LENGTH"] = "close", "0"
        self.connection_close = True
        if self._channel is not None:
            self._channel.is_deaf = True


class _Task(WSGITask):
    """Makes the answer to one request."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        if getattr(self.request, "unread", False):
            environ[UNREAD] = True
        return environ


class Connection(HTTPChannel):
    """One connection: a stranger's until a request on it shows that it is ours."""

    task_class = _Task
    server: "Door"

    def __init__(self, server: "Door", sock: socket.socket, *args: Any, **options: Any) -> None:
        self.is_own = False
        self.is_deaf = False
        """Whether what still comes is thrown away."""
        self.is_leaving = False
        """Whether the other side has been given all that it will get."""
        self.touched = time.monotonic()
        self._until = self.touched + _HEAD_SECONDS
        self._begun: _Request | None = None
        self.parser_class = lambda adj: _Request(adj, self)
        super().__init__(server, sock, *args, **options)
        server.arrived()

    def judged(self, request: _Request) -> Admission:
        """Learn what a request may have."""
        admitted = self.server.judge(_Task(self, request).get_environment())
        if admitted.is_own and not self.is_own:
            self.is_own = True
            self.server.became_own(self)
        return admitted

    def expect_body(self, size: int) -> None:
        self._until = time.monotonic() + _BODY_SECONDS + size / _BODY_PACE

    def is_overdue(self, now: float) -> bool:
        """Return whether this connection has had its time, at `now` on the monotonic clock."""
        if self.requests:
            return False
        idle = _IDLE_SECONDS if self.is_own else _HEAD_SECONDS
        return now > self._until or now - self.touched > idle

    def readable(self) -> bool:
        return bool(self.is_deaf or super().readable())

    def received(self, data: bytes) -> bool:
        self.touched = now = time.monotonic()
        if self.is_deaf:
            return False
        heard = bool(super().received(data))
        if self.request is None:
            self._until, self._begun = math.inf, None
        elif self.request is not self._begun:
            self._begun = self.request
            if not self.request.headers_finished:
                self._until = now + _HEAD_SECONDS
        return heard

    def service(self) -> None:
        if not self.is_own:
            time.sleep(_STRANGERS_PAUSE)
        super().service()
        self.touched = time.monotonic()

    def handle_close(self) -> None:
        if self.is_deaf and self.connected and not self.is_leaving:
            self._linger()
        else:
            super().handle_close()

    def _linger(self) -> None:
        """Say that no more will come, and wait a little for the other side to have read it."""
        self.is_leaving, self.will_close, self.close_when_flushed = True, False, False
        self._until = time.monotonic() + _LINGER_SECONDS
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()

    def cut_off(self) -> None:
        """End the connection in the next turn of the loop.

        Not in this one: a new connection could get its number, and with it what the loop still has to do.
        """
        self.is_leaving = self.will_close = True
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


class Door(TcpWSGIServer):
    """The port, and the connections to it."""

    channel_class = Connection

    def __init__(self, app: Any, judge: Judge, folder: Path, **options: Any) -> None:
        """Bind the port.

        Args:
            app: the WSGI application.
            judge: tells what a request may have.
            folder: where bodies wait that are too large for memory.
            options: adjustments of waitress, and `map`.

        Raises:
            OSError: the port cannot be used.
        """
        self.judge, self.folder = judge, folder
        self._ended = False
        self._admitted = queue.Queue[Guest](_ADMITTED_AT_ONCE)
        sockets = options.pop("map")
        # A number of connections beyond what `select` can watch must not end the loop.
        adj = Adjustments(asyncore_use_poll=hasattr(select, "poll"), cleanup_interval=1, **options)
        self.strangers_dispatcher = ThreadedTaskDispatcher()
        super().__init__(app, map=sockets, adj=adj, dispatcher=ThreadedTaskDispatcher())
        self.accepting = False  # by the loop: the waiting room does it
        self._room = WaitingRoom(self.socket, self._admit, adj.max_request_header_size)

    def run(self) -> None:
        """Read and write connections until `end` is called."""
        turn = wasyncore.poll2 if self.adj.asyncore_use_poll else wasyncore.poll
        while not self._ended:
            turn(self.adj.asyncore_loop_timeout, self._map)

    def end(self) -> None:
        """Let `run` return, at once. Any thread may call it."""
        self._ended = True
        with suppress(OSError):
            self.pull_trigger()

    def start_threads(self) -> None:
        """Accept connections, and start the threads that make answers."""
        self._room.start()
        self.task_dispatcher.set_thread_count(self.adj.threads)
        self.strangers_dispatcher.set_thread_count(1)

    def stop_threads(self, seconds: float) -> None:
        """Let the threads end, and wait for them."""
        self._room.stop()
        self.strangers_dispatcher.set_thread_count(0)
        self.task_dispatcher.shutdown(timeout=seconds)
        self.strangers_dispatcher.shutdown(timeout=0.1)

    def add_task(self, task: Connection) -> None:
        (self.task_dispatcher if task.is_own else self.strangers_dispatcher).add_task(task)

    def _admit(self, guest: Guest) -> None:
        """Take over a connection from the waiting room, in whose thread this runs.

        Raises:
            queue.Full: the loop does not come to it.
        """
        self._admitted.put(guest, timeout=_ADMITTED_SECONDS)
        self.trigger.pull_trigger(self._take_over)

    def _take_over(self) -> None:
        """Make connections of what was admitted. In the loop's thread."""
        with suppress(queue.Empty):
            while True:
                guest = self._admitted.get_nowait()
                try:
                    self.set_socket_options(guest.link)
                    one = Connection(self, guest.link, guest.address, self.adj, map=self._map)
                    one.received(bytes(guest.said))
                except OSError:  # it has left
                    guest.link.close()

    def arrived(self) -> None:
        """Note a connection; the stranger that is here longest makes way when there are too many."""
        _keep(MOST_STRANGERS, [each for each in self._connections() if not each.is_own])

    def became_own(self, one: Connection) -> None:
        """Note that a connection is ours; of too many that only wait the one that waits longest ends."""
        waiting = [each for each in self._connections() if each.is_own and each is not one]
        waiting = [each for each in waiting if not (each.requests or each.request)]
        _keep(MOST_OWN, sorted(waiting, key=lambda each: each.touched))

    def maintenance(self, now: float) -> None:
        """End connections that have had their time. Called by the loop about once a second.

        Not by `now`, which is the wall clock: somebody may set it.
        """
        moment = time.monotonic()
        for each in self.active_channels.values():
            if each.is_overdue(moment):
                each.cut_off()

    def _connections(self) -> list[Connection]:
        """Return the connections that stay, the oldest first."""
        return [each for each in self.active_channels.values() if not each.will_close]


def _keep(most: int, oldest_first: list[Connection]) -> None:
    for each in oldest_first[: max(0, len(oldest_first) - most)]:
        each.cut_off()
