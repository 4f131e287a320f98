"""Contrast, computed from the tokens: 4.5:1 for text, 3:1 for what must be seen to be used."""

import re
from pathlib import Path

import pytest

from stormdat_core.reports.colours import SHADES, Scheme

CSS = Path(__file__).parents[2] / "webui" / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "link", "error", "warning", "done", "info", "danger") for ground in ("paper", "panel", "raised")),
    *((ink, ground) for ink in ("ink", "soft", "link") for ground in ("hover", "current")),
    ("accent-ink", "accent"), ("danger-ink", "danger"), ("mark-ink", "mark"),
]  # fmt: skip
PARTS = [(part, ground) for part in ("control", "focus", "accent") for ground in ("paper", "panel", "raised")]


def block(selector: str) -> dict[str, str]:
    body = re.search(re.escape(selector) + r" \{(.*?)\}", TOKENS, re.DOTALL)
    assert body, selector
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body[1]))


def media(query: str) -> dict[str, str]:
    return block(f'@media {query} {{\n  :root[data-theme="system"]')


LIGHT = block(":root")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | block(':root[data-theme="dark"]'),
    "contrast": LIGHT | block(':root[data-theme="contrast"]'),
    "system dark": LIGHT | media("(prefers-color-scheme: dark)"),
    "more, light": LIGHT | media("(prefers-contrast: more) and (prefers-color-scheme: light)"),
    "more, dark": LIGHT | media("(prefers-color-scheme: dark)") | media("(prefers-contrast: more) and (prefers-color-scheme: dark)"),
}  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (PARTS, 3.0)], ids=["text", "parts"])
def test_contrast(theme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = THEMES[theme]
    found = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in found.items() if value < least} == {}


@pytest.mark.parametrize("theme", ["contrast", "more, light", "more, dark"])
def test_high_contrast_is_higher(theme: str) -> None:
    colours = THEMES[theme]
    for ink in ("ink", "soft", "link", "error", "warning", "done"):
        assert contrast(colours[ink], colours["paper"]) >= 7, ink


def test_dark_by_setting_and_by_system_are_the_same() -> None:
    assert THEMES["dark"] == THEMES["system dark"]


@pytest.mark.parametrize("scheme", ["light", "strong"])
def test_text_on_every_colour_can_be_read(scheme: Scheme) -> None:
    found = {
        colour: contrast(f"#{shade.text(scheme)}".lower(), f"#{shade.fill(scheme)}".lower())
        for colour, shade in SHADES.items()
    }
    assert {colour: value for colour, value in found.items() if value < 4.5} == {}


def test_no_style_sheet_has_a_copy_of_the_colours() -> None:
    for sheet in ("tokens", "app"):
        assert ".c-pink" not in (CSS / f"{sheet}.css").read_text()
        assert "--c-pink" not in (CSS / f"{sheet}.css").read_text()
