"""A picture of the screen as PNG, with the marking above and below as in the recording."""

import numpy as np

from stormdat_core.recording.capture.blocks import Picture
from stormdat_core.recording.capture.png import png
from stormdat_core.recording.encoding.marking_strip import strip


def as_png(picture: Picture, marking: str) -> bytes:
    """Return a picture as PNG."""
    if not marking:
        return png(picture.pixels, picture.width, picture.height)
    screen = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
    band = strip(marking, picture.width, picture.height).to_ndarray(format="bgra")
    whole = np.concatenate([band, screen, band])
    return png(whole.tobytes(), picture.width, whole.shape[0])
