"""Compare an annotated copy of a Word document with its original, knowing nothing of how either was made.

Everything the author wrote must be there, in order. What may be added: a highlight, shading or border on
text that has none of that kind, comments, and their ranges and references. Splitting a run is allowed:
neighbouring runs with equal properties count as one.
"""

import zipfile
from collections import Counter
from itertools import groupby
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)
_COLOURS = ("highlight", "shd", "bdr")
_SPLIT = {W + "r", W + "rPr", W + "t", *(W + name for name in _COLOURS)}
_LINKS = ("[Content_Types].xml", "word/_rels/document.xml.rels")


def touched_parts(original: Path, copy: Path) -> set[str]:
    """Return the parts that differ or are new; those of the original must all be there, in order."""
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(copy) as new:
        assert new.testzip() is None
        names = old.namelist()
        assert new.namelist()[: len(names)] == names
        added = set(new.namelist()[len(names) :])
        return added | {name for name in names if old.read(name) != new.read(name)}


def assert_nothing_lost(original: Path, copy: Path) -> set[str]:
    """Assert that each touched part holds what it held, in order; return the touched parts of text."""
    touched = touched_parts(original, copy)
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(copy) as new:
        ours = _new_comments(old, new, touched)
        for name in sorted(touched & set(old.namelist())):
            before, after = _tree(old, name), _tree(new, name)
            if name == "[Content_Types].xml" or name.endswith(".rels"):
                _assert_only_more(before, after, name)
            else:
                _take_out(after, ours)
                _assert_same_text(before, after, name)
        assert len(touched - set(old.namelist())) <= 2
    return {name for name in touched if name not in _LINKS and not name.startswith("word/comments")}


def comments(path: Path) -> list[tuple[str, str]]:
    """Return (author, text) of each comment but the opening one, paragraphs joined by line feeds."""
    return [(author, text) for _, author, text in _comments(path) if not _is_opening(author, text)]


def opening(path: Path) -> str:
    """Return what the comment says that opens an annotated copy; empty where none does."""
    return next((text for _, author, text in _comments(path) if _is_opening(author, text)), "")


def _is_opening(author: str, text: str) -> bool:
    return author == "STORM DAT" and text.startswith(("STORM DAT: ", "Not done: "))


def _comments(path: Path) -> list[tuple[str, str, str]]:
    """Return (id, author, text) of every comment."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.startswith("word/comments")]
        found = [item for name in names for item in _tree(package, name).iter(W + "comment")]
    return [
        (item.get(W + "id", ""), item.get(W + "author", ""), "\n".join(map(_plain, item.iter(W + "p"))))
        for item in found
    ]


def commented(path: Path, part: str = "word/document.xml") -> dict[str, str]:
    """Return the text in the range of each comment but the opening one, by id."""
    opened = {key for key, author, text in _comments(path) if _is_opening(author, text)}
    with zipfile.ZipFile(path) as package:
        tree = _tree(package, part)
    found: dict[str, str] = {}
    inside: set[str] = set()
    for element in tree.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "t"):
        key = str(element.get(W + "id"))
        if element.tag == W + "t":
            found.update({each: found[each] + (element.text or "") for each in inside})
        elif element.tag == W + "commentRangeStart":
            inside.add(key)
            found[key] = ""
        else:
            inside.remove(key)
    return {key: text for key, text in found.items() if key not in opened}


def highlighted(path: Path, part: str = "word/document.xml") -> list[tuple[str, str]]:
    """Return (text, highlight) of the highlighted stretches, neighbours in one paragraph and colour joined."""
    return coloured(path, part, "highlight", "val")


def coloured(
    path: Path, part: str = "word/document.xml", kind: str = "shd", value: str = "fill"
) -> list[tuple[str, str]]:
    """Return (text, value) of the stretches with a property, neighbours in one paragraph joined."""
    found: list[tuple[str, str]] = []
    with zipfile.ZipFile(path) as package:
        tree = _tree(package, part)
    for paragraph in tree.iter(W + "p"):
        runs = [run for run in paragraph.iter(W + "r") if next(run.iterancestors(W + "p")) is paragraph]
        pieces = [
            (_value(run, kind, value), "".join(t.text or "" for t in run.iterchildren(W + "t")))
            for run in runs
        ]
        for shade, group in groupby([piece for piece in pieces if piece[1]], key=lambda piece: piece[0]):
            if shade:
                found.append(("".join(text for _, text in group), shade))
    return found


def _value(run: etree._Element, kind: str, value: str) -> str:
    mark = run.find(f"{W}rPr/{W}{kind}")
    return "" if mark is None else mark.get(W + value, "")


def _tree(package: zipfile.ZipFile, name: str) -> etree._Element:
    """Return a part as a tree, in the names of the transitional schema."""
    root = etree.fromstring(package.read(name), _PARSER)
    if root.tag.startswith(_STRICT):
        text = etree.tostring(root).replace(_STRICT[1:-1].encode(), W[1:-1].encode())
        root = etree.fromstring(text, _PARSER)
    return root


def _plain(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


# What was added


def _new_comments(old: zipfile.ZipFile, new: zipfile.ZipFile, touched: set[str]) -> set[str]:
    """Return the ids of the comments that only the copy has."""
    found: set[str] = set()
    for name in touched:
        if name.endswith(".xml") and name != "[Content_Types].xml":
            root = _tree(new, name)
            if root.tag == W + "comments":
                before = set() if name not in old.namelist() else _comment_ids(_tree(old, name))
                found |= _comment_ids(root) - before
    return found


def _comment_ids(root: etree._Element) -> set[str]:
    return {item.get(W + "id", "") for item in root.iter(W + "comment")}


def _assert_only_more(before: etree._Element, after: etree._Element, name: str) -> None:
    """Assert that the root has its children as they were, and perhaps more behind them."""
    kept = [etree.tostring(child, method="c14n", with_tail=False) for child in before]
    now = [etree.tostring(child, method="c14n", with_tail=False) for child in after]
    assert now[: len(kept)] == kept, name


def _take_out(root: etree._Element, ids: set[str]) -> None:
    """Remove the ranges and references of comments with these ids."""
    for name in ("commentRangeStart", "commentRangeEnd"):
        for mark in [m for m in root.iter(W + name) if m.get(W + "id") in ids]:
            mark.getparent().remove(mark)
    for mark in [m for m in root.iter(W + "commentReference") if m.get(W + "id") in ids]:
        run = mark.getparent()
        assert len(run) == 1, "a reference of ours shares a run"
        run.getparent().remove(run)
    for comment in [c for c in root.iterchildren(W + "comment") if c.get(W + "id") in ids]:
        root.remove(comment)


# What was there


def _assert_same_text(before: etree._Element, after: etree._Element, name: str) -> None:
    assert _elements(before) == _elements(after), name
    assert _paragraphs(before) == _paragraphs(after), name
    for mine, theirs in zip(before.iter(W + "p"), after.iter(W + "p"), strict=True):
        for kind in _COLOURS:
            _assert_kept(_colours(mine, kind), _colours(theirs, kind), name)


def _assert_kept(before: list[bytes], after: list[bytes], name: str) -> None:
    """Assert that every character has the author's colour where he gave one."""
    assert len(before) == len(after), name
    assert all(not one or one == other for one, other in zip(before, after, strict=True)), name


