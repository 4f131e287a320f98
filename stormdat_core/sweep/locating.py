"""Find a stretch of text in a newer revision of its document, or say that it is gone.

The stretch is found where its paragraph stands unchanged, else its sentence, else its own words, each only
where that is sure: alone in both revisions, or told from its equals by the paragraphs beside it. What would
do for another sentence is no place for it.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from stormdat_core.model.drawn import DrawnBlock

_SENTENCE = re.compile(r"(?<=[.!?])[”\"')\]]*\s+")
_WORD = re.compile(r"\w+")
_TELLING = 4
"""Words that say by themselves which text is meant; fewer stand in many places."""
_LONG = 6
"""Words of a stretch that is recognised without what stands round it."""
_NEAR = 3
"""Words on one side of a stretch that are looked for with it."""
_ALIKE = 0.6
"""Share of the words that two wordings have in common to be one sentence."""
_NEARLY = 0.9
"""The same where neither the heading nor a neighbour says so."""
_MOST = 1_000
"""Places of the same text that are looked at."""
_BESIDE, _HEADING = 2, 1
"""What an equal neighbour and an equal heading weigh."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a block."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """The blocks of one revision, made ready to be searched."""

    blocks: Sequence[DrawnBlock]

    @cached_property
    def plain(self) -> list[str]:
        """Return the texts of the blocks with single spaces."""
        return [" ".join(block.text.split()) for block in self.blocks]

    @cached_property
    def equal(self) -> dict[str, list[int]]:
        """Return the numbers of the blocks by their texts."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(self.plain):
            found[text].append(at)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for text in self.plain:
            starts.append(at)
            at += len(text) + 1
        return starts

    @cached_property
    def _whole(self) -> str:
        return "\n".join(self.plain)

    def holding(self, words: str) -> list[tuple[int, int]]:
        """Return (number of the block, offset in its plain text) of whole words, at most `_MOST`."""
        return list(islice(self._holding(words), _MOST)) if words else []

    def _holding(self, words: str) -> Iterator[tuple[int, int]]:
        at = self._whole.find(words)
        while at >= 0:
            end = at + len(words)
            if not (_joins(self._whole[at - 1 : at + 1]) or _joins(self._whole[end - 1 : end + 1])):
                block = bisect_right(self._starts, at) - 1
                yield block, at - self._starts[block]
            at = self._whole.find(words, end)

    def beside(self, at: int, step: int) -> str:
        """Return the text of the nearest block with any before (-1) or behind (1) a block."""
        near = range(at + step, at + 8 * step, step)
        return next((self.plain[one] for one in near if 0 <= one < len(self.plain) and self.plain[one]), "")

    def heading(self, at: int) -> str:
        """Return the nearest heading above a block."""
        above = self.blocks[at].where.heading
        return above[-1] if above else ""

    def row_start(self, at: int) -> str:
        """Return the text of the first cell of a cell's row, "" where it says nothing: a number, no text."""
        row = _row_of(self.blocks[at])
        first = at
        while first > 0 and _row_of(self.blocks[first - 1]) == row:
            first -= 1
        text = self.plain[first]
        return text if any(map(str.isalpha, text)) else ""

    def place(self, at: int, start: int, end: int) -> Place:
        """Return a stretch of a block's plain text as one of its own text."""
        text = self.blocks[at].text
        first, last = _unspaced(text, start), _unspaced(text, max(end - 1, start))
        return Place(self.blocks[at].index, first, last + 1 if end > start else first)


def _row_of(block: DrawnBlock) -> tuple[object, ...]:
    where = block.where
    return where.part, where.sheet, where.slide, where.heading, where.table, where.row


def _joins(two: str) -> bool:
    return len(two) == 2 and two[0].isalnum() and two[1].isalnum()


def _unspaced(text: str, wanted: int) -> int:
    """Return where in a text the character stands that is number `wanted` of it with single spaces."""
    seen = -1
    spaced = True
    for at, character in enumerate(text):
        space = character.isspace()
        seen += not (space and spaced)
        spaced = space
        if seen == wanted:
            return at
    return len(text)


