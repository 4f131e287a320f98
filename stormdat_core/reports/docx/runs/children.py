"""Note what a run holds, and where its bytes stand, while the stream goes through it."""

from stormdat_core.documents.docx import objects
from stormdat_core.documents.docx.runs import CHARACTERS
from stormdat_core.documents.office.xmlparse import Attributes
from stormdat_core.reports.docx.runs.markup import Child, RunMarkup, tag_end

_PROPERTIES = 2
"""Levels below a run that are noted: its children, and the children of its properties."""
_SIGNS = frozenset({"w:sym", "w16se:symEx"})


def note(
    run: RunMarkup, data: bytes, at: int, name: str, attributes: Attributes, level: int, *, preserved: bool
) -> None:
    """Note an element that begins at an offset, so many levels below the run.

    Args:
        run: the run.
        data: the part.
        at: the offset.
        name: the element's.
        attributes: the element's.
        level: how many levels below the run it is.
        preserved: whether its outer spaces are text, by itself or by what stands around it.
    """
    child = Child(name, at)
    if level == 1 and name == "w:rPr":
        run.properties = child
    elif level == 1:
        run.content.append(child)
        child.characters = int(_is_one(name, attributes))
        child.preserved = name == "w:t" and preserved
    elif level == _PROPERTIES and run.properties is not None and not run.properties.end:
        run.property_children.append(child)
    else:
        _place(run, name, attributes)
        return
    child.inner_start = tag_end(data, at)


def _is_one(name: str, attributes: Attributes) -> bool:
    """Return whether a child of a run is read as one character; a drawing is unless it turns out to float."""
    if name in objects.PLAIN:
        return objects.is_shown(name, attributes)
    return name in CHARACTERS or name in _SIGNS or name in objects.DRAWN


def _place(run: RunMarkup, name: str, attributes: Attributes) -> None:
    """Note what a drawing says of its place, the first time that it says so."""
    drawn = run.content[-1] if run.content else None
    if drawn is not None and not drawn.end and not drawn.placed and objects.decides(drawn.name, name):
        drawn.placed = True
        drawn.characters = int(not objects.floats(name, attributes))


def close(run: RunMarkup, data: bytes, at: int, name: str, level: int, text: str) -> None:
    """Note the end of an element whose end tag begins at an offset.

    Args:
        run: the run.
        data: the part.
        at: the offset.
        name: the element's.
        level: how many levels below the run it is.
        text: what it holds if it is a `w:t`.
    """
    child = _last(run, level)
    if child is None or child.name != name or child.end:
        return
    child.inner_end = at
    child.empty = data.startswith(b"/>", child.inner_start - 2)
    child.end = child.inner_start if child.empty else tag_end(data, at)
    if level == 1 and name == "w:t":
        child.text, child.characters = text, len(text)


def _last(run: RunMarkup, level: int) -> Child | None:
    if level == _PROPERTIES:
        return run.property_children[-1] if run.property_children else None
    if run.properties is not None and not run.properties.end:
        return run.properties
    return run.content[-1] if run.content else None
