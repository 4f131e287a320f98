"""What a marking says, apart from how it is written: order, spelling and repetition do not count."""

from collections.abc import Iterable
from dataclasses import dataclass

from stormdat_core.markings.model import Category, Item, Level, Marking, System

Paths = frozenset[tuple[str, ...]]
NOTHING: frozenset[str] = frozenset()
CUI_WORDS = ("CUI", "CONTROLLED")
"""Words that make a marking one of CUI, and name no category."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a marking says. Two markings that say the same are equal here."""

    system: System
    level: Level
    owners: frozenset[str] = NOTHING
    """Foreign owners or co-owners; `FGI` for a concealed one. Empty for a JOINT that takes the banner's."""
    activity: str = ""
    nato: frozenset[str] = NOTHING
    sci: Paths = frozenset()
    sap: Paths = frozenset()
    hvsaco: bool = False
    atomic: frozenset[str] = NOTHING
    cnwdi: bool = False
    sigma: frozenset[int] = frozenset()
    fgi: frozenset[str] | None = None
    """None without foreign information, empty with a concealed source."""
    cui: bool = False
    categories: frozenset[str] = NOTHING
    controls: frozenset[str] = NOTHING
    """Dissemination controls without a list."""
    non_ic: frozenset[str] = NOTHING
    nicknames: frozenset[str] = NOTHING
    release: frozenset[str] | None = None
    """REL TO, USA included; None without it, empty for a portion that takes the banner's list."""
    display: frozenset[str] | None = None

    @property
    def classified(self) -> bool:
        return self.level > Level.U

    @property
    def noforn(self) -> bool:
        return "NOFORN" in self.controls


def content_of(marking: Marking) -> Content | None:
    """Return what a marking says, None when something in it cannot be understood."""
    if marking.level is None or any(_lost(item, marking) for item in marking.items):
        return None
    sci = [path for item in marking.of(Category.SCI) for path in _modern(item)]
    special = marking.of(Category.SAP)
    atomic = marking.of(Category.ATOMIC)
    cui = marking.system is System.CUI or bool(marking.named("CUI") or marking.named("CONTROLLED"))
    return Content(
        system=System.CUI if cui and marking.level is Level.U else marking.system,
        level=marking.level,
        owners=frozenset(marking.owners),
        activity=marking.activity,
        nato=_names(marking.of(Category.NATO)),
        sci=frozenset(sci),
        sap=frozenset(path for item in special for path in item.paths),
        hvsaco=any(item.name == "HVSACO" for item in special),
        atomic=_names(atomic),
        cnwdi=any(item.codes for item in atomic),
        sigma=frozenset(number for item in atomic for number in item.numbers),
        fgi=_foreign(marking.of(Category.FGI)),
        cui=cui,
        categories=_names(categories_of(marking)),
        controls=_names(marking.of(Category.DISSEMINATION)) - {"REL", "DISPLAY", "EYES"},
        non_ic=_names(marking.of(Category.NON_IC)) - {"ACCM"},
        nicknames=frozenset(code for item in marking.items if item.name == "ACCM" for code in item.codes),
        release=_release(marking),
        display=_list(marking, "DISPLAY"),
    )


def categories_of(marking: Marking) -> list[Item]:
    """Return the CUI categories that a marking names."""
    return [
        item
        for item in marking.of(Category.CUI)
        if item.name not in CUI_WORDS and item.form != "administrative"
    ]


def _lost(item: Item, marking: Marking) -> bool:
    """Return True for what would be lost: a second level, an unknown word that is no code word."""
    if marking.system is System.UK:
        return False
    return item.category is Category.LEVEL or not (
        item.known or item.category in (Category.SCI, Category.CUI)
    )


def _names(items: Iterable[Item]) -> frozenset[str]:
    return frozenset(item.name for item in items)


def _modern(item: Item) -> tuple[tuple[str, ...], ...]:
    if item.paths and item.paths[0] == ("COMINT",):
        return tuple(("SI", *path[1:]) for path in item.paths)
    return item.paths


def _foreign(items: tuple[Item, ...]) -> frozenset[str] | None:
    if not items:
        return None
    if not all(item.codes for item in items):
        return frozenset()
    return frozenset(code for item in items for code in item.codes)


def _list(marking: Marking, name: str) -> frozenset[str] | None:
    items = [item for item in marking.items if item.name == name]
    return frozenset(code for item in items for code in item.codes) if items else None


def _release(marking: Marking) -> frozenset[str] | None:
    """Return the release list; the retired EYES ONLY is one."""
    eyes = _list(marking, "EYES")
    release = _list(marking, "REL")
    if eyes is None:
        return release
    return (release or frozenset()) | (eyes | {"USA"} if eyes else eyes)
