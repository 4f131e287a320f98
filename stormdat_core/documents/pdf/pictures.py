"""Pages of a PDF as pictures, and where their characters stand in them. For worker processes: it opens files.

Nothing of the file is run: PDFium is built without a script engine; forms are drawn as they were filled in.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stormdat_core.documents.pdf.png import png
from stormdat_core.errors import UnreadableDocument

if TYPE_CHECKING:
    import pypdfium2

MOST_PIXELS = 16_000_000
"""Pixels of one picture; a page of A4 at four times the size of a screen has 13 million."""
MOST_LETTERS = 200_000
"""Characters of one page whose places are looked at."""
FULL = 10_000
"""Places are told in parts of the page's width and height: from 0 to this."""
Box = tuple[int, int, int, int]
"""Left, top, right and bottom edge in parts of `FULL`."""
_WIDEST = 4_096


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a page in the order of its content, one box each."""

    text: str
    boxes: tuple[Box, ...]


class Pictures:
    """An opened PDF. Close it, or use it with `with`."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the bytes of a file.

        Raises:
            UnreadableDocument: PDFium cannot open it.
        """
        import pypdfium2

        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as exc:
            raise UnreadableDocument(f"{name} cannot be opened.", "Check the file again.") from exc
        with suppress(pypdfium2.PdfiumError):  # without them what was typed into fields is not drawn
            if self._pdf.get_formtype():
                self._pdf.init_forms()

    def close(self) -> None:
        self._pdf.close()

    def picture(self, page: int, width: int) -> bytes:
        """Return a page as a PNG.

        Args:
            page: its number from 1.
            width: of the picture in pixels; less is made of one that would have more than `MOST_PIXELS`.

        Raises:
            UnreadableDocument: there is no such page, or it is damaged.
        """
        loaded = self._page(page)
        try:
            wide, high = loaded.get_size()
            scale = scale_of(wide, high, width)
            bitmap = loaded.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            try:
                pixels = bitmap.to_numpy()
                return png(pixels if pixels.ndim == 3 else pixels[..., None].repeat(3, 2))
            finally:
                bitmap.close()
        finally:
            loaded.close()

    def letters(self, page: int) -> Letters:
        """Return the characters of a page, the first `MOST_LETTERS`.

        Raises:
            UnreadableDocument: there is no such page, or it is damaged.
        """
        loaded = self._page(page)
        try:
            found = tuple(_letters(loaded))
            return Letters("".join(text for text, _ in found), tuple(box for _, box in found))
        finally:
            loaded.close()

    def _page(self, page: int) -> "pypdfium2.PdfPage":
        import pypdfium2

        try:
            return self._pdf[page - 1]
        except (pypdfium2.PdfiumError, IndexError) as exc:
            raise UnreadableDocument(f"Page {page} is damaged.") from exc


def scale_of(wide: float, high: float, width: int) -> float:
    """Return pixels for each point, so that a page becomes as wide as wanted and no larger than allowed.

    Args:
        wide: width of the page in points.
        high: its height.
        width: wanted pixels.
    """
    wide, high = max(wide, 1.0), max(high, 1.0)
    wanted = min(max(width, 1), _WIDEST) / wide
    # PDFium rounds both sides up, so that a page of no height is one row of pixels.
    return min(wanted, math.sqrt(MOST_PIXELS / (wide * high)), _WIDEST * 4 / high)


def _letters(page: "pypdfium2.PdfPage") -> Iterator[tuple[str, Box]]:
    """Yield each character with its box; the halves of a surrogate pair, as PDFium counts, are one."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        to_box = _Boxes(page, text)
        high = 0
        for index in range(min(text.count_chars(), MOST_LETTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0
            high = 0
            yield chr(code) if 0 < code < 0x110000 and code != 0xFFFF else "\ufffd", to_box(index)
    finally:
        text.close()


class _Boxes:
    """Boxes of characters as parts of the page as it is shown: cropped, and turned as it says."""

    def __init__(self, page: "pypdfium2.PdfPage", text: "pypdfium2.PdfTextPage") -> None:
        import pypdfium2.raw as pdfium

        self._raw, self._text = pdfium, text
        corners = [self._device(page, x, y) for x, y in ((0, 0), (1000, 0), (0, 1000))]
        (x0, y0), (x1, y1), (x2, y2) = corners
        self._matrix = (x1 - x0) / 1000, (y1 - y0) / 1000, (x2 - x0) / 1000, (y2 - y0) / 1000, x0, y0
        self._edges = tuple(ctypes.c_double() for _ in range(4))

    def _device(self, page: "pypdfium2.PdfPage", x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page is shown, in a picture so large that whole numbers are exact."""
        across, down = ctypes.c_int(), ctypes.c_int()
        size = FULL * 100
        self._raw.FPDF_PageToDevice(page, 0, 0, size, size, 0, x, y, across, down)
        return across.value / 100, down.value / 100

    def __call__(self, index: int) -> Box:
        left, right, bottom, top = self._edges
        self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        a, b, c, d, e, f = self._matrix
        xs = a * left.value + c * bottom.value + e, a * right.value + c * top.value + e
        ys = b * left.value + d * bottom.value + f, b * right.value + d * top.value + f
        return _clipped(min(xs)), _clipped(min(ys)), _clipped(max(xs)), _clipped(max(ys))


def _clipped(value: float) -> int:
    return 0 if math.isnan(value) else round(min(max(value, 0.0), float(FULL)))
