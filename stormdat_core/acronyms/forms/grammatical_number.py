"""Singular and plural of full forms: Requests for Comments (RFCs), Request for Comments (RFC).

The word that carries the number of a name is the last one before its first preposition.
"""

import re

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


_IRREGULAR = {
    "memoranda": "memorandum",
    "addenda": "addendum",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "indices": "index",
    "matrices": "matrix",
    "appendices": "appendix",
    "vertices": "vertex",
    "crises": "crisis",
    "theses": "thesis",
    "hypotheses": "hypothesis",
    "children": "child",
    "people": "person",
    "lives": "life",
    "knives": "knife",
    "halves": "half",
    "staves": "staff",
    "buses": "bus",
    "statuses": "status",
    "viruses": "virus",
    "campuses": "campus",
    "apparatuses": "apparatus",
    "gases": "gas",
    "feet": "foot",
    "movies": "movie",
    "series": "series",
    "species": "species",
    "means": "means",
    "news": "news",
    "headquarters": "headquarters",
    "barracks": "barracks",
}
_LIKE_PLURALS = ("ics", "ss", "us", "is")
"""Endings of words that have the same s in the singular: logistics, access, status, basis."""
_AFTER_NOUNS = frozenset(("general", "martial", "learned", "elect", "designate", "laureate"))
"""Words that stand behind the noun they describe."""
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
POSSESSIVE = re.compile(r"(?<=s)['’]$|['’]s$")


def listed_form(short: str, full: str) -> str:
    """Return a full form as a list holds it: in the singular where its acronym is marked as a plural.

    Areas of Responsibility (AORs) is listed as AOR, Area of Responsibility; United States (US) stays.

    Args:
        short: the acronym as its definition has it, with the ending it has there.
        full: the full form as its definition has it.
    """
    if singular(short) == short:
        return full
    if short.endswith(("'s", "’s", "'", "’")):
        return POSSESSIVE.sub("", full)
    return in_singular(full)


def in_singular(full: str) -> str:
    """Return a name with the word that carries its number in the singular."""
    words = list(_LETTERS.finditer(full))
    at = _plural_at([match[0].casefold() for match in words])
    if at is None:
        return full
    found = words[at]
    return full[: found.start()] + _cased(_singular(found[0].casefold()), found[0]) + full[found.end() :]


def _plural_at(words: list[str]) -> int | None:
    """Return which word carries the number, if it stands in the plural: Attorneys General, too."""
    at = head(words)
    while at > 0 and words[at] in _AFTER_NOUNS:
        at -= 1
    return at if words and _singular(words[at]) != words[at] else None


def _singular(word: str) -> str:
    """Return a word in small letters in the singular."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (
        word.endswith("men")
        and len(word) > len("omen")
        and word not in ("specimen", "regimen", "abdomen", "acumen")
    ):
        return word[:-2] + "an"
    if word.endswith("lyses"):
        return word[:-2] + "is"
    return word if word.endswith(_LIKE_PLURALS) else singular_word(word)


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
