"""The evidence of one document."""

from dataclasses import replace

import pytest

from stormdat_core.acronyms.gathering.entries import Use
from stormdat_core.acronyms.index import AcronymIndex
from tests.core.acronyms.build import acronym_list, contents, document, header, heading, index, table


def test_uses_and_definitions_in_order() -> None:
    found = index("The SRS rules.", "The Software Requirements Specification (SRS) and SRSs.")
    entry = found.entries["SRS"]
    assert entry.uses == (Use(0, 4, 7), Use(1, 50, 54))
    (place,) = entry.definitions
    assert (place.block, place.short_start, place.full) == (1, 41, "Software Requirements Specification")
    assert place.sure


def test_an_acronym_in_the_full_form_of_another_has_its_order() -> None:
    letters = "BCDFGHKL"
    found = index(*(f"The {letter}QX Reuse Library ({letter}RL) is kept." for letter in letters))
    names = [name for letter in letters for name in (f"{letter}QX", f"{letter}RL")]
    assert list(found.entries) == names


def test_surfaces_of_one_key() -> None:
    entry = index("The U.S. and the US policy; DoD, DOD and the DoD's plan.", well_known=()).entries["DOD"]
    assert entry.surfaces == {"DoD": 2, "DOD": 1}
    assert entry.name == "DoD"


def test_the_longest_token_counts() -> None:
    found = index("The IV&V team met.", "Annex IV was read.")
    assert set(found.entries) == {"IV&V"}
    assert found.suppressed.members["SUP-ROMAN"] == {"IV": 1}


def test_forms_that_only_a_list_or_a_definition_makes_acronyms() -> None:
    assert not index("The C2 node and the PEO C4I plan use kbps.").entries.keys() & {"C2", "PEOC4I", "KBPS"}
    listed = acronym_list(
        ("C2", "command and control"),
        ("PEO C4I", "Program Executive Office"),
        ("kbps", "kilobits per second"),
    )
    found = index("The C2 node and the PEO C4I plan use kbps.", lists=[listed])
    assert {"C2", "PEOC4I", "KBPS"} <= found.entries.keys()
    assert "C4I" not in found.entries


def test_forms_of_several_words_count_in_their_own_case_only() -> None:
    listed = acronym_list(("PEO C4I", "Program Executive Office"))
    assert "PEOC4I" not in index("The peo c4i plan.", lists=[listed]).entries


def test_headers_are_a_scope_of_their_own_and_said_once() -> None:
    found = index(header("The CDRL line"), header("The CDRL line"), "Nothing else.")
    entry = found.entries["CDRL"]
    assert entry.uses == ()
    assert len(entry.outside) == 1
    assert found.suppressed.left_out["repeated headers and footers"] == 1


def test_contents_and_references_are_left_out_and_counted() -> None:
    found = index(
        contents("1. The CDRL .... 3"),
        heading("1 References"),
        "MIL-HDBK by the AFMC.",
        heading("2 Scope"),
        "The LOB works.",
    )
    assert set(found.entries) == {"LOB"}
    assert found.suppressed.left_out == {"contents and generated lists": 1, "references": 2}


def test_a_cover_is_left_out_and_counted() -> None:
    made = document("The CDRL of the AFMC", heading("Scope"), "The SRS.", "The LOB.")
    pages = [
        replace(block, where=block.where._replace(page=at))
        for block, at in zip(made.blocks, (1, 2, 2, 3), strict=True)
    ]
    found = AcronymIndex.build(replace(made, blocks=tuple(pages)))
    assert set(found.entries) == {"SRS", "LOB"}
    assert found.suppressed.left_out == {"cover page": 1}
    assert set(AcronymIndex.build(made).entries) == {"CDRL", "AFMC", "SRS", "LOB"}


def test_the_documents_own_table_is_held_apart() -> None:
    rows = [("Acronym", "Definition"), ("GPS", "Global Positioning System"), ("LOB", "Line of Balance")]
    found = index("The GPS works.", table(*rows))
    assert [row.acronym for row in found.table_rows] == ["GPS", "LOB"]
    assert len(found.entries["GPS"].uses) == 1
    assert found.entries["GPS"].definitions == ()
    assert found.entries["LOB"].uses == ()


@pytest.mark.parametrize(
    "line",
    [
        "GPS\tGlobal Positioning System",
        "GPS \u2013 Global Positioning System",
        "GPS: Global Positioning System",
    ],
)
def test_a_section_of_acronyms(line: str) -> None:
    found = index(heading("Appendix A: List of Acronyms"), line, heading("Scope"), "The GPS works.")
    assert [row.definition for row in found.table_rows] == ["Global Positioning System"]
    assert found.entries["GPS"].uses == (Use(3, 4, 7),)


def test_a_table_is_known_by_its_alignment() -> None:
    rows = [
        ("GPS", "Global Positioning System"),
        ("LOB", "Line of Balance"),
        ("SRS", "Software Requirements Specification"),
    ]
    assert len(index(table(*rows)).table_rows) == 3
    assert not index(
        table(("GPS", "passed on Monday"), ("LOB", "failed again"), ("SRS", "not yet run"))
    ).table_rows


