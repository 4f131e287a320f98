"""The recordings' pages: list, playback in ranges, rename, delete for good."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.model.media import Recording, Role, SourceEvent, Track
from stormdat_core.recording.files.names import files_of
from stormdat_core.recording.files.sidecar import read_sidecar, write_sidecar
from stormdat_core.services import Services
from tests.recordings import put_recording, put_unfinished
from tests.transcripts import write_pack
from tests.webui.conftest import BASE, Browser, Window

BIG = 3 * 1024 * 1024


@pytest.fixture
def folder(services: Services) -> Path:
    return services.recordings.folder


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "media.bin"
    path.write_bytes(bytes(number % 251 for number in range(BIG)))
    return path


@pytest.fixture
def made(folder: Path, media: Path, browser: Browser) -> Recording:
    made = put_recording(folder, media=media, stills=2)
    browser.get("/recordings")
    return made


def test_an_empty_list_explains_itself(browser: Browser) -> None:
    page = browser.get("/recordings").text
    assert "Nothing recorded yet" in page
    assert "at most the last second is lost" in page


def test_the_list_shows_what_there_is(browser: Browser, folder: Path) -> None:
    for number in (1, 2):
        put_recording(folder, number, recovered=number == 2)
    page = browser.get("/recordings").text
    assert page.index("Review 2") < page.index("Review 1")
    assert page.count("repaired") == 1
    for words in ("CUI", "0:04", "screen, microphone", "16 bytes"):
        assert words in page


def test_a_title_is_text_wherever_it_stands(browser: Browser, folder: Path) -> None:
    put_recording(folder, title="<b>&\u202e", marking="<i>SECRET")
    for url in ("/recordings", f"/recordings/{1:032x}"):
        page = browser.get(url).text
        assert "&lt;b&gt;&amp;" in page
        assert "<b>" not in page
        assert "<i>" not in page
        assert "\u202e" not in page


def test_what_was_broken_off_is_offered(browser: Browser, folder: Path) -> None:
    made = put_unfinished(folder)
    page = browser.get("/recordings").text
    assert made.title in page
    assert "Not finished" in page


def test_markers_and_gaps_stand_in_the_order_of_time(browser: Browser, made: Recording) -> None:
    page = browser.get(f"/recordings/{made.id}").text
    places = [page.index(f'data-seek="{at}"') for at in (1000, 2000, 3000)]
    assert places == sorted(places)
    assert "Gap of 0.6 s in the microphone: The device was unplugged." in page
    assert made.sha256 in page


def test_media_comes_whole_and_in_ranges(browser: Browser, made: Recording, media: Path) -> None:
    data, url = media.read_bytes(), f"/recordings/{made.id}/media"
    with browser.get(url) as whole:
        assert (whole.status_code, whole.mimetype, whole.content_length) == (200, "video/mp4", BIG)
        assert whole.headers["Accept-Ranges"] == "bytes"
        assert whole.data == data
    for wanted, start, end in (("bytes=100-199", 100, 200), ("bytes=-7", BIG - 7, BIG), ("bytes=5-", 5, BIG)):
        with ask(browser, url, Range=wanted) as part:
            assert (part.status_code, part.data == data[start:end]) == (206, True)
            assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{BIG}"
    with ask(browser, url, Range=f"bytes={BIG}-") as beyond:
        assert beyond.status_code == 416


def test_an_interrupted_download_goes_on_only_in_the_same_file(browser: Browser, made: Recording) -> None:
    url = f"/recordings/{made.id}/media"
    with browser.get(url) as answer:
        etag = answer.headers["ETag"]
    with ask(browser, url, **{"Range": "bytes=1-", "If-Range": etag}) as same:
        assert same.status_code == 206
    with ask(browser, url, **{"Range": "bytes=1-", "If-Range": '"another"'}) as other:
        assert other.status_code == 200


def test_media_is_not_read_into_memory(browser: Browser, folder: Path) -> None:
    made = put_recording(folder)
    with made.path.open("r+b") as stream:
        stream.truncate(40 * 2**30)  # sparse; it would not fit
    browser.get("/recordings")
    with ask(browser, f"/recordings/{made.id}/media", Range="bytes=42949672000-42949672003") as part:
        assert (part.status_code, part.data) == (206, b"\0\0\0\0")


def test_sound_alone_is_served_as_sound(browser: Browser, folder: Path) -> None:
    made = put_recording(folder, tracks=(Track(Role.MIX, "opus"),))
    page = browser.get("/recordings")
    with browser.get(f"/recordings/{made.id}/media") as answer:
        assert answer.mimetype == "audio/mp4"
    assert "<audio" in browser.get(f"/recordings/{made.id}").text
    assert page.status_code == 200


def test_a_download_keeps_the_name(browser: Browser, made: Recording) -> None:
    with browser.get(f"/recordings/{made.id}/download") as answer:
        assert f'filename="{made.path.name}"' in answer.headers["Content-Disposition"]


def test_stills_are_shown_in_their_order(browser: Browser, made: Recording) -> None:
    assert browser.get(f"/recordings/{made.id}").text.count("<img") == 2
    with browser.get(f"/recordings/{made.id}/stills/1") as answer:
        assert (answer.mimetype, answer.data[:4]) == ("image/png", b"\x89PNG")
    assert browser.get(f"/recordings/{made.id}/stills/2").status_code == 404


@pytest.mark.parametrize("page", ["", "/media", "/download", "/stills/0"])
@pytest.mark.parametrize("which", ["f" * 32, "..", "1"])
def test_what_is_not_there_is_not_there(browser: Browser, which: str, page: str) -> None:
    assert browser.get(f"/recordings/{which}{page}").status_code == 404


def test_a_file_that_is_gone_is_said_to_be(browser: Browser, made: Recording) -> None:
    made.path.unlink()
    assert "file is gone" in browser.get("/recordings").text
    assert "is no longer where it was" in browser.get(f"/recordings/{made.id}").text
    assert browser.get(f"/recordings/{made.id}/media").status_code == 404


def test_a_file_that_is_gone_asks_for_no_model(
    browser: Browser, services: Services, made: Recording, tmp_path: Path
) -> None:
    assert "No speech model is installed yet" in browser.get(f"/recordings/{made.id}").text
    services.transcription.packs.install(write_pack(tmp_path / "drive"))
    made.path.unlink()
    page = browser.get(f"/recordings/{made.id}").text
    assert "No speech model" not in page
    assert "It was not transcribed while the file was there." in page


def test_renaming_lasts_in_the_sidecar(browser: Browser, made: Recording) -> None:
    answer = browser.post(f"/recordings/{made.id}/rename", {"title": "  Valve \u00e9 review "})
    assert answer.json == {"title": "Valve é review"}
    assert read_sidecar(files_of(made.path).sidecar).title == "Valve é review"
    assert "Valve é review" in browser.get("/recordings").text
    assert browser.post(f"/recordings/{made.id}/rename", {"title": "   "}).status_code == 400


def test_what_is_deleted_is_gone_from_the_disk(
    browser: Browser, services: Services, folder: Path, made: Recording
) -> None:
    files = files_of(made.path)
    files.spool(Role.MICROPHONE).write_bytes(b"\0\0")
    near = folder / f"{files.stem}.1.mp4"  # another recording, whose title goes on where this one ends
    near.write_bytes(b"stays")
    answer = browser.post("/recordings/delete", {"recordings": [made.id]})
    assert answer.status_code == 200
    assert [path.name for path in folder.iterdir()] == [near.name]
    assert browser.get(f"/recordings/{made.id}").status_code == 404
    library = b"".join(path.read_bytes() for path in services.paths.data.rglob("*.sqlite3*"))
    assert b"Decision on the valve" not in library


def test_a_recording_that_is_being_made_is_not_deleted(
    browser: Browser, services: Services, folder: Path
) -> None:
    made = put_unfinished(folder, alive=True)
    services.store.recordings.put(made, stamp=0)
    answer = browser.post("/recordings/delete", {"recordings": [made.id]})
    assert (answer.status_code, made.path.exists()) == (400, True)
    assert "Not finished" not in browser.get("/recordings").text


def test_it_is_shown_in_its_folder(browser: Browser, window: Window, made: Recording) -> None:
    assert browser.post(f"/recordings/{made.id}/reveal", {}).status_code == 200
    assert window.revealed == [made.path]


def ask(browser: Browser, url: str, **headers: str):  # type: ignore[no-untyped-def]
    return browser.client.get(url, base_url=BASE, headers={"Sec-Fetch-Site": "same-origin", **headers})


EVENT = SourceEvent(2500, Role.SYSTEM, "Speakers went; Headphones are recorded.")


def test_what_happened_to_the_sources_stands_on_the_page_after_the_end(
    browser: Browser, made: Recording
) -> None:
    assert EVENT.text not in browser.get(f"/recordings/{made.id}").text
    write_sidecar(replace(made, events=(EVENT,)))
    page = browser.get(f"/recordings/{made.id}").text
    assert page.index('data-seek="2000"') < page.index('data-seek="2500"') < page.index('data-seek="3000"')
    assert EVENT.text in page
    browser.post(f"/recordings/{made.id}/rename", {"title": "Another"})
    assert read_sidecar(files_of(made.path).sidecar).events == (EVENT,)
    assert EVENT.text in browser.get(f"/recordings/{made.id}").text


def test_of_an_older_recording_the_journal_says_it(browser: Browser, made: Recording) -> None:
    line = {"event": "source", "at_ms": 2500, "role": "system", "text": EVENT.text}
    files_of(made.path).journal.write_text(json.dumps(line) + "\n")
    assert EVENT.text in browser.get(f"/recordings/{made.id}").text
