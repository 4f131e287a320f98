"""Pages of a PDF as pictures: bounded, and with every character of a block where it is seen."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from stormdat_core import documents
from stormdat_core.documents.limits import Limits
from stormdat_core.documents.pdf.locating import locate
from stormdat_core.documents.pdf.pictures import FULL, MOST_PIXELS, Box, Letters, Pictures, scale_of
from stormdat_core.documents.pdf.png import png
from stormdat_core.documents.surfaces import surfaces
from stormdat_core.errors import UnreadableDocument
from tests.pdf import line, turned, write_pdf


def pixels(data: bytes) -> np.ndarray:
    """Return the rows of a PNG that has no filters."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, body = 8, b""
    wide = high = channels = 0
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, inner = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + inner)
        if kind == b"IHDR":
            wide, high, depth, colour = struct.unpack(">IIBB", inner[:10])
            assert depth == 8
            channels = {0: 1, 2: 3}[colour]
        body += inner if kind == b"IDAT" else b""
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(body), np.uint8).reshape(high, 1 + wide * channels)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(high, wide, channels)


def opened(path: Path) -> Pictures:
    return Pictures(path.read_bytes(), path.name)


def boxes(path: Path, *words: str, page: int = 1) -> list[tuple[Box, ...]]:
    """Return where words of a document, each in one block, stand on the picture of a page."""
    blocks = [block for block in documents.read(path).blocks if block.where.page == page]
    stretches = []
    for word in words:
        [block] = [each for each in blocks if word in each.text]
        start = block.text.index(word)
        stretches.append((block.index, start, start + len(word)))
    texts = {block.index: block.text for block in blocks}
    found = locate(opened(path).letters(page), texts, stretches)
    return [found[each] for each in stretches]


def dark(path: Path, box: Box, width: int = 1200) -> float:
    """Return the share of dark pixels in a box of the first page's picture."""
    rows = pixels(opened(path).picture(1, width))[..., 0]
    high, wide = rows.shape
    left, top, right, bottom = box
    part = rows[
        top * high // FULL : bottom * high // FULL + 1, left * wide // FULL : right * wide // FULL + 1
    ]
    return float((part < 128).mean())


def test_a_picture_has_the_width_asked_for_and_the_words_where_their_boxes_are(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("The QRS stops the pump.", 700), line("Alone", 300, x=400)])
    assert pixels(opened(path).picture(1, 800)).shape[1] == 800
    [word], [alone] = boxes(path, "QRS", "Alone")
    assert dark(path, word) > 0.1
    assert dark(path, (alone[0], alone[1] + 400, alone[2], alone[3] + 400)) == 0
    assert abs(word[1] - (792 - 709) * FULL / 792) < 30
    assert abs(word[0] - (72 + 24.67 + 3.33) * FULL / 612) < 120


@pytest.mark.parametrize(
    "extra", ["/Rotate 90", "/Rotate 270", "/CropBox[60 200 500 760]", "/MediaBox[-50 -50 562 742]"]
)
def test_boxes_follow_pages_that_are_turned_or_cropped(tmp_path: Path, extra: str) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("The QRS stops the pump.", 600, size=20)], page_extra=extra)
    [word] = boxes(path, "QRS")[0]
    assert dark(path, word) > 0.1
    text = np.argwhere(pixels(opened(path).picture(1, 1200))[..., 0] < 128)
    high, wide = pixels(opened(path).picture(1, 1200)).shape[:2]
    across, down = (word[2] - word[0]) * wide, (word[3] - word[1]) * high
    assert len(text) > 0
    assert (down > across) is ("Rotate" in extra)


def test_turned_text_has_a_box_that_runs_down(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", [turned("The QRS stops.", 300, 300, 90), line("Upright text here.", 700)]
    )
    [word] = boxes(path, "QRS")[0]
    assert (word[3] - word[1]) * 792 > (word[2] - word[0]) * 612
    assert dark(path, word) > 0.1


def test_a_stretch_over_a_line_end_has_a_box_on_each_line_also_across_a_hyphen(tmp_path: Path) -> None:
    lines = [
        line("The pumps of the plant are checked by the super-", 700),
        line("visor of the whole site.", 686),
    ]
    path = write_pdf(tmp_path / "a.pdf", lines)
    block = next(each for each in documents.read(path).blocks if "pumps" in each.text)
    start = block.text.index("super")
    end = block.text.index(" of the whole")
    found = locate(opened(path).letters(1), {block.index: block.text}, [(block.index, start, end)])
    one, other = found[block.index, start, end]
    assert one[0] > other[0]
    assert one[3] <= other[1] + 5


