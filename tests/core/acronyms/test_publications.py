"""What the title of a cited publication spells out defines nothing; the same words in a sentence do."""

import pytest

from tests.core.acronyms.build import Part, document, findings, heading, table

FIRST = "The Quick Store (QS) begins. The QS ends."
LISTED = table(("No.", "Citation"), ("1", "Core Quick Store (QS) Design As Built. Quito: 2012."))
GUIDE = "Guide to the Core Quick Store (QS), Version 2. Quito: 2013."
TITLES = table(("Number", "Document Title"), ("Q-1", "Core Quick Store (QS) Design As Built"))


def rules(*parts: Part | str | list[Part]) -> list[str]:
    made = document(*parts)
    return [each.rule for each in findings(made) if each.rule in {"ACR-REDEFINED", "ACR-BEFORE-DEF"}]


@pytest.mark.parametrize(
    "parts",
    [
        (FIRST, "Read the Core Quick Store (QS) Design As Built today.", heading("References"), LISTED),
        (FIRST, "We follow the Guide to the Core Quick Store (QS).", heading("Related Documents"), GUIDE),
        (heading("Text"), FIRST, heading("Sources"), TITLES),
        ("The QS: Quick Register :: Notice of Quick Store (QS) on Public and Private Uses",),
        (
            "The QS is quick.",
            "Read the Core Quick Store (QS) Design As Built here.",
            heading("References"),
            LISTED,
        ),
    ],
)
def test_a_title_defines_nothing(parts: tuple[Part | str | list[Part], ...]) -> None:
    assert rules(*parts) == []


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ((FIRST, "It is kept in a Quick Store (QS).", heading("References"), LISTED), "ACR-REDEFINED"),
        (
            (FIRST, "It waits; a Quick Store (QS) design is kept.", heading("References"), LISTED),
            "ACR-REDEFINED",
        ),
        ((FIRST, "Read the Core Quick Store (QS) Design As Built today."), "ACR-REDEFINED"),
        (("The QS is quick.", "Note: a Quick Store (QS) is kept here."), "ACR-BEFORE-DEF"),
    ],
)
def test_a_sentence_does(parts: tuple[Part | str | list[Part], ...], rule: str) -> None:
    assert rules(*parts) == [rule]
