"""The transcripts' pages: list, queue, text with its audit, changes, search, files, models."""

import io
import json
import shutil
import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markupsafe import escape

from stormdat_core.actions import retention
from stormdat_core.errors import StormError
from stormdat_core.jobs import Job
from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import (
    Coverage,
    ModelPack,
    Span,
    TranscriptionSettings,
    TranscriptState,
)
from stormdat_core.progress import JobContext
from stormdat_core.records import dump
from stormdat_core.services import Services
from stormdat_core.transcription.desk import FILES, TranscriptionDesk
from stormdat_core.transcription.file_job import FileRequest
from stormdat_core.transcription.media.tracks import origin_of
from tests.core.transcription.test_decoding import write
from tests.recordings import put_recording
from tests.traces import traces
from tests.transcripts import segment, store_transcript, write_pack
from tests.webui.conftest import BASE, Browser, Window
from webui.features.transcripts import routes


@pytest.fixture
def media(tmp_path: Path) -> Path:
    path = tmp_path / "Valve meeting.mp4"
    path.write_bytes(bytes(range(256)) * 64)
    return path


@pytest.fixture
def number(services: Services, media: Path) -> int:
    return store_transcript(services, media, marking="CUI")


@pytest.fixture
def pack(services: Services, tmp_path: Path) -> str:
    return services.transcription.packs.install(write_pack(tmp_path / "drive")).name


def finished(services: Services, told: dict[str, str]) -> str:
    return services.jobs.wait(told["job"], 20).state.value


def test_the_first_day_explains_how_to_bring_a_model(browser: Browser) -> None:
    for page in ("/transcripts", "/transcripts/models"):
        text = browser.get(page).text
        assert "No speech model is installed yet" in text
        assert "Recording works without a model" in text


def test_without_a_model_nothing_is_queued(browser: Browser, services: Services, media: Path) -> None:
    token = services.inbox.put([media], "media").token
    answer = browser.post("/transcripts", {"media": [token]})
    assert answer.status_code == 400
    assert "No speech model" in (answer.json or {})["error"]
    assert services.jobs.jobs() == ()


def test_the_list_shows_state_and_coverage(browser: Browser, services: Services, media: Path) -> None:
    store_transcript(services, media, marking="CUI//SP-PRVCY")
    store_transcript(services, media, state=TranscriptState.CANCELLED, title="Stopped")
    page = browser.get("/transcripts").text
    assert "90.0 %" in page
    assert "1 gap" in page
    assert "CUI//SP-PRVCY" in page
    assert page.index("Stopped") < page.index("Valve meeting")


def test_the_text_stands_with_times_speakers_and_doubts(browser: Browser, number: int) -> None:
    page = browser.get(f"/transcripts/{number}").text
    assert page.count("data-segment=") == 4
    assert '<strong class="speaker">Me</strong>' in page
    assert '<strong class="speaker">Others</strong>' in page
    assert 'data-at="800" class="doubtful" title="The engine is not sure of this word."' in page
    assert "repeats itself" in page
    assert page.count("uncertain</span>") == 1
    assert page.count('class="banner"') == 2


def test_the_audit_says_what_is_missing(browser: Browser, number: int) -> None:
    page = browser.get(f"/transcripts/{number}").text
    assert "90.0 %" in page
    for words in ("The engine heard nothing here.", "The file is damaged here.", 'data-seek="16000"'):
        assert words in page
    assert page.count("data-retry=") == 1


