"""Blocks numbered as they are met, for readers that know a block's kind when they reach it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from stormdat_core.errors import LimitExceeded
from stormdat_core.model import Block, BlockKind, FullForm, Location, Role, Run, RunFormat, RunSource

NO_FORMAT = RunFormat(font="", size_pt=0.0, symbol=True)
"""Format of text that has none, or whose format is not worked out: no typographic standard judges it."""

IN_CAPITALS = replace(NO_FORMAT, caps=True)
"""The same of text whose letters are shown as capitals."""

NO_RUN = -1
"""`RunSource.run` of text that stands in an attribute or in the content of no run."""

_OUTSIDE = frozenset(
    (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PROPERTY, BlockKind.HIDDEN, BlockKind.ALTERNATIVE_TEXT)
)


class _Blocks:
    """The blocks of one document in reading order, and the limit on their number."""

    def __init__(self, file: str, most: int) -> None:
        """Take the name of the file, for the sentence that says it is too large, and the limit."""
        self.blocks: list[Block] = []
        self._file = file
        self._most = most

    def next_index(self) -> int:
        """Return the index of the block to come.

        Raises:
            LimitExceeded: as many blocks as the limit allows are there.
        """
        index = len(self.blocks)
        if index >= self._most:
            raise LimitExceeded(f"{self._file} has more than {self._most:,} paragraphs or cells.")
        return index


class BlockList(_Blocks):
    """Blocks of sheets and slides, each placed by itself."""

    def add(self, kind: BlockKind, runs: tuple[Run, ...], level: int = 0, **place: Any) -> None:
        """Add a block. `place` holds the fields of its `Location` except `kind` and `block`.

        Raises:
            LimitExceeded: more blocks than the limit.
        """
        index = self.next_index()
        self.blocks.append(Block(index, kind, runs, Location(kind=kind, block=index, **place), level))

    def add_text(self, kind: BlockKind, text: str, part: str, **place: Any) -> None:
        """Add a block of text that stands in no run, such as an attribute."""
        self.add(kind, (Run(text, NO_FORMAT, RunSource(part, NO_RUN)),), part=part, **place)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands, as far as its format tells. The fields mean what they mean in `Location`."""

    part: str = ""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    note: str | None = None
    page: int | None = None


NOWHERE = Place()


class Flow(_Blocks):
    """Blocks of text that flows: heading paths and paragraph numbers follow from the order."""

    def __init__(self, file: str, most: int) -> None:
        super().__init__(file, most)
        self._path: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._paragraph = 0

    def add(
        self,
        kind: BlockKind,
        runs: Sequence[Run],
        place: Place = NOWHERE,
        *,
        level: int = 0,
        style: str = "",
        role: Role = Role.BODY,
        full_forms: tuple[FullForm, ...] = (),
    ) -> None:
        """Add a block at the end.

        Raises:
            LimitExceeded: more blocks than the limit.
        """
        index = self.next_index()
        if kind is BlockKind.HEADING:
            self._enter(level, "".join(run.text for run in runs))
        names = (style,) if style else ()
        where = self._location(kind, place)
        self.blocks.append(
            Block(index, kind, tuple(runs), where, level, style, names, role=role, full_forms=full_forms)
        )

    def _enter(self, level: int, text: str) -> None:
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._path = (*self._path[: len(self._levels)], " ".join(text.split()))
        self._levels.append(level)
        self._paragraph = 0

    def _location(self, kind: BlockKind, place: Place) -> Location:
        outside = kind in _OUTSIDE
        if not outside and place.table is None and kind is not BlockKind.HEADING:
            self._paragraph += 1
        return Location(
            part=place.part,
            kind=kind,
            block=len(self.blocks),
            heading=() if outside else self._path,
            paragraph=0 if outside else self._paragraph,
            table=place.table,
            row=place.row,
            column=place.column,
            note=place.note,
            page=place.page,
        )
