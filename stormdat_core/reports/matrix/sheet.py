"""A matrix as an Excel workbook: the rows on one sheet, and what the letters mean on the next."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO

from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.columns import text_in
from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.layouts import Layout
from stormdat_core.reports.spreadsheet.workbook import FACT, HEAD, LABEL, PLAIN, TITLE, new_book


def write_sheet(
    stream: IO[bytes], layout: Layout, about: About, comments: Sequence[Comment], made: datetime
) -> None:
    """Write a matrix as .xlsx to a seekable stream; every text is a text, whatever it begins with.

    Args:
        stream: seekable.
        layout: which columns.
        about: the document, and the marking that its comments carry.
        comments: the rows.
        made: aware; the only time the file carries.
    """
    widths = [column.width for column in layout.columns]
    with new_book(stream, f"{layout.title}: {about.document}", made) as book:
        with book.sheet("Comments", widths, 1 + len(comments), form=True) as sheet:
            sheet.append((column.heading, HEAD) for column in layout.columns)
            for comment in comments:
                sheet.append((text_in(comment, column), PLAIN) for column in layout.columns)
        with book.sheet("About", (24, 90)) as sheet:
            sheet.append([(layout.title, TITLE)])
            for label, value in about.lines(layout):
                sheet.append([(label, LABEL), (value, FACT)])
