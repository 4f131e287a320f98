"""What a check leads to: of one file its document, of several the worst one press away, a copy in few actions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.model import Verdict
from tests.e2e.pages import CHROMIUM, Site, chromium, faults, site
from tests.word import paragraph, run, write_word

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("review_page"),
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]
_BAD = paragraph(run("The QRS  runs and the TUV stops.")) * 3


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def window(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    with site(browser, tmp_path / "app", native=True) as served:
        yield served


def reviewed(page: Page) -> None:
    page.wait_for_selector("mark.chosen", timeout=60_000)


def test_four_actions_lead_from_the_start_to_an_annotated_copy(window: Site, tmp_path: Path) -> None:
    path, folder = write_word(tmp_path / "own.docx", _BAD), tmp_path / "out"
    folder.mkdir()
    window.window.answers += [(path,), (folder,)]
    with window.page() as page:
        page.keyboard.press("Control+o")  # one, and the file in its dialog two
        reviewed(page)
        page.keyboard.press("Control+Shift+s")  # three, and the folder in its dialog four
        expect(page.locator("[data-save-summary]")).to_contain_text("written", timeout=60_000)
    assert window.window.answers == []
    assert (folder / "own.annotated.docx").exists()


def test_the_document_opens_with_the_worst_problem_and_its_keys(window: Site, tmp_path: Path) -> None:
    window.window.answers.append((write_word(tmp_path / "own.docx", _BAD),))
    with window.page() as page:
        page.keyboard.press("Control+o")
        reviewed(page)
        worst = max(row.severity for row in window.services.store.findings(1).items)
        shown = page.locator("[data-chosen-finding] .severity").inner_text().strip().lower()
        assert shown == worst.word
        page.keyboard.press("l")
        expect(page.locator("[data-problems] .panehead p")).to_contain_text("1 of")
        assert [one.verdict for one in window.services.store.decisions.all()] == [Verdict.LEFT]
        page.go_back()
        expect(page.locator("[data-home]")).to_be_visible()


@pytest.mark.soak
def test_of_several_documents_the_worst_is_one_press_away(window: Site, tmp_path: Path) -> None:
    clean = write_word(tmp_path / "a fair.docx", paragraph(run("All is well  here.")))
    worst = write_word(tmp_path / "b worst.docx", _BAD)
    window.window.answers.append((clean, worst))
    with window.page() as page:
        page.keyboard.press("Control+o")
        link = page.locator("[data-worst]")
        expect(link).to_be_focused(timeout=60_000)
        expect(link).to_have_text("Review b worst.docx")
        assert faults(page) == []
        page.keyboard.press("Enter")
        reviewed(page)
        expect(page.locator("h1")).to_have_text("b worst.docx")


@pytest.mark.soak
def test_who_has_begun_something_else_is_left_at_it(window: Site, tmp_path: Path) -> None:
    long = paragraph(run("The QRS  runs and the TUV stops.")) * 6_000
    window.window.answers.append((write_word(tmp_path / "long.docx", long),))
    with window.page() as page:
        page.keyboard.press("Control+o")
        page.wait_for_selector("[data-job]", timeout=60_000)
        page.get_by_role("link", name="Help").first.click()
        expect(page.locator("h1")).to_contain_text("Help")
        job = window.services.jobs.jobs()[-1]
        window.services.jobs.wait(job.id, 120)
        page.wait_for_timeout(800)
        expect(page.locator("h1")).to_contain_text("Help")
