"""Acronyms that a row of any table explains: CM in one cell, Configuration Management in the next.

Such a row is no acronym table, and yet a reader who sees it knows what is meant.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from stormdat_core.acronyms.forms.short_forms import key, singular
from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.acronyms.patterns.alignment import SURE, starting_at
from stormdat_core.acronyms.patterns.candidates import is_marked, is_short_form
from stormdat_core.acronyms.text.units import Role, Unit
from stormdat_core.model import Block, BlockKind

_LONGEST_FORM = 15
_LONGEST_FULL = 120
_PLAIN = 0.4
"""The highest price of a full form whose words begin with all letters; small words may be passed over."""
_OF_CODES = 1.75
"""The same in a list of codes: PE of Physical and Environmental Protection, MA of Maintenance."""
_LEAST_CODES = 3
"""Rows whose words begin with all letters, from which on a table is a list of codes."""
_FILLED_IN = re.compile(r"[(<\[](.{5,}?)(?: names?)?[)>\]]")
"""What a form asks for: (cloud service provider name)."""
_SEVERAL = re.compile(r"[\s/]")
_SENTENCE = re.compile(r"[.?!;:=|]\s|[.?!;:]$")
PATTERN = "row"


class _Pair(NamedTuple):
    """A cell with a short form and what the words of a cell beside it say."""

    block: Block
    start: int
    end: int
    """Offsets of the short form in the block's text."""
    full: str
    price: float


def row_definitions(read: Sequence[Unit]) -> Iterator[DefinitionPlace]:
    """Yield the acronyms that stand alone in a cell beside a cell that holds their full form, in order.

    Args:
        read: the units of a document, without the cells of its acronym tables.
    """
    found = [pair for at in _short_cells(read) if (pair := _pair(read, at))]
    plain = Counter(pair.block.where.table for pair in found if pair.price <= _PLAIN)
    for pair in found:
        if pair.price <= _PLAIN or plain[pair.block.where.table] >= _LEAST_CODES:
            yield _place(pair)


def _short_cells(read: Sequence[Unit]) -> list[int]:
    """Return the numbers of the cells that hold a short form; one expression, as every unit is asked."""
    return [
        at
        for at, unit in enumerate(read)
        if len(unit.text) <= _LONGEST_FORM
        and unit.block.kind is BlockKind.CELL
        and unit.role is Role.TEXT
        and _form(unit.text)
    ]


@lru_cache(maxsize=1 << 12)
def _form(text: str) -> str:
    """Return the short form that is all a cell holds, maybe as a label: CSP, CSP: ; else ""."""
    form = text.strip().rstrip(":").rstrip()
    fits = is_short_form(form) and is_marked(form) and form[0].isalnum() and len(key(form)) > 1
    return form if fits and not _SEVERAL.search(form) else ""


def _pair(read: Sequence[Unit], at: int) -> _Pair | None:
    """Return a short form with the full form in the cell behind it, or before it."""
    unit = read[at]
    around = [_next(read, at, 1), _next(read, at, -1)]
    if any(other and _is_same_cell(unit.block, other.block) for other in around):
        return None
    form = _form(unit.text)
    for other in around:
        fit = _fit(form, other.text) if other and _is_same_row(unit.block, other.block) else None
        if fit:
            start = unit.block.text.find(form)
            return _Pair(unit.block, start, start + len(form), *fit) if start >= 0 else None
    return None


def _next(read: Sequence[Unit], at: int, step: int) -> Unit | None:
    return read[at + step] if 0 <= at + step < len(read) else None


def _is_same_row(one: Block, other: Block) -> bool:
    row = one.where.row is not None and one.where.row == other.where.row
    return row and one.where.table == other.where.table and one.where.sheet == other.where.sheet


def _is_same_cell(one: Block, other: Block) -> bool:
    return _is_same_row(one, other) and one.where.column == other.where.column


@lru_cache(maxsize=1 << 12)
def _fit(form: str, text: str) -> tuple[str, float] | None:
    """Return the full form that a cell holds and how well it fits, if the whole cell is a full form."""
    full = " ".join(text.split())
    asked = _FILLED_IN.fullmatch(full)
    full = asked[1] if asked else full
    if not len(form) < len(full) <= _LONGEST_FULL or _SENTENCE.search(full) or full.isupper():
        return None
    price = _price(form, full)
    return None if price is None else (full, price)


def fits(form: str, full: str) -> bool:
    """Return whether all of some words may be what a short form stands for, one of them passed over."""
    return _price(form, full) is not None


def _price(form: str, full: str) -> float | None:
    laid = starting_at(singular(form), full, _OF_CODES)
    return min((each.price for each in laid if each.end == len(full)), default=None)


def _place(pair: _Pair) -> DefinitionPlace:
    short = pair.block.text[pair.start : pair.end]
    return DefinitionPlace(
        block=pair.block.index,
        short=short,
        full=pair.full,
        short_start=pair.start,
        short_end=pair.end,
        long_start=pair.start,
        long_end=pair.start,
        pattern=PATTERN,
        method="row",
        sure=pair.price <= SURE,
        apart=True,
    )
