"""What is looked for in all units at once is what each of them would have given."""

import pytest

from stormdat_core.acronyms.definitions import find_definitions, may_define
from stormdat_core.acronyms.joined import Joined
from stormdat_core.acronyms.tokens import capital_tokens

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


def test_nothing_is_no_fault() -> None:
    assert may_define(Joined([])) == set()
    assert Joined(["GPS"]).holding(["GPS", "X"]) == {0}
