"""Filled matrices read again: whoever made them, in Excel or Word, with columns of their own.

Of each sheet or table the row that names the comment and most other columns, at least two, is the head;
columns that are not known are told and left out. Rows without a comment and without a disposition are blank
lines of a form, and a head that stands again is no comment.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from stormdat_core import documents
from stormdat_core.acronyms.list_files.cells import Merge
from stormdat_core.acronyms.list_files.workbook import Workbook, read_bytes
from stormdat_core.errors import StormError
from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.reports.matrix.about import MARKING
from stormdat_core.reports.matrix.comments import Comment

_HEADINGS: Mapping[str, str] = {
    "item": "item|item no|row",
    "number": "number|no|nr|comment number|comment no|comment id|id|",
    "source": "source|component|agency|organization|organisation|commenter|from",
    "reviewer": "name of reviewing official|reviewer|reviewer name|reviewed by|name|poc",
    "grade": "rank grade|grade|rank",
    "office": "office symbol|office",
    "telephone": "telephone|phone|telephone number|phone number",
    "date": "date|comment date",
    "type": "type|comment type|class|category|priority|criticality",
    "page": "page|pg|page no|page number",
    "paragraph": "paragraph|para|section|paragraph no|paragraph number|section paragraph|reference",
    "line": "line|line no|line number",
    "comment": "comment|comments|comment recommended change|comments and recommendations|reviewer comment|"
    "recommended change|issue|remark",
    "rationale": "rationale|justification|reason|basis|rationale for change|comment rationale",
    "proposed": "proposed wording|proposed change|proposed text|recommendation|suggested change|"
    "suggested text",
    "disposition": "disposition|decision|adjudication|status|resolution|a r p|accept reject partial",
    "response": "reason for disposition|reason for decision|response|adjudicator comments|"
    "resolution comments|disposition rationale|author response",
}  # fmt: skip
_LEAST_COLUMNS = 3
_MOST_HEAD = 50
"""Rows of a sheet or table among which its head is looked for."""
_NO_WORD = re.compile(r"[\W_]+")
_EXPLAINED = re.compile(r"\([^()]*\)")
"""What a heading adds in brackets: Decision (A/R/P)."""


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
    left_out: tuple[str, ...] = ()
    """Headings of columns that are not known."""
    marking: str = ""
    """Of the document that is commented on, as a matrix of ours says it."""
    uncalculated: int = 0
    """Cells whose formula has no stored value; they are read as empty."""


_Row = Mapping[int, str]
"""Text by column."""


@dataclass(frozen=True, slots=True)
class _Table:
    rows: Sequence[_Row]
    uncalculated: int = 0


def read_matrix(path: Path) -> Matrix:
    """Return the comments of a filled matrix, .xlsx or .docx, in the order of its sheets, tables and rows.

    Raises:
        StormError: the file cannot be read, or (NoMatrix) holds none.
    """
    document = documents.read(path)
    found = _sheets(path) if document.format == "xlsx" else _tables(document)
    tables = [(table, at) for table in found if (at := _head(table.rows)) is not None]
    if not tables:
        raise NoMatrix(f"{path.name} holds no comment matrix.")
    return Matrix(
        path.name,
        tuple(comment for table, at in tables for comment in _comments(table.rows, at)),
        tuple(dict.fromkeys(heading for table, at in tables for heading in _unknown(table.rows[at]))),
        _marking(document),
        sum(table.uncalculated for table, _ in tables),
    )


def _marking(document: Document) -> str:
    """Return what stands behind or beside the label that `About` writes before the marking."""
    texts = [block.text for block in document.blocks]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        if text == MARKING:
            return following
        if text.startswith(f"{MARKING}: "):
            return text.removeprefix(f"{MARKING}: ")
    return ""


def _sheets(path: Path) -> Iterator[_Table]:
    """Yield each sheet as rows of cells, numbers and dates among them; a document has only their texts."""
    book = Workbook(read_bytes(path), path.name)
    sheets: dict[str, dict[int, dict[int, str]]] = {}
    for sheet, number, cells in book.rows():
        row = {column: _shown(cell.value) for column, cell in cells.items()}
        sheets.setdefault(sheet, {})[number] = row
    for sheet, rows in sheets.items():
        empty = sum(column not in rows.get(number, {}) for number, column in book.formulas(sheet))
        for merge in book.merged(sheet):
            _fill(rows, merge)
        yield _Table([rows[number] for number in sorted(rows)], empty)


def _fill(rows: dict[int, dict[int, str]], merge: Merge) -> None:
    """Give every row below a merged cell what stands in it: three comments share one page."""
    said = rows.get(merge.first_row, {}).get(merge.first_column, "")
    for number in range(merge.first_row + 1, merge.last_row + 1) if said else ():
        if number in rows:
            rows[number].setdefault(merge.first_column, said)


def _shown(value: object) -> str:
    """Return a cell's value as a person reads it: a date without its midnight, a whole number without .0."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return f"{value:.12g}" if isinstance(value, float) else str(value).strip()


def _tables(document: Document) -> Iterator[_Table]:
    """Yield each table as rows of cells."""
    tables: dict[tuple[str, int], dict[int, dict[int, str]]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.CELL and block.where.row and block.where.column:
            rows = tables.setdefault((block.where.sheet or "", block.where.table or 0), {})
            _put(rows.setdefault(block.where.row, {}), block)
    for rows in tables.values():
        yield _Table([rows[row] for row in sorted(rows)])


def _put(row: dict[int, str], block: Block) -> None:
    """Add a paragraph of a cell: a comment may have several."""
    column = block.where.column or 0
    row[column] = f"{row[column]}\n{block.text.strip()}" if column in row else block.text.strip()


def _head(rows: Sequence[_Row]) -> int | None:
    """Return which row is the head: that with most known columns, the first of them."""
    heads = [(-len(_keys(row)), at) for at, row in enumerate(rows[:_MOST_HEAD]) if _is_head(row)]
    return min(heads)[1] if heads else None


def _is_head(row: _Row) -> bool:
    keys = set(_keys(row).values())
    return "comment" in keys and len(keys) >= _LEAST_COLUMNS


def _keys(row: _Row) -> dict[int, str]:
    """Return what each column of a row of headings holds."""
    found: dict[int, str] = {}
    plain = {column: _plain(text) for column, text in row.items()}
    for key, words in _HEADINGS.items():
        known = words.split("|")
        fitting = [column for column, text in plain.items() if column not in found and text in known]
        if fitting:
            found[fitting[0]] = key
    return found


def _plain(heading: str) -> str:
    """Return a heading as `_HEADINGS` knows it; "#" is read as a number."""
    return _NO_WORD.sub(" ", _EXPLAINED.sub(" ", heading).replace("#", " no ").casefold()).strip()


def _unknown(head: _Row) -> list[str]:
    keys = _keys(head)
    return [text for column, text in sorted(head.items()) if column not in keys and text]


def _comments(rows: Sequence[_Row], head: int) -> Iterator[Comment]:
    keys = _keys(rows[head])
    for row in rows[head + 1 :]:
        made = Comment(**{key: row.get(column, "") for column, key in keys.items()})
        if (made.comment or made.disposition) and not _is_head(row):
            yield made
