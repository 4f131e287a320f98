"""Where a wording may be replaced, and where it may not: each reason with what brings it and with near twins."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.documents.blocks import NO_FORMAT
from stormdat_core.model import OBJECT, Block, BlockKind, Document, Location, Role, Run, RunSource, reasons
from stormdat_core.rules import profiles
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.wording import Wording, wording_of
from stormdat_core.sweep import check_file
from tests.core.acronyms.build import Part, document, heading, table
from tests.word import paragraph, run, write_word

_DEFINED = "Each set has a Global Positioning System (GPS) inside. The GPS is tested before delivery."
_QOS = "The quality of service (QoS) is measured daily. The QoS is reported to the operator."
_MODULES = "All cryptographic modules (CMs) are tested daily. The CMs are listed by the operator."


def definitions(made: Document, full: str, short: str) -> list[DefinitionPlace]:
    """Return the places where a document defines an acronym in brackets, whatever the engine makes of them."""
    written = re.compile(rf"{full} \({short}\)", re.IGNORECASE)
    found = []
    for block in made.blocks:
        for match in written.finditer(block.text):
            start, end = match.start(), match.end()
            middle = start + len(full)
            place = DefinitionPlace(
                block.index, short, block.text[start:middle], middle + 2, end - 1, start, middle, "P1", "x", True,
                apart=block.kind is BlockKind.HEADING,
            )  # fmt: skip
            found.append(place)
    return found


def wording(made: Document) -> Wording:
    """Return what judges the wordings of a document, as the rules get it."""
    return wording_of(RuleContext(made, profiles.load("standard")))


def judged(made: Document, full: str = "Global Positioning System", short: str = "GPS") -> list[str]:
    """Return what is said of each full form behind the first definition."""
    first, *_ = places = definitions(made, full, short)
    words = wording(made)
    spelt = re.compile(rf"\b{full}s?\b(?! \({short}\))", re.IGNORECASE)
    return [
        words.shortened(block.locate(*match.span()), first.full, short, places)
        for block in made.blocks[first.block + 1 :]
        for match in spelt.finditer(block.text)
    ]


def shortened(*parts: Part | str | list[Part], first: str = _DEFINED) -> list[str]:
    """Return what is said of each full form in the parts, behind a definition in the body."""
    names = {_QOS: ("quality of service", "QoS"), _MODULES: ("cryptographic modules", "CMs")}
    return judged(document(heading("Navigation"), first, *parts), *names.get(first, ()))


@pytest.mark.parametrize(
    "text",
    [
        "The operator starts the Global Positioning System before the vehicle moves.",
        "When the power fails, the Global Positioning System restarts by itself.",
        "If the vehicle has a Global Positioning System, the operator starts it first.",
        "The current Global Positioning System receiver is older than the vehicle.",
        "The vehicle uses the Global Positioning System.",
        "The operator asked for a Global Positioning System receiver in the vehicle.",
        "The report (see Section 3) says that the Global Positioning System was used.",
        "The cable of 5\" shows that the Global Positioning System is off.",
    ],
)  # fmt: skip
def test_running_prose_is_safe(text: str) -> None:
    assert shortened(text) == [""]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The tool says “the Global Positioning System was found” and the set stops.", reasons.QUOTATION),
        ('The tool says "the Global Positioning System was found" and the set stops.', reasons.QUOTATION),
        ("The tool says ‘the Global Positioning System was found’ and the set stops.", reasons.QUOTATION),
        ("The tool says 'no Global Positioning System was found' and the set stops.", reasons.QUOTATION),
        ("The tool says “the Global Positioning System was found and the set stops.", reasons.QUOTATION),
        ("The line </name> says that the Global Positioning System is used here.", reasons.CODE),
        ("The call start() tells the Global Positioning System that it begins now.", reasons.CODE),
        ("It is a pre–Global Positioning System vehicle that the operator drives.", reasons.COMPOUND),
        ("The Global Positioning System's clock is read by the operator.", reasons.POSSESSIVE),
        ("The Global Positioning System’s clock is read by the operator.", reasons.POSSESSIVE),
        ("The operator fills in the Global Positioning System: yes or no.", reasons.LABEL),
        ("The operator reads Note – Global Positioning System is tested daily.", reasons.LABEL),
        ("The operator starts (Global Positioning System) when the vehicle moves.", reasons.BRACKET),
        ("The operator starts the <vehicle> Global Positioning System when it moves.", reasons.BRACKET),
        ("The operator reads the Enhanced Global Positioning System before the vehicle moves.", None),
        ("Version 2 Global Positioning System is read before the vehicle moves.", reasons.NAME),
        ("The Office of the Global Positioning System decides about the vehicle.", reasons.NAME),
        ("The operator asks the Director of the Global Positioning System about it.", reasons.NAME),
        ("The operator opens the Global Positioning System page before the vehicle moves.", reasons.FIELD),
        ("The vehicle has the Global Positioning System and a radio on board.", reasons.LISTED),
        ("The vehicle has a radio, the Global Positioning System, or a compass on board.", reasons.LISTED),
        ("The vehicle has aids to navigation, e.g., Global Positioning System.", reasons.DEFINING),
        ("The vehicle has aids to navigation such as the Global Positioning System.", reasons.DEFINING),
        ("The aid of the vehicle is called the Global Positioning System.", reasons.DEFINING),
        ("The vehicle carries an Global Positioning System receiver on board.", reasons.ARTICLE),
        ("The operator starts the global positioning system before it moves.", reasons.OTHER_CAPITALS),
        ("The operator starts all Global Positioning Systems before it moves.", reasons.NUMBER),
        ("The GPS of the vehicle is a part of the Global Positioning System.", reasons.OWN_ACRONYM),
        (f"The operator starts the Global Positioning System{OBJECT} before it moves.", reasons.OBJECT_THERE),
        ("The operator starts the\nGlobal Positioning System before it moves.", reasons.BROKEN),
        ("THE OPERATOR STARTS THE VEHICLE AND THEN the Global Positioning System AT ONCE.", reasons.CAPITALS),
        ("Global Positioning System receiver", reasons.UNENDED),
        ("Figure 3. The Global Positioning System is started by the operator.", None),
    ],
)  # fmt: skip
def test_what_an_editor_would_refuse_is_only_proposed_and_says_why(text: str, reason: str | None) -> None:
    """None: the rule itself leaves it alone; were it to report it, it must not be safe."""
    found = shortened(text)
    assert found == [reason] if reason is not None else "" not in found, found


@pytest.mark.parametrize(
    ("first", "text", "reason"),
    [
        (_QOS, "Quality of service is what the operator buys from the provider.", ""),
        (_QOS, "The operator requires quality of service from the provider.", ""),
        (_QOS, "The operator buys network quality of service from the provider.", reasons.COMPOUND),
        (_MODULES, "The operator replaces all cryptographic modules in the vehicle.", ""),
        (_MODULES, "The operator fills in the cryptographic modules table in the annex.", reasons.COMPOUND),
        (_MODULES, "The cryptographic modules are replaced by the operator.", ""),
    ],
)
def test_small_letters_do_not_tell_where_a_term_ends(first: str, text: str, reason: str) -> None:
    assert shortened(text, first=first) == [reason]


_TEXT = "The operator starts the Global Positioning System before the vehicle moves."


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (Part(_TEXT, style="Block Text"), reasons.QUOTATION),
        (Part(_TEXT, style="Source Code"), reasons.CODE),
        (Part(_TEXT, style="HDR 1.1"), reasons.HEADING),
        (Part(_TEXT, style="Figure Title"), reasons.CAPTION),
        (Part(_TEXT, style="Body Text"), ""),
        (Part(_TEXT, BlockKind.LIST_ITEM), reasons.SHORT_LIST),
        (Part("The Global Positioning System must be started first.", BlockKind.LIST_ITEM), ""),
        (
            Part("The Global Positioning System must be started first;", BlockKind.LIST_ITEM),
            reasons.SHORT_LIST,
        ),
        (Part("Set that must have the Global Positioning System.", BlockKind.LIST_ITEM), reasons.SHORT_LIST),
        (Part("The set must have a Global Positioning System.", BlockKind.LIST_ITEM), reasons.SHORT_LIST),
        (Part(f"The vehicle moves. {_TEXT}", BlockKind.LIST_ITEM), ""),
        (Part(_TEXT, BlockKind.NOTE), ""),
        (Part(_TEXT, BlockKind.TEXT_BOX), "it stands in a text box"),
        (table(("One", "Two"), (_TEXT, "b")), reasons.SHORT_LIST),
    ],
)
def test_the_kind_of_place_decides(part: Part | list[Part], reason: str) -> None:
    assert [each for each in shortened(part) if each is not None][-1:] in ([reason], [])


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role.CODE, reasons.CODE),
        (Role.TITLE, reasons.TITLE),
        (Role.COVER, reasons.COVER),
        (Role.BODY, ""),
    ],
)
def test_the_role_of_a_block_decides(role: Role, reason: str) -> None:
    made = document(heading("Navigation"), _DEFINED, _TEXT)
    blocks = (*made.blocks[:2], replace(made.blocks[2], role=role))
    assert judged(replace(made, blocks=blocks)) == [reason]


@pytest.mark.parametrize(
    ("revised", "reason"),
    [((24, 30), reasons.REVISED), ((49, 49), reasons.REVISED), ((0, 3), ""), ((60, 64), "")],
)
def test_a_tracked_change_that_touches_it_is_decided_first(revised: tuple[int, int], reason: str) -> None:
    made = document(heading("Navigation"), _DEFINED, _TEXT)
    blocks = (*made.blocks[:2], replace(made.blocks[2], revised=(revised,)))
    assert judged(replace(made, blocks=blocks)) == [reason]


def test_words_that_stay_in_full_keep_their_twins_in_the_paragraph() -> None:
    twin = "The Global Positioning System is started. Then the Global Positioning System’s clock is read."
    assert shortened(twin) == [reasons.LEFT_IN_FULL, reasons.POSSESSIVE]
    both = "The Global Positioning System is started. Then the Global Positioning System clock is read."
    assert shortened(both) == ["", ""]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    opened = "The operator said: “The vehicle is old and moves slowly."
    assert shortened(opened, f"{_TEXT}” So it was noted.", _TEXT) == [reasons.QUOTATION, ""]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([heading("Scope"), _DEFINED, _TEXT], ""),
        ([heading("Abstract"), _DEFINED, heading("Scope"), _TEXT], reasons.DEFINED_ELSEWHERE),
        ([heading("Executive Summary"), _DEFINED, heading("Scope"), _TEXT], reasons.DEFINED_ELSEWHERE),
        ([_DEFINED, heading("Scope"), _TEXT], reasons.DEFINED_ELSEWHERE),
        ([heading("Scope"), _DEFINED, heading("Appendix A"), _TEXT], reasons.DEFINED_ELSEWHERE),
        ([heading("Scope"), _DEFINED, heading("Use"), _TEXT], ""),
        ([heading("Appendix A"), _DEFINED, heading("Use", 2), _TEXT], ""),
        ([heading("Scope"), _DEFINED, heading("References"), _TEXT], None),
    ],
)
def test_a_definition_holds_for_its_own_part_of_the_document(
    parts: list[Part | str], reason: str | None
) -> None:
    found = judged(document(*parts))
    assert found == [reason] if reason is not None else "" not in found


_AGAIN = "Later the Global Positioning System (GPS) is switched off by the operator."


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([heading("Scope"), _DEFINED, _AGAIN], ""),
        ([heading("Foreword"), _DEFINED, heading("Scope"), _AGAIN], reasons.DEFINED_ELSEWHERE),
        ([heading("Scope"), _DEFINED, heading("Annex B"), _AGAIN], reasons.DEFINED_ELSEWHERE),
        ([heading("Scope"), _DEFINED, heading("The GPS"), _AGAIN], reasons.ABOUT_IT),
        ([heading("Scope"), _DEFINED, heading("The radio"), _AGAIN], ""),
        (
            [heading("Scope"), _DEFINED, "Global Positioning System (GPS) is what the operator switches off."],
            reasons.OPENS_ITEM,
        ),
        ([heading("Scope"), _DEFINED, "Later the Global Positioning System (GPS) Directorate decides."], reasons.NAME),
        ([heading("Scope"), _DEFINED, "It has the Global Positioning System (GPS), a radio, and a map."], reasons.LISTED),
        (
            [heading("Scope"), _DEFINED, "Later the Global Positioning System (GPS) is used. The GPS is new."],
            "",
        ),
        ([heading("Scope"), _DEFINED, "Later the Global Positioning System (GPS) is the GPS of all."], reasons.OWN_ACRONYM),
    ],
)  # fmt: skip
def test_a_definition_goes_only_where_the_body_has_defined_before(
    parts: list[Part | str], reason: str
) -> None:
    made = document(*parts)
    first, again = definitions(made, "Global Positioning System", "GPS")
    here = made.blocks[again.block].locate(again.start, again.end + 1)
    assert wording(made).redefined(here, again, [first]) == reason


@pytest.mark.parametrize(
    ("row", "text", "reason"),
    [
        (("CDRL", "Contract Data Requirements List"), "The author submits the CDRL with the draft.", ""),
        (("CDRL", "Contract Data Requirements List"), "The author submits a CDRL with the draft.", ""),
        (("CDRL", "Contract Data Requirements List"), "The author submits an CDRL with it.", reasons.ARTICLE),
        (
            ("CDRL", "Contract Data Requirements List"),
            "The author (who sent it with the CDRL) waits.",
            reasons.BRACKET,
        ),
        (("CDRL", "contract data (see FAR)"), "The author submits the CDRL with it.", reasons.DOUBTFUL_ROW),
        (("CDRL", "Contract Data Requirements Lists"), "The author submits the CDRL.", reasons.NUMBER),
        (("CDRL", "Contract data requirements list"), "The author submits the CDRL.", reasons.DOUBTFUL_ROW),
        (("PM", "Program Manager"), "The author asks the PM about the draft.", reasons.SHORT_FORM),
        (
            ("CDRL", "Contract Data Requirements List"),
            "The CDRL, the SOW and the WBS are due.",
            reasons.LISTED,
        ),
        (
            ("CDRL", "Contract Data Requirements List"),
            "The author reads the CDRL, a contract data requirements list, with it.",
            None,
        ),
    ],
)
def test_a_first_use_is_given_its_full_form_where_it_fits(
    row: tuple[str, str], text: str, reason: str | None
) -> None:
    block = document(text).blocks[0]
    short, full = row
    at = block.text.index(short)
    found = wording(document(text)).defined(block.locate(at, at + len(short)), full, short)
    assert found == reason if reason is not None else found


def test_a_record_of_speech_is_left_alone() -> None:
    said = ["Okay, I think we're ready. Thank you, and I'll say that it's time to begin now."] * 40
    made = document(heading("Record"), *said, _DEFINED, _TEXT)
    assert judged(made) == [reasons.SPEECH]


def test_a_record_with_speakers_is_left_alone() -> None:
    said = ["ANN SMITH: The range is open.", "BOB JONES: The board has agreed."] * 20
    assert judged(document(heading("Record"), *said, _DEFINED, _TEXT)) == [reasons.SPEECH]


def test_one_look_in_the_sentence(tmp_path: Path) -> None:
    plain = run("The operator starts the Global Positioning System before it moves.")
    italic = [
        run("The operator starts the "),
        run("Global Positioning System", "<w:i/>"),
        run(" before it moves."),
    ]
    code = [
        run("The operator starts the "),
        run("Global Positioning System", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'),
        run(" before it moves."),
    ]
    bold = run("The operator starts the Global Positioning System before it moves.", "<w:b/>")
    found = []
    for number, body in enumerate((paragraph(plain), paragraph(*italic), paragraph(*code), paragraph(bold))):
        path = write_word(tmp_path / f"{number}.docx", paragraph(_DEFINED) + body)
        found += [
            each.fix.reason
            for each in check_file(path, "standard").findings
            if each.rule == "ACR-FULL-FORM" and each.fix
        ]
    assert found == ["", reasons.SET_OFF, reasons.CODE, reasons.HEADING]


def test_a_cell_of_one_run_is_set_in_no_other_look_than_its_sentence() -> None:
    run_of = Run("The GPS is on. The Global Positioning System is on.", NO_FORMAT, RunSource("x", 0))
    block = Block(0, BlockKind.CELL, (run_of,), Location(part="x", kind=BlockKind.CELL, block=0))
    made = Document(Path("d.xlsx"), "0" * 64, "xlsx", "d", (block,))
    where = block.locate(19, 44)
    assert block.text[19:44] == "Global Positioning System"
    assert wording(made).respelt(where, "GPS") == reasons.FONT


def test_spaces_are_safe_in_prose_and_not_in_code(tmp_path: Path) -> None:
    mono = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'
    body = paragraph("The set  is old.") + paragraph(run("if  x then", mono))
    result = check_file(write_word(tmp_path / "d.docx", body), "standard")
    found = [each.fix.reason for each in result.findings if each.rule == "SPC-DOUBLE" and each.fix]
    assert found in (["", reasons.CODE], [""])


@pytest.mark.parametrize(
    ("body", "safe"),
    [
        (paragraph("The text is ", run("pasted", '<w:sz w:val="30"/>'), " from another file."), True),
        (paragraph(run("The text is pasted from another file.", '<w:sz w:val="30"/>')), False),
        (paragraph("The name is ", run("start", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'), " here."), False),
    ],
)  # fmt: skip
def test_a_look_is_safe_to_mend_where_the_text_stands_out_from_its_paragraph(
    tmp_path: Path, body: str, safe: bool
) -> None:
    result = check_file(write_word(tmp_path / "d.docx", body), "classic")
    found = [each.fix.safe for each in result.findings if each.rule in ("TYP-FONT", "TYP-SIZE") and each.fix]
    assert found == [safe]


def test_judging_a_long_paragraph_is_linear() -> None:
    """Ten thousand places in one paragraph are judged in seconds: nothing reads the paragraph for each."""
    import time

    sentence = "Later the “old” operator starts the Global Positioning System before the vehicle moves. "
    started = time.process_time()
    assert len(shortened(sentence * 2_000)) == 2_000
    small = time.process_time() - started
    started = time.process_time()
    assert len(shortened(sentence * 8_000)) == 8_000
    assert time.process_time() - started < 8 * small + 1


def test_every_reason_is_the_end_of_a_sentence() -> None:
    told = [value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)]
    assert len(told) == len(set(told))
    assert all(text[0].islower() and text[-1].isalpha() for text in told)


def test_twins_in_one_sentence_go_together() -> None:
    both = (
        "Upon receipt of the Global Positioning System signal the Global Positioning System receiver starts."
    )
    assert shortened(both) == ["", ""]
    other = (
        "Upon receipt of a global positioning system signal the Global Positioning System receiver starts."
    )
    assert shortened(other)[-1] == reasons.TWIN


@pytest.mark.parametrize(("caps", "reason"), [(True, reasons.CAPITALS), (False, "")])
def test_text_that_its_format_shows_in_capitals(caps: bool, reason: str) -> None:
    made = document(_DEFINED, "The operator starts the Global Positioning System before the vehicle moves.")
    first, second = made.blocks
    runs = tuple(each._replace(format=replace(each.format, caps=caps)) for each in second.runs)
    assert judged(replace(made, blocks=(first, replace(second, runs=runs)))) == [reason]


def test_a_placeholder_in_capitals_is_no_code() -> None:
    text = "The operator sets <PLATFORM_DEFINED> before the Global Positioning System moves the vehicle."
    assert shortened(text) == [""]
    markup = "The operator sets <platform_defined> before the Global Positioning System moves the vehicle."
    assert shortened(markup) == [reasons.CODE]


def test_guidance_throughout_a_form_is_no_record_of_speech() -> None:
    """What the rules count as speech is what the wording does: one answer for one document."""
    labels = [f"Guidance: The system keeps part {number} of it." for number in range(40)]
    notes = [f"Requirement: The system sends part {number} of it." for number in range(40)]
    cells = table(*((f"Part {number} of the system is kept in its place.",) for number in range(400)))
    made = document(*labels, *notes, cells)
    context = RuleContext(made, profiles.load("standard"))
    block = made.blocks[0]
    said = wording_of(context).respelt(block.locate(14, 20), "SYSTEM")
    assert (said == reasons.SPEECH) == context.acronyms.speech
    assert said != reasons.SPEECH
