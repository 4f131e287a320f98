"""Each banner and each portion mark, judged by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, also
from stormdat_core.markings.banner_lines import Banner
from stormdat_core.markings.checks import judge
from stormdat_core.markings.model import Kind, MarkingFault
from stormdat_core.markings.reading import Content, content_of, normalise, parse
from stormdat_core.model import Block, Fix, reasons
from stormdat_core.model.reasons import corrected


@dataclass(frozen=True, slots=True)
class _Place:
    block: Block
    start: int
    end: int


def banner_marks(audit: Audit) -> Faults:
    """Yield the faults of every banner, each different text once, with the other places it stands in."""
    places: dict[str, list[_Place]] = {}
    for slot in audit.found.slots:
        for banner in slot.banners:
            if not (banner.weak and banner is not audit.found.banner):
                places.setdefault(banner.text, []).append(_place(banner))
    for text, standing in places.items():
        unread = standing and _unread(text, audit)
        for fault in _checked(text, "banner", audit):
            rule = "MRK-BANNER-UNPARSED" if unread else fault.rule
            yield _at(fault, standing[0], text, audit, "banner", others=standing[1:], rule=rule)


def _place(banner: Banner) -> _Place:
    return _Place(banner.block, banner.start, banner.end)


def _unread(text: str, audit: Audit) -> bool:
    return any(fault.rule == "MRK-LEVEL-UNKNOWN" for fault in _checked(text, "banner", audit))


def portion_marks(audit: Audit) -> Faults:
    """Yield the faults of every portion mark. Marks repeat: each text is judged once."""
    judged: dict[str, list[MarkingFault]] = {}
    for portion in audit.found.portions.marked:
        faults = judged.get(portion.text)
        if faults is None:
            faults = judged[portion.text] = _checked(portion.text, "portion", audit)
        for fault in faults:
            place = _Place(portion.block, portion.start, portion.end)
            yield (
                _in_number(fault, place, portion.text)
                if portion.in_number
                else _at(fault, place, portion.text, audit, "portion")
            )


def _in_number(fault: MarkingFault, place: _Place, text: str) -> Fault:
    """Return a fault of a mark that the numbering prints. It is cured in the list, not in the text."""
    cure = f" Write {fault.correction}." if fault.correction else ""
    message = f"{text}, printed by the numbering: {fault.message}{cure}"
    return Fault(fault.rule, place.block.locate(0, 0), message, severity=fault.severity)


def revised_marks(audit: Audit) -> Faults:
    """Yield, once for the document, the markings that a tracked change nobody accepted reaches into."""
    banners = (_place(banner) for slot in audit.found.slots for banner in slot.banners)
    portions = (_Place(p.block, p.start, p.end) for p in audit.found.portions.marked)
    found = list(dict.fromkeys(place for place in (*banners, *portions) if _revised(place)))
    if found:
        where = [place.block.locate(place.start, place.end) for place in found]
        count = "this marking" if len(found) == 1 else f"{len(found)} markings"
        text = f"A tracked change inside {count} is neither accepted nor rejected; decide on it."
        yield Fault("MRK-REVISION-IN-MARK", where[0], text, evidence=also(where[1:], "revised too"))


def _revised(place: _Place) -> bool:
    """Return True where an insertion reaches into a place, or something was deleted between its ends."""
    return any(
        start < place.end and end > place.start if end > start else place.start < start < place.end
        for start, end in place.block.revised
    )


def _checked(text: str, kind: Kind, audit: Audit) -> list[MarkingFault]:
    return judge(text, kind, audit.scheme, strict_order=audit.strict)


def _at(
    fault: MarkingFault,
    place: _Place,
    text: str,
    audit: Audit,
    kind: Kind,
    others: Iterable[_Place] = (),
    rule: str = "",
) -> Fault:
    """Return a fault of a marking as one of the document, with the correction as its fix.

    A correction leaves nothing to decide, or there would be none; it holds for every place of a banner.
    """
    block, at = place.block, place.start
    others = list(others)
    end = max(fault.end, fault.start + 1)
    cure = f" Write {fault.correction}." if fault.correction else ""
    fix = _fix([place, *others], text, fault, audit, kind) if fault.correction else None
    return Fault(
        rule or fault.rule,
        block.locate(at + fault.start, min(at + end, place.end)),
        f"{text}: {fault.message}{cure}",
        evidence=also((p.block.locate(p.start, p.end) for p in others), "the same banner"),
        fix=fix,
        severity=fault.severity if not rule or rule == fault.rule else None,
    )


def _fix(places: Sequence[_Place], text: str, fault: MarkingFault, audit: Audit, kind: Kind) -> Fix:
    """Return the marking put right in every place; safe where it says afterwards what it said before."""
    correction = fault.correction or ""
    here, *others = [place.block.locate(place.start, place.end) for place in places]
    reason = "" if _content(text, kind, audit) == _content(correction, kind, audit) else reasons.MARKING_SAYS
    if any(map(_revised, places)):
        reason = reasons.REVISED
    return corrected(here, correction, reason, tuple((other, correction) for other in others))


def _content(text: str, kind: Kind, audit: Audit) -> Content | None:
    return content_of(parse(normalise(text).text, kind, audit.scheme))
