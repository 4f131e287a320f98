"""Sheets as grids: each cell in one window, at its place, rows in one piece."""

from dataclasses import replace

import pytest

from stormdat_core.model import BlockKind, FileResult, Location, Role, SweepRequest
from stormdat_core.model.drawn import DrawnBlock, DrawnPage
from stormdat_core.services import Services
from tests.webui.conftest import Browser
from webui.features.review import drawing, sheets


def cell(at: int, row: int, column: int, sheet: str = "Parts", text: str = "word") -> DrawnBlock:
    where = Location(kind=BlockKind.CELL, block=at, table=1, row=row, column=column, sheet=sheet)
    return DrawnBlock(where, Role.BODY, 0, "", text)


def stored(services: Services, blocks: list[DrawnBlock], pages: list[DrawnPage]) -> int:
    sweep = services.store.start_sweep(SweepRequest(()), "1", "d")
    file = services.store.add_result(
        sweep, replace(FileResult(services.paths.data / "a.xlsx"), format="xlsx")
    )
    services.store.finish_sweep(sweep)
    services.store.blocks.put(file, blocks, pages)
    return file


@pytest.mark.parametrize("wide", [1, 3, 7, 61, 250])
def test_each_cell_stands_in_one_window_and_few_rows_are_cut(services: Services, wide: int) -> None:
    blocks = [cell(at, at // wide + 1, at % wide + 1) for at in range(1_000)]
    file = stored(services, blocks, [])
    held: list[int] = []
    for first in range(0, 1_000, sheets.BLOCKS):
        _, found = sheets.window(services.store, file, first)
        assert len(found) <= 100
        held += [each.index for each in found]
        if wide <= 40 and found:
            assert found[0].where.column == 1
    assert held == list(range(1_000))


def test_cells_stand_below_their_letters_and_gaps_are_marked(services: Services) -> None:
    blocks = [cell(0, 1, 1, text="Name"), cell(1, 1, 3), cell(2, 2, 3), cell(3, 9, 28, text="x" * 50)]
    columns = ((1, 4), (3, 4), (28, 50))
    file = stored(services, blocks, [DrawnPage(1, 0, 4, columns=columns)])
    items = list(drawing.items(blocks, ()))
    sheets.lay_out(services.store, file, items)
    [item] = items
    grid = item.grid
    assert grid is not None
    assert [(each.name, each.skipped) for each in grid.columns] == [("A", False), ("C", True), ("AB", True)]
    assert grid.columns[0].width < grid.columns[2].width
    assert [(row.number, row.skipped) for row in grid.rows] == [(1, False), (2, False), (9, True)]
    texts = [["".join(one.block.text for one in cell) for cell in row.cells] for row in grid.rows]
    assert texts == [["Name", "word", ""], ["", "word", ""], ["", "", "x" * 50]]


def test_hidden_columns_and_rows_stand_in_the_grid_at_their_places() -> None:
    blocks = [cell(0, 1, 1), cell(1, 1, 2, text="x" * 80), cell(2, 1, 3), cell(3, 2, 1), cell(4, 2, 3)]
    notes = (None, "hidden column", None, "hidden row", "hidden row")
    hidden = [
        replace(one, where=one.where._replace(note=note)) for one, note in zip(blocks, notes, strict=True)
    ]
    [item] = drawing.items(hidden, ())
    assert item.label == "Sheet “Parts”"
    grid = sheets.grid(item.rows, DrawnPage(1, 0, 5, columns=((1, 4), (2, 80), (3, 4))))
    assert [(each.name, each.hidden) for each in grid.columns] == [("A", False), ("B", True), ("C", False)]
    assert grid.columns[1].width <= 1
    assert [(row.number, row.hidden) for row in grid.rows] == [(1, False), (2, True)]
    assert [len(cell) for cell in grid.rows[0].cells] == [1, 1, 1]


def test_a_note_of_a_cell_stays_a_table_of_its_own() -> None:
    blocks = [cell(0, 1, 1), replace(cell(1, 1, 2), where=cell(1, 1, 2).where._replace(note="comment"))]
    assert len(list(drawing.items(blocks, ()))) == 2


def test_a_sheet_wider_than_the_bound_shows_the_columns_of_the_window(services: Services) -> None:
    blocks = [cell(at, 1, 100 * at + 1) for at in range(80)]
    columns = tuple((100 * at + 1, 4) for at in range(80))
    page = DrawnPage(1, 0, 80, columns=columns)
    rows = next(iter(drawing.items(blocks[:10], ()))).rows
    assert len(sheets.grid(rows, page).columns) == 10


def test_the_page_shows_grids_and_names_sheets(services: Services, browser: Browser) -> None:
    blocks = [cell(0, 3, 2, text="<b>bold</b>"), cell(1, 1, 1, sheet="Second & last")]
    pages = [DrawnPage(1, 0, 1, columns=((2, 11),)), DrawnPage(2, 1, 1, columns=((1, 4),))]
    file = stored(services, blocks, pages)
    page = browser.get(f"/review/{file}/text?first=0").get_data(as_text=True)
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert '<th scope="col" class="skipped">B</th>' in page
    assert '<th scope="row">3</th>' in page
    told = browser.get(f"/review/{file}/outline").get_json()
    assert told["headings"] == [[0, 1, "Sheet Parts"], [1, 1, "Sheet Second & last"]]
