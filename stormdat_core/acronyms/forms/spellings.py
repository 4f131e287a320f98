"""Which spellings are one acronym: a dash or a space where the document writes a hyphen or nothing, and case.

LI–SaaS is LI-SaaS where that stands in the document, CRL DP is CRLDP where that is defined, and cFE is the
CFE of a document. Whether they may be written so is for the rules to say.
"""

import re
from collections.abc import Container, Iterator, Sequence

from stormdat_core.acronyms.patterns.candidates import is_short_form

_NEXT = re.compile(r"([ \u2013])([A-Za-z]*[A-Z][A-Za-z0-9]*)(?![\w&/.+-]*\w)")
_SMALL_FIRST = re.compile(r"[a-z]{1,2}[A-Z]{2,6}")
_OR = re.compile(r"\s*(?:/|,|;|\bor\b|\()\s*")
_MOST_SPELLINGS = 3


def is_small_first(token: str) -> bool:
    """Return whether a token is capitals after one or two small letters: cFE, mRNA."""
    return _SMALL_FIRST.fullmatch(token) is not None


def joined_on(text: str, start: int, end: int, forms: Container[str], known: Container[str]) -> int:
    """Return where an acronym ends that goes on behind a dash or a space; `end` if it does not.

    Args:
        text: the folded text of a unit.
        start: offset of the token that it begins with.
        end: offset after that token.
        forms: what the document writes elsewhere, to be joined by a hyphen.
        known: the keys that are defined; two of them side by side are not joined.
    """
    if text[end : end + 1] not in {" ", "\u2013"}:
        return end
    following = _NEXT.match(text, end, end + 24)
    if following is None:
        return end
    first, mark, second = text[start:end], following[1], following[2]
    if mark == "\u2013":
        return following.end() if f"{first}-{second}" in forms else end
    parts = {first.upper(), second.upper()}
    one = f"{first}{second}".upper() in known and any(part not in known for part in parts)
    return following.end() if one else end


def alternatives(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the spellings that a cell gives for one acronym: cFE/CFE; else the cell's own span.

    TCP/IP is one acronym: only spellings of the same letters are alternatives.
    """
    spans = _parts(text, start, end)
    parts = [text[slice(*span)] for span in spans]
    letters = {"".join(filter(str.isalnum, part)).upper() for part in parts}
    if 1 < len(parts) <= _MOST_SPELLINGS and len(letters) == 1 and all(map(is_short_form, parts)):
        yield from spans
    else:
        yield start, end


def _parts(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    last = end - text[start:end].endswith(")") * ("(" in text[start:end])
    edges = [found.span() for found in _OR.finditer(text, start, last)]
    begins = [start, *(edge[1] for edge in edges)]
    return list(zip(begins, [*(edge[0] for edge in edges), last], strict=True))
