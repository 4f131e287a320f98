"""Engines that misbehave on purpose, importable by the engine process, around the real one."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stormdat_core.model.transcripts import Device, ModelPack, TranscriptionSettings
from stormdat_core.transcription.media.decoding import RATE
from stormdat_core.transcription.recognition.recognition import Heard, Recogniser, load_recogniser

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLAG = "STORMDAT_TESTS_FLAG"
"""Environment variable with a file that tells an engine what it did before."""


class _Around:
    def __init__(self, pack: ModelPack, threads: int, wanted: Device) -> None:
        self._inner: Recogniser = load_recogniser(pack, threads, wanted)

    @property
    def device(self) -> Device:
        return self._inner.device

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        return self._inner.hear(samples, settings, again=again)


class Slow(_Around):
    """Needs twice the time that a stretch lasts."""

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        began = time.monotonic()
        heard = super().hear(samples, settings, again=again)
        time.sleep(max(0.0, 2 * len(samples) / RATE - (time.monotonic() - began)))
        return heard


class Crashing(_Around):
    """Ends as a native crash does, at every third stretch that an engine hears, twice in all."""

    count = 0

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        Crashing.count += 1
        flag = Path(os.environ[FLAG])
        if Crashing.count == 3 and flag.read_text().count("x") < 2:
            flag.write_text(flag.read_text() + "x")
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().hear(samples, settings, again=again)


class Poisoned(_Around):
    """Ends at one stretch, again and again: the one whose length the flag file holds."""

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        if len(samples) == int(Path(os.environ[FLAG]).read_text()):
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().hear(samples, settings, again=again)


class Forgetful(_Around):
    """Hears nothing at every third stretch, the first time it is asked."""

    count = 0

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        heard = super().hear(samples, settings, again=again)
        Forgetful.count += 1
        return heard if again or Forgetful.count % 3 else replace(heard, segments=())


class Timed(_Around):
    """Writes down how long each stretch took, in seconds, into the flag file."""

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        began = time.monotonic()
        heard = super().hear(samples, settings, again=again)
        with Path(os.environ[FLAG]).open("a") as stream:
            stream.write(f"{time.monotonic() - began}\n")
        return heard
