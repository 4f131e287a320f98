"""An acronym is defined only in a heading, a caption or a note.

What it does
    Reports an acronym whose every definition stands in a heading, a caption, a footnote or an endnote while
    the text itself uses it. What numbers the headings (AU-1, AU-2) and stands by itself in one label only
    is left out.
Why it matters
    Readers who skip headings and notes, and readers of the text alone, never learn what it means.
Example
    Bad:  3 Unmanned Aircraft System (UAS) … The UAS flies at night.
    Good: 3 Aircraft … The Unmanned Aircraft System (UAS) flies at night.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.word_lists import everyday
from stormdat_core.acronyms.gathering.entries import AcronymEntry
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import BlockKind, Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.wording import ignored, used_at, where
from stormdat_core.rules.base import RuleContext, RuleInfo

BESIDE = frozenset((BlockKind.HEADING, BlockKind.CAPTION, BlockKind.NOTE))


_LABEL = 24
"""Characters of a cell that is a label."""


class HeadingDefinition:
    info: ClassVar = RuleInfo(
        id="ACR-HEADING-DEF",
        needs=(AcronymIndex,),
        name="definition-only-in-heading",
        title="Defined only in a heading, caption or note",
        summary="Acronym whose only definition stands in a heading, a caption or a note.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="The running text defines the acronym too.",
        source="Acronym rules: define in the text",
        scope="document",
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in () if context.acronyms.speech else context.acronyms.entries.values():
            if entry.key in everyday():
                continue
            kinds = {document.blocks[place.block].kind for place in entry.definitions}
            only_beside = kinds and kinds <= BESIDE and not ignored(entry)
            if only_beside and _in_text_after(document, entry) and not _is_prefix(document, entry):
                yield self._finding(document, context, entry)

    def _finding(self, document: Document, context: RuleContext, entry: AcronymEntry) -> Finding:
        place = entry.definitions[0]
        here = where(document, place)
        kind = document.blocks[place.block].kind.value
        message = f"{place.short} is defined only in a {kind} ({here.label}). Define it in the text too."
        uses = [use for use in entry.uses if document.blocks[use.block].kind not in BESIDE]
        return context.finding(self.info, here, message, evidence=used_at(document, uses[:1]))


def _in_text_after(document: Document, entry: AcronymEntry) -> bool:
    """Return whether the text uses an acronym, and not before that: ACR-BEFORE-DEF would say so."""
    uses = [use for use in entry.uses if document.blocks[use.block].kind not in BESIDE]
    first = entry.definitions[0]
    return bool(uses) and uses[0][:2] > (first.block, first.start)


def _is_prefix(document: Document, entry: AcronymEntry) -> bool:
    """Return whether an acronym numbers the headings, AU-1 and AU-2, and else stands once, in a label."""
    uses = [use for use in entry.uses if document.blocks[use.block].kind not in BESIDE]
    label = document.blocks[uses[0].block] if len(uses) == 1 else None
    if label is None or label.kind is not BlockKind.CELL or len(label.text.strip()) > _LABEL:
        return False
    numbered = re.compile(rf"\b{re.escape(entry.name)}-\d")
    return any(block.kind is BlockKind.HEADING and numbered.search(block.text) for block in document.blocks)
