"""Flash and beep over minutes, a clock that is fast, and what is left of both in the file.

python build_scripts/dev.py test -m soak -k recording_sync -s
"""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.model.media import Role
from stormdat_core.recording.capture.blocks import Picture
from tests.core.recording.studio import Studio, beeps, pictures_of, plain, sound_of, starts

FRAME_RATE = 30


@pytest.mark.soak
def test_flash_and_beep(tmp_path: Path) -> None:
    """Each second a flash and a beep; the screen is looked at 30 times a second, a little faster than even."""
    seconds = float(os.environ.get("STORMDAT_SYNC_SECONDS", "180"))
    dark, light = plain(320, 180, 20), plain(320, 180, 235)
    studio = Studio(tmp_path)

    def screen(second: float) -> Picture:
        return light if second % 1 < 0.25 and second >= 1 else dark

    # 30.17 looks a second visit every phase of a frame: a fixed phase would say something about the phase only.
    studio.run(seconds, {Role.MICROPHONE: beeps, Role.SYSTEM: beeps}, screen, FRAME_RATE + 0.17)
    recording = studio.file.finish()
    heard = starts(sound_of(recording.path, 0))
    bright = [(second, grey[90, 160] > 128) for second, grey in pictures_of(recording.path)]
    flashes = np.array([second for (_, before), (second, now) in pairwise(bright) if now and not before])
    apart = [flashes[np.abs(flashes - beep).argmin()] - beep for beep in heard]
    mean, deviation = float(np.mean(apart)), float(np.std(apart))
    trend = float(np.polyfit(heard, apart, 1)[0]) * 60
    print(
        f"{len(apart)} pairs: flash after beep {mean * 1000:.1f} ms (half a frame is {500 / FRAME_RATE:.1f}), "
        f"deviation {deviation * 1000:.1f} ms, trend {trend * 1000:+.2f} ms a minute, dropped {recording.dropped}"
    )
    assert len(apart) == round(seconds) - 1
    assert abs(mean - 0.5 / FRAME_RATE) < 0.015
    assert deviation < 0.010
