"""Corrections laid on the runs of a document: which characters of which run are struck out or reformatted,
what is put in, and which corrections cannot be made where they stand."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from stormdat_core.model import OBJECT, Block, Document, Run, RunFormat
from stormdat_core.reports.docx.changes.tracked import Replacing, smallest
from stormdat_core.reports.docx.runs.markup import RunMarkup
from stormdat_core.reports.docx.runs.properties import CHANGE
from stormdat_core.reports.fixes import Change, Correction, NotMade

_KEPT_FIELDS = frozenset({"", "HYPERLINK"})
"""Fields whose result a person typed; Word writes the results of all others again."""
_HOLDS_MORE = "a note, a picture or a field stands inside it"
_PASSING = frozenset({"w:lastRenderedPageBreak", "w:softHyphen", "w:noBreakHyphen"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one XML run."""

    part: str
    run: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Laid:
    """One change, laid on runs."""

    block: int
    start: int
    end: int
    """Offsets in the block of what really goes; equal for an insertion."""
    text: str
    stretches: tuple[Stretch, ...]
    """What is struck out, or reformatted."""
    anchor: Stretch | None
    """The character that an insertion stands beside: behind its end, or before its start if `leading`."""
    leading: bool = False
    font: str = ""
    size_pt: float = 0.0
    moves_object: bool = False
    """True when something that is no text would go, or would be put in as if it were."""

    @property
    def changes_text(self) -> bool:
        return not self.font and not self.size_pt


@dataclass(frozen=True, slots=True)
class Plan:
    """A correction and its changes, laid on runs."""

    correction: Correction
    laid: tuple[Laid, ...]


@dataclass(slots=True)
class RunChanges:
    """What happens in one run."""

    struck: list[tuple[int, int]] = field(default_factory=list)
    looks: list[tuple[int, int, str, float]] = field(default_factory=list)
    behind: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def lay(document: Document, corrections: Iterable[Correction]) -> list[Plan]:
    """Return corrections with their changes laid on runs, in the order given."""
    layer = _Layer(document)
    return [Plan(each, tuple(map(layer.lay, each.changes))) for each in corrections]


class _Layer:
    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts: dict[int, list[int]] = {}

    def lay(self, change: Change) -> Laid:
        block = self._blocks[change.block]
        if not change.changes_text:
            pieces = tuple(self._to_reformat(block, change))
            return Laid(
                block.index, change.start, change.end, "", pieces, None,
                font=change.font, size_pt=change.size_pt,
            )  # fmt: skip
        least = smallest(block.text[change.start : change.end], change.text)
        return self._replace(block, change, least)

    def _replace(self, block: Block, change: Change, least: Replacing) -> Laid:
        start, end = change.start + least.start, change.start + least.end
        pieces = tuple(self._pieces(block, start, end))
        leading = start == end and start == change.start
        at = start if leading else max(start, end) - 1
        anchor = next(self._pieces(block, at, at + 1), None)
        moves = OBJECT in block.text[start:end] or OBJECT in least.text
        return Laid(block.index, start, end, least.text, pieces, anchor, leading, moves_object=moves)

    def _pieces(self, block: Block, start: int, end: int) -> Iterator[Stretch]:
        for run, first, last in self._runs(block, start, end):
            offset = run.source.offset
            yield Stretch(run.source.part, run.source.run, offset + first, offset + last)

    def _to_reformat(self, block: Block, change: Change) -> Iterator[Stretch]:
        """Yield the stretches off the wanted look; symbols and other scripts have fonts of their own."""
        for run, first, last in self._runs(block, change.start, change.end):
            if deviates(run.format, change.font, change.size_pt):
                offset = run.source.offset
                yield Stretch(run.source.part, run.source.run, offset + first, offset + last)

    def _runs(self, block: Block, start: int, end: int) -> Iterator[tuple[Run, int, int]]:
        """Yield the runs that `text[start:end]` touches, with the offsets in each."""
        starts = self._starts.get(block.index)
        if starts is None:
            starts, at = [], 0
            for run in block.runs:
                starts.append(at)
                at += len(run.text)
            self._starts[block.index] = starts
        number = max(0, bisect_right(starts, start) - 1)
        while number < len(starts) and starts[number] < end:
            run, at = block.runs[number], starts[number]
            first, last = max(start - at, 0), min(end - at, len(run.text))
            if first < last:
                yield run, first, last
            number += 1


