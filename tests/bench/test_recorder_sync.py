"""Flash and beep at the same moments: how far apart are they in the recording?

A picture is of the moment it was looked at, so a flash is late by half the time between two looks on average. The
moments come at all phases of the looks: at whole seconds they would all be late by the same part of a frame, another
one in each run. `STORMDAT_SYNC_SECONDS` sets how long (180).
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest

from stormdat_core.model.media import RecordingRequest
from tests.rig import display, needs_display, recorder, showing
from tests.sound import RATE, SoundServer, needs_sound, sound_server, tracks

pytestmark = [pytest.mark.soak, needs_display, needs_sound]

SECONDS = float(os.environ.get("STORMDAT_SYNC_SECONDS", "180"))
FRAMES = 30
PERIOD = 1.01
"""Seconds between two flashes: no multiple of a frame's time."""


@contextmanager
def beeping(sound: SoundServer) -> Iterator[None]:
    command = [sys.executable, str(Path(__file__).parents[1] / "beeping.py"), str(PERIOD)]
    environ = {**sound.environ, "PULSE_SINK": "speakers"}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(2)
        yield
    finally:
        process.kill()
        process.communicate()


def flashes(media: Path) -> list[float]:
    """Return when the square becomes white, by the stamps of the pictures."""
    found, before = [], True
    with av.open(str(media)) as container:
        for frame in container.decode(video=0):
            light = frame.to_ndarray(format="gray")[100:300, 100:300].mean() > 128
            if light and not before:
                found.append(float(frame.time or 0.0))
            before = light
    return found


def beeps(media: Path) -> list[float]:
    loud = np.flatnonzero(np.abs(tracks(media)[1]) > 0.05)
    first = loud[np.insert(np.diff(loud) > RATE // 2, 0, True)]
    return [float(at) / RATE for at in first]


def gaps(
    seen: list[float], heard: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    drawn: "np.ndarray[tuple[int], np.dtype[np.float64]]", begin: float,
) -> Iterator[float]:  # fmt: skip
    """Yield flash minus beep for each pair, less what the flash was drawn late by its own program."""
    for at in seen:
        moment = drawn[np.abs(drawn - at).argmin()] + begin
        gap = at - (moment - round(moment / PERIOD) * PERIOD) - heard[np.abs(heard - at).argmin()]
        if abs(gap) < 0.4:
            yield gap


def test_flash_and_beep_stay_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (
        sound_server() as sound,
        display("640x480") as name,
        showing(name, f"flash:{PERIOD}") as shown,
        beeping(sound),
        recorder(monkeypatch, DISPLAY=name, **sound.variables) as client,
    ):
        assert shown is not None
        client.start(RecordingRequest(tmp_path, monitor=1, system="default", frame_rate=FRAMES))
        begin = time.monotonic() - client.status().elapsed_ms / 1000
        time.sleep(SECONDS)
        recording = client.stop()
        shown.kill()
        drawn = np.array([float(line.split()[1]) for line in shown.communicate()[0].splitlines()])
    heard = np.array(beeps(recording.path))
    apart = np.array(list(gaps(flashes(recording.path), heard, drawn - begin, begin))) * 1000
    trend = np.polyfit(np.arange(len(apart)) * PERIOD / 60, apart, 1)[0]
    half = 500 / FRAMES
    print(
        f"\n{len(apart)} pairs: flash - beep {apart.mean():+.1f} ms (half a frame is {half:.1f}), sd "
        f"{apart.std():.1f}, half of all within {np.percentile(apart, 25):.1f}..{np.percentile(apart, 75):.1f}, all "
        f"within {apart.min():.1f}..{apart.max():.1f}, trend {trend:+.2f} ms/min; "
        f"{recording.frames} frames, {recording.dropped} dropped"
    )
    assert len(apart) > 0.9 * SECONDS / PERIOD
    assert abs(apart.mean() - half) < 15
    assert apart.std() < 10
