"""What the Excel reader sees, in which order, and where it says it stands."""

import time
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.documents.limits import Limits
from stormdat_core.documents.xlsx.addresses import parse_address
from stormdat_core.documents.xlsx.headers import sections
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import Block, BlockKind, Document
from tests.excel import THREADED, S, Sheet, box, drawing, row, shared, text, worksheet, write_excel
from tests.opc import Part
from tests.shared import needs_shared, real_documents

_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def read(tmp_path: Path, *sheets: Sheet, **options: object) -> Document:
    return documents.read(write_excel(tmp_path / "book.xlsx", *sheets, **options))  # type: ignore[arg-type]


def of(document: Document, kind: BlockKind) -> list[Block]:
    return [block for block in document.blocks if block.kind is kind]


def texts(document: Document, kind: BlockKind = BlockKind.CELL) -> list[str]:
    return [block.text for block in of(document, kind)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param(text("A1", "own"), ["own"], id="inline"),
        pytest.param(shared("A1", 0), ["shared"], id="shared"),
        pytest.param(text("A1", "<r><t>NA</t></r><r><rPr><b/></rPr><t>VSEA</t></r>"), ["NAVSEA"], id="runs"),
        pytest.param(text("A1", "<t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh>"), ["漢字"], id="phonetic guide"),
        pytest.param(text("A1", "a_x000D_b _x005F_x _xD800_"), ["a\rb _x _xD800_"], id="escapes"),
        pytest.param("<c r='A1' t='str'><f>B1</f><v>result</v></c>", ["result"], id="formula with a text result"),
        pytest.param("<c r='A1'><f>1+1</f><v>2</v></c>", [], id="formula with a number"),
        pytest.param("<c r='A1'><v>45000</v></c>", [], id="number"),
        pytest.param("<c r='A1' t='b'><v>1</v></c>", [], id="truth value"),
        pytest.param("<c r='A1' s='4'/>", [], id="empty"),
        pytest.param(text("A1", "=cmd|' /C calc'!A0"), ["=cmd|' /C calc'!A0"], id="text that looks like a formula"),
        pytest.param(text("A1", "two  spaces\nline"), ["two  spaces\nline"], id="spaces and line breaks kept"),
    ],
)  # fmt: skip
def test_a_cell_is_text_when_a_reader_sees_words(tmp_path: Path, cell: str, expected: list[str]) -> None:
    assert texts(read(tmp_path, Sheet("One", row(1, cell)), strings=["<t>shared</t>"])) == expected


def test_every_place_of_a_workbook_in_order_and_by_name(tmp_path: Path) -> None:
    rows = row(2, text("B2", "first"), text("AA2", "far")) + row(3, shared("A3", 1))
    after = "<headerFooter><oddHeader>&amp;LLeft &amp;A&amp;RPage &amp;P</oddHeader><oddFooter>foot</oddFooter></headerFooter>"
    links = {"rId1": ("drawing", "xl/drawings/d.xml"), "rId2": ("comments", "xl/comments.xml")}
    note = f"<comments xmlns='{S}'><authors><author>Ann</author></authors><commentList><comment ref='C4' authorId='0'><text><t>noted</t></text></comment></commentList></comments>"
    document = read(
        tmp_path,
        Sheet("Data", rows, after=after, links=links),
        Sheet("Other", row(1, text("A1", "second"))),
        strings=["<t>unused</t>", "<t>shared</t>"],
        names="<definedName name='Radar_Sites'>Data!$A$1</definedName><definedName name='_xlnm.Print_Area'>x</definedName><definedName name='Secret' hidden='1'>x</definedName>",
        parts={"xl/drawings/d.xml": drawing(box("boxed", 6, 1, "a seal")), "xl/comments.xml": Part(note)},
    )
    assert [(block.where.label, block.text) for block in document.blocks] == [
        ("sheet “Data”, sheet name", "Data"),
        ("sheet “Data”, cell B2", "first"),
        ("sheet “Data”, cell AA2", "far"),
        ("sheet “Data”, cell A3", "shared"),
        ("sheet “Data”, left header", "Left Data"),
        ("sheet “Data”, right header", "Page #"),
        ("sheet “Data”, centre footer", "foot"),
        ("sheet “Data”, text box, cell B7", "a seal"),
        ("sheet “Data”, text box, cell B7", "boxed"),
        ("sheet “Data”, comment, cell C4", "noted"),
        ("sheet “Other”, sheet name", "Other"),
        ("sheet “Other”, cell A1", "second"),
        ("defined name", "Radar_Sites"),
    ]
    assert [block.index for block in document.blocks] == [block.where.block for block in document.blocks]
    assert document.warnings == ()