def test_text_from_a_recording_is_only_text(browser: Browser, services: Services, media: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> \u202e"
    number = store_transcript(services, media, (segment(0, hostile),), title=hostile)
    for page in (browser.get(f"/transcripts/{number}").text, browser.get("/transcripts").text):
        assert "<img" not in page
        assert "\u202e" not in page
    inner = services.transcription.transcripts.segments(number).items[0].id
    changed = browser.post(f"/transcripts/{number}/segments/{inner}", {"text": hostile + " more"}).json or {}
    assert changed["edited"]
    assert "<img" not in browser.get(f"/transcripts/{number}").text


def test_a_change_is_kept_and_taken_back(browser: Browser, services: Services, number: int) -> None:
    shelf = services.transcription.transcripts
    first = shelf.segments(number).items[0]
    changed = (
        browser.post(f"/transcripts/{number}/segments/{first.id}", {"text": "The valve closes."}).json or {}
    )
    assert (changed["text"], changed["edited"], changed["edits"]) == ("The valve closes.", True, 1)
    assert "changed</span>" in browser.get(f"/transcripts/{number}").text
    assert shelf.segment(first.id)[1].text == "The valve closes."
    back = browser.post(f"/transcripts/{number}/undo", {}).json or {}
    assert (back["segment"], back["text"], back["edits"]) == (first.id, first.text, 0)
    assert browser.post(f"/transcripts/{number}/undo", {}).json == {"segment": 0, "edits": 0}


def test_a_segment_of_another_transcript_is_not_changed(
    browser: Browser, services: Services, number: int, media: Path
) -> None:
    other = store_transcript(services, media)
    theirs = services.transcription.transcripts.segments(other).items[0]
    assert browser.post(f"/transcripts/{number}/segments/{theirs.id}", {"text": "x"}).status_code == 404
    assert services.transcription.transcripts.segment(theirs.id)[1].text == theirs.text


def test_search_finds_segments_in_capitals_or_not(browser: Browser, number: int) -> None:
    def found(words: str) -> list[int]:
        told = browser.get(f"/transcripts/{number}/search.json?q={words}").json or {}
        return [each["start_ms"] for each in told["found"]]

    assert found("VALVE") == [0]
    assert found("again") == [5000, 8000]
    assert found("") == []
    assert found("%25") == []


def test_media_comes_in_ranges(browser: Browser, number: int, media: Path) -> None:
    url = f"/transcripts/{number}/media"
    part = browser.client.get(
        url, base_url=BASE, headers={"Sec-Fetch-Site": "same-origin", "Range": "bytes=10-19"}
    )
    with part:
        assert (part.status_code, part.mimetype) == (206, "video/mp4")
        assert part.data == media.read_bytes()[10:20]
    media.unlink()
    assert browser.get(url).status_code == 400
    page = browser.get(f"/transcripts/{number}").text
    assert "was deleted or moved" in page
    assert "data-work hidden" in page, "there is nothing to hear anew"


@pytest.mark.parametrize("kind", ["txt", "srt", "vtt", "json", "docx"])
def test_each_file_can_be_downloaded(browser: Browser, services: Services, number: int, kind: str) -> None:
    with browser.get(f"/transcripts/{number}/files/{kind}") as answer:
        assert f"Valve meeting.{kind}" in answer.headers["Content-Disposition"]
        assert len(answer.data) > 100
    scratch = services.paths.scratch
    assert not scratch.exists() or not any(scratch.iterdir())  # no copy of the text stays behind


def test_the_player_gets_captions(browser: Browser, number: int) -> None:
    answer = browser.get(f"/transcripts/{number}/captions.vtt")
    assert answer.mimetype == "text/vtt"
    assert answer.text.startswith("WEBVTT")
    assert "valve opens" in answer.text


def test_files_go_to_the_chosen_folder(
    browser: Browser, services: Services, number: int, tmp_path: Path
) -> None:
    folder = tmp_path / "Results"
    token = services.inbox.put([folder], "output").token
    url = f"/transcripts/{number}/export"
    told = browser.post(url, {"formats": ["txt", "json"], "folder": token}).json or {}
    assert (told["folder"], [each["name"] for each in told["files"]]) == (
        "Results",
        ["Valve meeting.txt", "Valve meeting.json"],
    )
    assert json.loads((folder / "Valve meeting.json").read_bytes())
    assert browser.post(url, {"formats": ["txt"]}).status_code == 400  # a window asks for a folder
    assert browser.post(url, {"formats": ["exe"], "folder": token}).status_code == 400


def test_what_is_deleted_leaves_no_trace(
    browser: Browser, services: Services, number: int, media: Path
) -> None:
    assert browser.post(f"/transcripts/{number}/delete", {}).status_code == 200
    assert "The media file is still there." in browser.get("/transcripts").text
    assert browser.get(f"/transcripts/{number}").status_code == 404
    assert media.exists()
    held = b"".join(path.read_bytes() for path in services.paths.data.rglob("*") if path.is_file())
    assert b"pressure" not in held


def test_what_was_uploaded_goes_with_its_transcript(
    browser: Browser, services: Services, media: Path
) -> None:
    batch = (browser.post("/inbox/batches", {"purpose": "media"}).json or {})["batch"]
    for name in ("Zwyxqvfa.mp4", "other.mp4"):
        browser.send(f"/inbox/batches/{batch}/files", media.read_bytes(), name)
    token = (browser.post(f"/inbox/batches/{batch}/done", {}).json or {})["token"]
    sent, other = sorted(services.inbox.get(token).paths, key=lambda path: path.name != "Zwyxqvfa.mp4")
    number = store_transcript(services, sent)
    assert browser.post(f"/transcripts/{number}/delete", {}).status_code == 200
    told = browser.get("/transcripts").text
    assert "Transcript deleted." in told
    assert "still there" not in told
    assert traces(services.paths.data.parent, "Zwyxqvfa") == []
    assert other.exists(), "it waits for its turn"


@pytest.mark.parametrize("what", ["", "/media", "/captions.vtt", "/search.json", "/files/txt", "/files/exe"])
def test_what_is_not_there_is_not_there(browser: Browser, what: str) -> None:
    assert browser.get(f"/transcripts/77{what}").status_code == 404


def test_a_pack_is_brought_checked_and_removed(browser: Browser, services: Services, tmp_path: Path) -> None:
    token = services.inbox.put([write_pack(tmp_path / "drive")], "model").token
    assert finished(services, browser.post("/transcripts/models", {"pack": token}).json or {}) == "done"
    page = browser.get("/transcripts/models").text
    assert "tiny" in page
    assert "No speech model" not in page
    assert (
        finished(services, browser.post("/transcripts/models/verify", {"name": "tiny"}).json or {}) == "done"
    )
    assert browser.post("/transcripts/models/remove", {"name": "tiny"}).status_code == 200
    assert "No speech model" in browser.get("/transcripts/models").text


def test_an_altered_pack_is_found_out(browser: Browser, services: Services, pack: str) -> None:
    weights = services.transcription.packs.get(pack).folder / "model.bin"
    weights.write_bytes(b"W" + weights.read_bytes()[1:])
    told = browser.post("/transcripts/models/verify", {"name": pack}).json or {}
    assert finished(services, told) == "failed"
    assert "model.bin" in services.jobs.job(told["job"]).error


def test_a_pack_that_is_not_whole_is_not_installed(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    pack = write_pack(tmp_path / "drive")
    (pack / "tokenizer.json").unlink()
    token = services.inbox.put([pack], "model").token
    assert finished(services, browser.post("/transcripts/models", {"pack": token}).json or {}) == "failed"
    assert services.transcription.packs.installed() == ()


def test_a_pack_is_sent_as_an_archive(browser: Browser, services: Services, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "pack"), "zip", write_pack(tmp_path / "drive").parent))
    batch = (browser.post("/inbox/batches", {"purpose": "models"}).json or {})["batch"]
    assert browser.send(f"/inbox/batches/{batch}/files", archive.read_bytes(), "pack.zip").status_code == 201
    token = (browser.post(f"/inbox/batches/{batch}/done", {}).json or {})["token"]
    assert finished(services, browser.post("/transcripts/models", {"pack": token}).json or {}) == "done"
    assert [pack.name for pack in services.transcription.packs.installed()] == ["tiny"]


