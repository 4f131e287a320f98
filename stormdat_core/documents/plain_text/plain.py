"""Plain text: paragraphs between blank lines, list items, underlined headings, columns, contents lines."""

import re
from collections.abc import Iterator
from itertools import groupby

from stormdat_core.documents.plain_text.glossaries import Entry, announces, entries
from stormdat_core.documents.plain_text.lines import Line, LineBlocks, Span, groups, lines_of
from stormdat_core.documents.plain_text.wrapped_lines import wrapped
from stormdat_core.model import BlockKind

ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•‣▪–]|\(?(?P<number>\d{1,3}|[a-z])[.)])[ \t]+(?=\S)")
_GAP = re.compile(r"(?<=\S)(?:\t+ *| {3,})(?=\S)")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,})\s*")
_LEADER = re.compile(r"\S[^\n]*?(?:\.{4,}|(?:\. ){3,})[ .\t]*[\divxlc]+\s*", re.IGNORECASE)
_CONTENTS = (-1,)
"""Shape of a line of a table of contents, which no row has."""
_LONGEST_HEADING = 120
_TITLE_LINES = 2
"""Lines of a heading, with what underlines it."""
_LONGEST_ROW = 2000


def read_plain(out: LineBlocks) -> None:
    """Add the blocks of a plain text."""
    announced = False
    for group in groups(lines_of(out.text)):
        title = announces(group[0].text)
        if _glossary(out, group, titled=title, announced=announced):
            announced = True
            continue
        announced = title and len(group) <= _TITLE_LINES
        if not _heading(out, group):
            _stretch(out, group)


def read_log(out: LineBlocks) -> None:
    """Add each line that is not blank: the lines of a log are records."""
    for line in lines_of(out.text):
        out.add(BlockKind.PARAGRAPH, [line])


def _glossary(out: LineBlocks, group: list[Line], *, titled: bool, announced: bool) -> bool:
    """Add a list of acronyms as a table, if the lines are one; its heading may be the first of them."""
    for head in (0, 1, 2) if titled else (0,) if announced else ():
        found = entries([line.text for line in group[head:]])
        if found:
            if head and not _heading(out, group[:head]):
                _running(out, group[:head])
            _entries(out, group[head:], found)
            return True
    return False


def _entries(out: LineBlocks, rows: list[Line], found: list[Entry]) -> None:
    out.tables += 1
    for number, entry in enumerate(found, 1):
        lines = rows[entry.first : entry.last + 1]
        start = lines[0].start
        out.add_cell(lines[0], number, 1, start + entry.short[0], start + entry.short[1])
        spans = [
            Span(start + entry.meaning, lines[0].end),
            *(Span(line.start, line.end) for line in lines[1:]),
        ]
        out.add_cell_lines(lines, number, 2, spans)


def _heading(out: LineBlocks, group: list[Line]) -> bool:
    """Add a line with an underline of equal signs (level 1) or dashes (level 2), and what follows it."""
    if len(group) < 2 or not _UNDERLINE.fullmatch(group[1].text) or len(group[0].text) > _LONGEST_HEADING:
        return False
    out.add(BlockKind.HEADING, group[:1], level=1 if group[1].text[0] == "=" else 2)
    if group[2:]:
        _stretch(out, group[2:])
    return True


def _stretch(out: LineBlocks, group: list[Line]) -> None:
    """Add lines without a blank one between them: rows of columns apart from running text."""
    running: list[Line] = []
    for shape, found in groupby(group, _shape):
        rows = list(found)
        if shape != _CONTENTS and (not shape or len(rows) == 1):
            running += rows
            continue
        _running(out, running)
        running = []
        if shape == _CONTENTS:
            for line in rows:
                out.add(BlockKind.CONTENTS, [line])
        else:
            _table(out, rows)
    _running(out, running)


def _shape(line: Line) -> tuple[int, ...]:
    """Return what rows of one table have in common, the places of their columns; empty for running text."""
    if len(line.text) > _LONGEST_ROW or ITEM.match(line.text):
        return ()
    if _LEADER.fullmatch(line.text):
        return _CONTENTS
    gaps = list(_GAP.finditer(line.text))
    if any("\t" in gap.group() for gap in gaps):
        return (-1 - len(gaps),)
    return tuple(gap.end() for gap in gaps)


def _table(out: LineBlocks, rows: list[Line]) -> None:
    out.tables += 1
    for row, line in enumerate(rows, 1):
        at, column = len(line.text) - len(line.text.lstrip()), 0
        for column, gap in enumerate(_GAP.finditer(line.text), 1):
            out.add_cell(line, row, column, line.start + at, line.start + gap.start())
            at = gap.end()
        out.add_cell(line, row, column + 1, line.start + at, line.end)


def _running(out: LineBlocks, rows: list[Line]) -> None:
    for item, group in items(rows):
        kind = BlockKind.LIST_ITEM if item else BlockKind.PARAGRAPH
        joins = wrapped([line.text for line in group], item=item > 0)
        out.add_wrapped(kind, group, joins, level=item)


def items(rows: list[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Yield (level, lines) of each list item, and (0, lines) of what stands before the first.

    A number begins a list inside a paragraph only when it is 1: any other may be the end of a sentence.
    """
    level, group = 0, list[Line]()
    for line in rows:
        match = ITEM.match(line.text)
        number = match["number"] if match else None
        if match and (not group or level or number in (None, "1", "a")):
            if group:
                yield level, group
            group = []
            level = 1 + min(len(match["indent"].expandtabs(4)) // 2, 8)
        group.append(line)
    if group:
        yield level, group
