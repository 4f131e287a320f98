"""The comment resolution matrix: made of findings, written, read again, merged."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from stormdat_core.errors import OutputRefused
from stormdat_core.model import Decision, FileResult, Finding, Fix, Location, Severity, Verdict
from stormdat_core.reports.base import CopyStyle, ReportContext
from stormdat_core.reports.matrix.about import About
from stormdat_core.reports.matrix.comments import Comment, comments_of
from stormdat_core.reports.matrix.files import merge_files
from stormdat_core.reports.matrix.layouts import KEYS, layouts, stated
from stormdat_core.reports.matrix.merging import OPEN, merge
from stormdat_core.reports.matrix.reading import Matrix, NoMatrix, read_matrix
from stormdat_core.reports.matrix.sheet import write_sheet
from stormdat_core.reports.matrix.style import MatrixStyle, Reviewer
from stormdat_core.reports.matrix.word import MOST, write_word
from stormdat_core.reports.matrix.writers import MatrixSheet, MatrixWord
from stormdat_core.rules.matrix_form import MatrixForm
from tests.word import paragraph, table
from tests.word import write_word as write_docx

MADE = datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC)
ME = Reviewer("J-6", "Ann Other", "GS-14", "J6-PLANS", "555-0100")
ABOUT = About("plan.docx", "5e" * 32, "SECRET//NOFORN")
Finder = Callable[..., Finding]
WRITERS = {".xlsx": write_sheet, ".docx": write_word}


def written(path: Path, layout: str, comments: tuple[Comment, ...]) -> Path:
    stream = BytesIO()
    WRITERS[path.suffix](stream, layouts()[layout], ABOUT, comments, MADE)
    path.write_bytes(stream.getvalue())
    return path


def test_every_column_is_one_a_comment_can_fill() -> None:
    for layout in layouts().values():
        assert {column.key for column in layout.columns} <= set(KEYS)
        assert all(hasattr(Comment(), column.key) for column in layout.columns)


def test_findings_become_comments_in_document_order(finding: Finder) -> None:
    late = finding(where=Location(part="d", block=9, paragraph=3, heading_number="3.1", page=7))
    place = Location(part="d", block=2, start=4, end=7, heading=("Scope",), paragraph=2, page=1)
    early = finding(rule="MRK-BANNER", severity=Severity.ERROR, where=place, fix=Fix(place, "DEF", safe=True))
    first, second = comments_of(FileResult(Path("plan.docx"), findings=(late, early)), {}, MADE, ME)
    assert (first.number, first.type, first.page, first.paragraph) == ("1", "C", "1", "Scope, para 2")
    assert first.proposed == "Change “ABC” to “DEF”."
    assert (second.type, second.page, second.paragraph) == ("A", "7", "3.1, para 3")
    assert "Source:" in second.rationale
    assert (second.source, second.reviewer, second.grade) == ("J-6", "Ann Other", "GS-14")
    assert (second.office, second.telephone, second.date) == ("J6-PLANS", "555-0100", "2026-11-20")


def test_what_the_reviewer_settled_is_not_handed_in(finding: Finder) -> None:
    kept, waived = finding(fingerprint="a" * 24), finding(fingerprint="b" * 24)
    decisions = {"b" * 24: Decision("b" * 24, "ACR-UNDEFINED", Verdict.WAIVED, MADE, "as agreed")}
    comments = comments_of(FileResult(Path("plan.docx"), findings=(kept, waived)), decisions, MADE)
    assert [comment.number for comment in comments] == ["1"]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("layout", ["dod", "army"])
def test_a_written_matrix_is_read_again(
    hostile: FileResult, layout: str, ending: str, tmp_path: Path
) -> None:
    comments = comments_of(hostile, {}, MADE, ME)
    assert len(comments) == len(hostile.findings)
    again = read_matrix(written(tmp_path / f"m{ending}", layout, comments))
    assert not again.unknown
    assert not again.told
    assert len(again.comments) == len(comments)
    shown = {column.key for column in layouts()[layout].columns}
    for before, after in zip(comments, again.comments, strict=True):
        for key in ("number", "source", "type", "page", "date"):
            assert after.value(key) == (before.value(key) if key in shown else "")
    assert again.comments[0].rationale == comments[0].rationale


def test_no_cell_is_a_formula(hostile: FileResult, tmp_path: Path) -> None:
    path = written(tmp_path / "m.xlsx", "dod", comments_of(hostile, {}, MADE, Reviewer("=1+1", "@SUM(A1)")))
    sheet = openpyxl.load_workbook(path)["Comments"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_a_matrix_with_other_columns_merged_cells_and_formulas(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Staffing of the plan", None, None, None])
    sheet.merge_cells("A1:D1")
    sheet.append(["No.", "Pg", "Para", "Comments", "Colour of folder", "Decision (A/R/P)"])
    sheet.append([1, 12, "3.1", "Define UAS.", "blue", "A"])
    sheet.append([None, None, None, None, None, None])
    sheet.append([2, "=A3+4", "3.2", "Say when.", "red", None])
    book.save(tmp_path / "theirs.xlsx")
    matrix = read_matrix(tmp_path / "theirs.xlsx")
    assert [comment.comment for comment in matrix.comments] == ["Define UAS.", "Say when."]
    assert (matrix.comments[0].number, matrix.comments[0].page) == ("1", "12")
    assert matrix.unknown == ("Colour of folder",)
    assert matrix.comments[0].others == (("Colour of folder", "blue"),)
    assert [comment.disposition for comment in matrix.comments] == ["A", ""]


def test_a_word_table_below_a_cover_is_found(tmp_path: Path) -> None:
    rows = (("#", "Page", "Comment"), ("1", "4", "Define UAS."))
    write_docx(tmp_path / "theirs.docx", paragraph("Routing") + table(("To", "From")) + table(*rows))
    (comment,) = read_matrix(tmp_path / "theirs.docx").comments
    assert (comment.number, comment.page, comment.comment) == ("1", "4", "Define UAS.")


def test_a_file_without_a_matrix_is_said_so(tmp_path: Path) -> None:
    write_docx(tmp_path / "letter.docx", table(("Seite", "Bemerkung"), ("1", "gut")))
    with pytest.raises(NoMatrix, match=r"letter\.docx holds no comment matrix"):
        read_matrix(tmp_path / "letter.docx")


def matrix(name: str, source: str, *rows: tuple[str, str, str, str]) -> Matrix:
    made = (
        Comment(number=number, source=source, page=page, comment=words, disposition=decision)
        for number, page, words, decision in rows
    )
    return Matrix(name, tuple(made))


def test_three_reviewers_become_one_matrix_and_conflicts_are_shown() -> None:
    ours = (("1", "10", "Define UAS.", ""), ("2", "2", "Say when.", "A"), ("3", "4", "Cite it.", "R"))
    merged = merge(
        [
            matrix("one.xlsx", "J-6", *ours),
            matrix("two.xlsx", "J-3", ("1", "3", "Name the owner.", ""), ("2", "", "General.", "")),
            matrix("three.xlsx", "J-6", ("1", "10", "Define  UAS.", "P"), ("2", "2", "Say when.", "R"),
                   ("3", "4", "Cite it.", "Accepted")),
        ]
    )  # fmt: skip
    assert [(each.page, each.comment) for each in merged.comments] == [
        ("2", "Say when."), ("3", "Name the owner."), ("", "General."), ("4", "Cite it."), ("10", "Define UAS."),
    ]  # fmt: skip
    assert [each.item for each in merged.comments] == ["1", "2", "3", "4", "5"]
    assert merged.comments[4].disposition == "P"
    assert [conflict.comment.number for conflict in merged.conflicts] == ["2", "3"]
    assert merged.comments[0].disposition == OPEN
    assert merged.comments[0].response == "one.xlsx: A\nthree.xlsx: R"
    assert "one.xlsx: A; three.xlsx: R" in merged.conflicts[0].sentence


def facts(comments: Iterable[Comment]) -> list[tuple[str, ...]]:
    keys = ("source", "number", "comment", "page", "paragraph", "line", "disposition", "response")
    return [tuple(comment.value(key) for key in keys) for comment in comments]


@pytest.mark.parametrize("places", [("page",), ("paragraph",), ("line",), ("page", "paragraph")])
@pytest.mark.parametrize("swapped", [False, True])
def test_numbers_that_begin_anew_with_the_same_words_stay_apart_by_their_places(
    places: tuple[str, ...], *, swapped: bool
) -> None:
    one = Comment(source="NAVY", number="1", comment="Spell out the acronym.")
    rows = (
        replace(one, **dict.fromkeys(places, "9")),
        replace(one, **dict.fromkeys(places, "3"), disposition="R", response="It is well known"),
    )
    part = Matrix("a.xlsx", rows[::-1] if swapped else rows)
    once = merge([part])
    result = Matrix("m.xlsx", once.comments)
    assert sorted(facts(once.comments)) == sorted(facts(rows))
    for given in ([part, result], [result, part], [part, result, result]):
        assert facts(merge(given).comments) == facts(once.comments)
        assert not merge(given).conflicts


def test_an_answer_to_one_of_equal_comments_goes_to_the_one_at_its_place() -> None:
    one = Comment(source="NAVY", number="1", comment="Spell out the acronym.")
    part = Matrix("a.xlsx", (replace(one, page="9"), replace(one, page="3")))
    answer = Matrix("b.xlsx", (replace(one, page="3", disposition="A"),))
    other = Matrix("c.xlsx", (replace(one, page="5"),))
    found = merge([part, answer, other]).comments
    assert {(each.page, each.disposition) for each in found} == {("3", "A"), ("5", ""), ("9", "")}
    assert len(found) == 3
    again = merge([part, answer, other, Matrix("m.xlsx", found)])
    assert facts(again.comments) == facts(found)


def test_a_number_that_stands_once_is_one_comment_also_where_pages_differ() -> None:
    one = Comment(source="NAVY", number="1", comment="Spell out the acronym.")
    merged = merge([Matrix(f"{page}.xlsx", (replace(one, page=page),)) for page in ("3", "9")])
    assert [each.page for each in merged.comments] == ["3 / 9"]
    assert [each.about for each in merged.conflicts] == ["page"]


def test_a_matrix_merged_with_itself_stays_as_it_is() -> None:
    one = matrix("one.xlsx", "J-6", ("1", "1", "Define UAS.", "A"), ("2", "9" * 6000, "Far.", "a"))
    two = replace(
        one, name="two.xlsx", comments=tuple(replace(c, disposition="Accepted") for c in one.comments)
    )
    merged = merge([one, two])
    assert not merged.conflicts
    assert len(merged.comments) == 2


def test_files_of_reviewers_become_one_that_carries_the_marking(tmp_path: Path) -> None:
    one = written(tmp_path / "one.xlsx", "dod", matrix("", "J-6", ("1", "10", "Define UAS.", "A")).comments)
    two = written(tmp_path / "two.docx", "army", matrix("", "J-6", ("1", "10", "Define UAS.", "R")).comments)
    merged = merge_files([one, two], tmp_path / "all.docx", layouts()["army"]).merged
    assert len(merged.comments) == len(merged.conflicts) == 1
    again = read_matrix(tmp_path / "all.docx")
    assert again.marking == "SECRET//NOFORN"
    assert again.comments[0].response == "one.xlsx: A\ntwo.docx: R"
    with pytest.raises(OutputRefused, match="there already"):
        merge_files([one], tmp_path / "all.docx", layouts()["army"])


def test_columns_are_chosen_by_a_person_and_a_wrong_one_is_named(hostile: FileResult, tmp_path: Path) -> None:
    style = CopyStyle(matrix=MatrixStyle("army", ("item", "comment", "type")))
    context = ReportContext("1.0", MADE, style)
    MatrixSheet().write(hostile, tmp_path / "m.xlsx", context)
    head = next(openpyxl.load_workbook(tmp_path / "m.xlsx")["Comments"].iter_rows(values_only=True))
    assert head == ("Item", "Comment", "Type")
    wrong = replace(context, style=CopyStyle(matrix=MatrixStyle("dod", ("office",))))
    with pytest.raises(OutputRefused, match="no column “office”"):
        MatrixWord().write(hostile, tmp_path / "m.docx", wrong)
    assert not (tmp_path / "m.docx").exists()


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_comments_are_the_same_bytes(hostile: FileResult, ending: str, tmp_path: Path) -> None:
    comments = comments_of(hostile, {}, MADE, ME)
    one = written(tmp_path / f"one{ending}", "dod", comments).read_bytes()
    with ZipFile(BytesIO(one)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2026, 11, 20, 10, 30, 14)}
    assert one == written(tmp_path / f"two{ending}", "dod", comments).read_bytes()


def saved(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_number_called_comment_number_is_not_the_comment(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "m.xlsx",
        ("Comment #", "Page", "Type", "Comment", "Disposition"),
        (7, 3, "S", "Real.", "A"),
    )
    (comment,) = read_matrix(path).comments
    assert (comment.number, comment.comment) == ("7", "Real.")


def test_heads_again_are_no_comments_and_every_sheet_is_read(tmp_path: Path) -> None:
    head = ("Comment", "Page", "Type")
    path = saved(tmp_path / "m.xlsx", head, ("One.", 1, "S"), head, ("Two.", 2, "A"))
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("More")
    for row in ((*head, "Disposition"), ("Three.", 3, "A", "R")):
        other.append(row)
    book.save(path)
    assert [each.comment for each in read_matrix(path).comments] == ["One.", "Two.", "Three."]


def test_the_row_with_most_known_headings_is_the_head(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "m.xlsx",
        ("Comment", "Page", "Type"),
        ("No.", "Page", "Type", "Comment"),
        (1, 2, "S", "One."),
    )
    (comment,) = read_matrix(path).comments
    assert (comment.page, comment.comment) == ("2", "One.")


def test_merged_cells_and_formulas_without_value(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "m.xlsx",
        ("Source", "Page", "Comment"),
        ("J-6", 4, "One."),
        (None, None, "Two."),
        ("J-3", "=A1", "Three."),
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B2:B3")
    book.save(path)
    read = read_matrix(path)
    assert [(each.source, each.page) for each in read.comments] == [("J-6", "4"), ("J-6", "4"), ("J-3", "")]
    assert read.uncalculated == 1


def test_rows_without_a_number_are_told_apart_by_their_place() -> None:
    one = matrix(
        "one.xlsx", "J-6", ("", "3", "Fix typo", ""), ("", "9", "Fix typo", ""), ("", "9", "Fix typo", "")
    )
    assert [each.page for each in merge([one, one]).comments] == ["3", "9", "9"]


@pytest.mark.parametrize(
    ("first", "second", "conflicts"),
    [
        ("Accepted", "Accepted in part", 1),
        ("Rejected", "Resolved", 1),
        ("Angenommen", "Abgelehnt", 1),
        (OPEN, "Accepted", 1),
        ("A", "Accepted with thanks", 0),
        ("Non-concur", "R", 0),
        ("P", "Partially accepted", 0),
        ("A", "", 0),
    ],
)
def test_what_is_a_conflict(first: str, second: str, conflicts: int) -> None:
    rows = [matrix(f"{at}.xlsx", "J-6", ("1", "1", "One.", said)) for at, said in enumerate((first, second))]
    merged = merge(rows)
    assert len(merged.conflicts) == conflicts
    assert merged.comments[0].disposition == (OPEN if conflicts else first)


def test_every_answer_is_kept_though_the_disposition_is_the_same() -> None:
    one, two = (
        Matrix(name, (Comment(number="1", comment="One.", disposition="A", response=words, proposed=words),))
        for name, words in (("one.xlsx", "because x"), ("two.xlsx", "but only y"))
    )
    (comment,) = merge([one, two]).comments
    assert comment.response == "one.xlsx: because x\ntwo.xlsx: but only y" == comment.proposed


def test_pages_are_sorted_as_a_document_has_them() -> None:
    pages = ("A-1", "10", "2", "", "ES-2", "iv", "v", "i")
    rows = tuple((str(at), page, "One.", "") for at, page in enumerate(pages))
    merged = merge([matrix(f"{row[1]}.xlsx", "J-6", row) for row in rows if row[1]])
    assert [each.page for each in merged.comments] == ["i", "iv", "v", "ES-2", "2", "10", "A-1"]


PLACES = (
    "para 1", "para 145", "1.4, para 2", "1.5, para 1", "1.5.2, para 4", "1.5.2, table 1, row 2",
    "1.5.2, para 8", "1.10, para 1", "Signs, para 3", "A, para 1", "A.1, para 2", "A.3, para 1", "B",
)  # fmt: skip


def placed(name: str, *places: str) -> Matrix:
    return Matrix(name, tuple(Comment(paragraph=each, comment=f"At {each}.") for each in places))


def test_the_order_of_a_matrix_is_kept() -> None:
    assert [each.paragraph for each in merge([placed("one.xlsx", *PLACES)]).comments] == list(PLACES)
    mixed = (*PLACES[7:], *PLACES[:7])
    assert [each.paragraph for each in merge([placed("one.xlsx", *mixed)]).comments] == list(mixed)


def test_rows_of_several_stand_in_the_order_of_the_document() -> None:
    one, two = placed("one.xlsx", *PLACES[::2]), placed("two.xlsx", *PLACES)
    assert [each.paragraph for each in merge([one, two]).comments] == list(PLACES)


def test_rows_added_at_the_end_go_where_their_numbers_say() -> None:
    one, two = placed("one.xlsx", *PLACES, "1.4, para 9"), placed("two.xlsx", *PLACES, "A.2, para 1")
    wanted = [*PLACES[:3], "1.4, para 9", *PLACES[3:11], "A.2, para 1", *PLACES[11:]]
    assert [each.paragraph for each in merge([one, two]).comments] == wanted


def test_matrices_that_contradict_each_other_lose_nothing() -> None:
    one, two = placed("one.xlsx", "Scope", "Aim", "End"), placed("two.xlsx", "End", "Aim", "Scope")
    assert sorted(each.paragraph for each in merge([one, two]).comments) == ["Aim", "End", "Scope"]


def test_what_the_form_has_no_column_for_is_told(tmp_path: Path) -> None:
    comment = Comment(number="1", comment="One.", page="1", reviewer="Ann Other", office="J6")
    army = written(tmp_path / "army.xlsx", "army", (comment,))
    (sentence,) = merge_files([army], tmp_path / "all.xlsx", layouts()["dod"]).left_out
    assert "reviewer, office" in sentence


def test_more_comments_than_word_takes_are_refused_before_the_work(tmp_path: Path) -> None:
    comments = (Comment(number="1", comment="One."),) * (MOST + 1)
    with pytest.raises(OutputRefused, match="5,001 comments are too many"):
        write_word(BytesIO(), layouts()["dod"], ABOUT, comments, MADE)


def test_a_profile_states_the_form(hostile: FileResult, tmp_path: Path) -> None:
    form = MatrixForm.model_validate(
        {
            "layout": "dod",
            "title": "=Ours",
            "columns": [
                "number",
                {"column": "comment", "heading": "=Einspruch", "width": 30},
                "office",
                "page",
            ],
        }
    )
    style = CopyStyle(matrix=MatrixStyle("army", ("item",), ME)).on_form(form)
    MatrixSheet().write(hostile, tmp_path / "m.xlsx", ReportContext("1.0", MADE, style))
    head = next(openpyxl.load_workbook(tmp_path / "m.xlsx")["Comments"].iter_rows(values_only=True))
    assert head == ("Comment number", "=Einspruch", "Office symbol", "Page")
    layout = stated(form)
    assert len(read_matrix(tmp_path / "m.xlsx", layout).comments) == len(hostile.findings)
    with pytest.raises(NoMatrix, match="=Einspruch"):
        read_matrix(tmp_path / "m.xlsx")
    merge_files([tmp_path / "m.xlsx"], tmp_path / "all.docx", layout)
    assert len(read_matrix(tmp_path / "all.docx", layout).comments) == len(hostile.findings)


def test_a_form_that_names_no_columns_leaves_those_of_the_settings(
    hostile: FileResult, tmp_path: Path
) -> None:
    style = CopyStyle(matrix=MatrixStyle("army", ("item", "comment", "type")))
    style = style.on_form(MatrixForm.model_validate({"title": "Ours"}))
    MatrixSheet().write(hostile, tmp_path / "m.xlsx", ReportContext("1.0", MADE, style))
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert next(book["Comments"].iter_rows(values_only=True)) == ("Item", "Comment", "Type")
    assert book["About"]["A1"].value == "Ours"


@pytest.mark.parametrize(
    ("layout", "reviewer", "source"),
    [
        ("dod", ME, "J-6 / Ann Other"),
        ("dod", Reviewer(reviewer="Ann Other"), "Ann Other"),
        ("dod", Reviewer("J-6"), "J-6"),
        ("army", ME, "J-6"),
    ],
)
def test_the_reviewer_is_named_in_every_form(
    hostile: FileResult, layout: str, reviewer: Reviewer, source: str, tmp_path: Path
) -> None:
    style = CopyStyle(matrix=MatrixStyle(layout, (), reviewer))
    MatrixSheet().write(hostile, tmp_path / "m.xlsx", ReportContext("1.0", MADE, style))
    (said,) = {each.source for each in read_matrix(tmp_path / "m.xlsx").comments}
    assert said == source


def test_who_adds_a_line_below_a_comment_contradicts_nobody() -> None:
    one = matrix("one.xlsx", "", ("1", "3", "Define UAS.\nSee page 2.", ""))
    two = matrix("two.xlsx", "", ("1", "3", "Define UAS.\nSee page 2.\nTwo: and UAV.", ""))
    merged = merge([one, two])
    assert not merged.conflicts
    assert [each.comment for each in merged.comments] == ["Define UAS.\nSee page 2.\nTwo: and UAV."]
    other = matrix("two.xlsx", "", ("1", "3", "Define UAS.\nSee page 7.", ""))
    (conflict,) = merge([one, other]).conflicts
    assert conflict.sentence.startswith("Comment 1 of one.xlsx, two.xlsx is worded in different ways: ")


@pytest.mark.parametrize("ending", WRITERS)
def test_a_merged_matrix_names_the_document_and_its_notes(ending: str, tmp_path: Path) -> None:
    rows = matrix("", "J-6", ("1", "10", "Define UAS.", "A")).comments
    paths = [tmp_path / f"one{ending}", tmp_path / f"two{ending}"]
    for path in paths:
        stream = BytesIO()
        WRITERS[ending](stream, layouts()["dod"], replace(ABOUT, notes=("Files were not read.",)), rows, MADE)
        path.write_bytes(stream.getvalue())
    merge_files(paths, tmp_path / f"all{ending}", layouts()["dod"])
    about = read_matrix(tmp_path / f"all{ending}").about
    assert (about.document, about.sha256, about.marking) == (ABOUT.document, ABOUT.sha256, ABOUT.marking)
    assert about.notes == (f"Merged from one{ending}, two{ending}.", "Files were not read.")


def test_a_merged_matrix_counts_its_rows_anew(tmp_path: Path) -> None:
    one = written(tmp_path / "one.xlsx", "dod", matrix("", "J-6", ("27", "1", "Define UAS.", "")).comments)
    two = written(tmp_path / "two.xlsx", "dod", matrix("", "J-3", ("27", "2", "Say when.", "")).comments)
    merge_files([one, two], tmp_path / "all.xlsx", layouts()["dod"])
    rows = list(openpyxl.load_workbook(tmp_path / "all.xlsx")["Comments"].iter_rows(values_only=True))
    assert [row[:2] for row in rows] == [("Item", "Earlier number"), ("1", "27"), ("2", "27")]
    merged = merge_files([tmp_path / "all.xlsx", one], tmp_path / "again.xlsx", layouts()["dod"]).merged
    assert [(each.number, each.comment) for each in merged.comments] == [
        ("27", "Define UAS."), ("27", "Say when."),
    ]  # fmt: skip
