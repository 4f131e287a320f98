"""One step of training: what is asked of the network, and how far it was off."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as func
from torch import Tensor

from speech_model.network import Heard, SmallWhisper
from speech_model.tokens import Tokens
from speech_model.windows import Window

_BLUR = 2.0
"""Time stamps of 20 ms: an answer that is off by two is nearly right."""
_NEAR = 25.0
"""Frames around a word's estimated middle in which the decoder should listen."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training."""

    until: float
    """Share of the time at which it ends."""
    batch: int
    seconds: int
    padding: tuple[float, float]
    """Seconds that windows are padded to at most, at the stage's start and at its end.

    The engine pads to 30; a network that knows short windows must get used to so much silence step by step.
    """
    pairs: float
    """Share of windows with two sentences."""
    guided: float
    """Weight of the help that tells the decoder where to listen."""
    spelled: float
    """Weight of the help that lets the encoder spell alone."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side."""

    mel: Tensor
    tokens: Tensor
    counted: Tensor
    frames: Tensor
    words: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, windows: list[Window], end: int) -> "Batch":
        longest = max(len(window.tokens) for window in windows)
        tokens = torch.full((len(windows), longest), end)
        counted = torch.zeros(len(windows), longest, dtype=torch.bool)
        frames = torch.full((len(windows), longest), -1.0)
        for row, window in enumerate(windows):
            count = len(window.tokens)
            tokens[row, :count] = torch.tensor(window.tokens)
            counted[row, :count] = torch.tensor(window.counted)
            frames[row, :count] = torch.tensor(window.frames)
        mel = torch.from_numpy(np.stack([window.mel for window in windows]))
        return cls(mel, tokens, counted, frames, tuple(tuple(window.words) for window in windows))


def loss_of(
    network: SmallWhisper, batch: Batch, tokens: Tokens, stage: Stage, seconds: float
) -> tuple[Tensor, float]:
    """Return the loss for windows padded to `seconds`, and the share of words that were right."""
    heard = network.encode(batch.mel, seconds)
    scores, focus = network.decode(batch.tokens[:, :-1], heard)
    wanted, counted = batch.tokens[:, 1:], batch.counted[:, 1:]
    timed = counted & (wanted >= tokens.times)
    loss = _answers(scores, wanted, counted & ~timed, timed, tokens.times)
    if stage.guided:
        loss = loss + stage.guided * _listening(focus, batch.frames[:, 1:], counted, heard)
    if stage.spelled:
        loss = loss + stage.spelled * _spelling(network, heard, batch)
    said = counted & ~timed
    right = (scores.argmax(-1) == wanted) & said
    return loss, right.sum().item() / max(1, int(said.sum()))


def _answers(scores: Tensor, wanted: Tensor, said: Tensor, timed: Tensor, times: int) -> Tensor:
    """Return the mean over tokens; time stamps are asked for as a bell around the right one."""
    words = func.cross_entropy(scores[said], wanted[said], reduction="sum")
    stamps = torch.arange(scores.shape[-1] - times)
    bell = torch.exp(-0.5 * ((stamps - (wanted[timed] - times)[:, None]) / _BLUR) ** 2)
    bell = bell / bell.sum(-1, keepdim=True).clamp(min=1e-6)
    moments = -(bell * scores[timed].log_softmax(-1)[:, times:]).sum()
    return (words + moments) / (said.sum() + timed.sum())


def _listening(focus: Tensor, frames: Tensor, counted: Tensor, heard: Heard) -> Tensor:
    """Return how much of the last layer's attention lies away from the word to be said."""
    known = (frames >= 0) & counted
    away = 1 - torch.exp(-0.5 * ((2 * heard.places - frames[..., None]) / _NEAR) ** 2)
    return ((focus.mean(1) * away).sum(-1) * known).sum() / known.sum().clamp(min=1)


def _spelling(network: SmallWhisper, heard: Heard, batch: Batch) -> Tensor:
    rows = [row for row, words in enumerate(batch.words) if words]
    count = batch.mel.shape[2] // 2
    scores = network.listener(heard.states[rows, :count]).log_softmax(-1).transpose(0, 1)
    words = torch.tensor([word for row in rows for word in batch.words[row]])
    sizes = torch.tensor([len(batch.words[row]) for row in rows])
    lengths = torch.full((len(rows),), count)
    return func.ctc_loss(scores, words, lengths, sizes, blank=0, zero_infinity=True)
