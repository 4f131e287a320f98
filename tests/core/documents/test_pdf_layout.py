"""PDF pages as a reader sees them: columns, turned pages, numbers in the margin, stray glyphs, divided words."""

import time
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.model import BlockKind, Document
from tests.pdf import filled, line, turned, width, write_pdf

FIRST = (
    "The Advanced Surface Guidance and Control System (ASGCS) is installed at all large airports, and its "
    "information processing equipment must be maintained by trained personnel at every site of the network."
)
SECOND = (
    "Operators of the Automatic Dependent Surveillance Network (ADSN) report every hour to the regional "
    "headquarters; responsibility for interoperability remains with the administration of the ASGCS."
)
THIRD = (
    "Controllers watch the surface picture and call the crews, and the alarms of the ASGCS are heard in the "
    "tower. Reports of the ADSN are archived for thirty days on servers of the regional administration."
)
TEXT = (FIRST, SECOND, THIRD)


def read(tmp_path: Path, *pages: Sequence[str], page_extra: str = "") -> Document:
    return documents.read(write_pdf(tmp_path / "d.pdf", *pages, page_extra=page_extra))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def interleaved(*columns: list[str]) -> list[str]:
    """Return the lines of columns across, as some programs write them."""
    return [each for row in zip_longest(*columns) for each in row if each]


@pytest.mark.parametrize("size", [9, 12, 14])
@pytest.mark.parametrize("gutter", [10, 18, 36])
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("across", [False, True], ids=["column by column", "line by line"])
def test_justified_columns(tmp_path: Path, size: int, gutter: int, count: int, across: bool) -> None:
    wide = (468 - gutter * (count - 1)) / count
    if across and wide < 11 * size:
        pytest.skip("no column for text of this size")
    columns = [
        filled(
            text,
            72 + at * (wide + gutter),
            72 + at * (wide + gutter) + wide,
            680,
            size=size,
            pitch=size * 1.2,
        )
        for at, text in enumerate(TEXT[:count])
    ]
    content = interleaved(*columns) if across else [each for column in columns for each in column]
    document = read(
        tmp_path, [line("A heading over all of the columns of this page", 720, size=18), *content]
    )
    assert texts(document) == ["A heading over all of the columns of this page", *TEXT[:count]]


def test_a_paragraph_goes_on_in_the_next_column(tmp_path: Path) -> None:
    text = f"{FIRST} {SECOND}"
    left, right = filled(text, 72, 290, 700), filled(text, 322, 540, 700 + 14 * 8)
    assert texts(read(tmp_path, [*left[:8], *right[8:]])) == [text]


def test_raised_text_moves_lines_apart(tmp_path: Path) -> None:
    lines = [
        each.replace(" 672 Td", " 668 Td").replace(" 658 Td", " 654 Td")
        for each in filled(FIRST, 72, 400, 700)
    ]
    assert texts(read(tmp_path, lines)) == [FIRST]


def test_a_table_stays_a_table(tmp_path: Path) -> None:
    rows = [
        ("Pump", "running", "Alpha"),
        ("Valve", "closed", "Bravo"),
        ("Motor", "idle", "Charlie"),
        ("Relay", "open", "Delta"),
        ("Fan", "running", "Echo"),
    ]
    content = [
        line(cell, 700 - 16 * at, 72 + 150 * column)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]
    assert texts(read(tmp_path, content)) == [cell for row in rows for cell in row]


def test_rows_below_a_justified_paragraph_stay_rows(tmp_path: Path) -> None:
    paragraph = filled(FIRST, 72, 300, 700)
    low = 700 - 14 * len(paragraph)
    rows = [("Pumps", "12"), ("Valves", "7"), ("Motors", "31")]
    table = [
        each
        for at, (name, count) in enumerate(rows)
        for each in (line(name, low - 14 * at), line(count, low - 14 * at, 300 - width(count)))
    ]
    assert texts(read(tmp_path, [*paragraph, *table])) == [FIRST, *(cell for row in rows for cell in row)]


PAGE = (
    "The Turned Page Unit (TPU) is read from a page that is",
    "turned by some degrees. Its text goes on (TPU).",
    "A new paragraph.",
)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turned_pages(tmp_path: Path, rotation: int, degrees: int) -> None:
    x, y = {0: (72, 700), 90: (100, 72), 180: (540, 92), 270: (512, 720)}[degrees]
    step = {0: (0, -1), 90: (1, 0), 180: (0, 1), 270: (-1, 0)}[degrees]
    content = [
        turned(text, x + step[0] * down, y + step[1] * down, degrees)
        for text, down in zip(PAGE, (0, 14, 50), strict=True)
    ]
    document = read(tmp_path, content, page_extra=f"/Rotate {rotation}")
    assert texts(document) == [f"{PAGE[0]} {PAGE[1]}", PAGE[2]]


