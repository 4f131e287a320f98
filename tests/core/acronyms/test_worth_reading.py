"""What a careful reviewer does not want to be told, each beside a near twin that stays reported."""

import pytest

from stormdat_core.acronyms.exclusion.capital_text import lead_ins
from stormdat_core.acronyms.exclusion.codes import Codes
from stormdat_core.acronyms.forms.word_lists import is_large_word
from stormdat_core.acronyms.gathering.entries import DefinitionPlace
from stormdat_core.model import OBJECT, Finding
from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.conflict import DefinitionConflict
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.own_table.table_missing import TableMissing
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from stormdat_core.rules.acronyms.usage.variant import Variant
from stormdat_core.rules.base import Rule
from tests.core.acronyms.build import Part, document, findings, heading, index, marked_texts, sheet, table

Parts = tuple[Part | str | list[Part], ...]
SRS = "The Software Requirements Specification (SRS) rules."
AGAIN = "The Software Requirements Specification is long."
PROSE = "The plan says what each of the teams will do before the first delivery."


def said(rule: type[Rule], *parts: Part | str | list[Part]) -> list[Finding]:
    return findings(document(*parts), rules=(rule,))


def defined(*parts: Part | str | list[Part]) -> list[DefinitionPlace]:
    return [place for entry in index(*parts).entries.values() for place in entry.definitions]


@pytest.mark.parametrize(
    "text",
    [
        "'Failure: APP:[APP]: Action: Message Action Index: [MAX]'",
        "Failure: APP:[APP]: Message Action Index [MAX]",
        "“Message Action Index [MAX]”",
        "RC=[RC], Message Action Index [MAX]",
    ],
)
def test_what_a_message_leaves_open_is_no_definition(text: str) -> None:
    assert defined(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Message Action Index [MAX] is read first.",
        "Note: the Message Action Index [MAX] and the Event Monitor Table [EMT] are read.",
        "'Message' stands for the Message Action Index [MAX].",
    ],
)
def test_a_definition_in_square_brackets_stays_one(text: str) -> None:
    assert "MAX" in {place.short for place in defined(text)}


FIELDS = (("Field", "Meaning"), ("EVID", "the number of the record"))
LATER = "Each event identification (EVID) is compared. The EVID is kept."


def test_a_cell_that_only_names_a_field_is_no_early_use() -> None:
    assert said(UsedBeforeDefinition, heading("One"), PROSE, table(*FIELDS), LATER) == []
    number = (("Field", "Meaning"), ("EVID #", "7"))
    assert len(said(UsedBeforeDefinition, heading("One"), PROSE, table(*number), LATER)) == 1
    in_words = (("Field", "Meaning"), ("EVID number", "the number of the record"))
    assert len(said(UsedBeforeDefinition, heading("One"), PROSE, table(*in_words), LATER)) == 1
    assert (
        len(said(UsedBeforeDefinition, heading("One"), PROSE, "The EVID is read.", table(*FIELDS), LATER))
        == 1
    )


TERMS = heading("Conventions and Terminology")
LINE = "Quality Test Crew (QTC), also known as Review Test Crew (RTC) refers to those who test."


def test_the_line_of_a_section_of_terms_may_define_again() -> None:
    before = (heading("Purpose"), "The Quality Test Crew (QTC) reads it. The QTC agrees.")
    assert said(Redefined, *before, TERMS, LINE) == []
    assert said(Redefined, *before, TERMS, "Quality Test Crew is abbreviated QTC (in capitals).") == []
    assert len(said(Redefined, *before, heading("Crews"), LINE)) == 1
    assert len(said(Redefined, *before, TERMS, "The Quality Test Crew (QTC) comes first.")) == 1


def test_another_name_in_a_section_of_terms_needs_no_use() -> None:
    use = "The QTC agrees."
    assert said(DefinedUnused, TERMS, LINE, heading("Text"), use) == []
    assert len(said(DefinedUnused, heading("Crews"), LINE, heading("Text"), use)) == 1


def test_what_a_section_of_terms_declares_stays_in_full() -> None:
    text = (
        heading("Text"),
        "Each event code (EVC) is kept. The EVC is read.",
        "It tells the event code of it.",
    )
    declared = "Event code xx and event message xx are used interchangeably."
    assert said(FullFormAgain, TERMS, declared, *text) == []
    assert len(said(FullFormAgain, heading("Notes"), declared, *text)) == 1
    assert len(said(FullFormAgain, TERMS, "Event code refers to the number of an event.", *text)) == 1


