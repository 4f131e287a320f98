"""Recorders killed at random instants and disks that fill up: what is lost, and whether every file opens.

python build_scripts/dev.py test -m soak -k recording_kills -s
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import av
import pytest

from stormdat_core.recording.unfinished.recovery import recover, unfinished
from stormdat_core.recording.unfinished.remux import is_fragmented, survey

KILLS = 20
FULL = 10
FRAGMENT = 0.5


@dataclass(frozen=True, slots=True)
class Loss:
    """What a kill took."""

    phase: float
    """Seconds since the last fragment was written, at the kill."""
    sound: float
    picture: float
    delay: float
    """How far behind the system was: the wall-clock seconds a thread that wanted to wait 5 ms waited longer."""


def ffprobe_reads(path: Path) -> bool:
    if shutil.which("ffprobe") is None:
        return True
    command = [
        "ffprobe",
        "-v",
        "error",
        "-count_frames",
        "-show_entries",
        "stream=nb_read_frames",
        "-of",
        "csv",
        path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    counts = [int(line.split(",")[1]) for line in done.stdout.split() if line.split(",")[1].isdigit()]
    return done.returncode == 0 and len(counts) == 4 and min(counts) > 0


def decodes(path: Path) -> bool:
    """Tell whether PyAV decodes every picture and every sound track to its end."""
    with av.open(str(path)) as media:
        counts = [sum(1 for _ in _frames(media, index)) for index in range(len(media.streams))]
    return len(counts) == 4 and min(counts) > 0


def _frames(media: av.container.InputContainer, index: int) -> object:
    media.seek(0)
    yield from media.decode(media.streams[index])


def kill_one(folder: Path, kind: str, after: float) -> Loss:
    command = [sys.executable, "-m", "tests.core.recording.writer", str(folder), kind]
    recorder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert recorder.stdout is not None
    begun = json.loads(recorder.stdout.readline())
    media = Path(begun["media"])
    time.sleep(max(0.0, begun["origin"] + after - time.monotonic()))
    before = time.monotonic()
    time.sleep(0.005)
    delay = time.monotonic() - before - 0.005
    elapsed, phase = time.monotonic() - begun["origin"], time.time() - media.stat().st_mtime
    recorder.kill()
    recorder.communicate()
    assert is_fragmented(media)
    ends = survey(media).ends
    assert decodes(media), media
    assert ffprobe_reads(media), media
    return Loss(phase, elapsed - float(min(ends[1], ends[2], ends[3])), elapsed - float(ends[0]), delay)


@pytest.mark.soak
@pytest.mark.skipif(os.name == "nt", reason="kills with a POSIX signal")
@pytest.mark.parametrize("kind", ["moving", "still"])
def test_kills_spread_over_the_fragment(tmp_path: Path, kind: str) -> None:
    chance = random.Random(11)
    losses = []
    for number in range(KILLS):
        after = 3.0 + chance.random() + FRAGMENT * number / KILLS
        losses.append(kill_one(tmp_path, kind, after))
    for loss in sorted(losses, key=lambda loss: loss.phase):
        print(
            f"{kind:7} {loss.phase * 1000:5.0f} ms into a fragment: sound {loss.sound * 1000:5.0f} ms lost, "
            f"picture {loss.picture * 1000:5.0f} ms (load 5 ms sleep late by {loss.delay * 1000:.0f} ms)"
        )
    worst = max(loss.sound for loss in losses)
    mean = sum(loss.sound for loss in losses) / KILLS
    print(f"{kind}: mean {mean * 1000:.0f} ms, maximum {worst * 1000:.0f} ms of sound lost")
    found = unfinished(tmp_path)
    assert len(found) == KILLS
    for one in found:
        recording = recover(one.path)
        assert not is_fragmented(one.path)
        assert decodes(one.path)
        assert ffprobe_reads(one.path)
        assert recording.duration_ms > 1000
    assert worst <= 1.0


def namespaces() -> bool:
    """Tell whether a small file system of one's own can be had."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    done = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    return done.returncode == 0


@pytest.mark.soak
@pytest.mark.skipif(not namespaces(), reason="needs a file system of its own")
@pytest.mark.parametrize("kind", ["moving", "still"])
def test_disk_that_fills_up(tmp_path: Path, kind: str) -> None:
    chance = random.Random(12)
    worst = 0.0
    for number in range(FULL):
        kib = round((600 if kind == "moving" else 260) * (1 + number / FULL) + chance.random() * 40)
        facts = fill_one(tmp_path / f"{kind}{number}", kind, kib)
        kept = facts["kept_ms"] / 1000
        print(
            f"{kind:7} {kib} KiB: full after {facts['elapsed']:.2f} s, {facts['elapsed'] - kept:.2f} s not kept"
        )
        assert "disk is full" in facts["failure"]
        worst = max(worst, facts["elapsed"] - kept)
    print(f"{kind}: at most {worst:.2f} s before the full disk not kept")
    assert worst <= 1.0


SCRIPT = """
mount -t tmpfs -o size={kib}k none {disk} || exit 9
{python} -m tests.core.recording.writer {disk} {kind} > {out}/told.jsonl
cp {disk}/* {out}/
"""


def fill_one(folder: Path, kind: str, kib: int) -> dict[str, float | str]:
    """Record to a disk of that size until it is full; look at what is left, and repair it elsewhere."""
    disk, out = folder / "disk", folder / "out"
    disk.mkdir(parents=True)
    out.mkdir()
    script = SCRIPT.format(kib=kib, disk=disk, out=out, kind=kind, python=sys.executable)
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, timeout=120)
    told = (out / "told.jsonl").read_text().splitlines()
    assert len(told) == 2, done.stderr
    facts: dict[str, float | str] = json.loads(told[1])
    media = next(out.glob("*.mp4"))
    assert decodes(media)
    assert ffprobe_reads(media)
    ends = survey(media).ends
    facts["kept_ms"] = round(float(min(ends[1], ends[2], ends[3])) * 1000)
    (left,) = unfinished(out)
    assert recover(left.path).duration_ms >= facts["kept_ms"]
    assert not is_fragmented(media)
    return facts
