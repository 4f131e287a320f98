"""A bracketed short form does not fit the words before it.

What it does
    Looks at the first place of each acronym that the document does not define and no list knows. Where it
    stands alone in brackets behind a capitalised name that shares its first letter, and yet its letters do
    not come from the words of that name, it is reported.
Why it matters
    It looks like a definition and explains nothing: letters or words are wrong.
Example
    Bad:  The Joint Test Range Office (JXQB) decides.
    Good: The Joint Test Range Office (JTRO) decides.
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.defined.mistyped import Mistyped, mistyped
from stormdat_core.rules.acronyms.not_defined.unfit import unfit
from stormdat_core.rules.acronyms.wording import ignored, times, used_at
from stormdat_core.rules.base import RuleContext, RuleInfo


class DefinitionLetters:
    info: ClassVar = RuleInfo(
        id="ACR-DEF-LETTERS",
        needs=(AcronymIndex,),
        name="definition-letters",
        title="Short form does not fit its words",
        summary="Bracketed short form that does not fit the words before it.",
        severity=Severity.INFO,
        colour=Colour.BLUE,
        cure="The bracketed form fits the words before it, or the bracket says something else.",
        source="Acronym rules: the letters come from the words",
        scope="document",
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        slips = dict.fromkeys(mistyped(context).values())
        for slip in slips:
            yield self._slip(document, context, slip)
        for entry in context.acronyms.entries.values():
            if entry.key in mistyped(context):
                continue
            if entry.rows or entry.definitions or ignored(entry):
                continue
            found = unfit(document, entry)
            if found:
                here = document.blocks[found.block].locate(found.name_start, found.end)
                message = (
                    f"{found.short} in {here.label} does not fit the words before it, “{found.name}”. "
                    "Correct the letters or the words."
                )
                yield context.finding(self.info, here, message)

    def _slip(self, document: Document, context: RuleContext, slip: Mistyped) -> Finding:
        here = document.blocks[slip.block].locate(slip.start, slip.end)
        meant = context.acronyms.entries[slip.right]
        message = (
            f"{slip.wrong} in {here.label} is probably {meant.name}: the words before it are “{slip.full}”, "
            f"and {meant.name} is used {times(len(meant.uses))} and never defined. Correct the letters."
        )
        evidence = used_at(document, meant.uses)
        return context.finding(self.info, here, message, certainty=Certainty.LIKELY, evidence=evidence)
