"""Spaces that belong before a mark: in French, in an ellipsis, in a ratio; and the near twins that do not."""

from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.rules.spacing.before_punctuation import BeforePunctuation
from stormdat_core.sweep import check_file
from tests.rules import ARIAL, document, found

FRENCH = "La réponse : oui ; pourquoi ? Non ! Voir « la note » ; 50 % des cas."


def places(text: str, language: str = "") -> list[str]:
    style = replace(ARIAL, language=language)
    return [matched for _, matched, _ in found(BeforePunctuation(), document(text, style=style))]


@pytest.mark.parametrize("language", ["fr-FR", "fr", "fr_CA", "FR-be"])
def test_french_keeps_its_spaces(language: str) -> None:
    assert places("Texte : 5 ; encore ?", language) == []


@pytest.mark.parametrize("language", ["", "en-US", "en-GB"])
def test_french_without_its_mark_is_known_by_its_words(language: str) -> None:
    assert places(FRENCH, language) == []


@pytest.mark.parametrize("language", ["", "en-US", "de-DE"])
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The answer : yes ; why ? No !", 4),
        ("The team of La Plata : the best of the des Moines unit", 1),
        ("He left . and came", 1),
        ("The ratio : 2 is wrong", 1),
        ("See figure A : 2 units", 1),
    ],
)
def test_near_twins_are_reported(language: str, text: str, count: int) -> None:
    assert len(places(text, language)) == count


@pytest.mark.parametrize(
    "text",
    [
        "He left . . . and came back",
        "He left\u00a0. . . and",
        "It ends . . . .",
        "The ratio 1 : 2 and 1 : 50 000",
        "Mix 1 : 2 : 3",
    ],
)
def test_an_ellipsis_and_a_ratio_keep_their_spaces(text: str) -> None:
    assert places(text, "en-US") == []


def test_the_language_of_an_element_of_a_page_counts(tmp_path: Path) -> None:
    path = tmp_path / "d.html"
    path.write_text(
        "<p>The answer : yes. <span lang=fr>Texte : non</span> and more ; here<p lang=fr>Texte ; non"
    )
    result = check_file(path, "thorough")
    marks = [finding for finding in result.findings if finding.rule == "SPC-BEFORE-PUNCT"]
    assert [(finding.where.block, finding.where.start) for finding in marks] == [(0, 10), (0, 38)]
