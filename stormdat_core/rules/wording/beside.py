"""What stands beside a passage and would not let another wording stand there: each check returns a reason."""

import re

from stormdat_core.model import OBJECT, BlockKind, reasons
from stormdat_core.rules.wording.passages import Passage, words_of
from stormdat_core.rules.wording.words import (
    DEFINING,
    DETERMINERS,
    FIELDS,
    FUNCTION,
    GOES_ON,
    HOLDERS,
    INTRODUCING,
    OPENERS,
    VERBS,
)

_DASHES = "-‐‑–—−"
_BREAKS = "\n\v\f\r\t"
_BREAK = frozenset(_BREAKS)
_BLANKS = " \xa0"
_QUOTES = "\"'“”‘’„«»‹›"
_ENDING = re.compile(r"[.,;!?)\]”’]*(?:\s|$)")
_POSSESSIVE = re.compile(r"['’]")
_NEXT = re.compile(r"\s+(\S+)")
_LAST = re.compile(r"(\S+)\s+$")
_HOLDER = re.compile(r"([A-Z][\w&-]*)\s+(?:of|for|on|and|&)\s+(?:the\s+|our\s+|its\s+)?$")
_GOES_ON_AS_NAME = re.compile(
    r"\s+(?:(?:of|for|and|&|on)\s+(?:the\s+)?[A-Z]|(?:at|in|from)\s+(?:the\s+)?(?!Section|Table"
    r"|Figure)[A-Z][a-z]"
    r"|dated\b)|,?\s+(?:Revision|Rev\.|Version|Edition|Amendment|Issue|Change)\b"
)
_ARTICLE = re.compile(r"(?:^|\s)(an?)\s+$", re.IGNORECASE)
_JOINT = re.compile(
    r"(?:[,;(/&]|\b(?:and|or|nor|plus|versus|vs\.?))\s*(?:(?:the|a|an|its|their|your|our|any|all|each)\s+)?$",
    re.IGNORECASE,
)
_JOINT_AFTER = re.compile(
    r"\s*(?:/|&|\((?!see)|(?:and/or|and|or|nor|plus|as well as|versus|vs)\b|;(?!\s*(?:and|or)?\s*$))",
    re.IGNORECASE,
)
_COMMA_AFTER = re.compile(r"\s*,\s*(\S*)")
_SEPARATOR = re.compile(r"[,;:()]|\b(?:and|or|nor)\b")
_FEW = 3
"""Words besides the passage in a member of a list."""
_SENTENCE_ENDS = re.compile(r"(?:[.?!:][”’\"')\]]*|;(?:\s+(?:and|or))?)\s*$")
_LEAST_WORDS = 2
"""Words besides the passage in the shortest sentence: Submit the SRS."""
_LEAST_IN_CELL = 12
"""Words in a sentence that fills a cell and is more than the value of an attribute."""
_MOST_CAPITALISED = 0.5
AN = frozenset("AEIO")
A = frozenset("BCDGJKPQTVWYZ")
"""Letters before which the article is the same whether they are spelt or begin a word."""


def joined(passage: Passage) -> str:
    """Return what a passage is glued to: a hyphen, an identifier, a bracket, a quotation mark."""
    before, after = passage.before[-1:], passage.after
    if OBJECT in (*passage.text, passage.before.rstrip()[-1:], after.lstrip()[:1]):
        return reasons.OBJECT_THERE
    if any(sign in passage.text for sign in _BREAKS) or _at_break(passage):
        return reasons.BROKEN
    if before and not before.isspace():
        return _glued(before)
    if after and not _ENDING.match(after):
        return reasons.POSSESSIVE if _POSSESSIVE.match(after) else _glued(after[0])
    return ""


def _at_break(passage: Passage) -> bool:
    text, start, end = passage.block.text, passage.start, passage.end
    left, right = text[max(0, start - 3) : start].rstrip(_BLANKS), text[end : end + 3].lstrip(_BLANKS)
    return left[-1:] in _BREAK or right[:1] in _BREAK


def _glued(sign: str) -> str:
    if sign in _DASHES:
        return reasons.COMPOUND
    if sign in _QUOTES:
        return reasons.QUOTATION
    if sign in "()[]":
        return reasons.BRACKET
    return reasons.LABEL if sign == ":" else reasons.IDENTIFIER


def labelled(passage: Passage) -> str:
    """Return whether dashes, colons or brackets make a passage a label or what a label stands for."""
    before, after = passage.before.rstrip()[-1:], passage.after.lstrip()[:1]
    if (before and before in _DASHES + ":|•=") or (after and after in _DASHES + ":|="):
        return reasons.LABEL
    if (before and before in ">])}") or (after and after in "<[({"):
        return reasons.BRACKET
    return ""


def named(passage: Passage) -> str:
    """Return whether a passage may belong to a longer name, by the words beside it."""
    after, before = _NEXT.match(passage.after), _LAST.search(passage.before)
    if after and (not after[1][0].islower() and after[1][0] not in _QUOTES + "("):
        return reasons.NAME
    if _GOES_ON_AS_NAME.match(passage.after) or _held(passage):
        return reasons.NAME
    if after and after[1].strip(".,;:)").lower() in FIELDS:
        return reasons.FIELD
    return _named_before(passage, before[1]) if before else ""


def has_determiner(passage: Passage) -> bool:
    """Return whether an article or the like stands before a passage, adjectives between left out."""
    return not DETERMINERS.isdisjoint(word.lower() for word in passage.words_before[:2])