def test_a_stamp_at_the_side_is_no_part_of_a_line(tmp_path: Path) -> None:
    content = [line(PAGE[0], 700), turned("STAMP", 40, 690, 90), line(PAGE[1], 686)]
    assert sorted(texts(read(tmp_path, content))) == sorted([f"{PAGE[0]} {PAGE[1]}", "STAMP"])


def test_headers_of_turned_pages(tmp_path: Path) -> None:
    pages = [
        [
            turned("Quarterly report", 20, 72, 90),
            turned(f"Body {at}", 300, 72, 90),
            turned(f"Page {at}", 595, 72, 90),
        ]
        for at in range(1, 5)
    ]
    document = read(tmp_path, *pages, page_extra="/Rotate 90")
    assert [block.kind for block in document.blocks] == [
        BlockKind.HEADER,
        BlockKind.PARAGRAPH,
        BlockKind.FOOTER,
    ] * 4


PARTS = ("Pump", "Valve", "Motor", "Relay", "Fan", "Lamp")
BODY = (
    "This draft speaks of the Coastal Radar",
    "System (CRS) and tells the crews how to",
    "keep it ready. The CRS stands at the pier",
    "and each has a log book of its own, and",
    "the Harbor Control Office (HCO) reads it",
    "all. The HCO and the CRS staff meet each",
    "week at the office; they go through all",
    "entries of the log and sign what is new.",
    "Next comes the duty of the crew, which",
    "is long. It begins in the morning, when",
    "the first boat leaves, and ends in the",
    "evening when the last one is back home.",
)


def numbered(
    first: int = 1, step: int = 1, x: float = 50, *, right: bool = False, pitch: float = 14
) -> list[str]:
    content = []
    for at, text in enumerate(BODY):
        y = 640 - pitch * at
        if (first + at) % step == 0:
            number = str(first + at)
            content.append(line(number, y, x - width(number, 9) if right else x, 9))
        content.append(line(text, y, 90))
    return content


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([numbered()], id="every line"),
        pytest.param([numbered(x=62, right=True)], id="aligned at the right"),
        pytest.param([numbered(), numbered(13)], id="going on"),
        pytest.param([numbered(), numbered()], id="beginning again"),
        pytest.param([numbered(step=5), numbered(13, step=5)], id="every fifth"),
        pytest.param([numbered(x=400)], id="in the right margin"),
        pytest.param([sorted(numbered(), key=lambda each: "/F1 9" not in each)], id="numbers first"),
        pytest.param([sorted(numbered(), key=lambda each: "/F1 9" in each)], id="numbers last"),
        pytest.param([numbered(pitch=24)], id="double spaced"),
        pytest.param([[*numbered(), line("7", 60, 300)]], id="and a page's number"),
    ],
)
def test_numbers_of_lines_are_no_text(tmp_path: Path, pages: list[list[str]]) -> None:
    document = read(tmp_path, *pages)
    assert [text for text in texts(document) if text != "7"] == [" ".join(BODY)] * len(pages)


def test_numbers_of_ruled_paper_are_no_text(tmp_path: Path) -> None:
    """Pleadings are written on paper with 28 numbers and a double rule, whatever stands beside them."""
    rules = ["1 w 80 40 m 80 760 l S 83 40 m 83 760 l S 550 40 m 550 760 l S"]
    numbers = [line(str(at), 740 - 24 * at, 60) for at in range(1, 29)]
    text = [line(each, 716 - 24 * at, 90) for at, each in enumerate(BODY)]
    assert texts(read(tmp_path, [*rules, *numbers, *text])) == [" ".join(BODY)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([each for at in range(6) for each in (line(str(at + 1), 700 - 14 * at, 50), line(f"{PARTS[at]} of the first station is checked", 700 - 14 * at, 90))], id="numbered list"),
        pytest.param([each for at in range(6) for each in (line(f"{at + 1}.", 700 - 14 * at, 50), line(BODY[at], 700 - 14 * at, 90))], id="labels"),
        pytest.param([each for at in range(6) for each in (line(str(at + 1), 700 - 14 * at, 50), line("Pump", 700 - 14 * at, 90), line("running", 700 - 14 * at, 200))], id="table"),
        pytest.param([each for at in range(6) for each in (line("pump of the station", 700 - 14 * at, 90), line(str(5 * at + 5), 700 - 14 * at, 300))], id="amounts"),
        pytest.param([each for at in range(6) for each in (line(str(2019 + at), 700 - 14 * at, 50), line("The unit was new and it ran well.", 700 - 14 * at, 90))], id="years"),
    ],
)  # fmt: skip
def test_numbers_that_count_no_lines_stay(tmp_path: Path, content: list[str]) -> None:
    numbers = [
        word for text in texts(read(tmp_path, content)) for word in text.split() if word.strip(".").isdigit()
    ]
    assert len(numbers) == 6


