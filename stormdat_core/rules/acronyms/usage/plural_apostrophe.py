"""An apostrophe makes a plural.

What it does
    Reports an acronym with 's where a number stands before it or a plural verb after it, or where it is said
    of many and nothing follows that could belong to it: three UAV's are, a table of DCR's.
    Elsewhere 's is taken for a possessive, which cannot be told from it by form.
Why it matters
    The apostrophe says that something belongs to the acronym, and the reader looks for it.
Example
    Bad:  Three UAV's are ready.
    Good: Three UAVs are ready.
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.folding import folded
from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Colour, Document, Finding, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.wording import also, ignored, where
from stormdat_core.rules.base import RuleContext, RuleInfo

_NUMBER = re.compile(
    r"(?:^|(?<![A-Z])\b[a-z]\w*\s+|[.,;:(]\s*|\bThe\s+)"
    r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|several|many|few|these|those)\s+$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:table|figure|section|chapter|part|annex|appendix|phase|step|in|of|no)\.?\s+\d+\s+$", re.IGNORECASE
)
_VERB = re.compile(r"\s+(?:are|were|have|do)\b")
_AMOUNT = re.compile(
    r"\b(?:(?:list|table|set|number|group|series|pair|total|range|summary|majority|collection|type|kind)s? of"
    r"(?: (?:the|these|those|all|open|other))?|all|both|most|some|multiple|various|other|different|numerous|"
    r"additional)\s+$",
    re.IGNORECASE,
)
"""What is said of many: a table of DCR's, all DCR's."""
_ENDS = re.compile(r"\s*(?:[.,;:)\]]|$)|\s+(?:and|or|that|which|in|for|to|from|with|by|at|on|as|is|was)\b")
"""Nothing follows that could belong to the acronym."""
_BEFORE = 40
_SHORTEST = 4
"""Characters in two letters with an ending: UK's."""


class PluralApostrophe:
    info: ClassVar = RuleInfo(
        id="ACR-PLURAL-APOSTROPHE",
        fixes=True,
        needs=(AcronymIndex,),
        name="acronym-plural-apostrophe",
        title="Plural with an apostrophe",
        summary="Plural of an acronym written with an apostrophe.",
        severity=Severity.INFO,
        colour=Colour.VIOLET,
        cure="The plural is written without an apostrophe.",
        source="Acronym rules: plurals take no apostrophe",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in context.acronyms.entries.values():
            uses = [] if ignored(entry) else [use for use in entry.uses if _is_plural(document, use)]
            if uses:
                yield self._finding(document, context, entry, uses)

    def _finding(
        self, document: Document, context: RuleContext, entry: AcronymEntry, uses: list[Use]
    ) -> Finding:
        here = where(document, uses[0])
        written = document.blocks[uses[0].block].text[uses[0].start : uses[0].end]
        plural = singular(folded(written)) + "s"
        message = f"“{written}” in {here.label} is a plural. Write {plural}, without an apostrophe."
        evidence = also(document, uses[1:], "plural with an apostrophe here too")
        fix = corrected(here, plural, reasons.MAY_POSSESS)
        return context.finding(self.info, here, message, evidence=evidence, fix=fix)


def _is_plural(document: Document, use: Use) -> bool:
    if use.end - use.start < _SHORTEST:
        return False
    text = document.blocks[use.block].text
    if text[use.end - 1] != "s" or text[use.end - 2] not in "'’":
        return False
    before = text[max(0, use.start - _BEFORE) : use.start]
    numbered = _NUMBER.search(before) is not None and _LABEL.search(before) is None
    counted = _AMOUNT.search(before) is not None and _ENDS.match(text, use.end) is not None
    return numbered or counted or _VERB.match(text, use.end) is not None
