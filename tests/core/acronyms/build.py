"""Documents with headings, cells, headers and captions, built in code."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.list_files.rows import ListProblem, ListRow
from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.model import Block, BlockKind, Document, Finding, Location, Run, RunFormat, RunSource
from stormdat_core.rules import profiles
from stormdat_core.rules.acronyms import RULES
from stormdat_core.rules.base import Rule, RuleContext

_FORMAT = RunFormat("Arial", 12.0)


@dataclass(frozen=True)
class Part:
    """A block to be: its text, kind, heading level and place in a table."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
    style: str = ""
    sheet: str | None = None


def heading(text: str, level: int = 1) -> Part:
    return Part(text, BlockKind.HEADING, level)


def header(text: str) -> Part:
    return Part(text, BlockKind.HEADER)


def caption(text: str) -> Part:
    return Part(text, BlockKind.CAPTION)


def contents(text: str) -> Part:
    return Part(text, BlockKind.CONTENTS)


def table(*rows: Sequence[str], number: int = 1) -> list[Part]:
    return [
        Part(text, BlockKind.CELL, table=number, row=at, column=column)
        for at, cells in enumerate(rows, 1)
        for column, text in enumerate(cells, 1)
    ]


def sheet(*rows: Sequence[str], name: str = "Sheet 1") -> list[Part]:
    """Return the cells of a worksheet."""
    return [replace(part, table=None, sheet=name) for part in table(*rows)]


def document(*parts: Part | str | list[Part]) -> Document:
    """Return a document of one-run blocks; headings nest by their level."""
    blocks: list[Block] = []
    trail: list[tuple[int, str]] = []
    for part in _flat(parts):
        if part.kind is BlockKind.HEADING:
            trail = [each for each in trail if each[0] < part.level] + [(part.level, part.text)]
        blocks.append(_block(part, len(blocks), tuple(text for _, text in trail)))
    return Document(Path("d.docx"), "0" * 64, "docx", "d", tuple(blocks))


def _flat(parts: Sequence[Part | str | list[Part]]) -> list[Part]:
    found: list[Part] = []
    for part in parts:
        found += part if isinstance(part, list) else [Part(part) if isinstance(part, str) else part]
    return found


def _block(part: Part, index: int, trail: tuple[str, ...]) -> Block:
    where = Location(
        part="word/document.xml",
        kind=part.kind,
        block=index,
        heading=trail,
        paragraph=index + 1,
        table=part.table,
        row=part.row,
        column=part.column,
        sheet=part.sheet,
        end=len(part.text),
    )
    run = Run(part.text, _FORMAT, RunSource("word/document.xml", index))
    names = (part.style,) if part.style else ()
    return Block(index, part.kind, (run,), where, level=part.level, style=part.style, style_names=names)


def acronym_list(
    *rows: tuple[str, str], problems: Sequence[ListProblem] = (), notes: str = ""
) -> AcronymList:
    made = tuple(ListRow(short, long, notes, "Acronyms", at) for at, (short, long) in enumerate(rows, 2))
    return AcronymList("list.xlsx", "0" * 64, made, tuple(problems))


def index(
    *parts: Part | str | list[Part], lists: Sequence[AcronymList] = (), **options: object
) -> AcronymIndex:
    return AcronymIndex.build(document(*parts), lists, AcronymOptions.model_validate(options))


def findings(
    made: Document,
    lists: Sequence[AcronymList] = (),
    rules: Sequence[type[Rule]] = tuple(rule for rule in RULES if rule.info.on),
    **options: object,
) -> list[Finding]:
    """Return what the acronym rules that are on by default say about a document, or those given."""
    profile = profiles.load("classic").model_copy(update={"acronyms": AcronymOptions.model_validate(options)})
    context = RuleContext(made, profile, lists)
    return [finding for rule in rules for finding in rule().check(made, context)]


def ids(made: Document, lists: Sequence[AcronymList] = (), **options: object) -> list[str]:
    return sorted(finding.rule for finding in findings(made, lists, **options))


def marked_texts(made: Document, finding: Finding) -> list[str]:
    """Return the texts that an annotated copy colours for a finding."""
    places = [finding.where, *(each.where for each in finding.evidence if each.marked)]
    return [made.blocks[place.block].text[place.start : place.end] for place in places]
