"""Header or footer marking that is not on the approved list.

What it does
    Looks at every header and footer that some page shows, finds what reads as a security marking, and
    compares it with the markings the profile approves. Where a format has no headers, it looks at what
    stands in for them: the lines of a slide, the first and last cell of a sheet, the first and last lines of
    a page or a text. Case and spacing do not matter. Each marking is reported once, with the other places it
    stands in.
Why it matters
    A marking that is not one of the approved ones protects nothing and stops a release.
Example
    Bad:  SECRET//EYES ONLY in the header of a house that approves SECRET and SECRET//NOFORN.
    Good: SECRET//NOFORN
"""

from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.markings.banner_lines import banners_in, edge_blocks, marking_spans, normal, running_blocks
from stormdat_core.markings.scheme import Scheme
from stormdat_core.model import Block, Colour, Document, Evidence, Finding, Location, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.markings.shared_audit import DocumentAudit

_SHOWN = 5
_USUAL = Scheme()


class NotApproved:
    info: ClassVar = RuleInfo(
        id="MRK-NOT-APPROVED",
        needs=(DocumentAudit,),
        name="marking-not-approved",
        title="Marking not in the approved list",
        summary="Header or footer marking not in the approved list.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        source="Approved markings of the profile",
        scope="document",
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        approved = {normal(line): line for line in context.profile.markings.approved}
        if not approved:
            return
        for marking, places in _markings(document).items():
            if marking not in approved:
                evidence = [Evidence(where, "the same marking") for where in places[1:]]
                message = _message(marking, tuple(approved.values()))
                yield context.finding(self.info, places[0], message, evidence=evidence)


def _markings(document: Document) -> dict[str, list[Location]]:
    """Return the places of each marking in headers, footers and what stands in for them."""
    found: dict[str, list[Location]] = {}
    for block, start, end in _spans(document):
        found.setdefault(normal(block.text[start:end]), []).append(block.locate(start, end))
    return found


def _spans(document: Document) -> Iterator[tuple[Block, int, int]]:
    """Yield what reads as a marking; outside headers and footers only what cannot be an ordinary line."""
    for block in running_blocks(document):
        for start, end in marking_spans(block.text):
            yield block, start, end
    for block in edge_blocks(document):
        for banner in banners_in(block, _USUAL):
            if not banner.weak:
                yield block, banner.start, banner.end


def _message(marking: str, approved: tuple[str, ...]) -> str:
    names = ", ".join(approved[:_SHOWN]) + (", …" if len(approved) > _SHOWN else "")
    return f"“{marking}” is not an approved marking. Approved: {names}. Correct it, or add it to the profile."
