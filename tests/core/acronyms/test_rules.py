"""What the acronym rules report: for each id a seeded document and a clean twin that all rules are silent on."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.list_files.decided import house_list
from stormdat_core.acronyms.list_files.rows import ListProblem
from stormdat_core.model import Colour, Decision, Document, Severity, Verdict, reasons
from stormdat_core.rules import profiles, registry
from stormdat_core.rules.acronyms import RULES
from stormdat_core.rules.acronyms.defined import rare
from stormdat_core.rules.acronyms.listed.not_in_list import NotInList
from stormdat_core.rules.acronyms.not_defined.potential import PotentialAcronym
from stormdat_core.rules.base import RuleContext
from tests.core.acronyms.build import (
    Part,
    acronym_list,
    caption,
    contents,
    document,
    findings,
    header,
    heading,
    ids,
    marked_texts,
    table,
)

Parts = tuple[Part | str | list[Part], ...]

SRS = "The Software Requirements Specification (SRS) rules."
LISTED = acronym_list(("SRS", "Software Requirements Specification"))
USED = "The SRS is final; the SRS is signed."
FAULTY = acronym_list(
    ("SRS", "Software Requirements Specification"),
    problems=[ListProblem("Acronyms", 7, "Row 7 has no definition and was left out.")],
)
ROWS = (("Acronym", "Definition"), ("SRS", "Software Requirements Specification"))
TABLE = table(*ROWS)
LOB = "The Line of Balance (LOB), the LOB and the LOB."


@dataclass(frozen=True)
class Seed:
    """A document with one fault, and its twin without; `also` names what that fault is besides."""

    seeded: Parts
    clean: Parts
    seeded_list: AcronymList | None = None
    clean_list: AcronymList | None = None
    also: tuple[str, ...] = ()


SEEDS = {
    "ACR-BEFORE-DEF": Seed(("The SRS comes first.", SRS), (SRS, USED)),
    "ACR-UNDEFINED": Seed(("Submit the CDRL.",), ("Submit the list.",)),
    "ACR-REDEFINED": Seed((SRS, USED, SRS), (SRS, USED)),
    "ACR-DEF-CONFLICT": Seed(
        ("The Program Manager (PM) and the PM.", "Then preventive maintenance (PM) and PM."),
        ("The Program Manager (PM) and the PM.", "Then preventive maintenance and PM."),
    ),
    "ACR-FULL-FORM": Seed(
        (SRS, USED, "The Software Requirements Specification is long."), (SRS, USED, "The SRS is long.")
    ),
    "ACR-NOT-IN-LIST": Seed(
        (SRS, USED, "The Line of Balance (LOB) and the LOB."), (SRS, USED), LISTED, LISTED
    ),
    "ACR-POTENTIAL": Seed(
        ("We met the Joint Mission Planning Cell.",) * 3, ("We met the Joint Mission Planning Cell.",) * 2
    ),
    "ACR-DEF-UNUSED": Seed((SRS,), (SRS, USED)),
    "ACR-LIST-MISMATCH": Seed(
        ("The System Readiness Study (SRS) and the SRS.",), (SRS, USED), LISTED, LISTED
    ),
    "ACR-LIST-NEAR": Seed(
        ("The Software Requirement Specifications (SRS) and the SRS.",), (SRS, USED), LISTED, LISTED
    ),
    "ACR-LIST-UNUSED": Seed(
        (SRS, USED),
        (SRS, USED),
        acronym_list(("SRS", "Software Requirements Specification"), ("LOB", "Line of Balance")),
        LISTED,
    ),
    "ACR-LIST-FORMAT": Seed((SRS, USED), (SRS, USED), FAULTY, LISTED),
    "ACR-RARE": Seed((SRS, "The SRS is final."), (SRS, USED)),
    "ACR-TABLE-MISSING": Seed((SRS, USED, LOB, TABLE), (SRS, USED, TABLE)),
    "ACR-TABLE-UNUSED": Seed(
        (SRS, USED, table(*ROWS, ("ZULU", "Zonal Upper Layer Unit"))), (SRS, USED, TABLE)
    ),
    "ACR-TABLE-MISMATCH": Seed(
        (SRS, USED, table(ROWS[0], ("SRS", "System Readiness Study"))), (SRS, USED, TABLE)
    ),
    "ACR-TABLE-ORDER": Seed(
        (SRS, USED, LOB, table(*ROWS, ("LOB", "Line of Balance"))),
        (SRS, USED, LOB, table(ROWS[0], ("LOB", "Line of Balance"), ROWS[1])),
    ),
    "ACR-VARIANT": Seed(
        ("The Department of Defense (DoD) and the DoD.", "The DOD and the DoD."),
        ("The Department of Defense (DoD) and the DoD.", "The DoD again."),
    ),
    "ACR-PLURAL-APOSTROPHE": Seed(
        ("An unmanned aerial vehicle (UAV) and a UAV.", "We saw three UAV's there."),
        ("An unmanned aerial vehicle (UAV) and a UAV.", "We saw three UAVs; the UAV's wing broke."),
    ),
    "ACR-DEF-FORMAT": Seed(("The SRS (Software Requirements Specification) rules.", USED), (SRS, USED)),
    "ACR-DEF-LETTERS": Seed(
        ("The Joint Test Range Office (JXQB) met.",),
        ("The Joint Test Range Office (JTRO) met the JTRO at the JTRO.",),
        also=("ACR-UNDEFINED",),  # the classic profile leaves the letters alone
    ),
    "ACR-HEADING-DEF": Seed(
        (heading("Software Requirements Specification (SRS)"), USED),
        (heading("Software Requirements Specification (SRS)"), SRS, USED),
    ),
    "ACR-REDUNDANT": Seed(
        ("The Liquid Crystal Display (LCD) and the LCD.", "The LCD display broke."),
        ("The Liquid Crystal Display (LCD) and the LCD.", "The LCD panel broke."),
    ),
    "ACR-WELL-KNOWN": Seed(
        ("NASA sends XML over HTTP to a URL by VPN.",), ("NASA sends XML over HTTP to a URL.",)
    ),
    "ACR-BANNED": Seed(
        (SRS, USED),
        (SRS, USED),
        acronym_list(("SRS", "Software Requirements Specification"), notes="Do not use: SSS"),
        LISTED,
    ),
}


def lists(made: AcronymList | None) -> list[AcronymList]:
    return [made] if made else []


def test_every_rule_has_a_seed() -> None:
    assert set(SEEDS) == {rule.info.id for rule in RULES}


@pytest.mark.parametrize("rule", SEEDS)
def test_the_seeded_fault_is_found_and_nothing_else(rule: str) -> None:
    seed = SEEDS[rule]
    rules = [each for each in RULES if each.info.on or each.info.id == rule]
    found = findings(document(*seed.seeded), lists(seed.seeded_list), rules)
    assert sorted(finding.rule for finding in found) == sorted([rule, *seed.also])


@pytest.mark.parametrize("rule", SEEDS)
def test_every_rule_is_silent_on_the_clean_twin(rule: str) -> None:
    seed = SEEDS[rule]
    assert findings(document(*seed.clean), lists(seed.clean_list), RULES) == []


def only(made: Document, rule: str, *given: AcronymList, **options: object) -> list[str]:
    return [finding.message for finding in findings(made, given, **options) if finding.rule == rule]


def test_colours_are_those_reviewers_know() -> None:
    expected = {
        "ACR-BEFORE-DEF": Colour.YELLOW,
        "ACR-UNDEFINED": Colour.YELLOW,
        "ACR-REDEFINED": Colour.TEAL,
        "ACR-DEF-CONFLICT": Colour.TEAL,
        "ACR-DEF-UNUSED": Colour.TEAL,
        "ACR-FULL-FORM": Colour.GREEN,
        "ACR-NOT-IN-LIST": Colour.VIOLET,
        "ACR-POTENTIAL": Colour.BLUE,
        "ACR-LIST-MISMATCH": Colour.TEAL,
        "ACR-LIST-NEAR": Colour.TEAL,
        "ACR-VARIANT": Colour.VIOLET,
        "ACR-PLURAL-APOSTROPHE": Colour.VIOLET,
        "ACR-DEF-FORMAT": Colour.TEAL,
        "ACR-DEF-LETTERS": Colour.BLUE,
        "ACR-BANNED": Colour.VIOLET,
    }
    assert {rule.info.id: rule.info.colour for rule in RULES} == {
        rule.info.id: expected.get(rule.info.id, Colour.NONE) for rule in RULES
    }


def test_before_its_definition_says_where_both_stand() -> None:
    made = document(
        "The SRS and the SRS.", "The Software Requirements Specification (SRS) rules.", "The SRS."
    )
    (finding,) = findings(made)
    assert finding.message == (
        "SRS is used 2 times (paragraph 1) before it is defined "
        "(paragraph 2: “Software Requirements Specification”). Move the definition to the first use."
    )
    assert marked_texts(made, finding) == ["SRS", "SRS"]
    assert [each.marked for each in finding.evidence] == [True, False]


def test_before_its_definition_in_one_paragraph() -> None:
    made = document("The LOB matters. The Line of Balance (LOB) is attached; the LOB is final.")
    (finding,) = findings(made)
    assert (finding.rule, finding.where.start) == ("ACR-BEFORE-DEF", 4)


def test_a_plural_before_the_definition_counts() -> None:
    assert ids(document("All LRUs fail.", "A line-replaceable unit (LRU) fails.", "The LRU.")) == [
        "ACR-BEFORE-DEF"
    ]


def test_undefined_is_one_finding_with_all_its_places() -> None:
    made = document("Submit the CDRL.", heading("Annex"), "CDRLs and the CDRL's form.")
    (finding,) = findings(made)
    assert "CDRL is used 3 times, first in paragraph 1, and never defined" in finding.message
    assert finding.message.endswith("No full form is known; ask the author.")
    assert marked_texts(made, finding) == ["CDRL", "CDRLs", "CDRL's"]


_CONTRACT = "The contract says which data it wants, and its requirements are on one list."


def test_undefined_takes_the_full_form_from_the_list_and_offers_it() -> None:
    given = acronym_list(("CDRL", "Contract Data Requirements List"))
    (finding,) = findings(document("Submit the CDRL."), [given])
    assert "The list gives “Contract Data Requirements List”: write that instead." in finding.message
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe) == ("Contract Data Requirements List", False)
    assert finding.fix.reason == reasons.NOT_BORNE_OUT
    (finding,) = findings(document("Submit the CDRL.", "The CDRL is due.", _CONTRACT), [given])
    assert "The list gives “Contract Data Requirements List”: define it at the first use." in finding.message
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe) == ("Contract Data Requirements List (CDRL)", True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Submit CDRLs.", id="plural"),
        pytest.param("The CDRL's form.", id="possessive"),
        pytest.param("The pre-CDRL era.", id="compound before"),
        pytest.param("A list led by CDRL-led people.", id="compound behind"),
        pytest.param("Send it to HQ/CDRL now.", id="slash"),
    ],
)
def test_nothing_is_proposed_where_other_words_would_have_to_change(text: str) -> None:
    given = acronym_list(("CDRL", "Contract Data Requirements List"))
    fixes = [each.fix for each in findings(document(text), [given]) if "CDRL is used" in each.message]
    assert fixes == [None]


@pytest.mark.parametrize(
    ("part", "rows"),
    [
        pytest.param(
            "The PM met.", [("PM", "Program Manager"), ("PM", "preventive maintenance")], id="ambiguous"
        ),
        pytest.param(heading("The PM of it"), [("PM", "Program Manager")], id="heading"),
    ],
)
def test_a_doubtful_replacement_is_not_safe_and_says_why(
    part: Part | str, rows: list[tuple[str, str]]
) -> None:
    (finding,) = (
        each for each in findings(document(part), [acronym_list(*rows)]) if each.rule == "ACR-UNDEFINED"
    )
    assert finding.fix is not None
    assert not finding.fix.safe
    assert finding.fix.reason


def test_well_known_in_the_list_is_information_and_ignore_is_silence() -> None:
    known = acronym_list(("NATO", "North Atlantic Treaty Organization"), notes="Well-known")
    (finding,) = findings(document("They joined NATO."), [known])
    assert finding.severity is Severity.INFO
    ignored = acronym_list(("NATO", "North Atlantic Treaty Organization"), notes="ignore")
    assert ids(document("They joined NATO."), [ignored]) == []


def test_headers_need_a_definition_or_a_list_row_but_no_order() -> None:
    assert ids(document(header("The CDRL"), "Text.")) == ["ACR-UNDEFINED"]
    assert ids(document(header("The SRS"), SRS, USED)) == []
    assert ids(document(header("The SRS"), "Text."), [LISTED]) == []


def test_a_second_definition_names_the_first_and_offers_the_acronym() -> None:
    made = document(SRS, "Then the Software Requirements Specification (SRS) is issued. The SRS rules.")
    (finding,) = findings(made)
    assert finding.rule == "ACR-REDEFINED"
    assert "first defined in paragraph 1" in finding.message
    assert finding.fix is not None
    assert (
        made.blocks[1].text[finding.where.start : finding.where.end]
        == "Software Requirements Specification (SRS)"
    )
    assert (finding.fix.replacement, finding.fix.safe) == ("SRS", True)


def test_definitions_in_headings_captions_and_tables_stand_beside() -> None:
    rows = [
        ("Acronym", "Definition"),
        ("SRS", "Software Requirements Specification"),
    ]
    made = document(
        heading("Software Requirements Specification (SRS)"),
        SRS,
        USED,
        caption("Figure 1: Software Requirements Specification (SRS)"),
        table(*rows),
    )
    assert ids(made) == []


def test_two_meanings_that_the_list_holds_are_no_conflict() -> None:
    given = acronym_list(("PM", "Program Manager"), ("PM", "preventive maintenance"))
    assert ids(document(*SEEDS["ACR-DEF-CONFLICT"].seeded), [given]) == []


def test_full_forms_that_agree_once_spelt_out_are_no_conflict() -> None:
    made = document(
        "The Public Key Infrastructure (PKI) and the PKI.",
        "The PKI Policy Authority (PKIPA) and the PKIPA.",
        "The Public Key Infrastructure Policy Authority (PKIPA) is the PKIPA.",
    )
    assert "ACR-DEF-CONFLICT" not in ids(made)


def test_while_two_meanings_stand_full_forms_are_left_alone() -> None:
    made = document(
        *SEEDS["ACR-DEF-CONFLICT"].seeded, "Ask the Program Manager about preventive maintenance."
    )
    assert ids(made) == ["ACR-DEF-CONFLICT"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the software requirements specification is long", id="case"),
        pytest.param("The Software-Requirements  Specification is long.", id="dash and spaces"),
        pytest.param("All Software Requirements Specifications are long.", id="plural"),
    ],
)
def test_a_full_form_is_found_whatever_its_case_and_spaces(text: str) -> None:
    assert ids(document(SRS, USED, text)) == ["ACR-FULL-FORM"]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(heading("Software Requirements Specification"), id="heading"),
        pytest.param(caption("Figure 2: Software Requirements Specification"), id="caption"),
        pytest.param("It is called “Software Requirements Specification”.", id="quotation"),
        pytest.param("The Software Requirements Specification Review Board met.", id="longer name"),
    ],
)
def test_a_full_form_is_left_alone_where_it_belongs(part: Part | str) -> None:
    assert ids(document(SRS, USED, part)) == []


def test_a_full_form_before_the_definition_is_no_fault() -> None:
    assert ids(document("A Software Requirements Specification is due.", SRS, USED)) == []


@pytest.mark.parametrize(
    ("text", "short", "safe"),
    [
        ("The Software Requirements Specification is long.", "SRS", True),
        ("A Software Requirements Specification is long.", "SRS", False),
        ("All Software Requirements Specifications are long.", "SRSs", False),
    ],
)
def test_the_acronym_is_safe_to_put_in_when_nothing_else_changes(text: str, short: str, safe: bool) -> None:
    (finding,) = findings(document(SRS, USED, text))
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe) == (short, safe)


def test_not_in_the_list_is_said_once_with_all_places() -> None:
    made = document("The Line of Balance (LOB) and the LOB.", header("LOB"), "SRS is short.", SRS)
    (finding,) = (each for each in findings(made, [LISTED]) if each.rule == "ACR-NOT-IN-LIST")
    assert finding.message.startswith("LOB is used 3 times and is not in the list.")
    assert "“Line of Balance”" in finding.message
    assert marked_texts(made, finding) == ["LOB", "LOB", "LOB"]


def test_without_a_list_nothing_is_said_about_lists() -> None:
    assert not [rule for rule in ids(document("Submit the CDRL.", SRS)) if "LIST" in rule]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("On Monday Morning they met. See Table Three here.", id="dates and labels"),
        pytest.param("Submit Contract Data at once.", id="opening a sentence"),
        pytest.param("We saw Dr. John Smith there.", id="person"),
        pytest.param("We flew to New York and back.", id="place"),
    ],
)
def test_no_acronym_is_proposed_for_names_of_other_kinds(text: str) -> None:
    assert ids(document(*[text] * 8)) == []


def test_a_phrase_with_an_acronym_in_the_list_or_table_is_none() -> None:
    given = acronym_list(("JMPC", "Joint Mission Planning Cell"))
    assert only(document(*SEEDS["ACR-POTENTIAL"].seeded), "ACR-POTENTIAL", given) == []
    (message,) = only(document(*SEEDS["ACR-POTENTIAL"].seeded), "ACR-POTENTIAL")
    assert message == "“Joint Mission Planning Cell” occurs 3 times. Consider defining JMPC."


def test_unused_list_rows_are_one_line_with_at_most_fifty_names() -> None:
    given = acronym_list(*((f"QZ{at}", f"quick zebra {at}") for at in range(60)))
    (message,) = only(document("Text."), "ACR-LIST-UNUSED", given)
    assert message.startswith("60 of the 60 acronyms in list.xlsx are not used in this document: QZ0, QZ1, ")
    assert message.endswith("QZ49 and 10 more.")


def test_a_mismatch_names_the_row() -> None:
    (message,) = only(document(*SEEDS["ACR-LIST-MISMATCH"].seeded), "ACR-LIST-MISMATCH", LISTED)
    assert message == (
        "SRS is defined as “System Readiness Study” in paragraph 1; the list (row 2) says "
        "“Software Requirements Specification”. Correct the text, or add this meaning to the list."
    )


def test_a_persons_own_decision_is_not_called_a_list_with_rows() -> None:
    said = Decision(
        "f", "ACR", Verdict.ACCEPTED, datetime.now(UTC), "", "SRS", "Software Requirements Specification"
    )
    own = house_list([said])
    assert own is not None
    made = document(*SEEDS["ACR-LIST-MISMATCH"].seeded)
    for given in ((own,), (acronym_list(("QZX", "quick zebra")), own)):
        (message,) = only(made, "ACR-LIST-MISMATCH", *given)
        assert "; your own list of accepted acronyms says “Software" in message


def test_what_stands_only_where_uses_are_not_counted_is_not_used_0_times() -> None:
    made = document(SRS, heading("The SRS today"), "It ends.")
    (found,) = findings(made, (), (rare.Rare,), headings="ignore")
    assert found.message.startswith("SRS is defined in paragraph 1 and not used again in the text. Write ")


def test_list_faults_are_named_by_sheet_and_row_and_bounded() -> None:
    many = [
        ListProblem("Sheet1", at, f"Row {at} has no definition and was left out.") for at in range(2, 102)
    ]
    messages = only(
        document(SRS, USED),
        "ACR-LIST-FORMAT",
        acronym_list(("SRS", "Software Requirements Specification"), problems=many),
    )
    assert messages[0] == "list.xlsx, sheet Sheet1: Row 2 has no definition and was left out."
    assert len(messages) == 26
    assert messages[-1] == "list.xlsx: 75 more rows have faults of these kinds."


def test_the_table_defines_only_where_the_profile_says_so() -> None:
    rows = [("Acronym", "Definition"), ("ZPS", "Zonal Positioning System")]
    before, after = document(table(*rows), "The ZPS works."), document("The ZPS works.", table(*rows))
    assert ids(before) == ids(after) == ["ACR-UNDEFINED"]
    assert ids(before, table_defines="yes") == []
    assert ids(after, table_defines="yes") == ["ACR-UNDEFINED"]
    assert ids(after, table_defines="always") == []
    assert "The acronym table gives “Zonal Positioning System”" in findings(before)[0].message


def test_chapters_are_judged_apart_when_the_profile_says_so() -> None:
    made = document(heading("One"), SRS, USED, heading("Two"), SRS, USED, heading("Three"), USED)
    assert ids(made) == ["ACR-REDEFINED"]
    assert ids(made, scope="chapter") == ["ACR-UNDEFINED"]


def test_front_matter_may_be_a_scope_of_its_own() -> None:
    made = document(
        heading("Executive Summary"), SRS, USED, heading("Scope"), SRS, USED, heading("End"), USED
    )
    assert ids(made) == []
    assert ids(made, front_matter="own") == []
    assert ids(document(heading("Abstract"), USED, heading("1"), SRS, USED), front_matter="own") == [
        "ACR-UNDEFINED"
    ]


def test_headings_need_not_count_as_first_use() -> None:
    made = document(heading("The SRS"), "Some text.", "And more.", SRS, USED)
    assert ids(made) == ["ACR-BEFORE-DEF"]
    assert ids(made, headings="ignore") == []
    assert ids(document(heading("The SRS"), SRS, USED)) == []


def test_an_acronym_used_in_a_table_or_header_is_used() -> None:
    assert ids(document(SRS, table(("Item", "Result"), ("SRS", "passed")))) == []
    assert ids(document(SRS, header("SRS 2.0"))) == []


def test_findings_of_one_document_have_different_fingerprints() -> None:
    made = document("The CDRL.", "The CDRL.", "The LOB.", SRS, SRS, SRS)
    prints = [finding.fingerprint for finding in findings(made)]
    assert len(set(prints)) == len(prints)


def test_rows_missing_from_the_table_are_one_finding_with_the_first_place_of_each() -> None:
    made = document("The CDRL is due.", SRS, USED, "The CDRL again.", TABLE)
    (finding,) = (each for each in findings(made) if each.rule == "ACR-TABLE-MISSING")
    assert finding.message == (
        "1 acronym is used in the text and not in the document's acronym table: CDRL. Add a row for each."
    )
    assert (finding.where.block, finding.excerpt) == (0, "The CDRL is due.")
    assert finding.evidence == ()


def test_a_row_that_is_nearly_right_is_a_warning_and_one_that_the_list_contradicts_an_error() -> None:
    near = document(SRS, USED, table(ROWS[0], ("SRS", "Software Requirement Specification")))
    (finding,) = findings(near)
    assert (finding.rule, finding.severity) == ("ACR-TABLE-MISMATCH", Severity.WARNING)
    wrong = document("The SRS.", table(ROWS[0], ("SRS", "System Readiness Study")))
    (finding,) = (each for each in findings(wrong, [LISTED]) if each.rule == "ACR-TABLE-MISMATCH")
    assert finding.severity is Severity.ERROR
    assert "the list says “Software Requirements Specification”" in finding.message


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Quick Vehicle Services Application", 0),
        ("Unit Quick Vehicle Services", 0),
        ("Quick Vehicle Service", 0),
        ("Quick Vessel Services Application", 1),
    ],
)
def test_a_row_may_add_words_around_the_same_words_in_any_number(row: str, wrong: int) -> None:
    rows = table(ROWS[0], ("QVS", row), ROWS[1])
    made = document("Quick Vehicle Services (QVS) runs.", "The QVS runs on.", rows)
    assert sum(each.rule == "ACR-TABLE-MISMATCH" for each in findings(made)) == wrong


def test_a_row_that_the_references_use_is_used() -> None:
    rows = table(*ROWS, ("QVS", "Quick Vehicle Services"), ("LOB", "Line of Balance"))
    cited = document(
        SRS, USED, rows, heading("References"), "[1] The QVS Handbook, Vol. 2, Example Press, 2019."
    )
    (finding,) = (each for each in findings(cited) if each.rule == "ACR-TABLE-UNUSED")
    assert "QVS" not in finding.message
    assert "LOB" in finding.message


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        (["A2/AD", "AAR", "GPS"], 0),
        (["C4ISR", "CDR", "DoD", "DOE"], 0),
        (["3D", "AAR"], 0),
        (["R&D", "RAM", "SRS", "GPS", "SRT", "LOB"], 2),
    ],
)
def test_the_order_of_a_table_is_judged_by_the_kinder_custom(names: list[str], wrong: int) -> None:
    made = document(table(ROWS[0], *((name, f"{name} long full form") for name in names)))
    said = only(made, "ACR-TABLE-ORDER")
    assert len(said) == bool(wrong)
    assert not wrong or f"{wrong} rows stand too late, first GPS below SRS" in said[0]


def test_two_spellings_are_counted_and_the_list_decides() -> None:
    made = document("The DoD and the DoD.", "The DOD came.", "THE DOD IS HERE.")
    (message,) = only(made, "ACR-VARIANT")
    assert message == (
        "Two spellings of one acronym: DoD (2 times) and DOD (once). Use one spelling, such as DoD."
    )
    given = acronym_list(("DOD", "Department of Defense"))
    (finding,) = (each for each in findings(made, [given]) if each.rule == "ACR-VARIANT")
    assert finding.message.endswith("The list uses DOD.")
    assert marked_texts(made, finding) == ["DoD", "DoD"]


def test_spellings_that_a_list_holds_apart_are_not_mixed_up() -> None:
    given = acronym_list(("PMs", "Program Managers"), ("P.M.", "Preventive Maintenance"))
    assert only(document("The PM and the P.M. met."), "ACR-VARIANT", given) == []


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("We saw three UAV's there.", True),
        ("We saw 12 UAV’s there.", True),
        ("The UAV's are ready.", True),
        ("These UAV's flew.", True),
        ("There is a table of UAV's.", True),
        ("The list of the UAV’s, and more.", True),
        ("All UAV's in the air land.", True),
        ("The UAV's wing broke.", False),
        ("There is a table of UAV's wings.", False),
        ("All UAV's wings broke.", False),
        ("That is a wing of the UAV's.", False),
        ("In 2020 UAV's share rose.", False),
        ("See Table 3 UAV's wing.", False),
        ("We saw three UAVs there.", False),
    ],
)
def test_plurals_with_an_apostrophe(text: str, plural: bool) -> None:
    assert bool(only(document(text), "ACR-PLURAL-APOSTROPHE")) == plural


def test_a_listed_acronym_behind_a_name_of_other_letters_differs_from_the_list() -> None:
    given = acronym_list(("JXQB", "Joint Experiment Quality Board"))
    (message,) = only(document("The Joint Test Range Office (JXQB) met."), "ACR-LIST-MISMATCH", given)
    assert message.startswith("JXQB stands behind “Joint Test Range Office” in paragraph 1; the list (row 2)")
    assert only(document("The Joint Test Range Office (NASA) met."), "ACR-DEF-LETTERS") == []


def test_the_house_may_prescribe_another_form() -> None:
    made = document("The SRS (Software Requirements Specification) rules.", SRS)
    rule = next(rule for rule in RULES if rule.info.id == "ACR-DEF-FORMAT")
    (finding,) = findings(made, rules=[rule])
    assert finding.message.endswith("Write “Software Requirements Specification (SRS)”.")
    (finding,) = findings(made, rules=[rule], house_pattern="P2")
    assert finding.message.endswith("Write “SRS (Software Requirements Specification)”.")


def test_what_the_list_says_not_to_use_names_the_better_form() -> None:
    given = acronym_list(("GBU", "guided bomb unit"), notes="Do not use: guided bomb")
    (finding,) = (each for each in findings(document("The GBU fell."), [given]) if each.rule == "ACR-BANNED")
    assert finding.message == (
        "GBU is used once, and the list (row 2) says not to use it. Use “guided bomb”."
    )
    assert finding.fix is not None
    assert (finding.fix.replacement, finding.fix.safe) == ("guided bomb", False)


def test_always_define_is_not_satisfied_by_the_table() -> None:
    made = document(table(*ROWS), "The SRS rules.")
    assert ids(made, [LISTED], table_defines="yes") == []
    strict = acronym_list(("SRS", "Software Requirements Specification"), notes="Always define")
    assert ids(made, [strict], table_defines="yes") == ["ACR-UNDEFINED"]


FRONT = (heading("Executive Summary"), SRS, heading("Scope"), SRS, USED, heading("End"), USED)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(FRONT, id="summary"),
        pytest.param(
            (SRS, heading("Scope"), SRS, USED, heading("A"), "A.", heading("B"), "B."), id="foreword"
        ),
        pytest.param(
            (table(("1", "We have the Software Requirements Specification (SRS) there.")), SRS, USED),
            id="table",
        ),
        pytest.param(
            (SRS, USED, heading("The Software Requirements Specification"), SRS), id="section about it"
        ),
        pytest.param((SRS, USED, "Guide to Software Requirements Specification (SRS) Reviews"), id="title"),
        pytest.param(
            (SRS, USED, "See “How a Software Requirements Specification (SRS) is read” there."), id="quoted"
        ),
        pytest.param((heading("One"), SRS, USED, heading("Appendix A"), SRS), id="appendix"),
        pytest.param(
            (heading("One"), SRS, USED, heading("Two"), SRS, USED, heading("Three"), SRS, USED), id="chapters"
        ),
    ],
)
def test_a_definition_that_may_be_repeated(parts: Parts) -> None:
    assert "ACR-REDEFINED" not in ids(document(*parts))


def test_the_first_definition_in_the_text_is_the_one_that_counts() -> None:
    made = document(*FRONT, SRS)
    (finding,) = (each for each in findings(made) if each.rule == "ACR-REDEFINED")
    assert finding.where.block == len(made.blocks) - 1
    assert finding.evidence[0].where.block == 3


def test_many_definitions_are_one_finding() -> None:
    (finding,) = findings(document(*[SRS] * 7, USED))
    assert (finding.rule, "at 6 places" in finding.message) == ("ACR-REDEFINED", True)
    assert finding.fix is not None
    assert len(finding.fix.others) == 5


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((SRS, "Set SRS_MODE there."), id="identifier"),
        pytest.param((SRS, "The pre-SRS draft and an SRS-based one."), id="compound"),
        pytest.param((SRS, "All SRSs."), id="plural"),
        pytest.param((SRS, caption("Figure 2: The SRS")), id="caption"),
        pytest.param((SRS, heading("References"), "The SRS of 2024."), id="references"),
        pytest.param(
            (heading("The Software Requirements Specification (SRS) Application"), "Text."), id="application"
        ),
        pytest.param((SRS, SRS), id="defined again"),
    ],
)
def test_an_acronym_that_is_used_somehow_is_not_called_unused(parts: Parts) -> None:
    assert "ACR-DEF-UNUSED" not in ids(document(*parts))


def test_a_contents_line_or_a_table_row_is_no_use() -> None:
    rows = table(("Acronym", "Definition"), ("SRS", "Software Requirements Specification"))
    assert "ACR-DEF-UNUSED" in ids(document(contents("1 The SRS .... 3"), SRS, rows))


def test_undefined_and_not_in_the_list_are_one_finding() -> None:
    (finding,) = (
        each
        for each in findings(document("The CDRL.", "The CDRL.", SRS, USED), [LISTED])
        if "CDRL" in each.message
    )
    assert finding.rule == "ACR-UNDEFINED"
    assert "It is not in the list either." in finding.message
    profile = profiles.parse('name = "x"\n[rules.ACR-UNDEFINED]\non = false', "x")
    made = document("The CDRL.", "The CDRL.")
    context = RuleContext(made, profile, [LISTED])
    assert [each.rule for each in NotInList().check(made, context)] == ["ACR-NOT-IN-LIST"]


def test_letters_that_do_not_fit_are_one_finding() -> None:
    made = document("The Joint Test Range Office (JXQB) met.", "The JXQB met again.")
    context = RuleContext(made, profiles.load("standard"))
    rules = [offer.item() for offer in registry.enabled(context.profile)]
    found = [each.rule for rule in rules for each in rule.check(made, context)]
    assert found == ["ACR-DEF-LETTERS"]


def test_no_acronym_is_proposed_for_a_person_in_any_profile() -> None:
    made = document(*["Then we asked Helen Waterford about it."] * 14)
    for name in ("classic", "thorough"):
        context = RuleContext(made, profiles.load(name))
        assert list(PotentialAcronym().check(made, context)) == []
    assert profiles.load("standard").rule("ACR-POTENTIAL").on is False


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    assert ids(document("Figure 2-1 shows it. The SRS rules.", "And more.", SRS, USED)) == ["ACR-BEFORE-DEF"]
    assert ids(document("Figure 2-1: The SRS", "Some text.", SRS, USED)) == []
    assert ids(document("Table A The SRS", "Some text.", SRS, USED)) == []
