"""Every live place of a document that should hold a banner, and what stands there.

A place is a header or footer slot of a Word section, a header or footer of a sheet or a page, the top or the
bottom of a slide or of a text without pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.banner_lines.banners import Banner, banners_in
from stormdat_core.markings.scheme import Scheme
from stormdat_core.model import APART, Block, BlockKind, Document


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where a banner is expected."""

    label: str
    """In words: `first-page header of section 2`."""
    kind: BlockKind
    variant: str
    """`default`, `first` or `even`."""
    section: int
    banners: tuple[Banner, ...] = ()
    blank: bool = False
    """True when nothing at all stands there."""
    picture: bool = False
    """True when only a picture stands there."""
    block: Block | None = None
    """Where to point to; None for a place that does not exist in the file."""

    @property
    def top(self) -> bool:
        return self.kind is BlockKind.HEADER


def slots_of(document: Document, scheme: Scheme) -> list[Slot]:
    """Return the places of a document where a banner is expected, with what stands there."""
    if document.sections:
        return list(_word(document, scheme))
    if document.format == "xlsx":
        return list(_sheets(document, scheme))
    if document.format == "pptx":
        return list(_slides(document, scheme))
    if document.format == "pdf":
        return list(_pages(document, scheme))
    return list(_ends("document", 0, _body(document.blocks), scheme))


def _body(blocks: Sequence[Block]) -> list[Block]:
    edges = (BlockKind.HEADER, BlockKind.FOOTER)
    return [b for b in blocks if b.kind not in APART and b.kind not in edges and b.text.strip()]


def _word(document: Document, scheme: Scheme) -> Iterator[Slot]:
    parts: dict[str, list[Block]] = {}
    shown = {slot.part for section in document.sections for slot in section.slots if slot.part}
    for block in document.blocks:
        if block.where.part in shown:
            parts.setdefault(block.where.part, []).append(block)
    many = len(document.sections) > 1
    for section in document.sections:
        for slot in section.slots:
            words = {"first": "first-page ", "even": "even-page "}.get(slot.variant, "") + slot.kind.value
            label = f"{words} of section {section.index + 1}" if many else words
            blocks = parts.get(slot.part, []) if slot.part else []
            yield _slot(label, slot.kind, blocks, scheme, slot.variant, section.index)


def _slot(
    label: str,
    kind: BlockKind,
    blocks: Sequence[Block],
    scheme: Scheme,
    variant: str = "default",
    section: int = 0,
) -> Slot:
    shown = [b for b in blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.TEXT_BOX)]
    pictures = any(b.kind is BlockKind.ALTERNATIVE_TEXT for b in blocks)
    filled = any(b.text.strip() for b in shown)
    banners = tuple(banner for block in shown for banner in banners_in(block, scheme))
    return Slot(
        label,
        kind,
        variant,
        section,
        banners,
        not filled,
        pictures and not filled,
        blocks[0] if blocks else None,
    )


def _sheets(document: Document, scheme: Scheme) -> Iterator[Slot]:
    """Yield header and footer of each visible sheet; its first and last row may stand in for them."""
    sheets: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.where.sheet is not None and block.kind not in APART:
            sheets.setdefault(block.where.sheet, []).append(block)
    for number, (name, blocks) in enumerate(sheets.items()):
        cells = _body(blocks)
        for kind, edge in ((BlockKind.HEADER, cells[:1]), (BlockKind.FOOTER, cells[-1:])):
            own = [b for b in blocks if b.kind is kind]
            slot = _slot(f"{kind.value} of sheet “{name}”", kind, own, scheme, section=number)
            instead = tuple(banner for block in edge for banner in banners_in(block, scheme))
            yield slot if slot.banners or not instead else _slot_of(slot, instead)


def _slot_of(slot: Slot, banners: tuple[Banner, ...]) -> Slot:
    return Slot(slot.label, slot.kind, slot.variant, slot.section, banners, block=banners[0].block)


def _slides(document: Document, scheme: Scheme) -> Iterator[Slot]:
    """Yield top and bottom of each visible slide. What a layout or a master draws stands on all slides."""
    drawn: list[Banner] = []
    slides: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.kind in APART or (block.where.note or "").startswith("notes"):
            continue
        if "Layout" in block.where.part or "Master" in block.where.part:
            drawn.extend(banners_in(block, scheme))
        elif block.where.slide is not None:
            slides.setdefault(block.where.slide, []).append(block)
    for number, blocks in slides.items():
        found = [*drawn, *(banner for block in blocks for banner in banners_in(block, scheme))]
        for kind, mine in ((BlockKind.HEADER, found[:1]), (BlockKind.FOOTER, found[1:])):
            word = "top" if kind is BlockKind.HEADER else "bottom"
            yield Slot(
                f"{word} of slide {number}",
                kind,
                "default",
                number - 1,
                tuple(mine[-1:]),
                not mine,
                block=blocks[0],
            )


def _pages(document: Document, scheme: Scheme) -> Iterator[Slot]:
    """Yield top and bottom of each page: its running lines, or its first and last line."""
    pages: dict[int, list[Block]] = {}
    for block in document.blocks:
        if block.where.page is not None and block.kind not in APART:
            pages.setdefault(block.where.page, []).append(block)
    for number, blocks in pages.items():
        for kind, edge in ((BlockKind.HEADER, blocks[:2]), (BlockKind.FOOTER, blocks[-2:])):
            found = tuple(banner for block in edge for banner in banners_in(block, scheme))
            word = "top" if kind is BlockKind.HEADER else "bottom"
            yield Slot(
                f"{word} of page {number}", kind, "default", number - 1, found[:1], not found, block=edge[0]
            )


def _ends(name: str, section: int, blocks: Sequence[Block], scheme: Scheme) -> Iterator[Slot]:
    for kind, edge in ((BlockKind.HEADER, blocks[:1]), (BlockKind.FOOTER, blocks[-1:])):
        found = tuple(banner for block in edge for banner in banners_in(block, scheme))
        word = "top" if kind is BlockKind.HEADER else "bottom"
        yield Slot(
            f"{word} of the {name}",
            kind,
            "default",
            section,
            found,
            not found,
            block=edge[0] if edge else None,
        )
