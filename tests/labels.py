"""Sensitivity labels put into an Office package, as Office writes them."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

GUID = "1e2d3c4b-0000-4000-8000-0000000000aa"
_LABEL_RELATION = "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def custom_properties(values: Mapping[str, str]) -> str:
    """Return `docProps/custom.xml` with text properties."""
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for at, (name, value) in enumerate(values.items(), 2)
    )
    return f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">{rows}</Properties>'


def label_list(id_: str, **facts: str) -> str:
    """Return `docMetadata/LabelInfo.xml` with one label."""
    words = "".join(f' {name}="{value}"' for name, value in facts.items())
    namespace = "http://schemas.microsoft.com/office/2020/mipLabelMetadata"
    return f'<clbl:labelList xmlns:clbl="{namespace}"><clbl:label id="{{{id_}}}"{words}/></clbl:labelList>'


def add_labels(path: Path, *, custom: str = "", labels: str = "") -> Path:
    """Add the two parts to a package, with the relationships that lead to them."""
    wanted = {
        "docProps/custom.xml": (custom, _CUSTOM_RELATION),
        "docMetadata/LabelInfo.xml": (labels, _LABEL_RELATION),
    }
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    links = ""
    for at, (name, (xml, relation)) in enumerate(wanted.items()):
        if xml:
            parts[name] = xml.encode()
            links += f'<Relationship Id="label{at}" Type="{relation}" Target="{name}"/>'
    root = parts["_rels/.rels"].decode().replace("</Relationships>", f"{links}</Relationships>")
    parts["_rels/.rels"] = root.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path
