"""Statements about the marking of a letter without what it carries, and about its downgrading.

"UNCLASSIFIED upon removal of enclosures" is an instruction like those of the authority block: it stands by
itself on the first page and is no portion (Register and Manual, section B.10). A sentence of the running text
that happens to speak of the same is one.
"""

import re
from collections.abc import Iterator

_LONGEST = 320
_LEVEL = (
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED|CUI|FOUO|FOR OFFICIAL USE ONLY"
    r"|CONTROLLED UNCLASSIFIED INFORMATION)(?://[A-Z0-9 ,/-]{1,80}?)?"
)
_THING = (
    r"(?:classified |controlled |cui |secret |top secret |confidential )*"
    r"(?:enclosures?|encls?\b\.?|inclosures?|incls?\b\.?|attachments?|atchs?\b\.?|annex(?:es)?"
    r"|append(?:ix(?:es)?|ices)|tabs?|exhibits?|supplements?"
    r"|(?:parent |basic |accompanying |main )?(?:documents?|materials?|letter|report|correspondence))"
)
_WHICH = r"(?:the |all |any |its |this |these |said )*"
_AWAY = r"(?:removal|separation|detachment|withdrawal|removing|separating|detaching)"
_GONE = r"(?:physically )?(?:removed|separated|detached|withdrawn)"
_WHEN = r"(?:upon|on|after|when|if|once|following|with|whenever)"
_ALONE = r"(?:when|if) (?:standing alone|it stands alone|used alone)"
_CONDITION = (
    rf"(?:{_WHEN} {_WHICH}(?:physical )?{_AWAY} (?:of|from) {_WHICH}{_THING}"
    rf"|{_WHEN} (?:it is |this (?:document|letter|memorandum) is )?{_GONE}(?: from {_WHICH}{_THING})?"
    rf"|{_WHEN} {_WHICH}{_THING}(?:[ ,()\d.A-Z-]{{0,40}})? (?:is|are|has been|have been) {_GONE}"
    rf"|{_WHEN} {_WHICH}{_THING}[ ,()\d.A-Z-]{{0,40}}{_GONE}"
    rf"|(?:when )?without {_WHICH}{_THING}|{_ALONE})"
)
_LETTER = (
    r"(?:(?:this|the) (?:cover |covering |forwarding |transmittal )?(?:letter|memorandum|memo|document|page"
    r"|transmittal|sheet|form|endorsement|correspondence|message|e-?mail|material)(?: of transmittal)?"
    r"(?: itself)?|it)"
)
_IS = r"(?:is|becomes?|may be|will be|shall be|can be|should be|must be|to be|are)"
_GRADED = (
    r"(?:(?:automatically |then |considered |marked |handled |treated |protected |as |to )*"
    r"(?:regraded?|downgraded?|declassified|declassify|reclassified|reclassify|handle|treat|mark)?"
    r"(?: (?:to|as))?(?: be)?)"
)
_DATE = r"(?: (?:on|after|by) [\w ,/.-]{4,30}?)?"
_TAIL = r"(?P<tail>[ ,;:()\[\]\w.&/#-]{0,120})"
_SAYS = rf"(?:{_LETTER} )?(?:{_IS} )?"
_FIRST = re.compile(
    rf"{_SAYS}{_GRADED}\s*(?:{_LEVEL}|(?<=declassified)|(?<=declassify)){_DATE},? {_CONDITION}{_TAIL}",
    re.IGNORECASE,
)
"""The level, then the condition."""
_THEN = re.compile(
    rf"{_CONDITION}[ ,()\d\w&-]{{0,60}}?,? {_SAYS}{_GRADED}\s*{_LEVEL}{_TAIL}",
    re.IGNORECASE,
)
"""The condition, then the level."""
_DATED = re.compile(
    rf"{_SAYS}(?:automatically )?(?:regrade|downgrade)d?:?(?: (?:to|as))? {_LEVEL}"
    r" (?:on|after|by) [\w ,/.-]{4,30}",
    re.IGNORECASE,
)
_TAIL_WORDS = frozenset(
    {
        "and", "or", "through", "thru", "to", "of", "the", "in", "its", "from", "this", "these", "only",
        "enclosure", "enclosures", "attachment", "attachments", "annex", "annexes", "appendix", "appendices",
        "tab", "tabs", "exhibit", "exhibits", "letter", "document", "memorandum", "report", "date",
    }
)  # fmt: skip
"""Words that may follow: which enclosures, of what. Anything else makes it a sentence about something."""
_WORD = re.compile(r"\w+")
_SHORT = 2
"""Characters of a letter or number of an enclosure."""
_ANY_LEVEL = re.compile(rf"\b(?:{_LEVEL}|declassif(?:y|ied))", re.IGNORECASE)
_WORDS = re.compile(r"remov|separat|detach|withdraw|alone|without|regrade|downgrade", re.IGNORECASE)
_FRAME = " ,\t\u00a0\"'“”‘’*_[]{}-–—.;:"
_PREFIX = re.compile(r"(?:note|notice|warning|classification|nota bene)\s*:\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z)\d])[.;]\s+(?=[A-Z(])")
_BEHIND = re.compile(rf"[\s,;:(\[–—-]+(?={_LEVEL}\s+{_WHEN}\b)", re.IGNORECASE)


def is_statement(text: str) -> bool:
    """Return True for a text that is such a statement and nothing else, in any case, bracketed or not."""
    if len(text) > _LONGEST or not _WORDS.search(text):
        return False
    found = list(_sentences(text))
    return bool(found) and all(_states(sentence) for sentence in found)


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for sentence in _SENTENCE.split(_bare(line)):
            bare = _bare(sentence)
            if bare:
                yield bare


def _bare(text: str) -> str:
    """Return a text without what frames it: stars, quotation marks, brackets round all of it, a label."""
    bare = _PREFIX.sub("", text.strip(_FRAME), count=1)
    while bare.startswith("(") and (bare.endswith(")") or ")" not in bare):
        bare = bare[1:-1] if bare.endswith(")") else bare[1:]
        bare = bare.strip(_FRAME)
    return " ".join(bare.split())


def _states(sentence: str) -> bool:
    if not _ANY_LEVEL.search(sentence):
        return False
    if _DATED.fullmatch(sentence):
        return True
    match = _FIRST.fullmatch(sentence) or _THEN.fullmatch(sentence)
    return match is not None and all(map(_may_follow, _WORD.findall(match["tail"])))


def _may_follow(word: str) -> bool:
    return len(word) <= _SHORT or word.isdigit() or word.lower() in _TAIL_WORDS


def without_statement(line: str) -> str:
    """Return a banner line without what follows the banner: `SECRET (UNCLASSIFIED upon removal of ...)`."""
    if len(line) > _LONGEST or not _WORDS.search(line):
        return line
    match = _BEHIND.search(line)
    return line[: match.start()] if match is not None and is_statement(line[match.start() :]) else line
