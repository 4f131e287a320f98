"""The panes of the page of a document in a real browser: their room, and what is drawn round a finding."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from stormdat_core.documents.limits import Limits
from stormdat_core.model import SweepRequest
from stormdat_core.progress import JobContext
from stormdat_core.sweep import check_file, drawing
from stormdat_core.sweep.executor import TaskLimits
from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.here import Here
from tests.word import heading, paragraph, run, write_word

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("review_page"),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

_BODY = "".join(
    heading(f"Chapter {at}")
    + paragraph(run(f"The QRS, or its twin, runs in part {at} and (TUV{chr(65 + at % 26)}) stops  twice."))
    + paragraph(run("The pump and the valve were tested again, and neither of them leaked. " * 6))
    for at in range(40)
)
_BOXES = (
    "Object.fromEntries(['problems', 'document', 'finding'].map((name) => { "
    "const box = document.querySelector('.pane.' + name).getBoundingClientRect(); "
    "return [name, {left: box.left, top: box.top, right: box.right, bottom: box.bottom}] }))"
)

_BELOW = (
    "document.documentElement.scrollHeight - scrollY "
    "- document.querySelector('.pane.finding').getBoundingClientRect().bottom"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def full(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """Yield the pages over one checked document of many problems."""
    path = write_word(tmp_path / "Valve report.docx", _BODY)
    with site(browser, tmp_path / "app", native=True) as served:
        store = served.services.store
        sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
        store.add_result(sweep, check_file(path))
        store.finish_sweep(sweep)
        drawing.draw(store, store.file(1), JobContext(), TaskLimits(), Limits(), Here())
        yield served


def opened(full: Site, page: Page) -> None:
    page.goto(full.url("/review/1"))
    page.wait_for_selector(".window")
    becomes(page, "document.querySelector('mark.chosen') !== null")


@pytest.mark.parametrize("text", [100, 112, 150, 200])
def test_three_panes_stand_side_by_side_at_every_text_size(full: Site, text: int) -> None:
    full.services.change_settings({"text_size": text})
    with full.page() as page:
        opened(full, page)
        keep(page, f"layout-{text}")
        boxes = page.evaluate(_BOXES)
        assert boxes["problems"]["right"] <= boxes["document"]["left"] + 1
        assert boxes["document"]["right"] <= boxes["finding"]["left"] + 1
        assert boxes["problems"]["top"] == boxes["document"]["top"] == boxes["finding"]["top"]
        assert boxes["document"]["right"] - boxes["document"]["left"] >= 400
        assert page.evaluate("document.querySelector('[data-pages]').clientHeight") >= 200
        assert page.evaluate(_BELOW) <= 60, "nothing below the panes"
        assert 0 <= boxes["document"]["top"] < boxes["document"]["bottom"] <= 800
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert faults(page) == []


@pytest.mark.parametrize(("width", "text"), [(880, 100), (640, 150)])
def test_in_a_narrow_window_the_document_keeps_half_of_it(full: Site, width: int, text: int) -> None:
    full.services.change_settings({"text_size": text})
    with full.page(viewport={"width": width, "height": 800}) as page:
        opened(full, page)
        page.wait_for_timeout(500)
        keep(page, f"layout-{width}-{text}")
        boxes = page.evaluate(_BOXES)
        assert boxes["finding"]["bottom"] - boxes["finding"]["top"] <= 0.4 * 800
        assert min(boxes["document"]["bottom"], boxes["finding"]["top"]) - boxes["document"]["top"] >= 398
        assert page.evaluate(_BELOW) <= 60, "nothing below the panes"


def test_a_warning_above_the_panes_leaves_them_within_the_window(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.evaluate(
            "document.querySelector('.reviewbox').insertAdjacentHTML('beforebegin', "
            "'<details class=\"message m-warning\"><summary>Not read completely</summary></details>')"
        )
        assert page.evaluate(_BOXES)["document"]["bottom"] <= 800
        assert page.evaluate("document.documentElement.scrollHeight") <= 800


def test_the_ring_of_a_finding_covers_no_character_beside_it(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        painted = page.evaluate(
            "(() => { const style = getComputedStyle(document.querySelector('mark.chosen')); "
            "return [style.outlineStyle, style.boxShadow] })()"
        )
        assert painted[0] == "none"
        assert "inset" in painted[1]
