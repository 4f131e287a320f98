"""The corrected copy: the author's document with its corrections as tracked changes: the safe ones, or all.

Rejecting them all gives back what the author wrote; accepting them mends the findings. Both are checked on
the written copy before it gets its name.
"""

import sys
import zipfile
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from itertools import pairwise
from pathlib import Path
from typing import IO, ClassVar, cast

from stormdat_core.documents.limits import DEFAULT
from stormdat_core.documents.office.package import Package
from stormdat_core.memory import collector_paused, give_back
from stormdat_core.model import FileResult
from stormdat_core.reports.base import NothingToWrite, ReportContext
from stormdat_core.reports.contents import plural
from stormdat_core.reports.docx.changes.corrections import (
    Plan,
    RunChanges,
    changes_by_run,
    lay,
    split_by_possibility,
    wanted_runs,
)
from stormdat_core.reports.docx.changes.tracked import deletion, insertion
from stormdat_core.reports.docx.package.copying import (
    correctable_rows,
    opened,
    refused,
    unchanged,
    write_package,
    write_plain,
)
from stormdat_core.reports.docx.package.expanded import LeanPackage
from stormdat_core.reports.docx.package.parts import Parts
from stormdat_core.reports.docx.proof.expected import blocks_to_expect, disagreement, expectations, packed
from stormdat_core.reports.docx.proof.rejection import Changed, gives_back, regions
from stormdat_core.reports.docx.proof.rereading import reread
from stormdat_core.reports.docx.proof.undo import undone
from stormdat_core.reports.docx.proof.verify import Outline, differences, outline
from stormdat_core.reports.docx.runs.finder import find_runs
from stormdat_core.reports.docx.runs.markup import Found, RunMarkup
from stormdat_core.reports.docx.runs.properties import Stamp, copied, reformatted
from stormdat_core.reports.docx.runs.split import Cuts, Edit, Piece, Spliced, spliced, split_run
from stormdat_core.reports.fixes import NotMade, choose
from stormdat_core.reports.mark import output_file

AUTHOR = "STORM DAT"
_BUFFER = 65536
_MOST_LISTED = 200
"""Corrections that were not made and are named one by one."""


@dataclass(slots=True)
class _Copy:
    """A corrected copy in the making."""

    parts: Parts
    stamp: Stamp
    ids: Iterator[int]
    used: "array[int]" = field(default_factory=lambda: array("q"))
    """The ids of our changes."""
    changed: "dict[str, array[int]]" = field(default_factory=dict)
    """Where parts were changed, by the names of their entries."""

    def next_id(self) -> int:
        number = next(self.ids)
        self.used.append(number)
        return number


