"""An independent count of the text of a Word part, by other means than the reader's: a tree and its ancestors.

Agreed rules. Text is `w:t`, a tab, break, no-break or soft hyphen or symbol counts one character;
outer spaces count only where they are marked as preserved. Not text: tracked deletions and moves away, the
second rendering of a drawing, field codes, cells that continue a vertical merge, what stands outside paragraphs,
equations and other things that stand for one object.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_ONE = {f"{{{_W}}}{name}" for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym")}
_NOT = {f"{{{_W}}}{name}" for name in ("del", "moveFrom", "rPrChange", "pPrChange")}


def w(name: str) -> str:
    return f"{{{_W}}}{name}"


def characters(path: Path, part: str = "word/document.xml") -> int:
    """Return how many characters of text a part holds."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read(part), _PARSER)
    return sum(_length(element) for element in _in_results(root) if _is_text(element))


def _in_results(root: etree._Element) -> Iterator[etree._Element]:
    """Yield elements in order, without those that stand in the code of a field."""
    open_fields: list[bool] = []
    for element in root.iter(etree.Element):
        if element.tag == w("fldChar") and not _is_away(element):
            kind = element.get(w("fldCharType"))
            if kind == "begin":
                open_fields.append(False)
            elif kind == "separate" and open_fields:
                open_fields[-1] = True
            elif kind == "end" and open_fields:
                open_fields.pop()
        elif all(open_fields):
            yield element


def _is_text(element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is None or parent.tag != w("r"):
        return False
    return (element.tag == w("t") or element.tag in _ONE) and not _is_away(element)


def _is_away(element: etree._Element) -> bool:
    inside_paragraph = False
    for above in element.iterancestors():
        inside_paragraph = inside_paragraph or above.tag == w("p")
        if above.tag in _NOT:
            return True
        if above.tag == f"{{{_MC}}}Fallback" and above.getparent()[0].tag == f"{{{_MC}}}Choice":  # type: ignore[index]
            return True
        if above.tag == w("tc") and _continues(above):
            return True
    return not inside_paragraph


def _continues(cell: etree._Element) -> bool:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    if merge is None or merge.get(w("val")) == "restart":
        return False
    table = next(cell.iterancestors(w("tbl")))
    row = next(cell.iterancestors(w("tr")))
    return next(table.iter(w("tr"))) is not row


def _length(element: etree._Element) -> int:
    if element.tag in _ONE:
        return 1
    text = element.text or ""
    return len(text) if element.get(_SPACE) == "preserve" else len(text.strip(" \t\r\n"))
