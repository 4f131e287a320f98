"""Documents for rule tests: the text itself says what must be reported."""

import re
from collections.abc import Sequence
from pathlib import Path

from stormdat_core.acronyms.lists import AcronymList
from stormdat_core.model import Block, BlockKind, Document, Location, Run, RunFormat, RunSource
from stormdat_core.rules import profiles
from stormdat_core.rules.base import Rule, RuleContext
from stormdat_core.rules.profiles import Profile

ARIAL = RunFormat("Arial", 12.0)
_MARKED = re.compile("«([^»]*)»")


def document(*paragraphs: str, kind: BlockKind = BlockKind.PARAGRAPH, style: RunFormat = ARIAL) -> Document:
    """Return a document of one-run paragraphs."""
    blocks = [_block(index, text, kind, style) for index, text in enumerate(paragraphs)]
    return Document(Path("d.docx"), "0" * 64, "docx", "d", tuple(blocks))


def marked(
    *paragraphs: str, kind: BlockKind = BlockKind.PARAGRAPH
) -> tuple[Document, list[tuple[int, str, int]]]:
    """Strip « » and return the document with (block, text, start) of what stood between them."""
    expected = []
    for index, text in enumerate(paragraphs):
        removed = 0
        for match in _MARKED.finditer(text):
            expected.append((index, match[1], match.start() - removed))
            removed += 2
    plain = [_MARKED.sub(r"\1", text) for text in paragraphs]
    return document(*plain, kind=kind), expected


def found(
    rule: Rule, document: Document, profile: Profile | None = None, lists: Sequence[AcronymList] = ()
) -> list[tuple[int, str, int]]:
    """Return (block, text, start) of each finding, in document order."""
    context = RuleContext(document, profile or profiles.load("classic"), lists)
    places = [finding.where for finding in rule.check(document, context)]
    return [(p.block, document.blocks[p.block].text[p.start : p.end], p.start) for p in places]


def _block(index: int, text: str, kind: BlockKind, style: RunFormat) -> Block:
    run = Run(text, style, RunSource("word/document.xml", index))
    where = Location(part="word/document.xml", kind=kind, block=index, paragraph=index + 1, end=len(text))
    return Block(index, kind, (run,), where)
