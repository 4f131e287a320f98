"""What recording the screen costs, beside FFmpeg's own recorder with the same codec in the same run.

Cost is processor time per picture, of the recorder and of the X server together, the pair in turns so that both
meet the same neighbours. Ours includes fsync, journal and everything else that FFmpeg does not do.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

import psutil
import pytest

from stormdat_core.model.media import RecordingRequest
from stormdat_core.recording.files.container import _PICTURE
from tests.rig import display, needs_display, process_of, recorder, until

pytestmark = [
    pytest.mark.soak,
    needs_display,
    pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg"),
]

SECONDS = 8.0
SIZE = os.environ.get("STORMDAT_SCREEN", "1920x1080")
ROUNDS = 3


def seconds_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def x_server() -> psutil.Process:
    """Return the X server that this test has started."""
    return next(child for child in psutil.Process().children() if child.name() == "Xvfb")


def ours(monkeypatch: pytest.MonkeyPatch, name: str, folder: Path, rate: int) -> tuple[float, int, int]:
    """Record, and return seconds of processor, pictures and dropped ones."""
    with recorder(monkeypatch, DISPLAY=name) as client:
        client.arm(RecordingRequest(folder, monitor=1, frame_rate=rate))
        process, server = psutil.Process(process_of(client.paths)), x_server()
        client.start()
        time.sleep(1)  # past the first key frame and its fragment, as below
        before, first = seconds_of(process) + seconds_of(server), client.status()
        time.sleep(SECONDS)
        cost, last = seconds_of(process) + seconds_of(server) - before, client.status()
        client.stop()
    return cost, last.frames - first.frames, last.dropped - first.dropped


def ffmpeg(name: str, folder: Path, rate: int) -> tuple[float, int, int]:
    """Let FFmpeg record the same; its pictures are read from its own progress."""
    options = [word for key, value in _PICTURE.items() for word in (f"-{key}", value)]
    command = [
        "ffmpeg", "-y", "-f", "x11grab", "-framerate", str(rate), "-video_size", SIZE, "-i", name,
        "-pix_fmt", "yuv420p", "-c:v", "libvpx-vp9", "-b:v", "0", "-g", str(2 * rate), "-threads", "2",
        *options, "-movflags", "empty_moov+default_base_moof", "-frag_duration", "500000", "-flush_packets", "1",
        "-progress", "pipe:1", "-stats_period", "0.2", "-nostats", "-loglevel", "error",
        str(folder / "ffmpeg.mp4"),
    ]  # fmt: skip
    with (folder / "progress").open("w+") as told:
        process = subprocess.Popen(command, stdout=told, stdin=subprocess.DEVNULL)
        try:
            own, server = psutil.Process(process.pid), x_server()
            until(lambda: progress(folder) > rate, "a second of FFmpeg's recording", 60)
            before, first = seconds_of(own) + seconds_of(server), progress(folder)
            time.sleep(SECONDS)
            cost, last = seconds_of(own) + seconds_of(server) - before, progress(folder)
        finally:
            process.terminate()
            process.wait(30)
    due = round(SECONDS * rate)
    return cost, last - first, max(0, due - (last - first))


def progress(folder: Path) -> int:
    """Return how many pictures FFmpeg says it has written, 0 before it says anything."""
    said = re.findall(r"^frame=(\d+)", (folder / "progress").read_text(), re.MULTILINE)
    return int(said[-1]) if said else 0


@pytest.mark.parametrize("rate", [15, 30])
def test_a_picture_costs_what_it_costs_ffmpeg(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rate: int
) -> None:
    with display(SIZE, "bars") as name:
        rows = [
            (ours(monkeypatch, name, tmp_path, rate), ffmpeg(name, tmp_path, rate)) for _ in range(ROUNDS)
        ]
    cost = [[1000 * one[0] / one[1] for one in side] for side in zip(*rows, strict=True)]
    dropped = [sum(one[2] for one in side) for side in zip(*rows, strict=True)]
    ratio = median(a / b for a, b in zip(*cost, strict=True))
    print(f"\n{SIZE} at {rate}: ours {cost[0]} ms, ffmpeg {cost[1]} ms, ratio {ratio:.2f}, dropped {dropped}")
    assert ratio <= 1.1
    assert dropped[0] <= dropped[1] + 1


def test_a_still_desktop_costs_next_to_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The recorder's own time; the X server's is stated beside it."""
    with display(SIZE, "still") as name, recorder(monkeypatch, DISPLAY=name) as client:
        client.arm(RecordingRequest(tmp_path, monitor=1, frame_rate=15))
        process, server = psutil.Process(process_of(client.paths)), x_server()
        client.start()
        time.sleep(2)
        before, at = (seconds_of(process), seconds_of(server)), time.monotonic()
        time.sleep(20)
        whole = time.monotonic() - at
        share, shown = ((seconds_of(p) - b) / whole for p, b in zip((process, server), before, strict=True))
        client.stop()
    print(f"\nstill {SIZE} at 15: {share:.2%} of a core, X server {shown:.2%}")
    assert share <= 0.03
