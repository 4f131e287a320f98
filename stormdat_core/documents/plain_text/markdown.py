"""Markdown: headings, code, lists, tables and paragraphs. Inline markup stays: it is what the author wrote.

Source: CommonMark 0.31, block structure; tables as GitHub writes them.
"""

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from stormdat_core.documents.plain_text.lines import MOST_LINES, Line, LineBlocks, lines_of
from stormdat_core.documents.plain_text.plain import items
from stormdat_core.model import BlockKind

CODE = "Code"
"""Style name of code, so that a profile can exempt it."""

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$|[ \t]+$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_DELIMITER = re.compile(r"[ \t|:-]*-[ \t|:-]*")
_BAR = re.compile(r"(?<!\\)\|")
_HARD = re.compile(r"(?: {2}|\\|<br ?/?>)$|\|", re.IGNORECASE)
"""The end of a line that stays one when the page is shown; a line with bars is likely meant as a row."""
_LONGEST_DELIMITER = 4000


def read_markdown(out: LineBlocks) -> None:
    """Add the blocks of a Markdown text."""
    lines = lines_of(out.text)
    lines = chain(_front_matter(out, lines), lines)
    group: list[Line] = []
    for line in lines:
        fence = _FENCE.match(line.text)
        if fence:
            _close(out, group)
            _code(out, lines, fence[1])
        elif line.blank or len(group) >= MOST_LINES:
            _close(out, group)
            group += [] if line.blank else [line]
        elif not group and _indented(line):
            out.add(BlockKind.PARAGRAPH, [line], style=CODE)
        elif not _mark(out, group, line):
            group.append(line)
    _close(out, group)


def _front_matter(out: LineBlocks, lines: Iterator[Line]) -> list[Line]:
    """Add the facts between two lines of dashes at the very beginning; return what was read and is none."""
    held: list[Line] = []
    for line in lines:
        held.append(line)
        mark = line.text.rstrip()
        if len(held) > 2 and mark in ("---", "..."):
            out.add(BlockKind.PROPERTY, held[1:-1])
            return []
        if held[0].text.rstrip() != "---" or not mark or len(held) > MOST_LINES:
            break
    return held


def _code(out: LineBlocks, lines: Iterator[Line], fence: str) -> None:
    """Add what stands between two fences, in pieces when it is long."""
    group: list[Line] = []
    for line in lines:
        closing = _FENCE.match(line.text)
        if (
            closing
            and closing[1].startswith(fence)
            and not line.text[closing.end() :].strip(f"{fence[0]} \t")
        ):
            break
        if len(group) >= MOST_LINES:
            out.add(BlockKind.PARAGRAPH, group, style=CODE)
            group = []
        group.append(line)
    if group:
        out.add(BlockKind.PARAGRAPH, group, style=CODE)


def _indented(line: Line) -> bool:
    return line.text.startswith(("    ", "\t")) and not line.text.lstrip().startswith(("-", "*", "+"))


def _mark(out: LineBlocks, group: list[Line], line: Line) -> bool:
    """Handle a line that ends the paragraph `group` and is not text of it: heading, underline, rule."""
    atx = _ATX.match(line.text)
    if atx:
        _close(out, group)
        closing = _CLOSING.search(line.text, atx.end())
        end = line.start + closing.start() if closing else line.end
        out.add_span(
            BlockKind.HEADING,
            [line],
            line.start + atx.end(),
            max(end, line.start + atx.end()),
            level=len(atx[1]),
        )
        return True
    underline = _SETEXT.fullmatch(line.text)
    if underline and group and not _has_bar(group):
        out.add(BlockKind.HEADING, group, level=1 if underline[1][0] == "=" else 2)
        group.clear()
        return True
    if _RULE.fullmatch(line.text):
        _close(out, group)
        return True
    return False


def _has_bar(group: list[Line]) -> bool:
    return "|" in group[-1].text


def _close(out: LineBlocks, group: list[Line]) -> None:
    """Add the lines collected so far, a table among them or list items, and forget them."""
    head = next((at for at, line in enumerate(group) if at and _is_delimiter(line, group[at - 1])), 0)
    before = group[: head - 1] if head else group
    for level, lines in items(before):
        kind = BlockKind.LIST_ITEM if level else BlockKind.PARAGRAPH
        out.add_wrapped(kind, lines, [not _HARD.search(line.text) for line in lines[:-1]], level=level)
    if head:
        _table(out, [group[head - 1], *group[head + 1 :]])
    group.clear()


def _is_delimiter(line: Line, above: Line) -> bool:
    short = len(line.text) < _LONGEST_DELIMITER
    return short and "|" in above.text and "|" in line.text and bool(_DELIMITER.fullmatch(line.text))


def _table(out: LineBlocks, rows: list[Line]) -> None:
    out.tables += 1
    for row, line in enumerate(rows, 1):
        bars = [bar.start() for bar in _BAR.finditer(line.text)]
        edges = [-1, *bars, len(line.text)]
        if line.text.lstrip().startswith("|"):
            edges = edges[1:]
        for column, (left, right) in enumerate(pairwise(edges), 1):
            text = line.text[left + 1 : right]
            start = left + 1 + len(text) - len(text.lstrip())
            out.add_cell(line, row, column, line.start + start, line.start + left + 1 + len(text.rstrip()))
