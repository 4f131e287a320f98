"""Filled matrices read again: whoever made them, in Excel or Word, with columns of their own.

The first row that names a column for the comment and at least two others is the head; columns that are not
known are told and left out. Rows without a comment and without a disposition are blank lines of a form.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from stormdat_core import documents
from stormdat_core.acronyms.list_files.workbook import Workbook, read_bytes
from stormdat_core.errors import StormError
from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.reports.matrix.about import MARKING
from stormdat_core.reports.matrix.comments import Comment

_HEADINGS: Mapping[str, str] = {
    "item": "item|item no|row",
    "number": "number|no|nr|comment number|comment no|comment|",
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
    "comment": "comment|comments|recommended change|issue|remark",
    "rationale": "rationale|justification|reason|basis|rationale for change|comment rationale",
    "proposed": "proposed wording|proposed change|proposed text|recommendation|suggested change|"
    "suggested text",
    "disposition": "disposition|decision|adjudication|status|resolution|a r p|accept reject partial",
    "response": "reason for disposition|reason for decision|response|adjudicator comments|"
    "resolution comments|disposition rationale|author response",
}  # fmt: skip
_ONLY_AS_NUMBER = frozenset({"comment", ""})
"""A head "Comment" is the comment itself, unless another column is; "#" has no letters at all."""
_LEAST_COLUMNS = 3
_MOST_HEAD = 50
"""Rows of a sheet or table among which its head is looked for."""
_NO_WORD = re.compile(r"[\W_]+")
_EXPLAINED = re.compile(r"\([^()]*\)")
"""What a heading adds in brackets: Decision (A/R/P)."""


class NoMatrix(StormError):
    """A file that holds no comment matrix."""

    hint = "It needs a row of headings with Comment and at least two others, such as Page and Type."


@dataclass(frozen=True, slots=True)
class Matrix:
    """A filled matrix."""

    name: str
    comments: tuple[Comment, ...]
    left_out: tuple[str, ...] = ()
    """Headings of columns that are not known."""
    marking: str = ""
    """Of the document that is commented on, as a matrix of ours says it."""


_Row = Mapping[int, str]
"""Text by column."""


def read_matrix(path: Path) -> Matrix:
    """Return the comments of a filled matrix, .xlsx or .docx, in the order of its rows.

    Raises:
        StormError: the file cannot be read, or (NoMatrix) holds none.
    """
    document = documents.read(path)
    for rows in _sheets(path) if document.format == "xlsx" else _tables(document):
        head = next((at for at, row in enumerate(rows[:_MOST_HEAD]) if _is_head(row)), None)
        if head is not None:
            return replace(_matrix(path.name, rows[head], rows[head + 1 :]), marking=_marking(document))
    raise NoMatrix(f"{path.name} holds no comment matrix.")


def _marking(document: Document) -> str:
    """Return what stands behind or beside the label that `About` writes before the marking."""
    texts = [block.text for block in document.blocks]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        if text == MARKING:
            return following
        if text.startswith(f"{MARKING}: "):
            return text.removeprefix(f"{MARKING}: ")
    return ""


def _sheets(path: Path) -> Iterator[Sequence[_Row]]:
    """Yield each sheet as rows of cells, numbers and dates among them; a document has only their texts."""
    sheets: dict[str, list[_Row]] = {}
    for sheet, _, cells in Workbook(read_bytes(path), path.name).rows():
        row = {column: _shown(cell.value) for column, cell in cells.items()}
        sheets.setdefault(sheet, []).append(row)
    yield from sheets.values()


def _shown(value: object) -> str:
    """Return a cell's value as a person reads it: a date without its midnight, a whole number without .0."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return f"{value:.12g}" if isinstance(value, float) else str(value).strip()


def _tables(document: Document) -> Iterator[Sequence[_Row]]:
    """Yield each sheet or table as rows of cells."""
    tables: dict[tuple[str, int], dict[int, dict[int, str]]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.CELL and block.where.row and block.where.column:
            rows = tables.setdefault((block.where.sheet or "", block.where.table or 0), {})
            _put(rows.setdefault(block.where.row, {}), block)
    for rows in tables.values():
        yield [rows[row] for row in sorted(rows)]


def _put(row: dict[int, str], block: Block) -> None:
    """Add a paragraph of a cell: a comment may have several."""
    column = block.where.column or 0
    row[column] = f"{row[column]}\n{block.text.strip()}" if column in row else block.text.strip()


def _is_head(row: _Row) -> bool:
    keys = set(_keys(row).values())
    return "comment" in keys and len(keys) >= _LEAST_COLUMNS


def _keys(row: _Row) -> dict[int, str]:
    """Return what each column of a row of headings holds, the more telling headings first."""
    found: dict[int, str] = {}
    plain = {column: _plain(text) for column, text in row.items()}
    for key, words in _HEADINGS.items():
        known = [word for word in words.split("|") if key != "number" or word not in _ONLY_AS_NUMBER]
        _take(found, key, [column for column, text in plain.items() if text in known])
    if "number" not in found.values():
        _take(found, "number", [column for column, text in plain.items() if not text and row[column]])
    return found


def _plain(heading: str) -> str:
    return _NO_WORD.sub(" ", _EXPLAINED.sub(" ", heading).casefold()).strip()


def _take(found: dict[int, str], key: str, columns: Sequence[int]) -> None:
    free = [column for column in columns if column not in found]
    if free:
        found[free[0]] = key


def _matrix(name: str, head: _Row, rows: Sequence[_Row]) -> Matrix:
    keys = _keys(head)
    unknown = tuple(text for column, text in sorted(head.items()) if column not in keys and text)
    comments = (Comment(**{key: row.get(column, "") for column, key in keys.items()}) for row in rows)
    return Matrix(name, tuple(each for each in comments if each.comment or each.disposition), unknown)
