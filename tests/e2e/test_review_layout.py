"""The panes of the page of a document in a real browser: their room, and what is drawn round a finding."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.documents.limits import Limits
from stormdat_core.model import Location, SweepRequest
from stormdat_core.model.comments import CommentType, own_comment, without_place
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


OTHER_SIZES = [pytest.param(text, marks=pytest.mark.soak) for text in (100, 150)]


@pytest.mark.parametrize("text", [112, 200, *OTHER_SIZES])
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


def test_the_box_of_headings_follows_the_view(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        name = "(() => { const box = document.querySelector('[data-outline]'); return box.selectedOptions[0].textContent.trim() })()"
        page.locator("[data-outline]").select_option(label="Chapter 39")
        # The box names what was chosen, however near the end it stands.
        becomes(page, name + " === 'Chapter 39'")
        page.wait_for_timeout(300)
        becomes(page, name + " === 'Chapter 39'")
        page.evaluate(
            "document.querySelector('[data-block=\"108\"]').scrollIntoView({block: 'start'})"
        )  # Chapter 36
        becomes(page, name + " === 'Chapter 36'")


def test_a_comment_whose_text_is_gone_opens_in_its_old_section(full: Site) -> None:
    store = full.services.store
    where = Location(block=1, start=0, end=3, heading=("Chapter 30",))
    store.comments.keep(1, [without_place(own_comment("Old text.", where, "Which one?", CommentType.MAJOR))])
    ((key, _),) = store.comments.numbered(1)
    with full.page() as page:
        page.goto(full.url(f"/review/1?finding={key}"))
        page.wait_for_selector(".window")
        expect(page.locator('[data-block="90"]')).to_be_in_viewport()
        expect(page.locator(".problem[aria-current]")).to_contain_text("text gone")
        page.keyboard.press("p")
        expect(page.locator("[data-confirm-text], dialog[open]").first).to_contain_text("Chapter 30")


def test_what_cannot_be_fixed_is_said_for_many(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.locator(".problem").nth(0).click(modifiers=["Control"])
        page.locator(".problem").nth(1).click(modifiers=["Control"])
        fix = page.locator('[data-selection] [data-verdict="fix"]')
        expect(fix).to_contain_text("Nothing here can be fixed")
        expect(page.locator('[data-selection] [data-verdict="leave"]')).to_have_text("L Leave 2 findings")
        page.keyboard.press("f")
        expect(page.locator("[data-announcer]")).to_have_text("Nothing here can be fixed.")
        page.keyboard.press("l")
        expect(page.locator("[data-selection]")).to_have_count(0)
        expect(page.locator(".problem[aria-current]")).to_be_focused()
        assert full.services.store.decisions.all() != ()


def test_what_only_a_screen_needs_is_not_printed(full: Site) -> None:
    with full.page() as page:
        page.goto(full.url("/review/1/overview"))
        page.emulate_media(media="print")
        tops = page.evaluate(
            "[...document.querySelectorAll('.figures dd')].map((one) => one.getBoundingClientRect().bottom)"
        )
        assert max(tops) < 150, "the numbers are compact"
        inside = "[...document.querySelectorAll('.chart')].map((one) => getComputedStyle(one).breakInside)"
        assert set(page.evaluate(inside)) == {"auto"}, "a long table begins where there is room"
        assert page.evaluate("getComputedStyle(document.querySelector('.chart tr')).breakInside") == "avoid"
        if shots := os.environ.get("STORMDAT_SHOTS"):
            page.pdf(path=Path(shots) / "overview.pdf")


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