def deviates(style: RunFormat, font: str, size_pt: float) -> bool:
    """Return whether a run of this format is to be changed by a change to this look."""
    if style.symbol:
        return False
    return bool(font and style.font.casefold() != font.casefold()) or bool(
        size_pt and style.size_pt != size_pt
    )


def wanted_runs(plans: Iterable[Plan]) -> Mapping[str, set[int]]:
    """Return the runs that plans touch, by part."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for plan in plans:
        for laid in plan.laid:
            for piece in (*laid.stretches, *([laid.anchor] if laid.anchor else [])):
                wanted[piece.part].add(piece.run)
    return wanted


def split_by_possibility(
    plans: Iterable[Plan], found: Mapping[str, Mapping[int, RunMarkup]]
) -> tuple[list[Plan], list[NotMade]]:
    """Return the plans that can be carried out, and the findings of the others with the reason."""
    possible: list[Plan] = []
    refused: list[NotMade] = []
    for plan in plans:
        reason = next(filter(None, (_obstacle(laid, found) for laid in plan.laid)), "")
        if reason:
            refused += [NotMade(row, reason) for row in plan.correction.rows]
        else:
            possible.append(plan)
    return possible, refused


def _obstacle(laid: Laid, found: Mapping[str, Mapping[int, RunMarkup]]) -> str:
    pieces = [*laid.stretches, *([laid.anchor] if laid.anchor else [])]
    if laid.moves_object:
        return _HOLDS_MORE
    if laid.changes_text and (laid.anchor is None or not _complete(laid)):
        return "some of the text stands in no run of the document"
    for piece in pieces:
        run = found.get(piece.part, {}).get(piece.run)
        if run is None or piece.run < 0:
            return "some of the text stands in no run of the document"
        reason = _in_text(run, piece) if laid.changes_text else _in_look(run)
        if reason:
            return reason
    return ""


def _complete(laid: Laid) -> bool:
    return sum(piece.end - piece.start for piece in laid.stretches) == laid.end - laid.start


def _in_control(run: RunMarkup) -> str:
    if run.around.locked:
        return "a content control there forbids changes or fills its text itself"
    if run.around.opens_control:
        return "a content control begins there, and LibreOffice loses tracked changes at its beginning"
    return ""


def _in_look(run: RunMarkup) -> str:
    if reason := _in_control(run):
        return reason
    if any(child.name == CHANGE for child in run.property_children):
        return "a tracked change of format by the author stands there"
    return ""


def _in_text(run: RunMarkup, piece: Stretch) -> str:
    around = run.around
    if around.field not in _KEPT_FIELDS:
        return f"it stands in the result of a field ({around.field}), which Word writes again"
    if reason := _in_control(run):
        return reason
    if around.inside_revision:
        return "it stands in a tracked move, or deep in a tracked insertion, by the author"
    if not around.siblings:
        return "Word keeps no tracked changes at that place"
    if _holds_more(run, piece):
        return _HOLDS_MORE
    return ""


def _holds_more(run: RunMarkup, piece: Stretch) -> bool:
    """Return whether something that is no character stands between the characters of a stretch."""
    at = 0
    for child in run.content:
        inside = piece.start < at < piece.end
        if not child.characters and inside and child.name not in _PASSING:
            return True
        at += child.characters
    return False


def changes_by_run(plans: Iterable[Plan], part: str) -> dict[int, RunChanges]:
    """Return what happens in each run of a part."""
    changes: dict[int, RunChanges] = defaultdict(RunChanges)
    for plan in plans:
        for laid in plan.laid:
            for piece in laid.stretches:
                if piece.part != part:
                    continue
                if laid.changes_text:
                    changes[piece.run].struck.append((piece.start, piece.end))
                else:
                    look = piece.start, piece.end, laid.font, laid.size_pt
                    changes[piece.run].looks.append(look)
            if laid.anchor and laid.anchor.part == part and laid.text:
                if laid.leading:
                    changes[laid.anchor.run].before[laid.anchor.start].append(laid.text)
                else:
                    changes[laid.anchor.run].behind[laid.anchor.end].append(laid.text)
    return changes
