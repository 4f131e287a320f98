"""The matrix of acronyms and deciding about findings, in a real browser: under axe-core, and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.actions import sweeps
from stormdat_core.model import SweepRequest
from stormdat_core.rules import registry
from tests.core.rules.test_classic_profile import write_list
from tests.e2e.pages import CHROMIUM, Site, chromium, faults, keep, site
from tests.word import heading, paragraph, write_word

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("acronym_journeys"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

TEXT = (
    heading("Scope")
    + paragraph(
        "The SRS governs this document. Submit the CDRL. The CDRL is long. See Section IV and Part II."
    )
    + paragraph("The Software Requirements Specification (SRS) is kept. QZX is odd. Two  spaces stand here.")
    + heading("Planning")
    + paragraph(
        "The Line of Balance (LOB) is drawn. The LOB is shown. The Line of Balance is spelt out. QZX again."
    )
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def checked(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("acronyms"))
    with site(browser, folder / "app") as served:
        document = write_word(folder / "Reliability report.docx", TEXT)
        listed = write_list(folder / "organisation.xlsx", (("SRS", "Software Requirement Standard"),))
        sweeps.run(served.services, SweepRequest((document,), lists=(listed,), formats=(), jobs=1))
        yield served


@pytest.fixture(scope="module")
def page(checked: Site) -> Iterator[Page]:
    with checked.page() as page:
        yield page


MATRIX = "/sweeps/1/files/1/acronyms"


@pytest.mark.parametrize("query", ["", "?state=unknown", "?q=nothing+like+it"])
def test_the_matrix_is_accessible(checked: Site, page: Page, query: str) -> None:
    page.goto(checked.url(MATRIX + query))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(page, f"matrix-{scheme}-{'all' if not query else query[1:6]}")
        assert faults(page) == [], scheme
    page.emulate_media(color_scheme="light")


def test_the_matrix_at_200_percent(checked: Site, page: Page) -> None:
    checked.services.change_settings({"text_size": 200})
    try:
        for path in (MATRIX, "/sweeps/decisions", "/sweeps/1?finding=1"):
            page.goto(checked.url(path))
            assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
    finally:
        checked.services.change_settings({"text_size": None})


def test_from_a_row_of_the_matrix_to_its_finding_by_keyboard(checked: Site, page: Page) -> None:
    page.goto(checked.url(MATRIX))
    page.wait_for_load_state("load")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-matrix] .row-link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-inspector]")).to_contain_text("CDRL is used")
    expect(page.locator("[data-inspector]")).to_contain_text("Clears when")
    assert faults(page) == []


def test_every_finding_shows_rule_places_and_what_clears_it(checked: Site, page: Page) -> None:
    page.goto(checked.url("/sweeps/1?rule=ACR-BEFORE-DEF"))
    page.locator(".row-link").first.click()
    inspector = page.locator("[data-inspector]")
    for words in ("ACR-BEFORE-DEF", "“Scope”, paragraph 1", "1 other place", "paragraph 2", "Clears when"):
        expect(inspector).to_contain_text(words)
    keep(page, "evidence")


def choose(page: Page, checked: Site, rule: str) -> None:
    page.goto(checked.url(f"/sweeps/1?rule={rule}"))
    page.wait_for_load_state("load")
    page.locator(".row-link").first.click()
    expect(page.locator("[data-inspector] h3")).to_have_text(registry.title(rule))


def test_a_finding_is_waived_and_taken_back_by_keyboard(checked: Site, page: Page) -> None:
    choose(page, checked, "SPC-DOUBLE")
    page.keyboard.press("n")
    assert checked.services.store.decisions.all() == (), "two spaces are no acronym"
    page.keyboard.press("w")
    expect(page.get_by_label("Reason")).to_be_focused()
    assert faults(page) == []
    keep(page, "waive")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("needs a reason")
    page.keyboard.type("a table of the customer")
    page.keyboard.press("Enter")
    expect(page.locator(".findings-table tr.decided")).to_have_count(1)
    expect(page.locator("[data-inspector]")).to_contain_text("waived: a table of the customer")
    expect(page.locator(".verdict")).to_contain_text("1 decided")
    expect(page.locator(".row-link[aria-current]")).to_be_focused()
    assert faults(page) == []
    keep(page, "waived")
    page.keyboard.press("u")
    expect(page.locator(".findings-table tr.decided")).to_have_count(0)
    expect(page.locator("[data-verdict=waive]")).to_be_visible()


def test_an_acronym_is_accepted_with_the_mouse_and_joins_the_list(checked: Site, page: Page) -> None:
    choose(page, checked, "ACR-UNDEFINED")
    page.locator("[data-verdict=accept]").click()
    page.get_by_role("textbox", name="Full form").fill("Contract Data Requirements List")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-inspector]")).to_contain_text("accepted")
    page.goto(checked.url("/sweeps/decisions"))
    expect(page.locator("[data-decisions]")).to_contain_text("Contract Data Requirements List")
    assert faults(page) == []
    keep(page, "decisions")
    with page.expect_download() as download:
        page.get_by_role("link", name="Acronym list…").click()
    assert download.value.suggested_filename == "House acronym list.xlsx"
    page.get_by_label("Choose all on this page").check()
    page.get_by_role("button", name="Take chosen back…").click()
    assert faults(page) == []
    page.get_by_role("button", name="Take back", exact=True).click()
    expect(page.get_by_text("taken back and erased")).to_be_visible()
    assert checked.services.store.decisions.all() == ()
