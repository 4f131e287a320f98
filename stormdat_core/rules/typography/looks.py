"""The looks of a document's own text: the font and size each kind of text mostly has, and what decides it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from stormdat_core.model import Block, Document, RunFormat
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.needs import builds
from stormdat_core.rules.typography.deviations import has_letters, points
from stormdat_core.rules.typography.kinds import exempt, kind_of

_SAME = {
    "times": "Times New Roman",
    "times roman": "Times New Roman",
    "timesnewroman": "Times New Roman",
    "timesnewromanpsmt": "Times New Roman",
    "arialmt": "Arial",
    "helvetica": "Arial",
    "courier": "Courier New",
}
"""Families that a reader cannot tell apart, by the name of the one they are counted as."""


class Look(NamedTuple):
    """Font and size as a reader sees them."""

    font: str
    size_pt: float

    @property
    def words(self) -> str:
        return f"{self.font} {points(self.size_pt)}"


def family(font: str) -> str:
    """Return the name by which families are compared."""
    return _SAME.get(font.casefold(), font).casefold()


def look_of(style: RunFormat) -> Look:
    """Return the look of a format; families that cannot be told apart are one."""
    return _look(style.font, style.size_pt)


@lru_cache(maxsize=4096)
def _look(font: str, size_pt: float) -> Look:
    return Look(_SAME.get(font.casefold(), font), size_pt)


@dataclass(frozen=True, slots=True)
class Letters:
    """The lettered runs of a block that have a font and size of their own."""

    by_look: Mapping[Look, int]
    """Characters by look."""

    @property
    def main(self) -> Look | None:
        """Return the look that most characters have."""
        return max(self.by_look, key=self.by_look.__getitem__) if self.by_look else None


def letters_of(block: Block) -> Letters:
    """Return the characters of a block by look; symbols, spaces and punctuation alone have none."""
    counted: dict[Look, int] = {}
    for text, style, _ in block.runs:
        if not style.symbol and style.size_pt and (text[:1].isalnum() or has_letters(text)):
            look = _look(style.font, style.size_pt)
            counted[look] = counted.get(look, 0) + len(text)
    return Letters(counted)


@dataclass(frozen=True, slots=True)
class Dominant:
    """The look that one kind of text mostly has."""

    look: Look
    font_share: float
    """Share of the characters of this kind in this family, from 0 to 1."""
    size_share: float


class Looks:
    """The looks of a document by kind of text."""

    def __init__(self) -> None:
        self._counted: dict[str, Counter[Look]] = defaultdict(Counter)
        self._sources: dict[tuple[str, Look], Counter[str]] = defaultdict(Counter)
        self._dominant: dict[str, Dominant | None] = {}

    def add(self, kind: str, block: Block, letters: Letters) -> None:
        """Count the letters of a block."""
        if not letters.by_look:
            return
        counted = self._counted[kind]
        for look, characters in letters.by_look.items():
            counted[look] += characters
        first, length = block.runs[0].format, len(block.text)
        sources = self._sources[kind, _look(first.font, first.size_pt)]
        sources[first.font_source] += length
        sources[first.size_source] += length

    def dominant(self, kind: str) -> Dominant | None:
        """Return the look that a kind of text mostly has; None where there is no such text."""
        if kind not in self._dominant:
            self._dominant[kind] = self._find(kind)
        return self._dominant[kind]

    def share(self, kind: str, look: Look) -> float:
        """Return how much of a kind of text has exactly this look, from 0 to 1."""
        counted = self._counted[kind]
        return counted[look] / max(sum(counted.values()), 1)

    def source(self, kind: str, look: Look) -> str:
        """Return what mostly gives a kind of text a look, as in `RunFormat.font_source`."""
        counted = self._sources.get((kind, look))
        return counted.most_common(1)[0][0] if counted else ""

    def decides_elsewhere(self, source: str, kind: str) -> bool:
        """Return True where a style decides text of another kind too, which its change would break."""
        return any(source in counted for (other, _), counted in self._sources.items() if other != kind)

    def _find(self, kind: str) -> Dominant | None:
        counted = self._counted.get(kind)
        if not counted:
            return None
        look, total = counted.most_common(1)[0][0], sum(counted.values())
        font = sum(n for other, n in counted.items() if other.font == look.font)
        size = sum(n for other, n in counted.items() if other.size_pt == look.size_pt)
        return Dominant(look, font / total, size / total)


@dataclass(frozen=True, slots=True)
class Judged:
    """A block that a typographic standard applies to."""

    block: Block
    kind: str
    letters: Letters


@dataclass(frozen=True, slots=True)
class Survey:
    """What is judged of a document, and the looks of its text."""

    judged: tuple[Judged, ...]
    looks: Looks


def survey(context: RuleContext) -> Survey:
    """Return the judged blocks of a document with their looks, counted once for all rules."""
    return context.need(Survey)


@builds(Survey)
def _surveyed(context: RuleContext) -> Survey:
    looks = Looks()
    judged = tuple(_judged(context.document, context))
    for each in judged:
        looks.add(each.kind, each.block, each.letters)
    return Survey(judged, looks)


def _judged(document: Document, context: RuleContext) -> Iterator[Judged]:
    exemption = context.profile.typography.exempt
    for block in document.blocks:
        kind = kind_of(block)
        if kind and not exempt(block, exemption):
            yield Judged(
                block,
                f"headings {block.level}" if block.level and kind == "headings" else kind,
                letters_of(block),
            )
