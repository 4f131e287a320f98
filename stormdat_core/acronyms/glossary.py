"""The acronym table a document should have, and the rows its list lacks, as values."""

from dataclasses import dataclass

from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.reconcile import MatrixRow
from stormdat_core.model import Document


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `full_form` is empty where nobody gives one."""

    acronym: str
    full_form: str
    uses: int
    place: str
    """The first place, in words."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a document's acronym table should hold, and what the lists given do not."""

    title: str
    table: tuple[Line, ...]
    proposed: tuple[Line, ...] | None = None
    """None where no list was given."""


def glossary(document: Document, index: AcronymIndex) -> Glossary:
    """Return the acronym table of a document and, beside lists, the rows that these lack."""
    used = [row for row in index.matrix() if row.first is not None and not row.ignored]
    lacking = [row for row in used if not any(row.lists)]
    return Glossary(
        title=document.title or document.path.stem,
        table=tuple(_line(document, row) for row in used),
        proposed=tuple(_line(document, row) for row in lacking) if index.lists else None,
    )


def _line(document: Document, row: MatrixRow) -> Line:
    assert row.first is not None
    block, start, end = row.first
    return Line(row.acronym, row.full_form, row.uses, document.blocks[block].locate(start, end).label)
