"""Where the effective format leaves the standard, and what causes it.

Neighbouring runs with the same fault are one deviation, across links, bookmarks, spaces and punctuation, up
to the paragraph's end. A cause that decides more than `group-at` places is reported once: a style or default
at its source, formatting by hand at its first place. Styles that decide fewer each, and more together, for
the same look are reported together: some programs give every table a style of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from stormdat_core.model import Block, Document, Location, RunFormat
from stormdat_core.rules.profiles import TextStandard, Typography
from stormdat_core.rules.typography.kinds import exempt, kind_of

WORDS = {
    "body": "text",
    "table": "table text",
    "headings": "headings",
    "captions": "captions",
    "notes": "notes",
    "headers_footers": "headers and footers",
    "code": "code",
}


_LETTER = re.compile(r"[^\W_]")


def has_letters(text: str) -> bool:
    """Return False for text whose font nobody sees or chose: spaces, punctuation, boxes to tick."""
    return text[:1].isalnum() or _LETTER.search(text) is not None


@dataclass(frozen=True, slots=True)
class Cause:
    """What makes text deviate: equal causes have one remedy."""

    aspect: str
    """`font` or `size`."""
    found: str
    wanted: str
    source: str
    """As in `RunFormat.font_source`."""
    kind: str
    """Key of `WORDS`."""
    wanted_pt: float = 0.0
    """The wanted size in points; 0 for a font."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One stretch of text off the standard."""

    cause: Cause
    block: Block
    start: int
    end: int

    @property
    def where(self) -> Location:
        """Return the place, made when it is asked for: most deviations are only counted."""
        return self.block.locate(self.start, self.end)

    @property
    def characters(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Deviations:
    """All deviations of a document, told apart by cause."""

    by_cause: Mapping[Cause, tuple[Deviation, ...]]
    characters: int
    """Characters that were judged."""
    group_at: int
    right: frozenset[tuple[str, str, str]] = frozenset()
    """(source, aspect, look) of text that is on the standard: what a change of that source would break."""

    def of_styles(self) -> Iterator[tuple[Cause, tuple[Deviation, ...]]]:
        """Yield the styles and defaults that decide more places than are listed, with those places."""
        for cause, places in self.by_cause.items():
            if cause.source != "run" and len(places) > self.group_at:
                yield cause, places

    def of_many_styles(self) -> Iterator[tuple[tuple[Cause, ...], tuple[Deviation, ...]]]:
        """Yield styles and defaults of one look that decide more places together, but not each by itself."""
        pools: dict[tuple[str, str, str], list[Cause]] = defaultdict(list)
        for cause, places in self.by_cause.items():
            if cause.source != "run" and len(places) <= self.group_at:
                pools[cause.aspect, cause.found, cause.kind].append(cause)
        for causes in pools.values():
            together = tuple(place for cause in causes for place in self.by_cause[cause])
            if len(together) > self.group_at:
                yield tuple(causes), together

    def by_hand(self, aspect: str) -> Iterator[tuple[Cause, tuple[Deviation, ...]]]:
        """Yield the formats that more places than are listed were given by hand, with those places."""
        for cause, places in self.by_cause.items():
            if cause.aspect == aspect and cause.source == "run" and len(places) > self.group_at:
                yield cause, places

    def single(self, aspect: str) -> Iterator[Deviation]:
        """Yield the deviations of one aspect that are reported one by one, in document order."""
        pooled = {cause for causes, _ in self.of_many_styles() for cause in causes}
        chosen = [
            deviation
            for cause, places in self.by_cause.items()
            if cause.aspect == aspect and len(places) <= self.group_at and cause not in pooled
            for deviation in places
        ]
        return iter(sorted(chosen, key=lambda deviation: (deviation.block.index, deviation.start)))

    def share(self, places: tuple[Deviation, ...]) -> float:
        """Return how much of the judged text these places are, from 0 to 1."""
        return sum(place.characters for place in places) / max(self.characters, 1)


class TypographyJudge:
    """Compares formats with the standard; equal formats are judged once."""

    def __init__(self, standard: Typography) -> None:
        self._standard = standard
        self._exempt = frozenset(f"style:{name}".casefold() for name in standard.exempt.styles)
        self._known: dict[tuple[RunFormat, str], tuple[Cause, ...]] = {}

    def judge(self, document: Document) -> Deviations:
        by_cause: dict[Cause, list[Deviation]] = defaultdict(list)
        characters = 0
        for block in document.blocks:
            kind = kind_of(block)
            if self._standards.get(kind) is None or exempt(block, self._standard.exempt):
                continue
            characters += len(block.text)
            for deviation in self._block(block, kind):
                by_cause[deviation.cause].append(deviation)
        frozen = {cause: tuple(deviations) for cause, deviations in by_cause.items()}
        return Deviations(frozen, characters, self._standard.group_at, self._right())

    def _right(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            item
            for (style, _), causes in self._known.items()
            for item in (
                (style.font_source, "font", style.font),
                (style.size_source, "size", points(style.size_pt)),
            )
            if not any(cause.aspect == item[1] for cause in causes)
        )

    @cached_property
    def _standards(self) -> Mapping[str, TextStandard | None]:
        return {kind: getattr(self._standard, kind) for kind in WORDS}

    def _block(self, block: Block, kind: str) -> Iterator[Deviation]:
        """Yield the deviations of a block. What has no letters joins its neighbours."""
        open_spans: dict[Cause, tuple[int, int]] = {}
        before: tuple[Cause, ...] = ()
        at = 0
        for run in block.runs:
            after = at + len(run.text)
            if has_letters(run.text):
                causes = self._causes(run.format, kind)
                if causes is not before:
                    for cause in [cause for cause in before if cause not in causes]:
                        yield Deviation(cause, block, *open_spans.pop(cause))
                    before = causes
                for cause in causes:
                    open_spans[cause] = (open_spans.get(cause, (at, 0))[0], after)
            at = after
        for cause, span in open_spans.items():
            yield Deviation(cause, block, *span)

    def _causes(self, style: RunFormat, kind: str) -> tuple[Cause, ...]:
        key = style, kind
        known = self._known.get(key)
        if known is None:
            standard = self._standards[kind]
            judged = standard if not self._exempted(style) else None
            known = self._known[key] = tuple(_causes(style, kind, judged)) if judged else ()
        return known

    def _exempted(self, style: RunFormat) -> bool:
        """Return True where a character style decides that no standard is applied to."""
        return not self._exempt.isdisjoint((style.font_source.casefold(), style.size_source.casefold()))


def _causes(style: RunFormat, kind: str, standard: TextStandard) -> Iterator[Cause]:
    if style.symbol:
        return
    if standard.fonts and style.font.casefold() not in {font.casefold() for font in standard.fonts}:
        yield Cause("font", style.font, standard.fonts[0], style.font_source, kind)
    if standard.sizes and style.size_pt not in standard.sizes:
        wanted = standard.sizes[0]
        yield Cause("size", points(style.size_pt), points(wanted), style.size_source, kind, wanted)


def points(size: float) -> str:
    return f"{size:g} pt"


def share_words(share: float) -> str:
    return f"{share:.0%} of the text" if share >= 0.01 else "less than 1% of the text"


def source_words(source: str) -> str:
    """Return what decides a format, in words."""
    if source.startswith("style:"):
        return f"the style “{source.removeprefix('style:')}”"
    return {
        "defaults": "the document's defaults",
        "application": "Word's own default, because nothing in the document says otherwise",
    }.get(source, "the text itself")
