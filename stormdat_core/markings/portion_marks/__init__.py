"""The marks before portions, and how surely they are security markings."""

from stormdat_core.markings.portion_marks.certainty import Certainty, certainty_of
from stormdat_core.markings.portion_marks.portions import (
    KINDS,
    Portion,
    Portions,
    find_hidden,
    find_portions,
    is_drawn,
    is_subject,
    is_title,
    read_mark,
    reread,
)

__all__ = [
    "KINDS",
    "Certainty",
    "Portion",
    "Portions",
    "certainty_of",
    "find_hidden",
    "find_portions",
    "is_drawn",
    "is_subject",
    "is_title",
    "read_mark",
    "reread",
]
