"""Matrices of several reviewers made one: each comment once, what was decided kept, conflicts shown.

A comment is recognised by who made it, its number there and its words; a matrix that went round and came
back with decisions is therefore the same comments with more known about them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.reading import Matrix

_NUMBER = re.compile(r"[0-9]{1,9}")
_BLANKS = re.compile(r"\s+")
_KEPT_APART = ("response", "rationale", "proposed")
"""Cells of which every answer is kept, with the name of the matrix it stands in."""
OPEN = "Open: decided differently"
"""The disposition of a comment that matrices decide differently, until a person settles it."""
_KINDS = (
    ("partial", re.compile(r"p\b|part|.*\b(?:in part|partial|with (?:changes|comment))", re.IGNORECASE)),
    ("rejected", re.compile(r"r\b|reject|non[- ]?concur|disagree|not accepted", re.IGNORECASE)),
    ("accepted", re.compile(r"a\b|accept|concur|agree", re.IGNORECASE)),
)
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LAST = (9, (), "")
_Place = tuple[int, tuple[int, ...], str]
_Told = Sequence[tuple[str, Comment]]
"""What matrices say of one comment, each with its name."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One comment that was decided in different ways."""

    comment: Comment
    decided: tuple[tuple[str, str], ...]
    """Name of the matrix, and what it says."""

    @property
    def sentence(self) -> str:
        """Return the conflict as a sentence."""
        said = "; ".join(f"{name}: {words}" for name, words in self.decided)
        who = " ".join(filter(None, [self.comment.source, self.comment.reviewer])) or "no source"
        return f"Comment {self.comment.number or '?'} of {who} was decided in different ways: {said}."


@dataclass(frozen=True, slots=True)
class Merged:
    """One matrix out of several."""

    comments: tuple[Comment, ...]
    conflicts: tuple[Conflict, ...]


def merge(matrices: Sequence[Matrix]) -> Merged:
    """Return all comments in the order of the document, numbered anew in `item`.

    Where matrices decide a comment differently, its disposition says so and every answer is kept in its
    response, for a person to settle.
    """
    known: dict[tuple[str, ...], list[tuple[str, Comment]]] = {}
    for matrix in matrices:
        again: Counter[tuple[str, ...]] = Counter()
        for comment in matrix.comments:
            same = _identity(comment)
            again[same] += 1  # rows of one file that are alike are as many comments
            known.setdefault((*same, str(again[same])), []).append((matrix.name, comment))
    joined = sorted(map(_joined, known.values()), key=lambda pair: _order(pair[0]))
    comments = (replace(comment, item=str(at)) for at, (comment, _) in enumerate(joined, 1))
    return Merged(tuple(comments), tuple(conflict for _, conflict in joined if conflict is not None))


def _identity(comment: Comment) -> tuple[str, ...]:
    number = comment.number.strip().rstrip(".")
    place = () if number else (comment.page, comment.paragraph, comment.line)
    texts = (comment.source, comment.reviewer, number, comment.comment, *place)
    return tuple(_BLANKS.sub(" ", text).strip().casefold() for text in texts)


def _joined(told: _Told) -> tuple[Comment, Conflict | None]:
    """Return one comment out of what several matrices say of it: the first to fill a cell fills it."""
    whole = told[0][1]
    for _, other in told[1:]:
        whole = replace(whole, **{key: value for key, value in _cells(other) if not whole.value(key)})
    whole = replace(whole, **{key: _every(told, key) for key in _KEPT_APART})
    answers = _answers(told)
    if len({_kind(comment.disposition) for _, comment in told if comment.disposition.strip()}) <= 1:
        return whole, None
    said = "\n".join(f"{name}: {words}" for name, words in answers)
    return replace(whole, disposition=OPEN, response=said), Conflict(whole, tuple(answers))


def _cells(comment: Comment) -> Iterator[tuple[str, str]]:
    yield from ((name, comment.value(name)) for name in Comment.__dataclass_fields__)


def _every(told: _Told, key: str) -> str:
    """Return what stands in a cell, or, where matrices differ, each answer behind the name of its matrix."""
    said: dict[str, str] = {}
    for name, comment in told:
        if text := comment.value(key).strip():
            said.setdefault(text, name)
    return next(iter(said), "") if len(said) <= 1 else "\n".join(f"{said[text]}: {text}" for text in said)


def _answers(told: _Told) -> list[tuple[str, str]]:
    return [
        (name, " ".join(filter(None, (comment.disposition.strip(), comment.response.strip()))))
        for name, comment in told
        if comment.disposition.strip()
    ]


def _kind(disposition: str) -> str:
    """Return what a disposition says, however it is written; what is not known stands for itself."""
    said = disposition.strip()
    return next((kind for kind, words in _KINDS if words.match(said)), said.casefold())


def _order(comment: Comment) -> tuple[_Place, _Place, _Place]:
    """Return what comments are sorted by: page, paragraph and line; what has none stands last."""
    return _place(comment.page), _place(comment.paragraph), _place(comment.line)


def _place(text: str) -> _Place:
    """Return a place for sorting: i, ii, ES-1 before 1, 2, 10; A-1 behind them."""
    said = text.strip().casefold()
    if not said:
        return _LAST
    numbers = tuple(map(int, _NUMBER.findall(said)))[:20]
    if _ROMAN.fullmatch(said):
        return 0, (_roman(said),), ""
    letters = said.rstrip("0123456789-. ") if not said[0].isdigit() else ""
    return (1 if letters == "es" else 3 if len(letters) == 1 else 2, numbers, letters)


def _roman(numeral: str) -> int:
    """Return the value of a numeral in small letters; a smaller digit before a larger one is taken off."""
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
