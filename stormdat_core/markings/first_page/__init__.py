"""What a document says of its own marking: authority, designation, notices, statements."""

from stormdat_core.markings.first_page.blocks import (
    FRONT,
    BlockLine,
    FirstPage,
    is_date_line,
    read_block_lines,
    read_first_page,
)
from stormdat_core.markings.first_page.dates import read_date, years_after
from stormdat_core.markings.first_page.removal_statements import is_statement, without_statement

__all__ = [
    "FRONT",
    "BlockLine",
    "FirstPage",
    "is_date_line",
    "is_statement",
    "read_block_lines",
    "read_date",
    "read_first_page",
    "without_statement",
    "years_after",
]
