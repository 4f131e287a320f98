"""Promise 7 from end to end: a deletion covers every copy, finishes after a kill, and asks no clock."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from stormdat_core import atomic
from stormdat_core.actions import recordings, sweeps, transcripts
from stormdat_core.cli.main import exit_code
from stormdat_core.model import FileResult, SweepRequest
from stormdat_core.model.media import Role
from stormdat_core.paths import AppPaths
from stormdat_core.recording.files.names import files_of
from stormdat_core.services import Services
from stormdat_core.store.database import backups
from stormdat_core.store.deletion import intents
from stormdat_core.store.speech.transcripts import TranscriptBusy
from tests.recordings import put_recording
from tests.traces import traces
from tests.transcripts import segment, store_transcript

SECRET, KEPT = "Zwyxqvfa", "Quokkastays"
INSTANTS = 20
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and locks of POSIX")

KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from stormdat_core.actions import recordings, sweeps, transcripts
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from stormdat_core.store.database import backups, connections as engine
from stormdat_core.store.deletion import erasing

base, pristine, kind, key = sys.argv[1:]
count, wanted, counting = 0, 0, False
FILES = {"open", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}

def step(*_):
    global count
    if counting:
        count += 1
        if count == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

def heard(event, arguments):
    if event in FILES:
        step()

def connect(file, plain=engine.connect):
    connection = plain(file)
    connection.set_trace_callback(step)
    return connection

def delete():
    global counting
    services = Services(AppPaths.below(Path(base)))
    services.store
    sys.addaudithook(heard)
    counting = True
    if kind == "sweep":
        sweeps.delete(services, [int(key)])
    elif kind == "recording":
        recordings.delete(services, key)
    else:
        transcripts.delete(services, int(key))
    counting = False
    print(count, flush=True)

engine.connect = erasing.connect = backups.connect = connect
for line in sys.stdin:
    wanted = int(line)
    shutil.rmtree(base)
    shutil.copytree(pristine, base)
    child = os.fork()
    if not child:
        delete()
        os._exit(0)
    if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        print("killed", flush=True)
"""
"""Deletes something and dies at the given one of its steps: a statement of SQL, or what it does with a file.

Each number that comes in is a step, and gets a process of its own; what comes back is \"killed\" or their count.
"""


