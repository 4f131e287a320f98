"""Note what a run holds, and where its bytes stand, while the stream goes through it."""

from stormdat_core.documents.docx.runs import CHARACTERS
from stormdat_core.documents.xmlparse import Attributes
from stormdat_core.reports.docx.markup import Child, RunMarkup, tag_end

_PROPERTIES = 2
"""Levels below a run that are noted: its children, and the children of its properties."""


def note(run: RunMarkup, data: bytes, at: int, name: str, attributes: Attributes, level: int) -> None:
    """Note an element that begins at an offset, so many levels below the run."""
    child = Child(name, at)
    if level == 1 and name == "w:rPr":
        run.properties = child
    elif level == 1:
        run.content.append(child)
        child.characters = int(name in CHARACTERS or name == "w:sym")
        child.preserved = name == "w:t" and "preserve" in attributes
    elif level == _PROPERTIES and run.properties is not None and not run.properties.end:
        run.property_children.append(child)
    else:
        return
    child.inner_start = tag_end(data, at)


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
