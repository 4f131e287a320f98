"""Split a run at character offsets, as edits of its part's bytes: pieces that look otherwise or are struck
out, and markup between them.

Children of a run that are no characters (drawings, field marks, note references) stay where they are: a mark
that ends at a character is put right behind it, one that begins at a character right before it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stormdat_core.reports.docx.runs.markup import Child, RunMarkup, element_name, escaped

_OWN_SPACE = re.compile(rb"""\s+xml:space\s*=\s*(?:"[^"]*"|'[^']*')""")
_CHANGE = b"rPrChange"
_CHANGE_ID = re.compile(rb"""(rPrChange\b[^>]*?[:\s]id\s*=\s*["'])[^"']*(["'])""")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes `start` to `end` of a part; an insertion when they are equal."""

    start: int
    end: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of an XML run that change."""

    start: int
    end: int
    properties: bytes | None = None
    """The whole `w:rPr` they get; None leaves them the run's own."""
    struck: bytes = b""
    """Start tag of the `w:del` they are put into; empty leaves them in the text."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """What happens in one run. Pieces are sorted and do not overlap."""

    pieces: Sequence[Piece] = ()
    behind: Mapping[int, bytes] = field(default_factory=dict)
    """Markup put behind the character that ends at an offset."""
    before: Mapping[int, bytes] = field(default_factory=dict)
    """Markup put before the character that begins at an offset."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """A part with edits, put together while it is written: whole, it would be in memory twice."""

    data: bytes
    edits: Iterable[Edit]
    """Sorted; gone through each time that the part is put together."""

    def pieces(self) -> Iterator[bytes | memoryview]:
        at = 0
        with memoryview(self.data) as view:
            for edit in self.edits:
                yield view[at : edit.start]
                yield edit.data
                at = edit.end
            yield view[at:]


@dataclass(frozen=True, slots=True)
class Insertions:
    """Edits at one place, made while they are written."""

    at: int
    make: Callable[[], Iterable[bytes]]

    def __iter__(self) -> Iterator[Edit]:
        return (Edit(self.at, self.at, data) for data in self.make())


def whole(part: bytes | Spliced) -> bytes:
    """Return a part put together."""
    return b"".join(part.pieces()) if isinstance(part, Spliced) else part


def spliced(data: bytes, edits: Iterable[Edit]) -> Spliced:
    """Return `data` with all edits. They never overlap; equal positions keep their order."""
    return Spliced(data, sorted(edits, key=lambda edit: edit.start))


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `data` with all edits made. They never overlap; equal positions keep their order."""
    return whole(spliced(data, edits))


def split_run(data: bytes, run: RunMarkup, cuts: Cuts, ids: Iterator[int]) -> list[Edit]:
    """Return the edits that cut a run.

    Args:
        data: the part that holds the run.
        run: the run, with its children.
        cuts: what happens in it.
        ids: numbers for tracked changes of format by the author, which every further piece repeats.
    """
    splitter = _Splitter(data, run, cuts, ids)
    splitter.walk()
    return splitter.edits


