"""Matrices of several reviewers made one: each comment once, what was decided kept, conflicts shown.

A comment is recognised by who made it, its number there and its words; a matrix that went round and came
back with decisions is therefore the same comments with more known about them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.reading import Matrix

_NUMBER = re.compile(r"[0-9]{1,9}")
_BLANKS = re.compile(r"\s+")
_FILLED = ("disposition", "response")
"""What those who resolve a comment add to it."""
_LAST = (1 << 31,)


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

    Where matrices decide a comment differently, its disposition is left open and every answer is kept in
    its response, for a person to settle.
    """
    known: dict[tuple[str, ...], list[tuple[str, Comment]]] = {}
    for matrix in matrices:
        for comment in matrix.comments:
            known.setdefault(_identity(comment), []).append((matrix.name, comment))
    joined = [_joined(told) for told in known.values()]
    joined.sort(key=lambda pair: _place(pair[0]))
    comments = (replace(comment, item=str(at)) for at, (comment, _) in enumerate(joined, 1))
    return Merged(tuple(comments), tuple(conflict for _, conflict in joined if conflict is not None))


def _identity(comment: Comment) -> tuple[str, ...]:
    texts = (comment.source, comment.reviewer, comment.number, comment.comment)
    return tuple(_BLANKS.sub(" ", text).strip().casefold() for text in texts)


def _joined(told: Sequence[tuple[str, Comment]]) -> tuple[Comment, Conflict | None]:
    """Return one comment out of what several matrices say of it: the first to fill a cell fills it."""
    whole = told[0][1]
    for _, other in told[1:]:
        whole = replace(whole, **{key: value for key, value in _cells(other) if not whole.value(key)})
    answers = _answers(told)
    if len({words[:1].casefold() for _, words in answers}) <= 1:  # A, a, Accepted
        return whole, None
    said = "\n".join(f"{name}: {words}" for name, words in answers)
    return replace(whole, disposition="", response=said), Conflict(whole, tuple(answers))


def _cells(comment: Comment) -> Iterator[tuple[str, str]]:
    yield from ((name, comment.value(name)) for name in Comment.__dataclass_fields__)


def _answers(told: Iterable[tuple[str, Comment]]) -> list[tuple[str, str]]:
    return [
        (name, " ".join(filter(None, (comment.value(key).strip() for key in _FILLED))))
        for name, comment in told
        if comment.disposition.strip()
    ]


def _place(comment: Comment) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return what comments are sorted by: page, paragraph and line as numbers, what has none last."""
    page, paragraph, line = (
        tuple(map(int, _NUMBER.findall(text)))[:20] or _LAST
        for text in (comment.page, comment.paragraph, comment.line)
    )
    return page, paragraph, line
