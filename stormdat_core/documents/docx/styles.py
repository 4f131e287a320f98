"""The styles part: what each style sets, what it is based on, and the document's defaults."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from stormdat_core.documents.docx.properties import (
    EMPTY,
    RELEVANT,
    RawProperties,
    RunProperties,
    parse_properties,
    raw_property,
)
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute, small_number

_HEADING_WORDS = (
    "heading|titre|überschrift|título|titulo|titolo|titlu|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|naslov"
    "|címsor|başlık|заголовок|επικεφαλίδα|見出し|标题|標題|제목"
)
_HEADING_NAME = re.compile(rf"(?:{_HEADING_WORDS})\s?([1-9])")
"""Names of the headings. Word writes the English ones in every language; other programs translate them."""
_HEADING_ID = re.compile(r"heading\s?([1-9])")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph, character or table style."""

    id: str
    kind: str
    """`paragraph`, `character`, `table` or `numbering`."""
    name: str
    based_on: str
    properties: RunProperties
    outline_level: int | None
    """0 for Heading 1; 9 for what is body text although it is based on a heading; None when not set."""
    number_id: str = ""
    """List that the style's paragraphs belong to."""
    number_level: int | None = None
    """Level in that list, from 0."""
    conditions: Mapping[str, RunProperties] = field(default_factory=dict)
    """What a table style sets in some of its cells, by condition: `firstRow`, `band1Horz`."""


@dataclass(frozen=True)
class StyleSheet:
    """All styles of a document."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    defaults: RunProperties = EMPTY
    default_paragraph: str = ""
    default_table: str = ""
    warnings: tuple[str, ...] = ()

    @cached_property
    def conditional(self) -> frozenset[str]:
        """Table styles that look different in some cells, themselves or by what they are based on."""
        return frozenset(
            style.id
            for style in self.styles.values()
            if style.kind == "table" and any(each.conditions for each in self.chain(style.id, "table"))
        )

    @property
    def style_numbers(self) -> Mapping[str, str]:
        """Return the list that each numbering style names, by style."""
        named = (style for style in self.styles.values() if style.kind == "numbering")
        return {style.id: style.number_id for style in named}

    def chain(self, style_id: str, kind: str) -> Iterator[Style]:
        """Yield the style and those it is based on, nearest first. Cycles and unknown ids end the chain."""
        seen: set[str] = set()
        while style_id and style_id not in seen:
            seen.add(style_id)
            style = self.styles.get(style_id)
            if style is None or style.kind != kind:
                return
            yield style
            style_id = style.based_on


def read_styles(data: bytes, part: str, file: str) -> StyleSheet:
    """Return the style sheet that `data`, the styles part, states."""
    reader = _StylesReader()
    reader.read(data, part, file)
    return reader.sheet()


class _StylesReader:
    """Collects styles from the stream. Properties of numbers are not a style's own."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._styles: dict[str, Style] = {}
        self._defaults = EMPTY
        self._default_ids = {"paragraph": "", "table": ""}
        self._raw: list[tuple[str, tuple[str, ...]]] = []
        self._condition = ""
        self._conditions: dict[str, RawProperties] = {}
        self._head: dict[str, str] = {}
        self._passed = 0
        """How many elements that say nothing of a style's look are open."""
        self._parser = Parser(self._start, self._end)

    def read(self, data: bytes, part: str, file: str) -> None:
        self._parser.run(data, part, file)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "w:latentStyles":  # a third of the part: how Word's lists of styles are sorted
            self._passed = 1
            self._parser.digress(self._start_passed, self._end_passed)
            return
        self._path.append(name)
        depth = len(self._path)
        if name == "w:style" and depth == 2:
            self._begin(attributes)
        elif name == "w:tblStylePr" and depth == 3:
            self._condition = attribute(attributes, "w:type")
        elif name in RELEVANT and self._path[-2] == "w:rPr":
            self._property(raw_property(name, attributes))
        elif self._states_a_fact(name, depth):
            self._head[name] = attribute(attributes, "w:val")

    def _states_a_fact(self, name: str, depth: int) -> bool:
        if depth == 3:
            return self._path[1] == "w:style"
        if depth == 4:
            return self._path[2] == "w:pPr" and name == "w:outlineLvl"
        return depth == 5 and self._path[3] == "w:numPr" and name in ("w:numId", "w:ilvl")

    def _property(self, entry: tuple[str, tuple[str, ...]]) -> None:
        parents = self._path[1:-1]
        if parents in (["w:style", "w:rPr"], ["w:docDefaults", "w:rPrDefault", "w:rPr"]):
            self._raw.append(entry)
        elif parents == ["w:style", "w:tblStylePr", "w:rPr"]:
            known = self._conditions.get(self._condition, ())
            self._conditions[self._condition] = (*known, entry)

    def _begin(self, attributes: Attributes) -> None:
        self._raw = []
        self._conditions = {}
        self._head = {
            "id": attribute(attributes, "w:styleId"),
            "kind": attribute(attributes, "w:type", "paragraph"),
            "default": attribute(attributes, "w:default"),
        }

    def _start_passed(self, _name: str, _: Attributes) -> None:
        self._passed += 1

    def _end_passed(self, _name: str) -> None:
        self._passed -= 1
        if not self._passed:
            self._parser.back()

    def _end(self, name: str) -> None:
        self._path.pop()
        if name == "w:rPrDefault":
            self._defaults, self._raw = self._properties(), []
        elif name == "w:style" and len(self._path) == 1:
            self._finish()

    def _properties(self) -> RunProperties:
        raw: RawProperties = tuple(self._raw)
        return parse_properties(raw)

    def _finish(self) -> None:
        head = self._head
        style = Style(
            id=head["id"],
            kind=head["kind"],
            name=head.get("w:name") or head["id"],
            based_on=head.get("w:basedOn", ""),
            properties=self._properties(),
            outline_level=_outline_level(head),
            number_id=head.get("w:numId", ""),
            number_level=_below(9, head.get("w:ilvl", "")),
            conditions={name: parse_properties(raw) for name, raw in self._conditions.items()},
        )
        self._styles.setdefault(style.id, style)
        if head["default"] in ("1", "true", "on") and style.kind in self._default_ids:
            self._default_ids[style.kind] = self._default_ids[style.kind] or style.id

    def sheet(self) -> StyleSheet:
        warnings = tuple(
            f"The style “{style.name}” is based on itself, so the defaults apply there."
            for style in self._styles.values()
            if style.based_on == style.id
        )
        ids = self._default_ids
        return StyleSheet(self._styles, self._defaults, ids["paragraph"], ids["table"], warnings)


def _outline_level(head: Mapping[str, str]) -> int | None:
    """Return the level that a style sets, or that its name means where it sets none."""
    level = _below(10, head.get("w:outlineLvl", ""))
    if level is not None or head["kind"] != "paragraph":
        return level
    named = _HEADING_NAME.fullmatch(head.get("w:name", "").strip().casefold())
    named = named or _HEADING_ID.fullmatch(head["id"].casefold())
    return int(named[1]) - 1 if named else None


def _below(limit: int, value: str) -> int | None:
    level = small_number(value)
    return level if level is not None and level < limit else None