def test_a_file_nobody_can_read_fails_in_a_sentence(
    browser: Browser, services: Services, pack: str, media: Path
) -> None:
    token = services.inbox.put([media], "media").token
    told = browser.post("/transcripts", {"media": [token], "model": pack}).json or {}
    job = services.jobs.wait(told["jobs"][0], 60)
    assert job.state.value == "failed"
    assert "Valve meeting.mp4" in job.error


def test_what_could_not_be_transcribed_stays_listed_until_somebody_has_read_it(
    browser: Browser, services: Services, pack: str, media: Path
) -> None:
    second = media.with_name("Agenda <1>.mp3")
    second.write_text("no sound")
    token = services.inbox.put([media, second], "media").token
    told = browser.post("/transcripts", {"media": [token], "model": pack}).json or {}
    errors = [services.jobs.wait(job, 60).error for job in told["jobs"]]
    for _ in range(2):  # also when the page is loaded again
        page = browser.get("/transcripts").text
        assert "Not transcribed" in page
        assert "Valve meeting.mp4" in page
        assert "Agenda &lt;1&gt;.mp3" in page
        assert all(str(escape(error)) in page for error in errors)
    assert browser.post("/transcripts/refused/forget", {}).status_code == 200
    assert "Valve meeting.mp4" not in browser.get("/transcripts").text


