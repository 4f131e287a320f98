"""Core properties of an Office package: title, subject, keywords, ..."""

import re
from collections.abc import Mapping

from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.sensitivity_labels import sensitivity_labels
from stormdat_core.documents.office.xmlparse import Parser

_PAGES = re.compile(rb"<(?:[\w.-]{1,64}:)?Pages(?:\s[^<>]{0,256})?>\s*(\d{1,9})\s*</")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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
    """Return how many pages the program that last saved the package counted; 0 when it does not say.

    Looked for, not parsed: the part also lists every title of the document, and one that is damaged stops
    nobody from reading the document.
    """
    for link in package.relationships("").values():
        if link.kind == "extended-properties" and not link.external and link.target in package:
            data = package.read(package.part_name(link.target))
            found = _PAGES.search(data.replace(b"\0", b"") if data[:2] in _UTF_16 else data)
            if found:
                return int(found[1])
    return 0
