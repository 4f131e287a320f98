"""Where banners stand and where they are missing, and whether they agree with each other."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, pairwise

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, nowhere, shown, whole
from stormdat_core.markings.banner_lines import Banner, Slot
from stormdat_core.markings.model import Level, Regime, System
from stormdat_core.markings.reading import Content
from stormdat_core.markings.rollup import compare
from stormdat_core.model import Block, BlockKind, Location

_OLDEST_DAYS = 180


def missing_banners(audit: Audit) -> Faults:
    """Yield live places without a banner, and those with only a picture or more than one."""
    found = audit.found
    if not _demands(audit):
        return
    slots = [slot for slot in found.slots if not _stands_in(slot, audit)]
    for slot in slots:
        if slot.picture and not slot.banners:
            text = f"The {slot.label} holds only a picture; check by eye that it shows the banner."
            yield Fault("MRK-BANNER-IMAGE", _where(slot), text, subject=slot.label)
        elif not slot.banners:
            rule = _missing_rule(slot, slots)
            yield Fault(rule, _where(slot), _missing_text(slot, found.banner), subject=slot.label)
        elif len({banner.content for banner in slot.banners}) > 1:
            text = f"The {slot.label} shows more than one banner: {shown(b.text for b in slot.banners)}."
            yield Fault("MRK-BANNER-MULTI", _place(slot.banners[1]), text)


def _demands(audit: Audit) -> bool:
    """Return True where banners are due: not for UNCLASSIFIED alone, nor for OFFICIAL."""
    found = audit.found
    if audit.document.format not in ("docx", "xlsx", "pptx", "pdf"):
        return False
    return found.level > Level.U or found.cui or found.controlled or found.banner is not None


def _stands_in(slot: Slot, audit: Audit) -> bool:
    """Return True where the first line of a cover serves as its header, the last as its footer."""
    if slot.banners or slot.section or audit.document.format != "docx":
        return False
    if slot.variant == "default" and any(s.variant == "first" for s in audit.found.slots if not s.section):
        return False
    body = _body(audit.document.blocks)
    first = next(body, None) if slot.top else None
    banner = audit.found.banner
    return first is not None and banner is not None and first.text.strip(" *-") == banner.text


def _body(blocks: Iterable[Block]) -> Iterator[Block]:
    edges = (BlockKind.HEADER, BlockKind.FOOTER)
    return (block for block in blocks if block.kind not in edges and block.text.strip())


def _missing_rule(slot: Slot, slots: list[Slot]) -> str:
    if slot.variant == "first":
        return "MRK-BANNER-FIRSTPAGE"
    if slot.variant == "even":
        return "MRK-BANNER-EVENPAGE"
    if not slot.top and any(s.top and s.banners for s in slots if _fellows(s, slot)):
        return "MRK-BANNER-FOOTER-MISSING"
    return "MRK-BANNER-MISSING"


def _fellows(one: Slot, other: Slot) -> bool:
    return (one.section, one.variant) == (other.section, other.variant)


def _missing_text(slot: Slot, banner: Banner | None) -> str:
    what = "is blank" if slot.blank else "holds no banner"
    readable = banner is not None and banner.content is not None and not banner.marking.slips
    should = f"; it should say {banner.text}" if banner is not None and readable else ""
    return f"The {slot.label} {what}{should}."


def _where(slot: Slot) -> Location:
    return whole(slot.block) if slot.block is not None else nowhere()


def _place(banner: Banner) -> Location:
    return banner.block.locate(banner.start, banner.end)


def disagreeing_banners(audit: Audit) -> Faults:
    """Yield header and footer that differ, CUI banners that vary, and a cover below what follows."""
    first = [(slot, slot.banners[0]) for slot in audit.found.slots if slot.banners]
    for (above, one), (below, other) in _pairs(first):
        if one.content != other.content:
            text = f"The {above.label} says {one.text}, the {below.label} says {other.text}."
            yield Fault("MRK-BANNER-HF-DIFFER", _place(other), text)
    if audit.regime is Regime.NARA:
        yield from _varying(list(_one_for_each_section(first)))
    yield from _cover(first, audit)


def _pairs(first: list[tuple[Slot, Banner]]) -> Iterator[tuple[tuple[Slot, Banner], tuple[Slot, Banner]]]:
    """Yield header and footer of each place, those once that show the same parts."""
    seen: set[tuple[int, int]] = set()
    footers = {(slot.section, slot.variant): (slot, banner) for slot, banner in first if not slot.top}
    for slot, banner in first:
        other = footers.get((slot.section, slot.variant)) if slot.top else None
        if other is not None and (banner.block.index, other[1].block.index) not in seen:
            seen.add((banner.block.index, other[1].block.index))
            yield (slot, banner), other


def _one_for_each_section(first: list[tuple[Slot, Banner]]) -> Iterator[tuple[Slot, Banner]]:
    seen: set[int] = set()
    for slot, banner in sorted(first, key=lambda pair: (pair[0].section, pair[0].variant != "first")):
        if slot.section not in seen:
            seen.add(slot.section)
            yield slot, banner


def _varying(tops: list[tuple[Slot, Banner]]) -> Faults:
    """Yield CUI banners that are not those of the pages before; what was said once is not said again."""
    seen: set[Content | None] = set()
    for (_, one), (slot, other) in pairwise(tops):
        cui = System.CUI in (one.marking.system, other.marking.system) and _unclassified(one, other)
        if cui and one.content != other.content and other.content not in seen:
            text = f"From the {slot.label} on the banner is {other.text}; before it was {one.text}."
            yield Fault("MRK-CUI-BANNER-VARIES", _place(other), text)
        seen.add(one.content)


def _unclassified(*banners: Banner) -> bool:
    return all(banner.marking.level is Level.U for banner in banners)


def _cover(first: list[tuple[Slot, Banner]], audit: Audit) -> Faults:
    """Yield a cover that lacks what a later header or footer says."""
    cover = audit.found.banner
    if cover is None or cover.content is None:
        return
    for slot, banner in first:
        if banner.content is not None and _above(banner.content, cover.content, audit):
            text = f"The cover says {cover.text}, below {banner.text} in the {slot.label}."
            yield Fault("MRK-BANNER-COVER-LOW", _place(cover), text)
            return


def _above(content: Content, cover: Content, audit: Audit) -> bool:
    result = compare(cover, content, audit.scheme)
    return result.lower or result.looser or bool(set(result.missing) - content.categories)


def whole_document(audit: Audit) -> Faults:
    """Yield what concerns the document as a whole: transmittals and old working papers."""
    phrases = audit.found.first.phrases
    letter = phrases.get("transmittal")
    if letter is not None and "removal" not in phrases and audit.found.level > Level.U:
        text = "A transmittal says what it is upon removal of what it carries; this one does not."
        yield Fault("MRK-TRANSMITTAL", whole(letter), text)
    age = _days(audit.document.properties.get("created", ""), audit.document.properties.get("modified", ""))
    paper = _working_paper(audit)
    if paper is not None and age is not None and age > _OLDEST_DAYS:
        text = f"Made {age} days before its last change; after {_OLDEST_DAYS} days it is no working paper."
        yield Fault("MRK-WORKING-PAPER-AGE", whole(paper), text)


def _working_paper(audit: Audit) -> Block | None:
    slots = (slot.block for slot in audit.found.slots if slot.block is not None)
    front = (block for block, _ in zip(audit.document.blocks, range(20), strict=False))
    return next((b for b in chain(slots, front) if "WORKING PAPER" in b.text), None)


def _days(created: str, modified: str) -> int | None:
    try:
        return (date.fromisoformat(modified[:10]) - date.fromisoformat(created[:10])).days
    except ValueError:
        return None
