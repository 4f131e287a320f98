"""Spaces by the reason they are there: habits once, slips each, what lines things up never."""

from dataclasses import replace

import pytest

from stormdat_core.model import OBJECT, BlockKind, Certainty, Document, Finding, Role
from stormdat_core.rules import profiles
from stormdat_core.rules.base import Rule, RuleContext
from stormdat_core.rules.profiles import Profile, Spacing
from stormdat_core.rules.spacing import BeforePunctuation, DoubleSpace, Empty, NoBreak, Trailing
from tests.rules import document, found, marked

_LONG = "The pump moves water from the tank to the tower at the speed that the plan asks for"


def check(rule: Rule, text: Document, profile: Profile | None = None) -> list[Finding]:
    return list(rule.check(text, RuleContext(text, profile or profiles.load("standard"))))


def test_two_spaces_after_sentences_are_one_finding_where_they_are_the_habit() -> None:
    text = document("One is done.  Two is done.  Three is done.", "Four is done.  Five is. Six is.")
    (finding,) = check(DoubleSpace(), text)
    assert finding.message == (
        "Two spaces after sentences (3 of 4); one space is the standard. "
        "All 3 places are marked: delete one each."
    )
    assert [evidence.marked for evidence in finding.evidence] == [True, True]
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe, len(finding.fix.others)) == (" ", True, 2)
    assert (finding.where.block, finding.where.start) == (0, 12)


def test_habits_after_sentences_colons_and_numbers_are_one_finding() -> None:
    text = document("Table 1-1.  Loads", "Note:  it is done.  It is.", "SAM:  Yes.  I do.", "a)  Go.")
    (finding,) = check(DoubleSpace(), text)
    assert "after sentences (2), after colons (2) and after numbers (2)" in finding.message
    assert finding.certainty is Certainty.LIKELY


@pytest.mark.parametrize(
    "closing", [".", "?", "!", ".”", ".)", '."', "…", f".{OBJECT}", f".”{OBJECT}", ".[1]", ".²"]
)
def test_a_sentence_may_end_in_quotes_and_brackets(closing: str) -> None:
    text = document(*[f"It is done{closing}  The end is near." for _ in range(3)])
    assert len(check(DoubleSpace(), text)) == 1


def test_a_few_exceptions_from_one_space_are_reported_each() -> None:
    text = document(*["It is done. The end. It is." for _ in range(9)], "Now it is.  The end.", "So.  Then.")
    first, second = check(DoubleSpace(), text)
    assert (first.where.block, second.where.block) == (9, 10)
    assert first.message == "Two spaces behind this sentence; 18 others have one. Delete one."
    assert first.certainty is Certainty.CERTAIN


def test_the_same_exception_again_is_one_finding() -> None:
    text = document(*["It is done. The end. It is." for _ in range(9)], *["So it is.  The end of it."] * 2)
    (finding,) = check(DoubleSpace(), text)
    assert finding.message.endswith("Delete one. There are 2 such places, all marked.")


@pytest.mark.parametrize("label", ["1.2", "a)", "(iv)", "CM-2", "AC-6 (7)(a)-1", "AU-3 (2)"])
def test_what_numbers_a_line_is_a_habit_too(label: str) -> None:
    (finding,) = check(DoubleSpace(), document(f"{label}  at a minimum", f"So\n{label}  with privileges"))
    assert finding.message.startswith("Two spaces after numbers (2)")


def test_many_exceptions_are_one_finding() -> None:
    text = document(
        *["It is. The end. It is. So. " * 3 for _ in range(9)], *["It is.  So." for _ in range(6)]
    )
    assert len(check(DoubleSpace(), text)) == 1


def test_a_single_place_is_said_plainly() -> None:
    (finding,) = check(DoubleSpace(), document("Note:  it is."))
    assert finding.message == "Two spaces after a colon. Delete one."


def test_slips_inside_a_sentence_are_reported_each_beside_a_habit() -> None:
    text = document(
        "It is.  So.  Then.", "See both  Table 9 and downtown  Lansing.", "Figure 2  below is new."
    )
    places = [(f.where.block, f.where.start) for f in check(DoubleSpace(), text)]
    assert places == [(0, 6), (1, 8), (1, 30), (2, 8)]