def test_a_member_of_a_list_in_brackets_stays_in_full() -> None:
    start = "The Interrupt Service Routine (ISR) runs. The ISR ends."
    listed = "It checks the type (None, Application, Device, or Interrupt service routine) of each."
    assert said(FullFormAgain, start, listed) == []
    assert (
        len(said(FullFormAgain, start, "It checks the type (the Interrupt Service Routine, or none).")) == 1
    )


def test_beside_a_name_with_its_acronym_another_stays_in_full() -> None:
    start = "The undefined command code (CC) is told. The CC ends."
    assert said(FullFormAgain, start, "It shows the Message Unit Index (MUI) and command code.") == []
    assert len(said(FullFormAgain, start, "It shows the Message Unit Index and command code.")) == 1


def test_one_acronym_is_told_once_and_what_waits_is_kept_apart() -> None:
    plural = "All Software Requirements Specifications are long."
    (found,) = said(FullFormAgain, heading("One"), SRS, "The SRS.", *[AGAIN] * 4, *[plural] * 3)
    assert "at 7 places" in found.message
    assert found.fix is not None
    assert (found.fix.safe, len(found.fix.others), len(found.fix.waiting)) == (True, 3, 3)
    assert found.fix.reason
    few = said(FullFormAgain, heading("One"), SRS, "The SRS.", *[AGAIN] * 4)
    assert [each.fix.waiting for each in few if each.fix] == [()] * 4


def test_all_definitions_of_one_acronym_are_told_once() -> None:
    cells = table(("Case", "Purpose"), *((f"Case {n}", SRS) for n in range(3)))
    (found,) = said(Redefined, heading("One"), SRS, "The SRS.", *[SRS] * 3, cells)
    assert "at 6 places" in found.message


def test_a_row_may_define_what_its_first_cell_names() -> None:
    start = (heading("One"), "The Quiet Task Clock (QTC) runs. The QTC ends.")
    body = "The work is started by a Quiet Task Clock (QTC) of the mission."
    assert said(Redefined, *start, table(("Name", "Use"), ("Quiet Task Clock", body))) == []
    assert said(Redefined, *start, table(("Name", "Use"), ("QTC", body))) == []
    assert len(said(Redefined, *start, table(("Name", "Use"), ("Telemetry", body)))) == 1


def test_acknowledgements_define_for_nobody() -> None:
    thanks = "Thanks go to the Quiet Task Crew (QTC) and all others."
    text = (heading("Text"), "The Quiet Task Crew (QTC) runs.", "The QTC ends.", heading("End"), PROSE)
    assert said(Redefined, heading("Acknowledgements"), thanks, *text) == []
    assert len(said(Redefined, heading("Results"), thanks, *text)) == 1


def test_what_a_figure_may_show_is_told_once() -> None:
    text = "The box holds a Hardware Platform (HPF) and an Operator Interface (OIF)."
    (found,) = said(DefinedUnused, heading("Context"), text, PROSE, OBJECT)
    assert "2 acronyms are defined beside a figure and not used again: HPF, OIF." in found.message
    assert marked_texts(document(heading("Context"), text, PROSE, OBJECT), found) == [
        "Hardware Platform (HPF)",
        "Operator Interface (OIF)",
    ]
    assert len(said(DefinedUnused, heading("Context"), text, PROSE)) == 2


def test_household_forms_are_not_missed_before_their_definition() -> None:
    for short, full in (("FAQ", "Frequently Asked Question"), ("NASA", "National Agency of Sea Air")):
        assert (
            said(UsedBeforeDefinition, PROSE, f"See {short} 5 here.", f"A {full} ({short}) stands there.")
            == []
        )
    assert len(said(UsedBeforeDefinition, PROSE, "See SRS 5 here.", SRS)) == 1


