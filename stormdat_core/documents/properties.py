"""Core properties of an Office package: title, subject, keywords, ..."""

from collections.abc import Mapping
from contextlib import suppress

from stormdat_core.documents.labels import sensitivity_labels
from stormdat_core.documents.package import Package
from stormdat_core.documents.xmlparse import Parser, small_number
from stormdat_core.errors import StormError


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


def page_count(package: Package) -> int:
    """Return how many pages the program that last saved the package counted; 0 when it does not say."""
    pieces: list[str] = []
    inside = False

    def start(tag: str, _: list[str]) -> None:
        nonlocal inside
        inside = tag.rpartition(":")[2] == "Pages"

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    def characters(text: str) -> None:
        if inside:
            pieces.append(text)

    links = (link for link in package.relationships("").values() if link.kind == "extended-properties")
    for link in links:
        # A document whose statistics are damaged or missing is still read.
        with suppress(StormError):
            if not link.external and link.target in package:
                part = package.part_name(link.target)
                Parser(start, end, characters).run(package.read(part), part, package.name)
    return small_number("".join(pieces).strip()) or 0