class _Splitter:
    """One run being split. Each piece repeats the run's start tag and properties."""

    def __init__(self, data: bytes, run: RunMarkup, cuts: Cuts, ids: Iterator[int]) -> None:
        self._ids = ids
        self.edits: list[Edit] = []
        self._data = data
        self._run = run
        self._cuts = cuts
        self._tag = data[run.start : run.inner]
        self._name = element_name(data, run.start)
        own = run.properties
        self._own = data[own.start : own.end] if own else b""
        self._total = run.characters
        self._segments = list(_segments(cuts.pieces, self._total))
        self._marks = sorted({*cuts.behind, *cuts.before})
        self._at = 0
        self._current = self._segments[0]
        """What the open piece is."""
        self._next = 0

    def walk(self) -> None:
        """Go through the run's children once, from its beginning to its end."""
        characters = [child for child in self._run.content if child.characters]
        if not characters:
            return
        self._begin(characters[0])
        for number, child in enumerate(characters):
            if number:
                self._between(characters[number - 1], child)
            self._cross(child)
        self._finish(characters[-1])

    # Where pieces meet

    def _segment(self, at: int) -> Piece:
        """Return the segment that the character at an offset belongs to. Offsets only grow."""
        while self._segments[self._next].end <= at:
            self._next += 1
        return self._segments[self._next]

    def _begin(self, first: Child) -> None:
        """Begin the run with its first segment; the run's own element serves it where it can."""
        segment = self._segment(0)
        before = self._cuts.before.get(0, b"")
        if self._run.content[0] is not first and (before or segment.struck):
            self._insert(first.start, self._close(_PLAIN) + before + self._open(segment))
        else:
            self._insert(self._run.start, before + segment.struck)
            self._set_properties(segment.properties)
        self._current = segment

    def _set_properties(self, properties: bytes | None) -> None:
        own = self._run.properties
        if properties is None:
            return
        if own is None:
            self._insert(self._run.inner, properties)
        else:
            self.edits.append(Edit(own.start, own.end, properties))

    def _between(self, last: Child, child: Child) -> None:
        """Cut, where it is due, between two children that hold characters."""
        behind, before = self._cuts.behind.get(self._at, b""), self._cuts.before.get(self._at, b"")
        segment = self._segment(self._at)
        if last.end == child.start:
            self._insert(child.start, self._crossing(segment, behind + before))
            return
        if behind or self._current.struck:
            self._insert(last.end, self._close(self._current) + behind + self._open(_PLAIN))
            self._current = _PLAIN
        self._insert(child.start, self._crossing(segment, before))

    def _crossing(self, segment: Piece, between: bytes) -> bytes:
        """Return what closes the open piece and opens the next; nothing where it goes on."""
        if segment is self._current and not between:
            return b""
        crossing = self._close(self._current) + between + self._open(segment)
        self._current = segment
        return crossing

    def _finish(self, last: Child) -> None:
        behind = self._cuts.behind.get(self._total, b"")
        if self._run.content[-1] is not last and (behind or self._current.struck):
            self._insert(last.end, self._close(self._current) + behind + self._open(_PLAIN))
        else:
            self._insert(self._run.end, self._struck_end(self._current) + behind)

    def _insert(self, at: int, data: bytes) -> None:
        if data:
            self.edits.append(Edit(at, at, data))

    def _close(self, segment: Piece) -> bytes:
        return b"</" + self._name + b">" + self._struck_end(segment)

    @staticmethod
    def _struck_end(segment: Piece) -> bytes:
        return b"</" + element_name(segment.struck, 0) + b">" if segment.struck else b""

    def _open(self, segment: Piece) -> bytes:
        own = self._own if segment.properties is None else segment.properties
        return segment.struck + self._tag + self._renumbered(own)

    def _renumbered(self, properties: bytes) -> bytes:
        """Give the author's change of format another id in each piece that repeats it."""
        if _CHANGE not in self._own:
            return properties
        return _CHANGE_ID.sub(lambda found: b"%s%d%s" % (found[1], next(self._ids), found[2]), properties)

    # Texts

    def _cross(self, child: Child) -> None:
        """Go over a child that holds characters; a text is cut where segments or marks say so."""
        end = self._at + child.characters
        if child.text is None:
            self._at = end
            return
        if not self._current.struck and not self._is_cut(end):
            self._at = end
            return
        self.edits.append(Edit(child.start, child.end, b"".join(self._text_pieces(child, end))))
        self._at = end

    def _is_cut(self, end: int) -> bool:
        """Return whether anything happens inside the characters from here to `end`."""
        if self._segment(self._at).end < end:
            return True
        return bool(self._marks_inside(self._at, end))

    def _marks_inside(self, start: int, end: int) -> list[int]:
        return self._marks[bisect_right(self._marks, start) : bisect_left(self._marks, end)]

    def _text_pieces(self, child: Child, end: int) -> Iterator[bytes]:
        text, start = child.text or "", self._at
        stops, first = self._stops(start, end), start
        for last in [*stops, end]:
            yield self._text(child, text, first - start, last - start)
            if last < end:
                marks = self._cuts.behind.get(last, b"") + self._cuts.before.get(last, b"")
                yield self._crossing(self._segment(last), marks)
            first = last

    def _stops(self, start: int, end: int) -> list[int]:
        """Return the offsets between `start` and `end` at which the text is cut."""
        inside = set(self._marks_inside(start, end))
        number = self._next
        while self._segments[number].end < end:
            inside.add(self._segments[number].end)
            number += 1
        return sorted(inside)

    def _text(self, child: Child, text: str, first: int, last: int) -> bytes:
        tag, name = self._text_tag(child), element_name(self._data, child.start)
        if self._current.struck:
            struck = name[: len(name) - 1] + b"delText"
            tag, name = b"<" + struck + tag[1 + len(name) :], struck
        return tag + escaped(_outer_trimmed(child, text, first, last)) + b"</" + name + b">"

    def _text_tag(self, child: Child) -> bytes:
        """Return a start tag that keeps spaces by itself, whatever the elements around it say."""
        tag = self._data[child.start : child.inner_start]
        own = _OWN_SPACE.search(tag)
        if own is not None and b"preserve" in own.group():
            return tag
        return _OWN_SPACE.sub(b"", tag)[:-1] + b' xml:space="preserve">'


_PLAIN = Piece(0, 0)


def _outer_trimmed(child: Child, text: str, first: int, last: int) -> str:
    """Return a piece; outer spaces that were not marked as preserved were never text."""
    piece = text[first:last]
    if not child.preserved:
        piece = piece.lstrip(" \t\r\n") if not text[:first].strip(" \t\r\n") else piece
        piece = piece.rstrip(" \t\r\n") if not text[last:].strip(" \t\r\n") else piece
    return piece


def _segments(pieces: Sequence[Piece], total: int) -> Iterator[Piece]:
    """Yield pieces that cover all characters, those between them plain."""
    at = 0
    for piece in pieces:
        if piece.start > at:
            yield Piece(at, piece.start)
        yield piece
        at = piece.end
    if at < total or total == 0:
        yield Piece(at, total)
