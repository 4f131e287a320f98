"""Singular and plural of full forms: Requests for Comments (RFCs), Request for Comments (RFC).

The word that carries the number of a name is the last one before its first preposition.
"""

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.text.phrases import singular_word, words_of

_PREPOSITIONS = frozenset(("of", "for", "in", "on", "to", "with", "at", "by", "from"))


def head(words: list[str]) -> int:
    """Return the index of the word that carries the number of a name."""
    first = next((at for at, word in enumerate(words) if word in _PREPOSITIONS and at), len(words))
    return first - 1


def is_plural(phrase: str) -> bool:
    """Return whether a name stands in the plural."""
    words = words_of(phrase)
    return bool(words) and singular_word(words[head(words)]) != words[head(words)]


def other_number(phrase: str) -> str:
    """Return a name in the other number; "" where its last word carries it, which searches fold anyway."""
    words = words_of(phrase)
    at = head(words)
    if not words or at == len(words) - 1:
        return ""
    one = singular_word(words[at])
    words[at] = one if one != words[at] else _plural(one)
    return " ".join(words)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def short_for(found: str, short: str, full: str) -> str:
    """Return the acronym that can stand for a full form as it was found; "" where that is not sure.

    Args:
        found: the full form where it is spelt out again.
        short: the acronym as its definition has it, with the ending it has there.
        full: the full form as its definition has it.
    """
    base, plural = singular(short), is_plural(found)
    if base != short:
        return short if plural else base
    if plural == is_plural(full):
        return short
    return f"{short}s" if plural else ""
