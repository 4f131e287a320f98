"""Whether a document carries security markings at all: what a profile that audits none has to say.

Cheaper than the audit: no roll-up, no regime. What counts as carrying is decided in one place for both, so
that outline letters, "(C) 2020" and words that companies print count for neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.markings.banners import Banner, Slot, slots_of
from stormdat_core.markings.firstpage import FirstPage, read_field_blocks
from stormdat_core.markings.model import Regime
from stormdat_core.markings.portions import Portion, Portions, find_portions
from stormdat_core.model import Document, Location, MarkingPresence

_SHOWN = 5
"""Different markings of a kind that are named."""


def present(document: Document, profile: str = "") -> MarkingPresence | None:
    """Return what a document carries of security markings, None where it carries none.

    Args:
        document: the document as read.
        profile: name of the profile by which it is not audited.
    """
    marks = Marks(
        tuple(slots_of(document, Regime.AUTO)),
        find_portions(document.blocks, Regime.AUTO),
        read_field_blocks(document.blocks),
    )
    if not marks.trusted:
        return None
    return MarkingPresence(tuple(_seen(marks)), _first(marks), profile)


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
    def trusted(self) -> bool:
        """Return True for more than a word that companies print too, or letters that label an outline."""
        blocks = self.first.authority or self.first.designation
        return bool(blocks or any(not banner.weak for banner in self.banners) or _sure(self.portions))


def _sure(portions: Portions) -> bool:
    """Return True for marks that cannot be labels of an outline: longer than a letter, or many with (U)."""
    texts = [portion.text for portion in portions.marked]
    return any(len(text) > len("(U)") for text in texts) or (len(texts) > 2 and "(U)" in texts)


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