def _spaced(text: str, wanted: int) -> int:
    """Return the opposite: where a character of a text stands in it with single spaces."""
    lead = text[:wanted]
    plain = " ".join(lead.split())
    return len(plain) + bool(plain and lead[-1:].isspace())


@dataclass(frozen=True)
class _Stretch:
    """What is looked for: a stretch of a block of the older revision."""

    text: Text
    at: int
    start: int
    end: int
    """In the plain text of the block."""

    @property
    def block(self) -> str:
        return self.text.plain[self.at]

    @property
    def words(self) -> str:
        return self.block[self.start : self.end].strip()

    @property
    def is_whole(self) -> bool:
        return self.words in ("", self.block)

    @cached_property
    def sentence(self) -> tuple[int, int]:
        """Return the offsets of the sentence, or the sentences, that it stands in."""
        bounds = [0, *(match.end() for match in _SENTENCE.finditer(self.block)), len(self.block)]
        first = max(bound for bound in bounds if bound <= self.start)
        last = min(
            (bound for bound in bounds if bound >= self.end and bound > first), default=len(self.block)
        )
        return first, last


def locate(old: Text, new: Text, place: Place) -> Place | None:
    """Return where the text of a place in the older revision stands in the newer one; None for nowhere."""
    at = next((at for at, block in enumerate(old.blocks) if block.index == place.block), None)
    if at is None:
        return None
    text = old.blocks[at].text
    sought = _Stretch(old, at, _spaced(text, place.start), _spaced(text, place.end))
    if not sought.block:
        return None
    if sought.block in new.equal:
        return _in_equal_block(sought, new)
    ways: Iterable[Callable[[_Stretch, Text], Place | None]]
    ways = (_in_sentences,) if sought.is_whole else (_in_sentence, _by_words, _by_near_words)
    return next((found for way in ways if (found := way(sought, new)) is not None), None)


def _in_equal_block(sought: _Stretch, new: Text) -> Place | None:
    found = _one(sought, new, sought.text.equal[sought.block], new.equal[sought.block], sought.block)
    if found is None:
        return None
    return (
        new.place(found, 0, len(sought.block))
        if sought.is_whole
        else new.place(found, sought.start, sought.end)
    )


def _in_sentence(sought: _Stretch, new: Text) -> Place | None:
    first, last = sought.sentence
    found = _where_alone(sought, new, first, last)
    return found if found is not None and _still_alike(sought, new, found) else None


def _by_words(sought: _Stretch, new: Text) -> Place | None:
    if len(_WORD.findall(sought.words)) < _LONG:
        return None
    found = _where_alone(sought, new, sought.start, sought.end)
    return found if found is not None and _still_alike(sought, new, found) else None


def _by_near_words(sought: _Stretch, new: Text) -> Place | None:
    """Find the stretch with the words on one side of it, in a sentence that is still much the same."""
    first, last = sought.sentence
    words = [match.start() for match in _WORD.finditer(sought.block, first, sought.start)][-_NEAR:]
    behind = [match.end() for match in _WORD.finditer(sought.block, sought.end, last)][:_NEAR]
    for start, end in ((words[0] if words else sought.start, sought.end),
                       (sought.start, behind[-1] if behind else sought.end)):  # fmt: skip
        if len(_WORD.findall(sought.block[start:end])) < _TELLING:
            continue
        found = _where_alone(sought, new, start, end)
        if found is not None and _still_alike(sought, new, found):
            return found
    return None


def _where_alone(sought: _Stretch, new: Text, first: int, last: int) -> Place | None:
    """Return where the stretch stands in a part of its block that is found again."""
    part = sought.block[first:last].strip()
    olds, news = sought.text.holding(part), new.holding(part)
    at = _one(sought, new, sorted({at for at, _ in olds}), sorted({at for at, _ in news}), part)
    offsets = [offset for block, offset in news if block == at]
    if at is None or len(offsets) != 1 or sum(block == sought.at for block, _ in olds) != 1:
        return None
    start = offsets[0] + sought.start - first
    return new.place(at, start, start + sought.end - sought.start)


