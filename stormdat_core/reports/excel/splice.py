"""Comments spliced into the package of a workbook: every part that they do not concern keeps its bytes."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from stormdat_core.documents.office.dialects import SHEET
from stormdat_core.documents.office.package import fold
from stormdat_core.documents.office.xmlparse import Attributes, Parser
from stormdat_core.reports.docx.package.parts import Parts
from stormdat_core.reports.docx.runs.finder import tag_end
from stormdat_core.reports.docx.runs.markup import element_name, quoted
from stormdat_core.reports.excel.cells import CellRemark
from stormdat_core.reports.excel.notes import AUTHOR, comment, longer_drawing, new_drawing

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATIONS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_MAIN = {
    False: b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    True: b"http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_BEHIND = frozenset(
    {
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
        "extLst",
    }
)  # fmt: skip
"""Children of a worksheet behind `legacyDrawing` in the schema (ECMA-376 part 1, CT_Worksheet)."""


@dataclass(slots=True)
class _Root:
    """What is known of a part after one pass: its root, and the children that matter."""

    name: str = ""
    spelt: bytes = b""
    start: int = 0
    end: int = 0
    """Offset of the root's end tag, or of its only tag."""
    children: list[tuple[str, int]] = field(default_factory=list)
    ends: dict[str, int] = field(default_factory=dict)
    """Offset of the last end tag by name, of children and grandchildren."""
    authors: int = 0


def _look(data: bytes, part: str, file: str) -> _Root:
    root, depth = _Root(), 0

    def start(name: str, _: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            root.name, root.start, root.spelt = name, parser.at, element_name(data, parser.at)
        elif depth == 2:
            root.children.append((name, parser.at))
        root.authors += name == "author"

    def end(name: str) -> None:
        nonlocal depth
        if depth <= 2:
            root.ends[name] = parser.at
        depth -= 1

    parser = Parser(start, end, lambda _: None, SHEET)
    parser.run(data, part, file)
    root.end = root.ends[root.name]
    return root


def is_worksheet(parts: Parts, part: str) -> bool:
    """Return False for sheets that are a chart or a dialogue, which hold no comments."""
    return b"worksheet" in element_name(parts.read(part), _look_start(parts.read(part)))


def _look_start(data: bytes) -> int:
    """Return the offset of the root's start tag."""
    at = data.find(b"<")
    while data[at + 1 : at + 2] in (b"?", b"!"):
        at = data.find(b"<", at + 1)
    return at


def add_comments(parts: Parts, sheet: str, remarks: Sequence[CellRemark]) -> bool:
    """Put comments on the cells of one sheet. Return False where its drawing has an unusual form."""
    package = parts.package
    drawings = [link for link in package.relationships(sheet).values() if link.kind == "vmlDrawing"]
    data = parts.read(sheet)
    root = _look(data, sheet, package.name)
    shown = [at for name, at in root.children if name == "legacyDrawing"]
    if shown:
        drawing = _target_of(parts, sheet, data[shown[0] : tag_end(data, shown[0])])
        longer = longer_drawing(parts.read(drawing), remarks) if drawing else None
        if longer is None:
            return False
        parts.write(drawing, longer)
    else:
        _show(parts, sheet, data, root, remarks, len(drawings))
    _write_texts(parts, sheet, remarks)
    return True


def _target_of(parts: Parts, sheet: str, tag: bytes) -> str:
    links = parts.package.relationships(sheet)
    found = [link for key, link in links.items() if b'"%s"' % key.encode() in tag.replace(b"'", b'"')]
    return found[0].target if found and found[0].target in parts.package else ""


def _show(
    parts: Parts, sheet: str, data: bytes, root: _Root, remarks: Sequence[CellRemark], taken: int
) -> None:
    """Give a sheet a drawing of its own for its comments."""
    strict = _MAIN[True] in data[:65536]
    name = _free(parts, "xl/drawings/vmlDrawing", ".vml")
    parts.added[name] = new_drawing(remarks)
    _type_drawings(parts)
    key = _relate(parts, sheet, name, f"{_RELATIONS[strict]}/vmlDrawing")
    prefix = root.spelt[: -len(b"worksheet")]
    element = b'<%slegacyDrawing xmlns:r="%s" r:id="%s"/>' % (prefix, _RELATIONS[strict].encode(), key)
    at = next((at for child, at in root.children if child in _BEHIND), root.end)
    parts.write(sheet, data[:at] + element + data[at:])


def _write_texts(parts: Parts, sheet: str, remarks: Sequence[CellRemark]) -> None:
    part = next(parts.package.related(sheet, "comments"), "")
    if part:
        data = parts.read(part)
        root = _look(data, part, parts.package.name)
        prefix = root.spelt[: -len(b"comments")]
        author = b"<%sauthor>%s</%sauthor>" % (prefix, AUTHOR.encode(), prefix)
        texts = b"".join(comment(prefix, remark, root.authors) for remark in remarks)
        first, last = root.ends["authors"], root.ends["commentList"]
        parts.write(part, data[:first] + author + data[first:last] + texts + data[last:])
        return
    strict = _MAIN[True] in parts.read(sheet)[:65536]
    name = _free(parts, "xl/comments", ".xml")
    texts = b"".join(comment(b"", remark, 0) for remark in remarks)
    parts.added[name] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="%s"><authors><author>%s'
        b"</author></authors><commentList>%s</commentList></comments>"
        % (_MAIN[strict], AUTHOR.encode(), texts)
    )
    override = b' PartName="%s" ContentType="%s"/>' % (quoted("/" + name), _COMMENTS.encode())
    parts.append(
        "[Content_Types].xml", lambda _, root: b"<" + root[: -len(b"Types")] + b"Override" + override
    )
    _relate(parts, sheet, name, f"{_RELATIONS[strict]}/comments")


def _type_drawings(parts: Parts) -> None:
    if "/.vml" in parts.package.content_types or b'Extension="vml"' in parts.read("[Content_Types].xml"):
        return
    default = b' Extension="vml" ContentType="%s"/>' % _DRAWING.encode()
    parts.append("[Content_Types].xml", lambda _, root: b"<" + root[: -len(b"Types")] + b"Default" + default)


def _free(parts: Parts, stem: str, suffix: str) -> str:
    names = (f"{stem}{number}{suffix}" for number in count(1))
    return next(name for name in names if name not in parts.package and name not in parts.added)


def _relate(parts: Parts, sheet: str, target: str, relation: str) -> bytes:
    """Link a sheet to a new part and return the link's id."""
    folder, file = posixpath.split(sheet)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    taken = {fold(key) for key in parts.package.relationships(sheet)}
    kind = posixpath.basename(relation)
    key = next(key for number in count(1) if fold(key := f"rIdStorm{kind}{number}") not in taken).encode()
    parts.link(rels, key, relation, posixpath.relpath(target, folder or "."))
    return key
