"""What transcription costs beside the bare engine, and what it does with hours, silence and kills. Run by hand."""

import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from stormdat_core.model.transcripts import Transcript, TranscriptionSettings
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.transcription.engine import Sound, find_clips
from stormdat_core.transcription.file_job import FileRequest, FileWorker
from stormdat_core.transcription.media.decoding import RATE, SoundReader
from stormdat_core.transcription.packs.checking import verified
from stormdat_core.transcription.recognition.segmentation import Clip
from tests.speech import RATE as SPOKEN
from tests.speech import SENTENCES, Said, conversation, model_folder, needs_model, word_errors, write_wav

pytestmark = [pytest.mark.soak, pytest.mark.engine, needs_model]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(AppPaths.below(tmp_path)) as opened:
        yield opened


def transcribed(store: Store, media: Path, folder: Path, model: Path) -> Transcript:
    worker = FileWorker(store.transcripts, folder / "journals")
    pack = verified(model)
    work = worker.open(FileRequest(media, TranscriptionSettings("en")), pack)
    worker.run(work, pack, JobContext())
    return store.transcripts.get(work.summary.id)


def long_talk(folder: Path, minutes: float, seed: int = 20) -> tuple[Path, list[Said]]:
    """Return a file of sentences in random order and pauses, with faint noise, and what is said when."""
    draw = random.Random(seed)
    samples, said = conversation((draw.choice(SENTENCES) for _ in range(round(minutes * 17))), seed=seed)
    noise = np.random.default_rng(seed).normal(0, 15, len(samples))
    count = round(minutes * 60 * SPOKEN)
    samples = (samples + noise).astype(np.int16)[:count]
    return write_wav(folder / "talk.wav", samples), [
        s for s in said if s.end_ms < count * 1000 / SPOKEN - 1000
    ]


def processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def clips_of(media: Path) -> list[tuple[Clip, Any]]:
    sound = Sound()
    found = find_clips(SoundReader(media), sound)
    return [(clip, sound.part(clip.start, clip.end).copy()) for clip, _ in found if clip is not None]


def bare_seconds(clips: list[tuple[Clip, Any]], model: Path) -> float:
    """Return what the engine alone needs in a process of its own: import, load, one call for each stretch."""
    before = processor_seconds()
    child = multiprocessing.get_context("spawn").Process(
        target=run_bare, args=([samples for _, samples in clips], model)
    )
    own = time.process_time()
    child.start()
    child.join()
    assert child.exitcode == 0
    return processor_seconds() - before - (time.process_time() - own)


def run_bare(stretches: list[Any], model: Path) -> None:
    from faster_whisper import WhisperModel

    engine = WhisperModel(str(model), device="cpu", compute_type="int8")
    for samples in stretches:
        list(
            engine.transcribe(
                samples, language="en", beam_size=5, temperature=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
                condition_on_previous_text=False, word_timestamps=True,
            )[0]
        )  # fmt: skip


