"""Which section, sheet, slide or page each block of a document stands on, and what is marked there.

Banners are kept by the same numbers (`Slot.section`), so that each can be read beside its own portions.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from stormdat_core.markings.banner_lines import Slot
from stormdat_core.markings.portion_marks import Portion
from stormdat_core.model import APART, Block, Document

NOWHERE = -1
"""Place of a block that no banner of a page speaks for: the notes of a slide."""
_FIRST_PAGE = 6000
"""Characters that no first page holds."""


@dataclass(slots=True)
class Place:
    """What stands on one section, sheet, slide or page."""

    word: str
    """`section`, `sheet`, `slide` or `page`."""
    start: int = 0
    """Characters before it."""
    first_page: int | None = None
    """Page it begins on, None where pages are not known."""
    marked: list[tuple[int, Portion, int]] = field(default_factory=list)
    """Marked portions: position among all, the portion, and characters before it."""
    unmarked: int = 0


def places_of(document: Document, marked: Sequence[Portion], unmarked: Iterable[Block]) -> dict[int, Place]:
    """Return the places of a document by number. One pass over its blocks."""
    by_block = {portion.block.index: (at, portion) for at, portion in enumerate(marked)}
    lacking = {block.index for block in unmarked}
    number = _numbering(document)
    word = {"xlsx": "sheet", "pptx": "slide", "pdf": "page"}.get(document.format, "section")
    found: dict[int, Place] = {}
    characters = 0
    for block in document.blocks:
        place = found.setdefault(number(block), Place(word, characters, block.where.page))
        if block.index in by_block:
            place.marked.append((*by_block[block.index], characters))
        place.unmarked += block.index in lacking
        characters += len(block.text)
    return found


def _numbering(document: Document) -> Callable[[Block], int]:
    """Return what gives the number of a block's place; asked of the blocks in their order."""
    if document.sections:
        return _Sections(document)
    match document.format:
        case "xlsx":
            return _Sheets()
        case "pptx":
            return lambda block: NOWHERE if _off_slide(block) else (block.where.slide or 0) - 1
        case "pdf":
            return lambda block: (block.where.page or 0) - 1
    return lambda _: 0


def _off_slide(block: Block) -> bool:
    return (block.where.note or "").startswith("notes")


class _Sections:
    """Sections of a Word document: of a note, the section that calls it."""

    def __init__(self, document: Document) -> None:
        self._body = document.blocks[0].where.part if document.blocks else ""
        self._section = 0

    def __call__(self, block: Block) -> int:
        if block.where.part == self._body:
            self._section = block.where.section
        return self._section


class _Sheets:
    """Sheets by number, in the order they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, block: Block) -> int:
        name = block.where.sheet
        if name is None or block.kind in APART:
            return NOWHERE
        return self._numbers.setdefault(name, len(self._numbers))


def portions_under(slot: Slot, variants: frozenset[str], place: Place) -> list[tuple[int, Portion]]:
    """Return the portions of a place that a header or footer may stand above.

    Args:
        slot: the header or footer.
        variants: `default`, `first`, `even`: those in use in the place.
        place: where it stands. Of a place whose pages are known, each portion has one variant.
    """
    if place.first_page is None or len(variants) == 1:
        return [(at, portion) for at, portion, _ in place.marked]
    return [(at, p) for at, p, _ in place.marked if _variant(p, variants, place) == slot.variant]


def _variant(portion: Portion, variants: frozenset[str], place: Place) -> str:
    page = portion.block.where.page or place.first_page or 0
    if "first" in variants and page == place.first_page:
        return "first"
    return "even" if "even" in variants and page % 2 == 0 else "default"


def may_be_elsewhere(
    slot: Slot, variants: frozenset[str], place: Place, exceeds: Callable[[Portion], bool]
) -> bool:
    """Return True where all portions that exceed a banner may stand on pages with another.

    Only a first page comes in question, and only where pages are not known: what exceeds the banner of the
    other pages may stand on it as long as it comes before all that does not and before a page is full; what
    exceeds that of the first page may stand behind it.
    """
    if place.first_page is not None or "first" not in variants or slot.variant == "even":
        return False
    exceeding = [exceeds(portion) for _, portion, _ in place.marked]
    if slot.variant == "first":
        return not exceeding[0]
    leading = exceeding.index(False) if False in exceeding else 0
    last = place.marked[leading - 1][2] if leading else 0
    return bool(leading) and not any(exceeding[leading:]) and last - place.start < _FIRST_PAGE
