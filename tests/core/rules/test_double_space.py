import pytest

from stormdat_core.model import BlockKind
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.profiles import Spacing
from stormdat_core.rules.spacing import DoubleSpace
from tests.rules import document, found, marked


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param("The«  »test is complete.", id="inside a sentence"),
        pytest.param("The«     »test is complete.", id="a run of spaces is one finding"),
        pytest.param("It is done.«  »The«   »test is complete.", id="after a full stop"),
        pytest.param("  Indented, trailing  ", id="indentation and trailing spaces"),
        pytest.param("one\t  two", id="beside a tab"),
        pytest.param("Nothing to report here.", id="clean"),
    ],
)
def test_double_space(paragraph: str) -> None:
    text, expected = marked(paragraph)
    assert found(DoubleSpace(), text) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param("It is done.  The end.", id="full stop"),
        pytest.param("(It is done.)  The end.", id="bracket behind the stop"),
        pytest.param("Note:  it «  »is.".replace(" «  »", "«  »"), id="colon"),
        pytest.param("It is done.«   »The end.", id="three are too many"),
    ],
)
def test_two_spaces_after_a_sentence_may_be_allowed(paragraph: str) -> None:
    text, expected = marked(paragraph)
    profile = profiles.load().model_copy(update={"spacing": Spacing(two_spaces_after_sentence=True)})
    assert found(DoubleSpace(), text, profile) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param("The Watchpoint Definition Table«\u00a0 »(WDT) is read.", id="the first of the two"),
        pytest.param("The Watchpoint Definition Table« \u00a0»(WDT) is read.", id="the second of the two"),
        pytest.param("It is done.«\u00a0 »The end.", id="behind a sentence"),
        pytest.param("See §\u00a04 and the 5\u00a0km range.", id="one no-break space"),
        pytest.param("Agreed\u00a0\u00a0on the spot.", id="two no-break spaces are meant"),
        pytest.param(
            "a) \u00a0 \u00a0 \u00a0 Total number of the transitions that were counted.", id="a row"
        ),
        pytest.param("1.\u00a0 Valid operator", id="behind the number of a line"),
        pytest.param("\u00a0 Indented, trailing \u00a0", id="at the edges"),
    ],
)
def test_a_no_break_space_beside_a_space(paragraph: str) -> None:
    text, expected = marked(paragraph)
    assert found(DoubleSpace(), text) == expected
    fixes = [each.fix for each in DoubleSpace().check(text, RuleContext(text, profiles.load()))]
    assert [(fix.replacement, fix.safe) for fix in fixes if fix] == [(" ", True)] * len(expected)


def test_spaces_beside_no_break_spaces_are_one_finding() -> None:
    text = document("The first\u00a0 one.", "The second \u00a0one.", "The  third one.")
    mixed, plain = DoubleSpace().check(text, RuleContext(text, profiles.load()))
    assert mixed.message == (
        "Two spaces instead of one, one of them a no-break space. Delete one. There are 2 such places, all marked."
    )
    assert plain.message == "Two spaces instead of one. Delete one."


def test_padding_in_cells_is_left_alone() -> None:
    text, expected = marked("Yes     No", "The«  »word", kind=BlockKind.CELL)
    assert found(DoubleSpace(), text) == expected


def test_generated_lists_are_left_alone() -> None:
    text = document("1  Scope", kind=BlockKind.CONTENTS)
    assert found(DoubleSpace(), text) == []


def test_the_fix_is_one_space_and_safe() -> None:
    text = document("It is   here.")
    (finding,) = DoubleSpace().check(text, RuleContext(text, profiles.load()))
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe, finding.fix.where) == (" ", True, finding.where)
    assert finding.message == "3 spaces instead of one. Delete all but one."


def test_a_hundred_thousand_spaces_are_one_finding() -> None:
    assert len(found(DoubleSpace(), document("It is" + " " * 100_000 + "here."))) == 1
