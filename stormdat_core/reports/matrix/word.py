"""A matrix as a Word document: a landscape page, one table whose head stands on every page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from stormdat_core.errors import OutputRefused
from stormdat_core.reports.archive import repack
from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.columns import text_in
from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.layouts import Layout
from stormdat_core.reports.text import visible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MOST = 5000
"""Comments in a Word table: more take minutes to write, and Word as long to open."""
_MARGIN_INCHES = 0.5
_TEXT_POINTS, _SMALL_POINTS = 8, 6
_ABOUT_POINTS = 9
"""Of the lines above the table."""
_MANY_COLUMNS = 12
"""From here on text is small: DA Form 7874 has 17 on one page."""
_FONT = "Arial"
_CELL_MARGIN = "50"
"""Twentieths of a point on both sides; Word's own 108 leave a narrow column no room."""
_LONG_SIDE, _SHORT_SIDE = 11.0, 8.5
"""US letter, in inches."""


def write_word(
    stream: IO[bytes], layout: Layout, about: About, comments: Sequence[Comment], made: datetime
) -> None:
    """Write a matrix as .docx to a seekable stream; arguments as in `write_sheet`.

    Raises:
        OutputRefused: more comments than a Word table takes in a bearable time.
    """
    import docx
    from docx.shared import Pt

    if len(comments) > MOST:
        raise OutputRefused(
            f"{len(comments):,} comments are too many for a Word table.", "Write the matrix for Excel."
        )
    page = docx.Document()
    _lay_out(page, about)
    utc = made.astimezone(UTC).replace(tzinfo=None)
    page.core_properties.author, page.core_properties.title = "STORM DAT", visible(layout.title)
    page.core_properties.created = page.core_properties.modified = utc
    page.add_heading(layout.title, 1)
    for label, value in about.lines(layout):
        line = page.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(visible(value))
        line.paragraph_format.space_after = Pt(2)
    _add_rows(page, layout, comments)
    written = BytesIO()
    page.save(written)
    repack(written, stream, made)


def _lay_out(page: "WordDocument", about: About) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Inches, Pt

    page.styles["Normal"].font.name, page.styles["Normal"].font.size = _FONT, Pt(_ABOUT_POINTS)
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(_LONG_SIDE), Inches(_SHORT_SIDE)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Inches(_MARGIN_INCHES))
    for edge in (section.header, section.footer) if about.marking else ():
        line = edge.paragraphs[0]
        line.text, line.alignment = visible(about.marking), WD_ALIGN_PARAGRAPH.CENTER


def _add_rows(page: "WordDocument", layout: Layout, comments: Sequence[Comment]) -> None:
    from docx.shared import Inches, Pt

    table = page.add_table(rows=1 + len(comments), cols=len(layout.columns), style="Table Grid")
    table.autofit = False
    whole = sum(column.width for column in layout.columns)
    widths = [(_LONG_SIDE - 2 * _MARGIN_INCHES) * column.width / whole for column in layout.columns]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    points = _TEXT_POINTS if len(widths) <= _MANY_COLUMNS else _SMALL_POINTS
    texts = [column.heading for column in layout.columns]
    texts += [visible(text_in(comment, column)) for comment in comments for column in layout.columns]
    for at, (cell, text) in enumerate(zip(table._cells, texts, strict=True)):  # built once for the table
        cell.width = Inches(widths[at % len(widths)])
        run = cell.paragraphs[0].add_run(text)
        head = at < len(widths)
        run.font.name, run.font.size, run.bold = _FONT, Pt(points - head), head or None
    _repeat_on_every_page(table.rows[0])
    _keep_rows_whole(table)
    _narrow_margins(table)


def _repeat_on_every_page(row: Any) -> None:
    from docx.oxml.ns import qn

    head = row._tr.get_or_add_trPr().makeelement(qn("w:tblHeader"), {qn("w:val"): "true"})
    row._tr.get_or_add_trPr().append(head)


def _keep_rows_whole(table: Any) -> None:
    """Let a row that has room on one page not begin on the page before."""
    from docx.oxml.ns import qn

    for row in table._tbl.tr_lst:
        properties = row.get_or_add_trPr()
        properties.insert(0, properties.makeelement(qn("w:cantSplit"), {}))


def _narrow_margins(table: Any) -> None:
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    margins = properties.makeelement(qn("w:tblCellMar"), {})
    for side in ("left", "right"):
        width = {qn("w:w"): _CELL_MARGIN, qn("w:type"): "dxa"}
        margins.append(margins.makeelement(qn(f"w:{side}"), width))
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)