def test_a_transcript_that_failed_is_listed_once(browser: Browser, services: Services, media: Path) -> None:
    def fail(context: JobContext) -> None:
        raise StormError("The engine ended.")

    job = services.jobs.submit(FILES, media.name, fail)
    number = store_transcript(services, media, state=TranscriptState.FAILED)
    services.transcription.news.works_on(number, job.id)
    services.jobs.wait(job.id, 10)
    assert services.transcription.refused == ()


def test_a_retry_of_a_gap_that_is_not_there_is_refused(browser: Browser, number: int, pack: str) -> None:
    assert browser.post(f"/transcripts/{number}/retry", {"gap": 9}).status_code == 400


def test_media_is_shown_in_its_folder(browser: Browser, window: Window, number: int, media: Path) -> None:
    assert browser.post(f"/transcripts/{number}/reveal", {}).status_code == 200
    assert window.revealed == [media]


def test_speech_that_was_not_heard_is_played_with_one_click(
    browser: Browser, services: Services, media: Path
) -> None:
    aside = Span(65_000, 68_000, reason="Somebody speaks on track 2, which was not heard.")
    notes = ("The file has 2 sound tracks; track 1, which has the most speech, was heard.",)
    coverage = Coverage(10_000, 7_000, unheard=(aside,), notes=notes)
    number = store_transcript(services, media, coverage=coverage)
    page = browser.get(f"/transcripts/{number}").text
    assert 'data-seek="65000"' in page
    assert f'data-part="/transcripts/{number}/parts/unheard/1.wav"' in page
    assert aside.reason in page
    assert notes[0] in page
    assert "70.0 %" in page
    assert "1 part not heard" in browser.get("/transcripts").text


def test_nothing_found_is_never_a_hundred_per_cent(browser: Browser, services: Services, media: Path) -> None:
    number = store_transcript(services, media, (), coverage=Coverage())
    for page in ("/transcripts", f"/transcripts/{number}"):
        text = browser.get(page).text
        assert "o speech found" in text
        assert "100.0 %" not in text


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TranscriptionSettings]:
    """Note what each queued file is asked for; the queue itself does its work."""
    noted: list[TranscriptionSettings] = []
    submit = TranscriptionDesk._submit

    def note(desk: TranscriptionDesk, request: FileRequest, pack: ModelPack) -> Job:
        noted.append(request.asked)
        return submit(desk, request, pack)

    monkeypatch.setattr(TranscriptionDesk, "_submit", note)
    return noted


def test_track_channel_and_language_are_chosen_at_the_start(
    browser: Browser, services: Services, pack: str, media: Path, asked: list[TranscriptionSettings]
) -> None:
    page = browser.get("/transcripts").text
    for name in ("language", "track", "channel"):
        assert f'name="{name}"' in page
    token = services.inbox.put([media], "media").token
    told = {"media": [token], "model": pack, "language": "en", "track": 2, "channel": 1}
    assert browser.post("/transcripts", told).status_code == 202
    assert browser.post("/transcripts", {"media": [token]}).status_code == 202
    assert [(each.language, each.tracks, each.channel) for each in asked] == [("en", (1,), 1), ("", (), 0)]
    for wrong in ({"track": -1}, {"channel": "left"}, {"language": "klingon"}):
        assert browser.post("/transcripts", {"media": [token], **wrong}).status_code == 400


