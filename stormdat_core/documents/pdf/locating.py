"""Where on its page a text stands that was read from it: its characters found again among the page's.

Reading joins lines, drops hyphens and page numbers and puts columns in order, so that a block's text is not a
stretch of the page's. What both have is letters in their order: spaces and hyphens are left out of both, a
block is looked for as a whole first, then in stretches. Longer blocks choose first, and no letter is given
twice, so that a short one does not take a piece of a longer one's. Of equal blocks each takes the first place
that is left, so that they stand in the order they are read in. Words that are still missing then, because
they are drawn before what they are read behind, are looked for by themselves near those that are found.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from stormdat_core.documents.pdf.pictures import FULL, Box, Letters

_PASSED = frozenset("-\u2010\u2011\u00ad\x02\ufffe\ufeff\u200b")
"""Characters that the reader drops, adds or changes at line ends."""
_SEED = 6
"""Letters that a stretch has at least, unless it goes on where the one before it ends."""
_TRIES = 200
"""Places of a seed, or of a block, that are tried."""
_NEAR = 300
"""Letters before and behind what is found of a block among which its missing words are looked for."""
_ANYWHERE = 200
"""Words of a page that are looked for on all of it, because nothing of their block is found."""
_WORD = re.compile(r"\S+")
_ENOUGH = 0.5
"""Share of a stretch's letters that have to be found."""
_LEAN = 40
"""Width of the mark where there is nothing to be marked, in parts of the page."""
_APART = 600
"""Gap, in parts of the page, from which on what stands on one line is marked apart."""
_LEAST = 12
"""Width and height of a mark at least."""
_LOST, _NONE = -1, -2
"""Of a letter that is not found on the page; of a character that is not looked for."""
Stretch = tuple[int, int, int]
"""Number of a block, and start and end in its text."""


def locate(
    letters: Letters, texts: Mapping[int, str], stretches: Iterable[Stretch]
) -> dict[Stretch, tuple[Box, ...]]:
    """Return, for each stretch of text, its boxes on the page, one a line; none where it is not found.

    Args:
        letters: of the page.
        texts: of the blocks that stand on the page, by their numbers.
        stretches: what is looked for.
    """
    finder = _Finder(letters)
    order = sorted(texts, key=lambda block: (-len(texts[block]), block))
    found = {block: finder.find(texts[block]) for block in order}
    for block in order:
        finder.complete(texts[block], found[block])
    return {
        each: tuple(_boxes(letters, found[each[0]], each[1], each[2])) if each[0] in found else ()
        for each in stretches
    }


def _is_kept(character: str) -> bool:
    return not character.isspace() and character not in _PASSED


