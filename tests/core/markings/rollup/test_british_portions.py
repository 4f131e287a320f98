"""Portions of the United Kingdom beside those of others: their handling words are kept as they are written."""

from pathlib import Path

import pytest

from stormdat_core.markings import roll_up
from tests.core.markings.audited import ids, lines, word


@pytest.mark.parametrize(
    ("portions", "banner"),
    [
        (["(OFFICIAL-SENSITIVE)", "(S//NF)"], "SECRET//NOFORN/SENSITIVE"),
        (["(OFFICIAL - RECIPIENTS ONLY)", "(U//LES)"], "UNCLASSIFIED//RECIPIENTS ONLY//LES"),
        (["(O-S)", "(CUI//PRVCY)"], "CUI//PRVCY"),
        (["(O-S)", "(O)"], "OFFICIAL-SENSITIVE"),
    ],
)
def test_handling_words_beside_portions_of_others(portions: list[str], banner: str) -> None:
    assert roll_up(portions, "uk").banner == banner


def test_a_british_document_with_a_portion_of_others_is_audited(tmp_path: Path) -> None:
    body = lines("(O-S) The pump was found to leak.", "(S//NF) The valve failed in the second test.")
    document = word(tmp_path, body, header="OFFICIAL-SENSITIVE")
    assert "MRK-BANNER-UNDER" in ids(document, regime="uk")
