"""What reading the corrected copy must give: each block with its corrections made, nothing else changed."""

import marshal
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stormdat_core.model import Block, BlockKind, Document, RunFormat
from stormdat_core.reports.docx.changes.corrections import Laid, Plan, deviates

Look = tuple[str, float, bool, bool, bool, bool, str]
"""Font, size, bold, italic, hidden, in capitals, language."""
Stretches = list[tuple[Look | None, int]]
"""Looks and how many characters have each; None for text that was put in, whose look follows its place."""

_BY_ITS_WORDS = frozenset((BlockKind.HEADING, BlockKind.CAPTION, BlockKind.LIST_ITEM))
"""Kinds that a paragraph of the body has by what it says, too: a correction may make another of it."""
_BATCH = 500
"""Blocks whose expectations are packed together."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One block of the copy. Equal texts and looks have equal hashes; that is all that is kept of them."""

    text: int
    kind: BlockKind
    looks: Stretches | int
    """A number where nothing is put in."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a block that plans touch held. The document itself would take far more memory."""

    text: str
    kind: BlockKind
    formats: tuple[tuple[RunFormat, int], ...]
    """With how many characters have each."""


def blocks_to_expect(document: Document, plans: Iterable[Plan]) -> list[Expectation | Touched]:
    """Return what each block must be, or held if it may be changed by the plans."""
    touched = {laid.block for plan in plans for laid in plan.laid}
    return [
        _held(block) if block.index in touched else _expected(_held(block), ()) for block in document.blocks
    ]


def _held(block: Block) -> Touched:
    return Touched(block.text, _kept(block.kind), tuple([(run.format, len(run.text)) for run in block.runs]))


def _kept(kind: BlockKind) -> BlockKind:
    """Return the kind as it stays whatever the words become."""
    return BlockKind.PARAGRAPH if kind in _BY_ITS_WORDS else kind


def expectations(blocks: Iterable[Expectation | Touched], plans: Iterable[Plan]) -> list[Expectation]:
    """Return what each block must be when the changes of the plans are accepted."""
    changes: dict[int, list[Laid]] = defaultdict(list)
    for plan in plans:
        for laid in plan.laid:
            changes[laid.block].append(laid)
    return [
        _expected(block, changes.get(index, ())) if isinstance(block, Touched) else block
        for index, block in enumerate(blocks)
    ]


def _expected(block: Touched, changes: Sequence[Laid]) -> Expectation:
    texts = sorted((each for each in changes if each.changes_text), key=lambda each: (each.start, each.end))
    looks = [each for each in changes if not each.changes_text]
    found = _joined(_stretches(block, texts, looks))
    return Expectation(hash(_text(block.text, texts)), block.kind, found if changes else hash(tuple(found)))


def _text(text: str, changes: Iterable[Laid]) -> str:
    pieces, at = [], 0
    for change in changes:
        pieces += [text[at : change.start], change.text]
        at = change.end
    return "".join([*pieces, text[at:]])


def _stretches(
    block: Touched, texts: Sequence[Laid], looks: Sequence[Laid]
) -> Iterator[tuple[Look | None, int]]:
    """Yield the looks of a block with changes made, in stretches that no change crosses."""
    stops = sorted({at for change in (*texts, *looks) for at in (change.start, change.end)})
    pending = deque(texts)
    at = 0
    for style, length in block.formats:
        after = at + length
        for first, last in _cut(at, after, stops):
            while pending and pending[0].end <= first:
                yield None, len(pending.popleft().text)
            if pending and pending[0].start <= first and last <= pending[0].end:
                continue
            changed = style
            for look in looks:
                if look.start <= first and last <= look.end and deviates(style, look.font, look.size_pt):
                    changed = replace(
                        changed, font=look.font or changed.font, size_pt=look.size_pt or changed.size_pt
                    )
            yield _look(changed), last - first
        at = after
    yield from ((None, len(change.text)) for change in pending)


def _cut(start: int, end: int, stops: list[int]) -> Iterator[tuple[int, int]]:
    inside = stops[bisect_right(stops, start) : bisect_left(stops, end)]
    return pairwise([start, *inside, end])


def _look(style: RunFormat) -> Look:
    return style.font, style.size_pt, style.bold, style.italic, style.hidden, style.caps, style.language


def _joined(stretches: Iterable[tuple[Look | None, int]]) -> Stretches:
    joined: Stretches = []
    for look, length in stretches:
        if joined and joined[-1][0] == look:
            joined[-1] = look, joined[-1][1] + length
        elif length:
            joined.append((look, length))
    return joined


def packed(expected: Sequence[Expectation]) -> tuple[bytes, ...]:
    """Return expectations in few pieces: thousands of small values, strewn among those of the document they
    were made beside, would keep the memory that it leaves from being given back."""
    values = [(each.text, each.kind.value, each.looks) for each in expected]
    return tuple([marshal.dumps(values[i : i + _BATCH]) for i in range(0, len(values), _BATCH)])


def _unpacked(packed_: Iterable[bytes]) -> Iterator[tuple[int, str, Stretches | int]]:
    """Yield expectations, few at a time: they are looked at while the whole copy is in memory."""
    for piece in packed_:
        yield from marshal.loads(piece)  # noqa: S302 - our own


def disagreement(packed_: Sequence[bytes], copy: Document) -> str:
    """Return how a copy differs from what it must be, in words; empty when it does not."""
    count = sum(1 for _ in _unpacked(packed_))
    if count != len(copy.blocks):
        return f"it has {len(copy.blocks)} paragraphs instead of {count}"
    for (text, kind, looks), block in zip(_unpacked(packed_), copy.blocks, strict=True):
        if text != hash(block.text) or kind != _kept(block.kind):
            return f"the corrected text is not what was meant ({block.where.label})"
        if not _agree(looks, _joined((_look(run.format), len(run.text)) for run in block.runs)):
            return f"the format differs ({block.where.label})"
    return ""


def _agree(expected: Stretches | int, found: Stretches) -> bool:
    """Return whether looks agree wherever one is expected. The lengths add up to the same text."""
    if isinstance(expected, int):
        return expected == hash(tuple(found))
    if expected == found:
        return True
    theirs = iter(found)
    look, left = next(theirs, (None, 0))
    for want, length in expected:
        while length:
            if not left:
                look, left = next(theirs, (None, 0))
                if not left:
                    return False
            step = min(left, length)
            if want is not None and want != look:
                return False
            left, length = left - step, length - step  # noqa: PLW2901 - counts down
    return True
