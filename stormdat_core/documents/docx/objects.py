"""Things in the text of a run that are no text, and which of them stand in the line.

What floats has its own place on the page: in the line there is nothing.
"""

from stormdat_core.documents.office.xmlparse import Attributes, attribute

PLAIN = frozenset(
    {
        "w:footnoteReference",
        "w:endnoteReference",
        "w:pgNum",
        "w:dayShort",
        "w:dayLong",
        "w:monthShort",
        "w:monthLong",
        "w:yearShort",
        "w:yearLong",
        "w:contentPart",
    }
)
"""Elements of a run that show one thing: the mark of a note, a number or date without a stored text, ink."""
DRAWN = frozenset({"w:drawing", "w:pict", "w:object"})
"""Elements of a run that hold a picture, a shape or an embedded object."""
FRAMES = frozenset({"wp:inline", "wp:anchor"})
"""What a `w:drawing` holds: in the line, or floating."""
SHAPES = frozenset(
    {
        "v:arc",
        "v:curve",
        "v:group",
        "v:image",
        "v:line",
        "v:oval",
        "v:polyline",
        "v:rect",
        "v:roundrect",
        "v:shape",
    }
)
"""What a `w:pict` or `w:object` holds; the style of the first says where it stands."""
FORM_CONTROLS = frozenset(
    {
        "w14:checkbox",
        "w:comboBox",
        "w:date",
        "w:dropDownList",
        "w:picture",
        "w:showingPlcHdr",
        "w:text",
    }
)
"""Properties of a content control that a person fills or ticks."""
_ON = frozenset({"1", "true", "on"})


def is_shown(name: str, attributes: Attributes) -> bool:
    """Return whether an element of `PLAIN` shows a mark; that of a note may stand behind it as text."""
    return not attributes or attribute(attributes, "w:customMarkFollows") not in _ON


def decides(holder: str, name: str) -> bool:
    """Return whether an element inside one of `DRAWN` says if that one floats."""
    return holder in DRAWN and name in (FRAMES if holder == "w:drawing" else SHAPES)


def floats(name: str, attributes: Attributes) -> bool:
    """Return whether an element that decides floats on the page."""
    style = "" if name in FRAMES else attribute(attributes, "style")
    return name == "wp:anchor" or "position:absolute" in style.replace(" ", "").casefold()
