"""Who may ask the recorder, and what an answer looks like. The recorder here is a real one without sources."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest

from stormdat_core import records
from stormdat_core.errors import SourceLost, WrongStep
from stormdat_core.model.media import RecorderState, RecorderStatus, RecordingRequest, SourceList
from stormdat_core.paths import AppPaths
from stormdat_core.recording.capture.base import Sounds
from stormdat_core.recording.capture.blocks import PictureSource
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.recorder import Recorder
from stormdat_core.recording.service import channel
from stormdat_core.recording.service.answering import Control
from stormdat_core.recording.service.status import announce


class NoCapture:
    """A machine with neither screen nor sound."""

    @property
    def sounds(self) -> Sounds:
        raise AssertionError("nobody asked for sound")

    def sources(self) -> SourceList:
        return SourceList(problems=("There is nothing here.",))

    def picture(self, request: RecordingRequest) -> PictureSource:
        raise SourceLost("There is no screen.", "Switch one on.")

    def thumbnail(self, monitor: int, width: int) -> bytes:
        return bytes([monitor, width])


@dataclass
class Served:
    client: RecorderClient
    address: channel.Address
    control: Control
    folder: Path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    paths = AppPaths.below(tmp_path)
    paths.data.mkdir()
    recorder = Recorder(NoCapture())
    listener, address = channel.listen(paths.data)
    control = Control(recorder, listener, address.key)
    thread = threading.Thread(target=control.serve)
    thread.start()
    address.write(paths.data)
    client = RecorderClient(paths, lambda: paths.recordings)
    yield Served(client, address, control, paths.data)
    client.close()
    control.ending.set()
    channel.call(address).close()  # lets the listener notice
    thread.join(5)
    control.close()
    channel.forget(paths.data, address)
    recorder.close()
    assert not thread.is_alive()


def until(look: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_answers_are_values(served: Served) -> None:
    assert served.client.sources() == SourceList(problems=("There is nothing here.",))
    assert served.client.thumbnail(3, 200) == b"\x03\xc8"
    assert served.client.status() == RecorderStatus()
    assert served.client.unfinished() == ()


def test_errors_keep_their_kind_sentence_and_hint(served: Served, tmp_path: Path) -> None:
    with pytest.raises(SourceLost) as caught:
        served.client.start(RecordingRequest(tmp_path, monitor=1))
    assert (str(caught.value), caught.value.hint) == ("There is no screen.", "Switch one on.")
    with pytest.raises(WrongStep, match="cannot be paused: nothing is being recorded"):
        served.client.pause()
    with pytest.raises(SourceLost, match="Nothing was chosen"):
        served.client.arm(RecordingRequest(tmp_path))
    assert served.client.status().state is RecorderState.IDLE


def test_the_key_is_for_this_user_only(served: Served) -> None:
    assert (served.folder / channel.ADDRESS).stat().st_mode & 0o077 == 0
    assert Path(served.address.place).stat().st_mode & 0o077 == 0


def test_a_stranger_learns_nothing(served: Served) -> None:
    with pytest.raises(ValueError, match="does not know the key"):
        channel.call(replace(served.address, key=bytes(32)))
    with Client(served.address.place) as stranger:  # one who only listens, and answers without the key
        nonce = stranger.recv_bytes()
        stranger.send_bytes(bytes(32))
        proof = stranger.recv_bytes()
        assert served.address.key not in (nonce, proof)
        stranger.send_bytes(bytes(32))
        with pytest.raises((EOFError, OSError)):
            stranger.recv_bytes()


@pytest.mark.parametrize(
    "question",
    [b"", b"\x80\x04K\x01.", b"[1]", b'{"do": "arm", "with": {"request": 7}}', b'{"with": 3}'],
)
def test_nonsense_harms_only_who_sends_it(served: Served, question: bytes) -> None:
    with channel.call(served.address) as connection:
        connection.send_bytes(question)
        try:
            answer = records.load(dict, connection.recv_bytes())
        except (EOFError, OSError):
            answer = {"error": "sent away"}
        assert "error" in answer
    assert served.client.status() == RecorderStatus()


def test_unknown_questions_are_errors(served: Served) -> None:
    with channel.call(served.address) as connection:
        connection.send_bytes(records.dump({"do": "format disk"}))
        assert "error" in records.load(dict, connection.recv_bytes())


def test_where_no_recorder_runs_none_is_started_to_ask(tmp_path: Path) -> None:
    client = RecorderClient(AppPaths.below(tmp_path), lambda: tmp_path)
    assert client.status() == RecorderStatus()
    with pytest.raises(Exception, match="No recorder is running"):
        client.stop()
    assert not (tmp_path / "data").exists()


def test_an_address_of_a_dead_recorder_is_no_recorder(tmp_path: Path) -> None:
    paths = AppPaths.below(tmp_path)
    paths.data.mkdir()
    channel.Address(str(tmp_path / "gone.sock"), bytes(32), 1, "").write(paths.data)
    assert RecorderClient(paths, lambda: tmp_path).status() == RecorderStatus()


def test_a_state_is_told_apart_from_progress() -> None:
    events: list[tuple[str, str, dict[str, Any]]] = []
    hear = announce(lambda topic, kind, data: events.append((topic, kind, data)))
    recording = RecorderStatus(RecorderState.RECORDING, "id")
    for status in (recording, replace(recording, elapsed_ms=5, size=7), replace(recording, message="Oh.")):
        hear(status)
    assert [event[:2] for event in events] == [("recorder", kind) for kind in ("state", "progress", "state")]
    assert events[1][2]["elapsed_ms"] == 5
