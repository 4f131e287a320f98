"""What else of a document says that it is classified or controlled, outside the places that the audit reads.

A line of its own in the text, a watermark, a header in words of its own, a sentence about the document, its
properties and its file name. Most documents hold no such word: all texts are searched as one, and only those
that hold one are looked at.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.banner_lines import (
    closing_marking,
    edge_blocks,
    is_edge_marking,
    is_line_marking,
    is_running_marking,
)
from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.model.joined import Joined

_RUNNING = frozenset({BlockKind.HEADER, BlockKind.FOOTER})
_CARRIERS = frozenset(
    {BlockKind.PROPERTY, BlockKind.ALTERNATIVE_TEXT, BlockKind.HIDDEN, BlockKind.COMMENT, BlockKind.WATERMARK}
)
_NO_CARRIER = ("creator", "created", "modified", "revision", "author", "name")
_NEEDLES = (
    "SECRET", "CONFIDENTIAL", "UNCLAS", "NOFORN", "//", "FOUO", "OFFICIAL USE ONLY", "SENSITIVE",
    "RESTRICTED",
    "S E C R E T", "CUI", "GEHEIM", "PROTECTED", "Distribution Statement", "DISTRIBUTION STATEMENT",
    "distribution statement", "Distribution statement", "ＳＥＣ", "RESTREINT", "FORMERLY",
)  # fmt: skip
"""Words of which every line that is a marking holds one."""
_LEVEL = r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|CUI|FOUO)"
_THING = (
    r"(?:document|briefing|report|memorandum|memo|letter|message|presentation|file|paper|page|slide|e-?mail|annex"
    r"|attachment|material|information|workbook|spreadsheet)"
)
_SENTENCE = re.compile(
    rf"(?i:\b(?:this|the following) {_THING} (?:is|has been|remains|contains) (?:hereby )?"
    rf"(?:classified|marked|graded)(?: overall)?(?: as| at(?: the)?)?)[\s\"“']*{_LEVEL}\b"
    rf"|(?i:\bclassification (?:level )?(?:of|for) (?:this|the) (?:entire )?{_THING} is)[\s:\"“']*{_LEVEL}\b"
)
_DISTRIBUTION = re.compile(r"\W*distribution statement [B-F]\b", re.IGNORECASE)
_OTHER_PORTION = re.compile(
    r"\s*(?:\[(?:TS|S|C|U|CUI)(?://[A-Z0-9 ,/-]{2,80})?\]|[(\[](?:ts|s|c|u|cui)//[a-z]{2,8}"
    r"(?://?[a-z ,]{2,20})*[)\]]"
    r"|\(FOUO\))\s+(?P<then>[A-Z]\w*(?: \w+){3})"
)
_SPELLED = re.compile(r"For [Oo]fficial [Uu]se", re.ASCII)
_NAME = re.compile(
    r"\((?:TS|S|CUI)(?:(?:[_-]{1,2}|//)[A-Z]+)*\)|(?<![A-Za-z])(?:TOP SECRET|SECRET|NOFORN|FOUO)(?![A-Za-z])"
)
_BY = re.compile(r"(?:an?|the)?\s*\w+ by [A-Z]", re.IGNORECASE)
_CLEARANCE = re.compile(r"clearance|meaning|definition|example", re.IGNORECASE)
_ACRONYM_CELL = re.compile(r"[A-Z/]{2,8}")
_GRADE_COLUMN = re.compile(
    r"(?:security )?class(?:ification|\.)?|portion mark(?:ing)?s?|marking", re.IGNORECASE
)
_GRADE_HEADS = ("Class", "class", "CLASS", "arking", "ARKING")
_GRADES = frozenset({"TS", "S", "C", "U", "CUI"})
_TOPICS = ("controlled unclassified information", "for official use only", "confidential", "cui", "fouo")
"""What a chapter may be about."""
_SHORT_LINE = 60


@dataclass(frozen=True, slots=True)
class OtherMarking:
    """Something that reads as a security marking, outside banners and portion marks."""

    what: str
    """In words: `line SECRET//NOFORN`, `file name`."""
    block: Block | None
    """None for the file name."""


def find_other_markings(document: Document) -> list[OtherMarking]:
    """Return what says that a document is classified or controlled, besides banners and portion marks."""
    blocks = document.blocks
    joined = Joined([block.text for block in blocks])
    likely = joined.holding(_NEEDLES)
    likely |= {at for at, block in enumerate(blocks) if _is_odd(block)}
    edges = likely and {block.index for block in edge_blocks(document)}
    joins = document.format == "pdf"
    found = [trace for at in sorted(likely) for trace in _of_block(blocks, at, edges, joins=joins)]
    columns = _columns(blocks) if joined.holding(_GRADE_HEADS) else ()
    return [*found, *columns, *_properties(document), *_file_name(document)]


def _is_odd(block: Block) -> bool:
    """Return True for what is read in any case, and for short lines perhaps spelt with other characters."""
    if block.kind in _RUNNING or block.kind in _CARRIERS:
        return True
    text = block.text
    return (len(text) < _SHORT_LINE and not text.isascii()) or text.startswith(("[", "(s//", "(c//", "(u//"))


def _of_block(
    blocks: Sequence[Block], at: int, edges: Container[int], *, joins: bool
) -> Iterator[OtherMarking]:
    block = blocks[at]
    if block.kind in _RUNNING:
        said = is_running_marking(block.text)
        if said:
            yield OtherMarking(f"{block.kind.value} “{said}”", block)
    elif block.kind in _CARRIERS:
        yield from _carried(block)
    elif block.kind is not BlockKind.CONTENTS:
        found = list(_in_text(blocks, at))
        yield from found
        if not found and (said := _beside_text(block, edge=block.index in edges, joins=joins)):
            yield OtherMarking(f"line “{said}”", block)


def _beside_text(block: Block, *, edge: bool, joins: bool) -> str:
    """Return a marking beside other text: in a first or last line, or behind a sentence of a printed page."""
    said = is_edge_marking(block.text) if edge else ""
    return said or (closing_marking(block.text) if joins else "")


def _carried(block: Block) -> Iterator[OtherMarking]:
    note = (block.where.note or block.kind.value).split(",")[-1].strip()
    if note in _NO_CARRIER:
        return
    said = is_running_marking(block.text)
    printed = block.kind is BlockKind.WATERMARK and said == "CONFIDENTIAL"  # a draft of Word's own gallery
    if said and not printed:
        yield OtherMarking(f"{note} “{said}”", block)


def _in_text(blocks: Sequence[Block], at: int) -> Iterator[OtherMarking]:
    block = blocks[at]
    said = is_line_marking(block.text)
    if said and not _only_named(blocks, at, said):
        yield OtherMarking(f"line “{said}”", block)
    elif match := _SENTENCE.search(block.text):
        yield OtherMarking(f"sentence “{match[0]}”", block)
    elif _DISTRIBUTION.match(block.text):
        yield OtherMarking("distribution statement", block)
    elif (match := _OTHER_PORTION.match(block.text)) and not _SPELLED.match(match["then"]):
        yield OtherMarking(f"portion mark {block.text.split()[0]}", block)


def _only_named(blocks: Sequence[Block], at: int, said: str) -> bool:
    """Return True for a word that is named, not used: an acronym in a table, the title of a poem."""
    before = blocks[at - 1].text if at else ""
    after = blocks[at + 1].text if at + 1 < len(blocks) else ""
    if blocks[at].kind is BlockKind.CELL:
        acronym = _ACRONYM_CELL.fullmatch(said) is not None and said != "SECRET"
        return acronym or _CLEARANCE.search(before[:_SHORT_LINE]) is not None
    if blocks[at].kind is BlockKind.HEADING and said.casefold() in _TOPICS:
        return True
    return _BY.match(after[:_SHORT_LINE]) is not None


def _columns(blocks: Sequence[Block]) -> Iterator[OtherMarking]:
    """Yield the columns of sheets and tables that give a classification by its letter, row by row."""
    heads: dict[tuple[object, ...], Block] = {}
    values: dict[tuple[object, ...], set[str]] = {}
    for block in blocks:
        if block.kind is not BlockKind.CELL or len(block.text) > _SHORT_LINE:
            continue
        text = block.text.strip()
        if _GRADE_COLUMN.fullmatch(text):
            heads.setdefault(_column(block), block)
        elif heads and (key := _column(block)) in heads:
            values.setdefault(key, set()).add(text)
    for key, said in values.items():
        if said <= _GRADES and said & {"TS", "S", "CUI"}:
            yield OtherMarking(
                f"column “{heads[key].text.strip()}” with {', '.join(sorted(said))}", heads[key]
            )


def _column(block: Block) -> tuple[object, ...]:
    where = block.where
    return where.part, where.sheet, where.table, where.column


def _properties(document: Document) -> Iterator[OtherMarking]:
    """Yield properties that say so; some formats keep them apart from their blocks."""
    for name, value in document.properties.items():
        if name not in _NO_CARRIER and (said := is_running_marking(value)):
            yield OtherMarking(f"{name} “{said}”", None)


def _file_name(document: Document) -> Iterator[OtherMarking]:
    match = _NAME.search(document.path.stem.replace("_", " "))
    if match is not None:
        yield OtherMarking(f"file name “{match[0]}”", None)
