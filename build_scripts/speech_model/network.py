"""Whisper's shape, small: an encoder over mel frames and a decoder over tokens.

faster-whisper pads every window to 30 s, so the encoder always sees 1,500 places. Most of them are padding
that looks all the same, and training would spend its time on it: here only every 32nd place of the
padding is computed and counts 32 times in the attention: the logarithm of 32 is added to its score.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as func
from torch import Tensor, nn

PLACES = 1500
_STRIDE = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network."""

    vocabulary: int
    times: int
    """Number of the first time stamp."""
    width: int = 64
    heads: int = 4
    layers: int = 2
    mels: int = 80
    longest: int = 448
    """Tokens a decoder can hold."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the encoder made of a window."""

    states: Tensor
    """Shape (batch, places, width)."""
    weight: Tensor | None
    """Shape (places,): what is added to an attention score; None for nothing."""
    places: Tensor
    """Shape (places,): which of the 1,500 each is."""


def waves(count: int, width: int) -> Tensor:
    """Return Whisper's sinusoids, shape (count, width)."""
    rates = torch.exp(-math.log(10_000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(count)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width, bias=False)
        self.value = nn.Linear(shape.width, shape.width)
        self.out = nn.Linear(shape.width, shape.width)

    def forward(self, states: Tensor, memory: Tensor, bias: Tensor | None) -> tuple[Tensor, Tensor]:
        query, key, value = self._split(self.query(states)), self._split(self.key(memory)), self.value(memory)
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        focus = (scores if bias is None else scores + bias).softmax(-1)
        mixed = (focus @ self._split(value)).transpose(1, 2).flatten(2)
        return self.out(mixed), focus

    def own(self, states: Tensor, weight: Tensor | None, *, causal: bool = False) -> Tensor:
        """Attend to oneself in the library's quick way.

        That way knows no weights of places, so each query gets a one more, and each key its weight.
        """
        query, key, value = [self._split(layer(states)) for layer in (self.query, self.key, self.value)]
        scale = 1 / math.sqrt(query.shape[-1])
        if weight is not None:
            shape = (*key.shape[:-1], 1)
            query = torch.cat([query, torch.ones(shape)], dim=-1)
            key = torch.cat([key, (weight / scale)[:, None].expand(shape)], dim=-1)
        mixed = func.scaled_dot_product_attention(query, key, value, is_causal=causal, scale=scale)
        return self.out(mixed.transpose(1, 2).flatten(2))

    def _split(self, states: Tensor) -> Tensor:
        return states.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Layer(nn.Module):
    def __init__(self, shape: Shape, *, crossed: bool) -> None:
        super().__init__()
        self.norm, self.own = nn.LayerNorm(shape.width), Attention(shape)
        if crossed:
            self.cross_norm, self.cross = nn.LayerNorm(shape.width), Attention(shape)
        self.last_norm = nn.LayerNorm(shape.width)
        self.widen = nn.Linear(shape.width, 4 * shape.width)
        self.narrow = nn.Linear(4 * shape.width, shape.width)

    def encode(self, states: Tensor, weight: Tensor | None) -> Tensor:
        return self._finish(states + self.own.own(self.norm(states), weight))

    def decode(self, states: Tensor, heard: Heard) -> tuple[Tensor, Tensor]:
        states = states + self.own.own(self.norm(states), None, causal=True)
        found, focus = self.cross(self.cross_norm(states), heard.states, heard.weight)
        return self._finish(states + found), focus

    def _finish(self, states: Tensor) -> Tensor:
        return states + self.narrow(func.gelu(self.widen(self.last_norm(states))))


class SmallWhisper(nn.Module):
    """The network. Time stamps have no vectors of their own: theirs are a function of the time."""

    def __init__(self, shape: Shape, words: int) -> None:
        super().__init__()
        self.shape = shape
        self.first = nn.Conv1d(shape.mels, shape.width, 3, padding=1)
        self.second = nn.Conv1d(shape.width, shape.width, 3, stride=2, padding=1)
        self.register_buffer("places", waves(PLACES, shape.width))
        self.register_buffer("moments", waves(PLACES + 1, shape.width))
        self.encoder = nn.ModuleList(Layer(shape, crossed=False) for _ in range(shape.layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.texts = nn.Parameter(torch.randn(shape.times, shape.width) * 0.05)
        self.of_time = nn.Sequential(
            nn.Linear(shape.width, shape.width), nn.GELU(), nn.Linear(shape.width, shape.width)
        )
        self.steps = nn.Parameter(torch.randn(shape.longest, shape.width) * 0.02)
        self.decoder = nn.ModuleList(Layer(shape, crossed=True) for _ in range(shape.layers))
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.listener = nn.Linear(shape.width, words + 1)
        """Spells words from the encoder alone; a help in training, not exported."""

    def vectors(self) -> Tensor:
        """Return the vector of each token, shape (vocabulary, width)."""
        return torch.cat([self.texts, self.of_time(self.moments) * 0.3 + self.moments * 0.15])

    def encode(self, mel: Tensor, seconds: float) -> Heard:
        """Hear a window of shape (batch, mels, frames), padded in thought to `seconds`."""
        sound = self._convolve(func.pad(mel, (0, 8)))[:, : mel.shape[2] // 2]
        count = sound.shape[1]
        end = round(seconds * PLACES / 30)
        if end <= count:
            return self._heard(sound, None, torch.arange(count))
        rest = torch.tensor(range(count + int(torch.randint(_STRIDE, ())), end, _STRIDE), dtype=torch.long)
        silence = self._convolve(torch.zeros_like(mel[:1, :, :16]))[:, 4:5]
        states = torch.cat([sound, silence.expand(len(mel), len(rest), -1)], dim=1)
        places = torch.cat([torch.arange(count), rest])
        weight = torch.cat([torch.zeros(count), torch.full((len(rest),), math.log(_STRIDE))])
        return self._heard(states, weight, places)

    def _heard(self, states: Tensor, weight: Tensor | None, places: Tensor) -> Heard:
        states = states + self.places[places]
        for layer in self.encoder:
            states = layer.encode(states, weight)
        return Heard(self.encoder_norm(states), weight, places)

    def decode(self, tokens: Tensor, heard: Heard) -> tuple[Tensor, Tensor]:
        """Return the score of each next token, and where the last layer looked."""
        vectors, count = self.vectors(), tokens.shape[1]
        states = func.embedding(tokens, vectors) + self.steps[:count]
        for layer in self.decoder:
            states, focus = layer.decode(states, heard)
        return self.decoder_norm(states) @ vectors.T, focus

    def _convolve(self, mel: Tensor) -> Tensor:
        return func.gelu(self.second(func.gelu(self.first(mel)))).transpose(1, 2)
