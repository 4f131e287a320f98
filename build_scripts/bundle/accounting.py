"""Every file of the folder: whose it is, under which licence, and what must not be there."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing

from .origins import Part

TABLE = Path(__file__).with_name("components.toml")
_SPDX = get_spdx_licensing()
_METADATA = re.compile(r"^_internal/([^/]+)\.(?:dist|egg)-info/")
_MADE_BY_FREEZING = re.compile(r"/qt\.conf$|^_internal/stormdat\.egg-info/")


@dataclass(frozen=True, slots=True)
class Rule:
    """Files of one owner with a name and licence of their own; `files` is a pattern below `_internal`."""

    owner: str
    files: str
    name: str
    licence: str


@dataclass(frozen=True, slots=True)
class Within:
    """What is linked into files of an owner, so that no file shows it."""

    owner: str
    name: str
    licence: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The committed word on what may be in the folder."""

    allowed: frozenset[str]
    owners: Mapping[tuple[str, str], str]
    rules: tuple[Rule, ...]
    within: tuple[Within, ...]
    texts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, order=True)
class Component:
    """Who a file belongs to. `kind` is `wheel`, `debian` or `frozen`."""

    kind: str
    owner: str
    version: str
    name: str
    licence: str


class Unaccounted(Exception):
    """The folder holds what it must not, or what nobody has looked at. `str()` lists it, a file a line."""


def load(path: Path = TABLE) -> Table:
    """Read the table.

    Raises:
        Unaccounted: a licence in it is no SPDX expression, or not among the allowed ones.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    owners = {
        (kind, name): text for kind in ("wheels", "debian", "frozen") for name, text in data[kind].items()
    }
    singular = {(kind.removesuffix("s"), name): text for (kind, name), text in owners.items()}
    table = Table(
        frozenset(data["licences"]["allowed"]),
        singular,
        tuple(Rule(each["wheel"], each["files"], each["name"], each["licence"]) for each in data["part"]),
        tuple(
            Within(each["wheel"], each["name"], each["licence"], tuple(each["texts"]))
            for each in data["within"]
        ),
        {name: tuple(files) for name, files in data["texts"].items()},
    )
    _demand_allowed(table)
    return table


def _demand_allowed(table: Table) -> None:
    said = [*table.owners.values(), *(each.licence for each in table.rules)]
    said += [each.licence for each in table.within]
    if wrong := sorted({text for text in said if not is_allowed(text, table.allowed)}):
        raise Unaccounted("Licences that may not be shipped: " + "; ".join(wrong))


def is_allowed(expression: str, allowed: Iterable[str]) -> bool:
    """Return whether every licence of an SPDX expression without choices is allowed.

    An expression with `OR` is not: which of them we use must be said.
    """
    try:
        parsed = _SPDX.parse(expression, validate=True)
    except ExpressionError:
        return False
    if parsed is None or " OR " in str(parsed):
        return False
    keys = {str(symbol) for symbol in _SPDX.license_symbols(parsed, decompose=False)}
    return keys <= set(allowed)


def normal(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def components(parts: Sequence[Part], elves: Iterable[str], table: Table) -> dict[str, Component]:
    """Return the component of every file, by its path.

    `elves` are the paths of programs and libraries. A wheel that has rules must have one for each.

    Raises:
        Unaccounted: files of unknown origin, of an owner the table does not name, or without a rule.
    """
    programs, ruled = frozenset(elves), frozenset(rule.owner for rule in table.rules)
    wheels = {normal(part.origin.name): part.origin.version for part in parts if part.origin.kind == "wheel"}
    found: dict[str, Component] = {}
    faults: list[str] = []
    for part in parts:
        try:
            found[part.path] = _component(part, part.path in programs, ruled, table, wheels)
        except Unaccounted as fault:
            faults.append(str(fault))
    if faults:
        raise Unaccounted("\n".join(faults))
    return found


def _component(
    part: Part, program: bool, ruled: frozenset[str], table: Table, wheels: Mapping[str, str]
) -> Component:
    kind, name, version = part.origin.kind, part.origin.name, part.origin.version
    owner = normal(name) if kind == "wheel" else name
    if kind == "unknown":
        return _described(part, table, wheels)
    licence = table.owners.get((kind, owner))
    if licence is None:
        raise Unaccounted(f"{part.path}: from {kind} {owner} {version}, which components.toml does not name")
    if program and owner in ruled and kind == "wheel":
        rule = _rule(part, owner, table)
        return Component(kind, owner, version, rule.name, rule.licence)
    return Component(kind, owner, version, name, licence)


def _rule(part: Part, owner: str, table: Table) -> Rule:
    path = part.path.removeprefix("_internal/")
    for rule in table.rules:
        if rule.owner == owner and re.search(rule.files, path):
            return rule
    raise Unaccounted(f"{part.path}: a library in {owner} that no rule of components.toml names")


def _described(part: Part, table: Table, wheels: Mapping[str, str]) -> Component:
    """Return the component of what installing or freezing wrote: lists of files, and Qt's paths."""
    if metadata := _METADATA.match(part.path):
        name, _, version = metadata[1].partition("-")
        owner = normal(name)
        if ("wheel", owner) in table.owners:
            given = version or wheels.get(owner, "")
            return Component("wheel", owner, given, owner, table.owners["wheel", owner])
    if _MADE_BY_FREEZING.search(part.path):
        return Component("frozen", "pyinstaller", "", "pyinstaller", table.owners["frozen", "pyinstaller"])
    raise Unaccounted(f"{part.path}: nothing tells where it comes from")
