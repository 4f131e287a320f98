"""The parts that hold comments on cells: their text, and the shapes that Excel draws them in."""

import re
from collections.abc import Iterable, Iterator

from stormdat_core.reports.docx.commenting.texts import Line, gaps, lines
from stormdat_core.reports.docx.runs.markup import escaped
from stormdat_core.reports.excel.cells import CellRemark

AUTHOR = "STORM DAT"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SHAPE = re.compile(rb"_x0000_s(\d{1,9})")
_FIRST_SHAPE = 1025
_HEAD = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout>'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}


def said(remark: CellRemark) -> tuple[Line, ...]:
    """Return the lines of a comment."""
    return (*gaps(remark.missing), *lines(remark.findings, in_place=remark.in_place))


def plain(remark: CellRemark) -> str:
    """Return the text of a comment as reading gives it."""
    return "\n".join(line.whole for line in said(remark))


def comment(prefix: bytes, remark: CellRemark, author: int) -> bytes:
    """Return a `comment` element; `prefix` is what the part's elements are spelt with, colon included."""
    runs = b"".join(_runs(prefix, said(remark)))
    return b'<%scomment ref="%s" authorId="%d"><%stext>%s</%stext></%scomment>' % (
        prefix, remark.address.encode(), author, prefix, runs, prefix, prefix,
    )  # fmt: skip


def _runs(prefix: bytes, said_: Iterable[Line]) -> Iterator[bytes]:
    for number, line in enumerate(said_):
        end = "\n" if number else ""
        if line.bold:
            yield _run(prefix, end + line.bold, bold=True)
            end = ""
        yield _run(prefix, end + line.text + line.small, bold=False)


def _run(prefix: bytes, text: str, *, bold: bool) -> bytes:
    look = (b"<%sb/>" % prefix if bold else b"") + b'<%ssz val="9"/>' % prefix
    shown = escaped(_ESCAPE.sub("_x005F_", text))
    return b'<%sr><%srPr>%s</%srPr><%st xml:space="preserve">%s</%st></%sr>' % (
        prefix, prefix, look, prefix, prefix, shown, prefix, prefix,
    )  # fmt: skip


def new_drawing(remarks: Iterable[CellRemark]) -> bytes:
    """Return a drawing that shows comments when the pointer rests on their cells."""
    return _HEAD + _TYPE + b"".join(_shapes(remarks, _FIRST_SHAPE)) + b"</xml>"


def longer_drawing(data: bytes, remarks: Iterable[CellRemark]) -> bytes | None:
    """Return a drawing with shapes for more comments; None when it is not of the usual form."""
    end, root = data.rfind(b"</xml>"), data[: data.find(b">", data.find(b"<xml")) + 1]
    if end < 0:
        return None
    first = max([_FIRST_SHAPE - 1, *map(int, _SHAPE.findall(data))]) + 1
    pieces = [*([] if b"_x0000_t202" in data else [_TYPE]), *_shapes(remarks, first)]
    bindings = [b'xmlns:%s="%s"' % pair for pair in _NAMESPACES.items()]
    missing = b"".join(b" " + binding for binding in bindings if binding not in root)
    declared = [re.sub(rb"^<[\w:]+", lambda tag: tag[0] + missing, piece) for piece in pieces]
    return data[:end] + b"".join(declared) + data[end:]


def _shapes(remarks: Iterable[CellRemark], first: int) -> Iterator[bytes]:
    for number, remark in enumerate(remarks, first):
        row, column = remark.row - 1, remark.column - 1
        anchor = f"{column + 1}, 12, {row}, 4, {column + 6}, 12, {row + 9}, 4"
        yield (
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
            'width:300pt;height:130pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        ).encode()
