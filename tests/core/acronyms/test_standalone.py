"""What is read by itself is judged by itself: rows of a workbook, quotations, templates; titles do not count."""

import pytest

from stormdat_core.model import BlockKind, Finding
from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from stormdat_core.rules.base import Rule
from tests.core.acronyms.build import Part, contents, document, findings, heading, marked_texts, sheet, table

SRS = "The Software Requirements Specification (SRS) rules."
AGAIN = "A Software Requirements Specification (SRS) is written."
USED = "The SRS is final; the SRS is signed."
PROSE = "The system shall be delivered in two builds before the end of the year."
Parts = tuple[Part | str | list[Part], ...]


def said(rule: type[Rule], *parts: Part | str | list[Part], **options: object) -> list[Finding]:
    return findings(document(*parts), rules=(rule,), **options)


def cells(*texts: str, header: str = "Description") -> list[Part]:
    return sheet((header,), *((text,) for text in texts))


def test_each_row_of_a_workbook_is_read_by_itself() -> None:
    assert said(Redefined, cells(SRS, USED, AGAIN)) == []
    assert len(said(Redefined, cells(f"{SRS} {AGAIN}", USED))) == 1
    assert len(said(Redefined, sheet((SRS, AGAIN), ("x", USED)))) == 1


def test_the_rows_of_a_table_are_read_in_order() -> None:
    assert len(said(Redefined, table((SRS,), (USED,), (AGAIN,)))) == 1


def test_a_cell_of_a_workbook_that_uses_an_acronym_stands_before_nothing() -> None:
    assert said(UsedBeforeDefinition, cells(USED, SRS)) == []
    assert len(said(UsedBeforeDefinition, cells(f"{USED} {SRS}"))) == 1
    assert said(Undefined, cells(USED, SRS)) == []


def test_a_full_form_in_another_row_stays() -> None:
    long = "The Software Requirements Specification is to be read before anything is built."
    assert said(FullFormAgain, cells(SRS, USED, long)) == []
    assert len(said(FullFormAgain, cells(f"{SRS} {USED} {long}"))) == 1


def test_what_a_workbook_defines_and_does_not_use_is_one_finding() -> None:
    lob = "The Line of Balance (LOB) is drawn."
    made = document(cells(SRS, lob, "The Contract Data Requirements List (CDRL) is long."))
    (found,) = findings(made, rules=(DefinedUnused,))
    assert found.message.startswith(
        "3 acronyms are defined in a cell and not used anywhere else: SRS, LOB, CDRL."
    )
    assert len(marked_texts(made, found)) == 3
    (one,) = said(DefinedUnused, cells(SRS))
    assert "is defined in" in one.message
    assert len(said(DefinedUnused, SRS, lob)) == 2


@pytest.mark.parametrize(
    "header", ["Text (from SP 800-53)", "Control (Source: ISO 27001)", "Wording (quoted from X)"]
)
def test_a_column_that_quotes_a_publication_is_left_alone(header: str) -> None:
    assert said(DefinedUnused, cells(SRS, header=header)) == []
    assert said(Redefined, cells(f"{SRS} {USED} {AGAIN}", header=header)) == []
    assert said(UsedBeforeDefinition, cells(f"{USED} {SRS}", header=header)) == []


def test_the_other_columns_are_the_authors() -> None:
    rows = sheet(("Text (from SP 800-53)", "Our remarks"), ("x", f"{SRS} {AGAIN}"))
    assert len(said(Redefined, rows)) == 1


def quoted(text: str) -> str:
    return f"The clause reads: “{PROSE} {PROSE} {PROSE} {PROSE} {PROSE} {PROSE} {text}”"


def test_a_long_quotation_defines_for_its_own_reader() -> None:
    assert said(Redefined, SRS, USED, quoted(AGAIN)) == []
    assert said(Redefined, SRS, USED, f"“{PROSE}", AGAIN, "Sign here.”") == []
    assert len(said(Redefined, SRS, USED, f"“{PROSE}” {AGAIN}")) == 1


def test_a_full_form_in_a_long_quotation_stays() -> None:
    long = "The Software Requirements Specification is long."
    assert said(FullFormAgain, SRS, USED, quoted(long)) == []
    assert (
        len(
            said(FullFormAgain, SRS, USED, f"“{PROSE}” Then the Software Requirements Specification is long.")
        )
        == 1
    )


LETTER = (
    heading("Appendix C – Attestation"),
    "Dear <Name>, on <date> we have looked at your system and at its papers.",
    "The agency <Agency> will be told.",
)


