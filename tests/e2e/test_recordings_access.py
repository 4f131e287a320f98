"""The pages of recordings under axe-core, light and dark, at 200 %, and by keyboard; playback in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.media import write_media
from tests.recordings import put_recording, put_unfinished
from tests.rig import put_away

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("recordings_access"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("recordings"))
    monkeypatch = pytest.MonkeyPatch()
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    media = write_media(folder / "media.mp4", 4.0)
    with site(browser, folder / "app", native=True) as served:
        own = served.services.recordings.folder
        put_recording(
            own, 1, media, stills=2, title="Quarterly reliability review with the suppliers of the valve"
        )
        put_recording(own, 2, media, recovered=True, marking="", title="")
        put_unfinished(own)
        gone = put_recording(own, 3, marking="CUI//SP-PRVCY//FED ONLY")
        served.services.recordings.refresh()
        gone.path.unlink()
        yield served
        put_away(served.services.recorder)
    monkeypatch.undo()


@pytest.fixture(scope="module")
def visitor(served: Site) -> Iterator[Page]:
    with served.page() as page:
        yield page


PAGES = {
    "list": "/recordings",
    "nothing-to-record": "/record",
    "help": "/help/recordings",
    **{f"recording-{n}": f"/recordings/{n:032x}" for n in (1, 2, 3)},
}


@pytest.mark.parametrize("name", PAGES)
def test_pages(served: Site, visitor: Page, name: str) -> None:
    visitor.goto(served.url(PAGES[name]))
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(visitor, f"rec-{name}-{scheme}")
        assert faults(visitor) == [], scheme
    assert visitor.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_at_200_percent_nothing_scrolls_sideways(served: Site, visitor: Page, name: str) -> None:
    served.services.change_settings({"text_size": 200})
    try:
        visitor.goto(served.url(PAGES[name]))
        keep(visitor, f"rec-{name}-200")
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 1280
    finally:
        served.services.change_settings({"text_size": None})


def test_a_marker_jumps_by_keyboard(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["recording-1"]))
        becomes(page, "document.querySelector('video').readyState >= 1")
        page.locator("[data-seek='3000']").focus()
        page.keyboard.press("Enter")
        becomes(page, "Math.abs(document.querySelector('video').currentTime - 3) < 0.01")
        expect(page.locator("[data-seek='3000']")).to_have_attribute("aria-current", "true")
        expect(page.locator("[data-announcer]")).to_have_text("At 0:03")


def test_renaming_and_deleting_by_keyboard(served: Site) -> None:
    made = put_recording(served.services.recordings.folder, 9, title="To go")
    served.services.recordings.refresh()
    with served.page() as page:
        page.goto(served.url(f"/recordings/{made.id}"))
        page.get_by_role("button", name="Rename…").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#new-title")).to_be_focused()
        page.keyboard.type("Named anew")
        assert faults(page) == []
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Named anew")
        page.wait_for_load_state("load")  # scripts have run by then
        page.get_by_role("button", name="Delete…").focus()
        page.keyboard.press("Enter")
        dialog = page.locator("[data-confirm]")
        expect(dialog).to_contain_text("Named anew")
        expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
        page.keyboard.press("Escape")
        assert made.path.exists()
        page.get_by_role("button", name="Delete…").press("Enter")
        dialog.get_by_role("button", name="Delete").press("Enter")
        expect(page.locator(".message")).to_contain_text("1 recording deleted")
    assert not made.path.exists()


def test_a_question_asked_again_at_once_is_not_answered_by_the_first(served: Site) -> None:
    made = put_recording(served.services.recordings.folder, 10, title="Asked twice")
    served.services.recordings.refresh()
    with served.page() as page:
        page.goto(served.url(f"/recordings/{made.id}"))
        dialog = page.locator("[data-confirm]")
        page.get_by_role("button", name="Delete…").press("Enter")
        expect(dialog).to_be_visible()
        # The first question's close event comes only after the second stands open.
        dialog.evaluate("dialog => { dialog.close(); document.querySelector('[data-delete]').click(); }")
        dialog.get_by_role("button", name="Delete").press("Enter")
        expect(page.locator(".message")).to_contain_text("1 recording deleted")
    assert not made.path.exists()


def test_what_was_broken_off_is_repaired_from_the_list(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url("/recordings"))
        page.get_by_role("button", name="Repair 1 recording").press("Enter")
        expect(page.get_by_text("Not finished")).to_have_count(0, timeout=60_000)
        expect(page.locator("tr", has_text="Broken off")).to_contain_text("repaired")
