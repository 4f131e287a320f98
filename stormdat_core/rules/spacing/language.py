"""Spaces before a mark that belong there: those of French, of a spaced ellipsis, of a ratio."""

import re
from functools import lru_cache

from stormdat_core.model import Block

_FRENCH = frozenset(("fr", "br"))
"""Languages that set a space before a colon, a semicolon, a question or an exclamation mark."""
_FRENCH_WORDS = frozenset(
    """
    au aux avec ce ces cette dans des donc du elle elles en est et il ils la le les leur mais ne nous ou où
    par pas plus pour pourquoi que quel quelle qui sans se ses son sont sur un une vous à été être
    """.split()  # noqa: SIM905 - a list of words reads as words
)
_ENGLISH_WORDS = frozenset(
    """
    a an and are as at be by for from has have in is it not of on or that the this to was were will with
    """.split()  # noqa: SIM905 - a list of words reads as words
)
_LEAST = 2
_SHARE = 0.2
"""French words, of all words, in a text that is French."""
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 4000
"""Characters of a paragraph that are looked at; a language shows in fewer."""
_SPACED_DOTS = re.compile(r"\.[ \u00a0\u202f]\.")
_RATIO = re.compile(r":[ \u00a0\u202f]?\d")


def keeps_space(block: Block, start: int, end: int) -> bool:
    """Return whether the spaces `block.text[start:end]` belong before the mark that follows them."""
    text = block.text
    if _SPACED_DOTS.match(text, end):
        return True
    if _RATIO.match(text, end) and text[start - 1 : start].isdigit():
        return True
    return _is_french(block, start)


def _is_french(block: Block, at: int) -> bool:
    """Return whether text is marked as French, or reads as French whatever it is marked as."""
    language = _language(block, at).replace("_", "-").partition("-")[0].casefold()
    return language in _FRENCH or _reads_as_french(block.text[:_LONGEST])


def _language(block: Block, at: int) -> str:
    """Return the language of the run that an offset is in."""
    end = 0
    for run in block.runs:
        end += len(run.text)
        if at < end:
            return run.format.language
    return ""


@lru_cache(maxsize=64)
def _reads_as_french(text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    french = sum(word in _FRENCH_WORDS for word in words)
    english = sum(word in _ENGLISH_WORDS for word in words)
    return french >= _LEAST and french > 2 * english and french >= _SHARE * len(words)
