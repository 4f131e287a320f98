"""How well definitions and mentions are found, beside Schwartz and Hearst on the same public text.

The corpora are measuring material and no part of this program; where they are absent these tests skip.
"""

import importlib.util
import json
import time
from functools import lru_cache
from types import ModuleType
from typing import Any

import pytest

from stormdat_core.acronyms import extract_pairs, find_mentions
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
_FOLDER = SHARED / "eval" / "acronyms"

AHEAD = {
    "sdu22-legal": 11.0,
    "sdu22-sci": 4.5,
    "sdu21-sci": 2.5,
    "userswiki": 3.0,
    "ab3p": 4.0,
    "bioadi": 1.0,
    "sh2003": 3.0,
    "medstract": 2.5,
}
"""Points of exact-pair F1 above Schwartz and Hearst."""
MENTIONS = {"sdu22-legal": 88.5, "sdu22-sci": 91.4, "sdu21-sci": 91.6}


@lru_cache(maxsize=1)
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", _FOLDER / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=16)
def corpus(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_FOLDER / "dev" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def pairs(text: str) -> list[tuple[str, str, tuple[int, int, int, int]]]:
    return [
        (pair.short, pair.long, (pair.short_start, pair.short_end, pair.long_start, pair.long_end))
        for pair in extract_pairs(text)
    ]


def f1(predictions: list[Any], name: str) -> tuple[float, int]:
    counts, _, wrong = scorer().score_docs(corpus(name), predictions)
    return 100 * scorer().prf(*counts["exact"])[2], wrong


@pytest.mark.parametrize("name", AHEAD)
def test_definitions_are_found_better_than_by_schwartz_and_hearst(name: str) -> None:
    ours, wrong = f1([pairs(each["text"]) for each in corpus(name)], name)
    theirs, _ = f1(
        [list(scorer().as_pairs(scorer().schwartz_hearst(each["text"]))) for each in corpus(name)], name
    )
    assert wrong == 0
    assert ours >= theirs + AHEAD[name]


def test_the_defence_sentences_are_all_read() -> None:
    ours, _ = f1([pairs(each["text"]) for each in corpus("defence-probe")], "defence-probe")
    assert ours >= 97


@pytest.mark.parametrize("name", MENTIONS)
def test_mentions(name: str) -> None:
    hits = wrong = missed = 0
    for each in corpus(name):
        gold, ours = {tuple(span) for span in each["mentions"]}, set(find_mentions(each["text"]))
        hits, wrong, missed = hits + len(gold & ours), wrong + len(ours - gold), missed + len(gold - ours)
    assert 100 * scorer().prf(hits, wrong, missed)[2] >= MENTIONS[name]


def test_extraction_takes_at_most_eight_times_as_long() -> None:
    texts = [each["text"] for name in AHEAD for each in corpus(name)]
    ratios = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            scorer().schwartz_hearst(text)
        middle = time.process_time()
        for text in texts:
            extract_pairs(text)
        ratios.append((time.process_time() - middle) / (middle - start))
    assert min(ratios) <= 8