def test_a_transcript_offers_the_tracks_and_channels_that_its_file_has(
    browser: Browser, services: Services, pack: str, tmp_path: Path, asked: list[TranscriptionSettings]
) -> None:
    path = write(tmp_path / "two.mkv", "aac", channels=2, tracks=2)
    how = TranscriptionSettings("en", tracks=(1,), channel=2)
    number = store_transcript(services, path, settings=how)
    page = browser.get(f"/transcripts/{number}").text
    assert '<option value="2" selected>2: 2 channels' in page
    assert '<option value="2" selected>2: right' in page
    assert '<option value="en" selected>English' in page
    assert "Heard: track 1" in page
    assert "Language: English, as chosen." in page
    again = f"/transcripts/{number}/again"
    changed = {"model": pack, "language": "", "track": 1, "channel": 0}
    for body in ({"model": pack}, changed, {"model": pack, "language": None}):
        assert browser.post(again, body).status_code == 202
    found = [(each.language, each.tracks, each.channel) for each in asked]
    assert found == [("en", (1,), 2), ("", (0,), 0), ("en", (1,), 2)]
    assert browser.post(again, {"model": pack, "language": "de"}).status_code == 400


def test_a_recording_s_own_tracks_are_heard_apart_and_said_so(
    browser: Browser, services: Services, pack: str, tmp_path: Path
) -> None:
    media = write(tmp_path / "meeting.mp4", "aac", tracks=3)
    known = [{"role": role} for role in ("mix", "microphone", "system")]
    facts = {"path": media.name, "id": "r", "title": "", "marking": "", "tracks": known, "markers": []}
    media.with_name("meeting.recording.json").write_text(json.dumps(facts))
    page = browser.get(f"/transcripts/{store_transcript(services, media)}").text
    assert "Me and Others, each from its own" in page
    assert "the one with most speech" not in page
    assert "1 channel, all together" in page


def test_one_track_of_one_channel_offers_no_choice(
    browser: Browser, services: Services, pack: str, tmp_path: Path
) -> None:
    number = store_transcript(services, write(tmp_path / "one.wav", "pcm_s16le"))
    page = browser.get(f"/transcripts/{number}").text
    assert "data-track" not in page
    assert "data-channel" not in page
    assert "data-language" in page


def test_a_part_is_the_sound_of_its_own_track(browser: Browser, services: Services, tmp_path: Path) -> None:
    path = write(tmp_path / "two.mkv", "flac", channels=2, tracks=2)  # beeps from 2.0 to 2.5, on the right
    sides = (Span(1900, 2600, track=1, channel=1), Span(1900, 2600, track=1, channel=2))
    coverage = Coverage(9, 9, unheard=sides, gaps=(Span(1900, 2600),))
    number = store_transcript(services, path, coverage=coverage)
    loud = []
    for part in ("unheard/1", "unheard/2", "gaps/1"):
        answer = browser.get(f"/transcripts/{number}/parts/{part}.wav")
        assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
        with wave.open(io.BytesIO(answer.data)) as file:
            loud.append(max(memoryview(file.readframes(file.getnframes())).cast("h")))
    assert loud[0] < 20
    assert loud[1] > 15_000
    assert loud[2] > 7_000
    for part in ("unheard/3", "gaps/2"):
        assert browser.get(f"/transcripts/{number}/parts/{part}.wav").status_code == 400
    for part in ("unheard/0", "notes/1", "share/1"):
        assert browser.get(f"/transcripts/{number}/parts/{part}.wav").status_code == 404
    path.unlink()
    assert browser.get(f"/transcripts/{number}/parts/unheard/1.wav").status_code == 400
    assert "data-part=" not in browser.get(f"/transcripts/{number}").text


