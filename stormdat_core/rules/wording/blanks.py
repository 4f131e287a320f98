"""Spaces that may mean something: in commands, keys and patterns, or where a sentence is about spaces."""

import re

from stormdat_core.model import reasons
from stormdat_core.rules.wording.passages import Passage

_NEAR = 40
"""Characters each way within which a word like code tells of code."""
_CODE_WORD = re.compile(
    r"-{1,2}[A-Za-z][\w-]*$|[\w.-]*[$\\`~^{}][\w.-]+|\w+=\S+|\.[a-z]{2,}\w*(?=[,;.]|$)|"
    r"[!?%@#][A-Za-z]\w*|\w+_\w+|\w+\(\)|/[a-z]+/\S*|<[a-z/!][^<>\s]*>"
)
"""How a word of code begins. None of them is of letters alone."""
_SINGLE_BEFORE = re.compile(r"(?<![\w'’./])[b-hj-zB-HJ-Z]$")
_SINGLE_AFTER = re.compile(r"[b-hj-zB-HJ-Z](?![\w.'’)/&-])")
"""A letter by itself, which names a variable, a key or a language."""
_SPOKEN_OF = re.compile(
    r"\b(?:pass(?:word|phrase|code)s?|regular expressions?|regex|syntax|literally|pattern is|blanks|"
    r"white ?space|(?:send|enter|type|run|issue|execute|give)s? (?:the|a|this) (?:\w+ )?command|"
    r"poem|verse|"
    r"(?:the|a|this) (?:key|code|string|id|identifier|token|serial(?: number)?|call ?sign) (?:is|was|reads)|"
    r"(?:press|hit|type|enter)(?:es|s|ed)?\s+(?![aAI]\s)(?=\S\s|[^\w\s]))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:(?:two|double|extra|single) (?:spaces?|blank)|spaces? (?:between|before|after|bar|is|are))",
    re.IGNORECASE,
)
"""On one side of the spaces: two words with too many between them speak of none."""
_SPOKEN_WORDS = (
    "passw", "passp", "passc", "regular expr", "regex", "syntax", "literally", "pattern is", "blanks",
    "white", "command", "poem", "verse", "key ", "code ", "string ", " id ", "identifier ", "token ",
    "serial", "call", "press", "hit", "type", "enter",
)  # fmt: skip
_COUNTED_WORDS = ("space", "blank")
"""Words of which every match holds one: most sentences hold none, and a search by pattern costs more."""
_NUMBER = re.compile(r"\d\s+[,.]\s*\d")


_CAPITAL = r"[A-Z][\w'’/-]*"
_RUN_IN = re.compile(rf"\s*{_CAPITAL}(?: (?:{_CAPITAL}|and|or|of|for|to|in|the|on|with)){{0,5}}")
"""A heading in the line of its text: up to six words, all but the small ones with a capital."""
_OPENING = re.compile(
    r"(?:Where|When|While|If|Unless|The|This|These|Those|That|There|It|You|We|They|For|In|On|At|As|To|All|Any|"
    r"Each|Every|No|After|Before|Because|Although|Use|Do|See)\b(?:\W+[\w'’-]+){3}"
)
"""A word that a sentence begins with, in capitals that no name explains."""


def _has_code_word(near: str) -> bool:
    return any(not word.isalpha() and _CODE_WORD.match(word) for word in near.split())


def _are_spoken_of(before: str, after: str) -> bool:
    """Return whether a sentence speaks of spaces, or of what is typed as it stands."""
    sentence = f"{before} {after}"
    small = sentence.lower()
    if any(map(small.__contains__, _SPOKEN_WORDS)) and _SPOKEN_OF.search(sentence):
        return True
    return any(map(small.__contains__, _COUNTED_WORDS)) and any(map(_COUNTED.search, (before, after)))


def ends_heading(passage: Passage) -> bool:
    """Return whether spaces part a heading from the text behind it, as a full stop or a colon would."""
    if passage.start > 2 * _NEAR:
        return False
    before = passage.block.text[: passage.start]
    return bool(_RUN_IN.fullmatch(before) and _OPENING.match(passage.after))


def meant(passage: Passage, *, mark: bool) -> str:
    """Return why spaces may be meant where they stand; empty when nothing says so.

    Args:
        passage: the spaces.
        mark: whether a mark follows them, and not a word.
    """
    before, after = passage.before[-_NEAR:], passage.after[:_NEAR]
    if (
        _has_code_word(f"{before} {after}")
        or _SINGLE_BEFORE.search(before)
        or (not mark and _SINGLE_AFTER.match(after))
    ):
        return reasons.LIKE_CODE
    if _are_spoken_of(passage.before, passage.after):
        return reasons.BLANKS_MEANT
    if ends_heading(passage):
        return reasons.RUN_IN
    return (
        reasons.BLANKS_MEANT if _NUMBER.search(passage.block.text, passage.start - 1, passage.end + 4) else ""
    )
