"""The banner of each section, sheet, slide and page beside its own portions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.audit.concerns.banner_and_portions import forcing, lacking
from stormdat_core.markings.audit.faults import Audit, Fault, Faults, shown
from stormdat_core.markings.banner_lines import Banner, Slot
from stormdat_core.markings.model import Regime, System
from stormdat_core.markings.portion_marks import Portion
from stormdat_core.markings.reading import Content
from stormdat_core.markings.rollup import Comparison, RollUp, combine, compare
from stormdat_core.markings.whole_document import Place, may_be_elsewhere, places_of, portions_under
from stormdat_core.model import Severity, reasons
from stormdat_core.model.reasons import corrected


@dataclass(frozen=True, slots=True)
class _Page:
    """One header or footer with a banner of its own, and what it stands above."""

    slot: Slot
    banner: Banner
    content: Content
    place: Place
    variants: frozenset[str]
    twins: tuple[Banner, ...]
    """Banners that say the same at the other edge of the same pages."""


def page_banners(audit: Audit) -> Faults:
    """Yield banners below the portions they stand above, and those of neither these nor the document.

    An interior page carries the banner of the whole document or that of its own portions (32 CFR 2001.21;
    Register and Manual, section D). The document's own is compared with all portions elsewhere.
    """
    overall = audit.found.banner
    if overall is None or overall.content is None:
        return
    said: set[object] = set()
    for page in _pages(audit, overall.content):
        computed = _computed(page, audit)
        fault = _below(page, computed, audit) if computed is not None else None
        if fault is None and _fits_neither(page, computed, audit):
            fault = _neither(page, computed, overall)
        if (
            fault is not None
            and (key := (page.banner.block.index, page.banner.start, fault.message)) not in said
        ):
            said.add(key)
            yield fault


def _pages(audit: Audit, overall: Content) -> Iterator[_Page]:
    """Yield the places whose banner is not that of the document; of two edges that agree, the first."""
    found = audit.found
    own = [slot for slot in found.slots if slot.banners and slot.banners[0].content not in (None, overall)]
    places = places_of(audit.document, found.portions.marked, found.unmarked) if own else {}
    variants = _variants(found.slots)
    edges: dict[tuple[int, str, Content], list[Slot]] = {}
    for slot in own:
        content = slot.banners[0].content
        if content is not None and slot.section in places:
            edges.setdefault((slot.section, slot.variant, content), []).append(slot)
    for (section, _, content), (first, *rest) in edges.items():
        twins = tuple(slot.banners[0] for slot in rest)
        yield _Page(first, first.banners[0], content, places[section], variants[section], twins)


def _variants(slots: Sequence[Slot]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for slot in slots:
        found[slot.section] = found.get(slot.section, frozenset()) | {slot.variant}
    return found


def _computed(page: _Page, audit: Audit) -> RollUp | None:
    held = portions_under(page.slot, page.variants, page.place)
    return _rolled(held, page, audit)


def _rolled(held: Sequence[tuple[int, Portion]], page: _Page, audit: Audit) -> RollUp | None:
    """Roll up portions, each content once, at its first place."""
    distinct: dict[Content, int] = {}
    for at, portion in held:
        if portion.content is not None:
            distinct.setdefault(portion.content, at)
    known = [(at, content) for content, at in distinct.items()]
    return combine(known, audit.scheme, page.content) if known else None


def _compared(page: _Page, computed: RollUp, audit: Audit) -> Comparison | None:
    return compare(page.content, computed.content, audit.scheme) if computed.content is not None else None


def _below(page: _Page, computed: RollUp, audit: Audit) -> Fault | None:
    result = _compared(page, computed, audit)
    words = lacking(result, computed) if result is not None else []
    if not words:
        return None
    text = (
        f"The {page.slot.label} says {page.banner.text}; the portions of this {page.place.word} demand "
        f"{computed.banner}. Missing: {shown(words)}."
    )
    unsure = may_be_elsewhere(page.slot, page.variants, page.place, _exceeding(page, audit))
    if unsure:
        text += " Which pages they stand on is not known; look whether it is these."
    where = page.banner.block.locate(page.banner.start, page.banner.end)
    others = tuple((twin.block.locate(twin.start, twin.end), computed.banner) for twin in page.twins)
    return Fault(
        "MRK-BANNER-UNDER",
        where,
        text,
        evidence=forcing(audit, computed, words),
        fix=corrected(where, computed.banner, reasons.MARKING_SAYS, others),
        severity=Severity.WARNING if unsure else None,
    )


def _exceeding(page: _Page, audit: Audit) -> Callable[[Portion], bool]:
    """Return what tells whether a portion exceeds a banner. Marks repeat: each content is compared once."""
    known: dict[Content | None, bool] = {}

    def exceeds(portion: Portion) -> bool:
        if portion.content not in known:
            known[portion.content] = _exceeds(portion, page, audit)
        return known[portion.content]

    return exceeds


def _exceeds(portion: Portion, page: _Page, audit: Audit) -> bool:
    own = _rolled([(0, portion)], page, audit)
    result = _compared(page, own, audit) if own is not None else None
    return result is not None and own is not None and bool(lacking(result, own))


def _fits_neither(page: _Page, computed: RollUp | None, audit: Audit) -> bool:
    """Return True for a banner above its own portions, or above portions of which some are not marked.

    The pages of a PDF are left out: what begins on one may end on the next.
    """
    if audit.document.format == "pdf" or not page.slot.top or _varies(page, audit):
        return False
    if page.place.unmarked and audit.portions_due:
        return True
    result = _compared(page, computed, audit) if computed is not None else None
    if result is None or page.place.unmarked:
        return False
    return result.higher or bool(set(result.extra) - page.content.categories)


def _varies(page: _Page, audit: Audit) -> bool:
    """Return True where a rule of its own wants one banner throughout, as its executive agent does of CUI."""
    overall = audit.found.banner
    systems = {page.content.system, overall.content.system if overall and overall.content else None}
    return audit.regime is Regime.NARA and System.CUI in systems


def _neither(page: _Page, computed: RollUp | None, overall: Banner) -> Fault:
    own = f"the {computed.banner} of its portions" if computed is not None else "that of its portions"
    text = f"The {page.slot.label} says {page.banner.text}: neither the document's {overall.text} nor {own}."
    where = page.banner.block.locate(page.banner.start, page.banner.end)
    return Fault("MRK-BANNER-SECTION-DIFFER", where, text)
