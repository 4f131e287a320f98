"""The number of a publication: one acronym however it is written, and nothing to explain behind it."""

import pytest

from stormdat_core.acronyms.forms.comparison import Likeness, compare
from stormdat_core.acronyms.forms.short_forms import key
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.own_table.table_mismatch import TableMismatch
from stormdat_core.rules.acronyms.own_table.table_missing import TableMissing
from stormdat_core.rules.acronyms.usage.variant import Variant
from tests.core.acronyms.build import document, findings, heading, table

ROWS = table(("Acronym", "Definition"), ("QIPS PUB 199", "Quick Information Processing Standard Publication"))
DEFINED = "The Quick Information Processing Standard 199 (QIPS 199) rules."


@pytest.mark.parametrize(
    "form",
    ["QIPS PUB 199", "QIPS199", "QIPS Pub. 199", "QIPS Publication 199", "QIPS-PUB-199", "QIPS Pubs 199"],
)
def test_spellings_of_a_series_share_a_key(form: str) -> None:
    assert key(form) == key("QIPS 199")


@pytest.mark.parametrize("form", ["QIPS PUB 200", "QIPS PUBLIC 199", "PUB 199", "QIPS PUB"])
def test_other_forms_have_their_own(form: str) -> None:
    assert key(form) != key("QIPS 199")


def test_one_variant_names_them_all_and_nothing_else_is_said() -> None:
    made = document(
        DEFINED, "The QIPS199 report. The QIPS PUB 199 report.", "See QIPS 199.", heading("Acronyms"), ROWS
    )
    (found,) = findings(made, rules=(Variant, Undefined, TableMissing, TableMismatch))
    assert found.rule == "ACR-VARIANT"
    assert all(form in found.message for form in ("QIPS 199", "QIPS199", "QIPS PUB 199"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Use SP 800-60 V2 R1 here.", 0),
        ("Use SP-60 V2 here.", 0),
        ("Use SP 800-60 R1 here.", 0),
        ("The V2 R1 set is used.", 2),
        ("Use SP 800-60 here and V2 there.", 1),
        ("Use SP 800-60 VX here.", 1),
    ],
)
def test_a_volume_or_revision_behind_the_number_needs_no_words(text: str, count: int) -> None:
    rows = table(("Acronym", "Definition"), ("V2", "Version 2"), ("R1", "Revision 1"), ("VX", "Verse Ten"))
    found = findings(document(text, heading("Acronyms"), rows), rules=(Undefined,))
    assert len([each for each in found if not each.message.startswith("SP")]) == count


def test_a_missing_row_is_told_where_the_acronym_stands() -> None:
    made = document(
        heading("Acronyms"), ROWS, heading("Text"), "The LOB is read. The LOB is kept. See QIPS 199."
    )
    (found,) = findings(made, rules=(TableMissing,))
    assert "LOB" in found.excerpt
    assert not found.evidence


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Quick Standard Publication", "Quick Standard 199", True),
        ("Quick Standard 199", "Quick Standard Publication", True),
        ("Quick Standard 200", "Quick Standard 199", False),
        ("Quick Standard Publication", "Quick Record 199", False),
        ("Quick Standard Publication", "Quick Standard", False),
    ],
)
def test_the_number_stands_for_the_publication(one: str, other: str, equal: bool) -> None:
    assert (compare(one, other) is Likeness.EQUAL) is equal
