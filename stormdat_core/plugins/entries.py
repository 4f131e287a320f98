"""What installed packages offer, by the entry points in their metadata; nothing is imported here."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions

from stormdat_core.model import PluginSource
from stormdat_core.plugins.digests import digest_of

RULES = "stormdat.rules"
READERS = "stormdat.readers"
REPORTS = "stormdat.reports"
FEATURES = "stormdat.features"
GROUPS = (RULES, READERS, REPORTS, FEATURES)
NOUNS = {RULES: "rule", READERS: "reader", REPORTS: "report", FEATURES: "feature"}
"""What is offered in a group, in a word."""
_log = logging.getLogger("stormdat.plugins")
_OWN = "stormdat"
_SEPARATORS = re.compile(r"[-_.]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer: who offers what under which name, and where it is imported from."""

    group: str
    name: str
    target: str
    """`module:attribute`."""
    package: PluginSource | None = None
    """None for what comes with the program."""

    @property
    def noun(self) -> str:
        """Return what is offered, with its article: "the rule"."""
        return f"the {NOUNS[self.group]}"

    @property
    def words(self) -> str:
        """Return what a person reads: "the entry dates (rules) of the plug-in acme-rules 1.2"."""
        origin = f" of the plug-in {self.package.words}" if self.package else ""
        return f"the entry {self.name} ({NOUNS[self.group]}s){origin}"


def builtin(group: str, targets: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return our own entries of a group, in their order."""
    return tuple(Entry(group, name, target) for name, target in targets.items())


def installed() -> tuple[Entry, ...]:
    """Return what other packages offer, ordered by the package's name, then the entry's.

    A package whose metadata cannot be read offers nothing; where two of one name are installed, the one
    counts that Python would import.
    """
    found: list[Entry] = []
    for name, (dist, points) in sorted(_offering().items()):
        try:
            package = PluginSource(dist.name, dist.version or "", digest_of(point.module for point in points))
            found += [Entry(point.group, point.name, point.value, package) for point in points]
        except Exception:  # the boundary: whatever a file of metadata makes the standard library raise
            _log.warning("The metadata of the package %s cannot be read.", name, exc_info=True)
    return tuple(found)


def packages(entries: tuple[Entry, ...]) -> tuple[PluginSource, ...]:
    """Return the packages of entries, each once, in their order."""
    return tuple(dict.fromkeys(entry.package for entry in entries if entry.package is not None))


def _offering() -> dict[str, tuple[Distribution, list[EntryPoint]]]:
    """Return the packages that offer something, by name."""
    found: dict[str, tuple[Distribution, list[EntryPoint]]] = {}
    for dist in distributions():
        if "[stormdat." not in _text(dist):
            continue  # most packages are passed over without taking their metadata apart
        try:
            points = [point for point in dist.entry_points if point.group in GROUPS]
            if (name := _normal(dist.name)) != _OWN:
                found.setdefault(name, (dist, sorted(points, key=lambda point: (point.group, point.name))))
        except Exception:  # the boundary, as above
            _log.warning("A package has metadata that cannot be read.", exc_info=True)
    return found


def _text(dist: Distribution) -> str:
    try:
        return dist.read_text("entry_points.txt") or ""
    except (OSError, UnicodeDecodeError):
        return ""


def _normal(name: str) -> str:
    return _SEPARATORS.sub("-", name).casefold()
