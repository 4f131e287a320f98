"""The recorder as a person has it: its process, a real screen, a real sound server, real speech."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.cli.main import exit_code
from stormdat_core.errors import SourceLost, WrongStep
from stormdat_core.model.media import RecorderState, RecordingRequest, Region, Role
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.service import channel
from tests.rig import display, ended, kill, lives, needs_display, process_of, recorder, until
from tests.sound import (
    SoundServer,
    alignment,
    needs_sound,
    needs_speech,
    played,
    sound_server,
    spoken,
    tracks,
)

# One process for this module: its screen and sound server are shared, and so is the processor.
pytestmark = [pytest.mark.engine, needs_display, needs_sound, pytest.mark.xdist_group("recorder")]

FOX = "The quick brown fox jumps over the lazy dog."
ELEPHANTS = "Seven purple elephants attend the meeting."


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with display("640x480", "bars") as name:
        yield name


@pytest.fixture(scope="module")
def sound() -> Iterator[SoundServer]:
    with sound_server() as server:
        yield server


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, screen: str, sound: SoundServer) -> Iterator[RecorderClient]:
    with recorder(monkeypatch, DISPLAY=screen, **sound.variables) as client:
        yield client


def everything(folder: Path, **more: object) -> RecordingRequest:
    values = {"monitor": 1, "microphone": "default", "system": "default", **more}
    return RecordingRequest(folder, **values)  # type: ignore[arg-type]


@needs_speech
def test_each_source_is_on_its_own_track(client: RecorderClient, sound: SoundServer, tmp_path: Path) -> None:
    fox, elephants = spoken(tmp_path / "fox.wav", FOX), spoken(tmp_path / "e.wav", ELEPHANTS, "en-gb")
    client.start(everything(tmp_path))
    players = [sound.play("speakers", fox), sound.play("micfeed", elephants)]
    until(
        lambda: all(one.level_db > -40 for one in client.status().sources if one.role is not Role.SCREEN),
        "levels",
    )
    for player in players:
        player.wait(20)
    recording = client.stop()
    mix, microphone, system = tracks(recording.path)
    assert alignment(system, played(fox))[0] >= 0.998
    assert alignment(microphone, played(elephants))[0] >= 0.998
    assert abs(alignment(system, played(elephants))[0]) < 0.1
    assert abs(alignment(microphone, played(fox))[0]) < 0.1
    assert min(alignment(mix, played(fox))[0], alignment(mix, played(elephants))[0]) > 0.3
    assert recording.gaps == ()


def test_a_recording_as_a_person_makes_it(client: RecorderClient, tmp_path: Path) -> None:
    sources = client.sources()
    assert sources.problems == ()
    assert [(one.area.width, one.area.height) for one in sources.monitors] == [(640, 480)]
    assert [one.name for one in sources.sounds if one.default] == ["Speakers", "VirtualMic"]
    assert client.thumbnail(1, 320).startswith(b"\x89PNG")
    assert client.arm(everything(tmp_path, marking="CUI", title="Review")).state is RecorderState.ARMED
    assert not list(tmp_path.iterdir()), "nothing is kept while armed"
    client.start()
    time.sleep(1)
    assert client.marker("here").note == "here"
    assert client.still().read_bytes().startswith(b"\x89PNG")
    client.pause()
    before = client.status().elapsed_ms
    with pytest.raises(WrongStep, match="the recording is paused"):
        client.pause()
    time.sleep(0.5)
    assert client.status().elapsed_ms - before < 50
    client.resume()
    time.sleep(0.5)
    recording = client.stop()
    assert (recording.title, recording.marking) == ("Review", "CUI")
    assert "CUI Review" in recording.path.name
    assert 1400 <= recording.duration_ms <= 3500
    assert recording.frames >= 10
    assert client.status().state is RecorderState.DONE
    with pytest.raises(WrongStep, match="the last recording is finished"):
        client.stop()


def test_a_region_and_sound_alone(client: RecorderClient, tmp_path: Path) -> None:
    client.start(RecordingRequest(tmp_path, region=Region(600, 100, 101, 51), seconds=0.6))
    ended(client)
    client.start(RecordingRequest(tmp_path, microphone="VirtualMic", seconds=0.6))
    assert ended(client).state is RecorderState.DONE
    sidecars = [json.loads(path.read_text()) for path in sorted(tmp_path.glob("*.recording.json"))]
    assert [(one["width"], one["height"]) for one in sidecars] == [(40, 50), (0, 0)]
    assert [track["role"] for track in sidecars[1]["tracks"]] == ["mix", "microphone"]


def test_a_discarded_recording_leaves_nothing(client: RecorderClient, tmp_path: Path) -> None:
    client.start(everything(tmp_path / "out"))
    time.sleep(0.7)
    client.still()
    client.discard()
    assert list((tmp_path / "out").iterdir()) == []
    assert client.status().state is RecorderState.IDLE


def test_sources_that_are_not_there(client: RecorderClient, tmp_path: Path) -> None:
    with pytest.raises(SourceLost, match=r"There is no monitor 7\.") as caught:
        client.start(everything(tmp_path, monitor=7))
    assert "Choose one of: 1" in caught.value.hint
    with pytest.raises(SourceLost, match="There is no microphone “Studio”"):
        client.start(everything(tmp_path, microphone="Studio"))
    assert client.status().state is RecorderState.IDLE


def test_a_machine_with_nothing_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with recorder(monkeypatch, PULSE_SERVER=f"unix:{tmp_path}/none", XDG_RUNTIME_DIR=str(tmp_path)) as client:
        screen, sound = client.sources().problems
    assert "DISPLAY is not set" in screen
    assert "no sound server" in sound
    assert "pulseaudio" in sound


def test_a_recorder_that_sees_another_screen_makes_way(
    client: RecorderClient, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    monkeypatch.delenv("DISPLAY")
    assert client.sources().monitors == ()
    monkeypatch.setenv("DISPLAY", screen)
    assert len(client.sources().monitors) == 1


def test_a_device_that_is_unplugged_is_noticed_and_replaced(
    client: RecorderClient, sound: SoundServer, tmp_path: Path
) -> None:
    sound.add_microphone("headset", "Headset")
    client.start(everything(tmp_path, monitor=None, microphone="headset"))
    time.sleep(0.5)
    gone = sound.unload("source_name=headset")

    def microphone() -> "tuple[bool, str, str]":
        one = next(one for one in client.status().sources if one.role is Role.MICROPHONE)
        return one.alive, one.device, one.trouble

    trouble = until(lambda: microphone()[2], "the loss")
    noticed = time.monotonic() - gone
    assert noticed < 1.0
    assert "Headset is gone." in trouble
    until(lambda: microphone()[:2] == (True, "VirtualMic"), "the replacement")
    time.sleep(1)
    elapsed, recording = time.monotonic(), client.stop()
    elapsed = time.monotonic() - elapsed
    gap = next(gap for gap in recording.gaps if gap.role is Role.MICROPHONE)
    assert "Headset is gone" in gap.reason
    assert gap.end_ms - gap.start_ms > 1500
    lengths = [len(track) for track in tracks(recording.path)]
    assert max(lengths) - min(lengths) <= 960, "the timeline is the same for all"
    print(f"noticed after {noticed:.3f} s")


@needs_speech
def test_a_sound_server_that_dies_and_comes_back(
    client: RecorderClient, sound: SoundServer, tmp_path: Path
) -> None:
    fox = spoken(tmp_path / "fox.wav", FOX)
    client.start(everything(tmp_path, monitor=None))
    begin = time.monotonic()
    time.sleep(0.7)
    sound.stop()
    until(lambda: not any(one.alive for one in client.status().sources), "the loss")
    sound.start()
    until(lambda: all(one.alive for one in client.status().sources), "the return")
    time.sleep(1)
    sound.play("speakers", fox).wait(20)
    recording = client.stop()
    whole = time.monotonic() - begin
    assert recording.duration_ms == pytest.approx(whole * 1000, abs=600)
    assert {gap.role for gap in recording.gaps} == {Role.MICROPHONE, Role.SYSTEM}
    # That it is this sound and no other; how exactly it is kept is measured where no server has just started.
    assert alignment(tracks(recording.path)[2], played(fox))[0] >= 0.5


def test_the_recorder_survives_who_started_it_and_is_found_again(
    client: RecorderClient, tmp_path: Path
) -> None:
    code = """
