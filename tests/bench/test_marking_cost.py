"""What auditing 20,000 portions costs beside reading them, and what hostile text costs as it grows.

python build_scripts/dev.py test -m soak -k marking_cost -s
"""

import random
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.markings.audit import audit_document, marking_audit
from stormdat_core.markings.scheme import Markings
from stormdat_core.memory import collector_paused
from stormdat_core.model import Block, BlockKind, Document, Location, Run, RunFormat, RunSource
from stormdat_core.rules.markings import CATALOGUED
from tests.bench.measure import best, exponent
from tests.core.markings.audited import AUTHORITY, findings, lines
from tests.word import paragraph, write_word

pytestmark = pytest.mark.soak
PORTIONS = 20_000
RATIO = 1.5
EXPONENT = 1.2
_WORDS = (
    "the",
    "pump",
    "was",
    "found",
    "to",
    "leak",
    "after",
    "second",
    "hour",
    "valve",
    "seal",
    "did",
    "not",
    "hold",
)
_MARKS = ("(S)", "(U)", "(S//NF)", "(U//FOUO)", "(S//REL TO USA, GBR)", "(TS//SI//NF)", "(C)", "(CUI//PRVCY)")
_HOSTILE = ("/", "//", "(", "()", "((S", "[", "С", "S//", "1. ", "(S//", "Reason: ", "\u200b(", "a. (U) ")


def _report(folder: Path) -> Path:
    chance = random.Random(1)
    texts = (" ".join((chance.choice(_MARKS), *chance.choices(_WORDS, k=25))) for _ in range(PORTIONS))
    body = lines(*AUTHORITY) + "".join(map(paragraph, texts))
    return write_word(folder / "d.docx", body, headers={"default": paragraph("SECRET//NOFORN")})


def _audit(document: Document) -> None:
    result = audit_document(document, Markings())
    marking_audit(result, ())


def test_auditing_beside_reading(tmp_path: Path) -> None:
    path = _report(tmp_path)
    document = documents.read(path)
    with collector_paused():
        reading = best(lambda: documents.read(path))
        auditing = best(lambda: _audit(document))
        judging = best(lambda: findings(document))
    print(
        f"\n{PORTIONS:,} portions: read {reading:.3f} s, audit {auditing / reading:.2f} times that, ", end=""
    )
    print(f"audit and findings of {len(CATALOGUED)} rules {judging / reading:.2f} times")
    assert auditing < RATIO * reading
    assert judging < RATIO * reading


def _one(text: str) -> Document:
    run = Run(text, RunFormat("", 0.0), RunSource("d", 0))
    return Document(
        Path("d.docx"), "", "docx", "d", (Block(0, BlockKind.PARAGRAPH, (run,), Location(block=0)),)
    )


@pytest.mark.parametrize("unit", _HOSTILE)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    sizes = (100_000, 200_000, 400_000)
    times = [best(lambda size=size: findings(_one((unit * size)[:size]), regime="dod")) for size in sizes]
    print(f"\n{unit!r}: {', '.join(f'{1000 * each:.1f} ms' for each in times)}")
    assert times[0] < 1.0
    assert exponent(sizes, times) < EXPONENT or times[-1] < 0.05