def test_the_same_words_again_are_one_finding() -> None:
    text = document(*[f"$sc_CMD{n}  (or as defined by the mission)" for n in ("PC", "EC", "XC")])
    (finding,) = check(DoubleSpace(), text)
    assert finding.message.endswith("There are 3 such places, all marked.")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[Owner Signature]     (date)", BlockKind.PARAGRAPH),
        ("Signature: X_______________       Date:", BlockKind.PARAGRAPH),
        ("Item:  ____________", BlockKind.PARAGRAPH),
        ("Alpha     Beta     Gamma", BlockKind.PARAGRAPH),
        ("☐ Inherited    ☐ Partially", BlockKind.CELL),
        ("☐  Inherited", BlockKind.PARAGRAPH),
        ("Name  |  Version  |  Date", BlockKind.HEADER),
        ("Plan        Page 4", BlockKind.FOOTER),
        ("Page  of 4", BlockKind.FOOTER),
        ("IAAF 2021  /  Federal Council", BlockKind.SLIDE_TEXT),
        ("Scope ............  4", BlockKind.PARAGRAPH),
        ("Scope\t  4", BlockKind.PARAGRAPH),
    ],
)
def test_spaces_that_line_things_up_are_left_alone(text: str, kind: BlockKind) -> None:
    assert check(DoubleSpace(), document(text, kind=kind)) == []


@pytest.mark.parametrize("spaces", [2, 3, 7])
def test_spaces_between_two_words_of_a_sentence_are_a_slip_however_many(spaces: int) -> None:
    text = document(f"{_LONG} in{' ' * spaces}Table 2.")
    assert len(check(DoubleSpace(), text)) == 1


@pytest.mark.parametrize("role", [Role.CODE, Role.COVER])
@pytest.mark.parametrize("rule", [DoubleSpace(), BeforePunctuation()])
def test_code_and_what_stands_on_a_cover(role: Role, rule: Rule) -> None:
    text = document("Release Date:  May  9 , now")
    other = replace(text, blocks=tuple(replace(block, role=role) for block in text.blocks))
    assert check(rule, text)
    expected = 1 if role is Role.COVER and isinstance(rule, BeforePunctuation) else 0
    assert len(check(rule, other)) == expected


def test_two_spaces_that_are_allowed_are_no_habit_and_three_are_too_many() -> None:
    profile = profiles.load("standard").model_copy(
        update={"spacing": Spacing(two_spaces_after_sentence=True)}
    )
    text = document("It is.  So:  then.", f"{_LONG}.   The end.", "The  end.")
    places = [(f.where.block, f.where.start) for f in check(DoubleSpace(), text, profile)]
    assert places == [(1, len(_LONG) + 1), (2, 3)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Stop« », here.",
        "It passed« ». The end.",
        "It passed« ».",
        "(see Section 4« »)",
        "(« »for example)",
        "Is it« »? Yes.",
        "Upon it« »: a) go",
        "Module 4« »: Converting",
        "FSB (or N/A« »)",
        "508« », the more",
        "Wait . . . for it",
        "Wait ... for it",
        "at .5 of it",
        "a ratio of 3 : 1",
        "if (Result != 0)",
        "let x := 4",
        "the comma , or",
        "the ? character",
        "separated by ; or by |",
        "It is fun :-) here",
        "See http://example.org/a.pdf .",
        "Write to a@example.org .",
        "( ) Yes",
        f"the mark {OBJECT}, here",
        f"{OBJECT} , here",
        "the file .txt and .pdf",
    ],
)
def test_space_before_punctuation(paragraph: str) -> None:
    text, expected = marked(paragraph)
    assert found(BeforePunctuation(), text) == expected


def test_the_same_mark_all_over_a_transcript_is_one_finding() -> None:
    few = document(*[f"It is about the number {n}x{n} of them all . Then" for n in "abc"])
    many = document(*[f"It is about {word}{word} . Then it was {word}" for word in "abcdefghijklm"])
    assert len(check(BeforePunctuation(), few)) == 1
    (finding,) = check(BeforePunctuation(), many)
    assert finding.message == "A space before “.”. Delete it. There are 13 such places, all marked."


def test_beside_a_mark_all_over_a_transcript_other_marks_are_the_same_cause() -> None:
    stops = [f"It is about {word}{word} . Then it was {word}" for word in "abcdefghijklm"]
    others = ["What is it about then ? Nobody knows.", "We heard it here , and there.", "It is ( here) too."]
    together, bracket = check(BeforePunctuation(), document(*stops, *others))
    assert together.message == (
        "A space before “.”, also before “?”, before “,”. Delete it. There are 15 such places, all marked."
    )
    assert bracket.message == "A space behind “(”. Delete it."
    assert len(check(BeforePunctuation(), document(*stops[:2], *others))) == 5


