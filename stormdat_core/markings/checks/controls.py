"""Dissemination controls: the levels they take, what they contradict, what they need. The rows are data."""

from collections.abc import Iterator

from stormdat_core.markings.model import Item, Level, Marking, Slip, System
from stormdat_core.markings.scheme import Scheme

RELEASE = ("NOFORN", "ORCON", "ORCON-USGOV", "RELIDO", "REL", "DISPLAY", "EYES")
"""Controls that say to whom information may go."""
_SUPERSEDED = ("FOUO", "SBU", "SBU NOFORN")


def check_levels(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report a control at a level that does not take it."""
    level = _level_name(marking)
    for row in scheme.vocabulary.level_rows:
        item = marking.named(row.control)
        if item is not None and level not in row.levels and not _is_category(item, marking):
            allowed = ", ".join(sorted(row.levels, key=_rank, reverse=True))
            text = f"{item.text} stands with {allowed} only."
            yield Slip(row.rule, item.start, item.end, text)


def _is_category(item: Item, marking: Marking) -> bool:
    return marking.system is System.CUI and item.category.name == "CUI"


def _level_name(marking: Marking) -> str:
    """Return the level's short name; CUI counts as one, also where UNCLASSIFIED stands before it."""
    if marking.system is System.CUI or (marking.level is Level.U and marking.named("CUI")):
        return "CUI"
    if marking.level is Level.R and marking.system is not System.US:
        return "R"
    return marking.level.name if marking.level is not None else ""


def _rank(name: str) -> int:
    return Level[name].value if name in Level.__members__ else -1


def check_exclusions(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report controls that contradict each other."""
    for row in scheme.vocabulary.exclusions:
        one = next(filter(None, map(marking.named, row.one)), None)
        other = next(filter(None, map(marking.named, row.other)), None)
        if one is not None and other is not None:
            later = max(one, other, key=lambda item: item.start)
            yield Slip(row.rule, later.start, later.end, _against(row.rule, one, other))


def _against(rule: str, one: Item, other: Item) -> str:
    if rule == "MRK-DISPLAY-REL":
        return "REL TO and DISPLAY ONLY stand together; confirm that both lists are meant."
    if rule == "MRK-AEA-RD-FRD":
        return f"{one.text} takes the place of {other.text}; keep {one.text}."
    return f"{one.text} and {other.text} contradict each other; keep the one that is meant."


def check_required(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report a control without another that it needs."""
    for name in ("EXDIS", "NODIS"):
        item = marking.named(name)
        if item is not None and marking.named("NOFORN") is None:
            yield Slip("MRK-EXDIS-NOFORN", item.start, item.end, f"{item.text} needs NOFORN.")
    imagery = marking.named("IMCON")
    if imagery is not None and not any(map(marking.named, ("NOFORN", "REL", "RELIDO"))):
        text = f"{imagery.text} usually stands with NOFORN, REL TO or RELIDO."
        yield Slip("MRK-IMCON-RELEASE", imagery.start, imagery.end, text)
    accm = marking.named("ACCM")
    if accm is not None and not accm.codes:
        yield Slip("MRK-ACCM-ABBREV", accm.start, accm.end, "ACCM lacks its nickname behind a hyphen.")
    naval = marking.named("NNPI")
    if naval is not None and naval.category.name != "CUI":
        yield Slip("MRK-NNPI-IC", naval.start, naval.end, "NNPI is not for intelligence products.")


def check_legacy(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report retired words, and those that CUI took the place of."""
    for name in _SUPERSEDED:
        item = marking.named(name)
        if item is not None:
            text = f"{item.text} gave way to CUI; mark new documents as CUI."
            yield Slip("MRK-TOKEN-FOUO", item.start, item.end, text)
    eyes = marking.named("EYES")
    if eyes is not None:
        yield Slip("MRK-TOKEN-LEGACY", eyes.start, eyes.end, "EYES ONLY was retired in 2017; write REL TO.")
    for item in marking.items:
        now = scheme.vocabulary.legacy.get(item.name) if item.paths else None
        if now:
            yield Slip("MRK-TOKEN-LEGACY", item.start, item.end, f"{item.name} is retired; write {now}.")
