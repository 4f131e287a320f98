"""What stands in which column of a written matrix, and the columns that a form does not have."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stormdat_core.model.matrix import COLUMNS
from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.layouts import Column, Layout, usual_column

_MOST = 30
"""Unknown columns with a column of their own: Word's tables have 63 at most."""
_WIDTH = 18
EARLIER = "Earlier number"
"""What the number in a reviewer's own matrix is called where the rows are counted anew."""
_REST = "Other columns"


def text_in(comment: Comment, column: Column) -> str:
    """Return what a comment says in a column; of one without a key what others had under its heading."""
    if column.key:
        return comment.value(column.key)
    return next((text for heading, text in comment.others if heading == column.heading), "")


def widened(layout: Layout, comments: Sequence[Comment]) -> tuple[Layout, tuple[Comment, ...]]:
    """Return a form that has a column for everything that comments say, and the comments as it shows them."""
    headings = sorted({heading for each in comments for heading, _ in each.others}, key=str.casefold)
    own, rest = headings[:_MOST], frozenset(headings[_MOST:])
    shown = [_REST] if rest else []
    more = (*missing(layout, comments), *(Column("", heading, _WIDTH) for heading in [*own, *shown]))
    return replace(layout, columns=(*layout.columns, *more)), tuple(_gathered(comments, rest))


def counted(layout: Layout) -> Layout:
    """Return a form that counts its rows: numbers of several reviewers' comments are the same ones."""
    if any(column.key == "item" for column in layout.columns):
        return layout
    usual = usual_column("number").heading
    columns = tuple(
        replace(each, heading=EARLIER) if each.key == "number" and each.heading == usual else each
        for each in layout.columns
    )
    return replace(layout, columns=(usual_column("item"), *columns))


def missing(layout: Layout, comments: Iterable[Comment]) -> tuple[Column, ...]:
    """Return the columns that a form does not have and comments need."""
    there = {column.key for column in layout.columns} | {"item"}
    used = {key for each in comments for key in each.filled()}
    return tuple(usual_column(key) for key in COLUMNS if key in used - there)


def _gathered(comments: Iterable[Comment], rest: frozenset[str]) -> Iterator[Comment]:
    """Yield comments with what has no column of its own in one column, behind its headings."""
    for each in comments:
        beside = [(heading, text) for heading, text in each.others if heading not in rest]
        more = [f"{heading}: {text}" for heading, text in each.others if heading in rest]
        yield replace(each, others=(*beside, (_REST, "\n".join(more)))) if more else each
