"""Sensitive compartmented information: levels, and the controls it needs beside it."""

from collections.abc import Iterator, Mapping

from stormdat_core.markings.checks.controls import RELEASE
from stormdat_core.markings.model import Category, Item, Level, Marking, Slip
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import SciRow


def check_sci(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report what the control systems of a marking demand and do not get."""
    items = [item for item in marking.of(Category.SCI) if item.paths]
    if not items:
        return
    first = items[0]
    if marking.level is Level.U:
        yield Slip(
            "MRK-SCI-UNCLASS", first.start, first.end, "A control system stands with UNCLASSIFIED; none may."
        )
        return
    rows = scheme.vocabulary.sci
    for item in items:
        for name in _names(item, rows):
            yield from _row(name, rows[name], item, marking)
        yield from _compartments(item)
    if not any(map(marking.named, RELEASE)):
        text = "SCI stands with a release marking: NOFORN, ORCON, RELIDO, REL TO or DISPLAY ONLY."
        yield Slip("MRK-SCI-RELEASE", first.start, first.end, text)


def _names(item: Item, rows: Mapping[str, SciRow]) -> list[str]:
    """Return the rows of the vocabulary that speak of a control: itself and each compartment it names."""
    root = item.paths[0][0]
    names = [root]
    for path in item.paths[1:]:
        own = f"{root}-{path[1]}"
        names.append(own if own in rows else f"{root}-")
        if len(path) > 2:
            names.append(f"{own} sub")
    return [name for name in dict.fromkeys(names) if name in rows]


def _row(name: str, row: SciRow, item: Item, marking: Marking) -> Iterator[Slip]:
    shown = name.removesuffix(" sub").removesuffix("-")
    if row.levels and marking.level not in row.levels:
        yield Slip("MRK-SCI-LEVEL", item.start, item.end, _level_text(shown, row.levels))
    if row.ic_levels and marking.level not in row.ic_levels:
        rule = "MRK-SCI-COMPARTMENT-LEVEL"
        yield Slip(rule, item.start, item.end, _level_text(item.text, row.ic_levels))
    if row.noforn and marking.named("NOFORN") is None:
        yield Slip("MRK-SCI-NOFORN", item.start, item.end, f"{shown} needs NOFORN.")
    if row.orcon and marking.named("ORCON") is None:
        yield Slip("MRK-SCI-ORCON", item.start, item.end, f"{item.text} needs ORCON.")
    if row.orcon and marking.named("ORCON-USGOV") is not None:
        yield Slip("MRK-SCI-USGOV", item.start, item.end, f"{item.text} does not stand with ORCON-USGOV.")
    if row.bare and len(item.paths) == 1:
        yield Slip("MRK-SCI-BARE", item.start, item.end, f"{item.text} without a compartment is not current.")


def _level_text(name: str, levels: frozenset[Level]) -> str:
    return f"{name} stands with {', '.join(level.name for level in sorted(levels, reverse=True))} only."


def _compartments(item: Item) -> Iterator[Slip]:
    if any("ECI" in path[1:2] for path in item.paths):
        text = "The grouping word ECI is left out: the compartment follows SI and a hyphen."
        yield Slip("MRK-SCI-ECI", item.start, item.end, text)