def test_a_household_form_needs_no_row() -> None:
    rows = table(("Acronym", "Definition"), ("SRS", "Software Requirements Specification"))
    contents = "Update the table of contents (TOC). The TOC stands in front."
    assert said(TableMissing, SRS, contents, "The SRS.", heading("Acronyms"), rows) == []
    other = "Update the quiet task clock (QTC). The QTC stands in front."
    assert len(said(TableMissing, SRS, other, "The SRS.", heading("Acronyms"), rows)) == 1


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("It is lost. SAMPLE THREAT QUORS. A device is lost.", ["SAMPLE THREAT QUORS"]),
        ("SAMPLE THREAT QUORS: a device is lost.", ["SAMPLE THREAT QUORS"]),
        ("It is lost.\nSAMPLE THREAT QUORS ADDRESSED. So.", ["SAMPLE THREAT QUORS ADDRESSED"]),
        ("It is lost. NIST GSFC: a device is lost.", []),
        ("It is lost by SAMPLE THREAT QUORS. A device is lost.", []),
    ],
)
def test_capitals_that_open_a_sentence_are_a_lead_in(text: str, spans: list[str]) -> None:
    assert [text[slice(*span)] for span in lead_ins(text)] == spans


def test_long_words_with_endings_are_words() -> None:
    assert all(map(is_large_word, ("ADDRESSED", "VECTORS", "THREATS", "CONFIRMED", "SWIFT")))
    assert not any(map(is_large_word, ("FPKIPAS", "CNSSIS", "NISTED", "SRS", "GPS")))


def test_lead_ins_cost_what_the_text_is_long() -> None:
    assert lead_ins("\n" * 200_000 + "SRS") == []


def test_two_meanings_in_quoted_columns_are_not_the_authors() -> None:
    head, one, two = (
        "Description (From the Catalogue)",
        "The Global Position Service (GPS) is used.",
        "A Great Pump Station (GPS) is used.",
    )
    assert said(DefinitionConflict, sheet((head,), (one,), (two,))) == []
    assert len(said(DefinitionConflict, sheet(("Description",), (one,), (two,)))) == 1
    assert len(said(DefinitionConflict, sheet((head, "Notes"), (one, two)))) == 1


def test_an_identifier_with_a_letter_is_one_of_its_series() -> None:
    made = Codes(frozenset(), [f"SA-{n}" for n in range(1, 6)])
    assert made.of_form("SA-5E") == "SUP-ID"
    assert made.of_form("PM-5E") == ""


def undefined(*texts: str) -> list[str]:
    return [each.message.split()[0] for each in said(Undefined, *texts)]


def test_a_letter_joined_to_an_undefined_acronym_is_not_told_again() -> None:
    uses = ("Read the QRMP first.", "The QRMP rules.", "Then the QRMP ends.")
    assert undefined(*uses, "The QRMP-M rules.") == ["QRMP"]
    assert undefined(*uses, "The M/QRMP rules.") == ["QRMP"]
    assert undefined(*uses, "The QRMP-XT rules.") == ["QRMP", "QRMP-XT"]
    assert undefined("The QRMP-M rules.", "Read the QRMP-M first.") == ["QRMP-M"]


def test_a_letter_joined_to_a_defined_acronym_is_told() -> None:
    assert undefined("The Quiet Room Master Plan (QRMP) rules.", "The QRMP-M ends.", "The QRMP.") == [
        "QRMP-M"
    ]


def test_one_letter_left_out_of_a_long_frequent_acronym_is_a_slip() -> None:
    uses = [f"Step {n} is done by the FPKIPA alone." for n in range(6)]
    (found,) = [
        each for each in said(Undefined, *uses, "Notify the FPKPA soon.") if "FPKPA is" in each.message
    ]
    assert "Perhaps FPKIPA is meant" in found.message
    short = [f"Step {n} is done by the SRXS alone." for n in range(6)]
    (other,) = [each for each in said(Undefined, *short, "Notify the SRS soon.") if "SRS is" in each.message]
    assert "meant, which" not in other.message


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('It is held by others. [adapted from QRBG, "Key service"]', 0),
        ("It is held by others. [see QRBG]", 0),
        ("It is held by others (adapted from QRBG).", 1),
        ("HW rev x; FW rev xxyy; SW ver 12.3.1", 0),
        ("Name the official in the CC line of the mail.", 0),
        ("Name the official in the CX line of the mail.", 1),
        ("Use either the .MQX (of one maker) or .EQL (of another) format.", 0),
        ("It ends there. EQL is another format.", 1),
        ("The HW is built by the QRBG.", 2),
        ("a) Rule Execution Counter\nb) TLX Count\nc) Step Counter", 0),
        ("The TLX Count of all the steps that were made", 1),
    ],
)
def test_references_and_labels_need_no_definition(text: str, count: int) -> None:
    assert len(undefined(text)) == count


