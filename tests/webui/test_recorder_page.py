"""The recorder's page over the real recorder, on a machine that has nothing to record from."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.model.media import Monitor, RecorderStatus, Region, SourceList
from stormdat_core.recording.client import RecorderClient
from stormdat_core.services import Services
from stormdat_core.transcription.desk import TranscriptionDesk
from stormdat_core.transcription.live.recordings import LiveRequest
from tests.rig import put_away
from tests.transcripts import write_pack
from tests.webui.conftest import Browser
from webui.features.recorder.choices import Part, Wanted, remember, remembered

WANTED = Wanted().model_dump()


@pytest.fixture(autouse=True)
def nothing_to_record(monkeypatch: pytest.MonkeyPatch, services: Services, tmp_path: Path) -> Iterator[None]:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    yield
    put_away(services.recorder)


def test_what_is_missing_is_said_with_its_cure(browser: Browser) -> None:
    page = browser.get("/record").text
    assert page.count('class="message m-warning"') == 2
    assert "no sound server" in page
    assert "Start it" in page
    assert "No picture, sound only" in page


def test_nothing_runs_until_something_is_asked(browser: Browser, services: Services) -> None:
    status = browser.get("/record/status.json").json or {}
    assert (status["state"], status["elapsed_ms"], status["sources"]) == ("idle", 0, [])
    assert not (services.paths.data / "recorder.address").exists()  # looking starts no process


@pytest.mark.parametrize("step", ["pause", "resume", "stop", "still"])
def test_a_step_that_does_not_follow_is_refused_in_a_sentence(browser: Browser, step: str) -> None:
    answer = browser.post(f"/record/{step}", {})
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]


def test_a_recording_without_its_source_does_not_begin(browser: Browser, services: Services) -> None:
    answer = browser.post("/record/start", {**WANTED, "picture": "none", "system": ""})
    assert answer.status_code == 400
    assert "sound server" in (answer.json or {})["error"]
    assert not list(services.recordings.folder.glob("*.mp4"))


def test_a_recording_of_nothing_is_refused(browser: Browser) -> None:
    answer = browser.post("/record/start", {**WANTED, "picture": "none", "microphone": "", "system": ""})
    assert (answer.status_code, (answer.json or {})["error"]) == (400, "Nothing was chosen to record.")


@pytest.mark.parametrize(
    "changes",
    [
        {"frame_rate": 0},
        {"monitor": 65},
        {"picture": "window"},
        {"region": {"left": 0, "top": 0, "width": 1, "height": 9}},
        {"folder": "/etc"},
        {"title": "x" * 201},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(browser: Browser, changes: dict[str, object]) -> None:
    assert browser.post("/record/start", {**WANTED, **changes}).status_code == 400


def test_a_marking_is_judged_and_not_refused(browser: Browser) -> None:
    assert browser.post("/record/marking", {"text": "SECRET//NOFORN"}).json == {"faults": []}
    faults = (browser.post("/record/marking", {"text": "SECERT//NOFRN"}).json or {})["faults"]
    assert "SECERT" in faults[0]


def test_choices_are_remembered_without_the_title(services: Services) -> None:
    part = Part(left=-5, top=0, width=640, height=480)
    wanted = Wanted(title="Secret plan", marking="CUI", picture="region", region=part, microphone="")
    remember(services, wanted)
    assert remembered(services.paths, services.settings) == wanted.model_copy(update={"title": ""})
    assert b"Secret plan" not in (services.paths.config / "recorder.json").read_bytes()


@pytest.mark.parametrize("kept", [None, b"", b"{", b'{"frame_rate": "many"}', b"\xff"])
def test_without_them_the_settings_decide(services: Services, kept: bytes | None) -> None:
    if kept is not None:
        services.paths.config.mkdir(parents=True)
        (services.paths.config / "recorder.json").write_bytes(kept)
    services.change_settings({"record_screen": "none", "record_system": "none", "record_frame_rate": 30})
    found = remembered(services.paths, services.settings)
    assert (found.picture, found.system, found.frame_rate) == ("none", "", 30)


@pytest.mark.parametrize(
    ("number", "wanted", "checked"),
    [
        pytest.param(1, "DP-1", "monitor-2", id="it has another number now"),
        pytest.param(2, "DP-9", "monitor-2", id="it is gone: the number"),
        pytest.param(1, "", "monitor-1", id="no id is known"),
    ],
)
def test_the_monitor_chosen_last_is_chosen_again(
    browser: Browser,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    wanted: str,
    checked: str,
) -> None:
    area = Region(0, 0, 1280, 720)
    there = SourceList((Monitor(1, "Left", area, "DP-2"), Monitor(2, "Right", area, "DP-1")))
    monkeypatch.setattr(type(services.recorder), "sources", lambda _self: there)
    remember(services, Wanted(monitor=number, monitor_id=wanted))
    page = browser.get("/record").text
    (found,) = re.findall(r'value="(monitor-\d)"[^>]* checked', page)
    assert found == checked


def test_a_monitor_is_asked_for_by_its_id(tmp_path: Path) -> None:
    assert Wanted(monitor=2, monitor_id="DP-1").request(tmp_path).monitor_id == "DP-1"
    assert Wanted(picture="none", monitor_id="DP-1").request(tmp_path).monitor_id == ""


def test_the_language_of_the_text_that_is_written_meanwhile_is_chosen(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    """A pack that names no language knows all of Whisper's."""
    assert 'name="language"' not in browser.get("/record").text
    services.transcription.packs.install(write_pack(tmp_path / "drive", languages=()))
    remember(services, Wanted(language="haw"))
    page = browser.get("/record").text
    assert page.count("<option value=") > 100
    assert '<option value="haw" selected>Hawaiian' in page
    for path in ("/transcripts", "/record"):
        assert '<option value="cy"' in browser.get(path).text
    services.change_settings({"spoken_language": "de"})
    assert "German (setting)" in browser.get("/record").text


def test_the_chosen_language_reaches_the_transcript(
    browser: Browser, services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def note(_desk: TranscriptionDesk, request: LiveRequest, model: str = "") -> None:
        asked.append(request.settings.language)

    now = RecorderStatus(path=tmp_path / "a.mp4", recording="1")
    monkeypatch.setattr(TranscriptionDesk, "start_live", note)
    monkeypatch.setattr(RecorderClient, "start", lambda _recorder, _request: now)
    for language, live in (("fr", True), ("", True), ("fr", False)):
        body = {**WANTED, "live": live, "language": language}
        assert browser.post("/record/start", body).status_code == 200
    assert asked == ["fr", ""]
    assert browser.post("/record/start", {**WANTED, "language": "klingon"}).status_code == 400
