"""Documents of a few paragraphs; the text itself says what must be reported."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from stormdat_core.model import Block, BlockKind, Document, Location, Run, RunFormat, RunSource

ARIAL = RunFormat("Arial", 12.0)
_MARKED = re.compile("«([^»]*)»")
_PART = "word/document.xml"
Text = str | tuple[str, str]
"""A paragraph, its faults between « and »; or that and, beside it, the paragraph once it is corrected."""


class Fault(NamedTuple):
    """A place that must be reported."""

    block: int
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A document, what must be reported in it, and what its paragraphs are once that is corrected."""

    document: Document
    faults: tuple[Fault, ...]
    corrected: tuple[str | None, ...]
    """A text for each paragraph; None where the case says nothing about it."""


def document(*paragraphs: str, kind: BlockKind = BlockKind.PARAGRAPH, style: RunFormat = ARIAL) -> Document:
    """Return a Word document of paragraphs with one run each."""
    blocks = tuple(block(index, text, kind, style) for index, text in enumerate(paragraphs))
    return Document(Path("d.docx"), "0" * 64, "docx", "d", blocks)


def marked(*paragraphs: Text, kind: BlockKind = BlockKind.PARAGRAPH) -> Marked:
    """Return the document without its marks « », and what stood between them."""
    given = [text if isinstance(text, tuple) else (text, None) for text in paragraphs]
    faults: list[Fault] = []
    for index, (text, _) in enumerate(given):
        # Each fault before has left two marks behind.
        faults += (
            Fault(index, match[1], match.start() - 2 * number)
            for number, match in enumerate(_MARKED.finditer(text))
        )
    plain = document(*(_MARKED.sub(r"\1", text) for text, _ in given), kind=kind)
    return Marked(plain, tuple(faults), tuple(after for _, after in given))


def block(index: int, text: str, kind: BlockKind = BlockKind.PARAGRAPH, style: RunFormat = ARIAL) -> Block:
    """Return a block of one run, as readers make them.

    Args:
        index: its place in the document, from 0.
        text: of the block.
        kind: of the block.
        style: the format of its only run.
    """
    run = Run(text, style, RunSource(_PART, index))
    where = Location(part=_PART, kind=kind, block=index, paragraph=index + 1, end=len(text))
    return Block(index, kind, (run,), where)
