"""A marking taken apart: head, then segments, then values. It reports slips of form and judges nothing else.

Every character is looked at a bounded number of times; no construct of the grammar nests.
"""

from collections.abc import Iterator
from dataclasses import replace

from stormdat_core.markings.model import Category, Item, Kind, Marking, Regime, Segment, Slip, System
from stormdat_core.markings.reading import united_kingdom as uk
from stormdat_core.markings.reading.level_and_owner import Head, parse_head
from stormdat_core.markings.reading.segment_values import (
    Read,
    category_value,
    control_value,
    is_word,
    known_value,
    nearest,
    nickname_value,
    program_value,
)
from stormdat_core.markings.reading.separators import Piece, split_items, split_segments
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary

_MIXED_CASE = ("Attorney-Client", "Attorney-WP")
_UNKNOWN_SHOWN = 5
"""Unknown words that a near one is looked for; a marking with more is no marking."""


def parse(text: str, kind: Kind, scheme: Scheme) -> Marking:
    """Return a normalised marking taken apart. Offsets count in `text`.

    Args:
        text: one marking, with or without the brackets of a portion mark.
        kind: whether it stands in a banner or before a portion.
        scheme: its words, and its regime for what stands for NATO and for the United Kingdom.
    """
    whole, slips = _inside(text, kind)
    slips += _case(whole, scheme.regime)
    upper = Piece(_upper(whole.text), whole.start)
    if scheme.regime is Regime.UK and "//" not in upper.text:
        marking = uk.parse(upper, kind, scheme.vocabulary)
        return replace(marking, text=text, slips=(*slips, *marking.slips))
    return _Parser(text, kind, scheme, slips).parse(upper)


def _inside(text: str, kind: Kind) -> tuple[Piece, list[Slip]]:
    """Return what stands between the brackets of a portion mark; of a banner, all of it."""
    whole = Piece(text, 0).trimmed()
    if kind == "banner":
        return whole, []
    if whole.text.startswith("(") and whole.text.endswith(")"):
        return whole.part(1, len(whole.text) - 1), []
    message = "A portion mark stands in parentheses."
    inner = whole.text.strip("()[] ")
    at = whole.text.find(inner)
    return whole.part(at, at + len(inner)), [Slip("MRK-PORTION-PAREN", whole.start, whole.end, message)]


def _upper(text: str) -> str:
    """Return a text in capitals, of the same length."""
    upper = text.upper()
    return upper if len(upper) == len(text) else "".join(c.upper() if c.isascii() else c for c in text)


def _case(whole: Piece, regime: Regime) -> list[Slip]:
    plain = whole.text
    for word in _MIXED_CASE:
        plain = plain.replace(word, word.upper())
    if plain == _upper(plain):
        return []
    rule = "MRK-UK-FORM" if regime is Regime.UK else "MRK-CASE"
    return [Slip(rule, whole.start, whole.end, "A marking is written in capitals.")]