def _held(passage: Passage) -> bool:
    """Return whether it stands behind "Office of the" or the like."""
    holder = _HOLDER.search(passage.before)
    if not holder:
        return False
    first = not any(map(str.isalnum, passage.before[: holder.start()]))
    return (not first and not holder[1].isupper()) or holder[1].lower() in HOLDERS


def _named_before(passage: Passage, word: str) -> str:
    bare = word.strip("(“\"'‘[")
    first = not any(map(str.isalnum, passage.before[: passage.before.rindex(word)]))
    if not bare[:1].isalpha() or any(map(str.isdigit, bare)):
        return reasons.NAME if bare[-1:].isalnum() else ""
    if bare[-1] in ",;:.":
        return ""
    if bare[0].isupper():
        return "" if first and bare.lower() in OPENERS else reasons.NAME
    if passage.text[:1].islower() and bare not in FUNCTION and not bare.endswith("ed"):
        return reasons.COMPOUND  # incident response policies: no capitals tell where the term begins
    return ""


def modifying(passage: Passage, *, plural: bool) -> str:
    """Return whether a plural stands before the noun it belongs to, where its acronym would not."""
    after = _NEXT.match(passage.after)
    if plural and after and passage.after[:1].isspace():
        word = after[1].strip(".,;:)").lower()
        if word not in FUNCTION and not word.endswith("ed"):
            return reasons.COMPOUND
    return ""


def listed(passage: Passage) -> str:
    """Return whether a passage is a member of a list, one of a pair, or an example."""
    if _introduced(passage):
        return ""
    before, after = passage.before, passage.after
    if _JOINT.search(before) or _JOINT_AFTER.match(after):
        return reasons.LISTED
    comma = _COMMA_AFTER.match(after)
    if comma and comma[1].lower() not in GOES_ON and not _opening(before):
        return reasons.LISTED
    return reasons.LISTED if _short_member(before, after) else ""


def _introduced(passage: Passage) -> bool:
    """Return whether a comma before only ends an opening clause: When it fails, the X restarts."""
    before = passage.before
    comma = before.count(",") == 1 and re.search(r",\s+(?:(?:the|each|every|this|its|their)\s+)?$", before)
    plain = not _JOINT_AFTER.match(passage.after) and not _COMMA_AFTER.match(passage.after)
    return bool(comma) and plain and _opens_clause(before)


def _opening(before: str) -> bool:
    """Return whether the comma after a passage ends an opening clause: In the X, there are …"""
    return "," not in before and _opens_clause(before)


def _opens_clause(before: str) -> bool:
    words = words_of(before[:40])
    return bool(words) and words[0].lower() in INTRODUCING


def _short_member(before: str, after: str) -> bool:
    """Return whether there is hardly more than the passage between two separators."""
    left, right = _SEPARATOR.split(before), _SEPARATOR.split(after)
    if len(left) == 1 and len(right) == 1:
        return False
    beside = [*words_of(left[-1]), *words_of(right[0])]
    bounded = len(left) > 1 and len(right) > 1
    return bounded and len(beside) <= _FEW and not _opens_clause(before)


def defining(passage: Passage) -> str:
    """Return whether the words before say that a name or an example follows."""
    near = [word.lower() for word in passage.words_before[:4]]
    return reasons.DEFINING if DEFINING.intersection(near) else ""


def article(passage: Passage, replacement: str, *, spelt: bool) -> str:
    """Return whether "a" or "an" before a passage may be wrong before its replacement, or a word be doubled.

    Args:
        passage: what is replaced.
        replacement: what stands there then.
        spelt: whether the replacement is a short form, which may be spelt or spoken as a word.
    """
    last = passage.words_before[:1]
    first = words_of(replacement[:60])[:1]
    if last and first and last[0].lower() == first[0].lower():
        return reasons.DOUBLED
    found = _ARTICLE.search(passage.before)
    if not found:
        return ""
    letter = replacement[:1].upper()
    right = "an" if letter in AN else "a" if letter in A else ""
    if not spelt and not right:
        right = "a" if letter in "FLMNRSX" else ""
    return "" if found[1].lower() == right else reasons.ARTICLE


def sentence(passage: Passage) -> str:
    """Return whether a passage stands in a whole sentence of running text."""
    whole = f"{passage.before}{passage.text}{passage.after}"
    if not _SENTENCE_ENDS.search(whole):
        return reasons.UNENDED
    rest = words_of(f"{passage.before} {passage.after}")
    if len(rest) < _LEAST_WORDS or not any(word.lower() in FUNCTION for word in rest):
        return reasons.NO_SENTENCE
    if sum(map(str.isupper, whole)) * 2 > sum(map(str.isalpha, whole)):
        return reasons.CAPITALS
    capitalised = sum(word[0].isupper() and not word.isupper() for word in rest)
    return reasons.NO_SENTENCE if capitalised > len(rest) * _MOST_CAPITALISED else ""


def is_clause(passage: Passage) -> bool:
    """Return whether the sentence of a short item is one for certain, and its neighbours can say it too.

    It begins as sentences do, has a verb that only sentences have, and no article that another acronym in the
    same place would change: "for an AMT load" beside "for a Message Actions Table load".
    """
    whole = f"{passage.before}{passage.text}{passage.after}"
    words = words_of(whole)
    if passage.block.kind is BlockKind.CELL and len(words) < _LEAST_IN_CELL:
        return False
    begins = bool(words) and words[0].lower() in OPENERS
    ends = whole.rstrip()[-1:] in {".", "!", "?"}
    return begins and ends and not VERBS.isdisjoint(words) and not _ARTICLE.search(passage.before)
