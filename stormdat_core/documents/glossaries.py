"""What a list of acronyms looks like in text without cells: its heading, and its rows."""

import re

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