@pytest.mark.parametrize(
    ("rule", "text", "message"),
    [
        (
            Trailing(),
            document("One. ", "Two.  ", "Three."),
            "Spaces at the end of 2 paragraphs. Delete them.",
        ),
        (
            NoBreak(),
            document("It is 5 km and 7 kg.", "See Table 4."),
            "A line can break at 3 spaces like this. Make it a no-break space (Ctrl+Shift+Space).",
        ),
    ],
)
def test_kinds_that_are_listed_are_one_finding_each(rule: Rule, text: Document, message: str) -> None:
    (finding,) = check(rule, text)
    assert finding.message == message
    assert finding.certainty is Certainty.POSSIBLE
    assert finding.fix is not None
    assert finding.fix.safe
    assert len(finding.fix.others) == len(finding.evidence) == (1 if isinstance(rule, Trailing) else 2)


def test_empty_paragraphs_are_counted_in_one_finding() -> None:
    text = document("a", "b", "c")
    gaps = replace(
        text,
        blocks=tuple(replace(block, gap=gap) for block, gap in zip(text.blocks, (0, 2, 1), strict=True)),
    )
    (finding,) = check(Empty(), gaps)
    assert finding.message == (
        "3 empty paragraphs in 2 places, the first before this one. Delete, and set the space in the style."
    )
    assert finding.where.block == 1


@pytest.mark.parametrize("closing", [f"done{OBJECT}", "done²", "“done”"])
def test_a_mark_without_a_stop_ends_no_sentence(closing: str) -> None:
    text = document(*["It is done. The end is near." for _ in range(9)], f"It is {closing}  or the end.")
    (finding,) = check(DoubleSpace(), text)
    assert "instead of one" in finding.message


@pytest.mark.parametrize("split", ["te  lemetry", "Te  lemetry", "tele  metry", "telemet  ry"])
def test_spaces_within_a_word_of_the_document_are_to_be_deleted(split: str) -> None:
    text = document("The telemetry runs here.", f"It is seen with the {split} of the pump.")
    (finding,) = check(DoubleSpace(), text)
    assert "telemetry”, as this document writes it. Delete both." in finding.message.replace("Te", "te")
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe) == ("", False)


@pytest.mark.parametrize(
    "texts",
    [
        ("The pump runs here.", "It is seen with the te  lemetry of the pump."),
        ("The workplace and the place of work.", "It is seen in the work  place of the pump."),
        ("The telemetry runs here.", "It is seen with te  Lemetry of the pump."),
    ],
)
def test_spaces_between_two_words_leave_one(texts: tuple[str, ...]) -> None:
    (finding,) = check(DoubleSpace(), document(*texts))
    assert finding.fix is not None
    assert finding.fix.replacement == " "


def test_two_spaces_behind_a_dash_are_said_to_stand_there() -> None:
    (one,) = check(DoubleSpace(), document("Security Assessments -  Special Assessments"))
    assert one.message == "Two spaces after a dash. Delete one."
    (habit,) = check(
        DoubleSpace(), document("Tests -  First Part", "Reviews -  Second Part", "One is.  Two is.")
    )
    assert "after sentences (1) and after dashes (2)" in habit.message


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Security Assessment Plan Version #.#  Date", ()),
        ("Security Assessment Plan  Version 1.2", ()),
        ("Plan of the Station  March 3, 2020", ()),
        ("Plan of the Station  Draft", ()),
        ("Security  Assessment Plan Version 1.2", (BlockKind.HEADER, BlockKind.PARAGRAPH)),
        ("The plan that is of  Version 1.2 rules.", (BlockKind.PARAGRAPH,)),
    ],
)
def test_spaces_between_the_fields_of_a_running_head_part_them(
    text: str, kinds: tuple[BlockKind, ...]
) -> None:
    for kind in (BlockKind.HEADER, BlockKind.PARAGRAPH) if kinds else (BlockKind.HEADER,):
        made = document(text)
        block = replace(made.blocks[0], kind=kind)
        assert bool(check(DoubleSpace(), replace(made, blocks=(block,)))) == (kind in kinds)


def test_spaces_behind_a_heading_in_its_line_are_not_simply_deleted() -> None:
    text = document(
        "Undue Burden  Where conformance would be an undue burden, the office says so.",
        "Not Commercially Available  Where no product conforms, the best one is bought.",
        "Alternative Means. Where neither holds, other means are offered.",
    )
    (finding,) = check(DoubleSpace(), text)
    assert finding.message.startswith("Spaces where a heading may end and its text begin")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert [place.where.block for place in finding.evidence] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Government  Accountability Office reports are read by all of them.",
        "See Table  9 for the loads of the pump.",
        "The pump and the Tank  Where it stands are drawn in a figure.",
        "TEXT  relationship tables are kept here.",
    ],
)
def test_other_slips_are_deleted_safely(text: str) -> None:
    (finding,) = check(DoubleSpace(), document(text))
    assert finding.fix is not None
    assert finding.fix.safe
