"""Headings out of order: one finding for the headings that follow each other, and one cure for notes."""

from dataclasses import replace

import pytest

from stormdat_core.model import Block, Finding
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.typography.heading_order import HeadingOrder
from tests.core.acronyms.build import Part, document, heading

Levels = tuple[tuple[str, int], ...]


def found(*levels: tuple[str, int]) -> list[Finding]:
    made = document(*(heading(text, level) for text, level in levels))
    return list(HeadingOrder().check(made, RuleContext(made, profiles.load())))


def test_headings_of_one_level_that_follow_each_other_are_one_finding() -> None:
    (each,) = found(
        ("Tests", 1), ("Inline", 4), ("Inner", 5), ("Order", 4), ("Title", 4), ("Next", 1), ("Part", 2)
    )
    assert each.message == "A heading of level 4 follows one of level 1. Make these 3 headings level 2."
    assert len(each.evidence) == 2


def test_a_higher_heading_ends_the_run() -> None:
    levels = (("Tests", 1), ("Inline", 4), ("Next", 2), ("Order", 3), ("Low", 4))
    (each,) = found(*levels)
    assert each.message == "A heading of level 4 follows one of level 1. Make it level 2."


def test_each_run_has_its_own_finding() -> None:
    first, second = found(("One", 1), ("A", 3), ("B", 3), ("Two", 1), ("C", 3), ("D", 3))
    assert (
        first.message
        == second.message
        == ("A heading of level 3 follows one of level 1. Make these 2 headings level 2.")
    )


@pytest.mark.parametrize("text", ["Note:", "NOTE", "Warning!", "Caution:", "Notes"])
def test_a_note_is_to_lose_its_heading_style(text: str) -> None:
    (each,) = found(("One", 1), ("Two", 2), (text, 6), ("Three", 2), (text, 6))
    assert each.message == (
        "A heading of level 6 follows one of level 2. So do 1 more of this name. "
        "It heads no section: take the heading style off."
    )


def test_a_section_about_notes_is_a_section() -> None:
    (each,) = found(("One", 1), ("Notes on the tests", 3))
    assert each.message.endswith("Make it level 2.")


def test_headings_in_order_are_silent() -> None:
    assert found(("One", 1), ("Two", 2), ("Note:", 3), ("Three", 1), ("Four", 2)) == []


def styled(text: str, style: str) -> Part:
    return Part(text, style=style)


def check(*parts: Part | str) -> list[Finding]:
    made = document(*parts)
    return list(HeadingOrder().check(made, RuleContext(made, profiles.load())))


def test_a_style_that_is_called_a_heading_stands_between_headings() -> None:
    low = heading("Purpose", 3)
    assert check(heading("Attachments", 1), styled("Rules of Behavior", "Heading Appendix"), low) == []
    assert check(heading("Attachments", 1), styled("Rules of Behavior", "MKS Heading 2"), low) == []
    for style in ("MKS Heading 1", "Table Heading 2", "TOC Heading", "List Paragraph"):
        assert len(check(heading("Attachments", 1), styled("Rules of Behavior", style), low)) == 1


def test_a_heading_by_the_name_of_its_style_ends_a_run() -> None:
    parts = (heading("One", 1), heading("A", 3), styled("Rules", "Heading Appendix"), heading("B", 3))
    (each,) = check(*parts)
    assert each.message == "A heading of level 3 follows one of level 1. Make it level 2."


def test_lines_in_a_style_that_is_called_a_heading_are_one_finding_about_the_style() -> None:
    text = "This text stands below the line and is long enough to be text."
    made = document(
        styled("Parent", "MKS Heading 4"), text, styled("Other", "MKS Heading 4"), text, "Plain", text
    )
    bold = replace(
        made, blocks=tuple(bolded(block) if len(block.text) < 10 else block for block in made.blocks)
    )
    style, plain = HeadingOrder().check(bold, RuleContext(bold, profiles.load()))
    assert style.message.startswith("The style “MKS Heading 4” is called a heading and has no level.")
    assert len(style.evidence) == 1
    assert plain.message == "This looks like a heading and has no heading style. Give it one."


def bolded(block: Block) -> Block:
    return replace(
        block, runs=tuple(run._replace(format=replace(run.format, bold=True)) for run in block.runs)
    )


def bold_line(text: str, bold: str) -> list[str]:
    """Return what is said of a line of which the beginning is bold, above a sentence."""
    made = document(text, "This sentence says what the work is about.")
    first = made.blocks[0]
    (run,) = first.runs
    whole = (
        run._replace(text=bold, format=replace(run.format, bold=True)),
        run._replace(text=text.removeprefix(bold)),
    )
    lines = (replace(first, runs=tuple(each for each in whole if each.text)), made.blocks[1])
    headed = replace(made, blocks=lines)
    return [each.message for each in HeadingOrder().check(headed, RuleContext(headed, profiles.load()))]


@pytest.mark.parametrize(
    ("text", "bold", "count"),
    [
        ("Reference Documents", "Reference Documents", 1),
        ("Parent Documents (Mission and Ground)", "Parent Documents ", 1),
        ("Parent Documents (Mission and Ground)", "Parent Documents (Mission and Ground)", 1),
        ("Parent Documents (Mission and Ground)", "Parent ", 0),
        ("(Mission and Ground)", "(Mission and Ground)", 0),
        (
            "Requirements of the two sides satisfied ______ (name one)",
            "Requirements of the two sides satisfied ______",
            0,
        ),
        ("Parents Mission and Ground)", "Parents Mission and Ground)", 0),
    ],
)
def test_a_remark_in_brackets_behind_a_bold_line(text: str, bold: str, count: int) -> None:
    assert len(bold_line(text, bold)) == count