def _still_alike(sought: _Stretch, new: Text, found: Place) -> bool:
    at = next(at for at, block in enumerate(new.blocks) if block.index == found.block)
    first, last = sought.sentence
    start = _spaced(new.blocks[at].text, found.start)
    other = _Stretch(new, at, start, start + 1).sentence
    shared = _shared(sought.block[first:last], new.plain[at][slice(*other)])
    return shared >= (_ALIKE if _same_surroundings(sought, new, at) else _NEARLY)


def _same_surroundings(sought: _Stretch, new: Text, at: int) -> bool:
    """Return whether a block stands under the same heading beside an equal block or sentence."""
    if sought.text.heading(sought.at) != new.heading(at):
        return False
    if any(_equal_beside(sought.text, sought.at, new, at, step) for step in (-1, 1)):
        return True
    others = {each for each in _SENTENCE.split(new.plain[at]) if len(_WORD.findall(each)) >= _TELLING}
    return not others.isdisjoint(_SENTENCE.split(sought.block))


def _in_sentences(sought: _Stretch, new: Text) -> Place | None:
    """Find a paragraph again in which some sentences have changed: the one that holds most of its words."""
    held: defaultdict[int, int] = defaultdict(int)
    for sentence in _SENTENCE.split(sought.block):
        number = len(_WORD.findall(sentence))
        if number < _TELLING:
            continue
        if len(sought.text.holding(sentence)) == 1 and len(found := new.holding(sentence)) == 1:
            held[found[0][0]] += number
    whole = len(_WORD.findall(sought.block))
    best = sorted(held.items(), key=lambda each: -each[1])[:2]
    if not best or 2 * best[0][1] < whole or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    at = best[0][0]
    return new.place(at, 0, len(new.plain[at])) if _same_row(sought.text, sought.at, new, at) else None


def _one(sought: _Stretch, new: Text, olds: Sequence[int], news: Sequence[int], part: str) -> int | None:
    """Return which block of the newer revision is the one that is sought, of those that hold the same.

    It is the only one, if the text says enough by itself; else the one whose neighbours fit best, where no
    other old block fits it as well.
    """
    news = [at for at in news[:_MOST] if _same_row(sought.text, sought.at, new, at)]
    if len(olds) == len(news) == 1 and len(_WORD.findall(part)) >= _TELLING:
        return news[0]
    scores = {at: _fits(sought.text, sought.at, new, at) for at in news}
    best = max(scores.values(), default=0)
    fitting = [at for at, score in scores.items() if score == best]
    if not best or len(fitting) != 1:
        return None
    others = (_fits(sought.text, at, new, fitting[0]) for at in olds[:_MOST] if at != sought.at)
    return fitting[0] if max(others, default=0) < best else None


def _same_row(old: Text, one: int, new: Text, other: int) -> bool:
    """Return whether two blocks can be the same cell, told by what stands before it in its row."""
    if (old.blocks[one].where.column or 0) <= 1:
        return True
    start = old.row_start(one)
    return _equal_beside(old, one, new, other, -1) or (bool(start) and start == new.row_start(other))


def _fits(old: Text, one: int, new: Text, other: int) -> int:
    """Return how well what stands round two blocks agrees. A cell is what its row says before it."""
    equal = {step: _equal_beside(old, one, new, other, step) for step in (-1, 1)}
    if (old.blocks[one].where.column or 0) > 1 and not equal[-1]:
        return 0
    heading = old.heading(one)
    return _BESIDE * sum(equal.values()) + (_HEADING if heading and heading == new.heading(other) else 0)


def _equal_beside(old: Text, one: int, new: Text, other: int, step: int) -> bool:
    near = old.beside(one, step)
    return bool(near) and near == new.beside(other, step)


def _shared(one: str, other: str) -> float:
    words = [set(_WORD.findall(each.casefold())) for each in (one, other)]
    return len(words[0] & words[1]) / max(1, *map(len, words))
