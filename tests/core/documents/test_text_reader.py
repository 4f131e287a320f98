"""Text files: encodings, lines as an editor counts them, paragraphs, Markdown, separated values."""

from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import BlockKind, Document


def read(
    tmp_path: Path, text: str | bytes, name: str = "notes.txt", limits: Limits | None = None
) -> Document:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return documents.read(path, limits)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def kinds(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in document.blocks]


def cells(document: Document) -> list[tuple[int | None, int | None, int | None, str]]:
    return [
        (b.where.table, b.where.row, b.where.column, b.text)
        for b in document.blocks
        if b.kind is BlockKind.CELL
    ]


@pytest.mark.parametrize(
    ("data", "expected", "warning"),
    [
        pytest.param("café – RDP".encode(), "café – RDP", "", id="utf-8"),
        pytest.param("café".encode("utf-8-sig"), "café", "", id="utf-8 with mark"),
        pytest.param("café".encode("utf-16"), "café", "", id="utf-16 with mark"),
        pytest.param("café".encode("utf-32"), "café", "", id="utf-32 with mark"),
        pytest.param("Radar café\r\n".encode("utf-16-le"), "Radar café", "UTF-16 (little endian)", id="utf-16-le without"),
        pytest.param("Radar café\r\n".encode("utf-16-be"), "Radar café", "UTF-16 (big endian)", id="utf-16-be without"),
        pytest.param("京都計画書 を読む。\n".encode("utf-16-le") * 9, "京都計画書 を読む。\n" * 8 + "京都計画書 を読む。", "UTF-16", id="utf-16, few NULs"),
        pytest.param(b"The \x93Radar\x94 \x96 caf\xe9 is open today.", "The “Radar” – café is open today.", "Windows-1252", id="windows-1252"),
        pytest.param("Система управления полётом работает. Проверка документа.".encode("cp1251") * 5, "Система управления полётом работает. Проверка документа." * 5, "Windows-1251", id="windows-1251"),
        pytest.param("é".encode() * 5 + b" \x93x\xff", "ééééé \ufffdx\ufffd", "2 places are not valid UTF-8", id="utf-8 with strays"),
        pytest.param(b"nul\x00 and \x1b[31m colour, and a longer text around it", "nul\x00 and \x1b[31m colour, and a longer text around it", "", id="few controls"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, data: bytes, expected: str, warning: str) -> None:
    document = read(tmp_path, data)
    assert "\n".join(texts(document)) == expected
    assert warning in " ".join(document.warnings)
    assert bool(document.warnings) is bool(warning)


@pytest.mark.parametrize("name", ["noise.txt", "noise.md", "noise.csv", "noise.log"])
def test_binary_data_is_refused(tmp_path: Path, name: str) -> None:
    data = bytes(range(256)) * 40
    with pytest.raises(UnreadableDocument, match=rf"{name} is not text") as caught:
        read(tmp_path, data, name)
    assert caught.value.hint


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    document = read(tmp_path, "")
    assert document.blocks == ()
    assert document.warnings == ("The document holds no text.",)


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    document = read(tmp_path, "one\r\n\r\nthree\rfour\x0cfour\x85four\u2028four\n\nsix")
    assert [(block.text, block.where.note) for block in document.blocks] == [
        ("one", "line 1"),
        ("three four\x0cfour\x85four\u2028four", "lines 3–4"),
        ("six", "line 6"),
    ]


def test_a_run_leads_back_to_its_place_in_the_text(tmp_path: Path) -> None:
    document = read(tmp_path, "one\r\n\r\n  two\r\nthree")
    offsets = [block.runs[0].source.offset for block in document.blocks]
    whole = "one\n\n  two\nthree"
    assert [whole[at : at + len(text)] for at, text in zip(offsets, texts(document), strict=True)] == texts(
        document
    )
    assert offsets == [0, 5]


def test_plain_text(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "Scope\n=====\nThe system\nshall run in\n2000. It does.\n\nLimits\n------\n- first\n  goes on\n- second\n\n"
        "1.   One\n2.   Two\n\nRDP    Radar Processor\nTRR    Test Review\n\nScope ......... 3\n",
    )
    assert kinds(document) == [
        ("heading", 1, "Scope"),
        ("paragraph", 0, "The system shall run in 2000. It does."),
        ("heading", 2, "Limits"),
        ("list item", 1, "- first goes on"),
        ("list item", 1, "- second"),
        ("list item", 1, "1.   One"),
        ("list item", 1, "2.   Two"),
        ("cell", 0, "RDP"),
        ("cell", 0, "Radar Processor"),
        ("cell", 0, "TRR"),
        ("cell", 0, "Test Review"),
        ("contents", 0, "Scope ......... 3"),
    ]
    assert document.title == "Scope"
    assert document.blocks[3].where.heading == ("Scope", "Limits")


def test_markdown(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "---\ntitle: T\n---\n# Scope #\nText\nmore\n\n```py\nx = TRR\n\ny\n```\nAfter\n-----\n* a\n  * b\n***\n"
        "| SF | Long |\n| --- | :-: |\n| RDP | Radar \\| Data |\n\n    code\n#\n",
        "d.md",
    )
    assert kinds(document) == [
        ("property", 0, "title: T"),
        ("heading", 1, "Scope"),
        ("paragraph", 0, "Text more"),
        ("paragraph", 0, "x = TRR\n\ny"),
        ("heading", 2, "After"),
        ("list item", 1, "* a"),
        ("list item", 2, "  * b"),
        ("cell", 0, "SF"),
        ("cell", 0, "Long"),
        ("cell", 0, "RDP"),
        ("cell", 0, "Radar \\| Data"),
        ("paragraph", 0, "    code"),
    ]
    styles = {block.text: block.style_names for block in document.blocks}
    assert styles["x = TRR\n\ny"] == ("Code",) == styles["    code"]
    assert cells(document)[2][:3] == (1, 2, 1)
    assert document.blocks[3].where.note == "lines 9–11"


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, "---\n\nText\n", "a.md")) == [("paragraph", 0, "Text")]
    assert kinds(read(tmp_path, "First\nsecond\n", "b.md")) == [("paragraph", 0, "First second")]
    assert kinds(read(tmp_path, "# First\n", "c.md")) == [("heading", 1, "First")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a,b\n1,2\n", [(1, 1, 1, "a"), (1, 1, 2, "b"), (1, 2, 1, "1"), (1, 2, 2, "2")], id="comma"),
        pytest.param("a;b,c\n1;2\n", [(1, 1, 1, "a"), (1, 1, 2, "b,c"), (1, 2, 1, "1"), (1, 2, 2, "2")], id="semicolon"),
        pytest.param('"a\nb",c\nd,\n', [(1, 1, 1, "a\nb"), (1, 1, 2, "c"), (1, 2, 1, "d")], id="line end in a cell"),
        pytest.param("only\n", [(1, 1, 1, "only")], id="one column"),
    ],
)  # fmt: skip
def test_separated_values(tmp_path: Path, text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert cells(read(tmp_path, text, "d.csv")) == expected


def test_a_cell_says_its_line(tmp_path: Path) -> None:
    document = read(tmp_path, 'a,"b\nb"\nc,d\n', "d.csv")
    assert [(block.text, block.where.note) for block in document.blocks] == [
        ("a", "line 1"),
        ("b\nb", "line 1"),
        ("c", "line 3"),
        ("d", "line 3"),
    ]


def test_a_cell_may_be_long(tmp_path: Path) -> None:
    assert len(read(tmp_path, "x" * 300_000 + ",y", "d.csv").blocks[0].text) == 300_000


def test_each_line_of_a_log_stands_alone(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "a\nb\n\nc", "d.log")) == ["a", "b", "c"]


