"""What each plug-in brings and what went wrong with it; help page, self-test and command ask here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stormdat_core.model import PluginSource
from stormdat_core.plugins import state
from stormdat_core.plugins.door import Door
from stormdat_core.plugins.entries import NOUNS, packages


@dataclass(frozen=True, slots=True)
class Shown:
    """One plug-in."""

    package: PluginSource
    brings: tuple[tuple[str, str], ...]
    """Kind and name of each thing that was let in: `("rule", "ACME-DATE")`."""
    failures: tuple[str, ...]
    """What went wrong with it in this run of the program, in sentences."""


def overview(doors: Iterable[Door[Any]]) -> tuple[Shown, ...]:
    """Return every plug-in in the order of the doors; nothing where they are turned off."""
    brought = [
        (offer.entry.package, NOUNS[door.group], door.name(offer))
        for door in doors
        for offer in door.offers()
    ]
    failures = state.failures()
    return tuple(
        Shown(
            package,
            tuple((noun, name) for owner, noun, name in brought if owner == package),
            tuple(failure.sentence for failure in failures if failure.package == package.words),
        )
        for package in packages(state.entries())
    )
