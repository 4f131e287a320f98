"""The bill of materials of a folder, in CycloneDX 1.6: every component, its files' SHA-256, its parts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from .accounting import Component, Within
from .origins import Part

_NAMESPACE = UUID("6f5d1a0c-5c0e-5b0f-9d55-0f7a2b7c9a10")
_PURLS = {"wheel": ("pypi", None), "debian": ("deb", "debian")}


class Invalid(Exception):
    """What was written does not hold to the schema of CycloneDX. `str()` is the schema's word."""


def write(
    target: Path,
    *,
    version: str,
    made: int,
    parts: Sequence[Part],
    owners: Mapping[str, Component],
    within: Iterable[Within],
    brought: Mapping[str, Sequence[Path]],
) -> int:
    """Write the bill of a folder to `target` and return how many components it names.

    `made` is the time that stands for now, in seconds. `brought` gives the bills that wheels carry.

    Raises:
        Invalid: the result does not hold to the schema.
    """
    entries = [*_entries(parts, owners), *_inside(within, owners.values())]
    entries += [each for owner, files in brought.items() for file in files for each in _carried(owner, file)]
    bom = Bom(
        components=_unique(entries),
        serial_number=uuid5(_NAMESPACE, f"stormdat {version} {made}"),
    )
    bom.metadata.timestamp = datetime.fromtimestamp(made, UTC)
    bom.metadata.component = Entry(
        name="stormdat", version=version, type=ComponentType.APPLICATION, bom_ref="stormdat"
    )
    bom.register_dependency(bom.metadata.component, bom.components)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    check(text)
    target.write_text(text + "\n", "utf-8")
    return len(entries)


def check(text: str) -> None:
    """Hold a bill to the schema.

    Raises:
        Invalid: it does not hold.
    """
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise Invalid(str(fault))


def _entries(parts: Sequence[Part], owners: Mapping[str, Component]) -> list[Entry]:
    files: dict[Component, list[Part]] = {}
    for part in parts:
        files.setdefault(owners[part.path], []).append(part)
    return [_entry(component, held) for component, held in sorted(files.items())]


def _entry(component: Component, held: Sequence[Part]) -> Entry:
    reference = f"{component.kind}:{component.owner}:{component.version}:{component.name}"
    return Entry(
        name=component.name,
        version=component.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=reference,
        purl=_purl(component),
        licenses=[LicenseExpression(component.licence)],
        components=[_file(part, reference) for part in held],
    )


def _file(part: Part, reference: str) -> Entry:
    return Entry(
        name=part.path,
        type=ComponentType.FILE,
        bom_ref=f"{reference}/{part.path}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
        properties=[Property(name="stormdat:bytes", value=str(part.size))],
    )


def _purl(component: Component) -> PackageURL | None:
    if component.kind not in _PURLS or not component.version:
        return None
    kind, namespace = _PURLS[component.kind]
    return PackageURL(kind, namespace, component.owner, component.version)


def _inside(within: Iterable[Within], owners: Iterable[Component]) -> list[Entry]:
    """Return what is linked into files of owners that are in the folder."""
    there = {component.owner for component in owners}
    return [
        Entry(
            name=each.name,
            type=ComponentType.LIBRARY,
            bom_ref=f"within:{each.owner}:{each.name}",
            licenses=[LicenseExpression(each.licence)],
            properties=[Property(name="stormdat:linked-into", value=each.owner)],
        )
        for each in within
        if each.owner in there
    ]


def _carried(owner: str, file: Path) -> list[Entry]:
    """Return what a wheel's own bill names: crates and libraries that were linked into it."""
    listed: list[dict[str, Any]] = json.loads(file.read_text("utf-8")).get("components", [])
    return [
        Entry(
            name=str(each["name"]),
            version=str(each.get("version", "")) or None,
            type=ComponentType.LIBRARY,
            bom_ref=f"carried:{owner}:{each['name']}:{each.get('version', '')}",
            purl=PackageURL.from_string(each["purl"]) if each.get("purl") else None,
            licenses=_licences(each),
            properties=[Property(name="stormdat:linked-into", value=owner)],
        )
        for each in listed
    ]


def _licences(carried: Mapping[str, Any]) -> list[LicenseExpression]:
    """Return the licence expression of an entry of a wheel's own bill; several names are joined by AND."""
    said = [
        str(each.get("expression") or each.get("license", {}).get("id") or "")
        for each in carried.get("licenses", ())
    ]
    known = [text for text in said if text]
    return [LicenseExpression(" AND ".join(known))] if known else []


def _unique(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, each reference once: two wheels may carry the same crate."""
    return list({str(entry.bom_ref): entry for entry in entries}.values())