@dataclass(frozen=True)
class Held:
    """What a library with a secret holds, and what of it goes with each kind."""

    sweep: int
    recording: str
    transcript: int


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths.below(tmp_path / "app")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def put_sweep(services: Services, word: str, batch: str) -> int:
    """Store a sweep of an upload, with its own list and profile, that was saved in the browser."""
    uploads = services.paths.uploads / (batch * 16)
    document = write(uploads / "00001" / f"{word}.docx", word)
    acronyms, profile = (
        write(uploads / "00002" / "list.xlsx", word),
        write(uploads / "00003" / "p.toml", word),
    )
    request = SweepRequest((document,), lists=(acronyms,), profile=str(profile))
    number = services.store.start_sweep(request, "0", "ab" * 32, profile=word)
    services.store.add_result(number, FileResult(document, title=word * 400, warnings=(word,)))
    services.store.finish_sweep(number)
    saved = write(services.paths.downloads / str(number) / "0f0f" / "report.findings.json", word)
    with zipfile.ZipFile(saved.with_name("results.zip"), "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("report.json", word * 100)
    return number


def put_talk(services: Services, word: str, media: Path, recording: str = "") -> int:
    number = store_transcript(services, media, (segment(0, word),), title=word, recording=recording)
    journal = services.paths.data / "transcription" / f"{number}.jsonl"
    for file in (journal, journal.with_suffix(".lock"), journal.with_name(f"{number}-500-me.jsonl")):
        write(file, word)
    return number


def put_meeting(services: Services, word: str, number: int) -> str:
    made = put_recording(services.recordings.folder, number, title=word)
    files_of(made.path).spool(Role.MICROPHONE).write_bytes(word.encode())
    files_of(made.path).still(1).write_bytes(word.encode())
    write(made.path.with_name(f"{atomic.PREFIX}{number:016x}.part"), word)
    services.recordings.refresh()
    put_talk(services, word, made.path, made.id)
    return made.id


def fill(paths: AppPaths, word: str = SECRET, batch: str = "a", number: int = 1) -> Held:
    with Services(paths) as services:
        sent = write(paths.uploads / (batch * 15 + "0") / "00001" / f"{word}.wav", word)
        held = Held(
            put_sweep(services, word, batch),
            put_meeting(services, word, number),
            put_talk(services, word, sent),
        )
        backups.copy(paths, backups.DAILY)
        backups.copy(paths, backups.MIGRATION)
    return held


DELETE: dict[str, Callable[[Services, Held], object]] = {
    "sweep": lambda services, held: sweeps.delete(services, [held.sweep]),
    "recording": lambda services, held: recordings.delete(services, held.recording),
    "transcript": lambda services, held: transcripts.delete(services, held.transcript),
}


def clear(paths: AppPaths, held: Held, besides: str) -> None:
    """Delete the other kinds, so that what is left of the word belongs to one."""
    with Services(paths) as services:
        for kind, delete in DELETE.items():
            if kind != besides:
                assert delete(services, held)


def test_everything_goes_and_its_like_stays(paths: AppPaths) -> None:
    held, kept = fill(paths), fill(paths, KEPT, "b", 2)
    before = len(traces(paths.data.parent, KEPT))
    assert len(traces(paths.data.parent, SECRET)) > 20
    with Services(paths) as services:
        for delete in DELETE.values():
            assert delete(services, held)
        assert traces(paths.data.parent, SECRET) == []
        assert services.store.result(services.store.files(kept.sweep)[0].id).title == KEPT * 400
        assert services.recordings.get(kept.recording).title == KEPT
        assert services.transcription.transcripts.get(kept.transcript).segments[0].text == KEPT
    assert traces(paths.data.parent, SECRET) == []
    left = [place for place in traces(paths.data.parent, KEPT) if "backups" not in place]
    assert len(left) >= before - 5, "only backups were renewed"


@posix
@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind == "sweep" else pytest.mark.soak) for kind in DELETE]
)
def test_a_kill_at_any_instant_is_finished_by_the_next_start(
    paths: AppPaths, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = fill(paths)
    clear(paths, held, kind)
    base, pristine = paths.data.parent, tmp_path / "pristine"
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(base))
    shutil.copytree(base, pristine)
    whole = set(traces(base, SECRET))
    command = [sys.executable, "-c", KILLED, str(base), str(pristine), kind, str(getattr(held, kind))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as child:
        steps = int(answer(child, 0))
        assert traces(base, SECRET) == []
        outcomes = []
        for number in range(INSTANTS):
            assert answer(child, 1 + number * (steps - 1) // (INSTANTS - 1)) == "killed"
            outcomes.append(len(traces(base, SECRET)))
            start(paths, by_command=number % 2 == 0)
            found = traces(base, SECRET)
            assert not found or whole <= set(found), "either all of it is there or nothing"
        assert child.stdin is not None
        child.stdin.close()
    assert max(outcomes) > min(outcomes)
    assert found == [], "a kill at the last step leaves nothing"


def answer(child: "subprocess.Popen[str]", step: int) -> str:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{step}\n")
    child.stdin.flush()
    return child.stdout.readline().strip()


def start(paths: AppPaths, *, by_command: bool) -> None:
    """Start the program as the window does, or a command of it."""
    if by_command:
        assert exit_code(["history", "list"]) == 0
        return
    with Services(paths) as services:
        assert services.store.warnings == ()


@pytest.mark.parametrize("years", [-20, -2, 2, 20])
@pytest.mark.parametrize("kind", DELETE)
def test_a_clock_that_was_wrong_by_years_keeps_nothing(
    paths: AppPaths, kind: str, years: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime, timedelta, tzinfo

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            return cls.fromtimestamp((datetime.now(tz) + timedelta(days=365 * years)).timestamp(), tz)

    with monkeypatch.context() as wrong:
        wrong.setattr(backups, "datetime", Clock)
        wrong.setattr("stormdat_core.store.store.datetime", Clock)
        held = fill(paths)
        with Services(paths) as services:
            for _ in range(4):
                backups.copy(paths, backups.DAILY)
    clear(paths, held, kind)
    with Services(paths) as services:
        erased = DELETE[kind](services, held)
        assert erased, erased
    assert traces(paths.data.parent, SECRET) == []
    (left,) = paths.backups.iterdir()
    assert left.stat().st_size > 0
    if os.name == "posix":
        assert left.stat().st_mode & 0o777 == 0o600


def test_the_command_line_and_the_rules_leave_nothing_either(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(paths.data.parent))
    for name in ("SWEEPS", "RECORDINGS", "TRANSCRIPTS"):
        monkeypatch.setenv(f"STORMDAT_KEEP_{name}_DAYS", "1")
    held = fill(paths)
    assert exit_code(["history", "delete", str(held.sweep)]) == 0
    assert [
        place for place in traces(paths.data.parent, SECRET) if "downloads" in place or ".docx" in place
    ] == []
    other = fill(paths, batch="c", number=3)
    with closing(sqlite3.connect(paths.store)) as connection, connection:
        connection.execute("UPDATE sweeps SET started = '2020-01-01T00:00:00.000000+00:00'")
        connection.execute("UPDATE recordings SET started = '2020-01-01T00:00:00.000000+00:00'")
        connection.execute("UPDATE transcripts SET created = '2020-01-01T00:00:00.000000+00:00'")
    assert exit_code(["cleanup", "--library"]) == 0
    assert traces(paths.data.parent, SECRET) == []
    assert other


def test_an_upload_goes_with_the_last_that_was_made_of_it(paths: AppPaths) -> None:
    """Twins: a media file of two transcripts, and one of a batch whose others wait for their turn."""
    batch = paths.uploads / "0123456789abcdef"
    talk, waiting = write(batch / "00001" / "talk.wav", SECRET), write(batch / "00002" / "next.wav", KEPT)
    with Services(paths) as services:
        first, second = (put_talk(services, SECRET, talk) for _ in range(2))
        transcripts.delete(services, first)
        assert talk.exists()
        transcripts.delete(services, second)
        assert not talk.parent.exists()
        assert waiting.exists()
        last = put_talk(services, KEPT, waiting)
        sweep = services.store.start_sweep(SweepRequest((waiting,)), "0", "d")
        services.store.finish_sweep(sweep)
        transcripts.delete(services, last)
        assert waiting.exists(), "a sweep was made of it too"
        sweeps.delete(services, [sweep])
        assert not batch.exists()
        assert paths.uploads.exists()


def test_an_upload_that_queued_work_needs_stays(paths: AppPaths, tmp_path: Path) -> None:
    """A second check of the same upload waits while the first is deleted."""
    sent = write(paths.uploads / "0123456789abcdef" / "00001" / "notes.txt", "Two  spaces here.")
    gate = threading.Event()
    with Services(paths) as services:
        first = services.jobs.wait(sweeps.start(services, SweepRequest((sent,))).id, 60).result
        busy = [services.jobs.submit("other", "Other", lambda _: gate.wait(30)) for _ in range(2)]
        second = sweeps.start(services, SweepRequest((sent,)))
        sweeps.delete(services, [first])  # type: ignore[list-item]
        assert sent.exists()
        gate.set()
        for job in (*busy, second):
            last = services.jobs.wait(job.id, 60).result
        (file,) = services.store.files(last)  # type: ignore[arg-type]
        assert file.error == ""
        sweeps.delete(services, [last])  # type: ignore[list-item]
        assert not sent.exists()


def test_a_file_of_the_person_s_own_stays(paths: AppPaths, tmp_path: Path) -> None:
    own = [write(tmp_path / "own" / name, KEPT) for name in ("talk.wav", "report.docx", "report.html")]
    crooked = paths.uploads / "0123456789abcdef" / ".." / ".." / ".." / "own" / "report.docx"
    with Services(paths) as services:
        talk = put_talk(services, SECRET, own[0])
        sweep = services.store.start_sweep(SweepRequest((own[1], crooked), out=tmp_path / "own"), "0", "d")
        services.store.add_result(sweep, FileResult(own[1]), outputs={"html": own[2]})
        services.store.finish_sweep(sweep)
        assert transcripts.delete(services, talk)
        assert sweeps.delete(services, [sweep])
    assert [path.read_text() for path in own] == [KEPT] * 3


@posix
def test_what_a_kill_left_unfinished_beside_the_outputs_goes_too(paths: AppPaths, tmp_path: Path) -> None:
    out = tmp_path / "out"
    left = [write(out / f"{atomic.PREFIX}{'0' * 16}{ending}", SECRET) for ending in (".part", ".undone")]
    near = write(out / f"{atomic.PREFIX}notes.part", KEPT)
    with Services(paths) as services:
        sweep = services.store.start_sweep(SweepRequest((), out=out), "0", "d")
        services.store.finish_sweep(sweep)
        with atomic.whole_file(out / "another.json") as stream:  # somebody else is writing here
            stream.write(KEPT.encode())
            assert sweeps.delete(services, [sweep])
    assert not any(path.exists() for path in left)
    assert near.exists()
    assert (out / "another.json").read_text() == KEPT


def test_a_recording_whose_text_is_being_written_stays_whole(paths: AppPaths) -> None:
    with Services(paths) as services:
        made = put_meeting(services, KEPT, 1)
        store_transcript(services, Path("x.wav"), state=None, recording=made)
        with pytest.raises(TranscriptBusy):
            recordings.delete(services, made)
        assert services.recordings.get(made).path.exists()
        assert services.transcription.transcripts.page(recording=made).total == 2


def test_a_file_that_cannot_be_removed_is_named_and_the_others_go(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = fill(paths)
    clear(paths, held, "sweep")
    stuck = paths.uploads / ("a" * 16) / "00001"
    remove = shutil.rmtree

    def refuse(folder: Path) -> None:
        if folder == stuck:
            raise PermissionError(13, "Permission denied", str(folder / "secret.docx"))
        remove(folder)

    with monkeypatch.context() as held_open, Services(paths) as services:
        held_open.setattr(shutil, "rmtree", refuse)
        told = sweeps.delete(services, [held.sweep]).told
        assert told.startswith("secret.docx could not be removed: Permission denied.")
    found = [place for place in traces(paths.data.parent, SECRET) if not place.startswith("data/")]
    assert found == [str((stuck / f"{SECRET}.docx").relative_to(paths.data.parent))]
    with Services(paths) as services:
        assert services.store.warnings == ()
    assert traces(paths.data.parent, SECRET) == []


def test_what_is_in_the_way_is_named_and_goes_with_the_next_start(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = fill(paths)
    clear(paths, held, "sweep")
    refused = "report.docx could not be removed: It is in use."
    with monkeypatch.context() as held_open, Services(paths) as services:
        held_open.setattr(intents.copies, "remove_folder", lambda *_: refused)
        erased = sweeps.delete(services, [held.sweep])
        assert not erased
        assert erased.told == f"{refused} The last traces go at the next start."
        assert services.store.sweeps().total == 0
    with Services(paths) as services:
        assert services.store.warnings == ()
    assert traces(paths.data.parent, SECRET) == []


def test_a_recording_whose_files_cannot_be_removed_stays_with_its_text(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stormdat_core.recording import library

    def refuse(_: object) -> None:
        raise library.NotDeleted("It is in use.")

    with Services(paths) as services:
        made = put_meeting(services, KEPT, 1)
        with monkeypatch.context() as held_open:
            held_open.setattr(library, "_remove", refuse)
            with pytest.raises(library.NotDeleted):
                recordings.delete(services, made)
        assert services.transcription.transcripts.page(recording=made).total == 1
    with Services(paths) as services:
        assert services.recordings.get(made).path.exists(), "the deletion was taken back"


def test_downloads_of_a_sweep_that_is_gone_go_at_the_next_start(paths: AppPaths) -> None:
    """A window that was killed may have been saving while the command line deleted."""
    with Services(paths) as services:
        kept = put_sweep(services, KEPT, "b")
        stray = write(paths.downloads / str(kept + 1) / "0f" / "report.json", SECRET)
    with Services(paths) as services:
        assert services.store.sweeps().total == 1
    assert not stray.exists()
    assert list((paths.downloads / str(kept)).iterdir())


def test_what_a_run_remembers_goes_too(paths: AppPaths) -> None:
    with Services(paths) as services:
        sweep, other = put_sweep(services, SECRET, "a"), put_sweep(services, KEPT, "b")
        made = put_meeting(services, SECRET, 1)
        job = services.jobs.submit("export", SECRET, lambda _: None)
        services.known_jobs.exports(job.id, sweep)
        services.jobs.wait(job.id, 10)
        for number, word in ((sweep, SECRET), (other, KEPT)):
            services.events.publish("sweeps", "file", {"sweep": number, "error": f"{word} was not read."})
        services.events.publish("recorder", "state", {"recording": "", "title": SECRET})
        token = services.inbox.put([paths.uploads / ("a" * 16) / "00001" / f"{SECRET}.docx"]).token
        last = services.events.last
        sweeps.delete(services, [sweep])
        recordings.delete(services, made)
        told = services.events.after(0)
        assert SECRET not in repr(told)
        assert KEPT in repr(told)
        assert [event.seq for event in told] == list(range(1, last + 3)), "nobody has missed any"
        assert SECRET not in repr(services.jobs.jobs())
        with pytest.raises(Exception, match="no longer in the inbox"):
            services.inbox.get(token)