def base_shaped(folder: Path) -> Path:
    """Make a model of base's shape with random weights, which says next to nothing: the least that base costs."""
    from ctranslate2.specs import WhisperSpec

    draw = np.random.default_rng(0)
    source = model_folder()
    words = json.loads((source / "vocabulary.json").read_text())
    spec: Any = WhisperSpec(6, 8, 6, 8)
    width = 512

    def fill(part: Any, *shape: int) -> None:
        part.weight = draw.normal(0, 0.02, shape).astype(np.float32)
        part.bias = np.zeros(shape[0], np.float32)

    def norm(part: Any) -> None:
        part.gamma, part.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    def layer(part: Any, crossed: bool) -> None:
        norm(part.self_attention.layer_norm)
        fill(part.self_attention.linear[0], 3 * width, width)
        fill(part.self_attention.linear[-1], width, width)
        if crossed:
            norm(part.attention.layer_norm)
            fill(part.attention.linear[0], width, width)
            fill(part.attention.linear[1], 2 * width, width)
            fill(part.attention.linear[-1], width, width)
        norm(part.ffn.layer_norm)
        fill(part.ffn.linear_0, 4 * width, width)
        fill(part.ffn.linear_1, width, 4 * width)

    fill(spec.encoder.conv1, width, 80, 3)
    fill(spec.encoder.conv2, width, width, 3)
    spec.encoder.conv1.weight = spec.encoder.conv1.weight.reshape(width, 80, 3)
    spec.encoder.position_encodings.encodings = draw.normal(0, 0.1, (1500, width)).astype(np.float32)
    norm(spec.encoder.layer_norm)
    for each in spec.encoder.layer:
        layer(each, False)
    vectors = draw.normal(0, 0.05, (len(words), width)).astype(np.float32)
    spec.decoder.embeddings.weight = spec.decoder.projection.weight = vectors
    spec.decoder.position_encodings.encodings = draw.normal(0, 0.1, (448, width)).astype(np.float32)
    end = words.index("<|endoftext|>")
    spec.decoder.layer_norm.gamma = np.zeros(width, np.float32)
    spec.decoder.layer_norm.beta = vectors[end] * 40  # every step wants to end
    for each in spec.decoder.layer:
        layer(each, True)
    spec.register_vocabulary(words)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], [end]
    spec.config.lang_ids = [words.index("<|en|>")]
    spec.config.alignment_heads = [(5, head) for head in range(8)]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))
    for name in ("tokenizer.json", "preprocessor_config.json"):
        shutil.copyfile(source / name, folder / name)
    return folder


def test_thirty_minutes_are_complete_by_the_known_times(store: Store, tmp_path: Path) -> None:
    media, said = long_talk(tmp_path, 30)
    peaks: list[int] = []
    transcript = transcribed_watched(store, media, tmp_path, peaks)
    heard = list(transcript.segments)
    wrong, words = word_errors(" ".join(s.text for s in said), " ".join(s.text for s in heard))
    missing = [
        each
        for each in said
        if not any(s.start_ms - 400 <= each.start_ms and each.end_ms <= s.end_ms + 400 for s in heard)
    ]
    spoken = sum(each.end_ms - each.start_ms for each in said)
    covered = sum(
        max(0, min(each.end_ms, s.end_ms + 300) - max(each.start_ms, s.start_ms - 300))
        for each in said for s in heard if s.start_ms - 300 < each.end_ms and each.start_ms < s.end_ms + 300
    )  # fmt: skip
    third = len(peaks) // 3
    growth = statistics.median(peaks[-third:]) / statistics.median(peaks[third : 2 * third])
    print(
        f"\n30 minutes, {len(said)} sentences, {words} words: {wrong} wrong; {min(1, covered / spoken):.2%} of the known "
        f"speech in segments, {len(missing)} sentences not wholly; audit {transcript.summary.coverage.share:.2%}, "
        f"{len(transcript.summary.coverage.gaps)} gaps; engine memory {max(peaks) / 2**20:.0f} MiB, last third "
        f"{growth:.3f} of the middle one"
    )
    assert missing == []
    assert transcript.summary.coverage.share == 1.0
    assert growth < 1.05


