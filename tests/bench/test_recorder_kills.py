"""Killed at random instants: the recorder, the program that started it, the sound server. What is lost?

`python -m pytest tests/bench/test_recorder_kills.py -m soak -s`; STORMDAT_KILLS sets how many of each (20).
Loss is counted on the audio timeline: from where the sound of the repaired file ends to the moment of the kill.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.model.media import RecorderState, RecordingRequest, Role
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.files.journal import read_journal
from stormdat_core.recording.files.names import files_of
from tests.rig import display, needs_display, process_of, recorder, until
from tests.sound import RATE, needs_sound, sound_server, tracks

pytestmark = [pytest.mark.soak, needs_display, needs_sound]

KILLS = int(os.environ.get("STORMDAT_KILLS", "20"))
FRAGMENT_S = 0.5
START = """
import sys, time
from pathlib import Path
from stormdat_core.model.media import RecordingRequest
from stormdat_core.paths import AppPaths
from stormdat_core.recording.client import RecorderClient
paths = AppPaths.below(Path(sys.argv[1]))
request = RecordingRequest(Path(sys.argv[2]), monitor=1, microphone="default", system="default")
RecorderClient(paths, lambda: paths.recordings).start(request)
print("recording", flush=True)
time.sleep(600)
"""


def instants(seed: int) -> list[float]:
    """Return when to kill, in seconds, spread over all phases of a fragment."""
    chance = random.Random(seed)
    phases = [(n + chance.random()) / KILLS * FRAGMENT_S for n in range(KILLS)]
    return [1.5 + chance.randrange(4) * FRAGMENT_S + phase for phase in phases]


def elapsed(client: RecorderClient) -> float:
    """Return the recording's time now, in seconds."""
    before = time.monotonic()
    status = client.status()
    assert status.state is RecorderState.RECORDING
    return status.elapsed_ms / 1000 - (time.monotonic() + before) / 2


def report(what: str, losses: list[float], phases: list[float]) -> None:
    marks = np.percentile(losses, [0, 50, 95, 100])
    print(
        f"\n{what}, {len(losses)} kills: lost min {marks[0]:.2f}, median {marks[1]:.2f}, p95 {marks[2]:.2f}, "
        f"max {marks[3]:.2f} s; phases of the fragment {sorted(round(p, 2) for p in phases)}"
    )


@pytest.mark.parametrize("kind", ["bars", "still"])
def test_the_recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str) -> None:
    losses, phases = [], []
    with sound_server() as sound, display("1280x720", kind) as name:
        for number, wait in enumerate(instants(1)[:: 2 if kind == "still" else 1]):
            folder = tmp_path / str(number)
            with recorder(monkeypatch, DISPLAY=name, **sound.variables) as client:
                request = RecordingRequest(folder, monitor=1, microphone="default", system="default")
                client.start(request)
                offset = elapsed(client)
                time.sleep(max(0.0, wait - offset - time.monotonic()))
                os.kill(process_of(client.paths), signal.SIGKILL)
                at = time.monotonic() + offset
                (one,) = until(lambda where=folder: client.unfinished(where), "the recording")  # type: ignore[misc]
                recording = client.recover(one.id, folder)
            sounds = tracks(recording.path)
            assert len(sounds) == 3
            losses.append(at - min(map(len, sounds)) / RATE)
            phases.append(at % FRAGMENT_S)
    report(f"recorder, {kind}", losses, phases)
    assert max(losses) <= 1.0


def test_the_program_that_started_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    losses, phases = [], []
    with sound_server() as sound, display("1280x720", "bars") as name:
        for number, wait in enumerate(instants(2)):
            folder = tmp_path / str(number)
            with recorder(monkeypatch, DISPLAY=name, **sound.variables) as client:
                command = [sys.executable, "-c", START, str(client.paths.data.parent), str(folder)]
                window = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
                assert window.stdout
                assert window.stdout.readline() == "recording\n"
                offset = elapsed(client)
                time.sleep(max(0.0, wait - offset - time.monotonic()))
                os.killpg(window.pid, signal.SIGKILL)
                phases.append((time.monotonic() + offset) % FRAGMENT_S)
                window.communicate()
                time.sleep(0.6)
                at = time.monotonic() + offset
                recording = client.stop()
            assert recording.gaps == ()
            losses.append(at - min(map(len, tracks(recording.path))) / RATE)
    report("program", losses, phases)
    assert max(losses) <= 1.0


def test_the_sound_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A tone plays to both sources until the kill; lost is what of it is not on each track."""
    losses, phases, tone = [], [], tmp_path / "tone.raw"
    wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE * 30) / RATE)
    tone.write_bytes((wave * 32767).astype("<i2").tobytes())
    for number, wait in enumerate(instants(3)):
        folder = tmp_path / str(number)
        with sound_server() as sound, recorder(monkeypatch, **sound.variables) as client:
            command = [
                "pacat",
                "-p",
                "--latency-msec=20",
                "--rate=48000",
                "--format=s16le",
                "--channels=1",
                "--raw",
            ]
            players = [
                subprocess.Popen([*command, "-d", sink, tone], env=sound.environ, stderr=subprocess.DEVNULL)
                for sink in ("speakers", "micfeed")
            ]
            time.sleep(1)
            client.start(RecordingRequest(folder, microphone="default", system="default"))
            offset = elapsed(client)
            time.sleep(max(0.0, wait - offset - time.monotonic()))
            at = time.monotonic() + offset
            sound.stop()
            until(lambda: not any(one.alive for one in client.status().sources), "the loss")
            time.sleep(0.5)
            end = time.monotonic() + offset
            recording = client.stop()
            for player in players:
                player.kill()
                player.wait()
        assert recording.duration_ms / 1000 == pytest.approx(end, abs=0.3)
        assert {gap.role for gap in recording.gaps} >= {Role.MICROPHONE, Role.SYSTEM}
        assert any(line["event"] == "silence" for line in read_journal(files_of(recording.path).journal))
        ends = [np.flatnonzero(np.abs(track) > 0.1)[-1] / RATE for track in tracks(recording.path)[1:]]
        losses.append(at - min(ends))
        phases.append(at % FRAGMENT_S)
    report("sound server", losses, phases)
    assert max(losses) <= 1.0
