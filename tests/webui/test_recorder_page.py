"""The recorder's page over the real recorder, on a machine that has nothing to record from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.services import Services
from tests.rig import put_away
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
    remember(services.paths, wanted)
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