def hole(
    before: str, glyph: str, after: str, *, shift: float = 0, size: float = 12, font: str = "F2"
) -> list[str]:
    """Return a line with a gap, and the glyph of another font that is painted there later."""
    place = 72 + width(before)
    return [
        f"BT /F1 12 Tf 72 700 Td [({before}) {-700} ({after})] TJ ET",
        line(glyph, 700 + shift, place + 1, size, font),
        line("The next line of the text stands below the first one here", 686),
    ]


@pytest.mark.parametrize(("shift", "size"), [(0, 12), (1.2, 12), (-1, 11), (0.5, 13)])
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "The relay unit costs 5 ",
            ". It runs for days without any rest",
            "costs 5 B. It runs",
            id="before a full stop",
        ),
        pytest.param(
            "The relay unit ", " runs for 5 days without any rest", "unit B runs", id="between words"
        ),
    ],
)
def test_stray_glyphs_stay_in_their_line(
    tmp_path: Path, before: str, after: str, expected: str, shift: float, size: float
) -> None:
    found = texts(read(tmp_path, hole(before, "B", after, shift=shift, size=size)))
    assert expected in found[0]
    assert "B" not in found


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([("Water (H", 12, 0), ("2", 7, -3), ("O) and area in m", 12, 0), ("2", 7, 5), (" are given here", 12, 0)], "Water (H2O) and area in m2 are given here", id="index and power"),
        pytest.param([("as the report says", 12, 0), ("12", 7, 5), (", it is known", 12, 0)], "as the report says 12, it is known", id="mark of a note"),
        pytest.param([("3", 7, 5), ("See the report of the year", 12, 0)], "3 See the report of the year", id="note"),
    ],
)  # fmt: skip
def test_raised_and_lowered_text_stays_in_its_line(
    tmp_path: Path, pieces: list[tuple[str, int, float]], expected: str
) -> None:
    content, x = [], 72.0
    for text, size, rise in pieces:
        content.append(line(text, 700 + rise, x, size))
        x += width(text, size)
    assert texts(read(tmp_path, [*content, line("Another paragraph.", 650)])) == [
        expected,
        "Another paragraph.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("He flew an F-", "16 over it.", "He flew an F-16 over it."),
        ("It is part of the equip-", "ment of it.", "It is part of the equipment of it."),
        ("It is the infor-", "mation of it.", "It is the information of it."),
        ("It is a well-", "known unit.", "It is a well-known unit."),
        ("It is a self-", "contained unit.", "It is a self-contained unit."),
        ("It is a mission-", "critical unit.", "It is a mission-critical unit."),
        ("It is a cost-", "effective unit.", "It is a cost-effective unit."),
        ("It is a cross-", "section of it.", "It is a cross-section of it."),
        ("It has pre-", "and post-conditions.", "It has pre- and post-conditions."),
        ("It has an X-", "band radar.", "It has an X-band radar."),
        ("It is of the Anglo-", "American kind.", "It is of the Anglo-American kind."),
        ("In the years 2010-", "2015 it was.", "In the years 2010-2015 it was."),
        ("See the part TS-", "ABC of it.", "See the part TS-ABC of it."),
        ("It has a dash -", "and more.", "It has a dash - and more."),
        ("It was main\xad", "tained.", "It was maintained."),
        ("Alphaword and be-", "ta. Betaword.", "Alphaword and beta. Betaword."),
    ],
)  # fmt: skip
def test_hyphens_at_the_end_of_a_line(tmp_path: Path, first: str, second: str, expected: str) -> None:
    assert " ".join(texts(read(tmp_path, [line(first, 700), line(second, 686)]))) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("The data-base is old.", "A data-base runs."), ("The database is old.", "A database runs.")],
)
def test_the_form_elsewhere_decides(tmp_path: Path, form: str, expected: str) -> None:
    found = texts(read(tmp_path, [line("A data-", 700), line("base runs.", 686), line(form, 650)]))
    assert found[0] == expected


ROWS = (
    ("CRS", "Coastal Radar System"),
    ("HCO", "Harbor Control Office"),
    ("PSB", "Pier Safety Board of all the harbors and of"),
)


def listed(
    top: float, rows: Sequence[tuple[str, str]] = ROWS, *, gap: float = 72, lead: bool = False
) -> list[str]:
    content = []
    for at, (short, meaning) in enumerate(rows):
        y = top - 16 * at
        if lead:
            content.append(line(f"{short} {'.' * (40 - len(short))} {meaning}", y))
        else:
            content += [line(short, y), line(meaning, y, 72 + gap)]
    return content


