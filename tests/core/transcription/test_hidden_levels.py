"""Quiet voices that something louder hides, which is no sound that anybody would listen to."""

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from stormdat_core.transcription.media.channel_mixing import RATE
from stormdat_core.transcription.media.decoding import SoundReader, inspect
from stormdat_core.transcription.media.levelling import levels
from stormdat_core.transcription.media.measurement import survey
from stormdat_core.transcription.media.rumble import without_rumble
from stormdat_core.transcription.media.track_choice import plan
from tests.core.transcription.test_surveying import mkv, said
from tests.speech import RATE as SPOKEN
from tests.speech import speak

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng")
Samples = NDArray[np.float32]


def floats(path: Path, samples: Samples) -> Path:
    body = samples.astype("<f4").tobytes()
    form = struct.pack("<HHIIHH", 3, 1, SPOKEN, SPOKEN * 4, 4, 32)
    data = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(body)) + body
    path.write_bytes(b"RIFF" + struct.pack("<I", len(data)) + data)
    return path


def spoken(path: Path) -> list[tuple[float, float]]:
    (source,) = survey(path, inspect(path).tracks).sources
    return [(start / RATE, end / RATE) for start, end in source.speech]


def clicking(samples: Samples) -> Samples:
    made = samples.copy()
    made[:: SPOKEN // 2] = 0.3
    return made


def wave(pitch: float, level: float) -> Callable[[Samples], Samples]:
    return lambda samples: (
        samples
        + np.float32(level) * np.sin(2 * np.pi * pitch / SPOKEN * np.arange(len(samples)), dtype=np.float32)
    )


@pytest.mark.parametrize(
    "hide",
    [
        lambda samples: samples + np.float32(0.1), lambda samples: samples - np.float32(0.05), wave(10, 0.05), wave(50, 0.08),
        clicking, lambda samples: samples * np.float32(32_768 * 200),
    ],
    ids=["offset", "other offset", "rumble", "hum", "clicks", "large floats"],
)  # fmt: skip
def test_what_hides_a_quiet_voice_does_not_hide_it(
    tmp_path: Path, hide: Callable[[Samples], Samples]
) -> None:
    plain = said(0, 1, 2) * np.float32(0.005)
    wanted = spoken(floats(tmp_path / "plain.wav", plain))
    assert len(wanted) == 3
    found = spoken(floats(tmp_path / "hidden.wav", hide(plain).astype(np.float32)))
    assert np.asarray(found) == pytest.approx(np.asarray(wanted), abs=0.15)


@pytest.mark.parametrize("share", [1.0, 0.1])
def test_ordinary_sound_stays_as_it_is(share: float) -> None:
    voice = said(0, 3)[: 5 * SPOKEN] * np.float32(share)
    noise = np.random.default_rng(1).normal(0, 0.02, len(voice)).astype(np.float32)
    for each in (voice, voice + noise, voice + np.float32(0.003)):
        assert without_rumble(each[None]) is not None
        assert np.array_equal(without_rumble(each[None])[0], each)


def test_a_voice_that_begins_with_a_click_keeps_its_level() -> None:
    """What is loud beside is no click: the level of a stretch decides how much it is raised."""
    voice = said(0)
    peaks = [
        np.abs(voice[max(0, at - RATE // 2) : at + RATE // 2 + 512]).max() for at in range(0, len(voice), 512)
    ]
    assert np.median(levels(voice) / np.maximum(peaks, 1e-6)) == pytest.approx(1.0, abs=0.1)
    assert levels(voice).max() == np.abs(voice).max()


def test_floats_that_are_merely_too_loud_stay_too_loud(tmp_path: Path) -> None:
    path = floats(tmp_path / "a.wav", said(0) * np.float32(3))
    sound = np.concatenate(list(SoundReader(path).blocks()))
    assert np.abs(sound).max() == pytest.approx(1.0, abs=0.3)


def test_one_short_word_on_a_track_that_is_not_heard_is_listed(tmp_path: Path) -> None:
    first = said(0, 1, 2)
    word = speak("stop", speed=300).astype(np.float32) / 40_000
    second = np.zeros_like(first)
    second[2 * SPOKEN : 2 * SPOKEN + len(word)] = word
    assert len(word) / SPOKEN < 0.3
    path = mkv(tmp_path / "a.mkv", first, second)
    tracks = inspect(path).tracks
    (listed,) = plan(survey(path, tracks), (), 0).unheard
    assert listed.track == 1
    assert 1900 < listed.start_ms < listed.end_ms < 2500


@pytest.mark.parametrize("kind", ["white", "clicks", "beeps", "knocks"])
def test_what_is_no_voice_gives_no_word(tmp_path: Path, kind: str) -> None:
    draw = np.random.default_rng(3)
    noise = draw.normal(0, 0.05 if kind == "white" else 0.001, 30 * SPOKEN)
    at = np.arange(len(noise)) / SPOKEN
    if kind == "beeps":
        noise[at % 3 < 0.2] += 0.4 * np.sin(2 * np.pi * 1000 * at[at % 3 < 0.2])
    for place in draw.integers(0, len(noise) - SPOKEN, 150 if kind in ("clicks", "knocks") else 0):
        length = 400 if kind == "clicks" else 5000
        shape = np.exp(-np.arange(length) / (length / 5))
        low = (
            np.sin(2 * np.pi * draw.uniform(80, 400) / SPOKEN * np.arange(length)) if kind == "knocks" else 1
        )
        noise[place : place + length] += draw.normal(0, 0.3, length) * shape * low
    path = mkv(tmp_path / "a.mkv", said(0, 1, 2), noise.astype(np.float32))
    assert plan(survey(path, inspect(path).tracks), (), 0).unheard == ()
