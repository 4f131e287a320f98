"""Word documents built in code, from the XML that matters for a test."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DEFAULT_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="24"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="Cells"><w:name w:val="Cells"/><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
)


def run(text: str, properties: str = "") -> str:
    """Return a `w:r` with the text and its `w:rPr` children."""
    format_ = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{format_}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a `w:p` with runs given as XML; a run without a tag is plain text."""
    inner = "".join(item if item.startswith("<") else run(item) for item in runs)
    format_ = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{format_}{inner}</w:p>"


def heading(text: str) -> str:
    return paragraph(text, properties='<w:pStyle w:val="Heading1"/>')


def table(*rows: tuple[str, ...]) -> str:
    """Return a table whose text takes 10 points from its style."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Cells"/></w:tblPr>{cells}</w:tbl>'


def write_word(
    path: Path,
    body: str,
    *,
    styles: str = _DEFAULT_STYLES,
    headers: Mapping[str, str] | None = None,
    parts: Mapping[str, str] | None = None,
    section: str = "",
    root: str = "",
) -> Path:
    """Write a document.

    Args:
        path: where.
        body: XML inside `w:body`, before the section properties.
        styles: XML inside `w:styles`.
        headers: XML inside `w:hdr` by variant (`default`, `first`, `even`).
        parts: further parts by name relative to `word/`, as the XML of the whole part: `footnotes.xml`.
        section: XML inside the last `w:sectPr`, behind the header references.
        root: further attributes of `w:document`.
    """
    files = {"styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>", **(parts or {})}
    references = ""
    for variant, inner in (headers or {}).items():
        files[f"header_{variant}.xml"] = f"<w:hdr {NAMESPACES}>{inner}</w:hdr>"
        references += f'<w:headerReference w:type="{variant}" r:id="rid_header_{variant}.xml"/>'
    files["document.xml"] = (
        f"<w:document {NAMESPACES} {root}><w:body>{body}<w:sectPr>{references}{section}</w:sectPr></w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types(files))
        package.writestr("_rels/.rels", _relationships({"rid1": ("officeDocument", "word/document.xml")}))
        links = {f"rid_{name}": (_relation(name), name) for name in files if name != "document.xml"}
        package.writestr("word/_rels/document.xml.rels", _relationships(links))
        for name, xml in files.items():
            package.writestr(
                f"word/{name}", f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'
            )
    return path


def _relation(name: str) -> str:
    return "header" if name.startswith("header") else name.removesuffix(".xml")


def _content_types(files: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name in files
        for kind in ["document.main" if name == "document.xml" else _relation(name)]
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(links: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{id_}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