def test_double_spaces_and_empty_stretches_lie_between_their_neighbours(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("The pump stops here.", 700)])
    [before], [after] = boxes(path, "pump", "stops")
    [block] = documents.read(path).blocks
    gap, end = (block.index, 8, 9), (block.index, len(block.text), len(block.text))
    assert block.text[8] == " "
    found = locate(opened(path).letters(1), {block.index: block.text}, [gap, end])
    [space], [behind] = found[gap], found[end]
    assert before[2] - 25 <= space[0] < space[2] <= after[0] + 25
    assert behind[0] >= after[2]


def test_a_short_block_does_not_take_letters_of_a_longer_one() -> None:
    page = "In 2018 the IC pump\r\n18\r\nIC"
    letters = Letters(page, tuple((at * 100, 0, at * 100 + 90, 100) for at in range(len(page))))
    found = locate(letters, {0: "18", 1: "IC", 2: "In 2018 the IC pump"}, [(0, 0, 2), (1, 0, 2), (2, 5, 7)])
    assert found[0, 0, 2][0][0] == page.rindex("18") * 100
    assert found[1, 0, 2][0][0] == page.rindex("IC") * 100
    assert found[2, 5, 7][0][0] == page.index("18") * 100


def test_equal_blocks_are_found_one_after_the_other() -> None:
    page = "N/A\r\nN/A\r\nN/A"
    letters = Letters(page, tuple((0, at * 100, 90, at * 100 + 90) for at in range(len(page))))
    found = locate(letters, dict.fromkeys(range(3), "N/A"), [(at, 0, 1) for at in range(3)])
    assert [found[at, 0, 1][0][1] for at in range(3)] == [0, 500, 1000]


def test_equal_cells_of_a_table_are_each_in_their_own_row_however_long_the_first_cells_are(
    tmp_path: Path,
) -> None:
    names = ("Pump", "Valve", "Crew of the main engine room", "Wing")
    rows = [
        part
        for at, name in enumerate(names)
        for part in (line(name, 740 - 30 * at), line("To be done by unit", 740 - 30 * at, x=350))
    ]
    path = write_pdf(tmp_path / "a.pdf", rows)
    texts = {block.index: block.text for block in documents.read(path).blocks}
    found = locate(opened(path).letters(1), texts, [(at, 0, len(text)) for at, text in texts.items()])
    tops = [found[at, 0, len(text)][0][1] for at, text in texts.items()]
    named, equal = tops[::2], tops[1::2]
    assert all(abs(one - other) < 60 for one, other in zip(named, equal, strict=True)), tops


