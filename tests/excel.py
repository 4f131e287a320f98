"""Excel workbooks built in code, from the XML that matters for a test."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.opc import Part, write_package

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN_TYPE = f"{_KIND}.sheet.main+xml"


class Sheet(NamedTuple):
    """A worksheet: the XML inside `sheetData`, what stands round it, and what it links to."""

    name: str
    rows: str = ""
    before: str = ""
    after: str = ""
    state: str = ""
    links: Mapping[str, tuple[str, str]] = {}


def text(address: str, inner: str) -> str:
    """Return a cell that holds its own text; `inner` without a tag is plain."""
    body = inner if inner.startswith("<") else f"<t>{inner}</t>"
    return f'<c r="{address}" t="inlineStr"><is>{body}</is></c>'


def shared(address: str, number: int) -> str:
    """Return a cell that shows a shared text."""
    return f'<c r="{address}" t="s"><v>{number}</v></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}" {attributes}>{"".join(cells)}</row>'


def worksheet(sheet: Sheet, namespace: str = S) -> str:
    return f'<worksheet xmlns="{namespace}" xmlns:r="{R}">{sheet.before}<sheetData>{sheet.rows}</sheetData>{sheet.after}</worksheet>'


def write_excel(
    path: Path,
    *sheets: Sheet,
    strings: Sequence[str] = (),
    names: str = "",
    parts: Mapping[str, Part] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None,
    main_type: str = MAIN_TYPE,
) -> Path:
    """Write a workbook.

    Args:
        path: where.
        sheets: in workbook order.
        strings: XML inside each `si` of the shared texts; none leaves the part out.
        names: XML inside `definedNames`.
        parts: further parts by name from the root; these take precedence.
        links: further links of the workbook.
        main_type: content type of the workbook part.
    """
    all_links: dict[str, tuple[str, str]] = {
        f"rId{number}": ("worksheet", f"xl/worksheets/sheet{number}.xml")
        for number in range(1, len(sheets) + 1)
    }
    made = {
        f"xl/worksheets/sheet{number}.xml": Part(worksheet(sheet), f"{_KIND}.worksheet+xml", sheet.links)
        for number, sheet in enumerate(sheets, 1)
    }
    if strings:
        items = "".join(f"<si>{inner}</si>" for inner in strings)
        made["xl/sharedStrings.xml"] = Part(f'<sst xmlns="{S}">{items}</sst>', f"{_KIND}.sharedStrings+xml")
        all_links["rIdS"] = ("sharedStrings", "xl/sharedStrings.xml")
    made["xl/workbook.xml"] = Part(_workbook(sheets, names), main_type, {**all_links, **(links or {})})
    return write_package(path, "xl/workbook.xml", {**made, **(parts or {})})


def _workbook(sheets: Sequence[Sheet], names: str) -> str:
    listed = "".join(
        f'<sheet name="{sheet.name}" sheetId="{number}" r:id="rId{number}"{_state(sheet)}/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>'


def _state(sheet: Sheet) -> str:
    return f' state="{sheet.state}"' if sheet.state else ""


def drawing(*anchors: str) -> Part:
    """Return a drawing part; an anchor is made with `box`."""
    return Part(f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{R}">{"".join(anchors)}</xdr:wsDr>')


def box(words: str, row_from_0: int, column_from_0: int, description: str = "") -> str:
    """Return a text box anchored at a cell."""
    return (
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>{column_from_0}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row_from_0}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>90</xdr:col><xdr:row>90</xdr:row></xdr:to>"
        f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Box 1" descr="{description}"/></xdr:nvSpPr>'
        f"<xdr:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
    )
