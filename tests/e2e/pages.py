"""The pages in a real browser: Debian's Chromium over the real server, driven by Playwright."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright

from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from tests.webui.conftest import Window
from webui.app import create_app
from webui.config import TESTING
from webui.context import KEY
from webui.server import LocalServer

CHROMIUM = shutil.which("chromium")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
              "--disable-component-update", "--disable-sync"]  # fmt: skip
_LONGEST = 300.0
"""Seconds for all that a test does in one page."""
_AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Browser]:
    expect.set_options(
        timeout=20_000
    )  # a machine that runs the rest of the suite beside it is slow to answer
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def bounded() -> Iterator[None]:
    """End the browser of a test that hangs: what is evaluated in a page has no limit of its own."""
    guard = threading.Timer(_LONGEST, _end_browsers)
    guard.daemon = True
    guard.start()
    try:
        yield
    finally:
        guard.cancel()


def _end_browsers() -> None:
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "chrom" in process.name():
                process.kill()


@dataclass
class Site:
    """The pages, served, and a way into them."""

    services: Services
    window: Window
    server: LocalServer
    browser: Browser

    @contextmanager
    def page(self, *, complains: bool = False, **options: Any) -> Iterator[Page]:
        """Yield a page that has come in; what its console complains of fails the test, unless it has to."""
        with bounded():
            yield from self._page(options, complains=complains)

    def _page(self, options: dict[str, Any], *, complains: bool) -> Iterator[Page]:
        context = self.browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        gate = self.server._app.extensions[KEY].gate
        page.goto(self.server.launch_address(gate.new_key()))
        yield page
        context.close()
        assert complains or complaints == []

    def url(self, path: str) -> str:
        return self.server.address.rstrip("/") + path


@contextmanager
def site(browser: Browser, folder: Path, *, native: bool = False) -> Iterator[Site]:
    window = Window(native=native)
    with Services(AppPaths.below(folder)) as services:
        app = create_app(TESTING, services, window)
        with LocalServer(app) as server:
            yield Site(services, window, server, browser)


def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong on the page, once colours stand still, as lines that say where."""
    if not page.evaluate("Boolean(globalThis.axe)"):
        page.evaluate(_AXE.read_text())
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in found
        for node in fault["nodes"]
    ]


def keep(page: Page, name: str) -> None:
    """Leave a picture where STORMDAT_SHOTS says, for people who look."""
    folder = os.environ.get("STORMDAT_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def becomes(page: Page, expression: str, seconds: float = 30.0) -> None:
    """Wait until an expression holds in the page. `wait_for_function` hands over a string our policy refuses."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)
