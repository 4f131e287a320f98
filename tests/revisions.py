"""Accept or reject the tracked changes of one author in a Word document, on a tree: by the standard's words,
sharing nothing with the writer. What is not that author's stays as it is."""

import zipfile
from pathlib import Path

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)


def w(name: str) -> str:
    return f"{{{_W}}}{name}"


def resolve(path: Path, target: Path, author: str, *, accept: bool) -> Path:
    """Write a document in which an author's changes are accepted, or rejected."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/") and name.endswith(".xml") and author.encode() in data:
                root = etree.fromstring(data, _PARSER)
                _resolve(root, author, accept=accept)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, data)
    return target


def changes(path: Path, author: str) -> list[tuple[str, str]]:
    """Return (kind, text) of an author's changes in the body, in order."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"), _PARSER)
    found = []
    for item in root.iter(w("ins"), w("del"), w("rPrChange")):
        if item.get(w("author")) == author:
            texts = item.iter(w("t"), w("delText"))
            found.append((etree.QName(item).localname, "".join(text.text or "" for text in texts)))
    return found


def _resolve(root: etree._Element, author: str, *, accept: bool) -> None:
    theirs = [item for item in root.iter(w("ins"), w("del")) if item.get(w("author")) == author]
    for item in theirs:
        if (etree.QName(item).localname == "ins") == accept:
            _unwrap(item)
        else:
            _remove(item)
    for change in [item for item in root.iter(w("rPrChange")) if item.get(w("author")) == author]:
        properties = change.getparent()
        former = change.find(w("rPr"))
        properties.remove(change)
        if not accept and former is not None:
            for child in list(properties):
                properties.remove(child)
            properties.extend(list(former))


def _remove(item: etree._Element) -> None:
    parent = item.getparent()
    assert parent is not None
    parent.remove(item)


def _unwrap(item: etree._Element) -> None:
    for text in list(item.iter(w("delText"))):
        text.tag = w("t")
    parent = item.getparent()
    assert parent is not None
    at = parent.index(item)
    for child in reversed(list(item)):
        parent.insert(at, child)
    parent.remove(item)
