"""Excerpts: the matched text with a little of its surroundings, in one string that can be taken apart again.

The three parts have lengths that follow from the finding's offsets alone, so that a page can mark the match
without searching for it.
"""

from stormdat_core.model.document import OBJECT

_AROUND = 60
"""Characters shown on either side of a match."""
_MATCH = 200
"""Characters shown of a match; the rest of a longer one is cut."""
CUT = "…"
"""Stands where an excerpt leaves something out."""
THING = "\u25a2"
"""What a page or a report shows for an `OBJECT`, which few fonts have: ▢."""
_ONE_LINE = {ord(OBJECT): THING} | {ord(character): " " for character in "\t\n\r\v\f\x85\u2028\u2029"}


def make_excerpt(text: str, start: int, end: int) -> str:
    """Return `text[start:end]` with its surroundings on one line. Spaces are kept: they may be the fault."""
    before = (CUT if start > _AROUND else "") + text[max(0, start - _AROUND) : start]
    match = text[start : min(end, start + _MATCH)] + (CUT if end - start > _MATCH else "")
    after = text[end : end + _AROUND] + (CUT if len(text) > end + _AROUND else "")
    return f"{before}{match}{after}".translate(_ONE_LINE)


def split_excerpt(excerpt: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the excerpt before, at and after the match, from the offsets it was made with."""
    first = min(start, _AROUND) + (start > _AROUND)
    last = first + min(end - start, _MATCH) + (end - start > _MATCH)
    return excerpt[:first], excerpt[first:last], excerpt[last:]
