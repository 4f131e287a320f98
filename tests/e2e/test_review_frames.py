"""Pages of a PDF as pictures, slides, sheets in a real browser: marks stand over the words they are about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.documents.limits import Limits
from stormdat_core.model import SweepRequest
from stormdat_core.progress import JobContext
from stormdat_core.sweep import check_file, drawing
from stormdat_core.sweep.executor import TaskLimits
from tests.core.documents.test_slide_places import at, placed
from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.here import Here
from tests.pdf import line, write_pdf
from tests.powerpoint import Slide, write_powerpoint

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("review_page"),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@contextmanager
def served(browser: Browser, folder: Path, path: Path) -> Iterator[Site]:
    """Yield the pages over one checked document that was read for its page."""
    with site(browser, folder / "app", native=True) as made:
        store = made.services.store
        sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
        store.add_result(sweep, check_file(path))
        store.finish_sweep(sweep)
        drawing.draw(store, store.file(1), JobContext(), TaskLimits(), Limits(), Here())
        yield made


def report(path: Path, pages: int = 12) -> Path:
    """Write a PDF with an acronym that nobody defines at another height on each page."""
    filler = "The pump and the valve were tested again, and neither of them leaked at all."
    return write_pdf(
        path,
        *(
            [line(f"Chapter {number}", 720, size=18, font="F2")]
            + [line(filler, 690 - 14 * at) for at in range(10)]
            + [line(f"Here the Q{chr(65 + number)}X unit stops  twice.", 520 - 20 * number)]
            for number in range(pages)
        ),
    )


def workbook(path: Path, rows: list[tuple[str, ...]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Parts")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def opened(made: Site, page: Page) -> None:
    page.goto(made.url("/review/1"))
    page.wait_for_selector(".window")
    becomes(page, "document.querySelector('.overlay .chosen') !== null")
    becomes(page, "document.querySelector('.sheetpage[data-shown]') !== null")


_IN_VIEW = (
    "(() => { const marks = [...document.querySelectorAll('%s')].map((one) => one.getBoundingClientRect()), "
    "b = document.querySelector('[data-pages]').getBoundingClientRect(); "
    "return marks.some((a) => a.width > 0 && a.top >= b.top && a.bottom <= b.bottom) })()"
)
_DARK = (
    "(async () => { const sheet = document.querySelector('.overlay .chosen').closest('.sheetpage'), "
    "picture = sheet.querySelector('img'), ground = picture.getBoundingClientRect(), "
    "mark = sheet.querySelector('.chosen .area').getBoundingClientRect(), "
    "scale = picture.naturalWidth / ground.width, canvas = document.createElement('canvas'); "
    "canvas.width = picture.naturalWidth; canvas.height = picture.naturalHeight; "
    "const context = canvas.getContext('2d'); context.drawImage(picture, 0, 0); "
    "const count = (x, y) => { const d = context.getImageData((x - ground.left) * scale, (y - ground.top) * scale, "
    "mark.width * scale, mark.height * scale).data; let dark = 0; "
    "for (let at = 0; at < d.length; at += 4) dark += d[at] < 128; return dark; }; "
    "return [count(mark.left, mark.top), count(mark.left, mark.bottom + 3)] })()"
)
"""Dark pixels of the picture within the chosen mark, and in an area as large below it."""
_BESIDE = (
    "[...document.querySelectorAll('.pm')].flatMap((mark) => { const word = mark.querySelector('.area').getBoundingClientRect(); "
    "const drawn = [...mark.querySelectorAll('.bars, line')].map((one) => one.getBoundingClientRect()); "
    "const apart = [...mark.querySelectorAll('circle')].map((one) => word.top - one.getBoundingClientRect().bottom + 1); "
    "return drawn.map((one) => [Math.max(word.left - one.left, one.right - word.right), Math.min(1, ...apart)]) })"
)
"""For each thing drawn about a mark: how far it reaches beside the words, and how far above them the letter ends."""


def in_view(page: Page, selector: str) -> None:
    becomes(page, _IN_VIEW % selector)


def marked_page(page: Page) -> str:
    return page.locator(".window:has(.overlay .chosen) > .pageno").inner_text()


def test_marks_lie_over_their_words_and_keys_turn_the_pages(browser: Browser, tmp_path: Path) -> None:
    with served(browser, tmp_path, report(tmp_path / "Pump report.pdf")) as made, made.page() as page:
        opened(made, page)
        for number in (1, 2, 3):
            becomes(
                page,
                f"document.querySelector('.window:has(.overlay .chosen) > .pageno')?.textContent === 'Page {number}'",
            )
            in_view(page, ".overlay .chosen .ring")
            becomes(page, "document.querySelector('.sheetpage:has(.chosen)').dataset.shown === 'yes'")
            inside, below = page.evaluate(_DARK)
            assert inside > 20
            assert below == 0
            if number == 2:
                keep(page, "pdf-1280")
                assert faults(page) == []
            page.keyboard.press("ArrowDown")
        assert page.locator(".window").count() <= 6
        assert page.locator(".blk").count() <= 300
        page.keyboard.press("/")
        page.keyboard.type("Chapter 11")
        page.keyboard.press("Enter")
        in_view(page, ".overlay [data-spot]")
        label = page.locator(".window:has([data-spot]) > .pageno")
        expect(label).to_have_text("Page 12")


def test_decisions_change_the_marks_and_a_click_chooses(browser: Browser, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [line("The QRS stops and the TUV runs and the XYW waits.", 700)])
    with served(browser, tmp_path, path) as made, made.page(device_scale_factor=2) as page:
        opened(made, page)
        first = page.locator("[data-verdicts]").get_attribute("data-finding")
        page.keyboard.press("l")
        becomes(
            page, f"document.querySelector('.overlay [data-mark=\"{first}\"]')?.matches('.v-left-as-it-is')"
        )
        expect(page.locator(f".overlay [data-mark='{first}'] text")).to_have_text("L")
        beside = page.evaluate(_BESIDE)
        assert beside
        assert all(side <= 1 and apart > 0 for side, apart in beside), (
            "words and what stands beside them stay free"
        )
        other = page.locator(".overlay .open:not(.chosen)").first
        number = other.get_attribute("data-mark")
        other.locator(".ring").click()
        becomes(page, f"document.querySelector('[data-verdicts]').dataset.finding === '{number}'")
        page.keyboard.press("Control+z")
        becomes(page, f"document.querySelector('.overlay [data-mark=\"{first}\"]')?.matches('.open')")
        natural, shown = page.evaluate(
            "[document.querySelector('.sheetpage img').naturalWidth, document.querySelector('.sheetpage img').clientWidth]"
        )
        assert natural >= 2 * shown
        keep(page, "pdf-decided")
        page.keyboard.press("m")
        expect(page.locator("[data-remark-quoted]")).to_contain_text("The QRS stops")


@pytest.mark.soak
def test_a_file_that_changes_under_the_page_is_shown_as_its_text(browser: Browser, tmp_path: Path) -> None:
    path = report(tmp_path / "Pump report.pdf")
    with served(browser, tmp_path, path) as made, made.page(complains=True) as page:
        opened(made, page)
        page.keyboard.press("l")
        becomes(page, "document.querySelector('.overlay .v-left-as-it-is') !== null")
        path.write_bytes(path.read_bytes() + b"%")
        page.goto(made.url("/review/1?finding=12"))
        expect(page.locator(".refused").first).to_contain_text("has changed since it was checked")
        in_view(page, "mark.chosen")
        expect(page.locator("[data-problems] h2")).to_have_text("11 open problems")
        assert faults(page) == []
        keep(page, "pdf-changed")
        path.unlink()
        page.goto(made.url("/review/1?finding=5"))
        expect(page.locator(".refused").first).to_contain_text("can no longer be read")


@pytest.mark.parametrize("look", [pytest.param("dark", marks=pytest.mark.soak), "large"])
def test_pages_are_accessible_dark_and_at_200_percent(browser: Browser, tmp_path: Path, look: str) -> None:
    options = {
        "dark": {"color_scheme": "dark"},
        "large": {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2},
    }[look]
    with (
        served(browser, tmp_path, report(tmp_path / "Pump report.pdf", 3)) as made,
        made.page(**options) as page,
    ):
        opened(made, page)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        keep(page, f"pdf-{look}")


@pytest.mark.soak
def test_the_switch_is_remembered(browser: Browser, tmp_path: Path) -> None:
    with served(browser, tmp_path, report(tmp_path / "Pump report.pdf", 3)) as made, made.page() as page:
        opened(made, page)
        with page.expect_navigation():
            page.locator("[data-view]").select_option(label="Text")
        becomes(
            page, "document.querySelector('mark.chosen') !== null && !document.querySelector('.sheetpage')"
        )
        assert made.services.settings.document_view == "text"
        with page.expect_navigation():
            page.locator("[data-view]").select_option(label="Pictures")
        becomes(page, "document.querySelector('.overlay .chosen') !== null")


def test_slides_have_their_text_where_it_lies(browser: Browser, tmp_path: Path) -> None:
    slides = [
        Slide(
            placed(f"Title {number}", at(0.1, 0.05, 0.8, 0.15), "title")
            + placed(f"The Q{chr(65 + number)}X unit stops.", at(0.5, 0.5, 0.4, 0.3))
        )
        for number in range(8)
    ]
    path = write_powerpoint(tmp_path / "Plan.pptx", *slides)
    with served(browser, tmp_path, path) as made, made.page() as page:
        page.goto(made.url("/review/1"))
        for number in (1, 2, 3, 4):
            becomes(
                page,
                f"document.querySelector('.window:has(mark.chosen) > .pageno')?.textContent === 'Slide {number}'",
            )
            in_view(page, ".slide mark.chosen")
            place = page.evaluate(
                "(() => { const mark = document.querySelector('mark.chosen'), b = mark.closest('.slide').getBoundingClientRect(), "
                "a = mark.closest('.shape').getBoundingClientRect(); "
                "return [(a.left - b.left) / b.width, (a.top - b.top) / b.height, b.width / b.height] })()"
            )
            assert place == pytest.approx([0.5, 0.5, 4 / 3], abs=0.02)
            page.keyboard.press("ArrowDown")
        assert faults(page) == []
        assert page.locator(".slide [style*=url], .slide img").count() == 0
        keep(page, "slides-1280")


def test_a_sheet_is_a_grid_and_jumps_far_down(browser: Browser, tmp_path: Path) -> None:
    rows = [("Number", "What", "Note")] + [(f"P{at}", "A pump stands here.", "") for at in range(3_000)]
    rows[2_500] = ("P2500", "The QRS  stops.", "far")
    with served(browser, tmp_path, workbook(tmp_path / "Parts.xlsx", rows)) as made, made.page() as page:
        page.goto(made.url("/review/1"))
        becomes(page, "document.querySelector('.sheet mark.chosen') !== null")
        in_view(page, ".sheet mark.chosen")
        place = page.evaluate(
            "(() => { const cell = document.querySelector('mark.chosen').closest('td'), table = cell.closest('table'); "
            "return [cell.parentNode.querySelector('th').textContent, table.tHead.rows[0].cells[cell.cellIndex].textContent] })()"
        )
        assert place == ["2501", "B"]
        becomes(page, "document.querySelectorAll('.window').length === 3")
        assert page.locator(".blk").count() <= 300
        assert faults(page) == []
        lefts = page.evaluate(
            "[...document.querySelectorAll('.sheet table')].map((one) => one.tHead.rows[0].cells[2].getBoundingClientRect().left)"
        )
        assert len(set(lefts)) == 1
        keep(page, "sheet-1280")
        page.locator("[data-outline]").select_option(label="Sheet Parts")
        expect(page.locator(".blk.hit")).to_have_attribute("data-block", "0")


def test_a_hidden_column_stands_in_the_grid(browser: Browser, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 7):
        for column in "ABC":
            sheet[f"{column}{row}"] = f"The QRS  runs in {column}{row}."
    sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "Parts.xlsx")
    with served(browser, tmp_path, tmp_path / "Parts.xlsx") as made, made.page() as page:
        page.goto(made.url("/review/1"))
        becomes(page, "document.querySelector('.sheet mark.chosen') !== null")
        assert page.locator(".sheet table").count() == 1
        assert page.locator(".sheet thead th").all_text_contents() == ["A", "B (hidden column)", "C"]
        assert page.locator(".sheet tbody tr").count() == 6
        assert faults(page) == []
        keep(page, "sheet-hidden")


@pytest.mark.soak
def test_a_scan_without_text_is_shown(browser: Browser, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "Scan.pdf", ["100 100 300 300 re f"], ["10 10 30 30 re f"])
    with served(browser, tmp_path, path) as made, made.page() as page:
        page.goto(made.url("/review/1"))
        becomes(page, "document.querySelectorAll('.sheetpage[data-shown]').length === 2")
