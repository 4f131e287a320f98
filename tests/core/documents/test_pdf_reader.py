"""PDF files: paragraphs by place, headers that repeat, and everything that is not text said aloud."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import Document
from tests.pdf import line, stream, write_pdf

LONG = "The radar data processor reads the status of each unit and sends it on"


def read(tmp_path: Path, *pages: list[str], **options: object) -> Document:
    return documents.read(write_pdf(tmp_path / "d.pdf", *pages, **options))  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([line(LONG, 700), line("to the station.", 686)], [f"{LONG} to the station."], id="wrapped"),
        pytest.param([line(LONG, 700), line("To the station.", 660)], [LONG, "To the station."], id="apart"),
        pytest.param([line(LONG, 700), line("Short.", 686), line(LONG, 672)], [f"{LONG} Short.", LONG], id="a line that ended early"),
        pytest.param([line(LONG, 700), line(LONG, 686, x=96), line("end.", 672)], [LONG, f"{LONG} end."], id="first line indented"),
        pytest.param([line(LONG, 700), line("- one", 686), line("- two", 672)], [LONG, "- one", "- two"], id="list items"),
        pytest.param([line(f"1. {LONG}", 700), line("goes on", 686, x=90)], [f"1. {LONG} goes on"], id="hanging indentation"),
        pytest.param([line("Scope", 700, size=18), line(LONG, 682)], ["Scope", LONG], id="another size"),
        pytest.param([line("Scope", 700, font="F2"), line("Text", 686)], ["Scope", "Text"], id="another weight"),
        pytest.param([line("cell", 700), line("other", 700, x=300)], ["cell", "other"], id="cells of a row"),
        pytest.param([line("1.2", 700), line("Scope", 700, x=110)], ["1.2 Scope"], id="a label and its text"),
        pytest.param([line("the report", 700), line("3", 705, x=125, size=7)], ["the report 3"], id="mark of a note"),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(tmp_path: Path, lines: list[str], expected: list[str]) -> None:
    assert texts(read(tmp_path, lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["It was proc-", "essed. They are processed here."], "It was processed. They are processed here.", id="known"),
        pytest.param(["A real-", "time system."], "A real-time system.", id="unknown"),
        pytest.param(["A proc-", "essed. Is proc-essed not processed?"], "A proc-essed. Is proc-essed not processed?", id="both are known"),
        pytest.param(["See TS-", "100 for it."], "See TS-100 for it.", id="no word"),
    ],
)  # fmt: skip
def test_a_divided_word_is_made_whole_only_when_certain(
    tmp_path: Path, lines: list[str], expected: str
) -> None:
    page = [line(text, 700 - 14 * at) for at, text in enumerate(lines)]
    assert " ".join(texts(read(tmp_path, page))) == expected


def test_headers_and_footers_repeat_with_growing_numbers(tmp_path: Path) -> None:
    pages = [
        [
            line(f"Status report {12 + at}", 760),
            line(f"AC-{2 * at} Control", 740),
            line(f"Body {at}", 500),
            line(f"Page {at}", 30),
        ]
        for at in range(1, 5)
    ]
    document = read(tmp_path, *pages)
    assert kinds(document)[:4] == [
        ("header", "Status report 13"),
        ("paragraph", "AC-2 Control"),
        ("paragraph", "Body 1"),
        ("footer", "Page 1"),
    ]
    assert [block.where.page for block in document.blocks[::4]] == [1, 2, 3, 4]
    assert document.blocks[3].where.label == "page footer, page 1"


def test_one_page_has_no_headers(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, [line("Title", 760)])) == [("paragraph", "Title")]


def test_bookmarks_tell_headings(tmp_path: Path) -> None:
    extra = [
        "<</Type/Outlines/First 8 0 R/Last 8 0 R/Count 1>>",
        "<</Title(1. Scope)/Parent 7 0 R/Dest[5 0 R/Fit]/Next 8 0 R>>",
    ]
    page = [line("1. Scope", 700, size=18), line("Scoped", 600)]
    document = read(tmp_path, page, catalogue="/Outlines 7 0 R", extra=extra)
    assert kinds(document)[0] == ("heading", "1. Scope")
    assert document.blocks[0].level == 1
    assert document.blocks[1].where.heading == ("1. Scope",)


def test_runs_say_font_and_size(tmp_path: Path) -> None:
    run = read(tmp_path, [line("Bold", 700, font="F2", size=14)]).blocks[0].runs[0]
    assert (run.format.font, run.format.size_pt, run.format.bold) == ("Helvetica", 14.0, True)
    assert run.source.part == "page 1"


def test_properties(tmp_path: Path) -> None:
    document = read(tmp_path, [line("x", 700)], title="The  plan")
    assert document.title == "The plan"
    assert document.properties == {"title": "The plan"}
    assert kinds(document) == [("paragraph", "x"), ("property", "The plan")]


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    drawing = ["0 0 100 100 re f"]
    document = read(tmp_path, drawing, [line("x", 700)], drawing, drawing, [])
    assert document.warnings == (
        "There is no text to check on pages 1 and 3 to 4; a scan needs text recognition first.",
    )
    assert "The document holds no text." in read(tmp_path, drawing).warnings
    assert read(tmp_path, [line("x", 700)]).warnings == ()


def test_recognised_text_is_read_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, [line("scanned", 700, mode=3)])
    assert texts(document) == ["scanned"]
    assert "page 1 lies unseen" in document.warnings[0]


def test_what_is_typed_on_a_page_is_read(tmp_path: Path) -> None:
    rect = "/Rect[0 0 9 9]/P 5 0 R"
    extra = [
        f"<</Type/Annot/Subtype/FreeText/Contents(typed)/DA(/F1 9 Tf){rect}>>",
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/V(filled in){rect}>>",
        f"<</Type/Annot/Subtype/Widget/FT/Btn/T(c)/V/Off{rect}>>",
        f"<</Type/Annot/Subtype/Text/Contents(please check){rect}>>",
        f"<</Type/Annot/Subtype/Link/Contents(nothing){rect}>>",
    ]
    document = read(
        tmp_path, [line("x", 700)], page_extra="/Annots[7 0 R 8 0 R 9 0 R 10 0 R 11 0 R]", extra=extra
    )
    assert kinds(document) == [
        ("paragraph", "x"),
        ("text box", "typed"),
        ("text box", "filled in"),
        ("comment", "please check"),
    ]


@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "in an object stream"])
def test_what_would_act_is_listed(tmp_path: Path, hidden: bool) -> None:
    action = "<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/Launch/F(calc.exe)>>>>>>"
    extra = stream(action.encode(), "/Type/ObjStm/N 0/First 0", deflate=True) if hidden else action
    document = read(tmp_path, [line("x", 700)], extra=[extra])
    assert document.warnings == (
        "The file holds JavaScript and commands that start programs. None of it was run or opened.",
    )
    assert texts(document) == ["x"]


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(UnreadableDocument, match=r"d\.pdf is damaged") as caught:
        documents.read(path)
    assert caught.value.hint


def test_a_password_is_named(tmp_path: Path) -> None:
    crypt = f"<</Filter/Standard/V 2/R 3/Length 128/P -3904/O({'o' * 32})/U({'u' * 32})>>"
    with pytest.raises(UnreadableDocument, match="password protected"):
        read(
            tmp_path,
            [line("x", 700)],
            extra=[crypt],
            trailer="/Encrypt 7 0 R/ID[(0123456789abcdef)(0123456789abcdef)]",
        )


def test_claimed_pages_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    asked: list[int] = []
    load = pypdfium2.PdfDocument.__getitem__

    def counted(pdf: object, index: int) -> object:
        asked.append(index)
        return load(pdf, index)

    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", counted)
    document = read(tmp_path, [line("x", 700)], count=1_000_000)
    assert len(asked) < 100
    assert texts(document) == ["x"]
    assert document.warnings == ("Damaged, so not checked: pages 2 to 1,000,000.",)


def test_expansion_is_bounded(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "d.pdf", [" " * (3 * MIB), line("x", 700)], deflate=True)
    assert path.stat().st_size < MIB / 50
    assert texts(documents.read(path)) == ["x"]
    with pytest.raises(LimitExceeded, match="expands to more than 2 MiB"):
        documents.read(path, Limits(part_bytes=2 * MIB))


def test_lines_are_bounded(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "d.pdf", [line(f"Line {at}", 700 - 20 * at) for at in range(5)])
    with pytest.raises(LimitExceeded, match="more than 4 lines"):
        documents.read(path, Limits(blocks=4))


def test_bytes_before_the_header(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "d.pdf", [line("x", 700)])
    path.write_bytes(b"\n\n" + path.read_bytes())
    assert texts(documents.read(path)) == ["x"]


def test_a_name_outside_ascii(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "計画 – é.pdf", [line("x", 700)])
    assert documents.read(path).title == "計画 – é"