def test_a_text_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match=r"notes\.txt is larger than 1 MiB"):
        read(tmp_path, b"x" * (MIB + 1), limits=Limits(part_bytes=MIB))
    with pytest.raises(LimitExceeded, match="more than 3 paragraphs"):
        read(tmp_path, "a\n\n" * 4, limits=Limits(blocks=3))


def test_an_endless_line_is_read_in_pieces_that_lead_back(tmp_path: Path) -> None:
    text = "RDP word " * 30_000
    path = tmp_path / "long.txt"
    path.write_text(text)
    blocks = documents.read(path).blocks
    assert "".join(block.text for block in blocks) == text
    assert max(len(block.text) for block in blocks) <= 100_000
    assert {block.where.note for block in blocks} == {"line 1"}
    for block in blocks:
        ((source, length),) = block.spans(0, len(block.text))
        assert text[source.offset : source.offset + length] == block.text
        assert block.text.endswith(" ")


def traced(document: Document, whole: str) -> bool:
    """Return whether each character leads back to its own in the file, or a space to the end of a line."""
    return all(
        character == there or (character == " " and there == "\n")
        for block in document.blocks
        for run in block.runs
        for character, there in zip(run.text, whole[run.source.offset :], strict=False)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The team uses the Remote Sensing\nUnit (RSU) and the Ground\n    Control Desk (GCD) daily.", ["The team uses the Remote Sensing Unit (RSU) and the Ground Control Desk (GCD) daily."], id="definition"),
        pytest.param("The equip-\nment of the F-\n16 and the long-\nterm plan of the year.", ["The equipment of the F-16 and the long-term plan of the year."], id="hyphens"),
        pytest.param("The radar of the station is new  \t\nand it runs every day.", ["The radar of the station is new and it runs every day."], id="space at the end"),
        pytest.param("- the first item of the list that\n  goes on here\n- the second", ["- the first item of the list that goes on here", "- the second"], id="list item"),
        pytest.param("Roses are red,\nViolets are blue,\nSugar is sweet,\nAnd so are you.", None, id="verse"),
        pytest.param("Jane Roe\nHarbor Control Office\n12 Pier Street\nSpringfield", None, id="address"),
        pytest.param("From: the harbor\nDate: 12 May 2026\nTo: all of the crews", None, id="form"),
        pytest.param("for each in rows:\n    print(each)\nreturn rows of the table", None, id="code"),
        pytest.param("SCOPE\nThis document tells of the radar of the pier and how it is kept.", None, id="heading"),
        pytest.param("pumps\nvalves\nmotors\nlamps", None, id="words"),
        pytest.param("The pump was checked.\nThe valve was closed.\nThe motor was idle.", None, id="a sentence a line"),
    ],
)  # fmt: skip
def test_wrapped_lines_become_one(tmp_path: Path, text: str, expected: list[str] | None) -> None:
    document = read(tmp_path, text)
    assert texts(document) == (expected or [text])
    assert traced(document, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The first\nLine goes on", "The first Line goes on", id="soft"),
        pytest.param("The first  \nline ends", "The first  \nline ends", id="two spaces"),
        pytest.param("The first\\\nline ends", "The first\\\nline ends", id="backslash"),
        pytest.param("The first<br>\nline ends", "The first<br>\nline ends", id="break"),
    ],
)
def test_lines_of_markdown_become_one_unless_they_are_broken(
    tmp_path: Path, text: str, expected: str
) -> None:
    document = read(tmp_path, text, "d.md")
    assert texts(document) == [expected]
    assert traced(document, text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_wrapped_line_is_traced_whatever_ends_it(tmp_path: Path, end: str) -> None:
    text = "The team uses the Remote Sensing\nUnit (RSU) every day of the year."
    document = read(tmp_path, text.replace("\n", end))
    assert texts(document) == [text.replace("\n", " ")]
    assert [run.source.offset for run in document.blocks[0].runs] == [0, 33]
    assert document.blocks[0].where.note == "lines 1–2"


@pytest.mark.parametrize("gap", ["    ", "  ", "\t", " ........ ", ": ", " - ", " – "])
@pytest.mark.parametrize(
    "title", ["Acronyms\n", "Acronyms\n\n", "List of Abbreviations\n=====================\n\n"]
)
def test_a_list_of_acronyms_is_a_table(tmp_path: Path, gap: str, title: str) -> None:
    rows = f"RSU{gap}Remote Sensing Unit\nGCD{gap}Ground Control Desk of all\n           the stations\nPSB{gap}Pier Safety Board\n"
    document = read(tmp_path, f"{title}{rows}\nThe RSU is old.\n")
    assert cells(document) == [
        (1, 1, 1, "RSU"), (1, 1, 2, "Remote Sensing Unit"),
        (1, 2, 1, "GCD"), (1, 2, 2, "Ground Control Desk of all the stations"),
        (1, 3, 1, "PSB"), (1, 3, 2, "Pier Safety Board"),
    ]  # fmt: skip
    assert [row.acronym for row in AcronymIndex.build(document).table_rows] == ["RSU", "GCD", "PSB"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Acronyms\n\nRSU: Remote Sensing Unit is what we call it.\nThen comes more.", id="sentences"
        ),
        pytest.param("Parts\n\nPump: runs every day\nValve: is closed today", id="another list"),
        pytest.param(
            "Acronyms\n\nThe acronyms are spelt out - each of them - at their first use.", id="prose"
        ),
    ],
)
def test_what_is_no_list_of_acronyms(tmp_path: Path, text: str) -> None:
    assert cells(read(tmp_path, text)) == []
