"""Atomic energy information."""

from collections.abc import Iterator
from itertools import pairwise

from stormdat_core.markings.model import Category, Item, Level, Marking, Regime, Slip
from stormdat_core.markings.scheme import Scheme

_CLASSIFIED = (Level.TS, Level.S, Level.C)
_UNCLASSIFIED = ("DCNI", "UCNI")


def check_atomic(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report atomic energy information at a wrong level, and CNWDI and SIGMA where they cannot be."""
    for item in marking.of(Category.ATOMIC):
        yield from _level(item, marking, scheme)
        yield from _additions(item, marking, scheme)
    first = marking.named("RD") or marking.named("FRD")
    if first is not None and not (marking.named("NOFORN") or marking.named("REL")):
        yield Slip("MRK-AEA-NOFORN", first.start, first.end, f"{first.text} normally carries NOFORN.")


def _level(item: Item, marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    if item.name in _UNCLASSIFIED:
        if marking.level is not Level.U:
            text = f"{item.text} stands with UNCLASSIFIED only."
            yield Slip("MRK-AEA-UCNI", item.start, item.end, text)
    elif marking.level not in _CLASSIFIED:
        yield Slip("MRK-AEA-LEVEL", item.start, item.end, f"{item.text} needs the level TS, S or C.")
    elif item.numbers and scheme.regime is Regime.IC and marking.level is Level.C:
        yield Slip("MRK-AEA-LEVEL", item.start, item.end, "SIGMA needs the level TS or S.")


def _additions(item: Item, marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    if item.codes and (item.name != "RD" or marking.level not in (Level.TS, Level.S)):
        text = "CNWDI stands with Restricted Data at TS or S only."
        yield Slip("MRK-AEA-CNWDI", item.start, item.end, text)
    listed = scheme.sigma
    unlisted = [number for number in item.numbers if number not in listed]
    if unlisted or any(one >= other for one, other in pairwise(item.numbers)):
        current = (
            f"1 to {listed.stop - 1}" if isinstance(listed, range) else ", ".join(map(str, sorted(listed)))
        )
        text = f"SIGMA numbers ascend, and are of these: {current}."
        yield Slip("MRK-AEA-SIGMA", item.start, item.end, text)
