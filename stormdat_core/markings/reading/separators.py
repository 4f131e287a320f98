"""A normalised marking cut at its separators, and what is wrong with the separators themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.markings.model import Slip

_CUT = re.compile(r"/{2,}")
_AROUND_SLASH = re.compile(r" +/|(?<=/) +")
_AROUND_HYPHEN = re.compile(r" +-|(?<=-) +")
_EYES = re.compile(r"[A-Z]{3,4}(?:/[A-Z]{3,4})+ EYES ONLY")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and where it starts."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def trimmed(self) -> "Piece":
        """Return the piece without the spaces around it."""
        text = self.text.lstrip()
        return Piece(text.rstrip(), self.start + len(self.text) - len(text))

    def part(self, start: int, end: int) -> "Piece":
        """Return a part of the piece, trimmed."""
        return Piece(self.text[start:end], self.start + start).trimmed()


def split_segments(whole: Piece) -> tuple[bool, list[Piece], list[Slip]]:
    """Return whether a marking begins with a double slash, its segments, and slips of its separators."""
    text = whole.text
    leading = text.startswith("//")
    segments: list[Piece] = []
    empty: list[Slip] = []
    at = 0
    for match in _CUT.finditer(text):
        piece = whole.part(at, match.start())
        if piece.text:
            segments.append(piece)
        if len(match[0]) > 2 or not (piece.text or match.start() == 0):
            empty.append(_empty(whole.start + match.start(), whole.start + match.end()))
        at = match.end()
    last = whole.part(at, len(text))
    if last.text:
        segments.append(last)
    elif at:
        empty.append(_empty(whole.start + at - 2, whole.start + at))
    return leading, segments, [*_spaces(whole), *empty[:1]]


def _empty(start: int, end: int) -> Slip:
    return Slip("MRK-SEP-EMPTY", start, end, "There is nothing between these slashes; remove the extra ones.")


def _spaces(whole: Piece) -> Iterator[Slip]:
    for pattern, name in ((_AROUND_SLASH, "slash"), (_AROUND_HYPHEN, "hyphen")):
        match = pattern.search(whole.text)
        if match:
            start, end = (whole.start + offset for offset in match.span())
            yield Slip("MRK-SEP-SPACE", start, end, f"No space stands around a {name}.")


def split_items(segment: Piece) -> tuple[list[Piece], Slip | None]:
    """Return the values of a segment; an EYES ONLY list keeps its slashes."""
    pieces: list[Piece] = []
    at = 0
    for match in _EYES.finditer(segment.text):
        pieces += _cut(segment, at, match.start())
        pieces.append(segment.part(match.start(), match.end()))
        at = match.end()
    pieces += _cut(segment, at, len(segment.text))
    empty = None
    if segment.text.startswith("/") or segment.text.endswith("/"):
        empty = Slip(
            "MRK-SEP-EMPTY", segment.start, segment.end, "A slash stands here with nothing beside it."
        )
    return pieces, empty


def _cut(segment: Piece, start: int, end: int) -> Iterator[Piece]:
    at = start
    for index in range(start, end + 1):
        if index == end or segment.text[index] == "/":
            piece = segment.part(at, index)
            if piece.text:
                yield piece
            at = index + 1
