"""An acronym is followed by the word that its last letter stands for.

What it does
    Compares the word after each use with the last word of the full form that the text, or else the list,
    gives: LCD display, PIN numbers.
Why it matters
    Spelt out, it says the word twice.
Example
    Bad:  the Liquid Crystal Display (LCD) … the LCD display
    Good: the Liquid Crystal Display (LCD) … the LCD
"""

import re
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.folding import folded
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.phrases import singular_word, words_of
from stormdat_core.model import Colour, Document, Finding, Severity, reasons
from stormdat_core.model.reasons import corrected
from stormdat_core.rules.acronyms.wording import ignored
from stormdat_core.rules.base import RuleContext, RuleInfo

# A capital in the word and in the next one makes it part of a name: cFE Executive Services.
_NEXT = re.compile(r" (?![A-Z][a-z]+ [A-Z])([A-Za-z]+)(?![\w-])")


class Redundant:
    info: ClassVar = RuleInfo(
        id="ACR-REDUNDANT",
        fixes=True,
        needs=(AcronymIndex,),
        name="acronym-redundant-word",
        title="Acronym followed by its own last word",
        summary="Acronym followed by the word its last letter stands for.",
        severity=Severity.INFO,
        colour=Colour.NONE,
        cure="The word that the last letter stands for is dropped.",
        source="Acronym rules: say no word twice",
        scope="document",
        on=False,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        for entry in context.acronyms.entries.values():
            last = "" if ignored(entry) else _last_word(entry)
            for use in entry.uses if last else ():
                end = _repeated(document.blocks[use.block].text, use, last)
                if end:
                    yield self._finding(document, context, use, end)

    def _finding(self, document: Document, context: RuleContext, use: Use, end: int) -> Finding:
        block = document.blocks[use.block]
        said, short = block.text[use.start : end], block.text[use.start : use.end]
        message = f"“{said}” says “{said[len(short) + 1 :]}” twice, for {short} ends in it. Write {short}."
        here = block.locate(use.start, end)
        return context.finding(self.info, here, message, fix=corrected(here, short, reasons.WORD_WANTED))


def _last_word(entry: AcronymEntry) -> str:
    """Return the last word of the full form, singular, if the last letter of the acronym stands for it."""
    full = [
        *(place.full for place in entry.definitions if place.sure),
        *(row.definition for row in entry.rows),
    ]
    words = words_of(folded(full[0])) if full else []
    return singular_word(words[-1]) if words and words[-1][0].upper() == entry.key[-1] else ""


def _repeated(text: str, use: Use, last: str) -> int:
    """Return the offset after the word behind a use, if it is that last word; 0 if not."""
    if text[use.end + 1 : use.end + 2].lower() != last[0]:
        return 0  # the cheapest question first: this is asked of every use
    match = _NEXT.match(text, use.end)
    return match.end() if match and singular_word(match[1].lower()) == last else 0
