"""The document's own acronym table, or acronym section. Source: acronym rules, section 5.2."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from stormdat_core.acronyms.forms.folding import folded
from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.forms.spellings import alternatives
from stormdat_core.acronyms.gathering.entries import TableRow
from stormdat_core.acronyms.patterns.alignment import ending_at
from stormdat_core.acronyms.patterns.candidates import is_marked, is_short_form
from stormdat_core.acronyms.text.displayed import as_read
from stormdat_core.model import Block, BlockKind, Document

_TITLE = re.compile(
    r"\b(?:acronyms?|abbreviations?|glossary|nomenclature)\b|"
    r"^(?:[\d.]+\s+)?(?:list of\s+)?terms(?: and definitions)?$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:acronyms?|abbreviations?|abbr\.?|terms?|short forms?|symbols?)(?:\b|$)", re.IGNORECASE
)
_LONG = re.compile(
    r"(?:definitions?|meanings?|expansions?|descriptions?|full forms?|full names?|terms?|stands for)\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"\s*([^\s:]+(?: [^\s:]+){0,2})(?:\s*\t\s*|\s+[\u2013\u2014-]\s+|:\s+|\s{2,})(\S.*)")
_NO_LINES = frozenset(
    (BlockKind.CELL, BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.HEADER, BlockKind.FOOTER)
)
_HISTORY = re.compile(
    r"\b(?:revision|version|change|amendment|document)s? (?:history|record|log)\b|"
    r"\brecord of (?:changes|revisions|amendments)\b",
    re.IGNORECASE,
)
_HISTORY_COLUMNS = (
    re.compile(r"^\s*(?:document )?(?:version|revision|rev|issue|change)\b", re.IGNORECASE),
    re.compile(r"^\s*(?:\w+ )?date\b", re.IGNORECASE),
    re.compile(r"\b(?:description|details|author|changes?|summary|reason|by)\b", re.IGNORECASE),
)
_HEADER_CELLS = 8
_LOOSE_LINE = re.compile(r"\s*([^\s:.\u2026]\S{0,13}?)(?:\s*\t\s*|\s{2,}|\s*[.\u2026]{2,}\s*)([A-Za-z]\S.*)")
_NO_TITLES = frozenset((BlockKind.CELL, BlockKind.HEADER, BlockKind.FOOTER))
_LONGEST_TITLE = 80
_LONGEST_LINE = 300
_LONGEST_SHORT = 24
_WIDTH = 2
"""Columns that matter."""
_MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The rows of every acronym table and section, and the blocks they fill."""

    rows: tuple[TableRow, ...] = ()
    blocks: frozenset[int] = frozenset()
    history: frozenset[int] = frozenset()
    """Blocks of tables that record the document's revisions."""


@dataclass(slots=True)
class _Grid:
    """A table as it is collected: the first two cells of each row."""

    first: Block
    rows: dict[int, list[Block]] = field(default_factory=dict)
    blocks: list[int] = field(default_factory=list)


def own_table(document: Document) -> OwnTable:
    """Return the acronym tables and sections of a document, all of them together."""
    rows: list[TableRow] = []
    blocks: set[int] = set()
    history: set[int] = set()
    for grid in _grids(document.blocks):
        if _is_history(grid, document.blocks):
            history.update(grid.blocks)
            continue
        found = list(_grid_rows(grid))
        if found and _is_acronym_table(grid, found, document.blocks):
            rows += found
            blocks.update(grid.blocks)
    for block in document.blocks:
        line = _section_line(block) if block.where.heading else None
        if line:
            rows.append(line)
            blocks.add(block.index)
    for line in _loose_lines(document.blocks):
        if line.block not in blocks:
            rows.append(line)
            blocks.add(line.block)
    return OwnTable(tuple(rows), frozenset(blocks), frozenset(history))


def _grids(blocks: Sequence[Block]) -> Iterator[_Grid]:
    found: dict[int, _Grid] = {}
    for block in blocks:
        if block.kind is not BlockKind.CELL:
            continue
        where = block.where
        table, row = where.table, where.row
        if table is None or row is None:
            continue
        grid = found.get(table)
        if grid is None:
            grid = found[table] = _Grid(block)
        grid.blocks.append(block.index)
        cells = grid.rows.get(row)
        if cells is None:
            cells = grid.rows[row] = []
        if len(cells) == _WIDTH or not block.text or block.text.isspace():
            continue
        if all(cell.where.column != where.column for cell in cells):
            cells.append(block)
    yield from found.values()


def _grid_rows(grid: _Grid) -> Iterator[TableRow]:
    """Yield the rows below the header whose first cell is a short form."""
    for cells in islice(grid.rows.values(), int(_has_header(grid)), None):
        if len(cells) >= 2:
            table = cells[0].where.table or 0
            for span in alternatives(cells[0].text, *_outer(cells[0].text)):
                row = _row(cells[0], span, cells[1].text.strip(), table)
                if row:
                    yield row


