"""Spools of a live recording: what is too quiet to be found as it comes is found at the end, and nothing twice."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.model.transcripts import MediaTrack
from stormdat_core.transcription.live.engine import Follower, Spool
from stormdat_core.transcription.recognition.segmentation import Clip
from tests.core.transcription.test_surveying import Samples, faint, said, silence
from tests.speech import at_16k

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng")


def followed(path: Path, samples: Samples) -> tuple[Follower, list[Clip]]:
    path.write_bytes(at_16k(np.round(samples * 32_767).astype(np.int16)).astype("<i2").tobytes())
    follower = Follower(Spool(path, MediaTrack(0)))
    found: list[Clip] = []
    while clips := follower.poll():
        found += clips
    return follower, [*found, *follower.finish()]


def test_a_quiet_voice_is_found_at_the_end_and_once(tmp_path: Path) -> None:
    loud, quiet = said(0, 1), said(2, 3, seed=2)
    follower, live = followed(tmp_path / "a.s16", np.concatenate([loud, faint(quiet, 56), loud]))
    (begins, ends) = (len(loud) / 22_050 * 16_000, (len(loud) + len(quiet)) / 22_050 * 16_000)
    assert len(live) == 4
    found = follower.quiet([])
    assert len(found) == 2
    assert all(begins < clip.speech[0][0] < ends for clip in found)


def test_of_ordinary_voices_nothing_is_left(tmp_path: Path) -> None:
    follower, live = followed(tmp_path / "a.s16", said(0, 1, 2))
    assert len(live) == 3
    assert follower.quiet([]) == []


def test_what_a_microphone_hears_of_the_other_side_is_no_quiet_voice(tmp_path: Path) -> None:
    played = said(0, 1)
    system, _ = followed(tmp_path / "system.s16", played)
    echo, _ = followed(tmp_path / "echo.s16", faint(np.roll(played, 1500), 56))
    assert echo.quiet([system]) == []
    assert len(echo.quiet([])) == 2
    own, _ = followed(tmp_path / "own.s16", faint(said(4, 5, seed=3), 56))
    assert len(own.quiet([system])) == 2
    nobody, _ = followed(tmp_path / "nobody.s16", silence(played))
    assert nobody.quiet([system]) == []
