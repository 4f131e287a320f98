"""The pages of transcripts and models under axe-core, light and dark, at 200 %, and without a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core.model.transcripts import Coverage, Span, TranscriptState
from tests.core.transcription.test_decoding import write
from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.media import write_media
from tests.transcripts import segment, store_transcript, write_pack

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("transcripts_access"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

PAGES = {
    "list": "/transcripts",
    "models": "/transcripts/models",
    "text": "/transcripts/1",
    "long": "/transcripts/2",
    "stopped": "/transcripts/3",
    "media-gone": "/transcripts/4",
    "elsewhere": "/transcripts/5",
    "tracks": "/transcripts/6",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def empty(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(browser, Path(tmp_path_factory.mktemp("empty"))) as served:
        yield served


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("transcripts"))
    media = write_media(folder / "Valve meeting.mp4", 20.0, rate=5)
    with site(browser, folder / "app", native=True) as served:
        own = served.services
        own.transcription.packs.install(write_pack(folder / "drive"))
        store_transcript(own, media, marking="CUI//SP-PRVCY")
        store_transcript(own, media, tuple(segment(5000 * n) for n in range(300)), coverage=Coverage(9, 9))
        store_transcript(own, media, state=TranscriptState.CANCELLED)
        store_transcript(own, folder / "gone.mp4", live=True)
        store_transcript(own, media, state=None)
        two = write(folder / "two.mp4", "aac", channels=2, tracks=2)
        aside = Span(1900, 2600, reason="Somebody speaks on track 2.", track=1, channel=2)
        store_transcript(own, two, coverage=Coverage(9, 5, unheard=(aside,)))
        yield served


@pytest.fixture(scope="module")
def visitor(served: Site) -> Iterator[Page]:
    with served.page() as page:
        yield page


@pytest.mark.parametrize("name", PAGES)
def test_pages(served: Site, visitor: Page, name: str) -> None:
    visitor.goto(served.url(PAGES[name]))
    for scheme in ("light", "dark"):
        visitor.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(visitor, f"tr-{name}-{scheme}")
        assert faults(visitor) == [], scheme
    assert visitor.locator("h1").count() == 1


@pytest.mark.parametrize("name", ["list", "models"])
def test_the_first_day(empty: Site, name: str) -> None:
    with empty.page() as page:
        page.goto(empty.url(PAGES[name]))
        keep(page, f"tr-empty-{name}")
        assert faults(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_at_200_percent_nothing_scrolls_sideways(served: Site, visitor: Page, name: str) -> None:
    served.services.change_settings({"text_size": 200})
    try:
        visitor.goto(served.url(PAGES[name]))
        keep(visitor, f"tr-{name}-200")
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 1280
    finally:
        served.services.change_settings({"text_size": None})


def test_a_segment_and_a_word_seek(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["text"]))
        becomes(page, "document.querySelector('video').readyState >= 1")
        page.locator("[data-seek='5000'].time").focus()
        page.keyboard.press("Enter")
        becomes(page, "Math.abs(document.querySelector('video').currentTime - 5) < 1.5")
        expect(page.locator("[data-start='5000']")).to_have_attribute("aria-current", "true")
        page.keyboard.press("Control+Space")
        becomes(page, "document.querySelector('video').paused")
        page.locator("[data-at='12800']").click()
        becomes(page, "Math.abs(document.querySelector('video').currentTime - 12.8) < 1.5")
        expect(page.locator("[data-start='12000']")).to_have_attribute("aria-current", "true")


def test_what_was_not_heard_is_played_with_one_press(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["tracks"]))
        page.get_by_role("button", name="Play: Somebody speaks on track 2.").press("Enter")
        part = "document.querySelector('[data-part-player] audio')"
        becomes(page, f"{part}.duration > 1.2 && {part}.duration < 1.4")
        becomes(page, f"{part}.currentTime > 0.2 || {part}.ended")
        becomes(page, "Math.abs(document.querySelector('video').currentTime - 1.9) < 0.2")
        keep(page, "tr-part")
        assert faults(page) == []
        page.get_by_role("button", name="Close this part").press("Enter")
        expect(page.get_by_role("button", name="Play: Somebody speaks on track 2.")).to_be_focused()
        expect(page.locator("[data-part-player]")).to_be_hidden()


def test_track_and_channel_are_chosen_by_keyboard(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["tracks"]))
        page.locator("select[name=track]").select_option("2")
        page.locator("select[name=channel]").select_option("1")
        with page.expect_request("**/again") as sent:
            page.get_by_role("button", name="Transcribe anew").press("Enter")
        asked = sent.value.post_data_json
        assert (asked["track"], asked["channel"], asked["language"]) == (2, 1, "")


def test_a_file_without_sound_fails_and_its_panel_goes(served: Site, tmp_path: Path) -> None:
    silent = tmp_path / "picture.mp4"
    silent.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(500))
    with served.page() as page:
        page.goto(served.url(PAGES["list"]))
        served.window.answers.append((silent,))
        page.get_by_role("button", name="Choose files…").click()
        expect(page.get_by_role("region", name="Not transcribed")).to_contain_text("picture.mp4")
        expect(page.locator("[data-queue]")).to_be_hidden()
        assert page.locator("[data-queue] [data-job]").count() == 0


def test_a_change_by_keyboard_and_back(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["text"]))
        text = page.locator("[data-start='5000'] [data-text]")
        page.get_by_role("button", name="Change the text at 0:05").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".editor textarea")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type("Then it opens again.")
        keep(page, "tr-editing")
        assert faults(page) == []
        page.keyboard.press("Control+Enter")
        expect(text).to_contain_text("Then it opens again.")
        expect(page.get_by_role("button", name="Change the text at 0:05")).to_be_focused()
        page.keyboard.press("Control+z")
        expect(text).to_contain_text("then it closes again")
        expect(page.locator("[data-undo]")).to_be_disabled()
        page.get_by_role("button", name="Change the text at 0:05").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("thrown away")
        page.keyboard.press("Escape")
        expect(text).to_contain_text("then it closes again")


def test_lines_are_split_joined_and_removed_by_keyboard(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["tracks"]))
        lines = page.locator("[data-segments] > [data-segment]")
        change = page.get_by_role("button", name="Change the text at 0:05").first
        change.press("Enter")
        area = page.locator(".editor textarea")
        area.press("Home")
        area.press("Control+ArrowRight")
        area.press("Control+ArrowRight")
        keep(page, "tr-lines")
        assert faults(page) == []
        page.get_by_role("button", name="Split at the cursor").press("Enter")
        expect(lines).to_have_count(5)
        expect(page.locator("[data-start='5000'] [data-text]")).to_have_text("then it")
        expect(change).to_be_focused()
        change.press("Enter")
        page.get_by_role("button", name="Join with the next").press("Enter")
        expect(page.locator("[data-start='5000'] [data-text]")).to_have_text("then it closes again")
        change.press("Enter")
        page.get_by_label("Speaker").select_option("Speaker 2")
        page.get_by_role("button", name="Keep").press("Enter")
        expect(page.locator("[data-start='5000'] .speaker")).to_have_text("Speaker 2")
        change.press("Enter")
        page.get_by_role("button", name="Remove the line").press("Enter")
        expect(lines).to_have_count(3)
        for _ in range(4):
            page.locator("[data-undo]").press("Enter")
        expect(page.locator("[data-start='5000'] .speaker")).to_have_text("Others")
        expect(page.locator("[data-start='5000'] [data-text]")).to_have_text("then it closes again")
        expect(page.locator("[data-undo]")).to_be_disabled()


def test_nobody_leaves_a_change_unasked(served: Site) -> None:
    with served.page() as page:
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.goto(served.url(PAGES["text"]))
        recordings = page.get_by_role("link", name="Recordings")
        page.get_by_role("button", name="Change the text at 0:05").press("Enter")
        page.keyboard.type(" and opens")
        recordings.click()
        expect(page.locator("[data-confirm]")).to_contain_text("Leave without keeping your change?")
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(page.locator(".editor textarea")).to_have_value("then it closes again and opens")
        page.evaluate("setTimeout(() => location.assign('/recordings'), 0)")
        becomes(page, "document.querySelector('.editor textarea').value.endsWith('opens')")
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        assert page.url.endswith(PAGES["text"])
        recordings.click()
        page.get_by_role("button", name="Leave", exact=True).click()
        page.wait_for_url("**/recordings")
        assert asked == ["beforeunload"]
        page.goto(served.url(PAGES["text"]))
        page.get_by_role("button", name="Change the text at 0:05").press("Enter")
        recordings.click()  # nothing was written, so nothing is asked
        page.wait_for_url("**/recordings")


def test_search_goes_from_match_to_match(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["long"]))
        page.locator("#t-search").focus()
        page.keyboard.type("PRESSURE FALLS")
        expect(page.locator("[data-found]")).to_have_text("1 of more than 200")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator("[data-found]")).to_have_text("2 of more than 200")
        expect(page.locator(".segment.found")).to_be_in_viewport()
        expect(page.locator("[data-announcer]")).to_contain_text("2 of more than 200: the valve opens")


def test_saving_into_a_folder(served: Site, tmp_path: Path) -> None:
    folder = tmp_path / "Results"
    served.window.answers.append((folder,))
    with served.page() as page:
        page.goto(served.url(PAGES["text"]))
        page.keyboard.press("Control+s")
        assert faults(page) == []
        page.get_by_role("button", name="Choose folder and save…").press("Enter")
        expect(page.locator("[data-save-summary]")).to_have_text("2 files written in “Results”.")
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".txt"]


def test_a_model_is_checked_and_removed(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["models"]))
        page.get_by_role("button", name="Check tiny").click()
        expect(page.locator(".message")).to_contain_text("tiny is whole")
        page.get_by_role("button", name="Remove tiny").click()
        expect(page.locator("[data-confirm]")).to_contain_text("Transcripts made with it stay.")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Check tiny")).to_be_visible()


def test_what_cannot_be_transcribed_is_listed_and_nothing_typed_is_lost(served: Site, tmp_path: Path) -> None:
    notes, agenda = tmp_path / "notes.mp3", tmp_path / "agenda.mp4"
    for each in (notes, agenda):
        each.write_text("no sound")
    served.window.answers.append((notes, agenda))
    with served.page() as page:
        page.goto(served.url(PAGES["list"]))
        page.get_by_role("button", name="Choose files…").click()
        refused = page.get_by_role("region", name="Not transcribed")
        for each in (notes, agenda):
            expect(refused).to_contain_text(each.name, timeout=60_000)
        expect(page.locator("[data-queue]")).to_be_hidden()
        assert faults(page) == []
        page.reload()
        expect(refused).to_contain_text("notes.mp3")
        page.get_by_label("Track").fill("2")
        page.get_by_role("button", name="Clear this list").click()
        expect(refused).to_be_hidden()
        expect(page.get_by_label("Track")).to_have_value("2")


def test_escape_leaves_a_line_from_any_of_its_buttons_and_the_last_offers_no_next(served: Site) -> None:
    with served.page() as page:
        page.goto(served.url(PAGES["text"]))
        page.get_by_role("button", name="Change the text at 0:00").press("Enter")
        page.get_by_role("button", name="Join with the next, of Others").focus()
        page.keyboard.press("Escape")
        expect(page.locator(".editor")).to_have_count(0)
        expect(page.get_by_role("button", name="Change the text at 0:00")).to_be_focused()
        page.get_by_role("button", name="Change the text at 0:12").press("Enter")
        expect(page.get_by_role("button", name="Split at the cursor")).to_be_visible()
        expect(page.get_by_role("button", name="Join with the next")).to_have_count(0)


def test_in_a_narrow_window_the_text_stands_below_the_player_alone(served: Site) -> None:
    with served.page(viewport={"width": 700, "height": 800}) as page:
        page.goto(served.url(PAGES["tracks"]))
        tops = {
            name: page.locator(place).bounding_box()["y"]  # type: ignore[index]
            for name, place in (("player", "[data-player]"), ("text", "#said-h"), ("again", "#work-h"))
        }
        assert tops["player"] < tops["text"] < tops["again"]
        page.set_viewport_size({"width": 500, "height": 800})
        time, pencil = (page.locator(f".segment {each}").first.bounding_box() for each in (".time", ".edit"))
        assert time is not None
        assert pencil is not None
        assert abs(time["y"] - pencil["y"]) < 10, "the pencil stands in the line of the time"
        assert pencil["x"] > 300
        assert faults(page) == []
