"""The blocks of documents that were looked at, and where their findings stand in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from stormdat_core.model import BlockKind, Finding, Location, Role
from stormdat_core.model.drawn import DrawnBlock, DrawnPage, Mark
from stormdat_core.store.database.batches import batches
from stormdat_core.store.database.connections import Opened
from stormdat_core.store.database.tables import BLOCKS, DECISIONS, FILES, FINDINGS, PAGES, PLACES
from stormdat_core.store.sweeps.rows import NotStored
from stormdat_core.store.sweeps.values import location_from, location_values

MOST_MARKS = 2_000
"""Marks of one window; a block that holds more is coloured as a whole by nobody's wish."""
_PLACES = 2_000
"""Other places of one finding that are marked."""


class BlockShelf:
    """`Store.blocks`: documents as their pages draw them."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    def count(self, file_id: int) -> int:
        """Return how many blocks are kept of a file; 0 for one that nobody has looked at."""
        query = select(func.count()).select_from(BLOCKS).where(BLOCKS.c.file_id == file_id)
        with self._read() as connection:
            return int(connection.execute(query).scalar_one())

    def put(self, file_id: int, blocks: Sequence[DrawnBlock], pages: Sequence[DrawnPage] = ()) -> None:
        """Keep the blocks of a file, in the place of what was kept before, and find its findings in them.

        Raises:
            NotStored: the file was deleted.
        """
        with self._write() as connection:
            if connection.execute(select(FILES.c.id).where(FILES.c.id == file_id)).one_or_none() is None:
                raise NotStored(f"There is no file {file_id} in the library.")
            for table in (BLOCKS, PAGES, PLACES):
                connection.execute(delete(table).where(table.c.file_id == file_id))
            for batch in batches([_block_values(file_id, block) for block in blocks]):
                connection.execute(insert(BLOCKS), batch)
            for batch in batches([_page_values(file_id, page) for page in pages]):
                connection.execute(insert(PAGES), batch)
            for places in batches(_places(connection, file_id)):
                connection.execute(insert(PLACES).prefix_with("OR IGNORE"), places)

    def window(self, file_id: int, first: int, limit: int) -> tuple[DrawnBlock, ...]:
        """Return blocks from number `first` on, at most `limit`."""
        own = (BLOCKS.c.file_id == file_id, BLOCKS.c.block >= first, BLOCKS.c.block < first + limit)
        query = select(BLOCKS).where(*own).order_by(BLOCKS.c.block)
        with self._read() as connection:
            return tuple(map(_block_from, connection.execute(query)))

    def equals_before(self, file_id: int, block: int, text: str) -> int:
        """Return how many blocks before a block have a text, which is also its own."""
        own = (BLOCKS.c.file_id == file_id, BLOCKS.c.block < block, BLOCKS.c.text == text)
        with self._read() as connection:
            return int(connection.execute(select(func.count()).select_from(BLOCKS).where(*own)).scalar_one())

    def page(self, file_id: int, number: int) -> DrawnPage | None:
        """Return a page, slide or sheet of a file by its number from 1; None where there is none."""
        query = select(PAGES).where(PAGES.c.file_id == file_id, PAGES.c.page == number)
        with self._read() as connection:
            row = connection.execute(query).one_or_none()
        return _page_from(row) if row is not None else None

    def sheet_at(self, file_id: int, block: int) -> DrawnPage | None:
        """Return the page, slide or sheet that a block stands on; None where there is none."""
        own = (PAGES.c.file_id == file_id, PAGES.c.first <= block, PAGES.c.blocks > 0)
        query = select(PAGES).where(*own).order_by(PAGES.c.page.desc()).limit(1)
        with self._read() as connection:
            row = connection.execute(query).one_or_none()
        return _page_from(row) if row is not None else None

    def beginnings(self, file_id: int) -> tuple[int, ...]:
        """Return, for each page of a file in their order, the number of its first block."""
        query = select(PAGES.c.first).where(PAGES.c.file_id == file_id).order_by(PAGES.c.page)
        with self._read() as connection:
            return tuple(connection.execute(query).scalars())

    def all(self, file_id: int) -> tuple[DrawnBlock, ...]:
        """Return all blocks that are kept of a file."""
        query = select(BLOCKS).where(BLOCKS.c.file_id == file_id).order_by(BLOCKS.c.block)
        with self._read() as connection:
            return tuple(map(_block_from, connection.execute(query)))

    def marks(self, file_id: int, first: int, limit: int) -> tuple[Mark, ...]:
        """Return where findings stand in the same blocks, in reading order."""
        own = (PLACES.c.file_id == file_id, PLACES.c.block >= first, PLACES.c.block < first + limit)
        shown = (PLACES.c.block, PLACES.c.start, PLACES.c.end, PLACES.c.finding_id)
        query = select(*shown, FINDINGS.c.colour, FINDINGS.c.severity, DECISIONS.c.verdict)
        query = query.join(FINDINGS, FINDINGS.c.id == PLACES.c.finding_id).where(*own)
        query = query.outerjoin(DECISIONS, DECISIONS.c.fingerprint == FINDINGS.c.fingerprint)
        with self._read() as connection:
            rows = connection.execute(query.order_by(*shown).limit(MOST_MARKS)).all()
        return tuple(
            Mark(row.block, row.start, row.end, row.finding_id, row.colour, row.severity, row.verdict or "")
            for row in rows
        )

    def outline(self, file_id: int, most: int = 2_000) -> tuple[DrawnBlock, ...]:
        """Return the headings of a file, the first `most`."""
        own = (BLOCKS.c.file_id == file_id, BLOCKS.c.kind == BlockKind.HEADING.value)
        query = select(BLOCKS).where(*own).order_by(BLOCKS.c.block).limit(most)
        with self._read() as connection:
            return tuple(map(_block_from, connection.execute(query)))

    def named(self, file_id: int, numbers: Sequence[int]) -> tuple[DrawnBlock, ...]:
        """Return the blocks with these numbers, in their order."""
        query = select(BLOCKS).where(BLOCKS.c.file_id == file_id, BLOCKS.c.block.in_(numbers))
        with self._read() as connection:
            return tuple(map(_block_from, connection.execute(query.order_by(BLOCKS.c.block))))

    def holding(self, file_id: int, words: str) -> tuple[tuple[int, int], ...]:
        """Return the blocks whose text holds `words`, in capitals or not: number, and where it first does."""
        query = select(BLOCKS.c.block, BLOCKS.c.text).where(BLOCKS.c.file_id == file_id)
        wanted = words.casefold()
        with self._read() as connection:
            found = connection.execute(query.order_by(BLOCKS.c.block))
            places = ((row.block, _first(row.text, wanted)) for row in found)
            return tuple(place for place in places if place[1] >= 0)


def _first(text: str, wanted: str) -> int:
    """Return where a text first holds folded words, -1 for nowhere; near it where folding changes lengths."""
    return text.lower().find(wanted) if text.isascii() else text.casefold().find(wanted)


def note_places(connection: Connection, file_id: int, finding_id: int, finding: Finding) -> None:
    """Mark a finding that came later in the blocks of its file."""
    rows = [
        {"file_id": file_id, "finding_id": finding_id, **place}
        for place in _stretches((finding.where, *(one.where for one in finding.evidence if one.marked)))
    ]
    if rows:
        connection.execute(insert(PLACES).prefix_with("OR IGNORE"), rows)


def _places(connection: Connection, file_id: int) -> Iterator[Mapping[str, int]]:
    query = select(FINDINGS.c.id, FINDINGS.c.location, FINDINGS.c.evidence)
    for row in connection.execute(query.where(FINDINGS.c.file_id == file_id)).all():
        marked = [location_from(place) for place, _, marks in row.evidence[:_PLACES] if marks]
        for place in _stretches((location_from(row.location), *marked)):
            yield {"file_id": file_id, "finding_id": row.id, **place}


def _stretches(places: Iterable[Location]) -> Iterator[dict[str, int]]:
    for where in places:
        if where.block >= 0:
            yield {"block": where.block, "start": where.start, "end": where.end}


def _block_values(file_id: int, block: DrawnBlock) -> dict[str, Any]:
    return {
        "file_id": file_id,
        "block": block.index,
        "kind": block.kind.value,
        "role": block.role.value,
        "level": block.level,
        "number": block.number,
        "text": block.text,
        "formats": [list(each) for each in block.formats],
        "place": location_values(block.where),
    }


def _block_from(row: Row[Any]) -> DrawnBlock:
    formats = tuple((start, end, look) for start, end, look in row.formats)
    where = location_from(row.place)
    return DrawnBlock(where, Role(row.role), row.level, row.number, row.text, formats)


def _page_values(file_id: int, page: DrawnPage) -> dict[str, Any]:
    return {
        "file_id": file_id,
        "page": page.number,
        "first": page.first,
        "blocks": page.blocks,
        "width": page.width,
        "height": page.height,
        "placed": [list(each) for each in page.placed],
        "columns": [list(each) for each in page.columns],
    }


def _page_from(row: Row[Any]) -> DrawnPage:
    placed = tuple((block, left, top, wide, high) for block, left, top, wide, high in row.placed)
    columns = tuple((column, width) for column, width in row.columns)
    return DrawnPage(row.page, row.first, row.blocks, row.width, row.height, placed, columns)
