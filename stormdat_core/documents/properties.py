"""Core properties of an Office package: title, subject, keywords, ..."""

from collections.abc import Mapping

from stormdat_core.documents.labels import sensitivity_labels
from stormdat_core.documents.package import Package
from stormdat_core.documents.xmlparse import Parser


def core_properties(package: Package) -> Mapping[str, str]:
    """Return the core properties that are set, by name, and the sensitivity labels in force."""
    found: dict[str, str] = {}
    name, pieces = "", [""]

    def start(tag: str, _: list[str]) -> None:
        nonlocal name
        name = tag.rpartition(":")[2]
        pieces.clear()

    def end(tag: str) -> None:
        text = "".join(pieces).strip()
        if text and name == tag.rpartition(":")[2]:
            found[name] = text
        pieces.clear()

    for part in package.related("", "core-properties"):
        Parser(start, end, pieces.append).run(package.read(part), part, package.name)
    return {**found, **sensitivity_labels(package)}
