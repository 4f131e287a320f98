"""A meeting from its first word to its transcript: recorded, written along, read, and files transcribed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from build_scripts.model_pack import make_pack
from tests.desktop.screen import Screen, needs_screen, new_screen
from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.rig import put_away
from tests.sound import SoundServer, needs_sound, sound_server
from tests.speech import SENTENCES, conversation, model_folder, needs_model, word_errors, write_wav

pytestmark = [
    pytest.mark.e2e,
    needs_model,
    needs_screen,
    needs_sound,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen("1280x720") as screen:
        yield screen


@pytest.fixture(scope="module")
def sounds() -> Iterator[SoundServer]:
    with sound_server() as server:
        yield server


@pytest.fixture
def served(
    browser: Browser, screen: Screen, sounds: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    monkeypatch.setenv("DISPLAY", screen.display)
    for name, value in sounds.variables.items():
        monkeypatch.setenv(name, value)
    pack = make_pack(model_folder(), tmp_path / "drive", "words", "MIT", ("en",))
    with site(browser, tmp_path / "app") as served:
        served.services.transcription.packs.install(pack)
        yield served
        put_away(served.services.recorder)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    samples, _ = conversation(SENTENCES[:6])
    return write_wav(Path(tmp_path_factory.mktemp("words")) / "meeting.wav", samples)


def test_text_appears_while_people_talk(served: Site, sounds: SoundServer, words: Path) -> None:
    with served.page() as page:
        page.goto(served.url("/record"))
        expect(page.locator("[data-do=start]")).to_be_visible()
        page.get_by_label("No picture, sound only").check()
        page.get_by_label("Write a transcript while people talk").check()
        page.keyboard.press("Alt+r")
        expect(page.locator("[data-state-word]")).to_have_text("Recording", timeout=20_000)
        with sounds.play("micfeed", words):
            lines = page.locator("[data-live-text] p")
            expect(lines.nth(2)).to_be_visible(timeout=40_000)
            expect(lines.first).to_contain_text("Me:")
            expect(page.locator("[data-lag]")).not_to_be_empty()
            keep(page, "record-live")
            assert faults(page) == []
            page.reload()
            expect(lines.nth(2)).to_be_visible(timeout=20_000)
        page.keyboard.press("Alt+s")
        expect(page.locator("[data-state-word]")).to_have_text("Finished", timeout=20_000)
        expect(page.locator("[data-lag]")).to_have_text("The text is complete.", timeout=40_000)
        page.get_by_role("link", name="read what was said").click()
        expect(page.locator(".state").first).to_contain_text("done", timeout=20_000)
        heard = " ".join(page.locator("p[data-text]").all_inner_texts()).lower()
        keep(page, "meeting-transcript")
    wrong, said = word_errors(" ".join(SENTENCES[:6]), plain(heard))
    assert wrong <= said * 0.25, heard


def test_a_file_is_sent_transcribed_and_read(served: Site, words: Path) -> None:
    with served.page() as page:
        page.goto(served.url("/transcripts"))
        page.locator("[data-input=media]").set_input_files([words])
        title = page.get_by_role("link", name="meeting", exact=True)
        expect(title).to_be_visible(timeout=60_000)
        finished(page)
        title.click()
        expect(page.locator("h1")).to_have_text("meeting")
        heard = " ".join(page.locator("p[data-text]").all_inner_texts()).lower()
        becomes(page, "document.querySelector('audio').readyState >= 1")
        second = page.locator(".segment .time").nth(1)
        second.click()
        at = int(second.get_attribute("data-seek") or 0) / 1000
        becomes(page, f"Math.abs(document.querySelector('audio').currentTime - {at}) < 1.5")
        assert faults(page) == []
    wrong, said = word_errors(" ".join(SENTENCES[:6]), plain(heard))
    assert wrong <= said * 0.25, heard


@pytest.mark.soak
def test_a_long_file_is_stopped_and_goes_on(served: Site, tmp_path: Path) -> None:
    texts = SENTENCES * 8
    samples, _ = conversation(texts)
    long = write_wav(tmp_path / "long.wav", samples)
    with served.page() as page:
        page.goto(served.url("/transcripts"))
        page.locator("[data-input=media]").set_input_files([long])
        page.get_by_role("link", name="long", exact=True).click(timeout=60_000)
        expect(page.locator(".segment").first).to_be_visible(timeout=60_000)
        keep(page, "transcript-at-work")
        assert faults(page) == []
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".st-cancelled")).to_be_visible(timeout=30_000)
        before = page.locator(".segment").count()
        assert 0 < before < len(texts)
        page.get_by_role("button", name="Go on").click()
        expect(page.locator(".st-done")).to_be_visible(timeout=180_000)
        heard = " ".join(page.locator("p[data-text]").all_inner_texts()).lower()
    wrong, said = word_errors(" ".join(texts), plain(heard))
    assert wrong <= said * 0.25, heard


def finished(page: Page) -> None:
    expect(page.locator(".transcripts .st-done")).to_have_count(1, timeout=60_000)


def plain(text: str) -> str:
    return " ".join("".join(char for char in text if char.isalpha() or char == " " or char == "\n").split())
