"""The line between the recorder and whoever controls it: a local socket, with proof of the key on both sides.

What follows the proofs is JSON, one message for each question and answer.
"""

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from stormdat_core import local_channel

ADDRESS = "recorder.address"
LOCK = "recorder.lock"
MOST = 64 * 1024 * 1024
"""Bytes in one message; a thumbnail is the largest."""

_LONGEST_SOCKET = 90
"""Bytes of a socket's name that every system takes."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a recorder listens, and with which key."""

    place: str
    key: bytes
    pid: int
    surroundings: str
    """Fingerprint of the screen and sound server it sees."""

    def write(self, folder: Path) -> None:
        """Publish it in a file that only this user may read."""
        local_channel.publish(folder / ADDRESS, _surrounded(self), self.key)

    @classmethod
    def read(cls, folder: Path) -> "Address | None":
        """Return the address in a folder; None when no recorder has left one there."""
        try:
            data, key = local_channel.published(folder / ADDRESS)
            return cls(str(data["place"]), key, int(str(data["pid"])), str(data["surroundings"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _surrounded(address: Address) -> dict[str, object]:
    return {"place": address.place, "pid": address.pid, "surroundings": address.surroundings}


def surroundings() -> str:
    """Return a fingerprint of what decides which screen and which sound server this process sees."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "PULSE_SERVER", "XDG_RUNTIME_DIR")
    text = "\n".join(os.environ.get(name, "") for name in names)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def listen(folder: Path) -> tuple[Listener, Address]:
    """Open a local socket of our own and return it with its address, which is not published yet."""
    place = _place(folder)
    listener = Listener(place, "AF_PIPE" if os.name == "nt" else "AF_UNIX", backlog=16)
    if os.name == "posix":
        Path(place).chmod(0o600)
    return listener, Address(place, local_channel.new_key(), os.getpid(), surroundings())


def _place(folder: Path) -> str:
    name = f"recorder-{secrets.token_hex(4)}"
    if os.name == "nt":
        return rf"\\.\pipe\stormdat-{name}"
    for old in folder.glob("recorder-*.sock"):  # of recorders that were killed; we hold the lock
        old.unlink(missing_ok=True)
    place = folder / f"{name}.sock"
    if len(os.fsencode(place)) > _LONGEST_SOCKET:
        place = Path(tempfile.mkdtemp(prefix="stormdat-")) / "recorder.sock"
    return str(place)


def forget(folder: Path, address: Address) -> None:
    """Take away what `Address.write` and `listen` left."""
    (folder / ADDRESS).unlink(missing_ok=True)
    if os.name == "posix":
        place = Path(address.place)
        place.unlink(missing_ok=True)
        if place.parent != folder:
            with suppress(OSError):
                place.parent.rmdir()


def call(address: Address) -> Connection:
    """Return a connection to the recorder at an address, each side having proved the key.

    Raises:
        OSError, EOFError, ValueError: there is none, or it is not ours.
    """
    connection: Connection = Client(address.place)
    try:
        local_channel.call(_Messages(connection), address.key)
    except BaseException:
        connection.close()
        raise
    return connection


def welcome(connection: Connection, key: bytes) -> None:
    """Prove the key to a caller and see his proof.

    Raises:
        OSError, EOFError, ValueError: he does not know it, or dawdles.
    """
    local_channel.welcome(_Messages(connection), key)


class _Messages:
    """Messages over a connection, for as long as the proofs take."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def send(self, message: bytes) -> None:
        self._connection.send_bytes(message)

    def receive(self, most: int = local_channel.NONCE) -> bytes:
        if not self._connection.poll(local_channel.SECONDS):
            raise EOFError("no answer")
        return self._connection.recv_bytes(most)
