"""What Word would refuse or repair in a document, looked for by the schema: ECMA-376 part 1, chapter 17.

LibreOffice forgives what Word does not, and Word is not on the machines that run these tests. This knows
nothing of how copies are made. What an original does wrong is not held against its copy.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RUN_PROPERTIES = re.findall(
    r"\w+",
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
    "em lang eastAsianLayout specVanish oMath rPrChange",
)
_BESIDE_RUNS = {
    "p", "hyperlink", "ins", "del", "moveTo", "moveFrom", "sdtContent", "smartTag", "customXml", "fldSimple",
    "dir", "bdo",
}  # fmt: skip
"""Elements that may hold runs, tracked changes and ranges of comments."""
_HOLD_CHANGES = {"rPr", "trPr", "numPr", "body", "tbl", "tc", "oMath", "hdr", "ftr"}
_NO_COMMENTS = {"txbxContent", "hdr", "ftr", "footnotes", "endnotes", "comments", "del", "moveFrom"}
_REVISIONS = {"ins", "del", "rPrChange", "moveFrom", "moveTo", "pPrChange"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?")
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def w(name: str) -> str:
    return f"{{{_W}}}{name}"


def assert_sound(original: Path, copy: Path) -> None:
    """Assert that a copy has no fault by the schema that its original does not have."""
    new = complaints(copy) - complaints(original)
    assert not new, new


def complaints(path: Path) -> Counter[str]:
    """Return what is wrong with a document, each sentence with how often."""
    with zipfile.ZipFile(path) as package:
        return Counter([*_package(package), *_texts(package)])


# The package


def _package(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    yield from (f"two entries {name}" for name, n in Counter(names).items() if n > 1)
    types = etree.fromstring(package.read("[Content_Types].xml"), _PARSER)
    overrides = [e.get("PartName", "") for e in types if e.tag.endswith("}Override")]
    yield from (f"two types for {name}" for name, n in Counter(overrides).items() if n > 1)
    yield from (f"a type for the missing {name}" for name in overrides if name[1:] not in names)
    defaults = {e.get("Extension", "").lower() for e in types if e.tag.endswith("}Default")}
    for name in names:
        if f"/{name}" not in overrides and name.rpartition(".")[2].lower() not in defaults:
            yield f"no type for {name}"
    for name in names:
        if name.endswith(".rels"):
            yield from _relationships(package, name)
    yield from _comment_links(package, types)


def _relationships(package: zipfile.ZipFile, name: str) -> Iterator[str]:
    root = etree.fromstring(package.read(name), _PARSER)
    ids = Counter(link.get("Id") for link in root)
    yield from (f"{name}: two relationships {key}" for key, n in ids.items() if n > 1)
    folder = posixpath.dirname(posixpath.dirname(name))
    for link in root:
        target = posixpath.normpath(posixpath.join("/" + folder, link.get("Target", "")))
        if link.get("TargetMode") != "External" and target[1:] not in package.namelist():
            yield f"{name}: the target {target} is missing"


def _comment_links(package: zipfile.ZipFile, types: etree._Element) -> Iterator[str]:
    typed = {e.get("PartName", "")[1:] for e in types if e.get("ContentType") == _COMMENTS_TYPE}
    for name in package.namelist():
        if name.startswith("word/") and name.endswith(".xml") and _tree(package, name).tag == w("comments"):
            if name not in typed:
                yield f"{name} has not the type of comments"
            links = etree.fromstring(package.read("word/_rels/document.xml.rels"), _PARSER)
            kinds = [e for e in links if e.get("Type", "").endswith("/comments")]
            if len(kinds) != 1:
                yield f"{len(kinds)} relationships to comments"


# The texts


def _texts(package: zipfile.ZipFile) -> Iterator[str]:
    comments: set[str] = set()
    referred: Counter[str] = Counter()
    for name in package.namelist():
        if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
            root = _tree(package, name)
            if root.tag == w("comments"):
                ids = [e.get(w("id"), "") for e in root.iter(w("comment"))]
                yield from (f"two comments {key}" for key, n in Counter(ids).items() if n > 1)
                comments |= set(ids)
            referred.update(e.get(w("id"), "") for e in root.iter(w("commentReference")))
            yield from _text(root, name)
    yield from (f"comment {key} is not referred to" for key in comments - referred.keys())
    yield from (f"no comment {key}" for key in referred.keys() - comments)
    yield from (f"{n} references to comment {key}" for key, n in referred.items() if n > 1)


def _tree(package: zipfile.ZipFile, name: str) -> etree._Element:
    data = package.read(name)
    root = etree.fromstring(data, _PARSER)
    if root.tag.startswith("{" + _STRICT):
        root = etree.fromstring(etree.tostring(root).replace(_STRICT.encode(), _W.encode()), _PARSER)
    return root


def _text(root: etree._Element, name: str) -> Iterator[str]:
    yield from _properties(root)
    yield from _order(root)
    yield from _ranges(root)
    yield from _revisions(root, name)
    yield from _deleted(root)
    yield from _fields(root)
    for text in root.iter(w("t"), w("delText")):
        outer = text.text or ""
        if outer != outer.strip(" \t\r\n") and text.get(_SPACE) != "preserve":
            yield "a text with outer spaces that are not preserved"


def _properties(root: etree._Element) -> Iterator[str]:
    """Look at the order of run properties; those of extensions may stand anywhere before the change."""
    rank = {w(name): at for at, name in enumerate(_RUN_PROPERTIES)}
    for properties in root.iter(w("rPr")):
        if properties.getparent().tag not in (w("r"), w("rPrChange")):  # type: ignore[union-attr]
            continue
        known = [rank[child.tag] for child in properties if child.tag in rank]
        if any(one >= other for one, other in pairwise(known)):
            yield "run properties out of order: " + " ".join(_RUN_PROPERTIES[at] for at in known)
        changes = properties.findall(w("rPrChange"))
        if changes and (len(changes) > 1 or properties[-1] is not changes[0]):
            yield "a change of properties that is not the only and last one"


def _order(root: etree._Element) -> Iterator[str]:
    for name, first in (("r", "rPr"), ("p", "pPr")):
        for element in root.iter(w(name)):
            if any(child.tag == w(first) for child in element[1:]):
                yield f"{first} is not the first child of {name}"


def _above(element: etree._Element) -> set[str]:
    return {etree.QName(above).localname for above in element.iterancestors()}


def _ranges(root: etree._Element) -> Iterator[str]:
    seen: dict[str, list[str]] = {}
    marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
    for mark in root.iter(*map(w, marks)):
        kind, above = etree.QName(mark).localname, _above(mark)
        seen.setdefault(mark.get(w("id"), ""), []).append(kind)
        parent = etree.QName(mark.getparent()).localname  # type: ignore[arg-type]
        if (parent != "r") if kind == "commentReference" else (parent not in _BESIDE_RUNS):
            yield f"{kind} in {parent}"
        if above & _NO_COMMENTS:
            yield f"{kind} where Word has no comments: {above & _NO_COMMENTS}"
        if sum(e.tag == w("r") for e in mark.iterancestors()) > (kind == "commentReference"):
            yield f"{kind} inside a run"
    for key, kinds in seen.items():
        if kinds not in (list(marks), ["commentReference"]):
            yield f"comment {key} is marked {kinds}"


def _revisions(root: etree._Element, name: str) -> Iterator[str]:
    ids: Counter[str] = Counter()
    for change in root.iter(*map(w, _REVISIONS)):
        kind, parent = etree.QName(change).localname, etree.QName(change.getparent()).localname  # type: ignore[arg-type]
        ids[change.get(w("id"), "")] += 1
        if not change.get(w("author")) or not _DATE.fullmatch(change.get(w("date"), "2000-01-01T00:00:00Z")):
            yield f"{kind} without author or with a wrong date"
        if kind in ("ins", "del") and len(change) and parent not in _BESIDE_RUNS | _HOLD_CHANGES:
            yield f"{kind} in {parent}"
        if kind == "ins" and any(e.tag == w("ins") for e in change.iterancestors()):
            yield "an insertion in an insertion"
        if kind == "rPrChange" and [child.tag for child in change] != [w("rPr")]:
            yield "a change of properties without the former ones"
    yield from (f"{name}: {n} changes {key}" for key, n in ids.items() if n > 1)


def _deleted(root: etree._Element) -> Iterator[str]:
    for text in root.iter(w("t")):
        if _own_deletion(text):
            yield "a text in a deletion"
    for text in root.iter(w("delText")):
        if not _own_deletion(text):
            yield "a deleted text outside a deletion"


def _own_deletion(text: etree._Element) -> bool:
    """Return True when a deletion lies between a text and its paragraph."""
    for above in text.iterancestors():
        if above.tag in (w("del"), w("moveFrom")):
            return True
        if above.tag == w("p"):
            return False
    return False


def _fields(root: etree._Element) -> Iterator[str]:
    """Look for tracked changes and marks of comments in the codes of fields, and for broken fields."""
    codes: list[bool] = []
    for element in root.iter(etree.Element):
        kind = element.get(w("fldCharType")) if element.tag == w("fldChar") else ""
        if kind == "begin":
            codes.append(True)
        elif kind == "separate" and codes:
            codes[-1] = False
        elif kind == "end":
            if not codes:
                yield "a field ends that did not begin"
            else:
                codes.pop()
        elif any(codes) and element.tag in {
            w("commentRangeStart"),
            w("commentRangeEnd"),
            w("commentReference"),
        }:
            yield "a comment in the code of a field"
    yield from ("a field does not end" for _ in codes)
