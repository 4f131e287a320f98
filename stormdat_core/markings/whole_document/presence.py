"""Whether a document carries security markings at all: what a profile that audits none has to say.

Cheaper than the audit: no roll-up, no regime. What counts as carrying is decided in one place for both, so
that outline letters, "(C) 2020" and words that companies print count for neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.banner_lines import Banner, Slot, slots_of
from stormdat_core.markings.first_page import FirstPage, read_block_lines
from stormdat_core.markings.model import Regime
from stormdat_core.markings.portion_marks import Certainty, Portion, Portions, certainty_of, find_portions
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.whole_document.other_markings import OtherMarking, find_other_markings
from stormdat_core.model import Document, Location, MarkingPresence

_SHOWN = 5
"""Different markings of a kind that are named."""


def present(document: Document, profile: str = "") -> MarkingPresence | None:
    """Return what a document carries of security markings, None where it carries none.

    Args:
        document: the document as read.
        profile: name of the profile by which it is not audited.
    """
    scheme = Scheme(Regime.AUTO)
    marks = Marks(
        tuple(slots_of(document, scheme)),
        find_portions(document.blocks, scheme),
        read_block_lines(document.blocks),
    )
    traces = find_other_markings(document)
    shown = tuple(_seen(marks)) if marks.trusted or certainty_of(marks.portions) else ()
    if not shown and not traces:
        return None
    seen = (*shown, *_named_traces(traces, marks))
    return MarkingPresence(seen, (_first(marks) if shown else None) or _place(traces), profile)


def _named_traces(traces: Sequence[OtherMarking], marks: "Marks") -> list[str]:
    """Return what else says so, each once, but for what was named as a banner or a mark."""
    known = {banner.block.index for banner in marks.banners} if marks.trusted else set()
    known |= {portion.block.index for portion in marks.portions.marked}
    said = dict.fromkeys(
        trace.what for trace in traces if trace.block is None or trace.block.index not in known
    )
    return list(said)[:_SHOWN]


def _place(traces: Sequence[OtherMarking]) -> Location | None:
    return next((trace.block.locate(0, len(trace.block.text)) for trace in traces if trace.block), None)


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a document reads as a security marking."""

    slots: Sequence[Slot]
    portions: Portions
    first: FirstPage

    @property
    def banners(self) -> list[Banner]:
        return [banner for slot in self.slots for banner in slot.banners]

    @property
    def portions_sure(self) -> bool:
        return certainty_of(self.portions) is Certainty.SURE

    @property
    def trusted(self) -> bool:
        """Return True for more than a word that companies print too, or letters that label an outline."""
        blocks = self.first.authority or self.first.designation
        return bool(blocks or any(not banner.weak for banner in self.banners) or self.portions_sure)


def _seen(marks: Marks) -> Iterator[str]:
    banners = dict.fromkeys(banner.text for banner in marks.banners)
    if banners:
        yield f"{'banner' if len(banners) == 1 else 'banners'} {_named(banners)}"
    portions = dict.fromkeys(portion.text for portion in marks.portions.marked)
    if portions:
        yield f"{'portion mark' if len(portions) == 1 else 'portion marks'} {_named(portions)}"
    if marks.first.authority:
        yield "classification authority block"
    if marks.first.designation:
        yield "CUI designation block"


def _named(texts: Sequence[str] | dict[str, None]) -> str:
    listed = list(texts)
    return ", ".join(listed[:_SHOWN]) + (f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else "")


def _first(marks: Marks) -> Location | None:
    """Return where the first of it stands: a banner, else a portion mark, else a block of the first page."""
    places: list[Banner | Portion] = [*marks.banners[:1], *marks.portions.marked[:1]]
    if places:
        return places[0].block.locate(places[0].start, places[0].end)
    fields = (*marks.first.authority, *marks.first.designation)
    return fields[0].block.locate(fields[0].start, fields[0].end) if fields else None
