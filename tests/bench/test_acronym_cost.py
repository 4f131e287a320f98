"""What the acronym rules cost beside extraction alone: a ratio in one run, with a list of 20,000 rows.

python build_scripts/dev.py test -m soak -k acronym_cost -s
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stormdat_core import documents
from stormdat_core.acronyms import extract_pairs
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.memory import collector_paused
from stormdat_core.model import Document
from stormdat_core.rules import profiles
from stormdat_core.rules.acronyms import RULES
from stormdat_core.rules.base import RuleContext
from tests.bench.measure import best, exponent
from tests.core.acronyms.build import acronym_list
from tests.shared import needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared]
ROWS = 20_000
RATIO = 2.5
"""What is held on a machine that does other work too; the aim is 2.5."""
ROUNDS = 6
EXPONENT = 1.05
EXTRACTION_EXPONENT = 1.02
LIST_SHARE = 1.15
TIMES = (1, 2, 4, 8)


def policy() -> Document:
    """Return a real document of 142 pages."""
    return documents.read(real_documents("f04b493c*")[0])


def repeated(one: Document, times: int) -> Document:
    """Return a document that says everything so many times."""
    blocks = [
        replace(block, index=at, where=block.where._replace(block=at))
        for at, block in enumerate(one.blocks * times)
    ]
    return replace(one, blocks=tuple(blocks))


def listed(rows: int) -> AcronymList:
    """Return a list of made-up acronyms, its look-up tables built."""
    names = ((f"Q{at:05}", f"quick zebra number {at} walks") for at in range(rows))
    each = acronym_list(("CRL", "Certificate Revocation List"), *names)
    assert each.by_key
    assert each.phrases
    return each


def extract(one: Document) -> None:
    for block in one.blocks:
        extract_pairs(block.text)


def judge(one: Document, lists: list[AcronymList]) -> int:
    context = RuleContext(one, profiles.load("thorough"), lists)
    return sum(1 for rule in RULES for _ in rule().check(one, context))


def together(*calls: Callable[[], object]) -> list[float]:
    """Return the least seconds of each call, made in turns so that a busy moment falls on all of them."""
    rounds = [[best(call, 1) for call in calls] for _ in range(ROUNDS)]
    return [min(each) for each in zip(*rounds, strict=True)]


def test_all_rules_beside_extraction() -> None:
    one, few, many = repeated(policy(), 4), [listed(50)], [listed(ROWS)]
    with collector_paused():
        alone, index, short, long = together(
            lambda: extract(one),
            lambda: AcronymIndex.build(one, many),
            lambda: judge(one, few),
            lambda: judge(one, many),
        )
    print(f"\nextraction {alone:.3f} s; index {index / alone:.2f}, all rules {long / alone:.2f} times that")
    assert long < short * LIST_SHARE
    assert long / alone <= RATIO


def test_extraction_grows_with_the_text_alone() -> None:
    text = "\n".join(block.text for block in policy().blocks)
    made = ["\n".join([text] * times) for times in TIMES]
    with collector_paused():
        seconds = [best(lambda each=each: extract_pairs(each), 4) for each in made]
    slope = exponent(list(map(float, TIMES)), seconds)
    print(f"\nexponent of extraction {slope:.3f}")
    assert slope <= EXTRACTION_EXPONENT


def test_cost_grows_with_the_text_alone() -> None:
    one, lists = policy(), [listed(ROWS)]
    made = [repeated(one, times) for times in TIMES]
    with collector_paused():
        seconds = [best(lambda each=each: AcronymIndex.build(each, lists), 4) for each in made]
    slope = exponent(list(map(float, TIMES)), seconds)
    print(f"\nexponent of the index {slope:.3f}")
    assert slope <= EXPONENT
