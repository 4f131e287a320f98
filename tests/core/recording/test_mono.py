"""Several channels become one without losing what only one holds or what is turned over."""

import numpy as np
import pytest

from stormdat_core.recording.capture.channels import channels_to_ask_for, mix_of
from stormdat_core.recording.sound.downmix import MonoMix

BLOCK, BLOCKS = 960, 60
CHANCE = np.random.default_rng(3)
VOICE = (0.2 * CHANCE.standard_normal(BLOCK * BLOCKS)).astype(np.float32)
OTHER = (0.2 * CHANCE.standard_normal(BLOCK * BLOCKS)).astype(np.float32)
NONE = np.zeros_like(VOICE)


def mixed(mix: "object", *channels: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> np.ndarray:
    """Return channels mixed block by block."""
    whole = np.stack(channels, axis=1)
    blocks = (whole[at : at + BLOCK] for at in range(0, len(whole), BLOCK))
    return np.concatenate([mix(block) for block in blocks])  # type: ignore[operator]


def loud(sound: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(sound[BLOCK * 10 :]))))


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        pytest.param((VOICE,), VOICE, id="one channel is left as it is"),
        pytest.param((VOICE, VOICE), VOICE, id="twice the same"),
        pytest.param((VOICE, NONE), VOICE, id="on the left alone"),
        pytest.param((NONE,) * 7 + (VOICE,), VOICE, id="on the last of eight"),
        pytest.param((VOICE, -VOICE), VOICE, id="turned over"),
        pytest.param((VOICE, -0.5 * VOICE), 0.75 * VOICE, id="turned over and quieter"),
        pytest.param(
            (VOICE, OTHER), (VOICE + OTHER) / 2, id="two that have nothing in common stay as they are"
        ),
        pytest.param(
            (VOICE, OTHER - 0.3 * VOICE), (0.7 * VOICE + OTHER) / 2, id="a little opposed is not turned"
        ),
        pytest.param((NONE, NONE), NONE, id="silence"),
    ],
)
def test_nothing_is_lost_in_one_channel(channels: tuple[np.ndarray, ...], expected: np.ndarray) -> None:
    got = mixed(MonoMix().feed, *channels)
    assert got.shape == (len(VOICE), 1)
    assert np.abs(got[BLOCK * 10 :, 0] - expected[BLOCK * 10 :]).max() < 1e-5


def test_a_channel_that_is_turned_back_later_is_noticed() -> None:
    mix = MonoMix()
    mixed(mix.feed, VOICE, -VOICE)
    for _ in range(2):
        got = mixed(mix.feed, VOICE, VOICE)
    assert np.abs(got[:, 0] - VOICE).max() < 1e-5


@pytest.mark.parametrize("number", range(8))
def test_each_channel_of_surround_is_heard(number: int) -> None:
    got = mixed(mix_of(8, 2), *(VOICE if number == at else NONE for at in range(8)))
    assert got.shape[1] == 2
    left, right = loud(got[:, 0]), loud(got[:, 1])
    assert max(left, right) > 0.19
    assert (left > 0.19, right > 0.19) == [(1, 0), (0, 1), (1, 0), (0, 1), (1, 1), (1, 1), (1, 0), (0, 1)][
        number
    ]


def test_stereo_is_left_as_it_is() -> None:
    got = mixed(mix_of(2, 2), VOICE, -VOICE)
    assert (got == np.stack([VOICE, -VOICE], axis=1)).all()


@pytest.mark.parametrize(
    ("positions", "count"),
    [
        (("mono",), 1),
        (("front-left", "front-right"), 2),
        (("front-right", "front-left"), 2),
        (("aux0", "aux1"), 1),
        (("front-left", "front-right", "lfe"), 1),
        (("front-left", "front-right", "front-center", "lfe", "rear-left", "rear-right"), 6),
        (("front-left", "front-right", "front-center", "lfe", "side-left", "side-right"), 1),
        (tuple(f"aux{n}" for n in range(8)), 1),
        ((), 1),
    ],
)
def test_what_the_server_would_leave_out_is_asked_for_as_one(positions: tuple[str, ...], count: int) -> None:
    assert channels_to_ask_for(positions) == count
