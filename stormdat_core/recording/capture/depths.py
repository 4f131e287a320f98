"""X screens whose pixels are not 8 bits of blue, green and red: depth 15, 16 and 30, brought to BGRA.

mss refuses them. Its parts that do not depend on the depth (monitors, pointer, GetImage) are used as they
are; the pixels are fetched without shared memory and converted by the masks of the screen's visual.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stormdat_core.errors import SourceLost

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.unsignedinteger[Any]]
    Pixels = NDArray[np.uint32]

_TRUE_COLOUR = (4, 5)
"""X's numbers for TrueColor and DirectColor."""
_LITTLE_ENDIAN = 0


class OtherDepth:
    """Stands in for an `mss.MSS` on a screen of another depth.

    Raises:
        SourceLost: the screen has colours by number (depth 8), or another layout that nobody has any more;
            the sentence names the depth.
        mss.exception.ScreenShotError: the X server cannot be reached.
    """

    def __init__(self, *, cursor: bool) -> None:
        self._impl, setup, screen = _connected(cursor=cursor)
        self._cursor = cursor
        self._raw = bytearray()
        self._pixels = bytearray()
        depth = int(screen.root_depth)
        try:
            bits, masks = _layout(setup, screen)
        except ValueError as exc:
            self.close()
            raise SourceLost(
                f"The screen has a colour depth of {depth} bits, which cannot be recorded.",
                "Set it to 24: DefaultDepth 24 in xorg.conf, or -depth 24 for a remote desktop.",
            ) from exc
        self._bits = bits
        self._convert = _converter(bits, masks)

    def grab(self, box: dict[str, int]) -> Any:
        """Return what is there as an mss screen shot, with the pointer."""
        from mss import MSS, ScreenShot

        raw = self._impl._grab_xgetimage(box)
        if raw != self._raw:
            self._raw, self._pixels = raw, self._bgra(raw, box["width"], box["height"])
        shot = ScreenShot(bytearray(self._pixels), box)
        return MSS._merge(shot, self._impl.cursor()) if self._cursor else shot

    def close(self) -> None:
        self._impl.close()

    def _bgra(self, raw: bytearray, width: int, height: int) -> bytearray:
        import numpy as np

        kind = np.dtype("<u2" if self._bits == 16 else "<u4")
        words = np.frombuffer(raw, kind).reshape(height, -1)[:, :width]
        return bytearray(self._convert(words).astype("<u4", copy=False).tobytes())


def _connected(*, cursor: bool) -> tuple[Any, Any, Any]:
    """Return mss's connection without its check of the depth, the server's set-up and its screen."""
    base: Any = import_module("mss.linux.base")
    xcb: Any = import_module("mss.linux.xcb")
    common: Any = import_module("mss.base").MSSImplementation

    class Connection(base.MSSImplXCBBase):  # type: ignore[misc]
        def __init__(self) -> None:
            common.__init__(self, with_cursor=cursor)
            self.conn, number = xcb.connect(None)
            self.pref_screen = xcb.setup_roots(xcb.get_setup(self.conn))[number]
            self.root = self.drawable = self.pref_screen.root
            self.drawable_depth = self.pref_screen.root_depth
            self.drawable_visual_id = self.pref_screen.root_visual
            self._xfixes_ready = None

        def grab(self, monitor: Any) -> bytearray:
            pixels: bytearray = self._grab_xgetimage(monitor)
            return pixels

    made = Connection()
    return made, xcb.get_setup(made.conn), made.pref_screen


def _layout(setup: Any, screen: Any) -> tuple[int, tuple[int, int, int]]:
    """Return the bits of a pixel and the masks of red, green and blue.

    Raises:
        ValueError: they are of a kind that is not converted.
    """
    xcb: Any = import_module("mss.linux.xcb")
    bits = {int(one.depth): int(one.bits_per_pixel) for one in xcb.setup_pixmap_formats(setup)}
    size = bits.get(int(screen.root_depth), 0)
    if setup.image_byte_order != _LITTLE_ENDIAN or size not in (16, 32):
        raise ValueError("layout of a pixel")
    for depth in xcb.screen_allowed_depths(screen):
        for visual in xcb.depth_visuals(depth):
            if visual.visual_id == screen.root_visual and int(visual.class_) in _TRUE_COLOUR:
                return size, (int(visual.red_mask), int(visual.green_mask), int(visual.blue_mask))
    raise ValueError("colours by number")


def _converter(bits: int, masks: tuple[int, int, int]) -> Any:
    """Return what makes BGRA of pixels: a table for 16 bits, arithmetic for 32."""
    import numpy as np

    if bits == 16:
        table = _by_masks(np.arange(1 << 16, dtype=np.uint32), masks)
        return lambda words: table[words]
    return lambda words: _by_masks(words, masks)


def _by_masks(words: "Words", masks: tuple[int, int, int]) -> "Pixels":
    import numpy as np

    out: Pixels = np.full(words.shape, 0xFF000000, np.uint32)
    for mask, place in zip(masks, (16, 8, 0), strict=True):
        low = (mask & -mask).bit_length() - 1
        wide = mask.bit_length() - low
        part = (words.astype(np.uint32) & np.uint32(mask)) >> np.uint32(low)
        out |= _to_eight(part, wide) << np.uint32(place)
    return out


def _to_eight(part: "Pixels", wide: int) -> "Pixels":
    """Return values of `wide` bits as 8: full stays full."""
    import numpy as np

    if wide >= 8:
        return part >> np.uint32(wide - 8)
    most = (1 << wide) - 1
    out: Pixels = ((part * np.uint32(255) + np.uint32(most // 2)) // np.uint32(most)).astype(np.uint32)
    return out
