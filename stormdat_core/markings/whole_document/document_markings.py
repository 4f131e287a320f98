"""What one document carries of markings, found once: banners, portions, first page, the banner computed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.banner_lines import Banner, Slot, slots_of
from stormdat_core.markings.first_page import FirstPage, is_date_line, is_statement, read_first_page
from stormdat_core.markings.model import Level, Regime
from stormdat_core.markings.portion_marks import KINDS, Portion, Portions, find_portions, is_drawn, reread
from stormdat_core.markings.reading import Content, choose_regime
from stormdat_core.markings.rollup import RollUp, combine
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.whole_document.presence import Marks
from stormdat_core.model import Block, BlockKind, Document

_ENOUGH_WORDS = 3
"""Words from which a block that is no heading is a portion; shorter ones are labels, dates, names."""
_CELL_WORDS = 8
_NO_PORTION = ("MEMORANDUM FOR", "FROM:", "TO:", "DATE:", "UNCLASSIFIED WHEN", "THIS PAGE INTENTIONALLY")
_AUTO_SAMPLE = 200
"""Different marks that decide on a regime."""


@dataclass(frozen=True, slots=True)
class DocumentMarkings:
    """What a document carries of security markings."""

    scheme: Scheme
    """The rules it is judged by; its regime is one of the families, never `auto`."""
    why: str
    """Why that regime, in a few words."""
    slots: tuple[Slot, ...]
    portions: Portions
    first: FirstPage
    unmarked: tuple[Block, ...]
    """Portions without a mark, in reading order."""
    banner: Banner | None
    """The overall banner: the first that a reader meets."""
    computed: RollUp | None
    """The banner that the portions demand; None without portions that can be understood."""
    marked: bool
    """True for a document that carries security markings: more than a word that companies print too, or a
    letter that may be an outline label."""
    weak: Banner | None
    """A word that companies print too, where nothing else reads as a security marking."""

    @property
    def regime(self) -> Regime:
        return self.scheme.regime

    @property
    def level(self) -> Level:
        """Return the highest level that the banner or any portion names."""
        found = [content.level for content in self._contents()]
        return max(found, default=Level.U)

    @property
    def cui(self) -> bool:
        """Return True when the banner or any portion is CUI."""
        return any(content.cui for content in self._contents())

    @property
    def controlled(self) -> bool:
        """Return True when the banner or any portion carries a control."""
        return any(_controls(content) for content in self._contents())

    def _contents(self) -> list[Content]:
        found = [self.banner.content] if self.banner is not None and self.banner.content else []
        computed = self.computed.content if self.computed is not None else None
        return [*found, *([computed] if computed else [])]


def _controls(content: Content) -> bool:
    return bool(content.controls or content.non_ic or content.release or content.display or content.cui)


def gather(document: Document, scheme: Scheme) -> DocumentMarkings:
    """Return what a document carries of markings. One pass over its blocks for each of three questions.

    Where the scheme has the regime `auto`, the document's markings decide on one.
    """
    slots = slots_of(document, scheme)
    first = read_first_page(document.blocks)
    portions = find_portions(document.blocks, scheme)
    known = scheme.regime is not Regime.AUTO
    regime, why = _chosen(scheme, slots, portions, first)
    chosen = scheme.in_regime(regime)
    if not known and regime is not Regime.DOD:
        slots = slots_of(document, chosen)
        portions = reread(portions, chosen)
    banners = [banner for slot in slots for banner in slot.banners]
    blocks = first.authority or first.designation
    trusted = known or Marks(slots, portions, first).trusted
    overall = _overall(slots) if trusted else None
    return DocumentMarkings(
        scheme=chosen,
        why=why,
        slots=tuple(slots),
        portions=portions,
        first=first,
        unmarked=tuple(_unmarked(document, slots, portions, first)) if trusted else (),
        banner=overall,
        computed=_computed(portions.marked, chosen, overall),
        marked=trusted and bool(overall or portions.marked or blocks),
        weak=banners[0] if banners and not trusted else None,
    )


def _chosen(
    scheme: Scheme, slots: Sequence[Slot], portions: Portions, first: FirstPage
) -> tuple[Regime, str]:
    """Return the regime of a document: the first of its markings that is particular to one decides."""
    if scheme.regime is not Regime.AUTO:
        return scheme.regime, "the profile says so"
    if first.get("category") is not None:
        return Regime.DOD, "it has a CUI designation block"
    texts = dict.fromkeys(banner.text for slot in slots for banner in slot.banners)
    for text in list(texts)[:_AUTO_SAMPLE]:
        found, why = choose_regime(text, "banner", scheme)
        if found is not Regime.DOD:
            return found, why
    for text in list(dict.fromkeys(portion.text for portion in portions.marked))[:_AUTO_SAMPLE]:
        found, why = choose_regime(text, "portion", scheme)
        if found not in (Regime.DOD, Regime.NATO, Regime.UK):
            return found, why
    return Regime.DOD, "nothing in it is particular to another family of rules"


def _overall(slots: Sequence[Slot]) -> Banner | None:
    """Return the banner of the cover, else the first banner at all."""
    ordered = sorted(slots, key=lambda slot: (slot.section, slot.variant != "first", not slot.top))
    return next((banner for slot in ordered for banner in slot.banners), None)


def _computed(marked: Sequence[Portion], scheme: Scheme, overall: Banner | None) -> RollUp | None:
    """Roll up the portions. Equal ones say nothing new: each content counts once, at its first place."""
    distinct: dict[Content, int] = {}
    for at, portion in enumerate(marked):
        if portion.content is not None:
            distinct.setdefault(portion.content, at)
    if not distinct:
        return None
    known = [(at, content) for content, at in distinct.items()]
    return combine(known, scheme, overall.content if overall is not None else None)


def _unmarked(document: Document, slots: Sequence[Slot], portions: Portions, first: FirstPage) -> list[Block]:
    skip = {portion.block.index for portion in portions.marked} | first.blocks
    skip |= {banner.block.index for slot in slots for banner in slot.banners}
    skip |= set(_on_marked_lines(document, skip))
    return [block for block in document.blocks if block.index not in skip and is_portion(block)]


def _on_marked_lines(document: Document, marked: set[int]) -> Iterator[int]:
    """Yield the parts of printed lines that need no mark: a run-in heading and its text share one."""
    heads: list[int] = []
    for block in document.blocks:
        if block.run_in:
            yield block.index
            if block.index in marked:
                yield from heads
                heads.clear()
        elif block.runs_on:
            heads.clear()
        if block.runs_on:
            heads.append(block.index)


def is_portion(block: Block) -> bool:
    """Return True for a block that a mark is due to: prose, headings, captions, cells with sentences."""
    if block.kind not in KINDS or is_drawn(block):
        return False
    text = block.text.strip()
    words = text.count(" ") + 1
    if block.kind is BlockKind.CELL:
        return words >= _CELL_WORDS
    if block.kind in (BlockKind.HEADING, BlockKind.CAPTION):
        return any(map(str.isalpha, text)) and not is_statement(text)
    prose = words >= _ENOUGH_WORDS and any(map(str.islower, text)) and not is_date_line(text)
    return prose and not text.upper().startswith(_NO_PORTION) and not is_statement(text)
