"""The acronyms of a document as values: what they hold, and that they stay small."""

from pathlib import Path

import pytest

from stormdat_core.acronyms import digest
from stormdat_core.acronyms.digest import acronym_matrix
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.options import AcronymOptions
from stormdat_core.model import AcronymMatrix, Document, Standing
from stormdat_core.sweep import check_file
from tests.core.acronyms.build import acronym_list, document, findings, heading, table
from tests.word import paragraph, write_word


def matrix(made: Document, *lists: AcronymList) -> AcronymMatrix:
    index = AcronymIndex.build(made, lists, AcronymOptions())
    return acronym_matrix(index, made, findings(made, lists))


def test_a_row_holds_text_table_and_list_with_their_places() -> None:
    made = document(
        heading("Scope"),
        "The Software Requirements Specification (SRS) governs. The SRS is long.",
        heading("Acronyms"),
        table(("Acronym", "Definition"), ("SRS", "System Readiness Study")),
    )
    found = matrix(made, acronym_list(("SRS", "Software Requirements Specification")))
    (row,) = found.rows
    assert (row.acronym, row.standing, row.uses) == ("SRS", Standing.DIFFERS, 1)
    assert [each.full_form for each in row.text] == ["Software Requirements Specification"]
    assert row.text[0].where.heading == ("Scope",)
    assert [each.full_form for each in row.table] == ["System Readiness Study"]
    assert row.table[0].where.label == "“Acronyms”, table 1, row 2, column 1"
    assert [(each.row, each.full_form) for each in row.lists] == [(2, "Software Requirements Specification")]
    assert row.first is not None
    assert row.first.block == 1
    assert found.table_rows == 1


def test_a_row_names_its_findings_and_no_others() -> None:
    made = document("Submit the CDRL. The Line of Balance (LOB) is drawn.", "Submit the CDRL to ABX.")
    found = {row.acronym: row.findings for row in matrix(made).rows}
    said = {mark.fingerprint: mark.rule for mark in findings(made)}
    assert [said[mark] for mark in found["CDRL"]] == ["ACR-UNDEFINED"]
    assert [said[mark] for mark in found["LOB"]] == ["ACR-DEF-UNUSED"]
    assert not set(found["CDRL"]) & set(found["ABX"])


def test_what_was_not_judged_is_counted_with_its_members() -> None:
    made = document("See Section IV and Section IV and Phase II.", "It runs at 5 MHz.", heading("Contents"))
    suppressed = {each.id: each for each in matrix(made).suppressed}
    assert suppressed["SUP-ROMAN"].forms == (("IV", 2), ("II", 1))
    assert suppressed["SUP-ROMAN"].count == 3
    assert suppressed["SUP-ROMAN"].more == 0


def test_size_is_bounded_and_what_is_dropped_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "MOST_ROWS", 3)
    monkeypatch.setattr(digest, "MOST_FORMS", 1)
    letters = "ABCDEFGH"
    made = document(
        heading("Very " * 500 + "long"),
        *(f"The X{one}Q works. Section IV, Section V{'I' * (at % 4)}." for at, one in enumerate(letters)),
        "The Line of Balance (LOB) is drawn. LOB is known.",
    )
    found = matrix(made)
    assert [row.standing for row in found.rows] == [Standing.UNKNOWN] * 3
    assert found.more == 6
    (roman,) = (each for each in found.suppressed if each.id == "SUP-ROMAN")
    assert roman.forms == (("IV", 8),)
    assert roman.more > 0
    assert roman.count > 8
    assert all(len(row.first.heading[-1]) <= 300 for row in found.rows if row.first)


def test_a_checked_file_carries_its_matrix(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph("Submit the CDRL. Section IV is void."))
    result = check_file(path)
    assert result.acronyms is not None
    assert [row.acronym for row in result.acronyms.rows] == ["CDRL"]
    prints = {each.fingerprint for each in result.findings}
    assert set(result.acronyms.rows[0].findings) <= prints
