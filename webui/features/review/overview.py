"""One document on one page: what was found, what was decided, its markings and acronyms."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template

from stormdat_core.model import MarkingAudit, Standing
from stormdat_core.model.drawn import Group
from stormdat_core.rules.registry import title
from stormdat_core.store import Facets, StoredFile
from webui.context import services

_BARS = 12
"""Bars of a chart; what would come after them is one bar more."""
_STANDINGS = {
    Standing.DIFFERS: "Full forms do not agree",
    Standing.UNKNOWN: "Nobody gives a full form",
    Standing.UNDEFINED: "Not defined in the text",
    Standing.MISSING: "Not in the table or lists",
    Standing.UNUSED: "In the table and not used",
    Standing.AGREES: "Defined, and all agree",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: what is open, and what is decided."""

    label: str
    open: int
    decided: int = 0

    @property
    def number(self) -> int:
        return self.open + self.decided


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with one scale, and the same numbers as a table."""

    id: str
    title: str
    first: str
    """Head of the column of labels."""
    bars: tuple[Bar, ...]
    split: bool
    """Whether decided ones are told apart."""

    @property
    def most(self) -> int:
        return max((bar.number for bar in self.bars), default=1) or 1


def install(bp: Blueprint) -> None:
    """Add the page to those of a document."""
    bp.add_url_rule("/<key:file_id>/overview", "overview", page)


def page(file_id: int) -> str:
    """Show one document on one page."""
    store = services().store
    file = store.file(file_id)
    groups = store.review.groups(file.sweep_id, file_id)
    return render_template(
        "review/overview.html",
        file=file,
        sweep=store.sweep(file.sweep_id),
        number=sum(group.number for group in groups),
        decided=sum(group.decided for group in groups),
        verdicts=store.review.verdicts(file.sweep_id, file_id),
        charts=_charts(file, groups, store.facets(file.sweep_id, file_id=file_id)),
        markings=store.markings(file_id),
        card=_card,
    )


def _charts(file: StoredFile, groups: Sequence[Group], facets: Facets) -> list[Chart]:
    kinds = [Bar(title(group.rule), group.number - group.decided, group.decided) for group in groups]
    sections = [Bar(name or "Before the first heading", number) for name, number in facets.sections.items()]
    found = [
        Chart("kinds", "Findings by kind", "Finding", _shortened(kinds), split=True),
        Chart("sections", "Findings by section", "Section", _shortened(sections), split=False),
        Chart("acronyms", "Acronyms", "How they stand", tuple(_acronyms(file)), split=False),
    ]
    return [chart for chart in found if chart.bars]


def _shortened(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Return the first bars, in their order, and the others as one."""
    if len(bars) <= _BARS:
        return tuple(bars)
    rest = bars[_BARS:]
    last = Bar(f"{len(rest):,} more", sum(bar.open for bar in rest), sum(bar.decided for bar in rest))
    return (*bars[:_BARS], last)


def _acronyms(file: StoredFile) -> Iterable[Bar]:
    matrix = services().store.acronyms(file.id)
    counts = Counter(row.standing for row in matrix.rows) if matrix else Counter[Standing]()
    return (Bar(words, counts[standing]) for standing, words in _STANDINGS.items() if counts[standing])


def _card(audit: MarkingAudit) -> list[tuple[str, str]]:
    """Return what is said of the markings of a document, as names and values."""
    unmarked = len(audit.unmarked) + audit.more_unmarked
    marks = ", ".join(f"{use.text} ({use.portions:,})" for use in audit.marks[:6])
    found = [
        ("Banner as found", audit.banner or "none"),
        ("Computed from the portions", "; ".join(dict.fromkeys(each.banner for each in audit.rolled))),
        ("Portions with a mark", f"{audit.portions:,}"),
        ("Portions without one", f"{unmarked:,}" if audit.due else "not demanded here"),
        ("Portion marks", marks),
    ]
    return [(name, value) for name, value in found if value]
