"""A process that records pictures which carry their number, by the recorder's own writer.

    python -m tests.counted FOLDER SECONDS finish|kill

With `kill` it ends as a crash would, in the middle of a fragment.
"""

import os
import signal
import sys
from pathlib import Path

import numpy as np

from stormdat_core.model.media import Role
from stormdat_core.recording.capture.blocks import Picture
from tests.core.recording.studio import Studio, tone
from tests.media import picture

RATE = 15
WIDTH, HEIGHT = 640, 360


def numbered(seconds: float) -> Picture:
    """Return the picture that is on the screen at a moment."""
    shown = picture(round(seconds * RATE), WIDTH, HEIGHT)
    pixels = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    pixels[..., :3] = shown[..., ::-1]
    return Picture(0.0, memoryview(pixels).cast("B"), WIDTH, HEIGHT)


def main(folder: str, seconds: str, ending: str) -> None:
    studio = Studio(Path(folder), (WIDTH, HEIGHT), (Role.MICROPHONE,))
    studio.run(float(seconds), {Role.MICROPHONE: tone(440)}, numbered, RATE)
    if ending == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    studio.file.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
