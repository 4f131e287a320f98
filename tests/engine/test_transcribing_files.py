"""Media files through the real engine: every word in its place, whatever happens on the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from stormdat_core.errors import Cancelled
from stormdat_core.model.transcripts import SegmentState, Transcript, TranscriptionSettings, TranscriptState
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.transcription.editing.lines import Rewriter
from stormdat_core.transcription.file_job import FileRequest, FileWorker
from stormdat_core.transcription.packs.checking import verified
from tests.engines import FLAG, Crashing, Forgetful, Poisoned
from tests.speech import SENTENCES, Said, conversation, model_folder, needs_model, word_errors, write_wav

pytestmark = [pytest.mark.engine, needs_model]

UNSHARE = shutil.which("unshare")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path)) as opened:
        yield opened


@pytest.fixture
def worker(store: Store, tmp_path: Path) -> FileWorker:
    return FileWorker(store.transcripts, tmp_path / "journals")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Said]]:
    samples, said = conversation(SENTENCES[:7])
    return write_wav(tmp_path_factory.mktemp("media") / "meeting.wav", samples), said


def transcribed(worker: FileWorker, media: Path, context: JobContext | None = None) -> Transcript:
    pack = verified(model_folder())
    work = worker.open(FileRequest(media, TranscriptionSettings("en")), pack)
    worker.run(work, pack, context or JobContext())
    return worker.shelf.get(work.summary.id)


def errors(transcript: Transcript, said: list[Said]) -> float:
    kept = [segment for segment in transcript.segments if segment.state is SegmentState.KEPT]
    wrong, words = word_errors(" ".join(s.text for s in said), " ".join(s.text for s in kept))
    return wrong / words


def uncovered(transcript: Transcript, said: list[Said]) -> list[Said]:
    """Return what was said where there is no text, by the known times and not by the detector's."""
    kept = transcript.segments
    return [
        each
        for each in said
        if not any(s.start_ms - 350 <= each.start_ms and each.end_ms <= s.end_ms + 350 for s in kept)
    ]


def test_every_sentence_has_its_text_and_its_time(worker: FileWorker, media: tuple[Path, list[Said]]) -> None:
    path, said = media
    transcript = transcribed(worker, path)
    assert errors(transcript, said) <= 0.05
    assert len(transcript.segments) == len(said)
    assert uncovered(transcript, said) == []
    assert transcript.summary.state is TranscriptState.DONE
    coverage = transcript.summary.coverage
    assert coverage.share == 1.0
    assert coverage.gaps == ()
    assert abs(coverage.speech_ms - sum(s.end_ms - s.start_ms for s in said)) < 200 * len(said)
    words = [word for segment in transcript.segments for word in segment.words]
    assert [word.text for word in words] == " ".join(s.text for s in transcript.segments).split()
    assert all(word.start_ms <= word.end_ms for word in words)


