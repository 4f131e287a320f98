"""Sensitivity labels that travel inside an Office package, without being text of the document.

Two carriers hold them: custom properties named `MSIP_Label_<id>_Name` and their fellows, and the part
`docMetadata/LabelInfo.xml`, which gives a label's id alone. Source: MS-OFFCRYPTO 2.6, sensitivity labels.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.errors import UnreadableDocument

LABEL = "sensitivity label"
"""Name under which a label stands among the properties of a document."""
_PREFIX = "MSIP_Label_"
_OFF = ("false", "0")
_MOST = 20
"""Labels that are handed over; a document has one for each organisation."""


@dataclass(slots=True)
class _Label:
    name: str = ""
    on: bool = True


def sensitivity_labels(package: Package) -> Mapping[str, str]:
    """Return the labels that are in force, as named in the package; one without a name by its id.

    A part that holds them and is damaged leaves the document readable: the package's warnings say so.
    """
    labels: dict[str, _Label] = {}
    try:
        _read(package, labels)
    except UnreadableDocument as exc:
        package.warnings.append(f"Sensitivity labels were not read completely: {exc}")
    words = [label.name or key for key, label in labels.items() if label.on]
    return {
        f"{LABEL} {number}" if number > 1 else LABEL: word for number, word in enumerate(words[:_MOST], 1)
    }


def _read(package: Package, labels: dict[str, _Label]) -> None:
    for part in package.related("", "custom-properties"):
        for name, value in _custom_properties(package, part):
            _take_property(labels, name, value)
    for part in package.related("", "classificationlabels"):
        for attributes in _label_elements(package, part):
            _take_element(labels, attributes)


def _take_property(labels: dict[str, _Label], name: str, value: str) -> None:
    key, _, fact = name.removeprefix(_PREFIX).partition("_")
    if not name.startswith(_PREFIX) or not fact:
        return
    label = labels.setdefault(key.casefold(), _Label())
    if fact == "Name":
        label.name = value
    elif fact == "Enabled":
        label.on = value.casefold() not in _OFF


def _take_element(labels: dict[str, _Label], attributes: Attributes) -> None:
    key = attribute(attributes, "id").strip("{}").casefold()
    if key:
        label = labels.setdefault(key, _Label())
        enabled = attribute(attributes, "enabled", "1").casefold() not in _OFF
        label.on = label.on and enabled and attribute(attributes, "removed", "0").casefold() in _OFF


def _custom_properties(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each custom property."""
    found: list[tuple[str, str]] = []
    pieces: list[str] = []
    name = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal name
        if tag.rpartition(":")[2] == "property":
            name = attribute(attributes, "name")
            pieces.clear()

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "property":
            found.append((name, "".join(pieces).strip()))

    Parser(start, end, pieces.append).run(package.read(part), part, package.name)
    yield from found


def _label_elements(package: Package, part: str) -> list[Attributes]:
    found: list[Attributes] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag.rpartition(":")[2] == "label":
            found.append(list(attributes))

    Parser(start).run(package.read(part), part, package.name)
    return found