def test_a_letter_to_be_filled_in_is_read_by_itself() -> None:
    long = "The Software Requirements Specification is to be sent."
    body: Parts = (heading("Scope"), SRS, USED, heading("Text"), PROSE)
    assert said(Redefined, *body, *LETTER, PROSE, AGAIN) == []
    assert said(FullFormAgain, *body, *LETTER, long) == []
    assert len(said(FullFormAgain, *body, heading("Appendix C – Tables"), long)) == 1
    assert len(said(Redefined, *body, *LETTER, AGAIN, f"{PROSE} {AGAIN}")) == 1


def test_a_template_does_not_leave_an_acronym_undefined() -> None:
    assert said(Undefined, heading("Scope"), SRS, *LETTER, USED) == []


def test_titles_and_banners_before_the_first_sentence_stand_before_nothing() -> None:
    title = table(("SRS of the Station",), ("Version 1.0",))
    assert said(UsedBeforeDefinition, title, PROSE, SRS, USED) == []
    assert len(said(UsedBeforeDefinition, PROSE, title, SRS, USED)) == 1


def test_a_heading_in_a_cell_is_a_heading() -> None:
    title = Part(
        "Software Requirements Specification (SRS)",
        BlockKind.CELL,
        table=1,
        row=1,
        column=1,
        style="heading 1",
    )
    text = Part(AGAIN, BlockKind.CELL, table=1, row=2, column=1)
    assert said(Redefined, [title, text, Part(USED, BlockKind.CELL, table=1, row=3, column=1)]) == []


def test_a_definition_before_the_contents_may_be_repeated_behind_them() -> None:
    listed = [contents(f"{number} Part\t{number}") for number in range(1, 5)]
    text: Parts = (heading("Scope"), PROSE, AGAIN, USED, PROSE, PROSE, PROSE, PROSE)
    assert said(Redefined, heading("About us"), SRS, listed, *text) == []
    assert len(said(Redefined, heading("About us"), SRS, listed, *text, AGAIN)) == 1
    assert len(said(Redefined, heading("About us"), SRS, *text)) == 1


@pytest.mark.parametrize("title", ["What is an SRS?", "The SRS: its parts", "Parts (SRS)"])
def test_a_section_about_an_acronym_may_define_it(title: str) -> None:
    assert said(Redefined, heading("Scope"), SRS, USED, heading(title), AGAIN) == []
    assert len(said(Redefined, heading("Scope"), SRS, USED, heading("Parts"), AGAIN)) == 1


def test_what_a_heading_defines_is_to_be_defined_in_the_text_too() -> None:
    title = heading("Software Requirements Specification (SRS)")
    (found,) = said(UsedBeforeDefinition, PROSE, USED, PROSE, title, PROSE)
    assert found.message.endswith("Define it at the first use too.")
    (moved,) = said(UsedBeforeDefinition, PROSE, USED, PROSE, SRS)
    assert moved.message.endswith("Move the definition to the first use.")


CITED = "See NIST SP 800-157 Guidelines for Derived Personal Identity Verification (PIV) Credentials."


def test_the_title_of_a_publication_defines_nothing() -> None:
    uses, plain = (
        "The PIV card is read; a PIV card is kept.",
        "Personal Identity Verification (PIV) is needed.",
    )
    assert said(Redefined, plain, uses, CITED) == []
    assert said(Redefined, CITED, uses, plain) == []
    assert said(UsedBeforeDefinition, uses, CITED) == []
    assert len(said(UsedBeforeDefinition, uses, plain)) == 1
    assert len(said(Redefined, plain, uses, f"Again {plain}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "FIPS 201 Personal Identity Verification (PIV) is needed.", id="right behind the number"
        ),
        pytest.param("SP 800-157 says that Personal Identity Verification (PIV) is needed.", id="a sentence"),
        pytest.param("NIST Special Publication (SP) 800-37 is used.", id="the name of a series"),
    ],
)
def test_a_sentence_that_cites_a_publication_still_defines(text: str) -> None:
    short = "SP" if "(SP)" in text else "PIV"
    assert not any(
        f.message.startswith(f"{short} is used") for f in said(Undefined, text, f"The {short} is it.")
    )


def test_a_field_to_be_filled_in_defines_nothing() -> None:
    field = "<insert Software Requirements Specification (SRS) or none>"
    assert said(Redefined, SRS, USED, f"The system holds {field} today.") == []
    assert len(said(Redefined, SRS, USED, f"Where x < 3, {AGAIN}")) == 1
    assert len(said(Redefined, SRS, USED, f"<Name> has {AGAIN} <Date>")) == 1