class _Finder:
    """Finds texts among the letters of one page."""

    def __init__(self, letters: Letters) -> None:
        text = letters.text
        self._at = [at for at, character in enumerate(text) if _is_kept(character)]
        """Place in the page's text of each letter that is kept."""
        self._text = "".join(text[at] for at in self._at)
        self._begins = {0, *(number for number, (a, b) in enumerate(pairwise(self._at), 1) if b > a + 1)}
        self._used = bytearray(len(self._text))
        self._seeds: dict[str, list[int]] | None = None
        self._next = 0
        """Where the last stretch of a block ends."""
        self._behind: dict[str, int] = {}
        """Where the last block of a text ends, by its letters."""
        self._anywhere = _ANYWHERE

    def find(self, text: str) -> list[int]:
        """Return, for each character of a text, its place in the page's text, `_LOST` or `_NONE`."""
        own = [at for at, character in enumerate(text) if _is_kept(character)]
        wanted = "".join(text[at] for at in own)
        places = self._find_letters(wanted)
        found = [_NONE] * len(text)
        for at, place in zip(own, places, strict=True):
            if place >= 0:
                self._used[place] = 1
            found[at] = self._at[place] if place >= 0 else _LOST
        return found

    def complete(self, text: str, found: list[int]) -> None:
        """Find words of a text that `find` has not found; nothing where most of the text stays lost.

        To be done when all texts of the page have been looked for, so that no short word is taken from one.
        """
        if _LOST not in found:
            return
        more = dict(self._missing(text, found))
        known = sum(place >= 0 for place in found) + len(more)
        if known < _ENOUGH * (known + found.count(_LOST) - len(more)):
            return
        for at, letter in more.items():
            found[at] = self._at[letter]
            self._used[letter] = 1

    def _missing(self, text: str, found: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the characters of missing words with the numbers of their letters."""
        behind = _next_found(found)
        before, taken = _LOST, set[int]()
        for start, end in _words(text):
            lost = [at for at in range(start, end) if found[at] == _LOST]
            around = [bisect_left(self._at, place) for place in (before, behind[end]) if place >= 0]
            letters = self._word("".join(text[at] for at in lost), around, taken) if lost else ()
            taken.update(letters)
            yield from zip(lost, letters, strict=False)
            known = [self._at[letter] for letter in letters] or [
                place for place in found[start:end] if place >= 0
            ]
            before = known[-1] if known else before

    def _word(self, wanted: str, around: Sequence[int], taken: set[int]) -> Sequence[int]:
        """Return the letters of a word that stands by itself, the place that is nearest to some letters."""
        if not around:
            self._anywhere -= 1
        free = [
            at
            for start, stop in self._windows(around)
            for at in self._apart(wanted, start, stop)
            if not taken.intersection(range(at, at + len(wanted)))
        ]
        if not free:
            return ()
        best = min(free, key=lambda at: (min((abs(at - each) for each in around), default=0), at))
        return range(best, best + len(wanted))

    def _windows(self, around: Sequence[int]) -> list[tuple[int, int]]:
        if around:
            return [(max(each - _NEAR, 0), each + _NEAR) for each in around]
        return [(0, len(self._text))] if self._anywhere >= 0 else []

    def _apart(self, wanted: str, start: int, stop: int) -> Iterator[int]:
        """Yield where a text stands that begins and ends as a word does, a bounded number."""
        at, tries = self._text.find(wanted, start, stop), 0
        while at >= 0 and tries < _TRIES:
            end = at + len(wanted)
            if at in self._begins and self._ends_at(end) and self._used.find(1, at, end) < 0:
                yield at
            tries += 1
            at = self._text.find(wanted, at + 1, stop)

    def _find_letters(self, wanted: str) -> list[int]:
        whole = self._whole(wanted)
        if whole >= 0:
            self._behind[wanted] = whole + len(wanted)
            return list(range(whole, whole + len(wanted)))
        return self._in_stretches(wanted)

    def _whole(self, wanted: str) -> int:
        """Return where a block stands in one piece: where words begin and end, if there is such a place."""
        first = -1
        for at in self._occurrences(wanted):
            if at in self._begins and self._ends_at(at + len(wanted)):
                return at
            first = at if first < 0 else first
        return first

    def _ends_at(self, at: int) -> bool:
        return at in self._begins or at == len(self._text)

    def _occurrences(self, wanted: str) -> Iterator[int]:
        """Yield the free places of a text, a bounded number, those behind the last equal one first."""
        behind = self._behind.get(wanted, 0)
        tries = 0
        for start, stop in ((behind, len(self._text)), (0, behind)):
            at = self._text.find(wanted, start, stop) if wanted else -1
            while at >= 0 and tries < _TRIES:
                taken = self._used.rfind(1, at, at + len(wanted))
                if taken < 0:
                    yield at
                tries += 1
                free = at + 1 if taken < 0 else max(self._used.find(0, taken), at + 1)
                at = self._text.find(wanted, free, stop)

    def _in_stretches(self, wanted: str) -> list[int]:
        """Return the places of letters that do not all stand together: each stretch as long as it goes."""
        places = [_LOST] * len(wanted)
        at = self._next = 0
        while at < len(wanted):
            begin = self._stretch_at(wanted, at)
            if begin < 0:
                at += 1
                continue
            while at < len(wanted) and self._is_free(begin) and self._text[begin] == wanted[at]:
                places[at] = begin
                self._used[begin] = 1
                at, begin = at + 1, begin + 1
            self._next = begin
        return places

    def _is_free(self, at: int) -> bool:
        return at < len(self._text) and not self._used[at]

    def _stretch_at(self, wanted: str, at: int) -> int:
        """Return where a stretch from a letter of a block on begins, -1 for nowhere."""
        places = self._by_seed().get(wanted[at : at + _SEED])
        if not places:
            return _LOST
        places[:] = [place for place in places if not self._used[place]]
        return min(places, key=lambda place: (place < self._next, place), default=_LOST)

    def _by_seed(self) -> dict[str, list[int]]:
        if self._seeds is None:
            self._seeds = {}
            for at in range(len(self._text) - _SEED + 1):
                held = self._seeds.setdefault(self._text[at : at + _SEED], [])
                if len(held) < _TRIES:
                    held.append(at)
        return self._seeds


def _words(text: str) -> Iterator[tuple[int, int]]:
    return (each.span() for each in _WORD.finditer(text))


def _next_found(found: Sequence[int]) -> list[int]:
    """Return, for each character and the end, the first place that is found from there on, or `_LOST`."""
    nearest = [_LOST] * (len(found) + 1)
    for at in range(len(found) - 1, -1, -1):
        nearest[at] = found[at] if found[at] >= 0 else nearest[at + 1]
    return nearest


def _boxes(letters: Letters, found: Sequence[int], start: int, end: int) -> list[Box]:
    """Return the boxes of a stretch of a block's text, none where less than half of it is found."""
    wanted = [place for place in found[start:end] if place != _NONE]
    if not wanted:
        return _gap(letters, found, start, end)
    hits = [letters.boxes[place] for place in wanted if place >= 0]
    return [_grown(box) for box in _lines(hits)] if len(hits) >= _ENOUGH * len(wanted) else []


def _gap(letters: Letters, found: Sequence[int], start: int, end: int) -> list[Box]:
    """Return where spaces, or nothing, stand: between the letters before and after."""
    before = next((letters.boxes[place] for place in reversed(found[:start]) if place >= 0), None)
    after = next((letters.boxes[place] for place in found[end:] if place >= 0), None)
    if before and after and _same_row(before, after) and after[0] >= before[2]:
        middle = (before[2] + after[0]) // 2
        left, right = min(before[2], middle - _LEAN // 2), max(after[0], middle + _LEAN // 2)
        return [(left, min(before[1], after[1]), right, max(before[3], after[3]))]
    if before:
        return [_grown((before[2], before[1], min(before[2] + _LEAN, FULL), before[3]))]
    return [_grown((max(after[0] - _LEAN, 0), after[1], after[0], after[3]))] if after else []


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield one box for each line that characters stand on; turned text runs down or up."""
    turned = _runs_down(boxes)
    line: Box | None = None
    for box in boxes:
        if line is not None and _goes_on(line, box, turned=turned):
            line = min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3])
        else:
            yield from (line,) if line else ()
            line = box
    yield from (line,) if line else ()


def _runs_down(boxes: Sequence[Box]) -> bool:
    across = [abs(b[0] + b[2] - a[0] - a[2]) for a, b in pairwise(boxes)]
    down = [abs(b[1] + b[3] - a[1] - a[3]) for a, b in pairwise(boxes)]
    return bool(across) and median(down) > median(across)


def _goes_on(line: Box, box: Box, *, turned: bool) -> bool:
    one, other = (_turned(line), _turned(box)) if turned else (line, box)
    return _same_row(one, other) and -_APART < max(one[0] - other[2], other[0] - one[2]) < _APART


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _same_row(one: Box, other: Box) -> bool:
    """Return whether two boxes share at least half the height of the lower one."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return 2 * shared >= min(one[3] - one[1], other[3] - other[1])


def _grown(box: Box) -> Box:
    """Return a box that is not too small to be seen."""
    wide, high = max(_LEAST - box[2] + box[0], 0) // 2, max(_LEAST - box[3] + box[1], 0) // 2
    return max(box[0] - wide, 0), max(box[1] - high, 0), min(box[2] + wide, FULL), min(box[3] + high, FULL)
