"""A capitalised phrase recurs and has no acronym.

What it does
    Reports phrases of two to eight words, at least two of them capitalised, that stand at least
    `potential-min` times in running text and that neither the text, nor its acronym table, nor a list gives
    an acronym. Dates, places, persons, companies and labels do not count, nor do capitals that only open a
    sentence.
Why it matters
    A long name said often is hard to read; one definition shortens the document.
Example
    Bad:  The Joint Mission Planning Cell … the Joint Mission Planning Cell … the Joint Mission Planning Cell
    Good: The Joint Mission Planning Cell (JMPC) … the JMPC … the JMPC
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.acronyms.wording import also, where
from stormdat_core.rules.base import RuleContext, RuleInfo


class PotentialAcronym:
    info: ClassVar = RuleInfo(
        id="ACR-POTENTIAL",
        needs=(AcronymIndex,),
        name="potential-acronym",
        title="Phrase that could have an acronym",
        summary="Capitalised phrase that recurs and has no acronym.",
        severity=Severity.INFO,
        colour=Colour.BLUE,
        cure="The phrase gets an acronym, or you say that it needs none.",
        source="Acronym rules: shorten what is said often",
        scope="document",
        certainty=Certainty.POSSIBLE,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        index = context.acronyms
        for potential in () if index.speech else index.potentials:
            if key(potential.acronym) in index.entries:
                continue  # another rule says what to do about it
            here = where(document, potential.uses[0])
            count = f"{len(potential.uses):,} times"
            message = f"“{potential.phrase}” occurs {count}. Consider defining {potential.acronym}."
            evidence = also(document, potential.uses[1:], "occurs here too")
            yield context.finding(self.info, here, message, evidence=evidence)
