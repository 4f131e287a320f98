"""Revisions of a document in a real browser: keys alone, axe-core, dark, large text, and the trend drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.model import Decision, SweepRequest, Verdict
from stormdat_core.sweep import check_file, revising
from tests.e2e.pages import CHROMIUM, Site, chromium, faults, keep, site
from tests.revised import Manual

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("revisions_page"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def full(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("revisions"))
    with site(browser, folder / "app", native=True) as served:
        manual = Manual.of(5)
        for number in (1, 2, 3):
            check(served, manual.write(folder / f"Maintenance manual v{number}.docx"))
            manual.correct(10 * number)
            manual.rewrite(0.3)
            manual.insert(4)
        check(served, Manual.of(6, chapters=2).write(folder / "Strategy.docx"))
        yield served


def check(served: Site, path: Path) -> None:
    """Check a file, and ask the author for every third finding."""
    store = served.services.store
    sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
    file = store.add_result(sweep, check_file(path))
    revising.follow(store, file)
    store.finish_sweep(sweep)
    now = store.sweep(sweep).started
    rows = store.findings(sweep, limit=200, decided=False).items[::3]
    store.decisions.put(Decision(row.fingerprint, row.rule, Verdict.FOR_AUTHOR, now) for row in rows)


def test_keys_alone_lead_from_the_document_through_its_changes(full: Site) -> None:
    with full.page() as page:
        page.goto(full.url("/review/3"))
        page.get_by_role("link", name="Revisions").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Revisions of Maintenance manual v3.docx")
        page.get_by_role("link", name="Gone").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[aria-current=true]").first).to_contain_text("Gone")
        page.get_by_role("region", name="Table of findings").get_by_role("link").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Maintenance manual v2.docx")


def test_choices_are_not_printed(full: Site) -> None:
    with full.page() as page:
        page.goto(full.url("/review/3/revisions"))
        page.emulate_media(media="print")
        expect(page.locator("select").first).to_be_hidden()
        expect(page.locator("nav.sorts").first).to_be_hidden()
        assert page.evaluate("document.querySelector('section > .tablebox caption').offsetHeight") > 5


def test_another_file_is_chosen_and_compared(full: Site) -> None:
    with full.page() as page:
        page.goto(full.url("/review/3/revisions"))
        page.locator("#against").select_option("4")
        page.get_by_role("button", name="Compare").press("Enter")
        page.wait_for_url("**/review/3/revisions?against=4")
        expect(page.locator(".heading")).to_contain_text("Compared with Strategy.docx")


@pytest.mark.parametrize(
    "theme",
    [pytest.param("light", marks=pytest.mark.soak), "dark", pytest.param("contrast", marks=pytest.mark.soak)],
)
def test_it_is_accessible(full: Site, theme: str) -> None:
    with full.page() as page:
        for name, address in (
            ("revisions", "/review/3/revisions"),
            ("first", "/review/4/revisions?against=1"),
        ):
            page.goto(full.url(address))
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            for each in page.locator("details").all():
                each.evaluate("(one) => { one.open = true; }")
            keep(page, f"{name}-{theme}")
            assert faults(page) == []


def test_at_large_text_nothing_is_cut_or_scrolls_sideways(full: Site) -> None:
    with full.page() as page:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(full.url("/review/3/revisions"))
        large(page)
        keep(page, "revisions-200")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert faults(page) == []


def large(page: Page) -> None:
    page.evaluate("document.documentElement.dataset.text = '200'")


def test_the_columns_of_the_trend_are_as_high_as_their_numbers(full: Site) -> None:
    with full.page() as page:
        page.goto(full.url("/review/3/revisions"))
        heights = [
            float(each.get_attribute("height") or 0) for each in page.locator(".picture rect.open").all()
        ]
        cells = page.locator(".trend tbody tr").all()
        numbers = [int(row.locator("td").nth(3).text_content() or 0) for row in cells]
        assert len(heights) == len(numbers) == 3
        assert min(numbers) > 0
        assert heights[0] / heights[2] == pytest.approx(numbers[0] / numbers[2], rel=0.05)
