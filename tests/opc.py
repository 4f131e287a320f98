"""Office packages built in code, part by part."""

import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Part(NamedTuple):
    """One part: its XML, its content type, and what it links to."""

    xml: str
    type: str = "application/xml"
    links: Mapping[str, tuple[str, str]] = {}
    """(relationship type, or its last step; target from the root, or an address) by id."""


def write_package(path: Path, main: str, parts: Mapping[str, Part]) -> Path:
    """Write a package whose main part is `main`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types(parts))
        package.writestr("_rels/.rels", _relationships({"rId1": ("officeDocument", main)}))
        for name, part in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part.xml}')
            if part.links:
                where = PurePosixPath(name)
                package.writestr(
                    str(where.parent / "_rels" / f"{where.name}.rels"), _relationships(part.links)
                )
    return path


def _content_types(parts: Mapping[str, Part]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{part.type}"/>' for name, part in parts.items()
    )
    return f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>{overrides}</Types>'


def _relationships(links: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(_relationship(id_, kind, target) for id_, (kind, target) in links.items())
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _relationship(id_: str, kind: str, target: str) -> str:
    full = kind if ":" in kind else f"{_RELATIONS}/{kind}"
    if ":" in target:
        return f'<Relationship Id="{id_}" Type="{full}" Target="{target}" TargetMode="External"/>'
    return f'<Relationship Id="{id_}" Type="{full}" Target="/{target}"/>'
