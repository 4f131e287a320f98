"""An acronym is defined again.

What it does
    Reports every definition after the first in the text, in the same scope, that gives the same full form or
    nearly the same. What stands in a heading, a caption, a glossary, the front matter, before the contents or
    in the acronym table does not count, and neither does a definition below the heading that names it, one
    that opens an appendix, or one in a sentence when only a table had it before. Where three chapters define
    it once each, the author means each to be read alone. What is read by itself counts by itself: a row of a
    workbook, a template to be filled in. Quotations, quoted statements of controls and titles of cited
    publications are left alone, and what only an instruction to the author has defined may be defined in the
    text. More than five of one acronym are one finding.
Why it matters
    The reader wonders whether something new is meant, and later edits change only one of the two.
Example
    Bad:  The Global Positioning System (GPS) … The Global Positioning System (GPS) receiver …
    Good: The Global Positioning System (GPS) … The GPS receiver …
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import ClassVar

from stormdat_core.acronyms.forms.comparison import Likeness
from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.phrases import normal
from stormdat_core.acronyms.text.prose import is_title
from stormdat_core.model import BlockKind, Certainty, Colour, Document, Finding, Fix, Severity
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.defined.conflict import meanings
from stormdat_core.rules.acronyms.defined.publications import uncited
from stormdat_core.rules.acronyms.defined.rare import Rare, is_rare
from stormdat_core.rules.acronyms.wording import Scope, defined_at, likeness, parts, scopes, where, whole
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.instructions import instructions
from stormdat_core.rules.quoted import quoted
from stormdat_core.rules.standalone import standalone
from stormdat_core.rules.together import Place, one_finding
from stormdat_core.rules.wording import wording_of

_APPENDIX = re.compile(r"\s*(?:appendix|annex|attachment|enclosure)\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w&/-]*")
_CHAPTERS = 3
_FEWEST_CONTENTS = 3
"""Lines of a table of contents."""
_ROW = 24
"""Paragraphs of a row before a definition in it, among which its first cell is looked for."""
_LONGEST_NAME = 60
"""Characters of a first cell that names what its row is about."""
_NO_PROSE = frozenset((BlockKind.CELL, BlockKind.NOTE))
MOST_APART = 5
"""Definitions of one acronym that are reported one by one; more are one finding."""


class Redefined:
    info: ClassVar = RuleInfo(
        id="ACR-REDEFINED",
        fixes=True,
        needs=(AcronymIndex,),
        name="acronym-redefined",
        title="Acronym defined again",
        summary="Acronym defined again with the same full form.",
        severity=Severity.WARNING,
        colour=Colour.TEAL,
        cure="Later places use the acronym alone.",
        source="Acronym rules: define once",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        for scope in () if index.speech else scopes(context):
            if len(scope.definitions) < 2:
                continue
            if len(meanings(index, scope.entry)) > 1:
                continue  # one of them is to be spelt out
            if context.profile.rule(Rare.info.id).on and is_rare(context, scope):
                continue  # the acronym is to be dropped
            for part in parts(scope, document, standalone(context).part):
                yield from self._of_part(document, context, part)

    def _of_part(self, document: Document, context: RuleContext, part: Scope) -> Iterator[Finding]:
        places = _in_text(document, context, part)
        again = [
            place
            for place in places[1:]
            if likeness(context.acronyms, places[0].full, place.full) is not Likeness.DIFFERENT
        ]
        if again:
            yield from self._reported(document, context, part, places[0], again)

    def _reported(
        self,
        document: Document,
        context: RuleContext,
        scope: Scope,
        first: DefinitionPlace,
        again: Sequence[DefinitionPlace],
    ) -> Iterator[Finding]:
        fixes = [_fix(context, scope.definitions, place) for place in again]
        if len(again) > MOST_APART:
            yield self._together(document, context, scope, first, again, fixes)
        else:
            for place, fix in zip(again, fixes, strict=True):
                yield self._alone(document, context, scope, first, place, fix)

    def _alone(
        self,
        document: Document,
        context: RuleContext,
        scope: Scope,
        first: DefinitionPlace,
        place: DefinitionPlace,
        fix: Fix,
    ) -> Finding:
        message = (
            f"{place.full} ({place.short}) is defined again in {fix.where.label}; "
            f"{_since(document, scope, first)}. Use {place.short} here."
        )
        evidence = [defined_at(document, first, "first defined here")]
        certainty = _certainty(context, first, [place])
        return context.finding(self.info, fix.where, message, certainty=certainty, evidence=evidence, fix=fix)

    def _together(
        self,
        document: Document,
        context: RuleContext,
        scope: Scope,
        first: DefinitionPlace,
        again: Sequence[DefinitionPlace],
        fixes: Sequence[Fix],
    ) -> Finding:
        """Return one finding for an acronym that is defined again at many places."""
        message = (
            f"{again[0].full} ({again[0].short}) is defined again at {len(again):,} places, first in "
            f"{fixes[0].where.label}; {_since(document, scope, first)}. Use the acronym there."
        )
        return one_finding(
            self.info,
            context,
            [Place(fix.where, fix) for fix in fixes],
            message,
            "defined again here too",
            certainty=_certainty(context, first, again),
            rests_on=[defined_at(document, first, "first defined here")],
        )


def _since(document: Document, scope: Scope, first: DefinitionPlace) -> str:
    """Return where the definition stands that counts: ACR-BEFORE-DEF may name a cell or a note before it."""
    before = scope.definitions[0]
    cell = before != first and document.blocks[before.block].kind in _NO_PROSE
    said = "defined in the text in" if cell else "first defined in"
    return f"{said} {where(document, first).label}"


def _certainty(
    context: RuleContext, first: DefinitionPlace, again: Sequence[DefinitionPlace]
) -> Certainty | None:
    """Return the highest certainty where all definitions are plain and say the same."""
    same = (likeness(context.acronyms, first.full, place.full) is Likeness.EQUAL for place in again)
    return Certainty.CERTAIN if all(place.sure for place in again) and all(same) else None


def _fix(context: RuleContext, places: Sequence[DefinitionPlace], place: DefinitionPlace) -> Fix:
    """Return the acronym in the place of a definition, safe where the wording lets it."""
    block = context.document.blocks[place.block]
    here = block.locate(*whole(block.text, place))
    earlier = takewhile(lambda each: each is not place, places)
    return corrected(here, place.short, wording_of(context).redefined(here, place, earlier))


def _in_text(document: Document, context: RuleContext, scope: Scope) -> list[DefinitionPlace]:
    """Return the definition that counts for the reader of the text and those that repeat it, in order."""
    begin, blocks = context.shared(_after_contents), document.blocks
    in_column = quoted(context).is_in_column
    places = [place for place in uncited(context, scope.definitions) if not place.apart and not place.front]
    places = [place for place in places if not in_column(blocks[place.block])]
    places = _from_lasting(context, places)
    places = [place for place in places if place.block >= begin] or places
    prose = [place for place in places if document.blocks[place.block].kind not in _NO_PROSE]
    if prose:
        places = places[places.index(prose[0]) :]
    if not places or _by_chapter(document, places):
        return places[:1]
    return [
        places[0],
        *(place for place in places[1:] if not _may_repeat(document, context, places[0], place)),
    ]


def _from_lasting(context: RuleContext, places: list[DefinitionPlace]) -> list[DefinitionPlace]:
    """Return the definitions from the first one on that stays when the instructions are deleted."""
    hold = instructions(context).hold
    lasting = next((at for at, place in enumerate(places) if not hold(place.block)), 0)
    return places[lasting:]


def _after_contents(context: RuleContext) -> int:
    """Return the index of the block with which the text begins behind the contents; 0 without contents."""
    blocks = context.document.blocks
    listed = [block.index for block in blocks[: len(blocks) // 2] if block.kind is BlockKind.CONTENTS]
    return listed[-1] if len(listed) >= _FEWEST_CONTENTS else 0


def _may_repeat(
    document: Document, context: RuleContext, first: DefinitionPlace, place: DefinitionPlace
) -> bool:
    """Return whether a definition stands in a title, quotation, note or annex, or below its heading."""
    block = document.blocks[place.block]
    if (
        is_title(block.text)
        or quoted(context).holds(block)
        or block.kind is BlockKind.NOTE
        or wording_of(context).is_quoted(where(document, place))
        or _is_row_about(document, place)
    ):
        return True
    above = block.where.heading
    if not above:
        return False
    if f" {normal(place.full)} " in f" {normal(above[-1])} " or _names(above[-1], place.short):
        return True
    return bool(_APPENDIX.match(above[0])) and above[0] not in document.blocks[first.block].where.heading


def _is_row_about(document: Document, place: DefinitionPlace) -> bool:
    """Return whether a definition stands in the row that the first cell names: the row says what that is."""
    block = document.blocks[place.block]
    if block.kind is not BlockKind.CELL or not block.where.column or block.where.column < 2:
        return False
    row = takewhile(
        lambda each: each.where.row == block.where.row and each.where.table == block.where.table,
        reversed(document.blocks[max(0, block.index - _ROW) : block.index]),
    )
    first = next((each.text.strip() for each in row if each.where.column == 1), "")
    if not 0 < len(first) <= _LONGEST_NAME or first.endswith((".", "!", "?")):
        return False
    return f" {normal(place.full)} " in f" {normal(first)} " or _names(first, place.short)


def _names(heading: str, short: str) -> bool:
    """Return whether a heading names an acronym: its section says what that is."""
    return singular(short) in map(singular, [*heading.split(), *_WORD.findall(heading)])


def _by_chapter(document: Document, places: list[DefinitionPlace]) -> bool:
    """Return whether several chapters define an acronym once each: they are meant to be read alone."""
    chapters = [document.blocks[place.block].where.heading[:1] for place in places]
    return len(chapters) >= _CHAPTERS and len(set(chapters)) == len(chapters)
