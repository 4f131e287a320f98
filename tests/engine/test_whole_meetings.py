"""Every layout in which a meeting comes, through the real engine: each word is heard, or listed with its time."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stormdat_core.model.transcripts import Speaker, Transcript, TranscriptionSettings
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.file_job import FileRequest, FileWorker
from stormdat_core.transcription.packs.checking import verified
from tests.speech import (
    RATE,
    SENTENCES,
    Said,
    conversation,
    model_folder,
    needs_model,
    word_errors,
    write_wav,
)

pytestmark = [pytest.mark.engine, needs_model]

Rows = NDArray[np.float32]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[FileWorker]:
    with Store.open(AppPaths.below(tmp_path)) as opened:
        yield FileWorker(opened.transcripts, tmp_path / "journals")


def transcribed(
    worker: FileWorker, media: Path, tracks: tuple[int, ...] = (), channel: int = 0
) -> Transcript:
    pack = verified(model_folder())
    work = worker.open(FileRequest(media, TranscriptionSettings("en"), tracks, channel), pack)
    worker.run(work, pack, JobContext())
    return worker.shelf.get(work.summary.id)


def wrong(transcript: Transcript, said: list[Said], speaker: Speaker | None = None) -> float:
    heard = [s.text for s in transcript.segments if speaker in (None, s.speaker)]
    errors, words = word_errors(" ".join(s.text for s in said), " ".join(heard))
    return errors / words


def spoken(said: list[Said]) -> int:
    return sum(each.end_ms - each.start_ms for each in said)


def rows(texts: tuple[str, ...], seed: int = 1) -> tuple[Rows, list[Said]]:
    samples, said = conversation(texts, seed=seed)
    return samples[None].astype(np.float32) / 32768, said


LAYOUTS = ("mono", "opposite", "silent first", "centre")


def tracks_of(layout: str, voice: Rows) -> list[tuple[str, Rows]]:
    """Return the tracks of a file, each as its layout and its channels."""
    nothing = np.zeros_like(voice)
    if layout == "opposite":
        return [("stereo", np.concatenate([voice, -voice]))]
    if layout == "silent first":
        return [("mono", nothing), ("mono", voice)]
    if layout == "centre":
        return [("5.1", np.concatenate([nothing, nothing, voice, nothing, nothing, nothing]))]
    return [("mono", voice)]


def write(path: Path, codec: str, tracks: list[tuple[str, Rows]], rate: int) -> Path:
    with av.open(str(path), "w") as container:
        streams = [container.add_stream(codec, rate=rate, layout=layout) for layout, _ in tracks]
        for stream, (layout, channels) in zip(streams, tracks, strict=True):
            packed = np.ascontiguousarray(channels.T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, "flt", layout)
            frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
            resampler = av.AudioResampler("fltp", layout, rate, stream.codec_context.frame_size or 1024)
            for made in (*resampler.resample(frame), *resampler.resample(None)):
                container.mux(stream.encode(made))
        for stream in streams:
            container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("name", "codec"), [("a.mkv", "flac"), pytest.param("a.mp4", "aac", marks=pytest.mark.soak)]
)
def test_every_layout_in_every_container(
    worker: FileWorker, tmp_path: Path, name: str, codec: str, layout: str
) -> None:
    voice, said = rows(SENTENCES[:4])
    transcript = transcribed(worker, write(tmp_path / name, codec, tracks_of(layout, voice), 44_100))
    assert wrong(transcript, said) <= 0.05
    coverage = transcript.summary.coverage
    assert (coverage.gaps, coverage.unheard, coverage.share) == ((), (), 1.0)
    assert coverage.speech_ms == pytest.approx(spoken(said), abs=200 * len(said))
    for segment, each in zip(transcript.segments, said, strict=True):
        assert segment.start_ms == pytest.approx(each.start_ms, abs=350)
    assert bool(coverage.notes) == (layout != "mono")


@pytest.mark.parametrize("layout", [pytest.param("mono", marks=pytest.mark.soak), "opposite", "centre"])
@pytest.mark.parametrize(
    ("name", "codec"), [("a.ts", "aac"), pytest.param("a.ts", "ac3", marks=pytest.mark.soak)]
)
def test_a_change_in_the_middle(
    worker: FileWorker, tmp_path: Path, name: str, codec: str, layout: str
) -> None:
    voice, said = rows(SENTENCES[:3])
    other, more = rows(SENTENCES[3:5], seed=2)
    first = write(tmp_path / f"1{name}", codec, tracks_of(layout, voice), 48_000)
    second = write(tmp_path / f"2{name}", codec, [("mono", other)], 44_100)
    path = tmp_path / name
    path.write_bytes(first.read_bytes() + second.read_bytes())
    transcript = transcribed(worker, path)
    assert wrong(transcript, [*said, *more]) <= 0.05
    later = voice.shape[1] * 1000 // RATE
    assert transcript.segments[-2].start_ms == pytest.approx(later + more[0].start_ms, abs=450)
    assert transcript.summary.coverage.speech_ms == pytest.approx(spoken([*said, *more]), abs=1000)


def test_two_people_on_two_channels_are_two_speakers(worker: FileWorker, tmp_path: Path) -> None:
    left, said_left = rows(SENTENCES[:3], seed=1)
    right, said_right = rows(SENTENCES[3:6], seed=5)
    length = max(left.shape[1], right.shape[1])
    both = [np.pad(each[0], (0, length - each.shape[1])) for each in (left, right)]
    path = write_wav(tmp_path / "call.wav", (np.stack(both, axis=1) * 32767).astype(np.int16))
    transcript = transcribed(worker, path)
    assert wrong(transcript, said_left, Speaker.FIRST) <= 0.05
    assert wrong(transcript, said_right, Speaker.SECOND) <= 0.05
    coverage = transcript.summary.coverage
    assert coverage.speech_ms == pytest.approx(spoken(said_left) + spoken(said_right), abs=1200)
    one = transcribed(worker, path, channel=2)
    assert wrong(one, said_right) <= 0.05
    assert one.summary.coverage.notes[0] == "Channel 2 was heard, as you asked."
    unheard = one.summary.coverage.unheard
    assert {(each.track, each.channel) for each in unheard} == {(0, 1)}
    assert [each.start_ms for each in unheard] == pytest.approx([s.start_ms for s in said_left], abs=150)
    assert all("track 1, channel 1" in each.reason for each in unheard)
    assert one.summary.coverage.share < 0.7


@pytest.mark.parametrize(("gain", "delay"), [(1.0, 0), (0.4, 0), (0.7, 12)])
def test_one_voice_on_two_channels_is_one_speaker(
    worker: FileWorker, tmp_path: Path, gain: float, delay: int
) -> None:
    """Also from two microphones in a room, a hand's breadth apart."""
    samples, said = conversation(SENTENCES[:3])
    other = np.roll(samples, delay) * gain
    path = write_wav(tmp_path / "room.wav", np.stack([samples, other.astype(np.int16)], axis=1))
    transcript = transcribed(worker, path)
    assert {segment.speaker for segment in transcript.segments} == {Speaker.UNKNOWN}
    assert wrong(transcript, said) <= 0.05
    assert transcript.summary.coverage.unheard == ()