def test_a_shared_text_leads_back_to_the_table_and_an_own_text_to_its_sheet(tmp_path: Path) -> None:
    rows = row(1, "<c r='A1'><v>7</v></c>", shared("B1", 1), text("C1", "<r><t>x</t></r><r><t>yz</t></r>"))
    document = read(
        tmp_path, Sheet("One", rows), strings=["<t>zero</t>", "<r><t>one</t></r><r><t>two</t></r>"]
    )
    sources = [
        [(run.source.part.rpartition("/")[2], run.source.run) for run in block.runs] for block in of(document, BlockKind.CELL)
    ]  # fmt: skip
    assert sources == [
        [("sharedStrings.xml", 1), ("sharedStrings.xml", 2)],
        [("sheet1.xml", 2), ("sheet1.xml", 3)],
    ]


@pytest.mark.parametrize("namespace", [S, _STRICT])
@pytest.mark.parametrize("prefixed", [False, True])
def test_prefixes_and_strict_namespaces_make_no_difference(
    tmp_path: Path, namespace: str, prefixed: bool
) -> None:
    xml = worksheet(Sheet("One", row(1, text("A1", "seen"))), namespace)
    if prefixed:
        xml = xml.replace(f'xmlns="{namespace}"', f'xmlns:x="{namespace}"')
        for name in ("worksheet", "sheetData", "row", "c", "is", "t"):
            for end in " >":
                xml = xml.replace(f"<{name}{end}", f"<x:{name}{end}")
            xml = xml.replace(f"</{name}>", f"</x:{name}>")
    document = read(tmp_path, Sheet("One"), parts={"xl/worksheets/sheet1.xml": Part(xml)})
    assert [(block.where.label, block.text) for block in of(document, BlockKind.CELL)] == [
        ("sheet “One”, cell A1", "seen")
    ]


def test_cells_and_rows_without_an_address_follow_the_one_before(tmp_path: Path) -> None:
    bare = text("", "x").replace(' r=""', "")
    rows = f"<row>{bare}{text('C1', 'y')}{bare}</row><row r='9'>{bare}</row><row>{bare}</row>"
    labels = [block.where.label for block in of(read(tmp_path, Sheet("S", rows)), BlockKind.CELL)]
    assert labels == [f"sheet “S”, cell {address}" for address in ("A1", "C1", "D1", "A9", "A10")]


def test_hidden_sheets_are_read_and_named(tmp_path: Path) -> None:
    cell = row(1, text("A1", "secret"))
    document = read(
        tmp_path, Sheet("Open", cell), Sheet("Away", cell, state="hidden"), Sheet("Deep", cell, state="veryHidden")
    )  # fmt: skip
    assert [block.where.note for block in of(document, BlockKind.CELL)] == [None, "hidden", "hidden"]
    assert document.warnings == (
        "Hidden sheets were checked too: “Away”.",
        "Very hidden sheets were checked too: “Deep”.",
    )


def test_hidden_rows_and_columns_are_told(tmp_path: Path) -> None:
    rows = row(1, text("A1", "a"), text("C1", "c")) + row(2, text("A2", "b"), attributes="hidden='1'")
    document = read(tmp_path, Sheet("S", rows, before="<cols><col min='2' max='16384' hidden='1'/></cols>"))
    assert [(b.text, b.where.note) for b in of(document, BlockKind.CELL)] == [
        ("a", None), ("c", "hidden column"), ("b", "hidden row"),
    ]  # fmt: skip


