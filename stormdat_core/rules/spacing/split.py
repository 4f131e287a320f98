"""Spaces within a word: "te  lemetry" where the document writes telemetry."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from stormdat_core.acronyms.forms.word_lists import is_large_word
from stormdat_core.rules.spacing.gaps import Spaces

_WORD = re.compile(r"[^\W\d_]+")
_HEAD, _TAIL = re.compile(r"(?<![\w'’-])[^\W\d_]+$"), re.compile(r"[a-z]+(?![\w'’-])")
_LONGEST = 32
"""Letters of a half that are looked at."""
_FEW = 200
"""Slips that are looked up one by one before all words are counted."""
_LEAST = 6
"""Letters of a word from which on its halves do not meet by chance."""


def split_words(slips: Sequence[Spaces], texts: Iterable[str]) -> dict[Spaces, str]:
    """Return, by the spaces that split it, the word of the document that their two sides make.

    Where both sides are words by themselves, as in "work  place", a space was wanted.

    Args:
        slips: spaces between two words.
        texts: the texts of the document; read only where a slip may split a word.
    """
    halves = {each: found for each in slips if (found := _halves(each))}
    if not halves:
        return {}
    whole = "\n".join(texts).lower()
    if len(halves) <= _FEW and not any("".join(pair).lower() in whole for pair in halves.values()):
        return {}
    seen = Counter(_WORD.findall(whole))
    seen.subtract(half.lower() for pair in halves.values() for half in pair)
    return {each: head + tail for each, (head, tail) in halves.items() if _is_split(head.lower(), tail, seen)}


def _halves(spaces: Spaces) -> tuple[str, str] | None:
    text = spaces.block.text
    head = _HEAD.search(text, max(0, spaces.start - _LONGEST), spaces.start)
    tail = _TAIL.match(text, spaces.end, spaces.end + _LONGEST)
    if not head or not tail or len(head.group()) + len(tail.group()) < _LEAST:
        return None
    return head.group(), tail.group()


def _is_split(head: str, tail: str, seen: Counter[str]) -> bool:
    alone = (seen[half] > 0 or is_large_word(half.upper()) for half in (head, tail))
    return seen[head + tail] > 0 and not all(alone)
