"""The sound server is asked again and again while outputs are listened to, and the process lives."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from stormdat_core.recording.capture.pulse import PulseServer
from tests.rig import until
from tests.sound import SoundServer, needs_sound, sound_server

pytestmark = [pytest.mark.engine, needs_sound, pytest.mark.xdist_group("recorder")]

_RATES = """
from stormdat_core.recording.capture.pulse import PulseServer
server = PulseServer()
for _ in range(2_000):
    rates = {device.id: device.rate for device in server.devices()}
    assert set(rates.values()) == {48_000, 44_100} and rates["other.monitor"] == 44_100, rates
server.close()
"""
_ASKING = """
from stormdat_core.recording.capture.pulse import PulseServer
server = PulseServer()
before = server.devices()
for _ in range(20):
    assert server.other_output("mic.monitor") == "Speakers"
    for _ in range(40):
        assert server.devices() == before
server.close()
"""


@pytest.fixture(scope="module")
def playing() -> Iterator[SoundServer]:
    """A server with noise on its speakers."""
    with sound_server() as server:
        command = ["pacat", "-p", "-d", "speakers", "--raw", "--latency-msec=10", "/dev/urandom"]
        player = subprocess.Popen(command, env=server.environ)
        try:
            until(lambda: "pacat" in server.pactl("list", "sink-inputs"), "the noise")
            yield server
        finally:
            player.kill()
            player.wait()


def test_what_listened_to_an_output_is_gone_with_its_answer(
    playing: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in playing.variables.items():
        monkeypatch.setenv(name, value)
    server = PulseServer()
    assert server.other_output("mic.monitor") == "Speakers"
    assert server.other_output("speakers.monitor") == ""
    assert "peak detect" not in playing.pactl("list", "source-outputs")
    server.close()


def asked(script: str, server: SoundServer) -> tuple[int, str]:
    """Return how a process that runs a script ended, and what it complained of."""
    command = [sys.executable, "-X", "faulthandler", "-c", script]
    ended = subprocess.run(command, env=os.environ | server.environ, capture_output=True, text=True)
    return ended.returncode, ended.stderr


def test_rates_are_read_while_they_are_there(playing: SoundServer) -> None:
    number = playing.pactl("load-module", "module-null-sink", "sink_name=other", "rate=44100")
    try:
        assert asked(_RATES, playing) == (0, "")
    finally:
        playing.pactl("unload-module", number.strip())


def test_a_process_that_listens_and_asks_lives(playing: SoundServer) -> None:
    """What is freed too early is called only now and then: in two of three runs of half this length."""
    assert asked(_ASKING, playing) == (0, "")