def test_a_formula_without_a_result_and_an_error_are_counted_and_placed(tmp_path: Path) -> None:
    rows = row(
        1,
        "<c r='A1'><f>B1</f></c>",
        "<c r='B1' t='str'><f>C1</f><v></v></c>",
        "<c r='C1' t='e'><v>#REF!</v></c>",
    )
    document = read(tmp_path, Sheet("Sums", rows))
    assert texts(document) == []
    missing, error, none = document.warnings
    assert "(2, the first in sheet “Sums”, cell A1)" in missing
    assert error == "Cells that show an error (1, the first in sheet “Sums”, cell C1) hold no text."
    assert none == "The workbook holds no text."


@pytest.mark.parametrize("number", ["1", "-1", "x", "²", "1_0", "99999999999999999999"])
def test_a_text_that_is_not_there_is_damage(tmp_path: Path, number: str) -> None:
    rows = row(5, f"<c r='D5' t='s'><v>{number}</v></c>")
    with pytest.raises(UnreadableDocument, match=r"book\.xlsx is damaged: cell D5 of sheet “Data”"):
        read(tmp_path, Sheet("Data", rows), strings=["<t>only</t>"])


def test_nothing_is_sized_from_a_claim_or_a_stray_cell(tmp_path: Path) -> None:
    rows = row(1, text("A1", "near")) + row(1048576, text("XFD1048576", "stray"))
    path = write_excel(tmp_path / "b.xlsx", Sheet("S", rows, before="<dimension ref='A1:XFD1048576'/>"))
    documents.read(path)
    tracemalloc.start()
    document = documents.read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [block.where.label for block in of(document, BlockKind.CELL)][1] == "sheet “S”, cell XFD1048576"
    assert peak < 2_000_000


def test_the_limit_of_blocks_holds_for_cells_and_shared_texts(tmp_path: Path) -> None:
    rows = "".join(row(number, text(f"A{number}", "x")) for number in range(1, 30))
    cells = write_excel(tmp_path / "cells.xlsx", Sheet("S", rows))
    shared_texts = write_excel(tmp_path / "shared.xlsx", Sheet("S"), strings=["<t>x</t>"] * 30)
    for path in (cells, shared_texts):
        with pytest.raises(LimitExceeded, match=path.name):
            documents.read(path, Limits(blocks=20))


def test_only_the_headers_that_are_printed_count(tmp_path: Path) -> None:
    inner = "<oddHeader>odd</oddHeader><evenHeader>even</evenHeader><firstFooter>first</firstFooter>"
    plain = Sheet("A", after=f"<headerFooter>{inner}</headerFooter>")
    switched = Sheet(
        "B", after=f"<headerFooter differentOddEven='1' differentFirst='1'>{inner}</headerFooter>"
    )
    document = read(tmp_path, plain, switched)
    margins = [b for b in document.blocks if b.kind in (BlockKind.HEADER, BlockKind.FOOTER)]
    assert [(b.where.sheet, b.where.note, b.text) for b in margins] == [
        ("A", "centre header", "odd"),
        ("B", "centre header", "odd"),
        ("B", "even-page centre header", "even"),
        ("B", "first-page centre footer", "first"),
    ]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ('&L&"Arial,Bold"&12CUI&C&KFF0000mid &&  A&RPage &P of &N', {"left": "CUI", "centre": "mid &  A", "right": "Page # of #"}),
        ("&C&10 2024 plan", {"centre": " 2024 plan"}),
        ("&L&Z&F&R&A", {"left": "b.xlsx", "right": "Data"}),
        ("&K01+049tinted &B&Ibold&B &P+1", {"centre": "tinted bold #"}),
        ("&LPage &P&C&P&R &G ", {"left": "Page #"}),
        ("a &", {"centre": "a &"}),
        ("", {}),
    ],
)  # fmt: skip
def test_header_codes_give_way_to_what_is_printed(stored: str, expected: dict[str, str]) -> None:
    found = dict(sections(stored, {"A": "Data", "F": "b.xlsx"}))
    assert {name: "".join(piece.text for piece in pieces) for name, pieces in found.items()} == expected
    for pieces in found.values():
        literal = [piece for piece in pieces if piece.text not in ("#", "&", "Data", "b.xlsx")]
        assert all(stored[piece.offset :].startswith(piece.text) for piece in literal)


