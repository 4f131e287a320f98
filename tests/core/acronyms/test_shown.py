"""Capitals that only the format makes, and lines that are broken by hand."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.text.displayed import as_read
from stormdat_core.acronyms.text.wrapped_lines import unwrapped
from stormdat_core.model import Document
from tests.core.acronyms.build import ids, index
from tests.word import paragraph, run, write_word

CAPS, SMALL = "<w:caps/>", "<w:smallCaps/>"


def read(tmp_path: Path, *paragraphs: str) -> Document:
    return documents.read(write_word(tmp_path / "d.docx", "".join(paragraphs)))


@pytest.mark.parametrize("look", [CAPS, SMALL])
def test_small_letters_shown_as_capitals_are_an_acronym(tmp_path: Path, look: str) -> None:
    made = read(tmp_path, paragraph("The ", run("rpu", look), " hums."), paragraph("Next the RPU."))
    entry = AcronymIndex.build(made).entries["RPU"]
    assert [(use.block, use.start, use.end) for use in entry.uses] == [(0, 4, 7), (1, 9, 12)]
    assert set(entry.surfaces) == {"RPU"}
    assert "ACR-VARIANT" not in ids(made)


def test_words_shown_in_capitals_are_no_acronyms(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        paragraph("The ", run("warning lamp", CAPS), " glows, says ", run("Knuth", SMALL), "."),
        paragraph(run("Open points of the plan", CAPS)),
    )
    assert list(AcronymIndex.build(made).entries) == []


def test_what_was_typed_in_capitals_keeps_its_letters(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        paragraph(run("All DCRs of the cFS", CAPS)),
        paragraph(run("Audit and Accountability (AU)", CAPS)),
    )
    assert [as_read(block) for block in made.blocks] == [
        "All DCRs of the cFS",
        "Audit and Accountability (AU)",
    ]


def test_a_definition_shown_in_capitals_is_one(tmp_path: Path) -> None:
    made = read(
        tmp_path, paragraph(run("the remote processing unit (rpu)", CAPS), " hums. The RPU and the RPU.")
    )
    (place,) = AcronymIndex.build(made).entries["RPU"].definitions
    assert (place.short, place.full) == ("RPU", "remote processing unit")


def test_one_of_several_words_counts_where_it_stands_elsewhere(tmp_path: Path) -> None:
    made = read(tmp_path, paragraph(run("status of the rpu", CAPS)), paragraph("The RPU hums, the RPU."))
    assert [use.block for use in AcronymIndex.build(made).entries["RPU"].uses] == [0, 1, 1]


# Lines


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("The team uses the Remote Sensing\nUnit (RSU) daily", True),
        ("The High Data\nLink (HDL) is here.", True),
        ("High Data Link\n(HDL)", True),
        ("the high data\nlink is", True),
        ("It works.\nThe next", False),
        ("Department of Data\nWashington", False),
        ("Bring these:\nApples", False),
        ("Global Positioning System of old\n- Item", False),
        ("Inertial Navigation System and so on\n2. Item.", False),
        ("AB – Alpha Bravo and more words here\nCD – Charlie Delta.", False),
        ("AB\tAlpha Bravo and more words here\nCD\tCharlie Delta.", False),
        ("one\n\ntwo.", False),
    ],
)
def test_a_line_broken_inside_a_sentence_goes_on(text: str, joined: bool) -> None:
    assert unwrapped(text) == (text.replace("\n", " ") if joined else text)


def test_a_definition_over_a_broken_line_counts(tmp_path: Path) -> None:
    def wrapped(*lines: str) -> str:
        return "<w:p><w:r>" + "<w:br/>".join(f"<w:t>{line}</w:t>" for line in lines) + "</w:r></w:p>"

    made = read(
        tmp_path,
        wrapped(
            "The team uses the Remote Sensing", "Unit (RSU) daily and the Ground Control", "Desk (GCD) too."
        ),
        paragraph("The RSU and the GCD. The GCD and the RSU."),
    )
    assert ids(made) == []
    (place,) = AcronymIndex.build(made).entries["RSU"].definitions
    block = made.blocks[0]
    assert block.text[place.long_start : place.long_end] == "Remote Sensing\nUnit"


def test_two_lines_that_are_no_sentence_are_not_read_as_one() -> None:
    lines = index("Alpha Bravo\nWorks (ABW)", "ABW is one, ABW is two.")
    line = index("Alpha Bravo Works (ABW)", "ABW is one, ABW is two.")
    assert lines.entries["ABW"].definitions == ()
    assert len(line.entries["ABW"].definitions) == 1
