"""An acronym is used before the place that defines it.

What it does
    Compares the first use of each acronym with its first definition, in reading order and within one
    paragraph too. Headers, footers, titles, the cover, captions and programs have no place in that order and
    are left out; so are headings where the profile ignores them or the text below defines at once. Where the
    profile lets the document's acronym table define, a row before the first use satisfies the rule. In a
    workbook each cell is read by itself, and a column that quotes another publication is left alone; so are
    uses in quoted statements of controls. A use in an instruction to the author, which is deleted, asks for
    no definition in it. What the title of a cited publication spells out is no definition to measure from. A
    use with a mark is defined by the note below it that opens with the same mark.
Why it matters
    The reader meets a short form that nobody has explained yet.
Example
    Bad:  The SRS governs. … The Software Requirements Specification (SRS) is issued.
    Good: The Software Requirements Specification (SRS) governs. … The SRS is issued.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import ClassVar

from stormdat_core.acronyms.exclusion.prompts import is_in_file_name, is_to_be_filled_in
from stormdat_core.acronyms.exclusion.suppression import is_program
from stormdat_core.acronyms.forms.word_lists import everyday, openers
from stormdat_core.acronyms.gathering.entries import DefinitionPlace, Use
from stormdat_core.acronyms.gathering.explained import is_term
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.prose import is_title
from stormdat_core.acronyms.text.units import is_caption_block, is_heading
from stormdat_core.model import Block, BlockKind, Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.defined.heading_def import BESIDE
from stormdat_core.rules.acronyms.defined.publications import uncited
from stormdat_core.rules.acronyms.not_defined.marked_notes import is_noted
from stormdat_core.rules.acronyms.not_defined.undefined import by_table
from stormdat_core.rules.acronyms.wording import Scope, also, defined_at, parts, scopes, times, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.instructions import instructions
from stormdat_core.rules.quoted import quoted

Early = tuple[Scope, list[Use]]
_LABEL = 30
"""Characters of a text box that labels part of a drawing."""
_OF_TEXT = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM))
_TITLE_SPACES = 4
_SENTENCE_SPACES = 10
"""Spaces from which on a line is a sentence whatever it ends with."""
_LETTER = re.compile(r"[\w#]")
_NEXT = 2
"""Paragraphs below a heading in which its acronym may be defined."""


class UsedBeforeDefinition:
    info: ClassVar = RuleInfo(
        id="ACR-BEFORE-DEF",
        needs=(AcronymIndex,),
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
        if context.acronyms.speech:
            return
        found = list(_all_early(document, context))
        for part, early in found:
            if not _is_told_by_number(part, found):
                yield self._finding(document, context, part, early)

    def _finding(self, document: Document, context: RuleContext, scope: Scope, early: list[Use]) -> Finding:
        place = scope.definitions[0]
        first = next((use for use in early if document.blocks[use.block].kind not in BESIDE), early[0])
        here, there = where(document, first), where(document, place)
        message = (
            f"{scope.entry.name} is used {times(len(early))} ({here.label}) before it is defined "
            f"({there.label}: “{place.full}”). {_advice(context, first, place)}"
        )
        evidence = [*also(document, (use for use in early if use != first)), defined_at(document, place)]
        return context.finding(
            self.info,
            here,
            message,
            certainty=Certainty.CERTAIN if place.sure else None,
            evidence=evidence,
        )


def _all_early(document: Document, context: RuleContext) -> Iterator[Early]:
    """Yield what stands together of one acronym, with its uses before the definition."""
    for scope in scopes(context):
        if not scope.definitions or not scope.uses or by_table(context.acronyms, scope):
            continue
        if scope.uses[0][:2] >= max((place.block, place.start) for place in scope.definitions):
            continue
        if scope.entry.key in everyday():
            continue
        defined = replace(scope, definitions=uncited(context, scope.definitions))
        for part in parts(defined, document, _cell):
            if early := _early(document, context, part):
                yield part, early


def _is_told_by_number(scope: Scope, found: Sequence[Early]) -> bool:
    """Return whether another finding tells what an acronym with a number stands for: FIPS 199 beside FIPS.

    Its definition explains both.
    """
    full, name = scope.definitions[0].full, scope.entry.name
    return any(
        other.entry.name.startswith(f"{name} ") and other.definitions[0].full.startswith(full)
        for other, _ in found
    )


def _cell(block: Block) -> Hashable:
    """Return the cell of a workbook that a block is: nobody reads a workbook from the top."""
    return None if block.where.sheet is None else block.index


def _early(document: Document, context: RuleContext, scope: Scope) -> list[Use]:
    """Return the uses before the first definition, if a reader stumbles over any of them."""
    if not scope.definitions or not scope.uses:
        return []
    first = scope.definitions[0]
    if quoted(context).is_in_column(document.blocks[first.block]):
        return []
    begin = context.shared(_first_sentence)
    early = [use for use in scope.uses if use[:2] < (first.block, first.start)]
    early = list(takewhile(lambda use: not _explains(document, use), early))
    early = [use for use in early if use.block >= begin or is_heading(document.blocks[use.block])]
    if is_heading(document.blocks[first.block]):
        early = [use for use in early if use.block != first.block]
    early = [use for use in early if _counts(document, context, use)]
    early = [use for use in early if not any(is_noted(context, use, each) for each in scope.definitions)]
    early = _of_one_kind(context, early, first)
    return early if any(not _leads_to(document, use, first) for use in early) else []


def _explains(document: Document, use: Use) -> bool:
    """Return whether a use opens a line of a section of terms that says what it means."""
    block = document.blocks[use.block]
    return is_term(block.where.heading, block.text, use.start, use.end)


def _first_sentence(context: RuleContext) -> int:
    """Return the index of the first block that reads as a sentence: titles and banners stand before it."""
    sentences = (block.index for block in context.document.blocks if _is_sentence(block))
    return next(sentences, 0)


def _is_sentence(block: Block) -> bool:
    text = block.text.rstrip()
    return block.text.count(" ") >= _SENTENCE_SPACES or text.endswith((".", "?", "!", ":", ";"))


def _advice(context: RuleContext, use: Use, place: DefinitionPlace) -> str:
    """Return what to do: what a heading, a caption, a glossary or quoted text says has to stay there."""
    if instructions(context).hold(use.block) and not instructions(context).hold(place.block):
        return "Spell it out there: an instruction is deleted, with what it defines."
    stays = place.apart or quoted(context).holds(context.document.blocks[place.block])
    if stays or instructions(context).hold(place.block):
        return "Define it at the first use too."
    return "Move the definition to the first use."


def _of_one_kind(context: RuleContext, early: list[Use], place: DefinitionPlace) -> list[Use]:
    """Return the uses that the author can mend: those in the text, else those in instructions.

    An instruction is read with what it says itself, and deleted before the definition in the text is read.
    """
    blocks, hold = context.document.blocks, instructions(context).hold
    early = [use for use in early if not quoted(context).holds(blocks[use.block])]
    if hold(place.block):
        return early
    in_text = [use for use in early if not hold(use.block)]
    full = place.full.casefold()
    return in_text or [use for use in early if full not in blocks[use.block].text.casefold()]


def _counts(document: Document, context: RuleContext, use: Use) -> bool:
    """Return whether a reader of the text stumbles over a use: not before it, in a caption, or a program."""
    block = document.blocks[use.block]
    if is_to_be_filled_in(block, use.start, use.end) or is_in_file_name(block, use.end):
        return False
    if _is_name_alone(block, use):
        return False
    if use.block in context.acronyms.front or is_caption_block(block) or is_program(block.text):
        return False
    if (block.kind is BlockKind.TEXT_BOX and len(block.text) <= _LABEL) or _is_title(block):
        return False
    return block.text[use.start : use.end] not in openers()


def _is_name_alone(block: Block, use: Use) -> bool:
    """Return whether a cell holds a name and nothing else, of a field or a record: it says nothing of it."""
    if block.kind is not BlockKind.CELL:
        return False
    return not (_LETTER.search(block.text, 0, use.start) or _LETTER.search(block.text, use.end))


def _is_title(block: Block) -> bool:
    """Return whether a paragraph is a title: of a publication in a list, of a template."""
    return block.kind in _OF_TEXT and block.text.count(" ") >= _TITLE_SPACES and is_title(block.text)


def _leads_to(document: Document, use: Use, place: DefinitionPlace) -> bool:
    """Return whether a use is the heading or the caption of the very paragraph that defines."""
    return document.blocks[use.block].kind in BESIDE and 0 <= place.block - use.block <= _NEXT
