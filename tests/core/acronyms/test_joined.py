"""What is looked for in all units at once is what each of them would have given."""

import pytest

from stormdat_core.acronyms.forms.folding import fold, fold_each
from stormdat_core.acronyms.forms.short_forms import capital_tokens
from stormdat_core.acronyms.patterns.definitions import find_definitions, may_define
from stormdat_core.acronyms.text.phrases import words_of, words_of_each
from stormdat_core.model.joined import Joined

TEXTS = [
    "",
    "Nothing here.",
    "verification and validation (V&V)",
    "aGPS",
    "Concept of Operations, or CONOPS, is kept",
    "",
    "FQT: Formal Qualification Test",
    "PDR = Preliminary Design Review",
    "CONOPS stands for concept of operations",
    "Line of Balance [LOB]",
    "SRS \N{EN DASH} Software Requirements Specification",
    "the unmanned aircraft system, hereafter UAS",
    "USA",
]


ODD = [
    "Research & Development (R&D)",
    "two\nlines\r\nand a third",
    "a\ttab, a `quote` and A_B",
    "",
    "\u00dcber \u0130stanbul \u2014 \u201cquoted\u201d\u2122",
    "so\u00adft",
    "plain, after all",
]


def test_every_text_that_defines_is_among_those_that_may() -> None:
    defining = {number for number, text in enumerate(TEXTS) if find_definitions(text)}
    assert len(defining) == 8
    assert defining <= may_define(Joined(TEXTS))
    assert may_define(Joined(TEXTS)).isdisjoint({0, 1, 3, 5, 12})


@pytest.mark.parametrize("first", range(len(TEXTS)))
def test_words_find_their_way_home(first: int) -> None:
    texts = TEXTS[first:]
    joined = Joined(texts)
    found: list[list[tuple[int, str]]] = [[] for _ in texts]
    tokens = list(capital_tokens(joined.text))
    for (at, token), (number, start) in zip(tokens, joined.home(at for at, _ in tokens), strict=True):
        found[number].append((at - start, token))
    assert found == [list(capital_tokens(f"{text} ")) for text in texts]


def test_prepared_together_is_prepared_alone() -> None:
    texts = [*TEXTS, *ODD, *TEXTS]
    assert list(words_of_each(texts)) == [words_of(text) for text in texts]
    assert list(fold_each(texts)) == [fold(text) for text in texts]
    assert list(words_of_each([])) == list(fold_each([])) == []


@pytest.mark.parametrize("needle", ["a", "S", "ion", ": ", "GPS", "zebra"])
def test_every_text_that_holds_a_word_is_found_once(needle: str) -> None:
    texts = [*TEXTS, "a a a", *TEXTS]
    assert Joined(texts).holding([needle]) == {at for at, text in enumerate(texts) if needle in text}


def test_what_stands_in_a_text_is_shared_out_to_it() -> None:
    joined = Joined(TEXTS)
    shared = joined.shared_out(capital_tokens(joined.text))
    alone = [list(capital_tokens(f"{text} ")) for text in TEXTS]
    assert shared == {number: found for number, found in enumerate(alone) if found}
    assert Joined([]).shared_out([]) == {}


def test_nothing_is_no_fault() -> None:
    assert may_define(Joined([])) == set()
    assert Joined(["GPS"]).holding(["GPS", "X"]) == {0}