def test_equal_blocks_stand_in_their_order_behind_longer_ones_that_hold_their_words() -> None:
    page = "QRS unit The whole QRS unit leaves QRS unit"
    letters = Letters(page, tuple((at, 0, at + 1, 10) for at in range(len(page))))
    texts = {0: "QRS unit", 1: "The whole QRS unit leaves", 2: "QRS unit"}
    found = locate(letters, texts, [(0, 0, 8), (2, 0, 8)])
    assert [found[at, 0, 8][0][0] // 10 for at in (0, 2)] == [0, 3]


def test_many_equal_blocks_are_all_found() -> None:
    page = "TBD. " * 1_000
    letters = Letters(page, tuple((at, 0, at + 1, 10) for at in range(len(page))))
    found = locate(letters, dict.fromkeys(range(1_000), "TBD."), [(at, 0, 4) for at in range(1_000)])
    assert all(abs(found[at, 0, 4][0][0] - 5 * at) <= 6 for at in range(1_000))


@pytest.mark.parametrize("word", ["QRSX", "Go"])
@pytest.mark.parametrize(
    ("extra", "around"), [("", ("", "")), ("/Rotate 180", ("", "")), ("", ("q -1 0 0 1 600 0 cm", "Q"))]
)
def test_short_words_drawn_in_pieces_are_found_also_where_lines_are_read_the_other_way(
    tmp_path: Path, word: str, extra: str, around: tuple[str, str]
) -> None:
    parts = [line("The crew of", 650), f"1 0 0 rg {line(word, 650, x=150)} 0 0 0 rg"]
    ops = [around[0], *parts, line("leaves the depot at once.", 650, x=200), around[1]]
    path = write_pdf(tmp_path / "a.pdf", ops, page_extra=extra)
    ((box,),) = boxes(path, word)
    red = pixels(opened(path).picture(1, 1200)).astype(int)
    rows, columns = np.nonzero((red[..., 0] > 150) & (red[..., 1] < 100))
    down, across = FULL / red.shape[0], FULL / red.shape[1]
    assert box[0] - 20 <= columns.min() * across <= columns.max() * across <= box[2] + 20
    assert box[1] - 20 <= rows.min() * down <= rows.max() * down <= box[3] + 20
    assert box[2] - box[0] < 1_000


def test_a_missing_word_takes_no_letters_of_another_block_and_none_inside_a_word() -> None:
    page = "leaves the depot. QRSXY The crew of Go QRSX"
    letters = Letters(page, tuple((at * 10, 0, at * 10 + 9, 100) for at in range(len(page))))
    texts = {0: "The crew of QRSX leaves the depot.", 1: "QRSX"}
    found = locate(letters, texts, [(0, 12, 16), (1, 0, 4)])
    assert found[1, 0, 4][0][0] == page.rindex("QRSX") * 10
    assert found[0, 12, 16] == ()


def test_what_is_not_on_the_page_has_no_box() -> None:
    letters = Letters("Something else", ((0, 0, 10, 10),) * 14)
    assert locate(letters, {3: "A comment of a reviewer"}, [(3, 2, 9)]) == {(3, 2, 9): ()}
    assert locate(Letters("", ()), {3: "text"}, [(3, 0, 4), (4, 0, 1)]) == {(3, 0, 4): (), (4, 0, 1): ()}


def test_locating_is_linear_in_a_page_that_repeats_itself() -> None:
    page = "ab" * 50_000
    letters = Letters(page, ((0, 0, 10, 10),) * len(page))
    texts = dict.fromkeys(range(1000), "ab" * 40 + "x")
    found = locate(letters, texts, [(at, 0, 4) for at in range(1_000)])
    assert len(found) == 1_000


@pytest.mark.parametrize(
    "shape", [(1e6, 1e6), (1e6, 1.0), (1.0, 1e6), (0.0, 0.0), (612.0, 792.0), (3.0, 14_400.0)]
)
@pytest.mark.parametrize("width", [1, 800, 10**6])
def test_no_page_becomes_a_picture_of_more_than_the_pixels_allowed(
    shape: Sequence[float], width: int
) -> None:
    wide, high = shape
    scale = scale_of(wide, high, width)
    assert 0 < max(wide, 1) * scale <= 4_097
    assert (wide * scale + 1) * (high * scale + 1) <= 1.01 * MOST_PIXELS


def test_a_page_of_a_million_points_is_drawn_small(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("x", 700)], page_extra="/MediaBox[0 0 1000000 1000000]")
    high, wide, _ = pixels(opened(path).picture(1, 4000)).shape
    assert high * wide <= 1.01 * MOST_PIXELS


def test_a_damaged_file_or_page_is_said_to_be() -> None:
    with pytest.raises(UnreadableDocument):
        Pictures(b"%PDF-1.7 nothing of the kind", "a.pdf")


def test_a_page_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("x", 700)], count=5)
    with pytest.raises(UnreadableDocument):
        opened(path).picture(4, 100)
    assert pixels(opened(path).picture(1, 100)).shape[1] == 100


def test_a_grey_page_takes_one_channel_and_a_coloured_one_three() -> None:
    grey = np.full((4, 5, 3), 200, np.uint8)
    coloured = grey.copy()
    coloured[1, 2] = (1, 2, 3)
    assert pixels(png(grey)).shape == (4, 5, 1)
    assert (pixels(png(coloured)) == coloured).all()


def test_the_pages_of_a_document_hold_all_its_blocks_once_in_order(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("One.", 700)], [], [line("Three.", 700)], title="A plan")
    document = documents.read(path)
    pages = surfaces(document, Limits())
    held = [number for page in pages for number in range(page.first, page.first + page.blocks)]
    assert held == list(range(len(document.blocks)))
    assert [(page.number, page.blocks, page.width) for page in pages] == [
        (1, 1, 612), (2, 0, 612), (3, 1, 612), (4, 1, 0),
    ]  # fmt: skip
