"""Corrections that a careful editor might refuse are proposed, each kind with near twins that stay safe."""

from pathlib import Path

import pytest

from stormdat_core.model import Finding, reasons
from stormdat_core.rules import profiles
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.wording.typefaces import shows_letters
from stormdat_core.sweep import check_file
from tests.core.acronyms.build import acronym_list, document
from tests.word import paragraph, run, write_word

_PLAIN = "Plain words fill the paragraph so that most letters look the same, and the reader is content. "


def findings(tmp_path: Path, body: str, rule: str) -> list[Finding]:
    result = check_file(write_word(tmp_path / "d.docx", body), "standard")
    return [each for each in result.findings if each.rule == rule and each.fix]


def reasons_of(found: list[Finding]) -> list[str]:
    return [each.fix.reason for each in found if each.fix]


def in_font(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'


@pytest.mark.parametrize(
    ("font", "reason"),
    [
        ("Free 3 of 9", reasons.SIGNS),
        ("Code 128", reasons.SIGNS),
        ("FontAwesome", reasons.SIGNS),
        ("Font Awesome 6 Free Solid", reasons.SIGNS),
        ("Segoe MDL2 Assets", reasons.SIGNS),
        ("Bookshelf Symbol 7", reasons.SIGNS),
        ("SymbolPS", reasons.SIGNS),
        ("Kruti Dev 010", reasons.SIGNS),
        ("Cambria Math", reasons.SIGNS),
        ("Brush Script MT", reasons.SIGNS),
        ("Verdana", ""),
        ("Arial Narrow", ""),
        ("Calibri Light", ""),
        ("Georgia", ""),
    ],
)
def test_a_font_that_may_show_more_than_letters_is_kept(tmp_path: Path, font: str, reason: str) -> None:
    stray = paragraph(_PLAIN, run("the words", in_font(font)), " stand here. ", _PLAIN)
    found = findings(tmp_path, paragraph(_PLAIN * 2) * 3 + stray, "TYP-FONT")
    assert reasons_of(found) == [reason]


def test_the_cut_of_a_family_is_told_from_a_family() -> None:
    assert shows_letters("Times New Roman")
    assert shows_letters("Segoe UI Semibold")
    assert not shows_letters("Segoe UI Symbol")
    assert not shows_letters("Segoe Script")
    assert not shows_letters("")


@pytest.mark.parametrize(
    ("before", "small", "after", "reason"),
    [
        ("The N", "ASA", " set it. ", reasons.WORD_PART),
        ("It holds 10", "6", " of them. ", reasons.WORD_PART),
        ("It is in ", "Table", " 6 there. ", ""),
    ],
)
def test_a_part_of_a_word_keeps_its_size(
    tmp_path: Path, before: str, small: str, after: str, reason: str
) -> None:
    size = '<w:sz w:val="{}"/>'
    text = [run(_PLAIN + before, size.format(22)), run(small, size.format(19)), run(after, size.format(22))]
    body = paragraph(run(_PLAIN * 2, size.format(22))) * 3 + paragraph(*text)
    assert reasons_of(findings(tmp_path, body, "TYP-SIZE")) == [reason]


def listed(text: list[str], short: str, full: str) -> list[tuple[str, str]]:
    """Return the replacement and the reason for what a list says of an acronym in a text."""
    given = (acronym_list((short, full)),)
    context = RuleContext(document(*text), profiles.load("standard"), given)
    found = [each.fix for each in Undefined().check(context.document, context) if each.fix]
    return [(fix.replacement, fix.reason) for fix in found]


@pytest.mark.parametrize(
    ("text", "short", "full", "reason"),
    [
        ("We run payroll on SAP in the cloud.", "SAP", "Special Access Program", reasons.NOT_BORNE_OUT),
        ("The boot loader is stored in the ROM.", "ROM", "Rough Order of Magnitude", reasons.NOT_BORNE_OUT),
        ("The bird lives with the MOA in the wood.", "MOA", "Memorandum of Agreement", reasons.NOT_BORNE_OUT),
        ("The change control board met. It is run by the CCB now.", "CCB", "Configuration Control Board",
         reasons.OWN_WORDS),
        ("A memorandum is signed by all. The agreement in the MOA holds.", "MOA", "Memorandum of Agreement", ""),
        ("Each change of a configuration goes to a board for control. The CCB decides about it.", "CCB",
         "Configuration Control Board", ""),
    ],
)  # fmt: skip
def test_a_meaning_from_a_list_is_put_in_only_where_its_words_stand_near(
    text: str, short: str, full: str, reason: str
) -> None:
    assert [said for _, said in listed([text], short, full)] == [reason]


def variants(tmp_path: Path, *texts: str) -> list[str]:
    return reasons_of(findings(tmp_path, "".join(map(paragraph, texts)), "ACR-VARIANT"))


_THINGS = "We use the Internet of Things (IoT) daily. The IoT grows. Our IoT is good. The IoT is wide."


@pytest.mark.parametrize(
    ("first", "text", "reason"),
    [
        (_THINGS, "The crew passed the initial operational test. That IOT was hard for the crew.", reasons.OWN_WORDS),
        ("We count the millisiemens (mS) here. The mS is a unit. One mS is small.",
         "The MS degree is held by one of them.", reasons.SHORT_FORM),
        (_THINGS, "The crew says that the IOT was hard for all of them.", ""),
    ],
)  # fmt: skip
def test_another_spelling_may_be_another_thing(tmp_path: Path, first: str, text: str, reason: str) -> None:
    assert variants(tmp_path, first, text) == [reason]


_DEFINED = "The Risk Management Board (RMB) meets daily. The RMB is good."


def again(tmp_path: Path, *texts: str, first: str = _DEFINED) -> list[str]:
    body = "".join(map(paragraph, (first, *texts)))
    return reasons_of(findings(tmp_path, body, "ACR-FULL-FORM"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In this contract, the Risk Management Board means the board of the agency.", reasons.DEFINING),
        ("Here the Risk Management Board shall mean the board of the agency.", reasons.DEFINING),
        ("There is hereby established the Risk Management Board within the agency.", reasons.ENACTED),
        ("I hereby accept the Risk Management Board as it is composed today.", reasons.ENACTED),
        ("FAR 43.102 provides that only the Risk Management Board may decide on it.", reasons.REPORTED),
        ("On 3 May John Doe wrote: I hope that the Risk Management Board is ready.", reasons.REPORTED),
        ("> We asked whether the Risk Management Board was ready for the meeting.", reasons.REPORTED),
        ("It shall read as follows: in all cases the Risk Management Board prevails.", reasons.REPORTED),
        ("It is spelled the Risk Management Board in the charter.", reasons.TALKED_ABOUT),
        ("The label on the box reads the Risk Management Board in red letters.", reasons.TALKED_ABOUT),
        ("Never shorten the Risk Management Board in a letter.", reasons.TALKED_ABOUT),
        ("Then choose the Risk Management Board to open the next one.", reasons.TALKED_ABOUT),
        ("The team lost Risk Management Board before the meeting was held.", reasons.NO_ARTICLE),
        ("We compare the Risk Management Board with the parties.", reasons.LISTED),
        ("The team keeps it in the Risk Management Board final.docx of the agency.", reasons.NAME),
        ("The team asked the Risk Management Board before the meeting was held.", ""),
        ("The decision of the Risk Management Board is final for the team.", ""),
        ("When the power fails, the Risk Management Board meets by telephone.", ""),
    ],
)  # fmt: skip
def test_a_sentence_that_needs_its_words_keeps_them(tmp_path: Path, text: str, reason: str) -> None:
    assert again(tmp_path, text) == [reason]


@pytest.mark.parametrize("marks", [("``", "''"), ("``", "’’"), (",,", "‘‘"), ("``", "")])
def test_marks_made_of_two_quote(tmp_path: Path, marks: tuple[str, str]) -> None:
    said = "{}We trust the Risk Management Board to decide it{} and she left."
    assert again(tmp_path, said.format(*marks)) in ([], [reasons.QUOTATION])
    assert again(tmp_path, said.format("", "")) == [""]


def test_what_an_announcement_introduces_is_somebody_elses(tmp_path: Path) -> None:
    said = "It is established that the Risk Management Board shall be final."
    assert again(tmp_path, "Section 5 of the Act says as follows.", said) == [reasons.REPRINTED]
    assert again(tmp_path, "Section 5 of the Act is old.", said) == [reasons.TALKED_ABOUT]
    assert again(tmp_path, "Section 5 is old.", "The decision of the Risk Management Board is final.") == [""]


def test_a_paragraph_worded_like_its_neighbour_stays_like_it(tmp_path: Path) -> None:
    read = "Keep the {} with care. Then sign it."
    board, other = read.format("Risk Management Board"), read.format("Performance Work Statement")
    assert again(tmp_path, board, other) == [reasons.PARALLEL]
    assert again(tmp_path, board, "Read it with care. Then sign it.") == [""]


@pytest.mark.parametrize(
    "first",
    [
        "[Drafter: explain the Risk Management Board (RMB) to the reader.]",
        "Note to drafter: delete the Risk Management Board (RMB) where it is not used.",
        "NOTE TO EDITOR - we should define the Risk Management Board (RMB) in section 2.",
        "Subj: The Risk Management Board (RMB) and its work.",
        "Encl: (1) The minutes of the Risk Management Board (RMB) of the agency.",
    ],
)
def test_a_note_defines_for_no_reader(tmp_path: Path, first: str) -> None:
    text = "The team follows the Risk Management Board (RMB) in all cases. The RMB is good."
    body = paragraph(first) + paragraph(text)
    assert "" not in reasons_of(findings(tmp_path, body, "ACR-REDEFINED"))
    plain = paragraph("The team knows the Risk Management Board (RMB) well.") + paragraph(text)
    assert reasons_of(findings(tmp_path, plain, "ACR-REDEFINED")) == [""]


def test_each_letter_of_a_file_defines_for_its_own_reader(tmp_path: Path) -> None:
    text = "We send the Risk Management Board (RMB) a copy today. The RMB is good."
    body = [paragraph(each) for each in ("Dear Ms. Doe,", text, "Dear Mr. Poe,", text)]
    assert "" not in reasons_of(findings(tmp_path, "".join(body), "ACR-REDEFINED"))


@pytest.mark.parametrize(
    ("rule", "text", "reason"),
    [
        ("SPC-DOUBLE", "The regular expression needs a  b between them.", reasons.LIKE_CODE),
        ("SPC-DOUBLE", "Send it to the modem as AT  S7=45 in the end.", reasons.LIKE_CODE),
        ("SPC-DOUBLE", "The passphrase correct  horse opens the door for them.", reasons.BLANKS_MEANT),
        ("SPC-DOUBLE", "The key is ab  cd for all of them.", reasons.BLANKS_MEANT),
        ("SPC-DOUBLE", "He wrote “the pump is  old and slow” on the wall.", reasons.QUOTATION),
        ("SPC-BEFORE-PUNCT", "They type rm -rf . to delete it all.", reasons.LIKE_CODE),
        ("SPC-BEFORE-PUNCT", "The list is a, b , c in the source.", reasons.LIKE_CODE),
        ("SPC-BEFORE-PUNCT", "Press , twice to move on the keyboard.", reasons.BLANKS_MEANT),
        ("SPC-BEFORE-PUNCT", "The value was 1 000 , 5 in the other one.", reasons.BLANKS_MEANT),
        ("SPC-BEFORE-PUNCT", "The crew left the hall , and the door was shut.", ""),
        ("SPC-DOUBLE", "The crew left the  hall before noon.", ""),
        ("SPC-DOUBLE", "The command  staff left the hall before noon.", ""),
        ("SPC-DOUBLE", "It is a key  person of the office space at hand.", ""),
        ("SPC-DOUBLE", "The crew needs a  E-mail from them.", ""),
    ],
)  # fmt: skip
def test_spaces_that_may_be_meant_are_kept(tmp_path: Path, rule: str, text: str, reason: str) -> None:
    assert reasons_of(findings(tmp_path, paragraph(text), rule)) == [reason]
