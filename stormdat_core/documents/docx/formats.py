"""Effective format of a run: its own properties, then styles, then defaults, each answer remembered.

Order (ECMA-376 part 1, 17.7.2): run properties, character style chain, paragraph style chain, table style,
document defaults, and Word's own Times New Roman 10 pt when nothing says otherwise. Bold, italic, hidden and
the two kinds of capitals toggle: the styles' settings combine by exclusive or, and the run's own setting wins
outright.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from stormdat_core.documents.docx.conditions import PRECEDENCE, TableLook
from stormdat_core.documents.docx.properties import EMPTY, RawProperties, RunProperties, parse_properties
from stormdat_core.documents.docx.styles import StyleSheet
from stormdat_core.model import RunFormat

APPLICATION_FONT = "Times New Roman"
APPLICATION_HALF_POINTS = 20.0

SYMBOL_FONTS = frozenset(
    {
        "symbol",
        "wingdings",
        "wingdings 2",
        "wingdings 3",
        "webdings",
        "zapfdingbats",
        "mt extra",
        "marlett",
        "segoe ui symbol",
    }
)
"""Fonts whose letters are pictures; their text is not judged by a typographic standard."""

_SLOTS = {
    "ascii": ("ascii_theme", "ascii"),
    "h_ansi": ("h_ansi_theme", "h_ansi"),
    "east_asia": ("east_asia_theme", "east_asia"),
    "complex": ("complex_theme", "complex"),
}


class _Layer(NamedTuple):
    """A set of properties and the name of what states them."""

    properties: RunProperties
    source: str


class FormatResolver:
    """Answers what a run looks like. Its cost is one dictionary look-up for markup it has seen."""

    def __init__(self, sheet: StyleSheet, theme: Mapping[str, str]) -> None:
        self._sheet = sheet
        self._theme = theme
        self._known: dict[tuple[str, TableLook, RawProperties, str], RunFormat] = {}
        self._layers: dict[tuple[str, TableLook], tuple[_Layer, ...]] = {}
        self._chains: dict[tuple[str, str], tuple[_Layer, ...]] = {}
        self._tables: dict[TableLook, tuple[_Layer, ...]] = {}

    def formats(
        self, paragraph: str, table: TableLook, raw: RawProperties, text: str
    ) -> Iterable[tuple[str, RunFormat]]:
        """Return (text, effective format) for the stretches of a run; a run in one script is one stretch.

        Args:
            paragraph: style id of its paragraph, empty for the default.
            table: what it takes from the table around it.
            raw: the run's own properties.
            text: its characters, each of which chooses its font slot.
        """
        latin = self._format((paragraph, table, raw, "ascii"))
        if text.isascii():
            return ((text, latin),)
        other = self._format((paragraph, table, raw, "h_ansi"))
        if other == latin and not _OTHER_SCRIPTS.search(text):
            return ((text, latin),)
        stretches = (_SCRIPTS if other == latin else _SLOT_STRETCHES).findall(text)
        return [
            (piece, self._format((paragraph, table, raw, _slot_of_character(piece[0]))))
            for piece in stretches
        ]

    def latin(self, paragraph: str, table: TableLook, raw: RawProperties) -> RunFormat:
        """Return the effective format of a run in ASCII letters. Arguments as for `formats`."""
        return self._format((paragraph, table, raw, "ascii"))

    def _format(self, key: tuple[str, TableLook, RawProperties, str]) -> RunFormat:
        return self._known.get(key) or self._resolve(key)

    def _resolve(self, key: tuple[str, TableLook, RawProperties, str]) -> RunFormat:
        paragraph, table, raw, slot = key
        own = parse_properties(raw)
        if own.complex_script:
            slot = "complex"
        layers = self._all_layers(own, paragraph, table)
        font, font_source = self._font(layers, slot)
        size, size_source = _first(layers, "half_points", APPLICATION_HALF_POINTS)
        language, _ = _first(layers, "language", "")
        known = self._known[key] = RunFormat(
            font=font,
            size_pt=float(size) / 2,
            bold=self._toggle(own, paragraph, table, "bold"),
            italic=self._toggle(own, paragraph, table, "italic"),
            hidden=self._toggle(own, paragraph, table, "hidden"),
            language=str(language),
            font_source=font_source,
            size_source=size_source,
            caps=any(self._toggle(own, paragraph, table, name) for name in ("caps", "small_caps")),
            struck=any(self._toggle(own, paragraph, table, name) for name in ("struck", "struck_twice")),
            underlined=bool(_first(layers, "underlined", False)[0]),
            colour=str(_first(layers, "colour", "")[0]),
            symbol=slot in ("east_asia", "complex") or font.casefold() in SYMBOL_FONTS,
        )
        return known

    def _all_layers(self, own: RunProperties, paragraph: str, table: TableLook) -> tuple[_Layer, ...]:
        below = self._layers.get((paragraph, table))
        if below is None:
            below = self._layers[paragraph, table] = tuple(self._style_layers(paragraph, table))
        return (_Layer(own, "run"), *self._chain(own.style or "", "character"), *below)

    def _style_layers(self, paragraph: str, table: TableLook) -> Iterator[_Layer]:
        yield from self._chain(self._paragraph_style(paragraph), "paragraph")
        yield from self._table_layers(table)
        yield _Layer(self._sheet.defaults, "defaults")

    def _paragraph_style(self, style_id: str) -> str:
        style = self._sheet.styles.get(style_id)
        return style_id if style and style.kind == "paragraph" else self._sheet.default_paragraph

    def _chain(self, style_id: str, kind: str) -> tuple[_Layer, ...]:
        known = self._chains.get((style_id, kind))
        if known is None:
            known = self._chains[style_id, kind] = tuple(
                _Layer(style.properties, f"style:{style.name}")
                for style in self._sheet.chain(style_id, kind)
                if style.properties is not EMPTY
            )
        return known

    def _table_layers(self, table: TableLook) -> tuple[_Layer, ...]:
        """Return what a table style sets in a cell: the conditions that hold, then what it sets anywhere."""
        known = self._tables.get(table)
        if known is None:
            known = self._tables[table] = tuple(self._layers_of_table(table))
        return known

    def _layers_of_table(self, table: TableLook) -> Iterator[_Layer]:
        chain = list(self._sheet.chain(table.style or self._sheet.default_table, "table"))
        for condition in PRECEDENCE:
            if condition in table.conditions or condition == "wholeTable":
                for style in chain:
                    if condition in style.conditions:
                        yield _Layer(style.conditions[condition], f"style:{style.name}")
        for style in chain:
            yield _Layer(style.properties, f"style:{style.name}")

    @property
    def conditional(self) -> frozenset[str]:
        """Table styles that look different in some cells."""
        return self._sheet.conditional

    def _font(self, layers: tuple[_Layer, ...], slot: str) -> tuple[str, str]:
        """Return the family for a slot. A theme reference wins over a name in the same element."""
        theme_field, name_field = _SLOTS[slot]
        for properties, source in layers:
            reference = getattr(properties, theme_field)
            family = (self._theme.get(reference) if reference else None) or getattr(properties, name_field)
            if family:
                return str(family), source
        return APPLICATION_FONT, "application"

    def _toggle(self, own: RunProperties, paragraph: str, table: TableLook, name: str) -> bool:
        direct = getattr(own, name)
        if direct is not None:
            return bool(direct)
        chains = (
            self._chain(own.style or "", "character"),
            self._chain(self._paragraph_style(paragraph), "paragraph"),
            self._table_layers(table),
        )
        result = False
        for chain in chains:
            value = next((v for layer in chain if (v := getattr(layer.properties, name)) is not None), False)
            result ^= bool(value)
        return result or bool(getattr(self._sheet.defaults, name))


def _first(layers: tuple[_Layer, ...], name: str, default: float | str) -> tuple[float | str, str]:
    for properties, source in layers:
        value = getattr(properties, name)
        if value is not None:
            return value, source
    return default, "application"


_EAST_ASIA = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_COMPLEX = "\u0590-\u0eff\ufb1d-\ufdff\ufe70-\ufefe"
_OTHER_SCRIPTS = re.compile(f"[{_EAST_ASIA}{_COMPLEX}]")
_SCRIPTS = re.compile(f"[{_EAST_ASIA}]+|[{_COMPLEX}]+|[^{_EAST_ASIA}{_COMPLEX}]+")
"""Stretches for a run whose Latin slots agree, as they almost always do."""
_SLOT_STRETCHES = re.compile(f"[\0-\x7f]+|[{_EAST_ASIA}]+|[{_COMPLEX}]+|[^\0-\x7f{_EAST_ASIA}{_COMPLEX}]+")
_EAST_ASIAN_CHARACTER = re.compile(f"[{_EAST_ASIA}]")
_COMPLEX_CHARACTER = re.compile(f"[{_COMPLEX}]")


def _slot_of_character(character: str) -> str:
    if character.isascii():
        return "ascii"
    if _EAST_ASIAN_CHARACTER.match(character):
        return "east_asia"
    return "complex" if _COMPLEX_CHARACTER.match(character) else "h_ansi"
