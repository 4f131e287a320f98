"""A beep of 1 kHz and 20 ms at every multiple of S seconds of the monotonic clock: `python beeping.py S`.

It goes to the output that PULSE_SINK names.
"""

import sys
import time
from collections import deque
from typing import Any

import numpy as np
import sounddevice

RATE = 48_000
LENGTH = 960


def run(period: float) -> None:
    place: deque[float] = deque(maxlen=50)
    """The moment of the stream's first sample by each callback of the last second; their median is used.

    After an underrun, samples counted from the beginning would be late for good.
    """
    count = 0

    def callback(out: Any, frames: int, times: Any, _status: Any) -> None:
        nonlocal count
        place.append(time.monotonic() + times.outputBufferDacTime - times.currentTime - count / RATE)
        begin = float(np.median(place)) + count / RATE
        phase = (begin % period + np.arange(frames) / RATE) % period * RATE
        sounding = (phase < LENGTH) & (count >= RATE)
        out[:, 0] = np.where(sounding, 0.5 * np.sin(2 * np.pi * 1000 * phase / RATE), 0)
        count += frames

    with sounddevice.OutputStream(
        device="pulse", samplerate=RATE, channels=1, blocksize=960, latency=0.4, callback=callback
    ):
        print("ready", flush=True)
        time.sleep(3600)


if __name__ == "__main__":
    run(float(sys.argv[1]))
