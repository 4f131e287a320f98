"""Is a document the record of what people said? Nobody edits such a text: it is verbatim.

A record names its speakers again and again, or its first lines say what it is, or it is full of what people
say and hardly write.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_SAYS_SO = re.compile(
    r"\b(?:transcript(?:ion)?|captioned text|caption(?:s|ing)|verbatim record|begin captioned)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:I'm|I am|I will|we're|you know|thank you|good morning|okay|um|let's|I think)\b", re.IGNORECASE
)
# A class of characters comes first, for the engine skips to it; what stands before it is looked at after.
_SAID = re.compile(
    r"[DITOUWYditouwy](?<!\w.)(?:(?<=I)|(?<=[Ww])e['\u2019](?:re|ll|ve)|(?<=[Oo])kay|(?<=O)K|(?<=[Uu])m"
    r"|(?<=u)h|(?<=[Yy])eah|(?<=[Tt])hank you|(?<=[Dd])on['\u2019]t|(?<=[Tt])hat['\u2019]s"
    r"|(?<=[Ii])t['\u2019]s)\b"
)
_OF_ONE_LETTER, _OF_TWO = re.compile(r"I(?<!\wI)\b"), re.compile(r"[Uu](?<!\w.)[mh]\b")
_PARTS_OF_SAID = ("'", "\u2019", "kay", "OK", "eah", "hank you")
"""Each of these words is one of the first two, or holds one of these parts."""
_LEAST_SAID = 15
"""Such words in a thousand; a written report has fewer than five."""
_FEWEST_WORDS = 500
_FIRST_LINES = 6
_LONGEST_LINE = 300
_LABEL = re.compile(
    r"\s*(?:(?:>>|\u00bb\u00bb)\s*)?(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)?"
    r"(?:([A-Z][\w.'\u2019-]*(?: [A-Z][\w.'\u2019-]*){0,3}):\s+\S|([QA])[.:]\s|(>>|\u00bb\u00bb))"
)
"""What a line begins with when somebody speaks: ANN SMITH: · Ann: · Q. · >>"""
_WITHOUT_COLON = ("Q", "A", ">", "\u00bb")
_NOTES = """
NOTE NOTES WARNING CAUTION TIP EXAMPLE IMPORTANT TABLE FIGURE STEP REQUIREMENT RATIONALE DESCRIPTION SOURCE
GUIDANCE REQUIREMENTS RECOMMENDATION FINDING EVIDENCE
INPUT OUTPUT RESULT INSTRUCTION INSTRUCTIONS GUIDANCE STATUS SEE OPTION NAME DATE PURPOSE TITLE
"""
_NO_SPEAKERS = frozenset(_NOTES.split())
CAPITAL_LABEL = re.compile(r"\s*(?:>>\s*)?((?:[A-Z][A-Z.'-]*\s){0,4}[A-Z][A-Z.'-]+):(?:\s|$)")
_LEAST_LABELS = 6
_LEAST_SHARE = 0.1
_LEAST_REPEATED = 3
"""Labels for each different one: forms have labels too, but each only once."""
_LEAST_SPOKEN = 8


def is_speech(texts: Sequence[str]) -> bool:
    """Return whether the paragraphs of a document are a record of speech."""
    if _labelled(texts) or _is_dense(texts):
        return True
    says_so = any(_SAYS_SO.search(text[:_LONGEST_LINE]) for text in texts[:_FIRST_LINES])
    return (
        says_so and sum(_SPOKEN.search(text[:_LONGEST_LINE]) is not None for text in texts) >= _LEAST_SPOKEN
    )


def _is_dense(texts: Iterable[str]) -> bool:
    """Return whether texts speak, by the words that are said and hardly written."""
    whole = "\n".join(texts)
    words = whole.count(" ")
    if words < _FEWEST_WORDS or _most_said(whole) * 1000 < _LEAST_SAID * words:
        return False
    return len(_SAID.findall(whole)) * 1000 >= _LEAST_SAID * words


def _most_said(text: str) -> int:
    """Return how often such words stand in a text at most: fast, and for most documents few enough."""
    return (
        len(_OF_ONE_LETTER.findall(text)) + len(_OF_TWO.findall(text)) + sum(map(text.count, _PARTS_OF_SAID))
    )


def _labelled(texts: Iterable[str]) -> bool:
    count, labels = 0, Counter[str]()
    for text in texts:
        count += 1
        found = _LABEL.match(text) if ":" in text or text.lstrip()[:1] in _WITHOUT_COLON else None
        label = next(filter(None, found.groups())) if found else ""
        if label and label.upper() not in _NO_SPEAKERS:
            labels[label] += 1
    total = labels.total()
    often = sum(number for number in labels.values() if number >= _LEAST_REPEATED)
    return (
        total >= _LEAST_LABELS and total >= _LEAST_SHARE * count and 2 * often > total and _converse(labels)
    )


def _converse(labels: Counter[str]) -> bool:
    """Return whether labels belong to people who answer each other, and not to notes or tables."""
    return labels.total() >= _LEAST_LABELS and len(labels) < max(3, labels.total() // 2)
