"""An acronym is used before the place that defines it.

What it does
    Compares the first use of each acronym with its first definition, in reading order and within one
    paragraph too. Headers, footers, titles, the cover, captions and programs have no place in that order and
    are left out; so are headings where the profile ignores them or the text below defines at once. Where the
    profile lets the document's acronym table define, a row before the first use satisfies the rule.
Why it matters
    The reader meets a short form that nobody has explained yet.
Example
    Bad:  The SRS governs. … The Software Requirements Specification (SRS) is issued.
    Good: The Software Requirements Specification (SRS) governs. … The SRS is issued.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.evidence import DefinitionPlace, Use
from stormdat_core.acronyms.prose import is_title
from stormdat_core.acronyms.suppression import is_program
from stormdat_core.acronyms.units import is_caption_block
from stormdat_core.acronyms.words import openers
from stormdat_core.model import Block, BlockKind, Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.evidence import Scope, also, defined_at, scopes, times, where
from stormdat_core.rules.acronyms.heading_def import BESIDE
from stormdat_core.rules.acronyms.undefined import by_table
from stormdat_core.rules.base import RuleContext, RuleInfo

_LABEL = 30
"""Characters of a text box that labels part of a drawing."""
_OF_TEXT = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM))
_TITLE_SPACES = 4
_NEXT = 2
"""Paragraphs below a heading in which its acronym may be defined."""


class UsedBeforeDefinition:
    info: ClassVar = RuleInfo(
        id="ACR-BEFORE-DEF",
        name="acronym-before-definition",
        title="Acronym used before its definition",
        summary="Acronym used before its definition.",
        severity=Severity.WARNING,
        colour=Colour.YELLOW,
        cure="The definition stands at the first use.",
        source="Acronym rules: define at the first use",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        if index.speech:
            return
        for scope in scopes(index, document):
            if not scope.definitions or not scope.uses or by_table(index, scope):
                continue
            first = scope.definitions[0]
            early = [use for use in scope.uses if use[:2] < (first.block, first.start)]
            early = [use for use in early if _counts(document, context, use)]
            if any(not _leads_to(document, use, first) for use in early):
                yield self._finding(document, context, scope, early)

    def _finding(self, document: Document, context: RuleContext, scope: Scope, early: list[Use]) -> Finding:
        place = scope.definitions[0]
        first = next((use for use in early if document.blocks[use.block].kind not in BESIDE), early[0])
        here, there = where(document, first), where(document, place)
        message = (
            f"{scope.entry.name} is used {times(len(early))} ({here.label}) before it is defined "
            f"({there.label}: “{place.full}”). Move the definition to the first use."
        )
        evidence = [*also(document, (use for use in early if use != first)), defined_at(document, place)]
        return context.finding(
            self.info,
            here,
            message,
            certainty=Certainty.CERTAIN if place.sure else None,
            evidence=evidence,
        )


def _counts(document: Document, context: RuleContext, use: Use) -> bool:
    """Return whether a reader of the text stumbles over a use: not before it, in a caption, or a program."""
    block = document.blocks[use.block]
    if use.block in context.acronyms.front or is_caption_block(block) or is_program(block.text):
        return False
    if (block.kind is BlockKind.TEXT_BOX and len(block.text) <= _LABEL) or _is_title(block):
        return False
    return block.text[use.start : use.end] not in openers()


def _is_title(block: Block) -> bool:
    """Return whether a paragraph is a title: of a publication in a list, of a template."""
    return block.kind in _OF_TEXT and block.text.count(" ") >= _TITLE_SPACES and is_title(block.text)


def _leads_to(document: Document, use: Use, place: DefinitionPlace) -> bool:
    """Return whether a use is the heading or the caption of the very paragraph that defines."""
    return document.blocks[use.block].kind in BESIDE and 0 <= place.block - use.block <= _NEXT
