"""Marks are judged as they are printed: capitals of the format are capitals."""

from pathlib import Path

import pytest

from stormdat_core.sweep import check_file
from tests.word import paragraph, run, write_word

AUTHORITY = (
    paragraph("Classified By: J. Sample, Director")
    + paragraph("Derived From: Guide X, 1 May 2020")
    + paragraph("Declassify On: 20401231")
    + paragraph("15 June 2025")
)


def marked(tmp_path: Path, banner: str, portion: str = "(S//NF)", look: str = "") -> set[str]:
    """Return the marking rules that speak up about a document whose header and portion have a look."""
    path = write_word(
        tmp_path / "d.docx",
        paragraph(run(portion, look), " Sample text stands here.") + AUTHORITY,
        headers={"default": paragraph(run(banner, look))},
    )
    found = {each.rule for each in check_file(path, "standard").findings}
    return {rule for rule in found if rule in ("MRK-CASE", "MRK-TOKEN-UNKNOWN", "MRK-PORTION-MISSING")}


@pytest.mark.parametrize("look", ["<w:caps/>", "<w:smallCaps/>"])
def test_small_letters_that_print_as_capitals_are_right(tmp_path: Path, look: str) -> None:
    assert marked(tmp_path, "Secret//Noforn", "(s//nf)", look=look) == set()


@pytest.mark.parametrize("look", ["", '<w:caps w:val="0"/>', "<w:b/>"])
def test_small_letters_that_print_as_such_are_a_fault(tmp_path: Path, look: str) -> None:
    assert "MRK-CASE" in marked(tmp_path, "Secret//Noforn", look=look)


def test_a_banner_typed_in_capitals_is_right(tmp_path: Path) -> None:
    assert marked(tmp_path, "SECRET//NOFORN") == set()
