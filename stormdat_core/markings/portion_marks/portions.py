"""Portions of a document: paragraphs, headings, cells, captions and notes, and the marks before them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stormdat_core.markings.model import Regime
from stormdat_core.markings.reading import Content, content_of, normalise, parse
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary
from stormdat_core.model import Block, BlockKind, Role

KINDS = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.CELL,
        BlockKind.CAPTION,
        BlockKind.NOTE,
        BlockKind.TEXT_BOX,
        BlockKind.SLIDE_TEXT,
    }
)
"""Kinds of block that are portions of a document."""
_NUMBER = r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\d+(?:\.\d+)+\.?|[A-Z]\.|[•·▪‣◦*–-])\s*"
_LABEL = (
    r"(?:(?:Subject|SUBJECT|SUBJ|Subj)\s*(?=\([^()\n]{1,80}\)\s*:)|(?:Subject|SUBJECT|SUBJ|Subj|Title|TITLE|Note|NOTE|RE|Re)\s*:"
    r"|(?:Figure|Fig\.|Table|Chart|Annex)\s+[\w.-]*?\d[\w-]*[.:]?)\s*"
)
_HEAD = (
    "TS|S|C|U|R|CUI|CTS|CONTROLLED|TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|O-S|O|N[A-Z]?[SCRU]"
    "|JOINT [SCR]|[A-Z]{3} (?:TS|[SCR])"
)
_REST = r"(?:\s*/[^()\n]{0,300}|\s*[^()\n\w][^()\n]{0,300}|\s+[A-Z][^()\n]{0,300})?"
_MARK = rf"\((?P<mark>\s*(?:{_HEAD}){_REST}\s*|//[^()\n]{{1,300}})\)"
_WHOLE = re.compile(_MARK)
_LIKELY = re.compile(rf"\((?:\s*(?:{_HEAD})(?!\w)|//)", re.IGNORECASE)
"""What holds a mark anywhere, in small letters too, for they may be shown as capitals."""
_START = re.compile(rf"\s*(?:{_NUMBER}|{_LABEL})*?(?P<whole>{_MARK})")
_QUICK = re.compile(r"\s*(?:\(|[^\s(]{1,20}\s*(?:[\w.:-]{1,12}\s*)?\()")
_END = re.compile(r"[.!?;:]\s*(?P<whole>\((?:TS|S|C|U|CUI)(?://[^()\n]{1,200})?\))\s*\.?\s*$")
_TITLE = re.compile(rf"\s*(?:{_NUMBER})*(?:subject|subj|title|re|topic)\s*[:.]", re.IGNORECASE)
_TITLE_END = re.compile(
    r"(?P<whole>\((?:(?:TS|S|C|U|CUI|CTS)(?://[^()\n]{1,200})?|//[^()\n]{1,200})\))\s*[.;]?\s*$"
)
_INITIALS = re.compile(r"\b([A-Z])[\w'-]*")
_NUMBERING = re.compile(r"[\s\w.,:)(\[\]•·▪‣◦*–—-]{0,24}")
_LETTER_NUMBER = re.compile(r"\(([A-Z])\)")
_OUTLINE = re.compile(r"\s*\(([A-Z])\)\s")
_OTHER_LABEL = re.compile(r"\([A-Z]{1,4}(?:/[A-Z]{1,2})?\)\s")
_COPYRIGHT = re.compile(r"\s*\(C\)\s*(?:copyright|\d{4}|[A-Z][\w.& ]+,? \d{4})", re.IGNORECASE)
_LABELS = "CSUR"
_ONE_LETTER = len("(U)")
_LINE_START = 40
_SECOND = re.compile(rf"\s*(?P<whole>{_MARK})(?!\w)")


_DRAWN = ("chart", "diagram")


def is_drawn(block: Block) -> bool:
    """Return True for a text of a chart or a diagram, which is marked as a whole."""
    return block.where.note in _DRAWN


@dataclass(frozen=True, slots=True)
class Portion:
    """A portion that carries a mark."""

    block: Block
    start: int
    end: int
    """Offsets of the mark with its parentheses."""
    text: str
    content: Content | None
    """None when the mark cannot be understood."""
    at_end: bool = False
    """True when it stands behind the portion."""
    in_number: bool = False
    """True when the numbering of the list prints it; it is no part of the block's text."""
    again: "Portion | None" = None
    """A second mark of the same portion."""


