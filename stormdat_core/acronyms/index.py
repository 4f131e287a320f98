"""The evidence about the acronyms of one document, gathered in one pass over its blocks.

First every unit is searched for definitions, because these and the lists decide which forms count; then its
tokens become uses, suppressed forms, or nothing. Cost is linear in the text and does not depend on the
length of the lists: they are only looked up.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from stormdat_core.acronyms.exclusion.codes import codes_in
from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.acronyms.gathering.entries import AcronymEntry, Potential, Suppressed, TableRow, Use
from stormdat_core.acronyms.gathering.gather import Gatherer
from stormdat_core.acronyms.gathering.own_tables import OwnTable, own_table
from stormdat_core.acronyms.gathering.potentials import find_potentials
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.acronyms.reconcile import MatrixRow, reconcile
from stormdat_core.acronyms.text.units import Unit, is_before_text, units
from stormdat_core.model import APART, Block, BlockKind, Document, Role, spaced


class AcronymIndex:
    """Every use and definition of every acronym of a document, and what the lists say. To be read only."""

    def __init__(
        self,
        entries: Mapping[str, AcronymEntry],
        scopes: Mapping[int, int],
        potentials: Sequence[Potential],
        suppressed: Suppressed,
        table_rows: tuple[TableRow, ...],
        options: AcronymOptions,
        lists: Sequence[AcronymList],
        *,
        well_known: Mapping[str, Sequence[Use]] | None = None,
        common: frozenset[str] = frozenset(),
        speech: bool = False,
        front: frozenset[int] = frozenset(),
        aside: frozenset[int] = frozenset(),
        beside: frozenset[int] = frozenset(),
    ) -> None:
        self.entries = entries
        """By key, in the order of first appearance."""
        self.scopes = scopes
        """Scope number by block index, for blocks that were read; 0 where the whole document is one."""
        self.potentials = tuple(potentials)
        self.suppressed = suppressed
        self.table_rows = table_rows
        self.options = options
        self.lists = tuple(lists)
        self.well_known = well_known or {}
        """Places of well-known acronyms that nobody defines, by form, in the order of first appearance."""
        self.common = common
        """Keys that the profile counts as well known."""
        self.speech = speech
        """True for a record of what people said, which nobody edits."""
        self.front = front
        """Blocks before the first heading of a document that has several, and its record of changes."""
        self.aside = aside
        """Blocks of the document's acronym tables and of its revision history."""
        self.beside = beside
        """Blocks that a reader sees and no one reads for acronyms: references, revision history, cover."""

    @classmethod
    def build(
        cls,
        document: Document,
        lists: Sequence[AcronymList] = (),
        options: AcronymOptions | None = None,
        *,
        potentials: bool = True,
    ) -> "AcronymIndex":
        """Gather the evidence of a document.

        Args:
            document: as read, its blocks in reading order.
            lists: acronym lists, the one that takes precedence first.
            options: how acronyms are recognised and judged.
            potentials: whether phrases that could have an acronym are wanted, which no other evidence needs.
        """
        options, document = options or AcronymOptions(), spaced(document)
        table = own_table(document)
        left_out: Counter[str] = Counter()
        read = units(document, options, table, left_out)
        gatherer = Gatherer(
            read, lists, options, table.rows, codes_in([block.text for block in document.blocks])
        )
        return cls(
            entries=gatherer.entries(),
            scopes={unit.block.index: unit.scope for unit in read}
            if options.scope != "document" or options.front_matter == "own"
            else {},
            potentials=_potentials(read, gatherer, lists, options) if potentials else (),
            suppressed=Suppressed(gatherer.suppressed, left_out),
            table_rows=table.rows,
            options=options,
            lists=lists,
            well_known=gatherer.well_known,
            common=gatherer.common,
            speech=gatherer.speech,
            front=frozenset(unit.block.index for unit in read if is_before_text(unit)),
            aside=table.blocks | table.history,
            beside=_beside(document, read, table),
        )

    def matrix(self) -> tuple[MatrixRow, ...]:
        """Return text, own table and lists side by side, sorted by acronym."""
        return reconcile(self.entries, self.lists, has_table=bool(self.table_rows))

    def scope(self, block: int) -> int:
        """Return the scope that a block belongs to."""
        return self.scopes.get(block, 0)

    def used_keys(self) -> set[str]:
        """Return the keys that stand somewhere in the document, headers included."""
        return {
            key for key, entry in self.entries.items() if entry.uses or entry.outside or entry.definitions
        }


def _potentials(
    read: Sequence[Unit], gatherer: Gatherer, lists: Sequence[AcronymList], options: AcronymOptions
) -> list[Potential]:
    """Return the phrases that could have an acronym, without those that a list refuses."""
    return [
        each
        for each in find_potentials(read, gatherer.joined, gatherer.known, options.potential_min)
        if not any({key(each.phrase), key(each.acronym)} & listed.refused for listed in lists)
    ]


def _beside(document: Document, read: Sequence[Unit], table: OwnTable) -> frozenset[int]:
    """Return the blocks that are not read; contents, which repeat the headings, and code are none of them."""
    left = {block.index for block in document.blocks if block.text} - {unit.block.index for unit in read}
    return frozenset(index for index in left - table.blocks if _is_shown(document.blocks[index]))


def _is_shown(block: Block) -> bool:
    unseen = block.kind in APART or block.kind in (BlockKind.CONTENTS, BlockKind.HEADER, BlockKind.FOOTER)
    return not unseen and block.role is not Role.CODE
