"""Whether a text is one of the loops that speech models fall into."""

import re

_LONGEST = 8
"""Words of a phrase that is looked for."""
_TIMES = 8
"""Repetitions that no person makes, whatever the phrase."""
_WORDS_A_SECOND = 7.0
"""Faster than this nobody speaks; a loop fills the time it has with more."""
_SOME = 4
"""Repetitions that are suspicious when the text is also too long for its time."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def is_loop(text: str, seconds: float) -> bool:
    """Return whether a phrase of up to eight words is repeated as no person repeats it.

    Args:
        text: of one stretch of speech.
        seconds: how long the stretch is.
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    too_fast = len(words) > max(4.0, _WORDS_A_SECOND * seconds)
    return longest_run(words) >= (_SOME if too_fast else _TIMES)


def longest_run(words: list[str]) -> int:
    """Return how often the phrase that is repeated most follows itself without a break."""
    return max((_run(words, size) for size in range(1, _LONGEST + 1)), default=0) if words else 0


def _run(words: list[str], size: int) -> int:
    best = same = 0
    for at in range(size, len(words)):
        same = same + 1 if words[at] == words[at - size] else 0
        best = max(best, same)
    return best // size + 1
