"""The line between the recorder and whoever controls it: where it is, and proof of the key on both sides.

A file that only this user may read names the local socket and a key. Each side proves by HMAC-SHA256 that it
knows the key, without sending it (the handshake of `multiprocessing` uses MD5 before Python 3.12, which
machines in FIPS mode refuse). What follows is JSON, one message for each question and answer.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from stormdat_core.atomic import whole_file

ADDRESS = "recorder.address"
LOCK = "recorder.lock"
MOST = 64 * 1024 * 1024
"""Bytes in one message; a thumbnail is the largest."""

_NONCE = 32
_SECONDS = 5.0
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
        data = {**_surrounded(self), "key": self.key.hex()}
        with whole_file(folder / ADDRESS) as stream:
            if os.name == "posix":
                os.fchmod(stream.fileno(), 0o600)
            stream.write(json.dumps(data).encode())

    @classmethod
    def read(cls, folder: Path) -> "Address | None":
        """Return the address in a folder; None when no recorder has left one there."""
        try:
            data = json.loads((folder / ADDRESS).read_bytes())
            return cls(data["place"], bytes.fromhex(data["key"]), int(data["pid"]), data["surroundings"])
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
    return listener, Address(place, secrets.token_bytes(_NONCE), os.getpid(), surroundings())


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
        ours, theirs = _exchange(connection)
        _check(_receive(connection), _proof(address.key, b"recorder", theirs, ours))
        connection.send_bytes(_proof(address.key, b"caller", ours, theirs))
    except BaseException:
        connection.close()
        raise
    return connection


def welcome(connection: Connection, key: bytes) -> None:
    """Prove the key to a caller and see his proof.

    Raises:
        OSError, EOFError, ValueError: he does not know it, or dawdles.
    """
    ours, theirs = _exchange(connection)
    connection.send_bytes(_proof(key, b"recorder", ours, theirs))
    _check(_receive(connection), _proof(key, b"caller", theirs, ours))


def _exchange(connection: Connection) -> tuple[bytes, bytes]:
    ours = secrets.token_bytes(_NONCE)
    connection.send_bytes(ours)
    return ours, _receive(connection)


def _receive(connection: Connection) -> bytes:
    if not connection.poll(_SECONDS):
        raise EOFError("no answer")
    return connection.recv_bytes(_NONCE)


def _proof(key: bytes, role: bytes, *parts: bytes) -> bytes:
    return hmac.new(key, b"\0".join((role, *parts)), hashlib.sha256).digest()


def _check(given: bytes, expected: bytes) -> None:
    if not hmac.compare_digest(given, expected):
        raise ValueError("the other side does not know the key")
