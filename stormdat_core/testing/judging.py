"""What a rule finds in a document, and what the document is once its corrections are made."""

from collections.abc import Iterable, Sequence

from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.model import Document, Finding, Location
from stormdat_core.rules import profiles
from stormdat_core.rules.base import Rule, RuleContext
from stormdat_core.rules.profiles import Profile
from stormdat_core.testing.documents import Fault


def findings(
    rule: Rule, document: Document, profile: Profile | None = None, lists: Sequence[AcronymList] = ()
) -> tuple[Finding, ...]:
    """Return what a rule finds by a profile, `classic` where none is given."""
    context = RuleContext(document, profile or profiles.load("classic"), lists)
    return tuple(rule.check(document, context))


def found(
    rule: Rule, document: Document, profile: Profile | None = None, lists: Sequence[AcronymList] = ()
) -> list[Fault]:
    """Return the place of each finding, in the order in which the rule yields them."""
    return [place_of(finding, document) for finding in findings(rule, document, profile, lists)]


def place_of(finding: Finding, document: Document) -> Fault:
    """Return what a finding frames."""
    where = finding.where
    text = document.blocks[where.block].text if where.block >= 0 else ""
    return Fault(where.block, text[where.start : where.end], where.start)


def corrected(document: Document, found: Iterable[Finding]) -> tuple[str, ...]:
    """Return the text of each block with every correction made, safe or proposed.

    Raises:
        AssertionError: two corrections overlap, so that nobody knows what the text would be.
    """
    changes = [change for finding in found if finding.fix for change in _changes(finding)]
    texts = [block.text for block in document.blocks]
    last = (len(texts), 0)
    for where, text in sorted(changes, key=_place, reverse=True):
        assert (where.block, where.end) <= last, f"Two corrections overlap at {where.label or where.block}."
        last = (where.block, where.start)
        texts[where.block] = texts[where.block][: where.start] + text + texts[where.block][where.end :]
    return tuple(texts)


def _changes(finding: Finding) -> list[tuple[Location, str]]:
    fix = finding.fix
    if fix is None or not fix.changes_text:
        return []
    return [(fix.where, fix.replacement), *fix.others]


def _place(change: tuple[Location, str]) -> tuple[int, int]:
    return change[0].block, change[0].start
