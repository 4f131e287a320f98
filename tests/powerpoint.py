"""PowerPoint presentations built in code, from the XML that matters for a test."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.opc import Part, write_package

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMESPACES = (
    f'xmlns:p="{P}" xmlns:a="{A}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_KIND = "application/vnd.openxmlformats-officedocument.presentationml"


class Slide(NamedTuple):
    """A slide: its shapes, the attributes of its outermost element, and what it links to."""

    shapes: str
    attributes: str = ""
    links: Mapping[str, tuple[str, str]] = {}


def paragraph(*runs: str) -> str:
    """Return an `a:p`; a run without a tag is plain text."""
    return f"<a:p>{''.join(r if r.startswith('<') else f'<a:r><a:t>{r}</a:t></a:r>' for r in runs)}</a:p>"


def shape(*paragraphs: str, placeholder: str = "", properties: str = "") -> str:
    """Return a `p:sp`; a paragraph without a tag is plain text, `properties` stand in `p:cNvPr`."""
    inner = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs)
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Shape 1" {properties}/><p:cNvSpPr/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>'
        f"<p:txBody><a:bodyPr/>{inner}</p:txBody></p:sp>"
    )


def group(*shapes: str, properties: str = "") -> str:
    return f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="Group" {properties}/></p:nvGrpSpPr>{"".join(shapes)}</p:grpSp>'


def table(*rows: Sequence[str]) -> str:
    """Return a table; a cell that starts with `@` has the rest, up to a space, as its attributes."""
    lines = "".join(f"<a:tr>{''.join(map(_cell, row))}</a:tr>" for row in rows)
    return f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="T"/></p:nvGraphicFramePr><a:graphic><a:graphicData><a:tbl>{lines}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>'


def _cell(words: str) -> str:
    attributes, _, rest = words[1:].partition(" ") if words.startswith("@") else ("", "", words)
    return f"<a:tc {attributes}><a:txBody>{paragraph(rest)}</a:txBody></a:tc>"


def tree(root: str, shapes: str, attributes: str = "") -> Part:
    """Return a part with a shape tree: `p:sld`, `p:notes`, `p:sldLayout`, `p:sldMaster`."""
    return Part(f"<{root} {NAMESPACES} {attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></{root}>")


def linked(part: Part, **links: tuple[str, str]) -> Part:
    return part._replace(links=links)


def write_powerpoint(
    path: Path,
    *slides: Slide,
    order: Sequence[int] = (),
    parts: Mapping[str, Part] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> Path:
    """Write a presentation.

    Args:
        path: where.
        slides: as `ppt/slides/slide1.xml` and on.
        order: numbers of the slides as they are shown; all, as given, when empty.
        parts: further parts by name from the root.
        links: further links of the presentation.
    """
    made = {
        f"ppt/slides/slide{number}.xml": linked(tree("p:sld", slide.shapes, slide.attributes), **slide.links)
        for number, slide in enumerate(slides, 1)
    }
    numbers = order or range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in numbers)
    made["ppt/presentation.xml"] = Part(
        f"<p:presentation {NAMESPACES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        f"{_KIND}.presentation.main+xml",
        {
            **{f"rId{n}": ("slide", f"ppt/slides/slide{n}.xml") for n in range(1, len(slides) + 1)},
            **(links or {}),
        },
    )
    return write_package(path, "ppt/presentation.xml", {**made, **(parts or {})})
