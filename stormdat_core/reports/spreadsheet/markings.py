"""The sheet “Markings” of `.findings.xlsx`: banners found and computed, portions, first-page blocks."""

from collections.abc import Iterator, Sequence

from stormdat_core.model import BlockField, Location, MarkingAudit, MarkingSlot, RolledBanner, SlotState
from stormdat_core.reports.contents import plural
from stormdat_core.reports.naming import title
from stormdat_core.reports.spreadsheet.workbook import HEAD, LABEL, PLAIN, TITLE, Book, Look, Value

Line = Sequence[tuple[Value, Look]]
_WIDTHS = (30, 48, 20, 48, 64)
REGIMES = {
    "ic": "Intelligence community",
    "dod": "Department of Defense",
    "nara": "CUI program (NARA)",
    "isoo": "General rules (ISOO)",
    "nato": "NATO",
    "uk": "United Kingdom",
}
"""Names of the families of rules, for people."""


def write_markings(book: Book, audit: MarkingAudit) -> None:
    """Write the sheet. Every text is a text to Excel, whatever it begins with."""
    with book.sheet("Markings", _WIDTHS) as sheet:
        for line in _lines(audit):
            sheet.append(line)


def _lines(audit: MarkingAudit) -> Iterator[Line]:
    yield [("Markings", TITLE)]
    yield _line("Family of rules", regime_words(audit.regime), "", "", f"Chosen because {audit.why}.")
    if not audit.marked:
        yield _line("Outcome", audit.nothing)
        return
    yield _line("Banner as found", audit.banner or "none", "", _place(audit.where))
    yield from _rolled(audit)
    yield from _slots(audit)
    yield from _marks(audit)
    yield from _unmarked(audit)
    yield from _blocks(audit)


def regime_words(regime: str) -> str:
    """Return the name of a family of rules."""
    return REGIMES.get(regime, regime)


def _rolled(audit: MarkingAudit) -> Iterator[Line]:
    yield from _head("Banner as computed", "Banner", "Found is", "Differs because", "")
    for rolled in audit.rolled:
        yield _line(
            regime_words(rolled.regime), rolled.banner, rolled.verdict or "–", " ".join(rolled.differs)
        )
    if not audit.rolled:
        yield _line("none", "No portion mark could be read, so no banner can be computed.")
    for rolled in audit.rolled[:1]:
        yield from _reasons(rolled)


def _reasons(rolled: RolledBanner) -> Iterator[Line]:
    yield from _head(
        "Element of it", "Rule", "Portions that force it", "The first of them", "Without these portions"
    )
    for reason in rolled.reasons:
        places = "; ".join(_place(where) for where in reason.places)
        yield _line(reason.element, reason.rule, reason.portions, places, reason.otherwise or "–")


def _slots(audit: MarkingAudit) -> Iterator[Line]:
    yield from _head("Place for a banner", "Banner", "State", "Where", "")
    for slot in audit.slots:
        yield _line(slot.label, "; ".join(slot.banners), slot_words(slot), _place(slot.where))
    yield from _more(audit.more_slots, "place")


def slot_words(slot: MarkingSlot) -> str:
    """Return what stands in a place for a banner; what is wrong with it comes before whether it agrees."""
    if slot.faults:
        return f"{slot.severity}: {'; '.join(map(title, slot.faults))}"
    if slot.state is SlotState.BANNER:
        return "as overall" if slot.agrees else "differs"
    return str(slot.state.value)


def field_words(field: BlockField) -> str:
    """Return the state of a line of a block, with the severity of the finding about it."""
    return f"{field.state.value} ({field.severity})" if field.severity else str(field.state.value)


def _marks(audit: MarkingAudit) -> Iterator[Line]:
    yield from _head("Portion mark", "Rules it breaks", "Portions", "First", "")
    for use in audit.marks:
        broken = ", ".join(use.faults) if use.read else ", ".join((*use.faults, "not understood"))
        yield _line(use.text, broken or "–", use.portions, _place(use.first))
    yield from _more(audit.more_marks, "mark")


def _unmarked(audit: MarkingAudit) -> Iterator[Line]:
    yield from _head("Portion without a mark", "Text", "Is a mark due?", "Where", "")
    for portion in audit.unmarked:
        yield _line("", portion.text, "yes" if audit.due or portion.finding else "no", _place(portion.where))
    if not audit.unmarked:
        yield _line("none", "Every portion carries a mark.")
    yield from _more(audit.more_unmarked, "portion")


def _blocks(audit: MarkingAudit) -> Iterator[Line]:
    for block in audit.blocks:
        yield from _head(block.title, "Says", "State", "Where", "What is wrong")
        for field in block.fields:
            yield _line(field.label, field.value, field_words(field), _place(field.where), _faults(field))


def _faults(field: BlockField) -> str:
    return " ".join(field.faults)


def _head(*titles: str) -> Iterator[Line]:
    yield []
    yield [(title, HEAD) for title in titles]


def _line(label: str, *values: Value) -> Line:
    return [(label, LABEL), *((value, PLAIN) for value in values)]


def _more(number: int, what: str) -> Iterator[Line]:
    if number:
        yield _line("", f"and {plural(number, what)} more")


def _place(where: Location | None) -> str:
    return where.label if where is not None else ""
