"""All texts of a document as one text, so that what is looked for everywhere is looked for once.

Most of them hold nothing of what a pass is after, and asking each of them costs more than the answer. A line
break stands between two; no pattern used on the joined text may cross one, nor look behind it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

Item = TypeVar("Item")


class Joined:
    """Texts one after the other, and the way back to each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join(texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in texts[:-1])][: len(texts)]

    def holding(self, needles: Iterable[str]) -> set[int]:
        """Return the numbers of the texts that hold one of some words; they may hold no line break."""
        text, ends = self.text, [*self._starts[1:], len(self.text) + 1]
        found: set[int] = set()
        for needle in needles:
            at = text.find(needle)
            while at >= 0:
                number = bisect_right(ends, at)
                found.add(number)
                at = text.find(needle, ends[number])
        return found

    def shared_out(self, items: Iterable[tuple[int, Item]]) -> dict[int, list[tuple[int, Item]]]:
        """Return (offset in its text, item) by number of the text, for (offset, item) that come in order."""
        found: defaultdict[int, list[tuple[int, Item]]] = defaultdict(list)
        starts, now, last = self._starts, 0, len(self._starts)
        for pair in items:
            while now + 1 < last and starts[now + 1] <= pair[0]:
                now += 1
            # Most of one enormous text need no other offset: a copy of each pair would double their memory.
            found[now].append((pair[0] - starts[now], pair[1]) if starts[now] else pair)
        return found

    def home(self, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield (number of the text, offset of that text) for offsets that come in order."""
        starts, now, last = self._starts, 0, len(self._starts)
        for at in offsets:
            while now + 1 < last and starts[now + 1] <= at:
                now += 1
            yield now, starts[now]
