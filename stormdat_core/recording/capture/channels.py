"""How many channels a source is opened with, and how they become the two of a track.

The sound server maps channels by name. A name that the other side does not have is left out, and so are LFE
and the numbered channels (AUX) of "Pro Audio" profiles. What ALSA has names for is therefore asked for as it
is and mixed here; everything else is asked for as one channel, for which the server takes the mean of all.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stormdat_core.recording.sound.downmix import MonoMix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

Mix = Callable[["Samples"], "Samples"]

_ALSA = (
    "front-left", "front-right", "rear-left", "rear-right", "front-center", "lfe", "side-left", "side-right",
)  # fmt: skip
"""The order in which ALSA's way to the server has channels."""
_COUNTS = (2, 4, 5, 6, 8)
_SIDES = ("left", "right")


def channels_to_ask_for(positions: Sequence[str]) -> int:
    """Return with how many channels a source is opened whose channels have these names."""
    count = len(positions)
    return count if count in _COUNTS and set(positions) == set(_ALSA[:count]) else 1


def mix_of(count: int, wanted: int) -> Mix:
    """Return what makes `wanted` channels (1 or 2) of `count` in ALSA's order; fewer stay as they are."""
    if wanted == 1:
        return MonoMix().feed
    return _as_they_are if count <= wanted else _Stereo(count).feed


def _as_they_are(samples: "Samples") -> "Samples":
    return samples


class _Stereo:
    """Left and right of more channels: each side's own, and on both sides what belongs to neither."""

    def __init__(self, count: int) -> None:
        names = _ALSA[:count]
        self._parts = [[n for n, name in enumerate(names) if _is_on(side, name)] for side in _SIDES]
        self._mixes = [MonoMix() for _ in _SIDES]

    def feed(self, samples: "Samples") -> "Samples":
        sides = [mix.feed(samples[:, part]) for mix, part in zip(self._mixes, self._parts, strict=True)]
        return np.concatenate(sides, axis=1)


def _is_on(side: str, name: str) -> bool:
    return name.endswith(side) or not name.endswith(_SIDES)
