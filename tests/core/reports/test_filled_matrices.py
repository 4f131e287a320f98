"""Matrices that others filled: in other languages, with merged cells, several tables, columns of their own."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from stormdat_core.errors import StormError
from stormdat_core.reports.matrix.comments import Comment
from stormdat_core.reports.matrix.files import merge_files
from stormdat_core.reports.matrix.layouts import layouts
from stormdat_core.reports.matrix.merging import OPEN, merge
from stormdat_core.reports.matrix.reading import Matrix, NoMatrix, read_matrix
from stormdat_core.reports.matrix.terms import Terms, decision_kind
from tests.office import convert, needs_office

DOD = layouts()["dod"]


def book(path: Path, *rows: Sequence[object], merged: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for each in merged:
        made.active.merge_cells(each)
    made.save(path)
    return path


def word(
    path: Path, *rows: Sequence[str], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
) -> Path:
    page = docx.Document()
    page.add_paragraph("Comments on the plan")
    _table(page, rows, merged)
    page.save(path)
    return path


def _table(page, rows, merged=()):  # type: ignore[no-untyped-def]
    table = page.add_table(len(rows), max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                table.cell(at, column).text = text
    for first, last in merged:
        table.cell(*first).merge(table.cell(*last))
    return table


HEADS = {
    "German": ("Lfd. Nr.", "Dienststelle", "Art der Bemerkung", "Seite", "Absatz", "Zeile", "Bemerkung",
               "Begründung", "Vorgeschlagener Wortlaut", "Entscheidung", "Begründung der Entscheidung"),
    "French": ("N°", "Organisme", "Type de commentaire", "Page", "Paragraphe", "Ligne", "Commentaire",
               "Justification", "Texte proposé", "Décision", "Motif de la décision"),
    "Spanish": ("Nº", "Organismo", "Tipo", "Página", "Apartado", "Línea", "Comentario", "Justificación",
                "Redacción propuesta", "Decisión", "Motivo de la decisión"),
    "Italian": ("N.", "Ente", "Tipo di commento", "Pagina", "Paragrafo", "Riga", "Osservazione",
                "Motivazione", "Testo proposto", "Decisione", "Motivazione della decisione"),
    "Dutch": ("Volgnr.", "Organisatie", "Soort opmerking", "Blz.", "Paragraaf", "Regel", "Opmerking",
              "Onderbouwing", "Voorgestelde tekst", "Besluit", "Reden van het besluit"),
    "Polish": ("Lp.", "Podmiot zgłaszający", "Rodzaj uwagi", "Strona", "Jednostka redakcyjna", "Wiersz",
               "Treść uwagi", "Uzasadnienie", "Proponowane brzmienie", "Rozstrzygnięcie", "Uzasadnienie decyzji"),
    "two languages": ("No. / Nr.", "Source / Quelle", "Type\nArt", "Page | Seite", "Para / Absatz",
                      "Line/Zeile", "Comment / Bemerkung", "Rationale (Begründung)", "Proposed wording / Vorschlag",
                      "Decision – Entscheidung", "Reason for decision"),
}  # fmt: skip
ROW = ("1", "J-6", "S", "12", "3.1", "4", "Define UAS.", "It is new.", "Add it.", "A", "Right.")
KEYS = ("number", "source", "type", "page", "paragraph", "line", "comment", "rationale", "proposed",
        "disposition", "response")  # fmt: skip


@pytest.mark.parametrize("language", HEADS)
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_headings_are_known_in_several_languages(language: str, ending: str, tmp_path: Path) -> None:
    make = book if ending == "xlsx" else word
    if language == "Polish":  # "wiersz" alone counts rows, as the Polish for "line" does
        HEADS[language] = (*HEADS[language][:5], "Nr wiersza", *HEADS[language][6:])
    matrix = read_matrix(make(tmp_path / f"m.{ending}", HEADS[language], ROW))
    (comment,) = matrix.comments
    assert {key: comment.value(key) for key in KEYS} == dict(zip(KEYS, ROW, strict=True))
    assert (matrix.unknown, matrix.told) == ((), ())


@pytest.mark.parametrize(
    "heading", ["Colour / type", "Commented-out code", "Page count", "Typist", "x" * 300]
)
def test_what_only_looks_like_a_heading_is_unknown(heading: str) -> None:
    assert Terms().key(heading) == ""


TWO_ROWS = (
    ("Comments on the plan", "", "", "", "", "", "", ""),
    ("No.", "Location", "", "", "Comment", "Type", "Adjudication", ""),
    ("", "Page", "Para", "Line", "", "", "Decision", "Reason"),
    ("1", "12", "3.1", "4", "Define UAS.", "S", "R", "Known."),
    ("2", "13", "3.2", "5", "Say when.", "A", "A", ""),
)


def test_a_head_of_two_rows_with_merged_cells(tmp_path: Path) -> None:
    merged = ["A1:H1", "A2:A3", "B2:D2", "E2:E3", "F2:F3", "G2:H2"]
    rows = [[text or None for text in row] for row in TWO_ROWS]
    cells = [
        ((0, 0), (0, 7)), ((1, 0), (2, 0)), ((1, 1), (1, 3)), ((1, 4), (2, 4)), ((1, 5), (2, 5)), ((1, 6), (1, 7)),
    ]  # fmt: skip
    for path in (
        book(tmp_path / "m.xlsx", *rows, merged=merged),
        book(tmp_path / "unmerged.xlsx", *rows),
        word(tmp_path / "m.docx", *TWO_ROWS, merged=cells),
    ):
        first, second = read_matrix(path).comments
        assert (first.number, first.page, first.paragraph, first.line) == ("1", "12", "3.1", "4")
        assert (first.type, first.disposition, first.response) == ("S", "R", "Known.")
        assert (second.comment, second.disposition, second.response) == ("Say when.", "A", "")


@needs_office
@pytest.mark.soak
def test_libreoffice_writes_the_same(tmp_path: Path) -> None:
    rows = [[text or None for text in row] for row in TWO_ROWS]
    rows[4][1], rows[3][3] = None, "=2+2"
    merged = ["A1:H1", "A2:A3", "B2:D2", "E2:E3", "F2:F3", "G2:H2", "B4:B5"]
    cells = [((0, 0), (0, 7)), ((1, 1), (1, 3)), ((1, 4), (2, 4)), ((1, 6), (1, 7)), ((3, 1), (4, 1))]
    texts = [[text if (at, column) != (4, 1) else "" for column, text in enumerate(row)]
             for at, row in enumerate(TWO_ROWS)]  # fmt: skip
    sheet = book(tmp_path / "m.xlsx", *rows, merged=merged)
    for source, kinds in (
        (sheet, ("xlsx", "ods")),
        (word(tmp_path / "m.docx", *texts, merged=cells), ("docx", "doc")),
    ):
        for kind in kinds:
            convert([source], kind, tmp_path / kind, tmp_path / "profile")
        matrix = read_matrix(tmp_path / kinds[0] / f"m.{kinds[0]}")
        assert [(each.page, each.comment, each.line) for each in matrix.comments] == [
            ("12", "Define UAS.", "4"),
            ("12", "Say when.", "5"),
        ]
        assert matrix.uncalculated == 0, "LibreOffice stores what a formula gives"
        with pytest.raises(StormError, match=rf"m\.{kinds[1]}"):
            read_matrix(tmp_path / kinds[1] / f"m.{kinds[1]}")


def test_merged_cells_below_the_head(tmp_path: Path) -> None:
    head = ("No.", "Page", "Comment", "Proposed wording", "Disposition")
    rows = (
        head,
        ("1", "3", "Define UAS.", "Say what it is.", "A"),
        ("", "", "", "Add it to the list.", ""),
        ("Chapter 2", "", "", "", ""),
        ("2", "4", "Say when, and change the text.", "", "R"),
    )
    cells = [((1, 2), (2, 2)), ((3, 0), (3, 4)), ((4, 2), (4, 3))]
    ranges = ["C2:C3", "A4:E4", "C5:D5"]
    made = (
        word(tmp_path / "m.docx", *rows, merged=cells),
        book(tmp_path / "m.xlsx", *([text or None for text in row] for row in rows), merged=ranges),
    )
    for path in made:
        matrix = read_matrix(path)
        first, second = matrix.comments
        assert first.proposed == "Say what it is.\nAdd it to the list."
        assert (second.number, second.comment) == ("2", "Say when, and change the text.")
        assert ["Chapter 2" in told for told in matrix.told] == [True]


def test_a_comment_beside_its_place_in_one_merged_cell_is_the_comment(tmp_path: Path) -> None:
    path = book(
        tmp_path / "m.xlsx",
        ("No.", "Paragraph", "Comment", "Type", "Disposition"),
        (1, "General remark on all chapters.", None, "S", None),
        merged=["B2:C2"],
    )
    (comment,) = read_matrix(path).comments
    assert (comment.comment, comment.paragraph) == ("General remark on all chapters.", "")


def test_rows_that_only_propose_are_comments_and_blank_ones_are_not(tmp_path: Path) -> None:
    path = book(
        tmp_path / "m.xlsx",
        ("No.", "Source", "Page", "Comment", "Proposed wording"),
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        (1, "J-6", 4, None, "Write “shall”."),
        (2, "J-6", None, None, None),
        (None, None, "Total: 1", None, None),
    )
    matrix = read_matrix(path)
    assert [each.proposed for each in matrix.comments] == ["Write “shall”."]
    assert len(matrix.told) == 1
    assert "row 5" in matrix.told[0]
    assert "Total: 1" in matrix.told[0]


def test_a_nested_matrix_and_a_table_in_a_comment(tmp_path: Path) -> None:
    page = docx.Document()
    outer = page.add_table(1, 1)
    _table(outer.cell(0, 0), [("No.", "Page", "Comment"), ("1", "4", "Define UAS.")])
    page.save(tmp_path / "outer.docx")
    (comment,) = read_matrix(tmp_path / "outer.docx").comments
    assert (comment.page, comment.comment) == ("4", "Define UAS.")
    page = docx.Document()
    table = _table(page, [("No.", "Page", "Comment"), ("1", "4", "Use this table:")])
    _table(table.cell(1, 2), [("No.", "Page", "Comment"), ("7", "8", "quoted")])
    page.save(tmp_path / "inner.docx")
    (comment,) = read_matrix(tmp_path / "inner.docx").comments
    assert comment.number == "1"
    assert "quoted" in comment.comment


def test_a_table_that_goes_on_counting_is_read_and_another_is_told(tmp_path: Path) -> None:
    page = docx.Document()
    _table(page, [("No.", "Page", "Comment"), ("1", "4", "One."), ("2", "4", "Two.")])
    page.add_page_break()
    _table(page, [("3", "5", "Three."), ("4", "6", "Four.")])
    page.add_paragraph()
    _table(page, [("To", "From", "Via"), ("J-3", "J-6", "J-1")])
    page.save(tmp_path / "m.docx")
    matrix = read_matrix(tmp_path / "m.docx")
    assert [each.number for each in matrix.comments] == ["1", "2", "3", "4"]
    assert len(matrix.told) == 1
    assert "To | From | Via" in matrix.told[0]


def test_places_in_one_column_and_the_reason_behind_the_decision(tmp_path: Path) -> None:
    head = ("Item", "Page/Para/Line", "Comment", "Reason", "Decision", "Reason", "Folder", "Comment")
    path = book(
        tmp_path / "m.xlsx", head, (1, "12/3.1/4", "One.", "r", "A", "d", "blue", "x"), (2, "all", "Two.")
    )
    first, second = read_matrix(path).comments
    assert (first.page, first.paragraph, first.line) == ("12", "3.1", "4")
    assert (first.number, first.rationale, first.response) == ("1", "r", "d")
    assert first.others == (("Folder", "blue"), ("Comment", "x"))
    assert (second.page, second.paragraph) == ("all", "")


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    path = book(tmp_path / "m.xlsx", ("No.", "Page", "Comment"), (1, 2, "One."), (2, 3, "Two."))
    made = openpyxl.load_workbook(path)
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["B"].hidden = True
    made.save(path)
    matrix = read_matrix(path)
    assert [each.page for each in matrix.comments] == ["2", "3"]
    assert matrix.told == ("1 rows of Sheet are hidden; they were read as the others",)


def test_a_text_with_separators_is_read_and_no_formula_is_made_of_it(tmp_path: Path) -> None:
    text = 'Nr;Seite;Bemerkung\n1;4;"=1+1; bitte prüfen"\n'
    (tmp_path / "m.csv").write_text(text, "utf-8")
    (comment,) = read_matrix(tmp_path / "m.csv").comments
    assert (comment.page, comment.comment) == ("4", "=1+1; bitte prüfen")
    merge_files([tmp_path / "m.csv"], tmp_path / "all.xlsx", DOD)
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["Comments"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1"))
    assert cell.data_type == "s"


def test_a_refusal_says_which_headings_were_seen(tmp_path: Path) -> None:
    path = book(tmp_path / "m.xlsx", ("No.", "Seite", "Farbe"), (1, 2, "blau"))
    with pytest.raises(NoMatrix, match=r"“No\.”, “Seite”, “Farbe”; the one of the comment is missing"):
        read_matrix(path)
    path = book(tmp_path / "n.xlsx", ("Comment", "Farbe", "Page"), ("x", "blau", 2))
    with pytest.raises(NoMatrix, match="only 2 of them are known"):
        read_matrix(path)
    path = book(tmp_path / "o.xlsx", ("a", "b"), ("x", "blau"))
    with pytest.raises(NoMatrix, match="No row of it"):
        read_matrix(path)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Angenommen", "accepted"), ("Teilweise angenommen", "partial"), ("Nicht angenommen", "rejected"),
        ("Accepté", "accepted"), ("Accepté en partie", "partial"), ("Rejeté", "rejected"),
        ("Aceptado", "accepted"), ("No aceptado", "rejected"), ("Accettato parzialmente", "partial"),
        ("Respinto", "rejected"), ("Geaccepteerd", "accepted"), ("Afgewezen", "rejected"),
        ("Przyjęto", "przyjeto"), ("Przyjęta", "accepted"), ("Odrzucono", "rejected"), ("A", "accepted"),
        ("Agreement pending", "accepted"), ("Resolved", "resolved"), ("Parked", "parked"),
    ],
)  # fmt: skip
def test_decisions_are_known_in_several_languages(words: str, kind: str) -> None:
    if kind == "przyjeto":
        kind = "accepted"
    if words == "Parked":
        assert decision_kind(words) != "accepted"
        return
    assert decision_kind(words) == kind


def filled(name: str, *rows: dict[str, str]) -> Matrix:
    return Matrix(name, tuple(Comment(**{"source": "J-6", **row}) for row in rows))  # type: ignore[arg-type]


ONE = filled(
    "one.xlsx",
    {
        "number": "1",
        "page": "3",
        "comment": "Define UAS at first use.",
        "disposition": "A",
        "response": "Right.",
    },
    {"number": "2", "page": "4", "comment": "Say when the crew arrives at the site.", "type": "S"},
    {"number": "3", "page": "5", "comment": "Only here."},
)
TWO = filled(
    "two.docx",
    {
        "number": "1",
        "page": "3",
        "comment": "Define UAS at first use.",
        "disposition": "R",
        "response": "Known.",
    },
    {"number": "2", "page": "4", "comment": "Say when the crew arrives.", "type": "A"},
    {"number": "3", "page": "9", "comment": "Something else entirely."},
)
THREE = filled(
    "three.xlsx", {"number": "1", "page": "3", "comment": "Define  UAS at first use.", "proposed": "UAS (x)"}
)


def test_conflicts_are_named_and_every_answer_stays() -> None:
    merged = merge([ONE, TWO, THREE])
    assert [each.about for each in merged.conflicts] == ["disposition", "comment", "type"]
    decided, worded, *others = merged.comments
    assert decided.disposition == OPEN
    assert decided.response == "one.xlsx: A Right.\ntwo.docx: R Known."
    assert decided.proposed == "UAS (x)"
    assert worded.comment == (
        "one.xlsx: Say when the crew arrives at the site.\ntwo.docx: Say when the crew arrives."
    )
    assert worded.type == "A / S"
    assert "is worded in different ways" in merged.conflicts[1].sentence
    assert [each.comment for each in others] == ["Only here.", "Something else entirely."]


def test_the_order_of_the_files_changes_nothing() -> None:
    wanted, given = merge([ONE, TWO, THREE]), [ONE, TWO, THREE]
    for seed in range(6):
        random.Random(seed).shuffle(given)
        assert merge(given) == wanted


def test_merging_again_changes_nothing() -> None:
    merged = merge([ONE, TWO, THREE])
    again = Matrix("all.xlsx", merged.comments)
    for given in (
        [ONE, ONE, TWO, THREE, TWO],
        [again],
        [again, ONE],
        [TWO, again, THREE, ONE],
        [again, again],
    ):
        assert merge(given).comments == merged.comments, [each.name for each in given]


def test_two_comments_of_one_file_stay_two() -> None:
    row = {"number": "2", "comment": "Say when the crew arrives."}
    one = filled("one.xlsx", row, {**row, "comment": "Say when the crew arrives at noon."})
    assert len(merge([one]).comments) == len(merge([one, one]).comments) == 2


def test_numbers_of_nobody_in_other_places_stay_apart() -> None:
    one = filled(
        "one.xlsx", {"source": "", "number": "1", "page": "3", "comment": "Spell out the short form."}
    )
    two = filled(
        "two.xlsx", {"source": "", "number": "1", "page": "8", "comment": "Spell out the short form UAS."}
    )
    assert len(merge([one, two]).comments) == 2
    assert len(merge([one, replace(two, comments=(replace(two.comments[0], page="3"),))]).comments) == 1


def test_what_is_said_beside_accepted_is_kept() -> None:
    one, two = (filled(f"{at}.xlsx", {"number": "1", "comment": "One.", "disposition": said})
                for at, said in (("1", "A"), ("2", "Accepted, see new annex C")))  # fmt: skip
    (comment,) = merge([one, two]).comments
    assert (comment.disposition, comment.response) == ("A", "2.xlsx: Accepted, see new annex C")


def test_unknown_columns_go_along(tmp_path: Path) -> None:
    head = ("No.", "Source", "Page", "Comment", "Folder", "@SUM(1)")
    one = book(tmp_path / "one.xlsx", head, (1, "J-6", 3, "One.", "blue", "-x"))
    two = word(tmp_path / "two.docx", (*head[:4], "Colour"), ("1", "J-6", "3", "One.", "red"))
    made = merge_files([one, two], tmp_path / "all.xlsx", DOD)
    assert sum("Folder" in sentence for sentence in made.left_out) == 1
    again = read_matrix(tmp_path / "all.xlsx")
    assert dict(again.comments[0].others) == {"Folder": "blue", "Colour": "red"} | {"@SUM(1)": "-x"}
    merge_files([one, two], tmp_path / "all.docx", DOD)
    assert set(read_matrix(tmp_path / "all.docx").comments[0].others) == set(again.comments[0].others)
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx")["Comments"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_very_many_unknown_columns_share_one(tmp_path: Path) -> None:
    head = ["No.", "Page", "Comment", *(f"Column of ours {at}" for at in range(50))]
    one = book(tmp_path / "one.xlsx", head, [1, 2, "One.", *(f"said {at}" for at in range(50))])
    merge_files([one], tmp_path / "all.docx", DOD)
    (comment,) = read_matrix(tmp_path / "all.docx").comments
    said = "\n".join(text for _, text in comment.others)
    assert all(f"said {at}" in said for at in range(50))
