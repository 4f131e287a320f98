"""A transcript in the real window: a click on a word or a time shows and plays that moment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from tests.desktop.screen import Screen, needs_screen, new_screen, running, until
from tests.e2e.pages import faults
from tests.media import write_media
from tests.transcripts import store_transcript

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def test_a_click_plays_that_moment(screen: Screen, tmp_path: Path) -> None:
    data = tmp_path / "stormdat"
    media = write_media(tmp_path / "Valve meeting.mp4", 20.0, rate=5)
    with Services(AppPaths.below(data)) as services:
        store_transcript(services, media)
    with running(screen, data) as program, program.page() as page:
        page.get_by_role("link", name="Transcripts").click()
        page.get_by_role("link", name="Valve meeting").click()
        until(lambda: page.evaluate("document.querySelector('video')?.readyState >= 2"), "a first picture")
        page.locator("[data-at='12800']").click()
        plays_from(page, 12.8)
        assert page.locator("[data-start='12000']").get_attribute("aria-current") == "true"
        page.locator("[data-seek='5000'].time").focus()
        page.keyboard.press("Enter")
        plays_from(page, 5.0)
        until(lambda: page.locator("[data-start='5000'] .now").count(), "the word that is spoken")
        page.keyboard.press("Control+Space")
        until(lambda: page.evaluate("document.querySelector('video').paused"), "a pause")
        assert faults(page) == []


def plays_from(page: Any, seconds: float) -> None:
    """Wait until the player goes on from a place."""

    def is_there() -> bool:
        now, seeking, paused = page.evaluate(
            "(v => [v.currentTime, v.seeking, v.paused])(document.querySelector('video'))"
        )
        return seconds < now < seconds + 3 and not seeking and not paused

    until(is_there, f"playback from {seconds:g} s")
