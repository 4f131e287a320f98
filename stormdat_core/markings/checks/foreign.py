"""Information of other governments: FGI in a US document, JOINT and NATO markings."""

from collections.abc import Iterator

from stormdat_core.markings.model import Category, Item, Level, Marking, Slip, System
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary


def check_fgi(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report foreign government information where it cannot be, or named and concealed at once."""
    items = marking.of(Category.FGI)
    if marking.system is System.FOREIGN:
        yield from _foreign(marking, items)
    for item in items:
        if "USA" in item.codes:
            yield Slip("MRK-FGI-USA", item.start, item.end, "USA is no foreign source.")
        if marking.system is not System.US:
            text = "The category FGI stands in a US marking only."
            yield Slip("MRK-FGI-IN-NONUS", item.start, item.end, text)
        if marking.level in (Level.U, Level.R):
            yield Slip("MRK-FGI-LEVEL", item.start, item.end, "FGI stands below CONFIDENTIAL.")
        if marking.system is System.US and marking.kind == "portion":
            text = "Information of the US and of others is best kept in portions of their own."
            yield Slip("MRK-FGI-SEGREGATE", item.start, item.end, text)
    yield from _us_restricted(marking)


def _foreign(marking: Marking, items: tuple[Item, ...]) -> Iterator[Slip]:
    if "FGI" in marking.owners and (len(marking.owners) > 1 or any(item.codes for item in items)):
        text = "A source is either concealed or named; one portion does not do both."
        yield Slip("MRK-FGI-MIXED", 0, marking.head_end, text)
    noforn = marking.named("NOFORN")
    if noforn is not None:
        text = "NOFORN does not stand on information of another government."
        yield Slip("MRK-FGI-NOFORN", noforn.start, noforn.end, text)


def _us_restricted(marking: Marking) -> Iterator[Slip]:
    if marking.system is System.US and marking.level is Level.R:
        text = "RESTRICTED is no classification of the United States."
        yield Slip("MRK-LEVEL-US-RESTRICTED", 0, marking.head_end, text)


def check_joint(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report a JOINT marking without its owners, with a level or a control it cannot have, or unreleased."""
    if marking.system is not System.JOINT:
        return
    end, owners = marking.head_end, set(marking.owners)
    if len(owners) == 1 or (not owners and marking.kind == "banner"):
        yield Slip("MRK-JOINT-SINGLE", 0, end, "JOINT names fewer than two owners.")
    if marking.level is Level.R and "USA" in owners:
        text = "RESTRICTED is not possible where USA is an owner."
        yield Slip("MRK-JOINT-RESTRICTED", 0, end, text)
    for name in ("NOFORN", "HCS"):
        item = marking.named(name)
        if item is not None:
            text = f"A JOINT marking cannot carry {name}."
            yield Slip("MRK-JOINT-NOFORN", item.start, item.end, text)
    if not _released_to(marking, owners, scheme.vocabulary):
        text = "A JOINT marking carries REL TO with all its owners."
        yield Slip("MRK-JOINT-REL", 0, end, text)


def _released_to(marking: Marking, owners: set[str], vocabulary: Vocabulary) -> bool:
    release = marking.named("REL")
    if release is None:
        return False
    if not release.codes:
        return True
    expand = vocabulary.expand
    codes = {member for code in release.codes for member in (code, *expand.get(code, ()))}
    return owners <= codes


def check_nato(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report a NATO control without the level it needs, and what does not stand on NATO information."""
    for item in marking.of(Category.NATO):
        if item.name in ("BALK", "BOHEMIA") and marking.level is not Level.TS:
            text = f"{item.name} stands with COSMIC TOP SECRET only."
            yield Slip("MRK-NATO-QUALIFIER", item.start, item.end, text)
        elif marking.system is not System.NATO and not _holds_nato(marking):
            text = f"{item.name} stands with a NATO marking only."
            yield Slip("MRK-NATO-QUALIFIER", item.start, item.end, text)
    noforn = marking.named("NOFORN")
    if marking.system is System.NATO and noforn is not None:
        text = "NOFORN does not stand on NATO information."
        yield Slip("MRK-NATO-NOFORN", noforn.start, noforn.end, text)
    if marking.system is System.NATO and marking.kind == "portion" and marking.named("REL") is None:
        text = "In a US document a NATO portion should carry REL TO USA, NATO."
        yield Slip("MRK-NATO-REL", 0, marking.head_end, text)


def _holds_nato(marking: Marking) -> bool:
    """Return True for a US banner that names NATO as a source, or conceals its sources."""
    item = marking.named("FGI")
    return item is not None and (not item.codes or "NATO" in item.codes)
