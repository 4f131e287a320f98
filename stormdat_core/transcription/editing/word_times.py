"""Words of an edited segment: those that stayed keep their times, the others share what lies between."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from stormdat_core.model.transcripts import Segment, Word


def realigned(segment: Segment, text: str) -> tuple[Word, ...]:
    """Return the words of `text` with times, as far as the segment's own words have any.

    A word that a person wrote is certain, so its confidence is 1.
    """
    if not segment.words:
        return ()
    old, new = segment.words, text.split()
    matcher = SequenceMatcher(a=[word.text for word in old], b=new, autojunk=False)
    found: list[Word] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            found += old[first:last]
        elif end > start:
            found += _shared(new[start:end], *_room(segment, old, first, last))
    return tuple(found)


def _room(segment: Segment, old: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Return the time of old words `first:last`; for none, what lies between their neighbours."""
    if last > first:
        return old[first].start_ms, old[last - 1].end_ms
    before = old[first - 1].end_ms if first else segment.start_ms
    after = old[first].start_ms if first < len(old) else segment.end_ms
    return before, max(before, after)


def _shared(words: Sequence[str], start: int, end: int) -> Iterator[Word]:
    """Share a time among words by their length."""
    sizes = [len(word) + 1 for word in words]
    at = 0
    for word, size in zip(words, sizes, strict=True):
        first = start + (end - start) * at // sum(sizes)
        at += size
        yield Word(first, start + (end - start) * at // sum(sizes), word)
