"""The words of markings, loaded once from the data file.

The data file is the record: what a control is called in full, in a banner and in a portion, which levels it
takes, and which controls contradict each other.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from stormdat_core.markings.model import Category, Level


@dataclass(frozen=True, slots=True)
class Control:
    """One control and its spellings."""

    name: str
    category: Category
    long: str
    banner: str
    """What stands in a banner; the long form where there is no abbreviation."""
    portion: str
    order: int
    """Position inside its category."""
    limited: bool = False
    """True of a limited dissemination control that only CUI knows."""


@dataclass(frozen=True, slots=True)
class SciRow:
    """What a control system, or one of its compartments, demands."""

    levels: frozenset[Level] = frozenset()
    """Empty where every classified level will do."""
    ic_levels: frozenset[Level] = frozenset()
    noforn: bool = False
    orcon: bool = False
    bare: str = ""
    """Why it should not stand without a compartment."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """Levels that a control may stand with."""

    control: str
    levels: frozenset[str]
    rule: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Controls of which one from each side may not stand together."""

    rule: str
    one: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All words, by what they mean. Equal only to itself, so that caches can be keyed by it."""

    snapshot: str
    controls: Mapping[str, Control]
    """By name."""
    spellings: Mapping[str, Control]
    """By every way of writing them, in capitals."""
    atomic: Mapping[str, Control]
    sci: Mapping[str, SciRow]
    sci_spelling: Mapping[str, str]
    legacy: Mapping[str, str]
    level_rows: tuple[LevelRow, ...]
    exclusions: tuple[Exclusion, ...]
    countries: frozenset[str]
    organisations: frozenset[str]
    not_codes: Mapping[str, str]
    expand: Mapping[str, frozenset[str]]
    nato_controls: frozenset[str]
    nato_suffixes: Mapping[str, str]
    nato_activities: Mapping[str, str]
    sigma_ic: frozenset[int]
    sigma_highest: int
    specified: frozenset[str]
    basic: frozenset[str]
    administrative: frozenset[str]
    uk_tiers: tuple[str, ...]
    uk_legacy: Mapping[str, str]
    level_words: Mapping[str, tuple[Level, bool]] = field(default_factory=dict)
    """Level and whether it is spelled out, by what is written."""

    def is_code(self, word: str) -> bool:
        """Return True for a known code of a country or an organisation."""
        return word in self.countries or word in self.organisations


@lru_cache(maxsize=1)
def shipped_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the program."""
    text = (resources.files("stormdat_core.markings") / "data" / "vocabulary.toml").read_text("utf-8")
    return _vocabulary(tomllib.loads(text))


def _vocabulary(data: dict[str, Any]) -> Vocabulary:
    controls = {
        control.name: control
        for table, category in (
            ("dissemination", Category.DISSEMINATION),
            ("limited", Category.DISSEMINATION),
            ("non-ic", Category.NON_IC),
        )
        for control in _controls(data[table], category, limited=table == "limited")
    }
    atomic = {control.name: control for control in _controls(data["atomic"], Category.ATOMIC)}
    codes, cui, nato = data["codes"], data["cui"], data["nato"]
    return Vocabulary(
        snapshot=data["snapshot"],
        controls=controls,
        spellings=dict(_spellings(controls)),
        atomic=dict(_spellings(atomic)),
        sci={name: _sci_row(row) for name, row in data["sci"].items()},
        sci_spelling=data["sci-spelling"],
        legacy=data["legacy"],
        level_rows=tuple(
            LevelRow(row["control"], frozenset(row["levels"].split()), row["rule"]) for row in data["level"]
        ),
        exclusions=tuple(
            Exclusion(row["rule"], tuple(row["one"]), tuple(row["other"])) for row in data["exclusion"]
        ),
        countries=frozenset(codes["countries"].split()),
        organisations=frozenset(codes["organisations"]),
        not_codes=codes["not-codes"],
        expand={name: frozenset(members) for name, members in codes["expand"].items()},
        nato_controls=frozenset(nato["controls"]),
        nato_suffixes=nato["suffixes"],
        nato_activities=nato["activities"],
        sigma_ic=frozenset(data["sigma"]["ic"]),
        sigma_highest=data["sigma"]["highest"],
        specified=frozenset(cui["specified"].split()),
        basic=frozenset(cui["basic"].split()),
        administrative=frozenset(cui["administrative"]),
        uk_tiers=tuple(data["uk"]["tiers"]),
        uk_legacy=data["uk"]["legacy"],
        level_words=dict(_level_words(data["levels"])),
    )


def _controls(
    table: Mapping[str, Mapping[str, str]], category: Category, *, limited: bool = False
) -> Iterator[Control]:
    for order, (name, row) in enumerate(table.items()):
        banner = row.get("banner", row["long"])
        yield Control(name, category, row["long"], banner, row["portion"], order, limited)


def _spellings(controls: Mapping[str, Control]) -> Iterator[tuple[str, Control]]:
    for control in controls.values():
        for spelling in (control.long, control.banner, control.portion):
            yield spelling.upper(), control


def _sci_row(row: Mapping[str, Any]) -> SciRow:
    return SciRow(
        levels=frozenset(Level[word] for word in row.get("levels", "").split()),
        ic_levels=frozenset(Level[word] for word in row.get("ic-levels", "").split()),
        noforn=row.get("noforn", False),
        orcon=row.get("orcon", False),
        bare=row.get("bare", ""),
    )


def _level_words(table: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, tuple[Level, bool]]]:
    for short, row in table.items():
        yield short, (Level[short], False)
        yield row["long"], (Level[short], True)