def test_a_listed_full_form_is_taken_exactly() -> None:
    text = "The new Joint Test Range Control Office (JTRCO) met."
    listed = acronym_list(("JTRCO", "Range Control Office"))
    (place,) = index(text, lists=[listed]).entries["JTRCO"].definitions
    assert (place.full, place.method) == ("Range Control Office", "list")


def test_scopes() -> None:
    parts = (heading("One"), "The Line of Balance (LOB) and LOB.", heading("Two"), "The LOB.")
    assert index(*parts).scope(3) == index(*parts).scope(1) == 0
    by_chapter = index(*parts, scope="chapter")
    assert by_chapter.scope(3) != by_chapter.scope(1)


@pytest.mark.parametrize(
    ("text", "group", "form"),
    [
        pytest.param(
            "(U) This is open. TS//SI//REL TO USA, FVEY it is.", "SUP-MARKING", "FVEY", id="marking"
        ),
        pytest.param("DO NOT OPEN THE XYZW COVER PLATE NOW", "SUP-CAPS-TEXT", "XYZW", id="capitals"),
        pytest.param("See Section XC for it.", "SUP-ROMAN", "XC", id="numeral"),
        pytest.param("It takes 40 PSI here.", "SUP-UNIT", "PSI", id="unit after a number"),
        pytest.param("It works at some MHz here.", "SUP-UNIT", "MHz", id="unit by itself"),
        pytest.param("On 12 JAN 2024 it began.", "SUP-DATE", "JAN", id="month"),
        pytest.param("It began at 10:30 EST today.", "SUP-DATE", "EST", id="time zone"),
        pytest.param("Part MS3456-12 broke.", "SUP-PART", "MS3456-12", id="part number"),
        pytest.param("As SRS-0042 says.", "SUP-ID", "SRS-0042", id="requirement"),
        pytest.param("Call HTTP_GET now.", "SUP-CODE", "HTTP_GET", id="identifier"),
        pytest.param("See https://x.example/ABCD/y for it.", "SUP-CODE", "ABCD", id="address"),
        pytest.param("They met at Arlington, VA in May.", "SUP-NAME", "VA", id="state"),
        pytest.param("Then LCDR Smith came.", "SUP-NAME", "LCDR", id="rank"),
        pytest.param("Then A.B. Smith came.", "SUP-NAME", "A.B.", id="initials"),
        pytest.param("'Invalid XQRT length = %d'", "SUP-CODE", "XQRT", id="message pattern"),
        pytest.param("You MUST do it.", "SUP-WORD", "MUST", id="emphasis"),
        pytest.param("See ERROR3 below.", "SUP-WORD", "ERROR3", id="numbered word"),
        pytest.param(
            "The REPLICATOR runs; a replicator copies.", "SUP-WORD", "REPLICATOR", id="its small twin"
        ),
        pytest.param("The value is TBD here.", "SUP-PLACEHOLDER", "TBD", id="placeholder"),
        pytest.param("Send a PDF of it.", "SUP-WELLKNOWN", "PDF", id="well known"),
    ],
)
def test_each_class_is_suppressed_and_counted(text: str, group: str, form: str) -> None:
    found = index(text)
    assert form in found.suppressed.members[group]
    assert not any(form in entry.surfaces for entry in found.entries.values())


@pytest.mark.parametrize(
    ("text", "group", "form"),
    [
        ("It takes 40 PSI here.", "SUP-UNIT", "PSI"),
        ("You MUST do it.", "SUP-WORD", "MUST"),
        ("The value is TBD here.", "SUP-PLACEHOLDER", "TBD"),
        ("DO NOT OPEN THE XYZW COVER PLATE NOW", "SUP-CAPS-TEXT", "XYZW"),
    ],
)
def test_a_list_a_definition_or_the_profile_beats_suppression(text: str, group: str, form: str) -> None:
    listed = acronym_list((form, "Some Long Full Form"))
    assert form in index(text, lists=[listed]).entries
    assert form in index(text, f"The {_full(form)} ({form}) is it.").entries
    others = [each for each in index(text).options.suppress if each != group]
    assert form in index(text, suppress=others).entries


def _full(form: str) -> str:
    return " ".join(f"{letter}word" for letter in form)


def test_what_stands_elsewhere_counts_in_capitals_too() -> None:
    found = index("OPEN THE XYZW COVER PLATE", "The XYZW cover is open.")
    assert len(found.entries["XYZW"].uses) == 2


def test_text_is_read_through_soft_hyphens() -> None:
    made = document("The Line of Balance (L\u00adOB) and the LO\u00adB.")
    entry = index("The Line of Balance (L\u00adOB) and the LO\u00adB.").entries["LOB"]
    (use,) = entry.uses
    assert made.blocks[0].text[use.start : use.end] == "LO\u00adB"
