"""A definition in the text is nearly what the list says.

What it does
    Reports a full form that differs from the list only in and/&, in -ise/-ize, in singular or plural of a
    word, by one slip in a long word, or by a word more at its beginning or end.
Why it matters
    Mostly it is a misspelling, in the text or in the list; both then look unreliable.
Example
    Bad:  the Software Requirement Specifications (SRS)
    Good: the Software Requirements Specification (SRS)
"""

from typing import ClassVar

from stormdat_core.acronyms.forms.comparison import Likeness
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import Certainty, Colour, Severity
from stormdat_core.rules.acronyms.listed.list_mismatch import ListMismatch
from stormdat_core.rules.base import RuleInfo


class ListNear(ListMismatch):
    info: ClassVar = RuleInfo(
        id="ACR-LIST-NEAR",
        needs=(AcronymIndex,),
        name="definition-nearly-as-listed",
        title="Definition nearly as in the list",
        summary="Definition in the text that is nearly what the list says.",
        severity=Severity.WARNING,
        colour=Colour.TEAL,
        cure="Text and list spell the full form alike.",
        source="The acronym list given",
        scope="document",
        certainty=Certainty.CERTAIN,
    )
    likeness: ClassVar = Likeness.NEAR

    @property
    def _cure(self) -> str:
        return "Write it as the list does, or correct the list."
