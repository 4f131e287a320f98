"""What is found out about a block once, and only when it is asked for, however many passages are judged."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import accumulate

from stormdat_core.acronyms.text.spans import NOWHERE, Spans
from stormdat_core.model import Block, RunFormat
from stormdat_core.rules.wording import places, quotations


class Facts:
    """Of one block.

    Args:
        block: the block.
        reason: tells why no wording may change anywhere in it; empty when some may.
        carried: whether a quotation from a block before goes on in it.
    """

    def __init__(self, block: Block, reason: Callable[[Block], str], *, carried: bool) -> None:
        self._reason = reason
        self._block = block
        self._carried = carried

    @cached_property
    def reason(self) -> str:
        """Return why no wording may change anywhere in it; spaces may all the same."""
        return self._reason(self._block)

    @cached_property
    def quoted(self) -> Spans:
        """Return what stands between quotation marks."""
        return _apart(quotations.quoted_spans(self._block.text, carried=self._carried))

    @cached_property
    def revised(self) -> Spans:
        """Return tracked changes, with the character before and behind each."""
        if not self._block.revised:
            return NOWHERE
        return _apart((start - 1, end + 1) for start, end in self._block.revised)

    @cached_property
    def short(self) -> bool:
        """Return whether it is one of many alike: an item of a list, a cell."""
        return places.is_short(self._block)

    @cached_property
    def letters(self) -> Counter[RunFormat]:
        """Return how many letters and digits are in each format."""
        found: Counter[RunFormat] = Counter()
        for run in self._block.runs:
            found[run.format] += sum(map(str.isalnum, run.text))
        return found

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Return the offsets at which the runs begin."""
        return tuple(accumulate((len(run.text) for run in self._block.runs[:-1]), initial=0))

    def formats(self, start: int, end: int) -> list[RunFormat]:
        """Return the formats of the letters in a stretch."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, max(start, end - 1))
        return [run.format for run in self._block.runs[first:last] if not run.text.isspace()]


def _apart(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return spans with those joined that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return Spans(joined)