@dataclass(frozen=True, slots=True)
class Portions:
    """All marks of a document, and what only looked like one."""

    marked: tuple[Portion, ...]
    labels: tuple[Portion, ...]
    """Single letters that read as outline labels."""
    beside: int = 0
    """Portions that begin with other capitals in brackets, (W), (QA), (H/W): labels of some kind."""


def read_mark(text: str, scheme: Scheme) -> Content | None:
    """Return what a portion mark says. Marks repeat, so that most are understood once."""
    return _read_mark(text, scheme.regime, scheme.vocabulary)


@lru_cache(maxsize=4096)
def _read_mark(text: str, regime: Regime, vocabulary: Vocabulary) -> Content | None:
    """Return the same, by what of a scheme decides on it: what a house has settled changes no reading."""
    scheme = Scheme(regime, vocabulary=vocabulary)
    return content_of(parse(normalise(text).text, "portion", scheme))


def find_portions(blocks: Sequence[Block], scheme: Scheme) -> Portions:
    """Return the portion marks of the running text."""
    found = _in_order(_marks(blocks, scheme.to_read_by))
    labels = _outline_labels(blocks, found)
    marked = tuple(portion for portion in found if portion.block.index not in labels)
    rest = tuple(portion for portion in found if portion.block.index in labels)
    return Portions(marked, rest, _beside(blocks, marked) if marked else 0)


def _beside(blocks: Sequence[Block], marked: Sequence[Portion]) -> int:
    """Return how many portions begin with capitals in brackets that are no marks."""
    known = {portion.block.index for portion in marked}
    return sum(
        block.text.startswith("(")
        and block.index not in known
        and block.kind in KINDS
        and _OTHER_LABEL.match(block.text) is not None
        for block in blocks
    )


def _in_order(found: Iterable[Portion]) -> list[Portion]:
    """Return marks in reading order; those behind titles only where others stand before their portions."""
    marks = list(found)
    before = any(not portion.at_end for portion in marks)
    kept = [portion for portion in marks if before or not (portion.at_end and is_title(portion.block))]
    return sorted(kept, key=lambda portion: portion.block.index)


def reread(portions: Portions, scheme: Scheme) -> Portions:
    """Return the same marks as another scheme reads them; where they stand does not depend on it."""
    return Portions(
        tuple(_reread(portion, scheme) for portion in portions.marked),
        tuple(_reread(portion, scheme) for portion in portions.labels),
        portions.beside,
    )


def _reread(portion: Portion, scheme: Scheme) -> Portion:
    content = read_mark(portion.text, scheme)
    if content == portion.content and portion.again is None:
        return portion
    again = None if portion.again is None else _reread(portion.again, scheme)
    return replace(portion, content=content, again=again)


def find_hidden(blocks: Sequence[Block], scheme: Scheme) -> Iterator[Portion]:
    """Yield the portion marks in text that the document holds and does not show."""
    for block in blocks:
        if block.kind is BlockKind.HIDDEN and "(" in block.text:
            found = _at_start(block, block.printed, scheme)
            if found is not None:
                yield found


def _marks(blocks: Sequence[Block], scheme: Scheme) -> Iterator[Portion]:
    letters = _numbered_by_letters(blocks)
    titles: list[Portion] = []
    for block in blocks:
        if block.kind not in KINDS:
            continue
        numbered = _in_number(block, scheme, letters=letters) if "(" in block.number else None
        likely = "(" in block.text and _LIKELY.search(block.text) is not None
        typed = _typed(block, scheme) if likely else None
        found = _together(numbered, typed)
        if found is not None:
            yield found
        elif likely and is_title(block):
            titles += _behind_title(block, scheme)
    # A letter behind a heading may be anything; in a document with marks it is one.
    yield from titles


def _typed(block: Block, scheme: Scheme) -> Portion | None:
    text = block.printed
    found = _at_start(block, text, scheme)
    if found is None:
        return _at_end(block, text, scheme)
    second = _SECOND.match(text[found.end :])
    if second is None:
        return found
    start, end = (found.end + at for at in second.span("whole"))
    whole = second["whole"]
    return replace(found, again=Portion(block, start, end, whole, read_mark(whole, scheme)))