def test_crashes_of_the_engine_lose_and_double_nothing(
    worker: FileWorker, media: tuple[Path, list[Said]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = media
    undisturbed = transcribed(worker, path)
    flag = tmp_path / "flag"
    flag.write_text("")
    monkeypatch.setenv(FLAG, str(flag))
    worker.load = Crashing
    disturbed = transcribed(worker, path)
    assert flag.read_text() == "xx"
    assert [(s.start_ms, s.text) for s in disturbed.segments] == [
        (s.start_ms, s.text) for s in undisturbed.segments
    ]


def test_a_stretch_that_kills_every_engine_is_left_out_and_told(
    worker: FileWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples, _ = conversation(SENTENCES[:3])
    media = write_wav(tmp_path / "short.wav", samples)
    number = transcribed(worker, media).summary.id
    speech = worker.shelf.speech(number)
    flag = tmp_path / "flag"
    first = next(iter(_lengths(worker, media, tmp_path)))
    flag.write_text(str(first))
    monkeypatch.setenv(FLAG, str(flag))
    worker.load = Poisoned
    transcript = transcribed(worker, media)
    (gap,) = transcript.summary.coverage.gaps
    assert gap.reason == "The engine ended here twice, so this stretch was left out."
    assert (gap.start_ms, gap.end_ms) == (speech[0][0].start_ms, speech[0][0].end_ms)
    assert len(transcript.segments) == 2


def _lengths(worker: FileWorker, media: Path, folder: Path) -> Iterator[int]:
    from stormdat_core.transcription.engine import Sound, find_clips
    from stormdat_core.transcription.media.decoding import SoundReader

    for clip, _ in find_clips(SoundReader(media), Sound()):
        if clip is not None:
            yield clip.end - clip.start


def test_gaps_are_listed_and_heard_again(worker: FileWorker, media: tuple[Path, list[Said]]) -> None:
    path, said = media
    worker.load = Forgetful
    transcript = transcribed(worker, path)
    number, gaps = transcript.summary.id, transcript.summary.coverage.gaps
    assert len(gaps) == len(said) // 3
    assert {gap.reason for gap in gaps} == {"Nothing was recognised here."}
    assert worker.retry(number, gaps[0], verified(model_folder()), JobContext())
    after = worker.shelf.get(number)
    assert after.summary.coverage.gaps == gaps[1:]
    missing = said[2].text
    assert word_errors(missing, after.segments[2].text)[0] <= 1


def test_a_stopped_transcript_goes_on_where_it_ended(
    worker: FileWorker, media: tuple[Path, list[Said]]
) -> None:
    path, said = media
    context = JobContext(lambda now: context.cancel() if now.done > 6_000 else None)
    with pytest.raises(Cancelled):
        transcribed(worker, path, context)
    (left,) = worker.shelf.page().items
    assert left.state is TranscriptState.CANCELLED
    assert 0 < left.segments < len(said)
    transcript = transcribed(worker, path)
    assert transcript.summary.id == left.id
    assert len(transcript.segments) == len(said)
    assert errors(transcript, said) <= 0.05


def start(tmp_path: Path, media: Path, *wrap: str) -> "subprocess.Popen[str]":
    environ = {**os.environ, "STORMDAT_DATA_DIR": str(tmp_path / "data")}
    command = ["transcribe", str(media), "--model", str(model_folder()), "--format", "json,srt", "-q"]
    return subprocess.Popen(
        [*wrap, sys.executable, "-m", "stormdat_core.cli", *command, "--out", str(tmp_path / "out")],
        env=environ, cwd=Path(__file__).parents[2], stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_killed_in_the_middle_it_goes_on_with_every_word(
    tmp_path: Path, media: tuple[Path, list[Said]]
) -> None:
    path, said = media
    process = start(tmp_path, path)
    journal = tmp_path / "data" / "data" / "transcription" / "1.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (journal.exists() and journal.read_bytes().count(b"\n") >= 4):
        time.sleep(0.02)
    engines = psutil.Process(process.pid).children(recursive=True)
    for each in (psutil.Process(process.pid), *engines):
        each.send_signal(signal.SIGKILL)
    process.communicate()
    kept = journal.read_bytes().count(b"\n")
    assert 4 <= kept < len(said)
    again = start(tmp_path, path)
    _, told = again.communicate(timeout=120)
    assert again.returncode == 0, told
    body = json.loads((tmp_path / "out" / "meeting.json").read_text())
    heard = [segment["text"] for segment in body["segments"]]
    wrong, words = word_errors(" ".join(s.text for s in said), " ".join(heard))
    assert len(heard) == len(said)
    assert wrong / words <= 0.05
    assert body["audit"]["gaps"] == []
    assert not journal.exists()


@pytest.mark.skipif(
    UNSHARE is None or subprocess.run([UNSHARE, "-n", "true"], capture_output=True).returncode != 0,
    reason="no network namespaces for this user",
)
def test_no_network_is_needed_or_asked_for(tmp_path: Path) -> None:
    """There is nothing in this namespace, not even a loopback."""
    media = write_wav(tmp_path / "short.wav", conversation(SENTENCES[:2])[0])
    process = start(tmp_path, media, str(UNSHARE), "-n")
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert len(json.loads((tmp_path / "out" / "short.json").read_text())["segments"]) == 2


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_internet_socket_is_opened(tmp_path: Path) -> None:
    media = write_wav(tmp_path / "short.wav", conversation(SENTENCES[:1])[0])
    trace = tmp_path / "trace"
    process = start(tmp_path, media, "strace", "-f", "-e", "trace=socket,connect", "-o", str(trace))
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert "+++ exited with 0 +++" in trace.read_text()
    assert "AF_INET" not in trace.read_text()


def test_a_line_taken_out_heard_again_and_put_back_is_never_there_twice(
    worker: FileWorker, media: tuple[Path, list[Said]]
) -> None:
    transcript = transcribed(worker, media[0])
    number, shelf = transcript.summary.id, worker.shelf
    rewriter = Rewriter(shelf, worker.audit)
    line = transcript.segments[2]
    rewriter.remove(line.id)
    (gap,) = shelf.summary(number).coverage.gaps
    (heard,) = worker.retry(number, gap, verified(model_folder()), JobContext())
    assert heard.text == line.text
    assert len(shelf.get(number).segments) == len(transcript.segments)
    assert worker.retry(number, gap, verified(model_folder()), JobContext()) == ()  # it has text by now
    rewriter.undo(number)
    assert [each.id for each in shelf.get(number).segments] == [
        each.id for each in transcript.segments if each != line
    ]
    rewriter.undo(number)
    assert shelf.get(number).segments == transcript.segments


def test_a_gap_that_is_filled_while_it_is_heard_again_stays_as_it_is(
    worker: FileWorker, media: tuple[Path, list[Said]]
) -> None:
    transcript = transcribed(worker, media[0])
    number, rewriter = transcript.summary.id, Rewriter(worker.shelf, worker.audit)
    rewriter.remove(transcript.segments[2].id)
    (gap,) = worker.shelf.summary(number).coverage.gaps
    rewriter.undo(number)
    assert worker.retry(number, gap, verified(model_folder()), JobContext()) == ()
    assert worker.shelf.get(number).segments == transcript.segments
