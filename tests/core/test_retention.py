"""What the rules of retention let go, and that it is gone without a trace, and nothing else."""

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdat_core.actions import retention
from stormdat_core.actions.retention import Kind
from stormdat_core.cli.main import exit_code
from stormdat_core.model import FileResult, SweepRequest, SweepState
from stormdat_core.model.transcripts import TranscriptState
from stormdat_core.paths import AppPaths
from stormdat_core.recording.files.names import files_of
from stormdat_core.services import Services
from tests.recordings import put_recording
from tests.transcripts import store_transcript

SECRET = "Zwyxqvfa"
NOW = datetime(2026, 3, 20, tzinfo=UTC)
RULES = {"keep_sweeps_days": 10, "keep_recordings_days": 10, "keep_transcripts_days": 10}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as made:
        yield made


def store_sweep(
    services: Services, name: str, days: float, state: SweepState | None = SweepState.DONE
) -> int:
    """Store a sweep that began so many days before `NOW`."""
    number = services.store.start_sweep(SweepRequest((Path(name),)), "0", "ab" * 32, profile="classic")
    services.store.add_result(number, FileResult(Path(name), title=f"{SECRET} {name}"))
    if state is not None:
        services.store.finish_sweep(number, state)
    began = (NOW - timedelta(days=days)).isoformat(timespec="microseconds")
    with sqlite3.connect(services.paths.store) as connection:
        connection.execute("UPDATE sweeps SET started = ? WHERE id = ?", (began, number))
    return number


def titles(found: tuple[retention.Expired, ...]) -> list[tuple[str, str]]:
    return [(item.kind.value, item.title) for item in found]


def test_without_a_rule_everything_stays(services: Services, tmp_path: Path) -> None:
    store_sweep(services, "old.docx", 10_000)
    put_recording(services.recordings.folder)
    store_transcript(services, tmp_path / "talk.wav")
    assert retention.days(services.settings) == {}
    assert retention.expired(services) == ()


def test_what_is_older_than_its_rule_goes_and_the_rest_stays(services: Services, tmp_path: Path) -> None:
    services.change_settings(dict(RULES))
    old, new = store_sweep(services, "old.docx", 11), store_sweep(services, "new.docx", 9)
    running = store_sweep(services, "running.docx", 11, state=None)
    past = put_recording(services.recordings.folder, 1)
    present = put_recording(services.recordings.folder, 2, started=NOW)
    talk = store_transcript(services, tmp_path / "talk.wav", recording=past.id)
    fresh = store_transcript(services, tmp_path / "fresh.wav", created=NOW)
    busy = store_transcript(services, tmp_path / "busy.wav", state=None)
    services.recordings.refresh()
    found = retention.expired(services, NOW)
    assert titles(found) == [("sweep", "old.docx"), ("transcript", "talk"), ("recording", "Review 1")]
    applied = retention.apply(services, found)
    assert (applied.removed, applied.kept, applied.erased.reason) == (found, (), "")
    assert {sweep.id for sweep in services.store.sweeps().items} == {new, running}
    assert {each.id for each in services.transcription.transcripts.page().items} == {fresh, busy}
    assert talk not in {fresh, busy}
    assert [each.id for each in services.recordings.page().items] == [present.id]
    assert not files_of(past.path).media.exists()
    assert files_of(present.path).media.exists()
    assert old not in {new, running}
    kept = b"".join(path.read_bytes() for path in services.paths.data.rglob("*") if path.is_file())
    assert f"{SECRET} old".encode() not in kept
    assert f"{SECRET} new".encode() in kept


def test_what_a_browser_had_sent_goes_with_its_sweep(services: Services) -> None:
    services.change_settings(dict(RULES))
    sent = services.paths.scratch / "uploads" / "0123456789abcdef" / "00001" / "sent.docx"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(SECRET.encode())
    store_sweep(services, str(sent), 11)
    retention.apply(services, retention.expired(services, NOW))
    assert not sent.exists()
    assert services.paths.scratch.exists()


def test_what_cannot_go_is_named_and_keeps_nothing_else(services: Services, tmp_path: Path) -> None:
    services.change_settings(dict(RULES))
    number = store_transcript(services, tmp_path / "talk.wav")
    found = retention.expired(services, NOW)
    services.transcription.transcripts.note(number, state=TranscriptState.RUNNING.value)
    other = retention.Expired(Kind.SWEEP, str(store_sweep(services, "old.docx", 11)), "old.docx", NOW)
    applied = retention.apply(services, (*found, other))
    assert applied.removed == (other,)
    ((item, reason),) = applied.kept
    assert (item.kind, reason) == (Kind.TRANSCRIPT, reason)
    assert "Stop it first." in reason


def test_more_than_a_page_of_the_library_is_looked_at(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_PAGE", 2)
    services.change_settings(dict(RULES))
    names = [f"{number}.docx" for number in range(5)]
    for name in names:
        store_sweep(services, name, 11)
    found = retention.expired(services, NOW)
    assert sorted(item.title for item in found) == names
    assert len(retention.apply(services, found).removed) == 5
    assert services.store.sweeps().total == 0


def test_the_command_line_applies_the_rules_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("STORMDAT_KEEP")]:
        monkeypatch.delenv(name)
    with Services() as services:
        number = store_sweep(services, "old.docx", 11)
    assert exit_code(["cleanup", "--library"]) == 0
    assert "No rule of retention is set" in capsys.readouterr().out
    monkeypatch.setenv("STORMDAT_KEEP_SWEEPS_DAYS", "10")
    assert exit_code(["cleanup"]) == 0
    assert exit_code(["cleanup", "--library", "--dry-run"]) == 0
    assert f"Would remove sweep {number}: old.docx, 2026-03-09" in capsys.readouterr().out
    assert exit_code(["cleanup", "--library"]) == 0
    assert f"Removed sweep {number}" in capsys.readouterr().out
    with Services() as services:
        assert services.store.sweeps().total == 0