def transcribed_watched(store: Store, media: Path, folder: Path, peaks: list[int]) -> Transcript:
    """Transcribe while the engine's memory is looked at twice a second."""
    import threading

    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            for child in psutil.Process().children():
                with_memory = [child.memory_info().rss] if child.is_running() else []
                peaks.extend(size for size in with_memory if size > 50 * 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        return transcribed(store, media, folder, model_folder())
    finally:
        done.set()
        watcher.join()


@pytest.mark.parametrize("shape", ["test", "base"])
def test_the_cost_beside_the_bare_engine(store: Store, tmp_path: Path, shape: str) -> None:
    media, _ = long_talk(tmp_path, 15 if shape == "test" else 3)
    model = model_folder() if shape == "test" else base_shaped(tmp_path / "base")
    clips = clips_of(media)
    bare = bare_seconds(clips, model)
    before = processor_seconds()
    transcribed(store, media, tmp_path, model)
    own = processor_seconds() - before
    each = (own - bare) / len(clips)
    print(
        f"\n{shape}: {len(clips)} stretches, bare {bare:.2f} s, ours {own:.2f} s, {own / bare - 1:+.1%}, {1000 * each:+.1f} ms each"
    )
    if shape == "base":
        assert own <= 1.05 * bare
    else:
        assert each <= 0.010


@pytest.mark.parametrize("kind", ["silence", "noise", "tone"])
def test_ten_minutes_without_speech_keep_no_word(store: Store, tmp_path: Path, kind: str) -> None:
    count = 600 * RATE
    draw = np.random.default_rng(0)
    sounds = {
        "silence": np.zeros(count),
        "noise": draw.normal(0, 1500, count),
        "tone": 8000 * np.sin(2 * np.pi * 440 / RATE * np.arange(count)),
    }
    media = write_wav(tmp_path / f"{kind}.wav", sounds[kind].astype(np.int16), RATE)
    transcript = transcribed(store, media, tmp_path, model_folder())
    coverage = transcript.summary.coverage
    print(f"\n{kind}: {len(transcript.segments)} segments, {coverage.speech_ms} ms taken for speech")
    assert transcript.segments == ()


def test_killed_five_times_no_word_is_lost_or_doubled(tmp_path: Path) -> None:
    media, _ = long_talk(tmp_path, 6)
    whole = run_command(tmp_path / "whole", media)
    folder = tmp_path / "killed"
    kills = 0
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        kills += kill_at(folder, media, round(share * len(whole)))
    again = run_command(folder, media)
    print(f"\nkilled {kills} times: {len(again)} segments, undisturbed {len(whole)}")
    assert kills == 5
    assert again == whole


def command(folder: Path, media: Path) -> "subprocess.Popen[bytes]":
    environ = {**os.environ, "STORMDAT_DATA_DIR": str(folder / "data")}
    line = ["transcribe", str(media), "--model", str(model_folder()), "--format", "json", "-q", "--out"]
    return subprocess.Popen(
        [sys.executable, "-m", "stormdat_core.cli", *line, str(folder)], env=environ, cwd=ROOT
    )


def run_command(folder: Path, media: Path) -> list[tuple[int, int, str]]:
    process = command(folder, media)
    assert process.wait(1200) == 0
    body = json.loads((folder / "talk.json").read_text())
    return [(s["start_ms"], s["end_ms"], s["text"]) for s in body["segments"]]


def kill_at(folder: Path, media: Path, entries: int) -> int:
    """Kill program and engine together once so many stretches are kept; return 1 if they were alive."""
    process = command(folder, media)
    journal = folder / "data" / "data" / "transcription" / "1.jsonl"
    while process.poll() is None:
        if journal.exists() and journal.read_bytes().count(b"\n") >= entries:
            alive = psutil.Process(process.pid)
            for each in (alive, *alive.children(recursive=True)):
                each.send_signal(signal.SIGKILL)
            process.wait()
            return 1
        time.sleep(0.01)
    return 0


def test_twelve_hours(store: Store, tmp_path: Path) -> None:
    """Speech every half hour in twelve hours of faint noise: all of it found, at its time, in bounded memory."""
    samples, said = conversation(SENTENCES[:2])
    talk = (samples[:: SPOKEN // 11_025]).astype("<i2")
    path, rate, wanted = tmp_path / "long.wav", 11_025, list[int]()
    import wave

    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        quiet = np.random.default_rng(0).normal(0, 3, 60 * rate).astype("<i2").tobytes()
        for minute in range(720):
            if minute % 30 == 0:
                wanted.append(stream.tell() * 1000 // rate + said[0].start_ms)
                stream.writeframes(talk.tobytes())
            stream.writeframes(quiet)
    peaks: list[int] = []
    began = time.monotonic()
    transcript = transcribed_watched(store, path, tmp_path, peaks)
    print(
        f"\n12 hours in {time.monotonic() - began:.0f} s: {len(transcript.segments)} segments of {2 * len(wanted)}, engine "
        f"memory {max(peaks) / 2**20:.0f} MiB"
    )
    assert len(transcript.segments) == 2 * len(wanted)
    starts = [segment.start_ms for segment in transcript.segments[::2]]
    assert all(abs(start - at) < 400 for start, at in zip(starts, wanted, strict=True))
