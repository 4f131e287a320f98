"""The marking as a strip above and below the picture: drawn once, nothing of the screen is covered.

Letters come from the decoder of terminal art that FFmpeg brings (8 x 16 pixels, code page 437), enlarged and
sharpened, so that no font has to be installed or shipped.
"""

import unicodedata
from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from stormdat_core.errors import RecordingBroken

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

_GLYPH = (8, 16)
_TALL = 34
"""The letters' height is a 34th of the screen's, but never under 16 pixels."""
_MARGIN = 4
_PLAIN = b"\x1b[0m"
"""Light letters on black."""
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)

_COLOURS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("TOP SECRET//SI", (0xFC, 0xE8, 0x3A)),
    ("TOP SECRET", (0xFF, 0x8C, 0x00)),
    ("SECRET", (0xC8, 0x10, 0x2E)),
    ("CONFIDENTIAL", (0x00, 0x33, 0xA0)),
    ("CUI", (0x50, 0x2B, 0x85)),
    ("CONTROLLED", (0x50, 0x2B, 0x85)),
    ("UNCLASSIFIED", (0x00, 0x7A, 0x33)),
)
"""Colours of the labels that United States media carry; every other marking is black on white.

Source: Standard Forms 706 to 710, 712 and 902.
"""


def strip_height(marking: str, height: int) -> int:
    """Return the height of one strip for a screen of that height: even, 0 without a marking."""
    return max(_GLYPH[1], height // _TALL) // 2 * 2 + 2 * _MARGIN if marking else 0


def strip(marking: str, width: int, height: int) -> av.VideoFrame:
    """Return the strip for a screen of that size, as yuv420p.

    Raises:
        RecordingBroken: the marking has a letter that cannot be drawn.
    """
    tall = strip_height(marking, height)
    letters = _letters(_drawable(marking), width - 2 * _MARGIN, tall - 2 * _MARGIN)
    cover = np.zeros((tall, width), np.float32)
    top, left = (tall - letters.shape[0]) // 2, (width - letters.shape[1]) // 2
    cover[top : top + letters.shape[0], left : left + letters.shape[1]] = letters
    paper = np.array(colour_of(marking), np.float32)
    ink = np.array(ink_on(colour_of(marking)), np.float32)
    rgb: Pixels = np.rint(paper + cover[..., None] * (ink - paper)).astype(np.uint8)
    return av.VideoFrame.from_ndarray(rgb, "rgb24").reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )


def check_drawable(marking: str) -> None:
    """Refuse a marking with a letter that cannot be drawn.

    Raises:
        RecordingBroken: it has one.
    """
    _drawable(marking)


def colour_of(marking: str) -> tuple[int, int, int]:
    """Return the background of a marking."""
    upper = marking.upper().strip()
    return next((colour for word, colour in _COLOURS if upper.startswith(word)), _WHITE)


def ink_on(paper: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return black or white, whichever is easier to read."""
    light = luminance(paper)
    return _BLACK if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else _WHITE


def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour, 0 to 1. Source: WCAG 2.2."""
    parts = (one / 255 for one in colour)
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _drawable(marking: str) -> bytes:
    """Return the marking in code page 437, dashes and accents simplified where it has to be."""
    out = bytearray()
    for letter in " ".join(marking.split()):
        try:
            out += _code(letter)
        except UnicodeEncodeError as exc:
            raise RecordingBroken(
                f"The marking “{marking}” has a letter that cannot be drawn: “{letter}”.",
                "Write the marking with Latin letters.",
            ) from exc
    return bytes(out)


def _code(letter: str) -> bytes:
    if unicodedata.category(letter) == "Pd":
        return b"-"
    try:
        return letter.encode("cp437")
    except UnicodeEncodeError:
        plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        return plain.encode("cp437")


def _letters(text: bytes, width: int, height: int) -> "NDArray[np.float32]":
    """Return how much of each pixel the letters cover, in a box of at most that size."""
    wide, tall = _GLYPH[0] * len(text), _GLYPH[1]
    decoder = av.CodecContext.create("ansi", "r")
    # A column more than there are letters: a terminal whose line is full goes on to the next and scrolls.
    decoder.width, decoder.height = wide + _GLYPH[0], tall  # type: ignore[attr-defined]
    (frame,) = decoder.decode(av.Packet(_PLAIN + text))  # type: ignore[attr-defined]
    drawn = frame.to_ndarray(format="gray")[:, :wide]
    small: Pixels = np.where(drawn > 0, 255, 0).astype(np.uint8)
    scale = min(height / tall, width / wide)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    large = av.VideoFrame.from_ndarray(small, "gray").reformat(
        *size, "gray", interpolation=Interpolation.BICUBIC
    )
    soft = large.to_ndarray().astype(np.float32) / 255
    sharp: NDArray[np.float32] = np.clip((soft - 0.5) * 2.0 + 0.5, 0, 1)
    return sharp
