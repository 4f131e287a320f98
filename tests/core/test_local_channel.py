"""Two processes of one user prove a key to each other."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest

from stormdat_core import local_channel
from stormdat_core.local_channel import Conversation, Messages


class Ends:
    """One side of a channel within this process."""

    def __init__(self, out: "Queue[bytes]", into: "Queue[bytes]") -> None:
        self.out, self.into = out, into

    def send(self, message: bytes) -> None:
        self.out.put(message)

    def receive(self, most: int = local_channel.NONCE) -> bytes:
        message = self.into.get(timeout=5)
        if len(message) > most:
            raise ValueError("too long")
        return message


Side = Callable[[Messages], Conversation]


def talk(listener: Side, caller: Side) -> tuple[Conversation | Exception, Conversation | Exception]:
    to_caller, to_listener = Queue[bytes](), Queue[bytes]()
    with ThreadPoolExecutor(2) as pool:
        sides = [
            pool.submit(listener, Ends(to_caller, to_listener)),
            pool.submit(caller, Ends(to_listener, to_caller)),
        ]
        ends = [each.exception(10) or each.result() for each in sides]
    assert all(isinstance(end, Conversation | Exception) for end in ends)
    return ends[0], ends[1]  # type: ignore[return-value]


def test_both_know_the_same_once_both_have_the_key() -> None:
    key = local_channel.new_key()
    one, other = talk(
        lambda messages: local_channel.welcome(messages, key),
        lambda messages: local_channel.call(messages, key),
    )
    assert one == other
    assert isinstance(one, Conversation)
    one.check(one.proof(b"files", b"body"), b"files", b"body")
    with pytest.raises(ValueError, match="does not know"):
        one.check(one.proof(b"files", b"body"), b"files", b"another body")


def test_a_caller_with_another_key_stops_at_the_proof() -> None:
    def call(messages: Messages) -> Conversation:
        return local_channel.call(messages, local_channel.new_key())

    def guess(messages: Messages) -> Conversation:
        messages.send(os.urandom(32))
        messages.receive()
        theirs = messages.receive()
        messages.send(theirs)  # the listener's own proof is none of a caller
        raise ValueError("guessed")

    key = local_channel.new_key()
    _, refused = talk(lambda messages: _ignoring_silence(messages, key), call)
    assert "does not know" in str(refused)
    refused, _ = talk(lambda messages: local_channel.welcome(messages, key), guess)
    assert "does not know" in str(refused)


def _ignoring_silence(messages: Messages, key: bytes) -> Conversation:
    messages.send(os.urandom(32))
    messages.receive()
    messages.send(os.urandom(32))
    return Conversation(key, b"", b"")


def test_a_number_of_another_length_is_refused() -> None:
    def call(messages: Messages) -> Conversation:
        messages.send(b"short")
        raise ValueError("done")

    refused, _ = talk(lambda messages: local_channel.welcome(messages, local_channel.new_key()), call)
    assert "number used once" in str(refused)


def test_an_address_is_read_back_and_is_for_one_user_alone(tmp_path: Path) -> None:
    key = local_channel.new_key()
    local_channel.publish(tmp_path / "address", {"port": 7}, key)
    assert local_channel.published(tmp_path / "address") == ({"port": 7}, key)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "address").stat().st_mode) == 0o600