def test_two_small_words_of_which_the_first_is_plural_are_no_full_form() -> None:
    asks = "Keep the SW here and the SW there."
    many = [f"Step {n}: such systems warrant care." for n in range(4)]
    (found,) = said(Undefined, asks, *many)
    assert "perhaps" not in found.message
    done = [f"Step {n}: the section worked first is kept." for n in range(4)]
    (found,) = said(Undefined, asks, *done)
    assert "perhaps" not in found.message
    one = [f"Step {n}: such storage widgets need care; a storage widget fails." for n in range(4)]
    (found,) = said(Undefined, asks, *one)
    assert "perhaps “storage widget" in found.message


def variants(*parts: Part | str | list[Part]) -> int:
    return len(said(Variant, *parts))


def test_names_of_files_and_services_are_no_spellings() -> None:
    start = ("The Rules of Behavior (RoB) bind everybody.", "The RoB is signed.")
    assert variants(*start, "Enter the abbreviation A5 ROB v1.0") == 0
    assert variants(*start, "The ROB is kept.") == 1
    assert variants("The HTTP redirector is set, and HTTP is used.", "It listens as http here (http).") == 0


def test_a_longer_acronym_tells_what_its_part_stands_for() -> None:
    whole = "The United States Computer Emergency Readiness Team (US-CERT) is told. The US-CERT knows."
    (found,) = said(Undefined, whole, "The CERT answers. The CERT is right.")
    assert "perhaps “Computer Emergency Readiness Team”" in found.message
    (other,) = said(Undefined, whole, "The CARX is right. The CARX ends.")
    assert "perhaps" not in other.message


def test_what_is_abbreviated_ends_before_its_verb() -> None:
    for text in (
        "Quiet Task Clock is abbreviated QTC (in capitals).",
        "Quiet Task Clock is also known as QTC.",
    ):
        assert [place.full for place in defined(text)] == ["Quiet Task Clock"]
    assert [place.full for place in defined("The quiet task clock, also called QTC, runs.")] == [
        "quiet task clock"
    ]


def test_what_a_quoted_column_cites_is_not_the_authors_to_define() -> None:
    def cells(head: str, *texts: str) -> list[str]:
        made = document(sheet((head,), *((text,) for text in texts)))
        return [each.message.split()[0] for each in findings(made, rules=(Undefined,))]

    quoted_head = "Description (From the Catalogue)"
    cited = (
        "Rules. References: QNSS Policy 15.",
        "Rules. References: QNSS Instruction No. 7003; QNSS No. 3.",
    )
    assert cells(quoted_head, *cited) == []
    assert cells("Description", *cited) == ["QNSS"]
    assert cells(quoted_head, *cited, "The QNSS decides.") == ["QNSS"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Related controls: AC-\n3, AC-6", 0),
        ("Related controls: AC- 3, AC-6", 0),
        ("Ask the AC - 3 of them.", 1),
    ],
)
def test_an_identifier_that_its_line_breaks_is_one(text: str, count: int) -> None:
    numbers = ", ".join(f"AC-{n}" for n in range(1, 8))
    assert undefined(f"Controls: {numbers}.", text).count("AC") == count


def test_the_heading_of_a_family_of_identifiers_names_it() -> None:
    numbers = f"Controls: {', '.join(f'CA-{n}' for n in range(1, 8))}."

    def asked(head: str) -> int:
        found = said(Undefined, numbers, table(("CA", "Security Assessment")), heading(head), PROSE)
        return sum(each.message.startswith("CA ") for each in found)

    assert asked("Security Assessment and Authorization (CA)") == 0
    assert asked("What the CA does") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Verify that it shows Event ID 45 for the EID of the last one.", "Event ID"),
        ("The FMP was sent. A Flight Motion Plan is read by all of them.", "Flight Motion Plan"),
        ("The Solid State Recorder is off, and the SRR is on for the test.", ""),
        ("A bit of the identity of each is kept, and the BTI is on for it.", ""),
    ],
)
def test_words_in_the_same_text_are_named(text: str, words: str) -> None:
    (finding,) = said(Undefined, text)
    assert (f"“{words}”" in finding.message) if words else ("No full form is known" in finding.message)
