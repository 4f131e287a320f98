"""Filled matrices read again: whoever made them, in Excel, Word or as text, with columns of their own.

Every sheet or table with a head is read. What has no column of ours goes along with its heading; rows that
hold nothing of a comment, and tables without a head, are told. Either all of a matrix is read, or none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from stormdat_core import documents
from stormdat_core.errors import StormError
from stormdat_core.model import Document
from stormdat_core.model.document import column_letters
from stormdat_core.reports.matrix.about import DOCUMENT, MARKING, NOTE, SHA256, About
from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.heads import (
    LEAST_COLUMNS,
    Head,
    find_head,
    is_heading,
    is_numbering,
    texts_of,
)
from stormdat_core.reports.matrix.layouts import Layout
from stormdat_core.reports.matrix.rows import Line, lines_of
from stormdat_core.reports.matrix.tables import Table, tables_of
from stormdat_core.reports.matrix.terms import Terms, pieces
from stormdat_core.reports.text import shorten

_DIGEST = re.compile(r"[0-9a-f]{64}(?:; [0-9a-f]{64})*")
_TELLING = ("comment", "rationale", "proposed", "disposition", "response")
"""A row with one of these is a comment, though the form may have more rows than comments."""
_PREPARED = frozenset(
    ("item", "number", "source", "reviewer", "grade", "office", "telephone", "date", "type")
)
"""What blank rows of a form may hold."""
_NAMED = 3
"""Rows and tables that are told one by one."""
_SHOWN = 60
"""Characters of them."""
_LEAST_ROWS = 2


class NoMatrix(StormError):
    """A file that holds no comment matrix."""

    hint = (
        "It needs a row of headings with Comment and at least two others, such as Number, Page, Paragraph, "
        "Type, Rationale, Disposition."
    )


@dataclass(frozen=True, slots=True)
class Matrix:
    """A filled matrix."""

    name: str
    comments: tuple[Comment, ...]
    unknown: tuple[str, ...] = ()
    """Headings of columns that are not known; what they hold goes along with the comments."""
    marking: str = ""
    """Of the document that is commented on, as a matrix of ours says it."""
    uncalculated: int = 0
    """Cells whose formula has no stored value; they are read as empty."""
    told: tuple[str, ...] = ()
    """What else of the file a person should know, in sentences that go on behind its name."""
    about: About = About("")  # noqa: RUF009 - a frozen value
    """What a matrix of ours says of the document that is commented on."""


def read_matrix(path: Path, layout: Layout | None = None) -> Matrix:
    """Return the comments of a filled matrix, in the order of its sheets, tables and rows.

    Args:
        path: .xlsx, .docx and their kin; .csv, .tsv; tables of a page or a presentation.
        layout: a form whose headings are known beside the usual ones.

    Raises:
        StormError: the file cannot be read, or (NoMatrix) holds none; it says which headings were seen.
    """
    document, terms = documents.read(path), Terms.of(layout) if layout else Terms()
    tables = tables_of(path, document)
    heads = {table.name: head for table in tables if (head := find_head(table, terms)) is not None}
    read = _matrices(tables, heads)
    if not read:
        raise NoMatrix(f"{path.name} holds no comment matrix. {_missing(heads.values())}")
    rows = [_body(table, head, terms) for table, head in read]
    left = [each for each in tables if each.name not in {table.name for table, _ in read}]
    return Matrix(
        path.name,
        tuple(comment for each in rows for comment in each.comments()),
        tuple(dict.fromkeys(heading for _, head in read for heading in head.unknown)),
        _said(document, MARKING),
        sum(table.uncalculated for table, _ in read),
        (*_passed_over(rows), *_not_read(left, read)),
        _about(document),
    )


def _matrices(tables: Sequence[Table], heads: Mapping[str, Head]) -> list[tuple[Table, Head]]:
    """Return the tables that are matrices; what a cell of one quotes is none, what goes on from one is."""
    found: list[tuple[Table, Head]] = []
    matrices = {name for name, head in heads.items() if head.is_matrix}
    for table in tables:
        if any(table.name.startswith(f"{outer}.") for outer in matrices):
            continue
        if table.name in matrices:
            found.append((table, heads[table.name]))
        elif found and _goes_on(*found[-1], table):
            found.append((table, replace(found[-1][1], first=0, last=0)))
    return found


def _goes_on(table: Table, head: Head, following: Table) -> bool:
    """Return whether a table without a head goes on counting the comments of the one before it."""
    column = next((column for column, key in head.keys.items() if key == "number"), -1)
    counted = [row[column] for rows in (table.rows, following.rows) for row in rows.values() if column in row]
    number = len([1 for row in following.rows.values() if column in row])
    if number != len(following.rows) or table.columns != following.columns or len(counted) <= number:
        return False
    around = counted[-number - 1 :]
    return all(each.isdecimal() and len(each) < 10 for each in around) and all(
        int(after) == int(before) + 1 for before, after in pairwise(around)
    )


def _missing(heads: Iterable[Head]) -> str:
    """Return which headings were seen and which is missing, of the head that comes nearest to one."""
    best = max(heads, key=lambda head: len(head.keys), default=None)
    if best is None:
        return "No row of it holds headings that are known."
    seen = ", ".join(f"“{shorten(each, _SHOWN)}”" for each in list(best.headings.values())[:20])
    if "comment" not in best.keys.values():
        return f"The headings seen are {seen}; the one of the comment is missing."
    known = len(set(best.keys.values()))
    return f"The headings seen are {seen}; only {known} of them are known, and {LEAST_COLUMNS} are needed."


def _said(document: Document, label: str) -> str:
    """Return what stands behind or beside a label of `About`; empty where it does not stand there."""
    return next(_all_said(document, label), "")


def _all_said(document: Document, label: str) -> Iterator[str]:
    texts = [block.text for block in document.blocks]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        if text == label:
            yield following
        if text.startswith(f"{label}: "):
            yield text.removeprefix(f"{label}: ")


def _about(document: Document) -> About:
    """Return what a matrix of ours says of itself; another's says nothing that could be known."""
    digest = _said(document, SHA256)
    if not _DIGEST.fullmatch(digest):
        return About("")
    return About(
        _said(document, DOCUMENT), digest, _said(document, MARKING), tuple(_all_said(document, NOTE))
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """What stands below a head, without what belongs to the form."""

    table: Table
    head: Head
    lines: tuple[Line, ...]

    def comments(self) -> Iterator[Comment]:
        """Yield the comments."""
        made = (_comment(line, self.head) for line in self.lines)
        return (each for each in made if any(each.value(key) for key in _TELLING))


def _body(table: Table, head: Head, terms: Terms) -> _Body:
    heads = set(texts_of(table, head))
    lines = (each for each in lines_of(table, head) if not _is_furniture(each, heads, terms))
    return _Body(table, head, tuple(lines))


def _is_furniture(line: Line, heads: set[tuple[str, ...]], terms: Terms) -> bool:
    """Return whether a row is of the form: its head again, a legend, or the numbers of the columns."""
    again = tuple(line.own.values()) in heads or is_heading(line.own, terms)
    return again or (line.first and is_numbering(line.own))


def _comment(line: Line, head: Head) -> Comment:
    cells: dict[str, str] = {}
    for column, key in head.keys.items():
        text = line.texts.get(column, "")
        cells |= _placed(text, head.places[column]) if column in head.places else {key: text}
    others = tuple(
        (head.headings.get(column, f"Column {column_letters(column + 1)}"), text)
        for column, text in sorted(line.texts.items())
        if column not in head.keys
    )
    return Comment(**cells, others=others)


def _placed(text: str, places: Sequence[str]) -> dict[str, str]:
    """Return the places that a cell says at once, each by its own; all as paragraph where it says others."""
    said = pieces(text)
    if len(said) == len(places):
        return dict(zip(places, said, strict=True))
    return {"paragraph" if "paragraph" in places and len(said) > 1 else places[0]: text}


def _passed_over(read: Iterable[_Body]) -> Iterator[str]:
    """Yield what is not read of tables that are, and what is read though it is hidden."""
    for body in read:
        lost, name = [each for each in body.lines if _is_lost(each, body.head)], body.table.name
        for each in lost[:_NAMED]:
            words = shorten(" ".join(each.own.values()), _SHOWN)
            yield f"row {each.number} of {name} is no comment: “{words}”"
        if len(lost) > _NAMED:
            yield f"{len(lost) - _NAMED:,} more rows of {name} are no comments"
        if body.table.hidden:
            yield f"{body.table.hidden:,} rows of {name} are hidden; they were read as the others"


def _is_lost(line: Line, head: Head) -> bool:
    """Return whether a row holds no comment, and more than blank rows of a form hold."""
    made = _comment(line, head)
    if any(made.value(key) for key in _TELLING):
        return False
    title = len(line.own) == 1 and any(" " in text for text in line.own.values())
    return title or any(head.keys.get(column) not in _PREPARED for column in line.own)


def _not_read(left: Sequence[Table], read: Sequence[tuple[Table, Head]]) -> Iterator[str]:
    """Yield which tables are no matrices though they are as large as one."""
    inner = tuple(f"{table.name}." for table, _ in read)
    large = [
        each
        for each in left
        if each.columns >= LEAST_COLUMNS and len(each.rows) >= _LEAST_ROWS and not each.name.startswith(inner)
    ]
    for each in large[:_NAMED]:
        first = shorten(" | ".join(each.rows[min(each.rows)].values()), _SHOWN)
        yield f"{each.name} has no headings of a matrix and was not read; it begins with “{first}”"
    if len(large) > _NAMED:
        yield f"{len(large) - _NAMED:,} more tables have none either"