class FixedWord:
    """Writes `STEM.fixed.docx`."""

    id: ClassVar[str] = "fixed"
    label: ClassVar[str] = "Corrected copy with tracked changes"
    suffix: ClassVar[str] = ".fixed.docx"
    formats: ClassVar[tuple[str, ...]] = ("docx",)

    def write(self, result: FileResult, target: Path, context: ReportContext) -> tuple[str, ...]:
        """Write the copy of `result.path`, and read it with its changes accepted and rejected.

        Returns:
            What was corrected and what was not, in sentences.

        Raises:
            NothingToWrite: no correction could be made.
            SourceChanged: the original is not the file that was swept.
            OutputRefused: the copy could not be written, or does not read as it should.
        """
        with collector_paused(), output_file(target, result.path) as stream, opened(result) as source:
            copy = _new(LeanPackage(result.path, source, DEFAULT), context)
            outcome = _corrected(copy, result, context)
            if not outcome.made:
                raise NothingToWrite(tuple(_said(outcome, copy.parts, result)))
            write_package(source, stream, copy.parts, result, "corrected")
            copy.parts.forget()
            give_back()
            written = Path(stream.name)
            fault = disagreement(outcome.expected, reread(written, copy.parts.main, result, "corrected"))
            if not fault and not _comes_back(copy, source, written):
                fault = _undone_differs(copy, outcome.outline, result, written)
            if fault:
                raise refused(result, "corrected", fault)
            return tuple(_said(outcome, copy.parts, result))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What was corrected, and what reading the copy must give. The document itself is not kept."""

    made: frozenset[int]
    """Numbers of the findings that are mended, at one place at least."""
    proposed: int
    """Those of them whose correction is only proposed."""
    left: tuple[NotMade, ...]
    """Corrections that are only proposed and were not chosen."""
    not_made: tuple[NotMade, ...]
    expected: tuple[bytes, ...]
    """Packed."""
    outline: Outline


def _corrected(copy: _Copy, result: FileResult, context: ReportContext) -> _Outcome:
    document = unchanged(result)
    choice = choose(correctable_rows(result, context), context.style.fixes)
    plans = lay(document, choice.made)
    blocks, held = blocks_to_expect(document, plans), outline(document)
    del document  # its memory is wanted for the parts that are read
    give_back()
    possible, impossible, found = _sorted_out(copy, plans)
    not_made = sorted([*choice.passed, *impossible], key=lambda item: item.row.number)
    mended = {row.number: row.finding.fix for plan in possible for row in plan.correction.rows}
    proposed = sum(fix is not None and not fix.safe for fix in mended.values())
    expected = packed(expectations(blocks, possible))
    once = {item.row.number: item for item in reversed(not_made)}  # many places of one finding count once
    left = tuple(once[number] for number in sorted(once))
    outcome = _Outcome(frozenset(mended), proposed, choice.proposed, left, expected, held)
    _correct(copy, possible, found)
    return outcome


def _new(package: Package, context: ReportContext) -> _Copy:
    parts = Parts.of(package)
    return _Copy(parts, Stamp(AUTHOR, context.stamp), iter(()))


def _sorted_out(copy: _Copy, plans: list[Plan]) -> tuple[list[Plan], list[NotMade], dict[str, Found]]:
    """Return what can be made, what cannot, and the runs of each part that are touched."""
    wanted, name = wanted_runs(plans), copy.parts.package.name
    found = {
        part: find_runs(copy.parts.read(part), wanted[part], part, name)
        for part in wanted
        if part in copy.parts.package
    }
    possible, refused_ = split_by_possibility(plans, {part: each.runs for part, each in found.items()})
    return possible, refused_, found


def _correct(copy: _Copy, plans: list[Plan], found: dict[str, Found]) -> None:
    copy.ids = copy.parts.free_ids(*found)
    for part in list(found):
        each, changes = found.pop(part), changes_by_run(plans, part)
        if changes:
            name = copy.parts.package.part_name(part)
            copy.parts.write(part, _spliced(copy, name, copy.parts.read(part), each, changes))


def _spliced(copy: _Copy, name: str, data: bytes, found: Found, changes: Mapping[int, RunChanges]) -> Spliced:
    edits: list[Edit] = []
    changed: list[Changed] = []
    for ordinal, run in found.runs.items():
        if ordinal in changes:
            made = split_run(data, run, _cuts(copy, data, run, changes[ordinal]), copy.ids)
            changed.append(Changed.by(run.start, run.end, made))
            edits += made
    copy.changed[name] = regions(changed)
    return spliced(data, edits)


def _cuts(copy: _Copy, data: bytes, run: RunMarkup, changes: RunChanges) -> Cuts:
    behind = {at: _put_in(copy, data, run, changes, at, texts) for at, texts in changes.behind.items()}
    before = {at: _put_in(copy, data, run, changes, at + 1, texts) for at, texts in changes.before.items()}
    return Cuts(tuple(_pieces(copy, data, run, changes)), behind, before)


def _pieces(copy: _Copy, data: bytes, run: RunMarkup, changes: RunChanges) -> Iterator[Piece]:
    """Yield the pieces between all places where something begins or ends."""
    spans = [*changes.struck, *((start, end) for start, end, _, _ in changes.looks)]
    stops = sorted({at for span in spans for at in span})
    struck = sorted(changes.struck)
    for start, end in pairwise(stops):
        at = bisect_right(struck, (start, sys.maxsize)) - 1
        if at >= 0 and end <= struck[at][1]:
            yield Piece(start, end, struck=deletion(data, run, copy.stamp, copy.next_id()))
            continue
        font, size_pt = _look(changes, end)
        if font or size_pt:
            properties = reformatted(data, run, font, size_pt, copy.stamp, copy.next_id())
            yield Piece(start, end, properties)


def _look(changes: RunChanges, at: int) -> tuple[str, float]:
    """Return the font and size that the character before an offset gets."""
    font, size_pt = "", 0.0
    for start, end, new_font, new_size in changes.looks:
        if start < at <= end:
            font, size_pt = new_font or font, new_size or size_pt
    return font, size_pt


def _put_in(
    copy: _Copy, data: bytes, run: RunMarkup, changes: RunChanges, at: int, texts: Iterable[str]
) -> bytes:
    """Return insertions in the look that the character before an offset has or gets."""
    properties = copied(data, run, *_look(changes, at))
    return b"".join(
        insertion(data, run, text, properties, copy.stamp, copy.next_id(), next(copy.ids)) for text in texts
    )


def _comes_back(copy: _Copy, source: IO[bytes], written: Path) -> bool:
    """Return whether the bytes alone show that rejecting our changes gives back all runs.

    Reading them with the changes rejected takes far longer.
    """
    ids = frozenset(copy.used)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(written) as after:
        for name, changed in copy.changed.items():
            with _buffered(before.open(name)) as original, _buffered(after.open(name)) as made:
                if not gives_back(original, made, changed, ids):
                    return False
    return True


def _buffered(part: IO[bytes]) -> IO[bytes]:
    """Return a part that may be read in many small pieces."""
    return BufferedReader(cast("RawIOBase", part), _BUFFER)


def _undone_differs(copy: _Copy, original: Outline, result: FileResult, written: Path) -> str:
    """Return how the copy with our changes rejected differs from the original, empty when it does not."""
    scratch = written.with_suffix(".undone")
    rejected = Parts(copy.parts.package, copy.parts.main)
    with written.open("rb") as stream:
        package = LeanPackage(written, stream, DEFAULT)
        for name in copy.changed:
            rejected.replaced[name] = undone(package.read(name), copy.used, name, package.name)
    try:
        with opened(result) as source, scratch.open("xb+") as stream:
            write_plain(source, stream, rejected, compress=False)
        rejected.forget()  # nothing of it is needed while it is read
        fault = differences(original, reread(scratch, copy.parts.main, result, "corrected"))
    finally:
        scratch.unlink(missing_ok=True)
    return fault and f"with all changes rejected {fault}"


def _proposed(left: tuple[NotMade, ...]) -> str:
    """Return how many corrections were left to a person, and for which reasons, the most frequent first."""
    reasons = Counter(item.reason for item in left).most_common()
    told = "; ".join(f"{number:,} because {reason}" for reason, number in reasons)
    were = "was" if len(left) == 1 else "were"
    return f"{plural(len(left), 'correction')} {were} proposed and not made: {told}."


def _said(outcome: _Outcome, parts: Parts, result: FileResult) -> Iterator[str]:
    if result.unaudited and outcome.made:
        yield f"The corrected copy does not say it: {result.unaudited.sentence}"
    not_made = outcome.not_made
    kind = "correction" if outcome.proposed else "safe correction"
    refused_ = sum(item.row.number not in outcome.made for item in not_made)
    left = f", {plural(refused_, kind)} could not be made" if refused_ else ""
    doubted = f", {outcome.proposed:,} of them as proposed" if outcome.proposed else ""
    mended = plural(len(outcome.made), "finding")
    if not outcome.made:
        yield f"No corrected copy of {result.name} was written: it would mend nothing{left}."
    else:
        yield f"The corrected copy mends {mended} by tracked changes of {AUTHOR}{doubted}{left}."
    if outcome.left:
        yield _proposed(outcome.left)
    for item in not_made[:_MOST_LISTED]:
        how = "corrected only in part" if item.row.number in outcome.made else "not corrected"
        yield f"Finding {item.row.number} ({item.row.finding.rule}) was {how}: {item.reason}."
    if len(not_made) > _MOST_LISTED:
        yield f"And {plural(len(not_made) - _MOST_LISTED, 'finding')} more were not corrected."
    yield from parts.notices()
