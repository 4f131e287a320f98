"""A recording outlives its window: the title says so, closing asks, and a new window finds and ends it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.model.media import RecorderState
from stormdat_core.paths import AppPaths
from stormdat_core.recording.client import RecorderClient
from tests.desktop.screen import Program, Screen, needs_screen, new_screen, running, until
from tests.rig import put_away

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def test_a_recording_outlives_its_window(screen: Screen, tmp_path: Path) -> None:
    data = tmp_path / "stormdat"
    paths = AppPaths.below(data)
    recorder = RecorderClient(paths, lambda: paths.recordings)
    try:
        with running(screen, data) as program:
            with program.page() as page:
                record(page)
                screen.window("^Recording – STORM DAT$")
                page.get_by_role("link", name="Help").click()
                until(lambda: page.locator("[data-onair]").count(), "the word in the sidebar")
            close(program)
        assert recorder.status().state is RecorderState.RECORDING
        with running(screen, data) as program:
            screen.window("^Recording – STORM DAT$", 60)
            with program.page() as page:
                page.get_by_role("link", name="Record", exact=True).click()
                page.get_by_role("button", name="Stop").click()
                page.get_by_role("link", name="Play it").wait_for(timeout=30_000)
            screen.window("^STORM DAT$")
        assert len(list(paths.recordings.glob("*.recording.json"))) == 1
    finally:
        put_away(recorder)


def record(page: Any) -> None:
    page.get_by_role("link", name="Record", exact=True).click()
    page.get_by_role("button", name="Start recording").click()
    page.get_by_role("button", name="Pause").wait_for(timeout=30_000)


def close(program: Program) -> None:
    """Close the window as a person does, and agree that the recording goes on."""
    screen = program.screen
    screen.close(screen.window("Recording – STORM DAT$"))
    question = screen.window(r"^Close STORM DAT\?$")
    screen.xdotool("windowfocus", "--sync", question)
    screen.key("Return")
    assert program.process.wait(60) == 0