def test_an_anchor_that_is_no_number_places_nothing(tmp_path: Path) -> None:
    broken = box("boxed", 6, 1).replace("<xdr:row>6<", "<xdr:row>²<")
    links = {"rId1": ("drawing", "xl/drawings/d.xml")}
    document = read(tmp_path, Sheet("S", links=links), parts={"xl/drawings/d.xml": drawing(broken)})
    assert [(b.where.label, b.text) for b in of(document, BlockKind.TEXT_BOX)] == [
        ("sheet “S”, text box", "boxed")
    ]


def test_a_conversation_is_read_once_and_its_copy_as_a_note_is_not(tmp_path: Path) -> None:
    thread = f"<ThreadedComments xmlns='{THREADED}'><threadedComment ref='A1' id='1'><text>Why?</text></threadedComment><threadedComment ref='A1' id='2' parentId='1'><text>Because.</text></threadedComment></ThreadedComments>"
    notes = f"<comments xmlns='{S}'><authors><author>tc=1</author><author>Ann</author></authors><commentList><comment ref='A1' authorId='0'><text><t>[Threaded comment] Why?</t></text></comment><comment ref='B2' authorId='1'><text><r><t>plain</t></r></text></comment></commentList></comments>"
    links = {
        "rId1": ("comments", "xl/comments1.xml"),
        "rId2": (
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "xl/threaded.xml",
        ),
    }
    parts = {"xl/comments1.xml": Part(notes), "xl/threaded.xml": Part(thread)}
    document = read(tmp_path, Sheet("S", links=links), parts=parts)
    assert [(b.where.label, b.text) for b in of(document, BlockKind.COMMENT)] == [
        ("sheet “S”, comment, cell A1", "Why?"),
        ("sheet “S”, comment, cell A1", "Because."),
        ("sheet “S”, comment, cell B2", "plain"),
    ]


def test_a_chart_adds_what_its_cells_do_not_say(tmp_path: Path) -> None:
    names = "<c:cat><c:strRef><c:strCache><c:pt><c:v>North</c:v></c:pt></c:strCache></c:strRef></c:cat>"
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    kinds = "http://schemas.openxmlformats.org/drawingml/2006"
    chart = f"<c:chartSpace xmlns:c='{kinds}/chart' xmlns:a='{kinds}/main'>{title}{names}</c:chartSpace>"
    new = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    links = {"rId1": ("chart", "xl/charts/c.xml"), "rId2": (new, "xl/charts/x.xml")}
    sheet = Sheet(
        "S", row(1, text("A1", "North")), links={"rId1": ("drawing", "xl/drawings/d.xml"), "rId2": ("oleObject", "xl/o.bin")}
    )  # fmt: skip
    parts = {"xl/drawings/d.xml": drawing()._replace(links=links), "xl/charts/c.xml": Part(chart)}
    document = read(tmp_path, sheet, parts=parts)
    assert [(b.where.label, b.text) for b in of(document, BlockKind.TEXT_BOX)] == [
        ("sheet “S”, chart", "Sales")
    ]
    assert document.warnings == (
        "Charts of a newer kind (1) were not checked.",
        "Embedded files (1) were not checked.",
    )


def test_a_glossary_sheet_is_the_workbook_s_own_acronym_table(tmp_path: Path) -> None:
    from stormdat_core import sweep

    cells = [("Acronym", "Definition"), ("RDP", "Radar Data Processor"), ("CCU", "Central Control Unit")]
    rows = "".join(row(n, text(f"A{n}", a), text(f"B{n}", b)) for n, (a, b) in enumerate(cells, 1))
    use = Sheet("Plan", row(1, text("A1", "Install the RDP, then test the RDP and the QXV of the CCU.")))
    path = write_excel(tmp_path / "book.xlsx", Sheet("Acronyms", rows), use)
    messages = [f.message for f in sweep.check_file(path).findings if f.rule == "ACR-UNDEFINED"]
    known = {message.partition(" ")[0]: "The acronym table gives" in message for message in messages}
    assert known == {"RDP": True, "QXV": False, "CCU": True}


