"""Mutual authentication between two processes of one user, whatever carries their messages.

Who listens publishes a key in a file that only this user may read. Each side sends a number used once and
proves by HMAC-SHA256 over both that it knows the key, without sending it: neither a stranger who connects
nor one who took over the place of an ended process learns anything. (The handshake of `multiprocessing` uses
MD5 before Python 3.12, which machines in FIPS mode refuse.)
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from stormdat_core.atomic import whole_file

NONCE = 32
"""Bytes of a number used once, and of a proof."""
SECONDS = 5.0
"""What a peer has to answer within."""


class Messages(Protocol):
    """Whole messages to and from the other side."""

    def send(self, message: bytes, /) -> object:
        """Send one message."""

    def receive(self, most: int = NONCE, /) -> bytes:
        """Return the next message of at most `most` bytes.

        Raises:
            OSError, EOFError, ValueError: none comes.
        """


@dataclass(frozen=True, slots=True)
class Conversation:
    """What both sides know once each has proved the key."""

    key: bytes
    listener: bytes
    caller: bytes
    """The numbers used once, of who listened and of who called."""

    def proof(self, role: bytes, *parts: bytes) -> bytes:
        """Return what proves the key, for one role and one content in this conversation."""
        text = b"\0".join((role, self.listener, self.caller, *parts))
        return hmac.new(self.key, text, hashlib.sha256).digest()

    def check(self, given: bytes, role: bytes, *parts: bytes) -> None:
        """Raise ValueError unless `given` is the proof of a role and content in this conversation."""
        if not hmac.compare_digest(given, self.proof(role, *parts)):
            raise ValueError("the other side does not know the key")


def new_key() -> bytes:
    """Return a key for one listener's life."""
    return secrets.token_bytes(NONCE)


def welcome(messages: Messages, key: bytes) -> Conversation:
    """Prove the key to a caller and see the caller's proof.

    Raises:
        OSError, EOFError, ValueError: the caller does not know it, or dawdles.
    """
    ours, theirs = _exchange(messages)
    conversation = Conversation(key, ours, theirs)
    messages.send(conversation.proof(b"listener"))
    conversation.check(messages.receive(), b"caller")
    return conversation


def call(messages: Messages, key: bytes) -> Conversation:
    """See the listener's proof and prove the key to it.

    Raises:
        OSError, EOFError, ValueError: the listener does not know it, or dawdles.
    """
    ours, theirs = _exchange(messages)
    conversation = Conversation(key, theirs, ours)
    conversation.check(messages.receive(), b"listener")
    messages.send(conversation.proof(b"caller"))
    return conversation


def publish(path: Path, address: Mapping[str, object], key: bytes) -> None:
    """Write where we listen, and the key, to a file that only this user may read."""
    with whole_file(path) as stream:
        if os.name == "posix":
            os.fchmod(stream.fileno(), 0o600)
        stream.write(json.dumps({**address, "key": key.hex()}).encode())


def published(path: Path) -> tuple[dict[str, object], bytes]:
    """Return the address in a file and its key.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is none, or it is not one.
    """
    address = json.loads(path.read_bytes())
    return address, bytes.fromhex(address.pop("key"))


def _exchange(messages: Messages) -> tuple[bytes, bytes]:
    ours = secrets.token_bytes(NONCE)
    messages.send(ours)
    theirs = messages.receive()
    if len(theirs) != NONCE:
        raise ValueError("not a number used once")
    return ours, theirs
