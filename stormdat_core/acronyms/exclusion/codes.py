"""Short forms that a document shows to be codes: names of tags, prefixes of identifiers, numbered members.

What stands as <TH> in a document is a tag wherever it stands; AC, CM and SC in a list are families of
controls where there is an AC-5; SHA-1 is a name where there is a SHA-256; FAC 047 is a course. [RC] is what a
message leaves open where the text says what it contains, and FFFF is a number where there is a 0xFFFF.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
_TAG = re.compile(r"</?([A-Z]{1,8}\d?)>")
_LEAST_TAGS = 3
"""Different tags from which on a document speaks of markup."""
_OPEN = re.compile(r"\[([A-Z][A-Z0-9]{1,9})\]")
_SAID = re.compile(
    r"\s*[\"']?\[([A-Z][A-Z0-9]{1,9})\][\"']?,? "
    r"(?:(?:contains|holds|represents|denotes|indicates|specifies|identifies|gives|shows)\b|"
    r"(?:is|will be) (?:the|an?) )"
)
"""A line that says what a message puts in a place it leaves open: [RC] contains the return status."""
_MESSAGE = re.compile(r"[\"'\u2018\u2019\u201c\u201d%]|[=:#] ?\[")
"""What only the pattern of a message holds beside such a place."""
_HEXADECIMAL = re.compile(r"\b0[xX][\"'\u2018\u2019\u201c\u201d]?([0-9A-F]{4,16})\b")
_NUMBERED = re.compile(r"([A-Z]{2,8})-(\d{1,4})(?:\(\d+\))?")
_LETTERED = re.compile(r"([A-Z]{2,8})-\d{1,4}[A-Za-z]")
_FAMILY = re.compile(r"\b(?:famil(?:y|ies)|controls?|categor(?:y|ies)|codes?|classes|prefixes|series)[:( ]+$")
_LEAST_LISTED = 3
_LEAST_MEMBERS = 5
"""Identifiers from which on their prefix is a code wherever it stands: AC-1 to AC-5."""
_PREFIX_LETTERS = 2
_PREFIX = re.compile(r"[A-Z]{2,4}")
_BETWEEN = re.compile(r",? (?:and |or )?|/|,")
_BEFORE_NUMBER = re.compile(r" (\d{2,4})(?![\d,.]*\d)")


def tags_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of the tags that the texts of a document show, code included; none if they are few."""
    found = {name for text in texts if "<" in text for name in _TAG.findall(text)}
    return frozenset(found) if len(found) >= _LEAST_TAGS else frozenset()


def codes_in(texts: Sequence[str]) -> frozenset[str]:
    """Return the forms that are codes wherever they stand in the document with these texts."""
    return tags_in(texts) | places_left_open(texts) | hexadecimals_in(texts)


def places_left_open(texts: Iterable[str]) -> frozenset[str]:
    """Return what messages leave open, [RC] in RC=[RC], where a line of its own says what it contains.

    A reference mark in brackets, [FISMA], stands in no message.
    """
    said, shown = set[str](), set[str]()
    for text in texts:
        if "[" not in text:
            continue
        if found := _SAID.match(text):
            said.add(found[1])
        elif _MESSAGE.search(text):
            shown.update(_OPEN.findall(text))
    return frozenset(said & shown)


def hexadecimals_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the numbers of letters that stand behind 0x somewhere: FFFFFFFF; short ones may be acronyms."""
    return frozenset(number for text in texts if "0x" in text for number in _HEXADECIMAL.findall(text))


class Codes:
    """What the tokens of one document, and the codes that its texts show, say about its forms."""

    def __init__(self, names: frozenset[str], tokens: Iterable[str]) -> None:
        self._names = names
        members: dict[str, set[str]] = defaultdict(set)
        for token in tokens:
            if "-" in token and (found := _NUMBERED.fullmatch(token)):
                members[found[1]].add(found[2])
        self._members = members

    def of_form(self, surface: str) -> str:
        """Return the class of a form that is a code wherever it stands: the name of a tag; "" for others.

        So is an identifier with a letter behind its number, SA-5E, where the document has SA-1 to SA-9.
        """
        if surface in self._names:
            return "SUP-CODE"
        part = _LETTERED.fullmatch(surface) if "-" in surface else None
        return "SUP-ID" if part and len(self._members.get(part[1], ())) >= _LEAST_MEMBERS else ""

    def is_member(self, surface: str) -> bool:
        """Return whether a form is one of several that share their letters: SHA-1 beside SHA-256."""
        found = _NUMBERED.fullmatch(surface) if "-" in surface else None
        return found is not None and len(self._members[found[1]]) > 1

    def is_prefix(self, form: str, uses: int) -> bool:
        """Return whether a form of two letters is what many identifiers begin with: the AC of AC-1 to AC-25.

        Args:
            form: in capitals.
            uses: how often it stands alone; more often than there are identifiers, it is a word of its own.
        """
        members = len(self._members.get(form, ())) if len(form) == _PREFIX_LETTERS else 0
        return members >= max(_LEAST_MEMBERS, uses)

    def lists(self, text: str, found: Sequence[Span]) -> list[Span]:
        """Return the stretches of a text that list prefixes of the document's identifiers.

        Args:
            text: the folded text of a unit.
            found: the spans of its acronyms, in order.
        """
        if len(found) < _LEAST_LISTED or not self._members:
            return []
        if self._members.keys().isdisjoint([text[slice(*span)] for span in found]):
            return []
        runs: list[list[Span]] = [[]]
        for span in found:
            if runs[-1] and not _BETWEEN.fullmatch(text, runs[-1][-1][1], span[0]):
                runs.append([])
            runs[-1].append(span)
        return [(run[0][0], run[-1][1]) for run in runs if self._are_prefixes(text, run)]

    def _are_prefixes(self, text: str, run: Sequence[Span]) -> bool:
        """Return whether most of a list are prefixes, or one is and the word before says so."""
        forms = [text[slice(*span)] for span in run]
        if len(run) < _LEAST_LISTED or not all(map(_PREFIX.fullmatch, forms)):
            return False
        known = sum(form in self._members for form in forms)
        announced = _FAMILY.search(text, max(0, run[0][0] - 24), run[0][0]) is not None
        return known * 2 > len(run) or (known > 0 and announced)


def is_course(texts: Iterable[str]) -> bool:
    """Return whether a number follows a form each time, and one begins with nought: FAC 047.

    Args:
        texts: what follows the form at each of its places.
    """
    numbers = [found[1] if (found := _BEFORE_NUMBER.match(text)) else "" for text in texts]
    return all(numbers) and any(number.startswith("0") for number in numbers)
