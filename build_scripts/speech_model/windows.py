"""Training windows: sentences laid into a window of sound, with the tokens a decoder should answer."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from speech_model.grammar import WORDS
from speech_model.speech import MELS, Corpus
from speech_model.tokens import Tokens

FRAMES = 100
"""Frames a second."""
_NOISE_FRAMES = 60_000


@dataclass(slots=True)
class Window:
    """One window and its answer; the lists run over the tokens."""

    mel: NDArray[np.float32]
    """Shape (MELS, frames), normalised as faster-whisper does; zeros after the sound's end."""
    tokens: list[int] = field(default_factory=list)
    counted: list[bool] = field(default_factory=list)
    """Whether a token is asked for; prompts are not."""
    frames: list[float] = field(default_factory=list)
    """The frame a token is said at; -1 where there is none."""
    words: list[int] = field(default_factory=list)
    """Numbers of the words, from 1."""

    def add(self, token: int, *, counted: bool = True, frame: float = -1) -> None:
        self.tokens.append(token)
        self.counted.append(counted)
        self.frames.append(frame)


@dataclass(slots=True)
class WindowMaker:
    """Draws windows from a corpus."""

    corpus: Corpus
    tokens: Tokens
    draw: np.random.Generator
    _noise: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        self._noise = self.draw.gamma(2.0, 0.5, (MELS, _NOISE_FRAMES)).astype(np.float32)

    def make(self, seconds: int, pairs: float) -> Window:
        """Return a window with a sentence; a share of `pairs` has two, and one in thirty none."""
        power = np.zeros((MELS, seconds * FRAMES), np.float32)
        count = 0 if self.draw.random() < 0.03 else 1 + int(self.draw.random() < pairs)
        placed = self._place(power, count)
        last = placed[-1][2] if placed else int(self.draw.integers(50, power.shape[1]))
        end = min(power.shape[1], last + int(self.draw.integers(0, 80)))
        self._add_noise(power[:, :end])
        window = Window(_normalised(power, end))
        self._answer(window, placed)
        return window

    def _place(self, power: NDArray[np.float32], count: int) -> list[tuple[int, int, int]]:
        """Add sentences to a window's power; return (sentence, first frame, frame after the last)."""
        at, placed = int(self.draw.integers(0, 60)), []
        for _ in range(count):
            index = int(self.draw.integers(len(self.corpus.texts)))
            part = self.corpus.part(index)
            end = at + part.shape[1]
            if end > power.shape[1]:
                break
            power[:, at:end] += part * self._loudness()
            placed.append((index, at, end))
            at = end + int(self.draw.integers(8, 90))
        return placed

    def _loudness(self) -> NDArray[np.float32]:
        """Return a gain and an equaliser of five points."""
        bends = np.interp(np.arange(MELS), np.linspace(0, MELS - 1, 5), self.draw.uniform(-0.2, 0.2, 5))
        return np.float32(10) ** (bends + self.draw.uniform(-1.0, 0.2))[:, None].astype(np.float32)

    def _add_noise(self, power: NDArray[np.float32]) -> None:
        first = int(self.draw.integers(_NOISE_FRAMES - power.shape[1]))
        tilt = np.linspace(0, self.draw.uniform(-3, 0), MELS) + self.draw.uniform(-9, -3)
        power += self._noise[:, first : first + power.shape[1]] * (10**tilt)[:, None].astype(np.float32)

    def _answer(self, window: Window, placed: list[tuple[int, int, int]]) -> None:
        window.add(self.tokens.start, counted=False)
        timed = self.draw.random() < 0.8
        if not placed:
            window.add(self.tokens.no_speech)
        elif not timed:
            window.add(self.tokens.no_times, counted=False)
        for index, first, end in placed:
            self._say(window, self.corpus.texts[index], first, end, timed)
        window.add(self.tokens.end)

    def _say(self, window: Window, text: str, first: int, end: int, timed: bool) -> None:
        words = self.tokens.encode(text)
        ends = np.cumsum([len(word) + 1 for word in text.split()])
        middles = (np.concatenate([[0], ends[:-1]]) + ends) / 2 / ends[-1] * (end - first) + first
        if timed:
            window.add(self.tokens.times + round(first / 2), frame=first)
        for token, middle in zip(words, middles, strict=True):
            window.add(token, frame=float(middle))
        if timed:
            window.add(self.tokens.times + round(end / 2), frame=end)
        window.words += [1 + WORDS.index(word) for word in text.split()]


def _normalised(power: NDArray[np.float32], end: int) -> NDArray[np.float32]:
    loud = np.log10(np.maximum(power, 1e-10))
    mel = (np.maximum(loud, loud[:, :end].max() - 8) + 4) / 4
    mel[:, end:] = 0
    return mel.astype(np.float32)