import sys, time
from pathlib import Path
from stormdat_core.model.media import RecordingRequest
from stormdat_core.paths import AppPaths
from stormdat_core.recording.client import RecorderClient
paths = AppPaths.below(Path(sys.argv[1]))
RecorderClient(paths, lambda: paths.recordings).start(RecordingRequest(Path(sys.argv[2]), monitor=1))
print("recording", flush=True)
time.sleep(60)
"""
    base = client.paths.data.parent
    command = [sys.executable, "-c", code, str(base), str(tmp_path)]
    window = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert window.stdout
    assert window.stdout.readline() == "recording\n"
    os.killpg(window.pid, signal.SIGKILL)
    window.communicate()
    assert client.status().state is RecorderState.RECORDING
    before = client.status().frames
    until(lambda: client.status().frames > before + 5, "more pictures")
    assert client.stop().frames > before


def test_a_killed_recorder_is_noticed_and_its_recording_repaired(
    client: RecorderClient, tmp_path: Path
) -> None:
    heard = []
    client.follow(heard.append)
    client.start(everything(tmp_path))
    until(lambda: any(one.state is RecorderState.RECORDING for one in heard), "the state")
    time.sleep(2)
    elapsed = client.status().elapsed_ms
    os.kill(process_of(client.paths), signal.SIGKILL)
    failed = until(
        lambda: next((one for one in heard if one.state is RecorderState.FAILED), None), "the failure"
    )
    assert "can be repaired" in failed.message
    (one,) = client.unfinished(tmp_path)
    recording = client.recover(one.id, tmp_path)
    assert recording.recovered
    assert recording.duration_ms > elapsed - 1000
    assert client.unfinished(tmp_path) == ()


def test_a_second_client_sees_the_same(client: RecorderClient, tmp_path: Path) -> None:
    other = RecorderClient(client.paths, lambda: tmp_path)
    client.start(everything(tmp_path, title="One"))
    assert (other.status().state, other.status().title) == (RecorderState.RECORDING, "One")
    with pytest.raises(WrongStep, match="a recording is under way"):
        other.start(everything(tmp_path))
    other.stop()
    assert client.status().state is RecorderState.DONE
    kill(client.paths)


def test_an_idle_recorder_ends_by_itself(client: RecorderClient, tmp_path: Path) -> None:
    data = client.paths.data
    data.mkdir(parents=True)
    command = ["-m", "stormdat_core.cli", "--worker", "recorder", str(data), str(tmp_path / "log"), "0.5"]
    with subprocess.Popen([sys.executable, *command]) as process:
        until(client._link.running, "an answer").close()
        assert process.wait(20) == 0
    assert list(data.glob("recorder*")) == [data / "recorder.lock"]


def test_a_recorder_that_nobody_can_find_any_more_ends_well(client: RecorderClient, tmp_path: Path) -> None:
    client.start(RecordingRequest(tmp_path, monitor=1))
    data, process = client.paths.data, process_of(client.paths)
    (data / channel.ADDRESS).unlink()
    until((data / channel.ADDRESS).exists, "the address again")
    shutil.rmtree(data)
    until(lambda: not lives(process), "the end")
    assert len(list(tmp_path.glob("*.recording.json"))) == 1


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """Run the command and return what it printed."""
    assert exit_code(["record", *arguments]) == code
    out, err = capsys.readouterr()
    return out, err


def test_the_command_records_and_prints_what(
    client: RecorderClient, tmp_path: Path, command_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--screen", "1", "--mic", "none", "--system", "Speakers", "--seconds", "1", "--fps", "10"]
    recording = json.loads(told(capsys, *words, "--out", str(tmp_path), "--format", "json")[0])
    assert Path(recording["path"]).parent == tmp_path
    assert recording["duration_ms"] == pytest.approx(1000, abs=250)
    assert [track["role"] for track in recording["tracks"]] == ["screen", "mix", "system"]
    listed = json.loads(told(capsys, "--list-sources")[0])
    assert [one["name"] for one in listed["sounds"]] == ["Speakers", "MicFeed", "VirtualMic"]


def test_the_command_says_what_happens_on_the_way(
    client: RecorderClient,
    sound: SoundServer,
    tmp_path: Path,
    command_data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def change() -> None:
        until(lambda: client.status().elapsed_ms > 500, "a recording")
        sound.pactl("set-default-sink", "micfeed")
        until(lambda: client.status().events, "the change")
        sound.pactl("set-default-sink", "speakers")

    changing = threading.Thread(target=change)
    changing.start()
    words = ["--screen", "none", "--mic", "none", "--system", "default", "--seconds", "4"]
    _, said = told(capsys, *words, "--out", str(tmp_path))
    changing.join()
    assert "The system's output is MicFeed now, no longer Speakers." in said
    assert said.count("is MicFeed now") == 1


def test_ctrl_c_stops_the_command_cleanly(client: RecorderClient, tmp_path: Path, command_data: Path) -> None:
    # A shell's background job ignores Ctrl+C, and so would all that these tests start there.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "stormdat_core.cli", "record"]
    command += ["--out", str(tmp_path), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            until(lambda: client.status().elapsed_ms > 800, "a recording", 40)
            os.killpg(process.pid, signal.SIGINT)
            out, _ = process.communicate(timeout=40)
        finally:
            process.kill()
    assert process.returncode == 0
    assert json.loads(out)["duration_ms"] > 800


def test_the_command_says_in_a_sentence_what_is_wrong(
    client: RecorderClient, tmp_path: Path, command_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = told(capsys, "--screen", "9", "--out", str(tmp_path), code=2)
    assert said == "stormdat: There is no monitor 9. Choose one of: 1; or 0 for all.\n"
    assert "write LEFT,TOP,WIDTHxHEIGHT" in told(capsys, "--region", "everything", code=64)[1]


@pytest.fixture
def command_data(client: RecorderClient, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command use the data folder of the test's client."""
    base = client.paths.data.parent
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(base))
    return base
