"""Characters that nobody sees, in words: a request to write one must name it."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

_KINDS = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc"})
_NAMES: Mapping[str, str] = {
    "\N{NO-BREAK SPACE}": "no-break space",
    "\N{NARROW NO-BREAK SPACE}": "narrow no-break space",
    "\N{NON-BREAKING HYPHEN}": "no-break hyphen",
    "\N{SOFT HYPHEN}": "soft hyphen",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "zero-width no-break space",
    "\t": "tab",
    "\n": "line break",
    "\v": "line break",
    "\r": "line break",
    "\f": "page break",
}
"""Names that people know; others have those of Unicode."""
_MOST = 3
"""Kinds of characters that are named."""


def is_unseen(text: str) -> bool:
    """Return whether nothing of a text can be seen: it is spaces and marks without a form."""
    return bool(text) and all(unicodedata.category(each) in _KINDS for each in text)


def unseen_in(text: str) -> str:
    """Return the characters of a text that look like others or like nothing: "a no-break space", else ""."""
    found = Counter(_name(each) for each in text if each != " " and _is_odd(each))
    return _listed(found)


def unseen_words(text: str) -> str:
    """Return a text that cannot be seen in words: "1 space", "a no-break space and 2 tabs"."""
    if set(text) == {" "}:
        return f"{len(text):,} space{'s' if len(text) > 1 else ''}"
    return _listed(Counter(map(_name, text)))


def _is_odd(character: str) -> bool:
    return character in _NAMES or unicodedata.category(character) in _KINDS


def _name(character: str) -> str:
    if character == " ":
        return "space"
    known = _NAMES.get(character) or unicodedata.name(character, "").lower()
    return known or f"character U+{ord(character):04X}"


def _listed(found: Counter[str]) -> str:
    said = [_counted(name, number) for name, number in list(found.items())[:_MOST]]
    said += ["others"] if len(found) > _MOST else []
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _counted(name: str, number: int) -> str:
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name}" if number == 1 else f"{number:,} {name}s"
