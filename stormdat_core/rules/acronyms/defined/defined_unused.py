"""An acronym is defined and never used.

What it does
    Reports an acronym that the text defines and that stands nowhere else, neither in text and tables nor in
    headers, references, code, alternative texts or as part of another word. What is defined in a heading, a
    caption or a title alone is left out: it may be the name of a part. Where the full form is said again
    and again, ACR-FULL-FORM proposes to use the acronym instead. Beside a picture, which is not read, it is
    less certain, and those of one section are one finding. In a workbook all of them are one finding;
    a column whose header names the publication it quotes is left alone, and so are quoted statements of
    controls.
Why it matters
    A definition that serves nothing burdens the reader and the acronym list.
Example
    Bad:  The Line of Balance (LOB) is drawn monthly. (LOB does not occur again.)
    Good: The line of balance is drawn monthly.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.prose import in_quotes, is_title
from stormdat_core.model import (
    OBJECT,
    Block,
    BlockKind,
    Certainty,
    Colour,
    Document,
    Evidence,
    Finding,
    Severity,
)
from stormdat_core.rules.acronyms.advice import elsewhere, repeats
from stormdat_core.rules.acronyms.defined.mistyped import mistyped
from stormdat_core.rules.acronyms.wording import Scope, named, scopes, where
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.quoted import quoted

_NO_TEXT = frozenset((BlockKind.CONTENTS, BlockKind.PROPERTY, BlockKind.COMMENT))
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&]*")
_NEAR = 3
"""Paragraphs between a definition and the picture that may show its acronym."""
_NUMBER = re.compile(r" v?\d[\d.]*(?=$|[)\]])")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9&]*")


class DefinedUnused:
    info: ClassVar = RuleInfo(
        id="ACR-DEF-UNUSED",
        needs=(AcronymIndex,),
        name="acronym-defined-unused",
        title="Acronym defined but not used",
        summary="Acronym defined and never used again.",
        severity=Severity.WARNING,
        colour=Colour.TEAL,
        cure="The acronym is used after its definition, or the definition is dropped.",
        source="Acronym rules: define what is used",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        unused = [scope for scope in scopes(context) if _is_unused(document, scope)]
        if index.speech or not unused:
            return
        wanted = {singular(place.short) for scope in unused for place in scope.definitions}
        standing = _stand_elsewhere(document, context, wanted)
        unused = [scope for scope in unused if not _is_used(context, scope, standing)]
        in_rows = [scope for scope in unused if _block(document, scope).where.sheet is not None]
        if len(in_rows) > 1:  # nobody reads a workbook through, or looks for each of them in it
            yield self._of_workbook(document, context, in_rows)
        for alike in _by_figure(document, unused) if len(in_rows) < 2 else ():
            if len(alike) > 1:
                yield self._of_figure(document, context, alike)
            else:
                yield self._of_scope(document, context, alike[0])

    def _of_scope(self, document: Document, context: RuleContext, scope: Scope) -> Finding:
        place = scope.definitions[0]
        here = where(document, place)
        shown = _is_beside_figure(document, place.block)
        cure = use_or_drop(context, scope) if _stands_again(scope) else drop(context, scope)
        cure = f"{cure[:-1]} unless the figure beside it shows it." if shown else cure
        said = f"“{place.full} ({place.short})” is defined in {here.label}"
        message = f"{said} and {place.short} is not used again. {cure}"
        certainty = Certainty.POSSIBLE if shown else None
        return context.finding(self.info, here, message, certainty=certainty)

    def _of_figure(self, document: Document, context: RuleContext, unused: Sequence[Scope]) -> Finding:
        places = [scope.definitions[0] for scope in unused]
        message = (
            f"{len(places):,} acronyms are defined beside a figure and not used again: "
            f"{named([place.short for place in places])}. Drop those that the figure does not show."
        )
        others = [Evidence(where(document, place), "not used again", marked=True) for place in places[1:]]
        return context.finding(
            self.info, where(document, places[0]), message, certainty=Certainty.POSSIBLE, evidence=others
        )

    def _of_workbook(self, document: Document, context: RuleContext, unused: Sequence[Scope]) -> Finding:
        places = [scope.definitions[0] for scope in unused]
        names = named([place.short for place in places])
        message = (
            f"{len(places):,} acronyms are defined in a cell and not used anywhere else: {names}. Drop those "
            "that are not needed."
        )
        others = [Evidence(where(document, place), "not used again", marked=True) for place in places[1:]]
        return context.finding(
            self.info, where(document, places[0]), message, certainty=Certainty.LIKELY, evidence=others
        )


def _by_figure(document: Document, unused: Sequence[Scope]) -> Iterator[list[Scope]]:
    """Yield the scopes one by one, those beside the figures of one section together."""
    found: dict[Hashable, list[Scope]] = defaultdict(list)
    for at, scope in enumerate(unused):
        place = scope.definitions[0]
        shown = _is_beside_figure(document, place.block) and not _stands_again(scope)
        found[_block(document, scope).where.heading if shown else at].append(scope)
    yield from found.values()


def drop(context: RuleContext, scope: Scope) -> str:
    """Return the advice to do without an acronym; a row that explains it goes, if nothing else needs it."""
    needless = scope.entry.table_rows and not elsewhere(context, scope.entry)
    row = " and its row in the acronym table" if needless else ""
    return f"Drop the acronym{row}."


def use_or_drop(context: RuleContext, scope: Scope) -> str:
    """Return the advice where the full form is said again: its twins may use their acronyms there."""
    return f"Use it where the full form stands again, or d{drop(context, scope)[1:]}"


def _stands_again(scope: Scope) -> bool:
    """Return whether the full form stands again behind the definition."""
    place = scope.definitions[0]
    return any((use.block, use.start) > (place.block, place.end) for use in scope.entry.full_forms)


def _is_beside_figure(document: Document, block: int) -> bool:
    """Return whether a picture stands within a few paragraphs of a block: nobody reads what it shows."""
    above = document.blocks[block].where.heading
    near = document.blocks[max(0, block - _NEAR) : block + _NEAR + 1]
    return any(each.where.heading == above and OBJECT in each.text and each.is_blank for each in near)


def _block(document: Document, scope: Scope) -> Block:
    return document.blocks[scope.definitions[0].block]


def _is_used(context: RuleContext, scope: Scope, standing: set[str]) -> bool:
    """Return whether an acronym without a use stands somewhere, or should, is quoted, or is a slip."""
    name = scope.entry.key
    if name in repeats(context) or name in mistyped(context):
        return True
    if singular(scope.definitions[0].short) in standing:
        return True
    return quoted(context).holds(_block(context.document, scope))


def _is_unused(document: Document, scope: Scope) -> bool:
    """Return whether a scope defines an acronym once, in a sentence of its text, and nothing uses it."""
    entry = scope.entry
    if entry.uses or entry.outside or len(scope.definitions) != 1:
        return False
    place = scope.definitions[0]
    text = document.blocks[place.block].text
    numbered = _NUMBER.search(place.short) or _NUMBER.match(text, place.short_end)  # one of several: FAR 39.2
    return not (place.apart or numbered or is_title(text) or in_quotes(text, place.start))


def _stand_elsewhere(document: Document, context: RuleContext, wanted: set[str]) -> set[str]:
    """Return which of some short forms stand in what is not read for uses: code, references, longer words."""
    index = context.acronyms
    own = {place.block for entry in index.entries.values() for place in entry.definitions}
    mixed = not all(map(str.isupper, wanted))
    found: set[str] = set()
    for block in document.blocks:
        if block.kind in _NO_TEXT or block.index in index.aside:
            continue
        parts = _parts(block.text, mixed=mixed)
        if not wanted.isdisjoint(parts):
            once = block.index in own  # the definition itself stands there
            found.update(part for part in wanted.intersection(parts) if parts.count(part) > once)
    return found


def _parts(text: str, *, mixed: bool) -> list[str]:
    """Return the short forms in a text, also as part of a longer word: FM_APP, FM100, pre-FM."""
    found: list[str] = _CAPITALS.findall(text)
    found += [part.rstrip("0123456789") for part in found if part[-1].isdecimal()]
    return found + [part for part in _LETTERS.findall(text) if not part.isupper()] if mixed else found