def _outer(text: str) -> tuple[int, int]:
    """Return the span of a text without the spaces around it."""
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))


def _row(block: Block, span: tuple[int, int], long: str, table: int = 0) -> TableRow | None:
    """Return the row that a short form makes with a definition, or None where they are none."""
    start, end = span
    short = folded(as_read(block)[start:end])
    if not 1 < end - start <= min(_LONGEST_SHORT, len(long) - 1) or not is_short_form(short):
        return None
    row = TableRow(short, " ".join(long.split()), block.index, start, end, table)
    return row if is_marked(row.acronym) or _aligns(row) else None  # a glossary explains words too


def _is_acronym_table(grid: _Grid, found: list[TableRow], blocks: Sequence[Block]) -> bool:
    if len({row.block for row in found}) * 2 < len(grid.rows):
        return False
    if _titled(grid, blocks) or _has_header(grid):
        return True
    return len(found) >= _MIN_ROWS and _mostly_aligned(found, len(grid.rows))


def _mostly_aligned(found: Sequence[TableRow], rows: int) -> bool:
    """Return whether in seven of ten rows the letters align; gives up when that cannot be any more."""
    may_fail = len(found) - -(-7 * rows // 10)
    for row in found:
        if may_fail < 0:
            break
        may_fail -= not _aligns(row)
    return may_fail >= 0


def _is_history(grid: _Grid, blocks: Sequence[Block]) -> bool:
    """Return whether a table records revisions: by what stands above it, or by its first row."""
    if any(map(_HISTORY.search, _titles(grid, blocks))):
        return True
    first = [blocks[at].text for at in grid.blocks[:_HEADER_CELLS] if blocks[at].where.row == 1]
    if not any("date" in text or "Date" in text or "DATE" in text for text in first):
        return False
    return all(any(map(pattern.search, first)) for pattern in _HISTORY_COLUMNS)


def _titled(grid: _Grid, blocks: Sequence[Block]) -> bool:
    return any(map(is_title, _titles(grid, blocks)))


def _titles(grid: _Grid, blocks: Sequence[Block]) -> list[str]:
    """Return the heading above a table and the text right before it."""
    titles = [*grid.first.where.heading[-1:]]
    if grid.first.index and blocks[grid.first.index - 1].kind not in _NO_TITLES:
        titles.append(blocks[grid.first.index - 1].text)
    return [title for title in titles if len(title) <= _LONGEST_TITLE]


@lru_cache(maxsize=1 << 12)
def is_title(text: str) -> bool:
    """Return whether a heading or caption announces acronyms."""
    return len(text) <= _LONGEST_TITLE and _TITLE.search(text.strip()) is not None


def in_glossary(block: Block) -> bool:
    """Return whether a block stands under a heading that announces acronyms or terms."""
    heading = block.where.heading
    return bool(heading) and is_title(heading[-1])


def _has_header(grid: _Grid) -> bool:
    cells = next(iter(grid.rows.values()))
    return len(cells) >= 2 and bool(
        _SHORT.match(cells[0].text.strip()) and _LONG.match(cells[1].text.strip())
    )


def _aligns(row: TableRow) -> bool:
    return ending_at(singular(row.acronym), folded(row.definition), 0.3 * len(row.acronym)) is not None


def _loose_lines(blocks: Sequence[Block]) -> Iterator[TableRow]:
    """Yield the lines `SF<tab>FULL` and `SF....FULL` of a list that no heading announces: three and more."""
    run: list[TableRow] = []
    after = 0
    for at in _spaced(blocks):
        line = _loose_line(blocks[at])
        if line is None:
            continue
        if run and any(block.text and not block.text.isspace() for block in blocks[after:at]):
            yield from _if_aligned(run)
            run = []
        run.append(line)
        after = at + 1
    yield from _if_aligned(run)


def _spaced(blocks: Sequence[Block]) -> list[int]:
    """Return the places of the blocks with a gap; in one expression, for this is asked of every block."""
    return [
        at
        for at, text in enumerate([block.text for block in blocks])
        if "  " in text or "\t" in text or ".." in text or "\u2026" in text
    ]


def _loose_line(block: Block) -> TableRow | None:
    if len(block.text) > _LONGEST_LINE or block.kind in _NO_LINES:
        return None
    match = _LOOSE_LINE.fullmatch(block.text)
    return _row(block, match.span(1), match[2].strip()) if match else None


def _if_aligned(run: list[TableRow]) -> list[TableRow]:
    return run if len(run) >= _MIN_ROWS and _mostly_aligned(run, len(run)) else []


def _section_line(block: Block) -> TableRow | None:
    """Return the row that a line `SF<tab>FULL`, `SF – FULL` or `SF: FULL` under such a heading makes."""
    if not is_title(block.where.heading[-1]) or block.kind in _NO_LINES:
        return None
    match = _LINE.fullmatch(block.text)
    return _row(block, match.span(1), match[2].strip()) if match else None