def test_a_second_speaking_track_is_listed_by_time(worker: FileWorker, tmp_path: Path) -> None:
    voice, said = rows(SENTENCES[:4])
    other, more = rows(SENTENCES[4:6], seed=7)
    path = write(tmp_path / "a.mkv", "flac", [("mono", other), ("mono", voice)], 44_100)
    transcript = transcribed(worker, path)
    assert wrong(transcript, said) <= 0.05
    coverage = transcript.summary.coverage
    assert "track 2, which has the most speech" in coverage.notes[0]
    assert [each.start_ms for each in coverage.unheard] == pytest.approx([s.start_ms for s in more], abs=150)
    assert coverage.speech_ms == pytest.approx(spoken([*said, *more]), abs=1200)
    assert coverage.share == pytest.approx(spoken(said) / spoken([*said, *more]), abs=0.06)
    assert {(each.track, each.channel) for each in coverage.unheard} == {(0, 0)}
    first = transcribed(worker, path, tracks=(0,))
    assert wrong(first, more) <= 0.05
    assert first.summary.coverage.notes[0] == "Track 1 was heard, as you asked."


@pytest.mark.parametrize("channels", [1, 2])
def test_a_very_quiet_voice_is_raised(worker: FileWorker, tmp_path: Path, channels: int) -> None:
    samples, said = conversation(SENTENCES[:3])
    quiet = np.round(samples / np.abs(samples).max() * 33).astype(np.int16)
    path = write_wav(tmp_path / "quiet.wav", np.stack([quiet] * channels, axis=1))
    transcript = transcribed(worker, path)
    assert wrong(transcript, said) <= 0.1
    assert any("very quiet" in note for note in transcript.summary.coverage.notes)


@pytest.mark.parametrize("kind", ["silence", "noise", "quiet noise"])
def test_nothing_found_is_no_success(worker: FileWorker, tmp_path: Path, kind: str) -> None:
    scale = {"silence": 0, "noise": 500, "quiet noise": 20}[kind]
    samples = np.random.default_rng(0).normal(0, scale, 8 * RATE).astype(np.int16)
    coverage = transcribed(worker, write_wav(tmp_path / "a.wav", samples)).summary.coverage
    assert (coverage.speech_ms, coverage.share) == (0, 0.0)


@pytest.mark.parametrize(
    ("tracks", "channel", "sentence"), [((4,), 0, "no sound track 5"), ((), 3, "no channel 3")]
)
def test_what_is_not_there_is_said(
    worker: FileWorker, tmp_path: Path, tracks: tuple[int, ...], channel: int, sentence: str
) -> None:
    path = write_wav(tmp_path / "a.wav", np.zeros((RATE, 2), np.int16))
    with pytest.raises(UnreadableMedia, match=re.escape(sentence)):
        transcribed(worker, path, tracks, channel)
