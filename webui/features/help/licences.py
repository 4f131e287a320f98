"""What the program is made with, from the metadata that packages bring along."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import cast

_ROOT = "stormdat"
_NAME = re.compile(r"^[\w.-]+")
_OTHER_EXTRA = re.compile(r"extra\s*==")
_FILES = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_LONGEST = 200_000
_LINE = 80


@dataclass(frozen=True, slots=True)
class Package:
    """One package and its licence."""

    name: str
    version: str
    licence: str
    summary: str


@cache
def packages() -> tuple[Package, ...]:
    """Return the program's packages and those they need, by name. Development tools are not among them."""
    found = {each.metadata["Name"]: each for each in _needed()}
    return tuple(_package(found[name]) for name in sorted(found, key=str.casefold) if name != _ROOT)


def texts(package: Package) -> list[tuple[str, str]]:
    """Return the licence files of a package as (name, text)."""
    files = distribution(package.name).files or []
    wanted = [file for file in files if "dist-info" in str(file) and _FILES.search(str(file))]
    return [(file.name, file.locate().read_text("utf-8", "replace")[:_LONGEST]) for file in wanted]  # type: ignore[attr-defined]


def _needed() -> Iterator[Distribution]:
    waiting, seen = [_ROOT], set[str]()
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).casefold()
        if key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or an extra that is not installed
        yield found
        waiting += list(_requirements(found, every=name == _ROOT))


def _requirements(found: Distribution, *, every: bool) -> Iterator[str]:
    """Yield the names a distribution asks for; of ours also those of its extras."""
    for line in found.requires or ():
        name = _NAME.match(line)
        if name and (every or not _OTHER_EXTRA.search(line)):
            yield name[0]


def _package(found: Distribution) -> Package:
    told = cast("Message", found.metadata)
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if "License ::" in line
    ]
    field = (told.get("License") or "").strip().partition("\n")[0]
    licence = told.get("License-Expression") or ", ".join(classifiers) or field[:_LINE]
    return Package(str(told["Name"]), found.version, licence or "see its files", told.get("Summary") or "")
