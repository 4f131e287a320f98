"""Sentences spoken by espeak-ng, as mel power spectra of the kind faster-whisper computes."""

import io
import random
import subprocess
import wave
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from speech_model.grammar import sentence

RATE = 16_000
HOP = 160
"""Samples between two frames: a hundred frames a second."""
MELS = 80
VOICE = "en-us"
"""The one voice that the model knows: the tests need no other, and it learns one in a third of the time."""
SPEEDS = (140, 160)
PITCHES = (45, 55)

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Spoken sentences one after the other."""

    texts: tuple[str, ...]
    starts: NDArray[np.int64]
    """First frame of each sentence, and the end of the last."""
    power: NDArray[np.float32]
    """Shape (MELS, frames)."""

    def part(self, index: int) -> NDArray[np.float32]:
        return self.power[:, self.starts[index] : self.starts[index + 1]]


def speak(text: str, voice: str = VOICE, speed: int = 150, pitch: int = 50) -> Samples:
    """Return a sentence at 16 kHz without the silence around it, in -1..1."""
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(sound)) as stream:
        assert stream.getframerate() == 22_050
    raw = np.frombuffer(sound[44:], dtype="<i2").astype(np.float32) / 32_768
    samples = resample_poly(raw, 320, 441).astype(np.float32)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[max(0, loud[0] - 320) : loud[-1] + 640]


def mel_power(samples: Samples) -> NDArray[np.float32]:
    """Return the mel spectrum's power, shape (MELS, frames): the logarithm is taken after mixing."""
    from faster_whisper.feature_extractor import FeatureExtractor

    filters = FeatureExtractor.get_mel_filters(RATE, 400, n_mels=MELS).astype(np.float32)
    padded = np.pad(samples, 200)
    count = 1 + (len(padded) - 400) // HOP
    frames = np.lib.stride_tricks.sliding_window_view(padded, 400)[::HOP][:count]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(401)[:-1], axis=1)) ** 2
    return (filters @ spectrum.T).astype(np.float32)


def corpus(count: int, seed: int, banned: Collection[str]) -> Corpus:
    """Speak `count` sentences, none of `banned`, each at a speed and pitch of its own."""
    draw = random.Random(seed)
    orders: list[tuple[str, str, int, int]] = []
    while len(orders) < count:
        text = sentence(draw)
        if text not in banned:
            orders.append((text, VOICE, draw.randint(*SPEEDS), draw.randint(*PITCHES)))
    with ThreadPoolExecutor(2) as pool:
        spoken = list(pool.map(lambda order: mel_power(speak(*order)), orders))
    starts = np.concatenate([[0], np.cumsum([part.shape[1] for part in spoken])])
    return Corpus(tuple(order[0] for order in orders), starts, np.concatenate(spoken, axis=1))
