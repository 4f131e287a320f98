"""Every action announces itself once, whether it went well or not, and by ids alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.actions import lists, recorder, recordings, retention, settings, sweeps, transcripts
from stormdat_core.actions.announcing import ACTIONS, TOPIC, action
from stormdat_core.errors import BadSettings, StormError
from stormdat_core.events import Event, EventLog
from stormdat_core.model import SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.store import NotStored

SECRET = "Zwyxqvfa"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as opened:
        yield opened


def told(services: Services) -> list[Event]:
    return [event for event in services.events.after(0) if event.topic == TOPIC]


def report(tmp_path: Path) -> Path:
    made = tmp_path / f"{SECRET}.txt"
    made.write_text(f"{SECRET}  has two spaces.\n")
    return made


def test_an_action_announces_itself_once(services: Services, tmp_path: Path) -> None:
    swept = sweeps.run(services, SweepRequest((report(tmp_path),), jobs=1))
    sweeps.delete(services, [swept.sweep_id])
    first, second = told(services)
    assert (first.kind, first.data["done"]) == ("sweeps.run", True)
    assert second.kind == "sweeps.delete"
    assert second.data == {"sweep_ids": [swept.sweep_id], "jobs": [], "done": True}


def test_one_that_fails_does_too(services: Services) -> None:
    with pytest.raises(NotStored):
        sweeps.delete(services, [999])
    (event,) = told(services)
    assert (event.kind, event.data) == ("sweeps.delete", {"sweep_ids": [999], "done": False})


def test_work_in_the_background_is_announced_with_its_job(services: Services, tmp_path: Path) -> None:
    job = sweeps.start(services, SweepRequest((report(tmp_path),), jobs=1))
    (event,) = told(services)
    assert (event.kind, event.data["jobs"]) == ("sweeps.start", [job.id])
    services.jobs.wait(job.id, 60)
    assert len(told(services)) == 1, "its job does not announce it again"


def test_an_announcement_holds_no_text_and_no_path(services: Services, tmp_path: Path) -> None:
    made = report(tmp_path)
    sweeps.run(services, SweepRequest((made,), jobs=1))
    lists.keep(services, [made])
    lists.drop(services, 0, made.name)
    settings.change(services, {"spoken_language": "de"})
    with pytest.raises(BadSettings):
        settings.change(services, {"recordings_folder": 7, "jobs": SECRET})
    with pytest.raises(StormError):
        transcripts.rename(services, 1, SECRET)
    recordings.keep_choices(services, json.dumps({"title": SECRET}))
    words = json.dumps([[event.kind, dict(event.data)] for event in told(services)])
    assert len(told(services)) == 7
    assert SECRET not in words
    assert str(tmp_path) not in words
    assert '"changes": ["spoken_language"]' in words


def test_what_a_rule_lets_go_is_announced_with_the_rule(services: Services) -> None:
    assert retention.apply(services, ()).removed == ()
    assert [event.kind for event in told(services)] == ["retention.apply"]


def test_the_recorder_needs_no_library() -> None:
    class Recorder:
        def pause(self) -> None:
            pass

    class Parts:
        recorder = Recorder()
        events = EventLog()

    recorder.pause(Parts())  # type: ignore[arg-type]
    assert [event.kind for event in Parts.events.after(0)] == ["recorder.pause"]


def test_an_action_is_known_by_its_module_and_name() -> None:
    assert ACTIONS["sweeps.delete"] is sweeps.delete
    assert sweeps.delete.__doc__
    assert sweeps.delete.__doc__.startswith("Delete sweeps")


def test_arguments_that_are_not_given_are_not_told() -> None:
    class Parts:
        events = EventLog()

    @action("text", "number")
    def plain(parts: Parts, text: str = "", *, number: int = 0) -> int:
        return number

    try:
        assert plain(Parts(), number=7) == 7
        assert Parts.events.after(0)[0].data == {"number": 7, "jobs": [], "done": True}
    finally:
        ACTIONS.pop("test_actions.plain")