def cells(document: Document) -> list[tuple[int | None, int | None, str]]:
    return [
        (block.where.row, block.where.column, block.text)
        for block in document.blocks
        if block.kind is BlockKind.CELL
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Acronyms",
        "List of Acronyms and Abbreviations",
        "APPENDIX A. ABBREVIATIONS",
        "The following acronyms are used:",
    ],
)
@pytest.mark.parametrize(("gap", "lead"), [(72, False), (40, False), (0, True)])
def test_a_list_of_acronyms_is_a_table(tmp_path: Path, title: str, gap: float, lead: bool) -> None:
    wrapped = [line("their surroundings", 700 - 48, 110 if lead else 72 + gap)]
    after = line("The CRS is old, and the HCO and the PSB use it.", 600)
    document = read(
        tmp_path, [line(title, 730, font="F2"), *listed(700, gap=gap, lead=lead), *wrapped, after]
    )
    assert cells(document) == [
        (1, 1, "CRS"), (1, 2, "Coastal Radar System"),
        (2, 1, "HCO"), (2, 2, "Harbor Control Office"),
        (3, 1, "PSB"), (3, 2, "Pier Safety Board of all the harbors and of their surroundings"),
    ]  # fmt: skip
    assert texts(document)[0] == title
    assert [row.acronym for row in AcronymIndex.build(document).table_rows] == ["CRS", "HCO", "PSB"]


@pytest.mark.parametrize("gap", range(24, 100, 4))
def test_a_sentence_below_a_list_is_no_row(tmp_path: Path, gap: int) -> None:
    text = "The Coastal Radar System (CRS) is old. CRS and HCO use it. PSB waits."
    document = read(tmp_path, [line("Acronyms", 730), *listed(700, ROWS[:2], gap=gap + 16), line(text, 668)])
    assert texts(document)[-1] == text


def test_the_columns_of_a_list_may_stand_close(tmp_path: Path) -> None:
    rows = [
        ("ASGCS", "Advanced Surface Guidance and Control System"),
        ("CRS", "Coastal Radar System"),
        ("HCO", "Harbor Control Office"),
    ]
    found = cells(read(tmp_path, [line("Acronyms", 730), *listed(700, rows, gap=width("ASGCS") + 4)]))
    assert [text for _, _, text in found] == [text for row in rows for text in row]


def test_a_list_of_acronyms_goes_on_over_the_page(tmp_path: Path) -> None:
    first = [line("Acronyms", 150, font="F2"), *listed(120)]
    second = [
        line("Acronyms (continued)", 720, font="F2"),
        *listed(700, [("TRU", "Tower Radio Unit"), ("VHF", "Very High Frequency")]),
        line("1 Scope", 600),
    ]
    assert [text for _, column, text in cells(read(tmp_path, first, second)) if column == 1] == [
        "CRS",
        "HCO",
        "PSB",
        "TRU",
        "VHF",
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([line("Parts", 730), *listed(700)], id="under no such heading"),
        pytest.param([line("Acronyms", 730), *listed(700, [("Pump", "runs every day"), ("Valve", "is closed today")])], id="words"),
        pytest.param([line("Acronyms", 730), line("The Coastal Radar System (CRS) is old.", 700), line("The Harbor Control Office (HCO) is new.", 670)], id="sentences"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_acronyms(tmp_path: Path, content: list[str]) -> None:
    assert cells(read(tmp_path, content)) == []


def seconds(folder: Path, content: Sequence[str]) -> float:
    path = write_pdf(folder / "d.pdf", content)
    started = time.process_time()
    documents.read(path)
    return time.process_time() - started


@pytest.mark.parametrize(
    "each",
    [
        pytest.param(lambda at: line("x", 700, 72 + at * 7919 % 400), id="glyphs on one line in no order"),
        pytest.param(lambda at: line("x", 700, 72 + at * 0.01, font=("F1", "F2")[at % 2]), id="glyphs over each other"),
        pytest.param(lambda at: line(str(at % 9999), 700 - at * 0.05, 50), id="numbers"),
        pytest.param(lambda at: line(f"w{at}", 700 - at // 9 * 0.2, 72 + at % 9 * 50), id="columns"),
        pytest.param(lambda at: line("ABC ...... Alpha Beta" if at else "Acronyms", 700 - at * 0.1), id="acronyms"),
        pytest.param(lambda at: turned("x", 72 + at % 90, 72 + at % 70, at % 4 * 90), id="turned"),
        pytest.param(lambda at: line("word-", 700 - at * 0.1), id="hyphens"),
    ],
)  # fmt: skip
def test_time_is_linear(tmp_path: Path, each: Callable[[int], str]) -> None:
    """Four times the page may take four times as long, and some noise, but not sixteen times."""
    small = min(seconds(tmp_path, [each(at) for at in range(1_000)]) for _ in range(2))
    large = min(seconds(tmp_path, [each(at) for at in range(4_000)]) for _ in range(2))
    assert large < 9 * small + 0.1
