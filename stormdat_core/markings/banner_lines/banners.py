"""Banner lines of a document: every live place that should hold one, and what stands there.

A place is a header or footer slot of a Word section, a header or footer of a sheet or a page, the top or the
bottom of a slide or of a text without pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.first_page.removal_statements import without_statement
from stormdat_core.markings.model import Marking, Regime, System
from stormdat_core.markings.reading.content import Content, content_of
from stormdat_core.markings.reading.normalise import normalise
from stormdat_core.markings.reading.parser import parse
from stormdat_core.markings.scheme.scheme import Scheme
from stormdat_core.model import APART, Block, BlockKind, Document

_PIECE = re.compile(r"[^\t\n\v\f\r]+")
_FRAME = " \u00a0.*_–—-[]{}|"
_HEAD = re.compile(
    r"\W{0,4}(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED|CUI|CONTROLLED|COSMIC|NATO|JOINT"
    r"|OFFICIAL|UK (?:OFFICIAL|SECRET|TOP)|FOUO|FOR OFFICIAL USE ONLY|PROTECT|TS/|S/|C/|U/"
    r"|[A-Z ]{2,30}//|//[A-Z]"
    r"|[A-Z]{3}(?: [A-Z]{3,4})* (?:SECRET|RESTRICTED|CONFIDENTIAL))",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:Page\s+|[-–—|]\s*)?\d+(?:\s*(?:of|/)\s*\d+)?\s*$|^\s*(?:Page\s+)?\d+(?:\s+of\s+\d+)?\s+",
    re.IGNORECASE,
)
_LONGEST = 400
_WEAK = re.compile(
    r"(?:CONFIDENTIAL|RESTRICTED|CONTROLLED|OFFICIAL|PROTECT|CONTROLLED UNCLASSIFIED INFORMATION)$",
    re.IGNORECASE,
)
"""Words that companies print too: alone, they make no document a marked one."""
_TITLE = re.compile(
    r"(?:CONFIDENTIAL|RESTRICTED|CONTROLLED|OFFICIAL|PROTECT|UNCLASSIFIED)\s+"
    r"(?!SENSITIVE|UNCLASSIFIED|DATA\b|NOFORN|REL\b|WHEN|UPON|DRAFT|WORKING|ORCON|NF\b)[A-Z]{3,}(?:\s+[A-Z]{2,})*$"
)
"""Titles in capitals: OFFICIAL PUBLICATION, RESTRICTED CIRCULATION."""
_ADMINISTRATIVE = re.compile(
    r"^(?:DRAFT|WORKING PAPERS?|DELIBERATIVE)\b[\s:;,–—-]*|[\s:;,–—-]*\b(?:DRAFT|WORKING PAPERS?)$"
)


@dataclass(frozen=True, slots=True)
class Banner:
    """A line that reads as a banner."""

    block: Block
    start: int
    end: int
    text: str
    """As written."""
    marking: Marking
    content: Content | None
    """None when it cannot be understood."""

    @property
    def weak(self) -> bool:
        """Return True for a word that is printed in many papers without being a security marking."""
        titled = _WEAK.match(self.text) or _TITLE.match(self.text)
        return bool(titled) or (self.text != self.text.upper() and "//" not in self.text)


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


def banners_in(block: Block, scheme: Scheme) -> Iterator[Banner]:
    """Yield the lines of a block that read as banners."""
    text = block.printed
    if len(text) > 4 * _LONGEST or not _HEAD.search(text):
        return
    scheme = scheme.to_read_by
    for match in _PIECE.finditer(text):
        found = _banner(block, match.start(), match[0], scheme)
        if found is not None:
            yield found


def _banner(block: Block, at: int, piece: str, scheme: Scheme) -> Banner | None:
    line = without_statement(_PAGE.sub("", piece).strip(_FRAME))
    core = _ADMINISTRATIVE.sub("", line).strip(_FRAME)
    if not core or len(core) > _LONGEST or not _HEAD.match(core):
        return None
    start = at + piece.index(core)
    plain = normalise(core).text
    marking = parse(plain, "banner", scheme)
    if marking.level is None and scheme.regime is not Regime.UK:
        marking = _british(plain, scheme) or marking
    if not _reads_as_banner(core, marking):
        return None
    return Banner(block, start, start + len(core), core, marking, content_of(marking))


def _british(plain: str, scheme: Scheme) -> Marking | None:
    marking = parse(plain, "banner", scheme.in_regime(Regime.UK))
    return marking if marking.level is not None or plain.upper() == "PROTECT" else None


def _reads_as_banner(core: str, marking: Marking) -> bool:
    """Return True for a line that is a marking, or tries to be one.

    A title that begins with such a word is none: "Secret agents", "CONFIDENTIAL REPORT OF THE BOARD".
    """
    if marking.level is None:
        return "//" in core and core == core.upper()
    if any(slip.rule == "MRK-TOKEN-UNREADABLE" for slip in marking.slips):
        return core == core.upper()
    mixed = core != core.upper()
    return not mixed or "//" in core or (marking.system in (System.US, System.CUI) and not marking.segments)


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
    for block in document.blocks:
        if block.where.part:
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
