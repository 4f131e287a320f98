"""Transcription as pages and command line use it: packs, queue, progress, cancel, recovery, exports, deletion."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.actions import models, transcripts
from stormdat_core.cli.main import exit_code
from stormdat_core.errors import StormError
from stormdat_core.jobs import Job, JobState
from stormdat_core.model.transcripts import TranscriptState
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.transcription.packs import MANIFEST, BadPack
from stormdat_core.transcription.packs.checking import describe
from stormdat_core.transcription.recognition.pack_choice import NoPack
from tests.speech import SENTENCES, conversation, model_folder, needs_model, write_wav

pytestmark = [pytest.mark.engine, needs_model]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as made:
        yield made


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "drive" / "words45"
    folder.mkdir(parents=True)
    for file in model_folder().iterdir():
        if file.name != MANIFEST:
            shutil.copyfile(file, folder / file.name)
    (folder / MANIFEST).write_bytes(describe(folder, "words45", "MIT", ("en",)).text())
    return folder


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "talk.wav", conversation(SENTENCES[:3])[0])


def ended(services: Services, job: Job) -> Job:
    return services.jobs.wait(job.id, 120)


def test_the_first_day(services: Services, media: Path) -> None:
    desk = services.transcription
    assert desk.packs.installed() == ()
    with pytest.raises(NoPack) as caught:
        desk.start([media])
    assert "Recording works without one" in caught.value.hint
    with pytest.raises(BadPack, match="No model pack named “base”"):
        desk.start([media], "base")


def test_from_a_drive_to_a_transcript(services: Services, pack: Path, media: Path, tmp_path: Path) -> None:
    desk = services.transcription
    assert ended(services, models.start_install(services, pack)).result == "words45"
    bad = tmp_path / "letter.wav"
    bad.write_text("Dear reader, this is not a recording at all.")
    jobs = desk.start([bad, media])
    assert [ended(services, job).state for job in jobs] == [JobState.FAILED, JobState.DONE]
    assert "letter.wav could not be opened" in services.jobs.job(jobs[0].id).error
    job = services.jobs.job(jobs[1].id)
    assert job.done == job.total
    number = job.result
    assert isinstance(number, int)
    assert desk.job_of(number) == job
    found = desk.transcripts.get(number)
    assert len(found.segments) == 3
    assert desk.media(number) == media
    kinds = [event.kind for event in services.events.after(0) if event.topic == "transcripts"]
    assert (kinds[0], kinds[-1]) == ("started", "ended")
    told = json.dumps([event.data for event in services.events.after(0)])
    assert found.segments[0].text not in told, "events hold no text"
    written = transcripts.save(services, number, ("txt", "srt", "vtt", "json", "docx"), tmp_path / "out")
    assert [path.suffix for path in written] == [".txt", ".srt", ".vtt", ".json", ".docx"]
    segment = found.segments[0]
    assert desk.lines.edit(segment.id, "  please open \n the door ").text == "please open the door"
    assert desk.lines.undo(number) == segment
    desk.lines.edit(segment.id, "  ")
    assert desk.transcripts.get(number).segments == found.segments[1:]
    assert desk.lines.undo(number) == segment
    with pytest.raises(StormError, match="no longer there"):
        desk.retry(number, 0)
    media.unlink()
    with pytest.raises(StormError, match=r"talk\.wav is no longer in"):
        desk.media(number)
    assert transcripts.delete(services, number)
    assert desk.transcripts.page().total == 0


def test_cancelled_while_it_waits_and_while_it_works(services: Services, pack: Path, tmp_path: Path) -> None:
    desk = services.transcription
    desk.packs.install(pack)
    long = write_wav(tmp_path / "long.wav", conversation(SENTENCES * 4)[0])
    first, second = desk.start([long, long])
    assert services.jobs.cancel(second.id).state is JobState.CANCELLED
    deadline = time.monotonic() + 60
    while services.jobs.job(first.id).done == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    began = time.monotonic()
    services.jobs.cancel(first.id)
    assert ended(services, first).state is JobState.CANCELLED
    assert time.monotonic() - began < 5
    (left,) = desk.transcripts.page().items
    assert left.state is TranscriptState.CANCELLED
    resumed = desk.resume(left.id)
    services.jobs.cancel(resumed.id)
    assert ended(services, resumed).state is JobState.CANCELLED


def test_what_a_killed_program_left_is_brought_in(
    services: Services, pack: Path, media: Path, tmp_path: Path
) -> None:
    """The engine's journal is further than the library when both are killed."""
    script = f"""
import os
from pathlib import Path
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.transcription import ingesting
ingesting._PAUSE = 1e9
def stop(report, old):
    old(report)
    if report.kind == "kept":
        os._exit(9)
if __name__ == "__main__":
    from stormdat_core.transcription import file_job as filing
    old = filing._Progress.heard
    filing._Progress.heard = lambda self, report: stop(report, lambda r: old(self, r))
    services = Services(AppPaths.below(Path({str(tmp_path / "app")!r})))
    services.transcription.packs.install(Path({str(pack)!r}))
    job, = services.transcription.start([Path({str(media)!r})])
    services.jobs.wait(job.id)
"""
    path = tmp_path / "killed.py"
    path.write_text(script)
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    assert subprocess.run([sys.executable, str(path)], env=environ, timeout=120).returncode == 9
    desk = services.transcription
    (left,) = desk.recover()
    summary = desk.transcripts.summary(left)
    assert summary.state is TranscriptState.INTERRUPTED
    assert summary.segments >= 1
    assert ended(services, desk.resume(left)).state is JobState.DONE
    assert len(desk.transcripts.get(left).segments) == 3
    assert desk.recover() == ()


def test_the_machine_is_measured(services: Services, pack: Path) -> None:
    services.transcription.packs.install(pack)
    job = ended(services, models.start_measure(services))
    assert (job.state, job.result) == (JobState.DONE, 1)
    (proposal,) = services.transcription.proposals
    assert proposal.pack == "words45"
    assert 0 < proposal.seconds < 60
    assert proposal.recommended == proposal.live


def test_on_the_command_line(
    pack: Path,
    media: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "app"))
    assert exit_code(["models", "list"]) == 0
    assert "No model pack is installed" in capsys.readouterr().err
    assert exit_code(["transcribe", str(media), "-q"]) == 2
    assert "No speech model is installed" in capsys.readouterr().err
    assert exit_code(["transcribe", str(media), "--language", "klingon"]) == 64
    assert "“klingon” is no language that speech models know." in capsys.readouterr().err
    assert exit_code(["models", "import", str(pack)]) == 0
    assert exit_code(["models", "verify", "words45"]) == 0
    capsys.readouterr()
    assert exit_code(["models", "list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "words45"
    absent = tmp_path / "absent.wav"
    out = tmp_path / "out"
    command = ["transcribe", str(absent), str(media), "--format", "txt,json", "--out", str(out), "-q"]
    assert exit_code(command) == 2, "one could not be read, the other is done"
    told = capsys.readouterr()
    assert "absent.wav could not be" in told.err
    assert told.out == ""
    assert sorted(path.name for path in out.iterdir()) == ["talk.json", "talk.txt"]
    assert exit_code(["transcribe", str(media), "--format", "pdf"]) == 64
    assert exit_code(["transcribe", str(media), "--language", "German"]) == 64
    assert "“words45” does not know German, only en (English)" in capsys.readouterr().err
    assert exit_code(["transcribe", str(media), "--language", "en-GB", "-q"]) == 0
    assert exit_code(["models", "remove", "words45"]) == 0
    assert exit_code(["models", "remove", "words45"]) == 2
