"""What an acronym looks like: the token grammar, plural and possessive endings, and the look-up key.

Works on folded text (`folding.fold`). A token is read once and whole: letters and digits joined by
`& / - . ' +`, and a bracketed tail that belongs to it. `IV&V` is one token; `IV` inside it does not exist.
Source: acronym rules, sections 3.1 to 3.3.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from stormdat_core.acronyms.forms.folding import folded

_TAIL = r"\w*(?:[&/.+'-]+\w+)*(?:\((?:(?<=SD\()[A-Z]|[A-Z0-9]+[&/][A-Z0-9&/]+)\)|(?<=\b\w\.\w)\.)?"
# A word is looked at only when a capital or a digit stands among its first letters, and more than a first
# capital makes it stand out; a list or a definition may make Adm an acronym, see `is_token`. The pattern
# begins with that capital, for the engine skips to a class of characters; small letters before it come after.
_TOKEN = re.compile(
    r"[^\W_a-z](?!(?<=(?<!\w)[A-Z])[a-z]+[^\w&/.+'-])"
    r"(?:(?<!\w.)|(?<=(?<!\w)[a-z].)|(?<=(?<!\w)[a-z]{2}.)|(?<=(?<!\w)[a-z]{3}.))" + _TAIL
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.)+[^\W\d_]")
_BRACKETED = re.compile(r"([A-Z][A-Z0-9/-]+)\([A-Z0-9&/]+\)")
_ENDING = re.compile(
    r"(?<=[A-Z0-9.)])(?:'s|s'|s|')$|(?<=[A-Z][SX])es$|(?<=[A-Z]{3})(?:ed|ing)$|(?<=[a-z])(?:'s|')$"
)
_RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
_LOWER_TAIL = re.compile(r"-[a-z][\w'-]*$")
_NO_LETTERS_OF_WORDS = re.compile(
    r"(?<!^[A-Z])[a-z]{3}|^[A-Z](?!aaS)[a-z]{2,}[A-Z]{1,2}[a-z]*$|^[A-Z][a-z]{3}"
)
"""A mixed form that is words run together: OsTask, FileID; but FedRAMP and SIPRNet are not."""
_HUMPS = re.compile(r"[A-Z]+[a-z]*")
_SLASHED = re.compile(r"[^/]+")
_PUBLICATION = re.compile(r"(?<=[A-Z])[ -]PUB(?:S?\.?|LICATION)[ -]?(?=\d)")
"""What says between a series and its number only that it is published."""
_NOT_KEY = re.compile(r"[\W_]")
# Abbreviations of another kind, with or without their dots: never acronyms.
_OTHER_KIND = """
phd msc bsc ba ma md dr mr mrs ms prof st no nos fig figs vol pp eg ie am pm al etc vs cf inc ltd jr sr
"""
_ABBREVIATIONS = frozenset(_OTHER_KIND.split())
_DIMENSIONS = frozenset(("2D", "3D", "4D"))
LONGEST = 10
"""Letters in the longest form that is an acronym by its looks alone."""
LONGEST_TOKEN = 64
"""Characters beyond which a token is not looked into: it is data, not a word."""


def capital_tokens(folded: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, token) of the words of a folded text with capitals or digits near their beginning."""
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        while start and folded[start - 1].islower():
            start -= 1
        yield start, folded[start:end]


def is_token(surface: str) -> bool:
    """Return whether a form is one token that `capital_tokens` yields wherever it stands."""
    return (0, surface) in capital_tokens(f"{surface} ")


def acronyms_in(token: str) -> tuple[tuple[int, int], ...]:
    """Return the spans within one token that are acronyms by their looks; the whole of it if it is one."""
    return _acronyms_in(token) if len(token) <= LONGEST_TOKEN else ()


@lru_cache(maxsize=1 << 16)
def _acronyms_in(token: str) -> tuple[tuple[int, int], ...]:
    if is_certain(token):
        return ((0, len(token)),)
    head = _LOWER_TAIL.sub("", token)
    if head != token:
        return _acronyms_in(head)
    if token.count("/") > 1 and not token.replace("/", "").isalpha():
        return ()  # the symbol of a document: A/C.3/66/L.51
    parts = [part for part in _SLASHED.finditer(token) if len(part.group()) < len(token)]
    return tuple(part.span() for part in parts if is_certain(part.group()))


@lru_cache(maxsize=1 << 16)
def is_certain(surface: str) -> bool:
    """Return whether a form is an acronym by its looks, without a list or a definition to say so."""
    base = singular(surface)
    if _DOTTED.fullmatch(base):
        return base.replace(".", "").isupper() and _NOT_KEY.sub("", base).lower() not in _ABBREVIATIONS
    if base.isalnum():
        return _single(base)
    if bracketed := _BRACKETED.fullmatch(base):
        return _single(bracketed[1])
    return _joined(base)


def _single(base: str) -> bool:
    if base in _DIMENSIONS:
        return True
    letters = [character for character in base if character.isalpha()]
    capitals = sum(map(str.isupper, letters))
    if not 2 <= len(letters) <= LONGEST or len(base) > 2 * len(letters):
        return False
    if capitals == len(letters):
        return True
    return capitals >= 2 and base[0].isupper() and not _NO_LETTERS_OF_WORDS.search(base) and not _camel(base)


def _camel(base: str) -> bool:
    """Return whether a mixed form is words run together, as PowerPoint and WiFi; SIPRNet is not."""
    humps = _HUMPS.findall(base)
    least = 2 if len(humps) == 2 and len(base) == 4 else 3
    return all(len(hump) >= least and hump[1:].islower() for hump in humps) or (
        humps[0] in {"Mc", "Mac", "O", "De", "La", "Le"} and len(humps[-1]) > 2 and humps[-1][1:].islower()
    )


def _joined(base: str) -> bool:
    if "_" in base or "." in base or "'" in base:
        return False
    parts = re.split(r"[&/+-]+", base)
    if "&" in base and all(part.isupper() for part in parts):
        return True
    if not all(part.isalnum() for part in parts) or sum(map(str.isdigit, base)) > len(base) // 3:
        return False
    good = [part for part in parts if _single(part) or (len(part) <= 3 and part.isupper())]
    if len(good) < len(parts) or not any(map(_single, parts)):
        return False
    sides = base.split("/")  # GPS/INS are two acronyms, A2/AD is one
    return len(sides) == 1 or (len(sides) == 2 and not all(map(_single, sides)))


@lru_cache(maxsize=1 << 16)
def singular(surface: str) -> str:
    """Return a short form without plural or possessive ending: SMEs, NASA's, UAS' give SME, NASA, UAS.

    The raised number of a note is no part of it either.
    """
    return _ENDING.sub("", surface.rstrip(_RAISED))


def has_ending(surface: str) -> bool:
    """Return whether a short form carries a plural or possessive ending."""
    return singular(surface) != surface


@lru_cache(maxsize=1 << 16)
def key(surface: str) -> str:
    """Return the form an acronym is looked up by.

    Letters and digits in capitals, `& + #` kept (R&D, C++, C#), ending removed: U.S. and US share one, so do
    C4-ISR and C4ISR.
    """
    return plain_key(singular(folded(surface)))


def plain_key(surface: str) -> str:
    """Return the key of a form whose last `s` is its own; FIPS PUB 199 and FIPS 199 share one."""
    form = folded(surface).upper()
    form = _PUBLICATION.sub("", form) if "PUB" in form else form
    return "".join([c for c in form if c.isalnum() or c in "&+#"])
