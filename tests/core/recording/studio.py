"""Synthetic sources for the recorder's file: a clock that tests turn, pictures, sounds, and readers of the result."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from stormdat_core.model.media import RecordingRequest, Role
from stormdat_core.recording.capture.blocks import RATE, Picture, Sound
from stormdat_core.recording.files.writing import RecordingFile

BLOCK = 480
Wave = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Takes seconds since the beginning and returns the sound there."""


@dataclass
class Hands:
    """A clock whose hands a test turns."""

    now: float = 5000.0

    def __call__(self) -> float:
        return self.now


def tone(hertz: float, loud: float = 0.3) -> Wave:
    return lambda seconds: loud * np.sin(2 * np.pi * hertz * seconds)


def beeps(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """A beep of 0.1 s at every whole second but the first."""
    sounding = (seconds % 1 < 0.1) & (seconds >= 1)
    return np.where(sounding, 0.5 * np.sin(2 * np.pi * 1000 * seconds), 0)


def plain(width: int, height: int, grey: int) -> Picture:
    """A picture of one grey, taken at no moment yet."""
    pixels = np.full((height, width, 4), grey, np.uint8)
    return Picture(0.0, memoryview(pixels).cast("B"), width, height)


def at(moment: float, picture: Picture) -> Picture:
    return Picture(moment, picture.pixels, picture.width, picture.height)


@dataclass
class Studio:
    """A recording driven by a turned clock, four times as fast as the real one."""

    folder: Path
    size: tuple[int, int] | None = (320, 180)
    roles: Sequence[Role] = (Role.MICROPHONE, Role.SYSTEM)
    marking: str = ""
    live: bool = False
    speed: float = 4.0
    clock: Hands = field(default_factory=Hands)

    def __post_init__(self) -> None:
        request = RecordingRequest(
            self.folder, "Review", monitor=1 if self.size else None, marking=self.marking, live=self.live
        )
        self.origin = self.clock.now
        self.file = RecordingFile(
            request, secrets.token_hex(16), datetime.now(UTC), self.size, self.roles, self.clock
        )
        self._heard: dict[Role, int] = {}
        self._real = time.monotonic()
        self._waited = self.origin

    @property
    def elapsed(self) -> float:
        return self.clock.now - self.origin

    def run(
        self,
        seconds: float,
        waves: dict[Role, Wave] | None = None,
        picture: Callable[[float], Picture | None] | None = None,
        frame_rate: float = 15,
    ) -> None:
        """Let time pass in steps of 10 ms; sources with a wave deliver, the screen is looked at."""
        end = self.clock.now + seconds
        look = self.clock.now
        while self.clock.now < end - 1e-6:
            for role, wave in (waves or {}).items():
                self._deliver(role, wave)
            if picture is not None and self.clock.now >= look:
                self._look(picture(look - self.origin), look)
                look += 1 / frame_rate
            self.clock.now += BLOCK / RATE
            self._keep_pace()

    def _deliver(self, role: Role, wave: Wave) -> None:
        """Deliver the block that began 10 ms ago."""
        begin = self.elapsed - BLOCK / RATE
        if begin >= 0:
            seconds = begin + np.arange(BLOCK) / RATE
            samples = wave(seconds).astype(np.float32)[:, None]
            self.file.sound(role, Sound(self.origin + begin, samples))

    def _look(self, picture: Picture | None, moment: float) -> None:
        if picture is None:
            self.file.repeat(moment)
        else:
            self.file.picture(at(moment, picture))

    def _keep_pace(self) -> None:
        """Wait for the real time, and for whoever encodes: no picture is dropped because a machine is busy."""
        pictures, sounds = self.file._pictures, self.file._sounds
        while (pictures and len(pictures._queue) > 1) or (sounds and sounds._queue.qsize() > 100):
            time.sleep(0.002)
        self._real = max(self._real, time.monotonic() - 0.01)  # what a stall took is not caught up
        self._real += (self.clock.now - self._waited) / self.speed
        self._waited = self.clock.now
        time.sleep(max(0.0, self._real - time.monotonic()))

    def settle(self) -> None:
        """Wait until what was delivered so far is in the file, but for its last fragment."""
        size, since = -1, time.monotonic()
        while time.monotonic() - since < 0.5:
            time.sleep(0.05)
            if self.file.status.size != size:
                size, since = self.file.status.size, time.monotonic()

    def jump(self, seconds: float) -> None:
        """Let the clock go on at once, as it does when a machine slept, once what came before was worked off."""
        time.sleep(0.3)
        self.clock.now += seconds
        self._waited = self.clock.now
        time.sleep(0.3)


def pictures_of(path: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield the seconds and the grey values of every picture."""
    with av.open(str(path)) as media:
        for frame in media.decode(video=0):
            yield float(frame.pts * frame.time_base), frame.to_ndarray(format="gray")


def sound_of(path: Path, number: int = 0) -> NDArray[np.float32]:
    """Return a sound track as mono, its first sample the one at 0 s."""
    pieces: list[NDArray[np.float32]] = []
    with av.open(str(path)) as media:
        for frame in media.decode(audio=number):
            if not pieces:
                pieces.append(np.zeros(frame.pts, np.float32))
            block = frame.to_ndarray().astype(np.float32)
            pieces.append(block.mean(axis=0) if frame.format.is_planar else block.reshape(-1))
    return np.concatenate(pieces)


def starts(samples: NDArray[np.float32], rate: int = RATE) -> NDArray[np.float64]:
    """Return the seconds at which beeps begin."""
    loud = np.flatnonzero(np.abs(samples) > 0.05)
    first = np.concatenate([[True], np.diff(loud) > rate // 3])
    return loud[first] / rate


def level(samples: NDArray[np.float32], begin: float, end: float) -> float:
    """Return the root mean square of a span in seconds."""
    part = samples[int(begin * RATE) : int(end * RATE)]
    return float(np.sqrt(np.mean(part**2)))
