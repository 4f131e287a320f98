"""A process that records synthetic sources in real time until it is killed or the disk is full.

    python -m tests.core.recording.writer FOLDER moving|still [SECONDS] [WIDTH HEIGHT]

It prints a line of JSON when it has begun (the clock at the beginning), and one when it has ended by itself.
"""

import json
import secrets
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from stormdat_core.model.media import RecordingRequest, Role
from stormdat_core.recording.capture.blocks import RATE, Picture, Sound
from stormdat_core.recording.files.writing import RecordingFile

BLOCK = 960
LATENCY = 0.02


def play(file: RecordingFile, role: Role, origin: float, hertz: float, ended: threading.Event) -> None:
    """Deliver a tone in blocks of 20 ms, each 20 ms after it was over, as a sound server does."""
    number = 0
    while not ended.is_set():
        begin = origin + number * BLOCK / RATE
        ended.wait(max(0.0, begin + BLOCK / RATE + LATENCY - time.monotonic()))
        seconds = (number * BLOCK + np.arange(BLOCK)) / RATE
        samples = (0.3 * np.sin(2 * np.pi * hertz * seconds)).astype(np.float32)[:, None]
        file.sound(role, Sound(begin, samples))
        number += 1


def show(file: RecordingFile, size: tuple[int, int], moving: bool, ended: threading.Event) -> None:
    """Look at a screen 15 times a second; a still one is the same at every look but the first."""
    width, height = size
    chance = np.random.default_rng(3)
    page = np.full((height, width, 4), 240, np.uint8)
    page[::7, ::3] = chance.integers(0, 200, (len(page[::7]), len(page[0, ::3]), 1), dtype=np.uint8)
    number = 0
    while not ended.is_set():
        now = time.monotonic()
        if moving or number == 0:
            picture = page.copy()
            left = (number * 9) % max(1, width - 100)
            picture[40:90, left : left + 100] = chance.integers(0, 255, (50, 100, 4), dtype=np.uint8)
            file.picture(Picture(now, memoryview(picture).cast("B"), width, height))
        else:
            file.repeat(now)
        number += 1
        ended.wait(max(0.0, now + 1 / 15 - time.monotonic()))


def main(folder: str, kind: str, seconds: str = "60", width: str = "640", height: str = "360") -> None:
    size = (int(width), int(height))
    ended = threading.Event()
    request = RecordingRequest(Path(folder), "Kill", monitor=1, live=True)
    file = RecordingFile(
        request,
        secrets.token_hex(16),
        datetime.now(UTC),
        size,
        (Role.MICROPHONE, Role.SYSTEM),
        time.monotonic,
        on_failure=lambda _: ended.set(),
    )
    origin = file.timeline.moment(0)
    print(json.dumps({"origin": origin, "media": str(file.files.media)}), flush=True)
    threads = [
        threading.Thread(target=play, args=(file, Role.MICROPHONE, origin, 440.0, ended)),
        threading.Thread(target=play, args=(file, Role.SYSTEM, origin, 1000.0, ended)),
        threading.Thread(target=show, args=(file, size, kind == "moving", ended)),
    ]
    for thread in threads:
        thread.start()
    ended.wait(float(seconds))
    failed_at = time.monotonic()
    ended.set()
    for thread in threads:
        thread.join()
    recording = file.finish()
    told = {
        "elapsed": failed_at - origin,
        "duration_ms": recording.duration_ms,
        "failure": str(file.failure or ""),
        "broken_sidecar": recording.sha256 == "",
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
