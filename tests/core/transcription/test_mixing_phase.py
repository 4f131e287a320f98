"""Channels of opposite phase that come where nobody has measured them: in the middle of a track."""

import numpy as np
import pytest

av = pytest.importorskip("av")

from stormdat_core.transcription.media.channel_mixing import RATE, Mixer  # noqa: E402


def _row(mixer: Mixer, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    packed = np.ascontiguousarray(np.stack([left, right], 1), np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, "flt", "stereo")
    frame.sample_rate = RATE
    pieces = [*mixer.restart(frame), *mixer.feed(frame), *mixer.finish()]
    return np.concatenate(pieces, axis=1)[-1]


def _tone(hertz: float) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)).astype(np.float32)


@pytest.mark.parametrize("mixer", [Mixer(), Mixer((1.0,)), Mixer((), 1), Mixer((), 6)])
def test_opposite_channels_of_another_count_are_not_lost(mixer: Mixer) -> None:
    assert np.abs(_row(mixer, _tone(300), -_tone(300))).max() > 0.4


@pytest.mark.parametrize("mixer", [Mixer(), Mixer((), 6)])
def test_other_channels_are_mixed_as_they_are(mixer: Mixer) -> None:
    left, right = _tone(300), _tone(470)
    assert np.allclose(_row(mixer, left, right), (left + right) / 2, atol=0.01)
    assert np.allclose(_row(mixer, left, 0 * left), left / 2, atol=0.01)