def test_other_workbooks_are_named_and_not_followed(tmp_path: Path) -> None:
    links = {"rId9": ("externalLink", "xl/externalLinks/e.xml")}
    parts = {
        "xl/externalLinks/e.xml": Part(
            f"<externalLink xmlns='{S}'><t>theirs</t></externalLink>",
            links={"rId1": ("externalLinkPath", "file:///nowhere.invalid/other.xlsx")},
        )
    }
    document = read(tmp_path, Sheet("S", row(1, text("A1", "ours"))), links=links, parts=parts)
    assert texts(document) == ["ours"]
    assert document.warnings == ("Links to other workbooks (1) were not followed.",)


def test_a_sheet_that_is_missing_is_named_and_the_others_read(tmp_path: Path) -> None:
    document = read(
        tmp_path, Sheet("Gone"), Sheet("Here", row(1, text("A1", "read"))), links={"rId1": ("worksheet", "xl/no.xml")}
    )  # fmt: skip
    assert texts(document) == ["read"]
    assert document.warnings == ("The sheet “Gone” is missing from the file, so it was not read.",)


def test_macros_are_told_and_a_template_is_read(tmp_path: Path) -> None:
    sheet = Sheet("S", row(1, text("A1", "x")))
    macro = write_excel(
        tmp_path / "m.xlsm", sheet, main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    template = write_excel(
        tmp_path / "t.xltx", sheet, main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    )  # fmt: skip
    assert documents.read(macro).warnings == ("The document carries macros. They were not run.",)
    assert documents.read(template).format == "xlsx"


def test_a_document_type_definition_is_refused_at_once(tmp_path: Path) -> None:
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    table = f"<!DOCTYPE s [<!ENTITY a0 'ha'>{laughs}]><sst xmlns='{S}'><si><t>&a9;</t></si></sst>"
    started = time.perf_counter()
    with pytest.raises(UnreadableDocument, match="document type definition"):
        read(tmp_path, Sheet("S"), strings=["x"], parts={"xl/sharedStrings.xml": Part(table)})
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("address", "place"),
    [("A1", (1, 1)), ("xfd1048576", (1048576, 16384)), ("AAAA1", None), ("A", None), ("1", None), ("É1", None), ("A12345678", None)],
)  # fmt: skip
def test_addresses(address: str, place: tuple[int, int] | None) -> None:
    assert parse_address(address) == place


@needs_shared
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl tells of extensions it does not know
@pytest.mark.parametrize("path", real_documents("*.xlsx"), ids=lambda path: path.name[:8])
def test_real_workbooks_hold_the_texts_that_openpyxl_finds(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    expected: Counter[tuple[str, int, int, str]] = Counter()
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        cells = (
            cell for line in sheet.iter_rows() for cell in line if cell.data_type in ("s", "str", "inlineStr")
        )
        expected.update((sheet.title, cell.row, cell.column, str(cell.value)) for cell in cells if cell.value)
    book.close()
    found = of(documents.read(path), BlockKind.CELL)
    assert expected
    assert Counter((b.where.sheet, b.where.row, b.where.column, b.text) for b in found) == expected


@pytest.mark.parametrize("value", ["<v/>", "<v></v>", "<v> </v>"])
@pytest.mark.parametrize("kind", ["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"'])
def test_an_empty_value_is_an_empty_cell(tmp_path: Path, kind: str, value: str) -> None:
    document = read(tmp_path, Sheet("S", row(1, text("A1", "Kept"), f'<c r="B1"{kind}>{value}</c>')))
    assert [each for each in texts(document) if each.strip()] == ["Kept"]
    assert any("name none" in warning for warning in document.warnings) == (kind == ' t="s"')
