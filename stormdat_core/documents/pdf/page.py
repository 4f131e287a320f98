"""One page as pieces of lines: characters in the order of the page's content, with their place and format.

PDFium puts a line end where the next character stands elsewhere. A line is parted further where a gap is
wider than most are between words. What such a gap is, only the lines around tell: see `rows`.
"""

import ctypes
import math
import re
from collections import Counter
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
_GAP = 0.7
"""Gap, in font sizes, from which on a line is parted; most words stand closer, even justified ones."""
_BACK = -0.8
"""How far, in font sizes, a character may stand before the end of the one it follows."""
_INVISIBLE = 3
"""Text render mode of the layer that text recognition lays under a scan."""
_WORD_END = re.compile(r"[^\W\d_]{2}[.,;:)\"”’]*$")
_STYLE = re.compile(
    r"[-,]?(?:PS)?(?:MT)?(?:[-,]?(?:bold|italic|oblique|regular|roman|medium))*(?:PS)?(?:MT)?$", re.IGNORECASE
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NAME = 256
_SMALLER = 0.85
"""Size of the mark in front of a note, as a share of the note's, at most."""
_ASKEW = 5
"""Degrees by which a scanned page may be askew."""


@dataclass(slots=True)
class Line:
    """Characters on one baseline, or a piece of such a line.

    Lengths in points, as seen with the text upright, from the lower left corner of the page.
    """

    page: int
    pieces: list[tuple[str, RunFormat]] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    turn: int = 0
    """Degrees by which the text is turned against the clock."""
    words: list[tuple[int, float, float]] = field(default_factory=list)
    """Of each word behind the first: (characters before it, right end of the one before, its left end)."""
    row: int = 0
    """Number of its row on the page; lines of one row stand side by side."""
    length: int = 0
    """Characters so far."""
    number: int = 0
    """Its place among the lines of the page, from 0."""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def add(self, text: str, style: RunFormat) -> None:
        self.length += len(text)
        if self.pieces and self.pieces[-1][1] is style:
            self.pieces[-1] = (self.pieces[-1][0] + text, style)
        else:
            self.pieces.append((text, style))

    def drop_space(self) -> None:
        """Take the space away at the end."""
        text, style = self.pieces[-1]
        kept = text.rstrip(" ")
        self.pieces[-1] = (kept, style)
        self.length -= len(text) - len(kept)


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
        self.turns: Counter[int] = Counter()
        """Number of characters by the degrees they are turned against the clock."""
        self._raw = pdfium
        self._number = number
        self._text = page.get_textpage()
        self._formats = formats
        self._line = Line(number)
        self._object = b""
        self._style = NO_FORMAT
        self._hidden = False
        self._turn = self._since = 0
        self._edges = tuple(ctypes.c_double() for _ in range(4))

    def lines(self) -> Iterator[Line]:
        """Yield the pieces of lines that hold anything but spaces."""
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
        self._count(self._text.count_chars())
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
        address = bytes(handle)
        self.seen += 1
        if address != self._object:
            self._object = address
            self._count(index)
            self._hidden = bool(handle) and self._raw.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE
            self._style = self._format(handle, index) if handle else NO_FORMAT
            self.invisible += self._hidden
            return True
        self.invisible += self._hidden
        return bool(self._line.pieces) and self._line.pieces[-1][0][-1:].isspace()

    def _count(self, index: int) -> None:
        """Note how the characters since the last call, and before this one, are turned."""
        self.turns[self._turn] += index - self._since
        self._since = index

    def _parted(self, last: int, index: int) -> bool:
        """Return whether a character does not go on where the one before it ends."""
        line = self._line
        if last < 0 or not line.pieces:
            return False
        if self._turn != line.turn or self._style.size_pt * _SMALLER > line.size:
            return True
        before, after = self._box(last, self._turn)[2], self._box(index, self._turn)[0]
        gap, size = after - before, max(line.size, 1.0)
        if _BACK * size <= gap <= _GAP * size:
            line.words.append((line.length, before, after))
            return False
        return True

    def _place(self, index: int) -> None:
        """Let the first character of a line say where it stands."""
        if self._line.size:
            return
        self._line.turn = self._turn
        self._line.left = self._box(index, self._turn)[0]
        self._line.baseline = self._origin(index)
        self._line.size = self._style.size_pt or 10.0
        self._line.pieces, self._line.length = [], 0

    def _origin(self, index: int) -> float:
        """Return the height of a character's baseline."""
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return y.value if not self._turn else turned(x.value, y.value, self._turn)[1]

    def _raised(self, index: int) -> bool:
        """Return whether a digit is a note's mark behind a word, which would else become part of it."""
        pieces = self._line.pieces
        before = pieces[-1][0] if pieces else ""
        if not before or pieces[-1][1].size_pt * 0.85 < self._style.size_pt or not _WORD_END.search(before):
            return False
        return self._origin(index) - self._line.baseline > 0.15 * self._line.size

    def _ended(self, last: int) -> Line:
        line = self._line
        if line.size and last >= 0:
            line.right = self._box(last, line.turn)[2]
        line.pieces = [(_joined(text), style) for text, style in line.pieces]
        if sum(len(text) for text, _ in line.pieces) != line.length:
            line.words = []
        self._line = Line(self._number)
        return line

    def _box(self, index: int, turn: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of a character, in the axes of text turned so."""
        left, right, bottom, top = self._edges
        self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        if not turn:
            return left.value, bottom.value, right.value, top.value
        return turned_box(left.value, bottom.value, right.value, top.value, turn)

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
        self._turn = _degrees(matrix.a, matrix.b)
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


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a point of the page in the axes of text that is turned by some degrees against the clock."""
    if turn % 90 == 0:
        return ((x, y), (y, -x), (-x, -y), (-y, x))[turn // 90 % 4]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return x * cos + y * sin, y * cos - x * sin


def turned_box(
    left: float, bottom: float, right: float, top: float, turn: int
) -> tuple[float, float, float, float]:
    """Return a box of the page as the smallest one around it in the axes of turned text."""
    corners = [turned(x, y, turn) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _degrees(a: float, b: float) -> int:
    """Return the degrees that text is turned, full quarters where it is nearly one."""
    if not b and a >= 0:
        return 0
    degrees = round(math.degrees(math.atan2(b, a))) % 360
    quarter = round(degrees / 90) * 90
    return quarter % 360 if abs(degrees - quarter) <= _ASKEW else degrees


def _joined(text: str) -> str:
    """Return the text with surrogate pairs joined, where PDFium counts in 16 bits."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
