"""The speech detector gives the same answer however the sound comes, and the same as the engine's own."""

import numpy as np
import pytest

from stormdat_core.transcription.recognition.voice_activity import WINDOW, VoiceDetector, load_session
from tests.speech import SENTENCES, at_16k, conversation, needs_model

pytestmark = [pytest.mark.engine, needs_model]


def judged(sound: np.ndarray, block: int) -> np.ndarray:
    detector = VoiceDetector(load_session())
    parts = [detector.feed(sound[at : at + block])[0] for at in range(0, len(sound), block)]
    return np.concatenate([*parts, detector.finish()[0]])


def test_the_blocks_do_not_matter() -> None:
    sound = at_16k(conversation(SENTENCES[:3])[0]).astype(np.float32) / 32_768
    whole = judged(sound, len(sound))
    assert len(whole) == -(-len(sound) // WINDOW)
    for block in (160, 4000, 100_000):
        assert np.allclose(judged(sound, block), whole, atol=1e-4)


def test_it_judges_as_the_engines_own_detector_does() -> None:
    from faster_whisper.vad import get_vad_model

    sound = at_16k(conversation(SENTENCES[:3])[0]).astype(np.float32) / 32_768
    sound = sound[: len(sound) // WINDOW * WINDOW]
    theirs = get_vad_model()(sound.copy()).reshape(-1)
    ours = judged(sound, 7000)
    assert np.mean((ours > 0.5) == (theirs > 0.5)) > 0.98
