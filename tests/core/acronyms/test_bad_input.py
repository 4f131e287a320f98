"""Documents made to stop an engine: one long paragraph, a million acronyms, text that makes patterns explode."""

import gc
import math
import time
from collections.abc import Callable

import pytest

from stormdat_core.acronyms import extract_pairs, find_mentions
from stormdat_core.acronyms.index import AcronymIndex
from tests.core.acronyms.build import document, findings

_PROSE = (
    "The Global Positioning System (GPS) works. The SRS governs; see NAVSEA for Line of Balance (LOB) = x. "
)

TRAPS: dict[str, Callable[[int], str]] = {
    "one paragraph": lambda size: _PROSE * (size // len(_PROSE)),
    "one token": lambda size: "A" * size,
    "ampersands": lambda size: "A&" * (size // 2),
    "dots": lambda size: "A." * (size // 2),
    "opening brackets": lambda size: "(" * size,
    "nested brackets": lambda size: "(A " * (size // 6) + ") " * (size // 6),
    "short forms in open brackets": lambda size: "(AB, " * (size // 10),
    "capitalised words": lambda size: "Alpha Beta " * (size // 11),
    "spaces": lambda size: "GPS" + " " * size + "= x",
    "stars": lambda size: "*" * size + " GPS: x",
    "equals": lambda size: "AB = " * (size // 10),
    "commas": lambda size: "AB, " * (size // 8),
    "digits": lambda size: "1" * size + "A",
    "invisible": lambda size: "G\u00adPS\u200b " * (size // 6),
}


def seconds(text: str) -> float:
    """Return the processor time of reading a text, without that of looking through what other tests left."""
    made = document(text)
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        findings(made)
        return time.process_time() - start
    finally:
        gc.enable()


def check_linear(make: Callable[[int], str], size: int) -> None:
    """Fail unless eight times the text costs at most sixteen times as much, in one of three turns."""
    seconds(make(20_000))
    small = large = math.inf
    for _ in range(3):
        small, large = min(small, seconds(make(size))), min(large, seconds(make(8 * size)))
        if large < 8 * small * 2 + 0.05:
            return
    pytest.fail(f"{small:.3f} s became {large:.3f} s")


QUICK = ("one paragraph", "equals")
"""Of the traps, those that every run of the suite sets."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.soak) for name in TRAPS]
)
def test_cost_is_linear_in_the_text(name: str) -> None:
    check_linear(TRAPS[name], 100_000)


def test_names_do_not_cost_more_in_a_longer_paragraph() -> None:
    """What each name adds is so little that only a longer text shows whether it grows."""
    check_linear(TRAPS["capitalised words"], 200_000)


@pytest.mark.soak
def test_a_hundred_thousand_different_acronyms() -> None:
    names = [
        f"{chr(65 + at % 26)}{chr(65 + at // 26 % 26)}{chr(65 + at // 676 % 26)}QZ{at % 97}X"
        for at in range(100_000)
    ]
    made = document(*(f"The {name} is here and works as it should." for name in names))
    start = time.process_time()
    index = AcronymIndex.build(made)
    assert len(index.entries) == len(set(names))
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ud800\udfff (AB)",
        "\u05d0\u05d1\u05d2 (GPS) \u202e\u202c",
        "\u0130\u0130 (\u0130\u0130)",
        "\x00 (A\x00B)",
        "ß (SS)",
    ],
)
def test_odd_characters(text: str) -> None:
    made = document(text, f"The Line of Balance (LOB) and {text} the LOB.")
    for finding in findings(made):
        assert made.blocks[finding.where.block].text[finding.where.start : finding.where.end]
    for start, end in find_mentions(text):
        assert 0 <= start < end <= len(text)
    assert isinstance(extract_pairs(text), list)


def test_an_empty_document() -> None:
    assert findings(document()) == []
