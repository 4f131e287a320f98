"""Each rule about documents against its twins, and the twins against all rules."""

from pathlib import Path

import pytest

from stormdat_core.markings.scheme import catalogue
from tests.core.markings.audited import findings, ids, secret
from tests.core.markings.twins import CASES, body, cui, made

ELSEWHERE = {
    "MRK-BANNER-COVER-LOW", "MRK-BANNER-IMAGE", "MRK-BANNER-SECTION-DIFFER", "MRK-CUI-BANNER-VARIES", "MRK-META-MISMATCH",
    "MRK-PORTION-CAPTION", "MRK-PORTION-CHILD", "MRK-PORTION-FOOTNOTE", "MRK-UNMARKED-DOC", "MRK-WORKING-PAPER-AGE",
}  # fmt: skip
"""Rules whose test needs more than one document's body: they are below, or above."""


def test_the_clean_document_is_silent(tmp_path: Path) -> None:
    assert findings(made(tmp_path, body(secret())), regime="dod") == []
    assert findings(made(tmp_path, body(cui(), header="CUI")), regime="dod") == []


@pytest.mark.parametrize("rule", CASES)
def test_a_seeded_fault_is_found(tmp_path: Path, rule: str) -> None:
    case = CASES[rule]
    assert rule in ids(made(tmp_path, case.bad), regime=case.regime)


@pytest.mark.parametrize("rule", CASES)
def test_its_twin_is_silent(tmp_path: Path, rule: str) -> None:
    case = CASES[rule]
    assert rule not in ids(made(tmp_path, case.good), regime=case.regime)


def test_twins_are_silent_about_everything_else(tmp_path: Path) -> None:
    """What the good twins do say, each line of it meant: a fault of one rule must not wake another."""
    said = {}
    for rule, case in CASES.items():
        folder = tmp_path / rule
        folder.mkdir()
        rest = ids(made(folder, case.good), regime=case.regime)
        if rest:
            said[rule] = rest
    assert said == {}


def test_every_rule_about_documents_has_its_twins() -> None:
    about_documents = {row.id for row in catalogue().values() if row.example.kind is None}
    assert about_documents - CASES.keys() == ELSEWHERE