def test_markers_of_a_recording_stand_in_its_transcript(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    made = put_recording(services.recordings_folder)
    services.recordings.refresh()
    number = store_transcript(services, made.path, recording=made.id)
    page = browser.get(f"/transcripts/{number}").text
    first, second = page.index("Decision on the valve"), page.index('data-start="3000"')
    assert page.index('data-start="0"') < first < second < page.index('data-start="5000"')
    assert page.count("<strong>Marker</strong>") == 2
    for kind in ("txt", "srt", "vtt", "json"):
        assert "Decision on the valve" in browser.get(f"/transcripts/{number}/files/{kind}").text
    other = store_transcript(services, tmp_path / "other.mp4")
    assert "<strong>Marker</strong>" not in browser.get(f"/transcripts/{other}").text


def test_each_page_has_the_markers_of_its_time(
    browser: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "SEGMENTS_PER_PAGE", 2)
    marks = tuple(Marker(at, f"mark{at}") for at in (0, 9000, 99_000))
    made = put_recording(services.recordings_folder, markers=marks)
    services.recordings.refresh()
    number = store_transcript(
        services, made.path, tuple(segment(4000 * n) for n in range(4)), recording=made.id
    )
    pages = [browser.get(f"/transcripts/{number}?page={page}").text for page in (1, 2)]
    found = [[mark.note for mark in marks if mark.note + "<" in page] for page in pages]
    assert found == [["mark0"], ["mark9000", "mark99000"]]


def test_markers_are_known_of_a_recording_that_is_not_listed(services: Services, tmp_path: Path) -> None:
    made = put_recording(tmp_path / "elsewhere")
    origin = origin_of(made.path)
    assert origin.markers == made.markers
    properties = {"markers": dump(origin.markers).decode(), "av": "1"}
    number = store_transcript(services, made.path, recording=made.id, properties=properties)
    assert services.transcription.transcripts.get(number).markers == made.markers


def lines_of(services: Services, number: int) -> list[tuple[str, str]]:
    return [
        (each.speaker.value, each.text) for each in services.transcription.transcripts.get(number).segments
    ]


def test_lines_are_removed_joined_split_and_given_to_others(
    browser: Browser, services: Services, number: int
) -> None:
    before = lines_of(services, number)
    first, second, *_ = services.transcription.transcripts.segments(number).items
    line = f"/transcripts/{number}/segments/{first.id}"
    steps = [
        (line, {"text": "  "}, before[1:]),
        (line + "/join", {"text": first.text}, [("Me", f"{first.text} {second.text}"), *before[2:]]),
        (
            line + "/split",
            {"text": "the valve opens", "words": 1},
            [("Me", "the"), ("Me", "valve opens"), *before[1:]],
        ),
        (line, {"text": first.text, "speaker": "Speaker 3"}, [("Speaker 3", first.text), *before[1:]]),
        (line, {"text": "it opens", "speaker": ""}, [("", "it opens"), *before[1:]]),
    ]
    for url, body, after in steps:
        told = browser.post(url, body).json or {}
        assert (told["edits"], lines_of(services, number)) == (1, after), url
        assert browser.post(f"/transcripts/{number}/undo", {}).json == {
            "segment": first.id, "text": first.text, "edited": False, "edits": 0,
        }  # fmt: skip
        assert lines_of(services, number) == before, url


def test_the_audit_is_that_of_the_text_as_it_is_now(
    browser: Browser, services: Services, media: Path
) -> None:
    lines = (segment(0), segment(5000), segment(10_000, confidence=0.3))
    number = store_transcript(services, media, lines)
    desk = services.transcription
    first, second, third = desk.transcripts.segments(number).items
    line = f"/transcripts/{number}/segments"
    browser.post(f"{line}/{third.id}", {"text": "nobody doubts this now"})
    coverage = desk.transcripts.summary(number).coverage
    assert (coverage.share, coverage.gaps) == (1.0, ())
    assert {each.start_ms for each in coverage.doubtful} == {800, 5800}
    browser.post(f"{line}/{second.id}", {"text": ""})
    (gap,) = desk.transcripts.summary(number).coverage.gaps
    assert (gap.start_ms, gap.end_ms) == (5000, 9000)
    page = browser.get(f"/transcripts/{number}").text
    assert "A person took out the line that was here." in page
    assert "100.0 %" not in page
    browser.post(f"/transcripts/{number}/undo", {})
    browser.post(f"{line}/{first.id}/join", {"text": first.text})
    coverage = desk.transcripts.summary(number).coverage
    assert (coverage.share, coverage.gaps) == (1.0, ())


def test_a_removed_line_is_nowhere(browser: Browser, services: Services, number: int) -> None:
    first = services.transcription.transcripts.segments(number).items[0]
    url = f"/transcripts/{number}/segments/{first.id}"
    assert browser.post(url, {"text": ""}).status_code == 200
    assert "pressure" not in browser.get(f"/transcripts/{number}").text
    assert browser.get(f"/transcripts/{number}/search.json?q=pressure").json == {"found": [], "more": False}
    for kind in ("txt", "srt", "vtt", "json"):
        assert "pressure" not in browser.get(f"/transcripts/{number}/files/{kind}").text
    for again in (url, url + "/join"):
        assert browser.post(again, {"text": "pressure"}).status_code == 400


def test_what_cannot_be_done_to_a_line_is_said(browser: Browser, services: Services, number: int) -> None:
    *_, last = services.transcription.transcripts.segments(number).items
    line = f"/transcripts/{number}/segments/{last.id}"
    before = lines_of(services, number)
    for what, body in (
        ("/join", {"text": last.text}),
        ("/split", {"text": "one two", "words": 0}),
        ("/split", {"text": "one two", "words": 2}),
        ("", {"text": "x", "speaker": "Somebody"}),
        ("", {"text": "x" * 10_001}),
    ):
        assert browser.post(line + what, body).status_code == 400, what
    assert lines_of(services, number) == before
    assert services.transcription.transcripts.edits(number) == 0
    told = browser.post(line, {"text": last.text, "speaker": last.speaker.value}).json or {}
    assert told["edits"] == 0  # nothing changed, so there is nothing to take back


def test_a_transcript_follows_its_recording_until_it_is_renamed_itself(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    made = put_recording(services.recordings_folder, title="Board")
    services.recordings.refresh()
    follows, own = (store_transcript(services, made.path, recording=made.id, title="Board") for _ in range(2))
    other = store_transcript(services, tmp_path / "Board.mp4", title="Board")
    assert browser.post(f"/transcripts/{own}/rename", {"title": "  My \n notes "}).json == {
        "title": "My notes"
    }
    assert browser.post(f"/recordings/{made.id}/rename", {"title": "Design review"}).status_code == 200
    titles = [services.transcription.transcripts.summary(each).title for each in (follows, own, other)]
    assert titles == ["Design review", "My notes", "Board"]
    assert "<h1>Design review</h1>" in browser.get(f"/transcripts/{follows}").text
    exported = json.loads(browser.get(f"/transcripts/{own}/files/json").data)
    assert exported["title"] == "My notes"
    assert "renamed" not in exported["versions"]
    for title in ("", "   ", "x" * 201):
        assert browser.post(f"/transcripts/{own}/rename", {"title": title}).status_code == 400
    assert browser.post("/transcripts/777/rename", {"title": "x"}).status_code == 404


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return write(tmp_path / "base.wav", "pcm_s16le")


def test_sound_that_comes_to_be_checked_is_offered_to_be_transcribed(
    browser: Browser, services: Services, sound: Path, pack: str, asked: list[TranscriptionSettings]
) -> None:
    told = browser.post("/sweeps", {"documents": [services.inbox.put([sound]).token], "lists": []})
    url = (told.json or {})["url"]
    assert url.startswith("/transcripts?offer=")
    assert services.store.sweeps().total == 0
    assert services.jobs.jobs() == ()
    page = browser.get(url).text
    assert "base.wav" in page
    assert f'data-offer="{url.split("=")[1]}"' in page
    assert browser.post("/transcripts", {"media": [url.split("=")[1]]}).status_code == 202
    assert len(asked) == 1
    for other in ("/transcripts?offer=forged", "/transcripts"):
        assert "data-offer" not in browser.get(other).text


def test_the_first_day_offers_no_transcription_without_a_model(
    browser: Browser, services: Services, sound: Path
) -> None:
    told = browser.post("/sweeps", {"documents": [services.inbox.put([sound]).token], "lists": []})
    page = browser.get((told.json or {})["url"]).text
    assert "once a speech model is installed" in page
    assert "data-offer" not in page


def test_what_can_be_checked_is_checked_though_sound_is_among_it(
    browser: Browser, services: Services, sound: Path, tmp_path: Path
) -> None:
    text, program, empty = (tmp_path / name for name in ("a.txt", "b.ts", "c.wav"))
    text.write_text("The NTIA was here.")
    program.write_text("const größe: number = 1;\n" * 300)
    empty.write_bytes(b"")
    for paths in ([text], [program], [text, sound], [empty], [tmp_path]):
        told = browser.post("/sweeps", {"documents": [services.inbox.put(paths).token], "lists": []})
        assert told.status_code == 202, paths
        services.jobs.wait((told.json or {})["job"], 60)


@pytest.mark.parametrize("keep", [True, False])
def test_a_deleted_recording_may_leave_its_text(browser: Browser, services: Services, keep: bool) -> None:
    made = put_recording(services.recordings_folder)
    services.recordings.refresh()
    number = store_transcript(services, made.path, recording=made.id)
    told = browser.post("/recordings/delete", {"recordings": [made.id], "keep_text": keep})
    assert told.status_code == 200
    assert not made.path.exists()
    assert services.store.recordings.page().total == 0
    page = browser.get(f"/transcripts/{number}")
    assert page.status_code == (200 if keep else 404)
    if keep:
        assert "Decision on the valve" in page.text
        assert f"/recordings/{made.id}" not in page.text
        assert "pressure" in browser.get(f"/transcripts/{number}/files/txt").text
        assert "Decision" in browser.get(f"/transcripts/{number}/files/txt").text


def test_the_last_lines_come_though_nobody_writes_any_more(browser: Browser, services: Services) -> None:
    made = put_recording(services.recordings_folder)
    services.recordings.refresh()
    number = store_transcript(services, made.path, recording=made.id, live=True)
    first, *others = services.transcription.transcripts.segments(number).items
    told = browser.get(f"/transcripts/live/{made.id}.json?after={first.id}").json or {}
    assert (told["transcript"], told["note"]) == (0, "The text is complete.")
    assert [each["id"] for each in told["segments"]] == [each.id for each in others]


def test_text_that_ended_early_is_not_called_complete(browser: Browser, services: Services) -> None:
    made = put_recording(services.recordings_folder)
    services.recordings.refresh()
    store_transcript(services, made.path, recording=made.id, live=True, state=TranscriptState.FAILED)
    told = browser.get(f"/transcripts/live/{made.id}.json?after=0").json or {}
    assert "ended before the sound did" in told["note"]


def test_a_recording_without_live_text_has_none(browser: Browser, services: Services) -> None:
    made = put_recording(services.recordings_folder)
    services.recordings.refresh()
    store_transcript(services, made.path, recording=made.id)
    told = browser.get(f"/transcripts/live/{made.id}.json?after=0").json or {}
    assert (told["segments"], told["note"]) == ([], "")


@pytest.mark.parametrize("keep", [True, False])
def test_a_rule_of_retention_may_leave_the_text(services: Services, keep: bool) -> None:
    made = put_recording(services.recordings_folder)
    services.recordings.refresh()
    number = store_transcript(services, made.path, recording=made.id)
    services.change_settings({"keep_recordings_days": 1, "keep_recordings_text": keep})
    services.store.transcripts.note(number, created=datetime.now(UTC))
    applied = retention.apply(services, retention.expired(services))
    assert [each.kind for each in applied.removed] == [retention.Kind.RECORDING]
    assert [each.id for each in services.store.transcripts.page().items] == ([number] if keep else [])
