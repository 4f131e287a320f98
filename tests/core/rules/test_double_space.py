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