class _Parser:
    """The state of one parse: what the head said, and how many words were unknown."""

    def __init__(self, text: str, kind: Kind, scheme: Scheme, slips: list[Slip]) -> None:
        self._text = text
        self._kind: Kind = kind
        self._scheme = scheme
        self._vocabulary = scheme.vocabulary
        self._slips = slips
        self._unknown = 0
        self._head = Head(System.UNKNOWN, None, 0)
        self._categories_due = False
        """True where CUI categories may follow."""

    def parse(self, whole: Piece) -> Marking:
        slashed, pieces, slips = split_segments(whole)
        self._slips += slips
        if not pieces:
            self._slip("MRK-LEVEL-UNKNOWN", whole, "There is no marking here.")
            return Marking(self._kind, self._text, System.UNKNOWN, None, slips=tuple(self._slips))
        values, _ = split_items(pieces[0])
        first, *joined = values or [pieces[0]]
        self._head = parse_head(first, self._kind, self._scheme, slashed=slashed)
        self._slips += self._head.slips
        if self._head.level is None:
            return self._marking(slashed, [])
        self._categories_due = self._head.system is System.CUI
        return self._marking(slashed, [*self._joined(joined), *self._segments(pieces[1:])])

    def _marking(self, slashed: bool, segments: list[Segment]) -> Marking:
        head = self._head
        segments = [*self._head_segments(), *segments]
        return Marking(
            self._kind, self._text, head.system, head.level, head.owners, head.activity,
            tuple(segments), head.end, slashed, tuple(self._slips),
        )  # fmt: skip

    def _head_segments(self) -> Iterator[Segment]:
        """Yield what else the head holds: a NATO suffix, or a control in place of a level."""
        if self._head.suffix is not None:
            yield self._suffix(self._head.suffix)
        if self._head.legacy is not None:
            read = known_value(self._head.legacy, self._vocabulary)
            if read is not None:
                yield Segment(read.item.category, (read.item,), read.item.start, read.item.end)

    def _suffix(self, piece: Piece) -> Segment:
        name = self._vocabulary.nato_suffixes.get(piece.text, "")
        if not name:
            self._slip("MRK-TOKEN-UNKNOWN", piece, f"“{piece.text}” is no control that follows a NATO level.")
        item = Item(Category.NATO, name or piece.text, piece.text, piece.start, piece.end, known=bool(name))
        return Segment(Category.NATO, (item,), piece.start, piece.end)

    def _joined(self, pieces: list[Piece]) -> Iterator[Segment]:
        """Yield the values that a single slash joined to the level, as the segments they should have been."""
        if pieces:
            piece = Piece(self._text[self._head.end : pieces[-1].end], self._head.end)
            self._slip("MRK-SEP-SINGLE", piece, "Two slashes part the level from what follows it.")
        grouped: list[Segment] = []
        for piece in pieces:
            segment = self._segment(piece)
            if grouped and grouped[-1].category is segment.category:
                last = grouped.pop()
                segment = Segment(last.category, (*last.items, *segment.items), last.start, segment.end)
            grouped.append(segment)
        yield from grouped

    def _segments(self, pieces: list[Piece]) -> Iterator[Segment]:
        for piece in pieces:
            yield self._segment(piece)

    def _segment(self, piece: Piece) -> Segment:
        values, empty = split_items(piece)
        if empty:
            self._slips.append(empty)
        categories = self._categories_due and self._begins_categories(values)
        self._categories_due = False
        reads: list[Read] = []
        for value in values:
            read = self._value(value, reads, categories)
            self._slips += read.slips
            reads.append(read)
        items = tuple(read.item for read in reads)
        if not items:
            return Segment(Category.SCI, (), piece.start, piece.end)
        if items[0].name in ("CUI", "CONTROLLED") and items[0].category is Category.CUI:
            self._categories_due = True
        self._mixed(items)
        return Segment(items[0].category, items, piece.start, piece.end)

    def _begins_categories(self, values: list[Piece]) -> bool:
        if not values:
            return False
        text = values[0].text
        known = self._vocabulary
        if self._head.system is not System.CUI and any(_is_control(value, known) for value in values):
            return False  # PROPIN and FISA are both, and what stands beside them says which
        if text.startswith("SP-") or text in known.specified or text in known.basic:
            return True
        return known_value(values[0], known) is None and text not in known.level_words

    def _value(self, piece: Piece, before: list[Read], categories: bool) -> Read:
        """Return one value: a word of the vocabulary, or what the words before it make it."""
        words = self._vocabulary
        level = self._second_level(piece)
        if level is not None:
            return level
        if categories and (
            piece.text.startswith("SP-") or known_value(piece, words) is None or _is_category(piece, words)
        ):
            return category_value(piece, words)
        known = known_value(piece, words)
        if known is not None:
            return known
        return self._unknown_value(
            piece, before[0].item if before else None, before[-1].item if before else None
        )

    def _second_level(self, piece: Piece) -> Read | None:
        """Return a level or a second system where none belongs, and report it."""
        found = piece.text in self._vocabulary.level_words
        if not found and " " in piece.text and known_value(piece, self._vocabulary) is None:
            head = parse_head(piece, self._kind, self._scheme, slashed=True)
            found = head.level is not None and head.system in (System.NATO, System.JOINT, System.FOREIGN)
        if not found:
            return None
        if self._head.system is System.CUI:
            rule, text = "MRK-CUI-MIXED-ORDER", "The classification comes first, CUI after it."
        else:
            rule, text = "MRK-LEVEL-COMBINED", "A marking has one level, of one system."
        slip = Slip(rule, piece.start, piece.end, text)
        return Read(Item(Category.LEVEL, piece.text, piece.text, piece.start, piece.end), (slip,))

    def _unknown_value(self, piece: Piece, first: Item | None, last: Item | None) -> Read:
        if last is not None and last.name == "ACCM" and is_word(piece.text):
            return nickname_value(piece)
        if first is not None and first.name == "SAR" and is_word(piece.text):
            return program_value(piece)
        in_control = first is None or first.category is Category.SCI
        if in_control and is_word(piece.text) and self._head.system is not System.CUI:
            read = control_value(piece, self._vocabulary)
            return read if read.item.known else Read(read.item, (*read.slips, *self._near(piece)))
        category = Category.DISSEMINATION if first is None else first.category
        item = Item(category, piece.text, piece.text, piece.start, piece.end, known=False)
        if self._head.system is System.CUI:
            return Read(item)
        return Read(item, (self._not_known(piece),))

    def _near(self, piece: Piece) -> list[Slip]:
        """Report an unpublished control that looks like a slip of the pen."""
        self._unknown += 1
        near = nearest(piece.text, self._vocabulary) if self._unknown <= _UNKNOWN_SHOWN else ""
        text = f"“{piece.text}” is not a known control; did you mean {near}?"
        return [Slip("MRK-TOKEN-UNKNOWN", piece.start, piece.end, text)] if near else []

    def _not_known(self, piece: Piece) -> Slip:
        self._unknown += 1
        near = nearest(piece.text, self._vocabulary) if self._unknown <= _UNKNOWN_SHOWN else ""
        hint = f"; did you mean {near}?" if near else "; check its spelling."
        shown = piece.text if len(piece.text) <= 40 else piece.text[:39] + "…"
        rule = "MRK-TOKEN-UNKNOWN" if is_word(piece.text) else "MRK-TOKEN-UNREADABLE"
        return Slip(rule, piece.start, piece.end, f"“{shown}” is not a known control{hint}")

    def _mixed(self, items: tuple[Item, ...]) -> None:
        for item in items[1:]:
            if item.category is not items[0].category and item.category is not Category.LEVEL:
                word = items[0].category.word
                text = f"{item.text} does not belong to the category {word}; part them with //."
                self._slips.append(Slip("MRK-CATEGORY-MIXED", item.start, item.end, text))

    def _slip(self, rule: str, piece: Piece, text: str) -> None:
        self._slips.append(Slip(rule, piece.start, piece.end, text))


def _is_control(piece: Piece, vocabulary: Vocabulary) -> bool:
    """Return True for a dissemination control that is no category of CUI."""
    read = known_value(piece, vocabulary)
    controls = (Category.DISSEMINATION, Category.NON_IC)
    return read is not None and read.item.category in controls and not _is_category(piece, vocabulary)


def _is_category(piece: Piece, vocabulary: Vocabulary) -> bool:
    return piece.text in vocabulary.specified or piece.text in vocabulary.basic
