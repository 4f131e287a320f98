"""Which characters of which runs get which colour."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stormdat_core.model import OBJECT, Block, Colour, Document, Finding, Location


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of an XML run, to be coloured."""

    start: int
    end: int
    colour: Colour


Marks = dict[str, dict[int, list[Mark]]]
"""Marks by part and run ordinal, sorted and apart."""

_STRETCH = re.compile(rb"(?s)(.)\1*")
_COLOURS = tuple(Colour)


def collect_marks(document: Document, findings: Iterable[Finding]) -> Marks:
    """Return the marks for all findings. Where findings share characters the worse level wins the colour."""
    painted: dict[int, bytearray] = {}
    for finding in sorted(findings, key=lambda finding: finding.severity):
        colour = finding.colour
        if colour is Colour.NONE:
            continue
        for where in _places(finding):
            block = document.blocks[where.block]
            paint = painted.setdefault(where.block, bytearray(len(block.text)))
            paint[where.start : where.end] = bytes([1 + _COLOURS.index(colour)]) * (where.end - where.start)
    marks: Marks = defaultdict(lambda: defaultdict(list))
    for index in sorted(painted):
        for part, run, mark in _block_marks(document.blocks[index], painted[index]):
            marks[part][run].append(mark)
    return marks


def _places(finding: Finding) -> Iterator[Location]:
    for where in (finding.where, *(evidence.where for evidence in finding.evidence if evidence.marked)):
        if where.block >= 0 and where.end > where.start:
            yield where


def _block_marks(block: Block, paint: bytearray) -> Iterator[tuple[str, int, Mark]]:
    """Cut the paint of a block along its runs: one pass, however many of either there are."""
    at = 0
    for run in block.runs:
        piece = paint[at : at + len(run.text)]
        at += len(run.text)
        if run.source.run < 0 or run.text == OBJECT or piece.count(0) == len(piece):
            continue  # nothing to mark, text that stands in no run, or a picture
        for stretch in _STRETCH.finditer(piece):
            if shade := piece[stretch.start()]:
                first = run.source.offset + stretch.start()
                last = run.source.offset + stretch.end()
                yield run.source.part, run.source.run, Mark(first, last, _COLOURS[shade - 1])
