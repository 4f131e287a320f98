"""What is left of a document's name, or title, without the marks of its versions."""

import re
from pathlib import PurePath

_PARTS = re.compile(r"[^\W_]+")
_SPLIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH = f"(?:{'|'.join(_MONTHS.split())})[a-z]{{0,6}}"
_BETWEEN = r"[-_. ]?"
_DATES = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d{_BETWEEN}(?:0?[1-9]|1[0-2]){_BETWEEN}(?:[0-2]\d|3[01])"
    rf"|(?:[0-3]?\d)[-_. ](?:[0-3]?\d)[-_. ](?:19|20)\d\d"
    rf"|(?:[0-3]?\d){_BETWEEN}{_MONTH}{_BETWEEN}(?:19|20)\d\d"
    rf"|(?<![a-z]){_MONTH}{_BETWEEN}(?:[0-3]?\d),?{_BETWEEN}(?:19|20)\d\d)(?!\d)"
)
_COPIES = re.compile(r"\(\s*\d{1,3}\s*\)|\bcopy of\b|[-_ ]copy(?:[-_ ]?\d{1,3})?(?![a-z])")
_BEFORE_NUMBERS = frozenset(
    {
        "v", "r", "ver", "vers", "version", "rev", "revision", "draft", "final", "edition", "issue",
    }
)  # fmt: skip
"""Marks of a version when a number stands behind them."""
_ALONE = frozenset(
    {
        "ver", "version", "rev", "revised", "revision", "draft", "final", "wip", "redline", "redlined",
        "clean", "edited", "reviewed", "corrected", "fixed", "annotated", "latest", "updated", "tracked",
    }
)  # fmt: skip
"""Marks by themselves."""
_GENERIC = frozenset(
    {
        "document", "document1", "untitled", "title", "report", "template", "presentation", "word",
        "powerpoint", "presentation1", "workbook", "book1", "sheet1", "normal", "default", "blank",
        "none", "unknown",
    }
)  # fmt: skip
_MAKERS = re.compile(r"^microsoft (?:word|excel|powerpoint) - ")
_LONGEST = 300
_SHORTEST_TITLE = 8


def document_key(name: str) -> str:
    """Return what the names of all revisions of a document have in common, folded to words.

    "Plan_v2.docx", "Plan rev 3 - final.docx", "plan (1).docx", "2026-03-01 Plan.docx" are all "plan". Numbers
    that are no version stay: "Chapter 1" is not "Chapter 2". Of a name of marks alone all stays.
    """
    return words_key(PurePath(name[-_LONGEST:]).stem)


def words_key(text: str) -> str:
    """Return the words of a text without marks of versions and dates; all of them when no other is there."""
    folded = text[:_LONGEST].casefold()
    bare = _COPIES.sub(" ", _DATES.sub(" ", folded))
    kept = _without_marks(_parts(bare))
    return " ".join(kept or _parts(folded))


def title_key(title: str) -> str:
    """Return the same of a title; empty where the title says nothing of one document, as "Document1"."""
    plain = _MAKERS.sub("", title[:_LONGEST].strip().casefold())
    key = words_key(plain)
    words = [each for each in key.split() if each not in _GENERIC and not each.isdigit()]
    return key if len(words) > 1 and len(key) >= _SHORTEST_TITLE else ""


def _parts(text: str) -> list[str]:
    """Return the words; a letter or mark and the number behind it apart: "v2", "rev3"."""
    found: list[str] = []
    for part in _PARTS.findall(text):
        pieces = _SPLIT.split(part, maxsplit=1)
        marked = len(pieces) > 1 and pieces[0] in _BEFORE_NUMBERS
        found += pieces if marked else [part]
    return found


def _without_marks(parts: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(parts):
        behind = at + 1
        if parts[at] in _BEFORE_NUMBERS:
            while behind < len(parts) and _is_number(parts[behind], parts[at]):
                behind += 1
        if behind == at + 1 and parts[at] not in _ALONE:
            kept.append(parts[at])
        at = behind
    return kept


def _is_number(part: str, mark: str) -> bool:
    """Return whether a part numbers a version: 2, 2b, and of a revision its letter."""
    if part[:-1].isdigit() or part.isdigit():
        return len(part) < 4
    return mark in ("rev", "revision") and len(part) == 1 and part.isalpha()