def _colours(paragraph: etree._Element, kind: str) -> list[bytes]:
    """Return a property of each character of a paragraph."""
    found: list[bytes] = []
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is paragraph:
            own = run.find(f"{W}rPr/{W}{kind}")
            value = b"" if own is None else etree.tostring(own, method="c14n")
            for child in run:
                found += [value] * len(_text(child) if child.tag == W + "t" else "")
    return found


def _elements(root: etree._Element) -> Counter[str]:
    """Count elements; the properties of runs are repeated by a split and compared with their text."""
    return Counter(str(e.tag) for e in root.iter(etree.Element) if e.tag not in _SPLIT and not _of_a_run(e))


def _of_a_run(element: etree._Element) -> bool:
    while (parent := element.getparent()) is not None:
        if parent.tag == W + "rPr":
            return parent.getparent().tag == W + "r"  # type: ignore[union-attr]
        element = parent
    return False


def _paragraphs(root: etree._Element) -> list[list[tuple[str, str]]]:
    return [_stretches(p) for p in root.iter(W + "p")]


def _stretches(paragraph: etree._Element) -> list[tuple[str, str]]:
    """Return (what, properties) of a paragraph's contents in order, equal neighbouring text joined."""
    found: list[tuple[str, str]] = []
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is not paragraph:
            continue  # it belongs to a text box, whose paragraphs are compared by themselves
        properties = _properties(run)
        for child in run:
            if child.tag == W + "rPr":
                continue
            what = "t:" + _text(child) if child.tag == W + "t" else str(child.tag)
            if (
                found
                and what.startswith("t:")
                and found[-1][0].startswith("t:")
                and found[-1][1] == properties
            ):
                found[-1] = (found[-1][0] + what[2:], properties)
            else:
                found.append((what, properties))
    return found


def _text(element: etree._Element) -> str:
    """Return a text as Word shows it: outer spaces count only where they are marked as preserved."""
    text = element.text or ""
    return text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")


def _properties(run: etree._Element) -> str:
    """Return everything around a run's text that decides its look: its own properties and its containers."""
    own = run.find(W + "rPr")
    children = [] if own is None else [c for c in own if c.tag not in {W + name for name in _COLOURS}]
    parent = run.getparent()
    look = sorted(etree.tostring(c, method="c14n") for c in children)
    return f"{'' if parent is None else parent.tag}{look}"
