"""What a list of acronyms looks like in text without cells: its heading, and its rows."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST_TITLE = 80
_LONGEST_SHORT = 24
_TITLE = re.compile(r"\b(?:acronyms?|abbreviations?|initialisms?|glossary)\b", re.IGNORECASE)
_FIRST = re.compile(r"(?:acronyms?|abbreviations?|abbr\.?|terms?|short forms?|symbols?)", re.IGNORECASE)
_SECOND = re.compile(
    r"(?:definitions?|meanings?|expansions?|descriptions?|full forms?|full names?|terms?|stands for)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"[^\W_](?:[\w&/.’'+-]| (?=\S))*")
_LEADERS = re.compile(r"[ \t]*(?:\.{3,}|…+|(?:\. ){2,}\.?|·{3,}|_{3,})[ .…·_\t]*")


def announces(text: str) -> bool:
    """Return whether a line is the heading of a list of acronyms, or a short sentence before it."""
    return len(text) <= _LONGEST_TITLE and _TITLE.search(text) is not None


def is_header(first: str, second: str) -> bool:
    """Return whether two cells say what the columns below them hold."""
    return bool(_FIRST.fullmatch(first.strip()) and _SECOND.match(second.strip()))


def is_row(first: str, second: str) -> bool:
    """Return whether two cells are a short form and what it means."""
    first, second = first.strip(), second.strip()
    short = 1 < len(first) <= min(_LONGEST_SHORT, len(second) - 1) and _SHORT.fullmatch(first) is not None
    return short and first.count(" ") < 3 and second[0].isalpha()


def is_capital(first: str) -> bool:
    """Return whether a short form is written as acronyms are."""
    return any(sum(map(str.isupper, word)) >= 2 or any(map(str.isupper, word[1:])) for word in first.split())


def leaders(text: str) -> tuple[int, int] | None:
    """Return (start, end) of the dots that lead from a short form to its meaning."""
    match = _LEADERS.search(text, 1, _LONGEST_SHORT + 200)
    return match.span() if match and match.start() <= _LONGEST_SHORT else None


_ENTRY = re.compile(
    r"[ \t]*(?P<short>\S(?:[^\t]{0,23}?[^\s.…·_])?)"
    r"(?:[ \t]*(?:\.{3,}|…+|(?:\. ){2,}\.?|·{3,}|_{3,})[ .…·_\t]*|"
    r"[ \t]*\t[ \t]*| {2,}| +[\u2013\u2014=-] +|: +)"
    r"(?P<long>\S.*)"
)
_INDENTED = 2
"""Columns by which the further lines of a meaning stand behind the short form, at least."""
_ROWS = 2
_LONGEST_LINE = 1000


class Entry(NamedTuple):
    """A row of a list in lines of text."""

    first: int
    """Number of its first line in the list, from 0, and of its last."""
    last: int
    short: tuple[int, int]
    """Where in the first line the short form stands, and where its meaning begins."""
    meaning: int


def entries(lines: Sequence[str]) -> list[Entry]:
    """Return the rows of lines that are a list of acronyms and nothing else; none if they are not."""
    found: list[Entry] = []
    for number, line in enumerate(lines):
        match = _ENTRY.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        if match and _may_follow(found, match):
            found.append(Entry(number, number, match.span("short"), match.start("long")))
        elif found and _indent(line) >= _indent(lines[found[-1].first]) + _INDENTED:
            found[-1] = found[-1]._replace(last=number)
        else:
            return []
    capitals = sum(is_capital(lines[entry.first][slice(*entry.short)]) for entry in found)
    return found if len(found) >= _ROWS and 2 * capitals >= len(found) else []


def _may_follow(found: Sequence[Entry], match: re.Match[str]) -> bool:
    if not found and is_header(match["short"], match["long"]):
        return True
    return is_row(match["short"], match["long"])


def _indent(line: str) -> int:
    expanded = line.expandtabs(8)
    return len(expanded) - len(expanded.lstrip())
