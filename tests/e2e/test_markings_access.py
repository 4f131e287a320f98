"""The page of a file's markings in a real browser: axe-core, keyboard, 200 % text, narrow windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.core.markings.audited import DESIGNATION, heading, lines, secret, word
from tests.core.markings.twins import TITLE_PAGE
from tests.e2e.pages import CHROMIUM, Site, chromium, faults, keep, site
from tests.webui.test_marking_page import stored

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("markings_access"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

PAGES = {
    "audited": "/sweeps/1/files/1/markings",
    "unmarked": "/sweeps/2/files/2/markings",
    "classic": "/sweeps/3/files/3/markings",
}
_LONG = "The pump and the valve were tested again after the second hour, and neither of them leaked. " * 3


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def full(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("markings"))
    text = secret(
        "(S//REL TO USA, GBR) It was the pump.", "The pump is new.", "(S//NOFORN) It was old.",
        "(TS//SI//NF) The source said so.", _LONG, *DESIGNATION[:3],
    ) + heading("Result")  # fmt: skip
    report = word(folder, text, headers={"first": ""}, section=TITLE_PAGE, name="Valve report.docx").path
    plain = word(folder, lines("The pump is new."), header=None, name="plain.docx").path
    with site(browser, folder / "app", native=True) as served:
        stored(served.services, report)
        stored(served.services, plain)
        stored(served.services, report, "classic")
        yield served


@pytest.fixture(scope="module")
def visitor(full: Site) -> Iterator[Page]:
    with full.page() as page:
        yield page


@pytest.mark.parametrize("name", PAGES)
def test_no_faults_under_axe(full: Site, visitor: Page, name: str) -> None:
    visitor.goto(full.url(PAGES[name]))
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(visitor, f"markings-{name}-{scheme}")
        assert faults(visitor) == [], scheme
    assert visitor.locator("h1").count() == 1


@pytest.mark.parametrize(("width", "text"), [(1280, "200"), (640, "100"), (400, "100")])
def test_nothing_runs_out_of_the_window(full: Site, width: int, text: str) -> None:
    full.services.change_settings({"text_size": int(text)})
    with full.page(viewport={"width": width, "height": 800}) as page:
        page.goto(full.url(PAGES["audited"]))
        keep(page, f"markings-{width}-{text}")
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        assert faults(page) == []
    full.services.change_settings({"text_size": None})


def test_from_an_unmarked_portion_to_its_finding_with_the_keyboard(full: Site) -> None:
    with full.page() as page:
        page.goto(full.url("/sweeps/1"))
        page.get_by_role("link", name="Markings", exact=True).focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Without a mark").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#unmarked-h")).to_be_in_viewport()
        page.get_by_role("link", name="Show the finding").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-inspector]")).to_contain_text("MRK-PORTION-MISSING")
        expect(page.locator("[data-inspector]")).to_contain_text("The pump is new.")
