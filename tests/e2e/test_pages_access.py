"""Every page and state under axe-core, light and dark, and at 200 % without sideways scrolling."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.model import SweepRequest, SweepState
from tests.e2e.pages import CHROMIUM, Site, chromium, faults, keep, site
from tests.webui.conftest import finding, store_sweep

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("pages_access"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

ERROR = "broken.docx is damaged, so it was not checked."
PAGES = {
    "home": "/",
    "library": "/sweeps",
    "results": "/sweeps/1?finding=3",
    "filtered": "/sweeps/1?colour=red&q=match&sort=-severity",
    "nothing-matches": "/sweeps/1?q=no+such+words",
    "page-2": "/sweeps/1?page=2",
    "no-findings": "/sweeps/2",
    "partly-failed": "/sweeps/3",
    "files": "/sweeps/3/files",
    "stopped": "/sweeps/4",
    "running-elsewhere": "/sweeps/5",
    "cleanup": "/cleanup",
    "settings": "/settings",
    "help": "/help",
    "rule": "/help/rules/ACR-UNDEFINED",
    "keys": "/help/keys",
    "licences": "/help/licences",
    "licence": "/help/licences/flask",
    "diagnostics": "/help/diagnostics",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def full(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(browser, Path(tmp_path_factory.mktemp("pages")), native=True) as served:
        fill(served)
        yield served


def fill(served: Site) -> None:
    services = served.services
    store_sweep(services, 250, Path("/docs/Quarterly reliability report for the review board.docx"))
    store_sweep(services, 0)
    store_sweep(
        services, path=Path("/docs/broken.docx"), findings=(), error=ERROR, hint="Ask for the file again."
    )
    store_sweep(services, findings=(finding(1),), warnings=("A note could not be read.",))
    store = services.store
    store.finish_sweep(4, SweepState.CANCELLED)
    store.start_sweep(
        SweepRequest((Path("/docs/a.docx"), Path("/docs/b.docx"))), "0", "ab", profile="classic"
    )
    old = services.paths.scratch / "uploads"
    old.mkdir(parents=True)
    (old / "left over.docx").write_bytes(b"x" * 5000)
    os.utime(old / "left over.docx", (time.time() - 90_000,) * 2)


@pytest.fixture(scope="module")
def visitor(full: Site) -> Iterator[Page]:
    """Yield one page that has come in, for all the tests that only look."""
    with full.page() as page:
        yield page


@pytest.mark.parametrize("name", PAGES)
def test_pages(full: Site, visitor: Page, name: str) -> None:
    visitor.goto(full.url(PAGES[name]))
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(visitor, f"{name}-{scheme}")
        assert faults(visitor) == [], scheme
    assert visitor.locator("h1").count() == 1


@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.soak), "dark"])
def test_dialogs_and_bars(full: Site, scheme: str) -> None:
    with full.page(color_scheme=scheme) as page:
        page.goto(full.url("/sweeps/1"))
        page.locator("[data-save-open]").click()
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.locator("[data-keys] dl").first).to_be_visible()
        assert faults(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("Control+f")
        page.keyboard.type("match")
        assert faults(page) == []
        page.goto(full.url("/sweeps"))
        page.get_by_label("Choose all on this page").check()
        page.locator("[data-delete]").click()
        keep(page, f"confirm-{scheme}")
        assert faults(page) == []


@pytest.mark.parametrize(
    ("theme", "scheme"),
    [("contrast", "dark"), ("dark", "light"), pytest.param("light", "dark", marks=pytest.mark.soak)],
)
def test_themes_by_setting(full: Site, visitor: Page, theme: str, scheme: str) -> None:
    full.services.change_settings({"theme": theme})
    visitor.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visitor.goto(full.url("/sweeps/1?finding=2"))
    keep(visitor, f"theme-{theme}")
    assert faults(visitor) == []
    full.services.change_settings({"theme": None})


def test_a_problem_page(full: Site) -> None:
    context = full.browser.new_context()
    page = context.new_page()
    gate = full.server._app.extensions["stormdat"].gate
    page.goto(full.server.launch_address(gate.new_key()))
    page.goto(full.url("/no-such-page"))
    assert faults(page) == []
    context.clear_cookies()
    page.goto(full.url("/"))
    expect(page.locator("h1")).to_have_text("This page is closed")
    assert faults(page) == []
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_at_200_percent_nothing_scrolls_sideways(full: Site, visitor: Page, name: str) -> None:
    full.services.change_settings({"text_size": 200})
    try:
        visitor.goto(full.url(PAGES[name]))
        keep(visitor, f"{name}-200")
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 1280
        assert covered(visitor) == []
    finally:
        full.services.change_settings({"text_size": None})


def covered(page: Page) -> list[str]:
    """Return buttons and links of the content that something else lies upon once they are scrolled to."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main button, main .button")].filter((one) => {
            if (!one.checkVisibility() || one.closest("dialog")) return false;
            one.scrollIntoView({ block: "center", inline: "center" });
            const box = one.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !(top && (one.contains(top) || top.contains(one)));
        }).map((one) => one.textContent.trim())"""
    )
    return found


def test_forced_colours_and_reduced_motion(full: Site) -> None:
    with full.page(forced_colors="active", reduced_motion="reduce") as page:
        page.goto(full.url("/sweeps/1?finding=2"))
        keep(page, "forced")
        assert page.evaluate("getComputedStyle(document.querySelector('.chip')).borderTopStyle") == "solid"
        moving = (
            "[...document.querySelectorAll('*')].some(e => getComputedStyle(e).transitionDuration !== '0s')"
        )
        assert not page.evaluate(moving)
