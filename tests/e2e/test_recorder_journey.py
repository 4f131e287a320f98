"""Recording from the page: a real screen, real sound, the real recorder; two windows that agree."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.model.media import RecorderState, Role
from tests.desktop.screen import Screen, needs_screen, new_screen
from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.rig import put_away
from tests.sound import SoundServer, needs_sound, needs_speech, sound_server, speech

pytestmark = [
    pytest.mark.e2e,
    needs_screen,
    needs_sound,
    needs_speech,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

MOVING = Path(__file__).parents[1] / "moving.py"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen("1280x720") as screen:
        mover = subprocess.Popen(
            [sys.executable, MOVING, "bars"], env=screen.environ, stdout=subprocess.DEVNULL
        )
        yield screen
        mover.kill()
        mover.wait()


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    with sound_server() as server:
        words = "The quarterly review of the valve begins now. " * 20
        file = speech(Path(tmp_path_factory.mktemp("speech")) / "words.wav", words)
        playing = [server.play("micfeed", file), server.play("speakers", file)]
        yield server
        for each in playing:
            each.kill()
            each.wait()


@pytest.fixture
def served(
    browser: Browser, screen: Screen, sounds: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    monkeypatch.setenv("DISPLAY", screen.display)
    for name, value in sounds.variables.items():
        monkeypatch.setenv(name, value)
    with site(browser, tmp_path / "app") as served:
        yield served
        put_away(served.services.recorder)


def open_recorder(served: Site, page: Page) -> None:
    """Go to the recorder and wait until it has said how it stands: from then on keys are heard."""
    page.goto(served.url("/record"))
    expect(page.locator("[data-do]:visible").first).to_be_visible()


def state(page: Page, wanted: str) -> None:
    expect(page.locator("[data-state-word]")).to_have_text(wanted, timeout=20_000)


def test_from_levels_to_playback_by_keyboard(served: Site) -> None:
    with served.page() as page:
        open_recorder(served, page)
        page.locator("#rec-title").fill("Valve review")
        page.locator("#rec-marking").fill("CUI")
        page.keyboard.press("Alt+l")
        state(page, "Levels are shown, nothing is kept")
        for role in ("microphone", "system"):
            meter = page.locator(f"[data-source={role}] [role=meter]")
            expect(meter).not_to_have_attribute("aria-valuetext", "silent", timeout=10_000)
        assert list(served.services.recordings.folder.glob("*")) == []
        page.keyboard.press("Alt+r")
        state(page, "Recording")
        expect(page.locator("[data-banner]")).to_have_text("CUI")
        expect(page.locator("#rec-title")).to_be_disabled()
        expect(page.locator("[data-elapsed]")).to_have_text(re.compile("^0:(0[2-9]|[1-5])"), timeout=20_000)
        page.locator("#marker-note").fill("Decision on the valve")
        page.keyboard.press("Alt+m")
        expect(page.locator("[data-said]")).to_contain_text("Decision on the valve")
        page.keyboard.press("Alt+p")
        expect(page.locator("[data-said]")).to_have_text("Still picture kept.")
        another_window_agrees(served, page)
        page.keyboard.press("Alt+r")
        state(page, "Paused")
        page.keyboard.press("Alt+r")
        state(page, "Recording")
        page.locator("#marker-note").focus()
        page.keyboard.press("Alt+s")
        state(page, "Finished")
        expect(page.get_by_role("link", name="Play it")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Valve review")
        expect(page.locator(".moment")).to_contain_text(["Decision on the valve"])
        expect(page.locator(".stills img")).to_have_count(1)
        becomes(page, "document.querySelector('video').readyState >= 2")
        assert page.evaluate("document.querySelector('video').videoWidth") == 1280
    (made,) = served.services.recordings.page().items
    assert (made.title, made.marking, made.recovered) == ("Valve review", "CUI", False)
    assert {track.role for track in made.tracks} == set(Role)
    assert made.duration_ms > 2000


def another_window_agrees(served: Site, page: Page) -> None:
    with served.page() as other:
        open_recorder(served, other)
        state(other, "Recording")
        expect(other.locator("[data-title-now]")).to_have_text("Valve review")
        other.keyboard.press("Alt+r")
        state(page, "Paused")
        other.reload()
        state(other, "Paused")
        other.keyboard.press("Alt+r")
        state(page, "Recording")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
def test_every_state_is_accessible(served: Site, scheme: str) -> None:
    with served.page(color_scheme=scheme) as page:
        open_recorder(served, page)
        looked_at(page, f"record-idle-{scheme}")
        page.get_by_label("A part of the screen").check()
        page.locator("#rec-marking").fill("SECERT//NOFRN")
        page.locator("#rec-title").focus()
        expect(page.locator("[data-marking-faults]")).to_contain_text("SECERT")
        looked_at(page, f"record-region-{scheme}")
        page.keyboard.press("Alt+r")
        state(page, "Recording")
        page.wait_for_timeout(1500)
        looked_at(page, f"record-recording-{scheme}")
        page.keyboard.press("Alt+r")
        state(page, "Paused")
        looked_at(page, f"record-paused-{scheme}")
        page.keyboard.press("Alt+s")
        state(page, "Finished")
        looked_at(page, f"record-done-{scheme}")


def looked_at(page: Page, name: str) -> None:
    keep(page, name)
    assert faults(page) == [], name


def test_at_200_percent_nothing_scrolls_sideways(served: Site) -> None:
    served.services.change_settings({"text_size": 200})
    with served.page() as page:
        open_recorder(served, page)
        page.keyboard.press("Alt+l")
        state(page, "Levels are shown, nothing is kept")
        keep(page, "record-200")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.soak
def test_a_region_is_chosen_with_the_mouse_and_recorded(served: Site) -> None:
    with served.page() as page:
        open_recorder(served, page)
        page.get_by_label("A part of the screen").check()
        canvas = page.locator("[data-region-canvas]")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75, steps=4)
        page.mouse.up()
        width = int(page.locator("input[name=width]").input_value())
        assert 620 <= width <= 660
        page.keyboard.press("Alt+r")
        state(page, "Recording")
        page.wait_for_timeout(1000)
        page.keyboard.press("Alt+s")
        state(page, "Finished")
    (made,) = served.services.recordings.page().items
    assert made.width == width


def test_a_device_that_goes_is_said_where_the_person_looks(served: Site, sounds: SoundServer) -> None:
    with served.page() as page:
        open_recorder(served, page)
        page.get_by_label("No picture, sound only").check()
        page.keyboard.press("Alt+r")
        state(page, "Recording")
        page.wait_for_timeout(1000)
        sounds.unload("source_name=mic")
        trouble = page.locator("[data-source=microphone] [data-trouble]")
        expect(trouble).to_be_visible(timeout=5000)
        expect(page.locator("[data-announcer]")).not_to_be_empty()
        expect(page.locator("[data-events] li").filter(has_text="VirtualMic").first).to_be_visible()
        keep(page, "record-trouble")
        sounds.add_microphone()
        page.keyboard.press("Alt+s")
        state(page, "Finished")
    assert served.services.recorder.status().state is RecorderState.DONE


def test_what_happens_on_the_way_is_told(served: Site, sounds: SoundServer) -> None:
    with served.page() as page:
        open_recorder(served, page)
        page.keyboard.press("Alt+r")
        state(page, "Recording")
        page.wait_for_timeout(1000)
        expect(page.locator("[data-events-box]")).to_be_hidden()
        sounds.pactl("set-default-sink", "micfeed")
        first = page.locator("[data-events] li").last
        expect(first).to_contain_text("The system's output is MicFeed now, no longer Speakers.", timeout=4000)
        sounds.pactl("set-default-sink", "speakers")
        media = served.services.recorder.status().path
        assert media is not None
        media.unlink()
        message = page.locator("[data-message]")
        expect(message).to_contain_text("nothing of it could be kept. The recording goes on in", timeout=4000)
        keep(page, "record-events")
        page.keyboard.press("Alt+s")
        state(page, "Finished")
    assert served.services.recorder.status().state is RecorderState.DONE
