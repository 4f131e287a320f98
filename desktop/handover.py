"""One window for each user: a second start hands its files to the first and leaves.

The first start holds a file lock and listens on the loopback. Port and key stand in a file that only this
user may read, and each side proves the key before a path is sent or read.
"""

import json
import logging
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from stormdat_core import local_channel
from stormdat_core.errors import StormError
from stormdat_core.local_channel import NONCE, SECONDS
from stormdat_core.paths import AppPaths, private_folder

_log = logging.getLogger("stormdat.window")

_MOST_BYTES = 16 * 1024 * 1024
_SIZE = struct.Struct("!I")
_MOST_TALKS = 8
"""Hand-overs at once. One takes milliseconds; whoever connects and says nothing makes way for the next."""


class NotAnswering(StormError):
    """Another window holds the lock and cannot be reached."""

    hint = "End it (in the task manager if need be) and start again."

    def __init__(self) -> None:
        super().__init__("STORM DAT is already running but does not answer.")


class Instance:
    """The right to be this user's one window. Hold it for as long as the window lives."""

    def __init__(self, paths: AppPaths) -> None:
        folder = private_folder(paths.data)
        self._lock = FileLock(folder / "window.lock", mode=0o600)
        self._address = folder / "window.address"
        self._server: socket.socket | None = None
        self._key = local_channel.new_key()
        self._arrived: Callable[[tuple[Path, ...]], None] = _ignore
        self._talks = _Talks()

    def claim(self) -> bool:
        """Become the one window; False when another one is."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def listen(self, arrived: Callable[[tuple[Path, ...]], None]) -> None:
        """Call `arrived` with the files of each later start (possibly none), in a thread of its own."""
        self._arrived = arrived
        self._server = socket.create_server(("127.0.0.1", 0))
        local_channel.publish(self._address, {"port": self._server.getsockname()[1]}, self._key)
        threading.Thread(
            target=self._serve, args=(self._server,), name="stormdat-handover", daemon=True
        ).start()

    def hand_over(self, files: tuple[Path, ...], patience: float = 10.0) -> None:
        """Give files to the running window.

        Raises:
            NotAnswering: it did not take them within `patience` seconds.
        """
        until = time.monotonic() + patience
        while not self._try_hand_over(files):
            if time.monotonic() > until:
                raise NotAnswering
            time.sleep(0.1)  # It may be starting, and listen in a moment.

    def release(self) -> None:
        """Stop listening and let go of the lock."""
        if self._server is not None:
            self._address.unlink(missing_ok=True)
            with suppress(OSError):
                self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()
        self._lock.release()

    def _serve(self, server: socket.socket) -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            self._talks.begin(client)
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        """Receive one hand-over. Whoever cannot prove the key, or dawdles, is sent away."""
        try:
            with self._talks.until_its_end(client):
                files = _receive(_Line(client), self._key)
        except (OSError, ValueError) as exc:
            _log.warning("A hand-over of files failed.", exc_info=exc)
            return
        self._arrived(files)

    def _try_hand_over(self, files: tuple[Path, ...]) -> bool:
        try:
            address, key = local_channel.published(self._address)
            place = ("127.0.0.1", int(str(address["port"])))
            with socket.create_connection(place, timeout=SECONDS) as server:
                _send(_Line(server), key, files)
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return True


class _Talks:
    """The hand-overs under way, and with them the threads: when one too many begins, the oldest ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Event] = {}

    def begin(self, client: socket.socket) -> None:
        """Note a talk; wait, if need be, until the oldest has made way."""
        with self._lock:
            oldest = next(iter(self._open.items())) if len(self._open) >= _MOST_TALKS else None
            self._open[client] = threading.Event()
            if oldest:
                with suppress(OSError):
                    oldest[0].shutdown(socket.SHUT_RDWR)
        if oldest:
            oldest[1].wait(SECONDS)

    @contextmanager
    def until_its_end(self, client: socket.socket) -> Iterator[None]:
        """Close a talk's connection at its end and make room for another."""
        try:
            yield
        finally:
            with self._lock:
                ended = self._open.pop(client)
                client.close()
            ended.set()


class _Line:
    """Whole messages over a socket, before one deadline for all of them."""

    def __init__(self, peer: socket.socket) -> None:
        self._peer = peer
        self._until = time.monotonic() + SECONDS

    def send(self, message: bytes) -> Self:
        self._peer.settimeout(SECONDS)
        self._peer.sendall(_SIZE.pack(len(message)) + message)
        return self

    def receive(self, most: int = NONCE) -> bytes:
        (size,) = _SIZE.unpack(self._exactly(_SIZE.size))
        if size > most:
            raise ValueError("a message that is too long")
        return self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._peer.settimeout(max(0.01, self._until - time.monotonic()))
            part = self._peer.recv(min(65536, size - len(parts)))
            if not part:
                raise ValueError("the other side left")
            parts += part
        return bytes(parts)


def _receive(line: _Line, key: bytes) -> tuple[Path, ...]:
    """The running window's side of the talk. A stranger's list of files is not even read."""
    conversation = local_channel.welcome(line, key)
    given, body = line.receive(), line.receive(_MOST_BYTES)
    conversation.check(given, b"files", body)
    names = json.loads(body)
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise ValueError("not a list of files")
    line.send(b"taken")
    return tuple(map(Path, names))


def _send(line: _Line, key: bytes, files: tuple[Path, ...]) -> None:
    """The second start's side of the talk."""
    conversation = local_channel.call(line, key)
    # Names outside Unicode travel as escaped surrogates, which JSON carries in ASCII.
    body = json.dumps([str(path) for path in files]).encode("ascii")
    line.send(conversation.proof(b"files", body)).send(body)
    if line.receive() != b"taken":
        raise ValueError("not taken")


def _ignore(_: tuple[Path, ...]) -> None:
    return
