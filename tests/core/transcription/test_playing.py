"""Parts of media files as they are played: of their own track and channel, from their own time."""

import io
import wave
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from stormdat_core.model.transcripts import MediaTrack, Span, Speaker
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from stormdat_core.transcription.media.excerpts import LONGEST_MS, decoded, part_of, sound_of
from tests.core.transcription import test_decoding
from tests.core.transcription.test_decoding import write
from tests.speech import write_wav

TONES = (300, 500, 700, 1100)


def samples_of(content: bytes) -> NDArray[np.float64]:
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (1, RATE, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768.0


def pitch(samples: NDArray[np.float64]) -> int:
    """Return the strongest frequency in Hz."""
    return round(int(np.abs(np.fft.rfft(samples)).argmax()) * RATE / len(samples))


def many(path: Path, level: float = 0.4) -> Path:
    """Write 20 s with a tone of its own on each of four channels."""
    at = np.arange(20 * RATE) / RATE
    rows = [level * 32_767 * np.sin(2 * np.pi * tone * at) for tone in TONES]
    return write_wav(path, np.stack(rows, axis=1).astype(np.int16), RATE)


@pytest.mark.parametrize("channel", [1, 2, 3, 4])
def test_one_channel_is_heard_alone(tmp_path: Path, channel: int) -> None:
    span = Span(5000, 7000, track=0, channel=channel)
    found = samples_of(decoded(part_of(many(tmp_path / "a.wav"), (), span)))
    assert len(found) / RATE == pytest.approx(2.6, abs=0.01)  # with some room
    assert pitch(found) == pytest.approx(TONES[channel - 1], abs=2)


def test_a_part_of_a_track_that_was_heard_sounds_as_it_was_heard(tmp_path: Path) -> None:
    path = many(tmp_path / "a.wav")
    heard = (
        MediaTrack(0, channels=4, speaker=Speaker.FIRST, weights=(0.0, 1.0, 0.0, 0.0), voice=1),
        MediaTrack(0, channels=4, speaker=Speaker.SECOND, weights=(0.0, 0.0, 0.0, 1.0), voice=2),
    )
    for speaker, tone in ((Speaker.FIRST, TONES[1]), (Speaker.SECOND, TONES[3])):
        found = samples_of(decoded(part_of(path, heard, Span(1000, 2000, speaker))))
        assert pitch(found) == pytest.approx(tone, abs=2)


def test_a_second_track_is_heard_and_a_quiet_one_is_raised(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", "aac", tracks=2)
    assert np.abs(samples_of(decoded(part_of(path, (), Span(2000, 2500, track=1))))).max() > 0.3
    quiet = samples_of(
        decoded(part_of(many(tmp_path / "q.wav", 0.001), (), Span(0, 1000, track=0, channel=1)))
    )
    assert np.abs(quiet).max() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mp4", "aac"), ("a.mkv", "libopus"), ("a.mkv", "aac"), ("a.wav", "pcm_s16le"), ("a.flac", "flac"),
        ("a.mp3", "libmp3lame"), ("a.ogg", "libopus"), ("a.ts", "aac"), ("a.webm", "libopus"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("start", [0.0, 1.5])
def test_a_part_is_taken_at_its_time_in_any_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, codec: str, start: float
) -> None:
    """The beep of a file stands in the part where it stands in the whole file."""
    monkeypatch.setattr(test_decoding, "tone", partial(test_decoding.tone, beep=20.0))
    path = write(tmp_path / name, codec, seconds=25.0, start=start)
    whole = np.concatenate(list(SoundReader(path).blocks()))
    at = int(np.flatnonzero(np.abs(whole) > 0.02)[0])
    for first in (at - 8 * RATE, at - RATE // 2):
        begin = max(0, first) * 1000 // RATE
        part = samples_of(decoded(part_of(path, (), Span(begin + 300, at * 1000 // RATE + 400))))
        found = int(np.flatnonzero(np.abs(part) > 0.02)[0])
        assert begin + found * 1000 // RATE == pytest.approx(at * 1000 // RATE, abs=30)


def test_a_late_part_is_reached_without_reading_all_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "long.mp4", "aac", seconds=120.0, start=0.0)
    read: list[int] = []
    blocks = SoundReader.blocks

    def counted(self: SoundReader) -> object:
        for block in blocks(self):
            read.append(len(block))
            yield block

    monkeypatch.setattr(SoundReader, "blocks", counted)
    found = samples_of(decoded(part_of(path, (), Span(110_000, 112_000))))
    assert len(found) / RATE == pytest.approx(2.6, abs=0.01)
    assert sum(read) < 31 * RATE


def test_a_part_is_never_longer_than_it_may_be(tmp_path: Path) -> None:
    task = part_of(tmp_path / "a.wav", (), Span(0, 10 * LONGEST_MS))
    assert task.end_ms <= LONGEST_MS + 300


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    path = many(tmp_path / "a.wav")
    for span in (Span(60_000, 61_000, track=0), Span(0, 1000, track=7)):
        with pytest.raises(UnreadableMedia):
            sound_of(part_of(path, (), span))
    assert inspect(path).tracks[0].channels == 4
