"""The properties of a run, rewritten: coloured for a review, or changed in a way that can be rejected.

Children keep the order of the schema (ECMA-376 part 1, CT_RPr). A colour that the author gave is kept: where
it would have to be replaced, the finding gets a coloured border instead.
"""

import re
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from stormdat_core.reports.docx.runs.markup import Child, Names, RunMarkup, element_name

_ATTRIBUTE = re.compile(r"""([\w.-]+)\s*=\s*("[^"]*"|'[^']*')""")

_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w",
    "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign",
    "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_RANK = {f"w:{name}": rank for rank, name in enumerate(_ORDER)}
_LAST = len(_ORDER)
"""Extensions of later versions come behind the properties of the standard."""
CHANGE = "w:rPrChange"


@dataclass(frozen=True, slots=True)
class Colouring:
    """How a stretch is coloured."""

    highlight: str = ""
    """Value of `w:highlight`; empty for light shading."""
    fill: str = ""
    """RRGGBB of the shading."""
    border: str = ""
    """RRGGBB of the border, where the author's own colour stands in the way."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose a change is, and when it was made."""

    author: str
    date: str
    """As `2026-11-20T10:30:15Z`."""


def coloured(data: bytes, run: RunMarkup, colouring: Colouring) -> bytes:
    """Return the run's `w:rPr` with a colour."""
    names = Names.at(data, run.start)
    taken = {child.name for child in run.property_children}
    if colouring.highlight and "w:highlight" not in taken:
        new = {"w:highlight": names.empty(b"highlight", val=colouring.highlight)}
    elif not colouring.highlight and not {"w:highlight", "w:shd"} & taken:
        new = {"w:shd": names.empty(b"shd", val="clear", color="auto", fill=colouring.fill)}
    elif "w:bdr" not in taken:
        new = {"w:bdr": names.empty(b"bdr", val="single", sz="12", space="0", color=colouring.border)}
    else:
        new = {}
    return _with(data, run, names, new)


def reformatted(
    data: bytes, run: RunMarkup, font: str, size_pt: float, stamp: Stamp, number: int
) -> bytes | None:
    """Return the run's `w:rPr` with another font or size, and the former one as a tracked change.

    Args:
        data: the part.
        run: one of its runs.
        font: the family; empty leaves it.
        size_pt: the size in points; 0 leaves it.
        stamp: whose change it is.
        number: its id.

    Returns:
        None where the author's own tracked change of format stands there: a run has room for one.
    """
    names = Names.at(data, run.start)
    if any(child.name == CHANGE for child in run.property_children):
        return None
    new = _look(data, run, names, font, size_pt)
    former = names.element(b"rPr", _children(data, run))
    change = names.element(b"rPrChange", former, id=f"{number}", author=stamp.author, date=stamp.date)
    return _with(data, run, names, {**new, CHANGE: change})


def copied(data: bytes, run: RunMarkup, font: str, size_pt: float) -> bytes:
    """Return a `w:rPr` for text put in beside a run: its own without history, in a font or size if given."""
    names = Names.at(data, run.start)
    new = _look(data, run, names, font, size_pt)
    if not new and not run.property_children:
        return b""
    return _with(data, run, names, {**new, CHANGE: b""})


def _look(data: bytes, run: RunMarkup, names: Names, font: str, size_pt: float) -> dict[str, bytes]:
    new = {}
    if font:
        new["w:rFonts"] = _fonts(data, run, names, font)
    if size_pt:
        half_points = f"{round(size_pt * 2)}"
        new |= {"w:sz": names.empty(b"sz", val=half_points), "w:szCs": names.empty(b"szCs", val=half_points)}
    return new


def _fonts(data: bytes, run: RunMarkup, names: Names, font: str) -> bytes:
    """Return `w:rFonts` with the Latin slots changed; the slots of other scripts stay as they were."""
    kept = {}
    own = next((child for child in run.property_children if child.name == "w:rFonts"), None)
    if own is not None:
        tag = data[own.start : own.inner_start].decode("utf-8", "replace")
        kept = {name: value for name, value in _attributes(tag) if name in _OTHER_SLOTS}
    return names.empty(b"rFonts", ascii=font, hAnsi=font, **kept)


_OTHER_SLOTS = frozenset({"eastAsia", "eastAsiaTheme", "cs", "cstheme", "hint"})


def _attributes(tag: str) -> list[tuple[str, str]]:
    found = _ATTRIBUTE.findall(tag)
    return [(name, unescape(value[1:-1], {"&quot;": '"', "&apos;": "'"})) for name, value in found]


def _children(data: bytes, run: RunMarkup) -> bytes:
    own = run.properties
    return data[own.inner_start : own.inner_end] if own and not own.empty else b""


def _with(data: bytes, run: RunMarkup, names: Names, new: dict[str, bytes]) -> bytes:
    """Return the properties with elements set, each in its place; equal ones are replaced."""
    pieces = [
        (_rank(child), data[child.start : child.end])
        for child in run.property_children
        if child.name not in new
    ]
    for name, element in new.items():
        rank = _LAST + 1 if name == CHANGE else _RANK[name]
        at = next((i for i, (other, _) in enumerate(pieces) if other > rank), len(pieces))
        pieces.insert(at, (rank, element))
    own = run.properties
    spelt = element_name(data, own.start) if own else names.prefix + b"rPr"
    return _head(data, run, names) + b"".join(element for _, element in pieces) + b"</" + spelt + b">"


def _rank(child: Child) -> int:
    return _LAST + 1 if child.name == CHANGE else _RANK.get(child.name, _LAST)


def _head(data: bytes, run: RunMarkup, names: Names) -> bytes:
    """Return the start tag of the properties, as the author wrote it where there is one."""
    own = run.properties
    if own is None:
        return names.open(b"rPr")
    tag = data[own.start : own.inner_start]
    return tag[:-2].rstrip() + b">" if own.empty else tag