def _together(numbered: Portion | None, typed: Portion | None) -> Portion | None:
    """Return the mark of a portion; where one is printed and one typed, the typed one with the other."""
    if numbered is None or typed is None:
        return typed or numbered
    return typed if typed.again is not None else replace(typed, again=numbered)


def _numbered_by_letters(blocks: Sequence[Block]) -> bool:
    """Return True where lists count in bracketed capitals, so that (C) and (S) are numbers."""
    numbers = (block.number for block in blocks if "(" in block.number)
    found = (match[1] for number in numbers if (match := _LETTER_NUMBER.search(number)))
    return any(letter not in _LABELS for letter in found)


def _in_number(block: Block, scheme: Scheme, *, letters: bool) -> Portion | None:
    """Return the mark that the numbering of a list prints: "1. (U)", "(U)", "(S//NF) a."."""
    match = _WHOLE.search(block.number)
    if match is None or (letters and len(match[0]) == _ONE_LETTER):
        return None
    rest = block.number[: match.start()] + block.number[match.end() :]
    if not _NUMBERING.fullmatch(rest):
        return None
    return Portion(block, 0, 0, match[0], read_mark(match[0], scheme), in_number=True)


def is_title(block: Block) -> bool:
    """Return True for a subject or title line, a title and a heading."""
    return block.kind is BlockKind.HEADING or block.role is Role.TITLE or is_subject(block)


def is_subject(block: Block) -> bool:
    """Return True for a subject or title line of a letter."""
    return _TITLE.match(block.text, 0, _LINE_START) is not None


def _behind_title(block: Block, scheme: Scheme) -> list[Portion]:
    """Return the mark at the end of a title, but for an abbreviation of its last words."""
    text = block.printed
    match = _TITLE_END.search(text, max(0, len(text) - 220))
    if match is None or _abbreviates(match["whole"], text[: match.start()]):
        return []
    start, end = match.span("whole")
    return [Portion(block, start, end, match["whole"], read_mark(match["whole"], scheme), at_end=True)]


def _abbreviates(mark: str, before: str) -> bool:
    letters = mark.strip("()")
    initials = "".join(_INITIALS.findall(before[-120:]))
    return len(letters) > 1 and letters.isalpha() and initials.endswith(letters)


def _at_start(block: Block, text: str, scheme: Scheme) -> Portion | None:
    if text.startswith("("):
        end = text.find(")") + 1
        if _is_mark(text[:end]) and not _glued(text, end):
            return Portion(block, 0, end, text[:end], read_mark(text[:end], scheme))
    if not _QUICK.match(text):
        return None
    match = _START.match(text)
    if match is None or _COPYRIGHT.match(text) or _glued(text, match.end()):
        return None
    whole = match["whole"]
    return Portion(block, match.start("whole"), match.end("whole"), whole, read_mark(whole, scheme))


@lru_cache(maxsize=4096)
def _is_mark(text: str) -> bool:
    """Return True for a mark that stands alone. The same few begin most portions, so they are judged once."""
    return text != "(C)" and _WHOLE.fullmatch(text) is not None


def _glued(text: str, end: int) -> bool:
    return end < len(text) and text[end].isalnum()


def _at_end(block: Block, text: str, scheme: Scheme) -> Portion | None:
    match = _END.search(text, max(0, len(text) - 220))
    if match is None:
        return None
    start, end = match.span("whole")
    whole = match["whole"]
    return Portion(block, start, end, whole, read_mark(whole, scheme), at_end=True)


def _outline_labels(blocks: Sequence[Block], found: Sequence[Portion]) -> set[int]:
    """Return the blocks whose single letter continues a list: (A), (B), (C)."""
    if not any(len(portion.text) == 3 for portion in found):
        return set()
    letters = [(block.index, match[1]) for block in blocks if (match := _OUTLINE.match(block.text))]
    labels = set()
    for at, (index, letter) in enumerate(letters):
        around = {other for _, other in letters[max(0, at - 1) : at] + letters[at + 1 : at + 2]}
        if letter in _LABELS and around & {chr(ord(letter) - 1), chr(ord(letter) + 1)} - set("STU"):
            labels.add(index)
    return labels
