"""Acronym lists: those that a person keeps for every sweep, and the one that decisions make."""

from collections.abc import Iterable
from pathlib import Path

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.atomic import free_name
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.sweep import deciding

HOUSE_NAME = "House acronym list.xlsx"


@action()
def keep(parts: Parts, paths: Iterable[Path]) -> int:
    """Keep lists for every sweep, behind those that are kept; return how many there are.

    Raises:
        BadSettings, OutputRefused: the settings could not be saved.
    """
    kept = list(dict.fromkeys([*parts.settings.lists, *map(str, paths)]))
    parts.change_settings({"lists": kept})
    return len(parts.settings.lists)


@action("place")
def drop(parts: Parts, place: int, name: str) -> int:
    """Keep a list no longer and return how many there still are. The file stays.

    Args:
        parts: of the program.
        place: of the list among those that are kept, from 0.
        name: of its file, as the person saw it.

    Raises:
        StormError: another list stands at this place now.
        BadSettings, OutputRefused: the settings could not be saved.
    """
    kept = list(parts.settings.lists)
    if place >= len(kept) or Path(kept[place]).name != name:
        raise StormError("The kept lists have changed meanwhile.", "Load the page again.")
    del kept[place]
    parts.change_settings({"lists": kept})
    return len(kept)


@action()
def write_house(parts: Parts, target: Path) -> int:
    """Write what was decided about acronyms as a list, and return its number of rows.

    Raises:
        StormError: nothing was decided about acronyms.
        OutputRefused: the file is there already, or cannot be written.
    """
    if target.exists():
        raise OutputRefused(f"{target.name} is there already.", "Give another name, or remove it first.")
    return deciding.export_house(parts.store, target)


@action()
def save_house(parts: Parts, folder: Path) -> tuple[Path, int]:
    """Write the same list into a folder, under a name that is free; return the file and its number of rows.

    Raises:
        StormError: nothing was decided about acronyms.
        OutputRefused: it cannot be written.
    """
    stem, dot, suffix = HOUSE_NAME.rpartition(".")
    target = free_name(folder, stem, dot + suffix)
    return target, deciding.export_house(parts.store, target)
