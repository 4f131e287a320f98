"""The columns of comment matrices."""

from typing import Literal, get_args

MatrixColumn = Literal[
    "item",
    "number",
    "source",
    "reviewer",
    "grade",
    "office",
    "telephone",
    "date",
    "type",
    "page",
    "paragraph",
    "line",
    "comment",
    "rationale",
    "proposed",
    "disposition",
    "response",
]
"""What a column may hold. `item` counts the rows of a matrix, `number` the comments of one reviewer."""
COLUMNS: tuple[str, ...] = get_args(MatrixColumn)
