"""One page as lines: characters in the order of the page's content, with their place and format.

PDFium puts a line end where the next character stands elsewhere. A line is parted further where a gap is
wider than between words: what stands there is another cell or column.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stormdat_core.documents.blocks import NO_FORMAT
from stormdat_core.model import RunFormat

if TYPE_CHECKING:
    import pypdfium2

LABEL = re.compile(r"(?:[•‣▪◦●○■□–—*·\uf0b7\uf0a7\uf0d8o-]|\(?(?:\d+|[A-Za-z]|[ivxIVX]+)(?:\.\d+)*[.)]?)")
"""What stands before a list item or in front of a heading; no gap parts it from its text."""
_HYPHENS = ("\x02", "\ufffe")
"""What PDFium gives for a hyphen at which it joined two lines."""
_GAP = 1.6
"""Widest gap inside a line, in font sizes; justified words stand closer."""
_INVISIBLE = 3
"""Text render mode of the layer that text recognition lays under a scan."""
_WORD_END = re.compile(r"[^\W\d_]{2}[.,;:)\"”’]*$")
_STYLE = re.compile(
    r"[-,]?(?:PS)?(?:MT)?(?:[-,]?(?:bold|italic|oblique|regular|roman|medium))*(?:PS)?(?:MT)?$", re.IGNORECASE
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NAME = 256


@dataclass(slots=True)
class Line:
    """Characters on one baseline. Lengths in points, from the lower left corner of the page."""

    page: int
    pieces: list[tuple[str, RunFormat]] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    soft: bool = False
    """True when the hyphen at its end is one that PDFium takes for a word's division."""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def add(self, text: str, style: RunFormat) -> None:
        if self.pieces and self.pieces[-1][1] is style:
            self.pieces[-1] = (self.pieces[-1][0] + text, style)
        else:
            self.pieces.append((text, style))


class PageReader:
    """Reads the characters of one page."""

    def __init__(
        self, page: "pypdfium2.PdfPage", number: int, formats: dict[tuple[object, ...], RunFormat]
    ) -> None:
        import pypdfium2.raw as pdfium

        self.unmapped = 0
        """Characters whose meaning the file does not give."""
        self.seen = self.invisible = 0
        """Characters, and those of them that are not painted."""
        self._raw = pdfium
        self._number = number
        self._text = page.get_textpage()
        self._formats = formats
        self._line = Line(number)
        self._object: int | None = None
        self._style = NO_FORMAT
        self._hidden = False

    def lines(self) -> Iterator[Line]:
        """Yield the lines that hold anything but spaces."""
        try:
            for line in self._lines():
                if any(not text.isspace() for text, _ in line.pieces):
                    yield line
        finally:
            self._text.close()

    def _lines(self) -> Iterator[Line]:
        last = -1
        """Index of the last character that is no space."""
        for index in range(self._text.count_chars()):
            character = self._character(index)
            if character in "\r\n" or not character:
                if character == "\n":
                    yield self._ended(last)
                continue
            if character in _HYPHENS:
                self._line.add("-", self._style)
                self._line.soft = True
                yield self._ended(last)
                continue
            if character.isspace():
                self._line.add(" " if character == "\t" else character, self._style)
                continue
            if self._enter(index) and self._parted(last, index):
                yield self._ended(last)
            self._place(index)
            if character.isdigit() and self._raised(index):
                self._line.add(" ", self._style)
            self._line.add(character, self._style)
            last = index
        yield self._ended(last)

    def _character(self, index: int) -> str:
        code: int = self._raw.FPDFText_GetUnicode(self._text, index)
        if code in (0, 0xFFFF) or code > 0x10FFFF:
            self.unmapped += 1
            return "\ufffd"
        return chr(code)

    def _enter(self, index: int) -> bool:
        """Take the format of the text object a character is of; return True at its first character."""
        handle = self._raw.FPDFText_GetTextObject(self._text, index)
        address = ctypes.cast(handle, ctypes.c_void_p).value if handle else None
        self.seen += 1
        if address != self._object:
            self._object = address
            self._hidden = bool(handle) and self._raw.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE
            self._style = self._format(handle, index) if handle else NO_FORMAT
            self.invisible += self._hidden
            return True
        self.invisible += self._hidden
        return bool(self._line.pieces) and self._line.pieces[-1][0][-1:].isspace()

    def _parted(self, last: int, index: int) -> bool:
        """Return whether the gap before a character is wider than between words."""
        if last < 0 or not self._line.pieces:
            return False
        gap = self._box(index)[0] - self._box(last)[2]
        wide = gap > _GAP * max(self._line.size, 1.0) or gap < -3 * max(self._line.size, 1.0)
        return wide and not (gap > 0 and LABEL.fullmatch(self._line.text.strip()))

    def _place(self, index: int) -> None:
        """Let the first character of a line say where it stands."""
        if self._line.size:
            return
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        self._line.left, self._line.baseline = self._box(index)[0], y.value
        self._line.size = self._style.size_pt or 10.0
        self._line.pieces = []

    def _raised(self, index: int) -> bool:
        """Return whether a digit is a note's mark behind a word, which would else become part of it."""
        pieces = self._line.pieces
        before = pieces[-1][0] if pieces else ""
        if not before or pieces[-1][1].size_pt * 0.85 < self._style.size_pt or not _WORD_END.search(before):
            return False
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return y.value - self._line.baseline > 0.15 * self._line.size

    def _ended(self, last: int) -> Line:
        line = self._line
        if line.size and last >= 0:
            line.right = self._box(last)[2]
        line.pieces = [(_joined(text), style) for text, style in line.pieces]
        self._line = Line(self._number)
        return line

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of a character."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _format(self, handle: object, index: int) -> RunFormat:
        """Return the format of a text object: family, size as painted, weight and slant by the name."""
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(handle)
        buffer = ctypes.create_string_buffer(_NAME)
        length = raw.FPDFFont_GetBaseFontName(font, buffer, _NAME) if font else 0
        name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace")) if 0 < length <= _NAME else ""
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(handle, size)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        points = round(size.value * scale * 4) / 4 if scale else round(size.value * 4) / 4
        return self._known(name, points)

    def _known(self, name: str, points: float) -> RunFormat:
        known = self._formats.get((name, points))
        if known is None:
            folded = name.casefold()
            known = RunFormat(
                font=_STYLE.sub("", name) or name,
                size_pt=points,
                bold="bold" in folded or "black" in folded,
                italic="italic" in folded or "oblique" in folded,
                symbol=True,  # a PDF's font names are those of its producer, not a house's
            )
            self._formats[name, points] = known
        return known


def _joined(text: str) -> str:
    """Return the text with surrogate pairs joined, where PDFium counts in 16 bits."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
