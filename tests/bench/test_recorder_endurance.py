"""A long recording of moving pictures and two sources of sound: what grows in the recorder, and what must not.

The index of the ordinary file that a clean end makes of the fragments grows with the packets; nothing else does.

For two hours: `STORMDAT_SOAK_MINUTES=120 python -m pytest tests/bench/test_recorder_endurance.py -m soak -s`
"""

import os
import time
from pathlib import Path
from statistics import linear_regression

import psutil
import pytest

from stormdat_core.model.media import RecorderState, RecordingRequest
from tests.rig import display, needs_display, process_of, recorder
from tests.sound import needs_sound, sound_server

pytestmark = [pytest.mark.soak, needs_display, needs_sound]

MINUTES = float(os.environ.get("STORMDAT_SOAK_MINUTES", "12"))
WARM_UP_S = min(60.0, MINUTES * 15)
PACKET = 92 / 2**20
"""MiB that libavformat keeps of each packet until the end, for the index of the ordinary file: measured over two
hours of packets without encoders."""
SOUND_PACKETS = 3 / 0.06
"""Each second: mix, microphone and system sound, in packets of 60 ms."""


def test_memory_and_descriptors_stay_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        sound_server() as sound,
        display("1280x720", "bars") as name,
        recorder(monkeypatch, DISPLAY=name, **sound.variables) as client,
    ):
        client.start(RecordingRequest(tmp_path, monitor=1, microphone="default", system="default", live=True))
        rows = watch(psutil.Process(process_of(client.paths)), MINUTES * 60)
        assert client.status().state is RecorderState.RECORDING
        recording = client.stop()
    late = [row for row in rows if row[0] > WARM_UP_S]
    slope = linear_regression([row[0] for row in late], [row[1] for row in late]).slope * 3600
    seconds = late[-1][0] - late[0][0]
    growth = late[-1][1] - late[0][1]
    index = seconds * (SOUND_PACKETS + recording.frames / (MINUTES * 60)) * PACKET
    print(
        f"\n{MINUTES:g} min: {late[0][1]:.1f} -> {late[-1][1]:.1f} MiB, slope {slope:+.2f} MiB/h, the index alone "
        f"{index * 3600 / seconds:+.2f}; descriptors "
        f"{min(r[2] for r in late)}..{max(r[2] for r in late)}, threads {min(r[3] for r in late)}.."
        f"{max(r[3] for r in late)}; {recording.frames} frames, {recording.dropped} dropped, "
        f"{recording.size / 1e6:.1f} MB, {recording.duration_ms / 1000:.1f} s, gaps {len(recording.gaps)}"
    )
    assert growth < index + 12
    assert max(row[2] for row in late) - min(row[2] for row in late) <= 2
    assert recording.duration_ms == pytest.approx(MINUTES * 60_000, rel=0.02, abs=1500)


def watch(process: psutil.Process, seconds: float) -> list[tuple[float, float, int, int]]:
    """Return time, memory (MiB), descriptors and threads, every two seconds."""
    begin, rows = time.monotonic(), []
    while (now := time.monotonic() - begin) < seconds:
        memory = process.memory_info().rss / 2**20
        rows.append((now, memory, process.num_fds(), process.num_threads()))
        time.sleep(2)
    return rows
