"""What is looked at before anything is heard: quiet voices, tracks alike for a time, tracks that cannot be decoded."""

import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stormdat_core.model.transcripts import MediaTrack
from stormdat_core.transcription.engine import Sound, find_clips
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media import measurement
from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from stormdat_core.transcription.media.measurement import survey
from stormdat_core.transcription.media.track_choice import Plan, plan
from tests.speech import RATE as SPOKEN
from tests.speech import SENTENCES, conversation, write_wav

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng")

Samples = NDArray[np.float32]
Spans = list[tuple[float, float]]


def said(*numbers: int, seed: int = 1) -> Samples:
    samples, _ = conversation([SENTENCES[n] for n in numbers], seed=seed)
    loud: Samples = samples.astype(np.float32) / np.abs(samples).max() * 0.6
    return loud


def silence(samples: Samples) -> Samples:
    return np.zeros_like(samples)


def faint(samples: Samples, db: float) -> Samples:
    found: Samples = samples * np.float32(10 ** (-db / 20))
    return found


def wav(path: Path, *rows: Samples) -> Path:
    length = max(map(len, rows))
    packed = np.stack([np.pad(row, (0, length - len(row))) for row in rows], axis=1)
    return write_wav(path, np.round(packed * 32_767).astype(np.int16))


def mkv(path: Path, *tracks: Samples, codec: str = "flac") -> Path:
    with av.open(str(path), "w") as container:
        streams = [container.add_stream(codec, rate=SPOKEN, layout="mono") for _ in tracks]
        for stream, samples in zip(streams, tracks, strict=True):
            size = stream.codec_context.frame_size or 1024
            whole = np.clip(np.round(samples * 32_767), -32_768, 32_767).astype(np.int16)
            for at in range(0, len(whole), size):
                frame = av.AudioFrame.from_ndarray(whole[at : at + size].reshape(1, -1), "s16", "mono")
                frame.sample_rate, frame.pts = SPOKEN, at
                container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode(None))
    return path


def planned(path: Path, asked: tuple[int, ...] = (), channel: int = 0) -> Plan:
    tracks = inspect(path).tracks
    return plan(survey(path, tracks), asked, channel)


def heard(path: Path, made: Plan | None = None) -> tuple[Spans, Spans]:
    """Return the speech that is heard of a file, and which of it was raised, in seconds."""
    made = made or Plan(inspect(path).tracks)
    speech, raised = Spans(), Spans()
    for number, track in enumerate(made.tracks):
        sound = Sound(made.quiet[number] if made.quiet else None)
        for clip, _ in find_clips(SoundReader(path, track.index, track.weights), sound):
            if clip is not None:
                raised += [(a / RATE, b / RATE) for a, b in sound.raised_in(clip)]
                speech += [(a / RATE, b / RATE) for a, b in clip.speech]
    return speech, raised


def between(spans: Spans, start: float, end: float) -> float:
    return sum(max(0.0, min(end, b) - max(start, a)) for a, b in spans)


@pytest.mark.parametrize("db", [40, 56, 66])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_voice_far_below_the_rest_is_heard(tmp_path: Path, db: int, channels: int) -> None:
    first, second = said(0, 1), said(2, 3, seed=2)
    path = wav(tmp_path / "a.wav", *[np.concatenate([first, faint(second, db), first])] * channels)
    speech, raised = heard(path, planned(path) if channels > 1 else None)
    begins, ends = len(first) / SPOKEN, (len(first) + len(second)) / SPOKEN
    loud = between(heard(wav(tmp_path / "b.wav", second))[0], 0, 99)
    assert between(speech, begins, ends) == pytest.approx(loud, rel=0.15)
    assert between(raised, begins, ends) == pytest.approx(loud, rel=0.15)
    assert between(raised, 0, begins) + between(raised, ends, 99) == 0


@pytest.mark.parametrize("db", [0, 10, 20])
def test_a_voice_of_ordinary_level_passes_unchanged(tmp_path: Path, db: int) -> None:
    path = wav(tmp_path / "a.wav", np.concatenate([said(0, 1), faint(said(2, 3, seed=2), db)]))
    sound, plain = Sound(None), Sound()
    clips, same = (list(find_clips(SoundReader(path), each)) for each in (sound, plain))
    assert clips == same
    assert np.array_equal(sound.part(0, 99 * RATE), plain.part(0, 99 * RATE))


def test_noise_between_voices_is_no_voice(tmp_path: Path) -> None:
    first = said(0, 1)
    noise = np.random.default_rng(1).normal(0, 0.0005, len(first)).astype(np.float32)
    path = wav(tmp_path / "a.wav", np.concatenate([first, noise, first]))
    speech, raised = heard(path)
    assert between(speech, len(first) / SPOKEN, 2 * len(first) / SPOKEN) == 0
    assert not raised


def test_a_quiet_voice_on_a_channel_of_its_own_is_heard(tmp_path: Path) -> None:
    """The left speaks loudly, then the right far away."""
    first, second = said(0, 1), said(2, 3, seed=2)
    left, right = (
        np.concatenate([first, silence(second)]),
        np.concatenate([silence(first), faint(second, 50)]),
    )
    path = wav(tmp_path / "a.wav", left, right)
    made = planned(path)
    speech, _ = heard(path, made)
    assert between(speech, len(first) / SPOKEN, 99) > 2.5
    assert made.unheard == ()


def test_what_leaks_from_one_line_into_another_is_heard_once(tmp_path: Path) -> None:
    """Each line holds an echo of the other one, 56 dB below and 0.1 s late."""
    first, second = said(0, 1, 2), said(3, 4, seed=2)
    left, right = np.concatenate([first, silence(second)]), np.concatenate([silence(first), second])
    leaked = [a + faint(np.roll(b, SPOKEN // 10), 56) for a, b in ((left, right), (right, left))]
    path = wav(tmp_path / "a.wav", *leaked)
    made = planned(path)
    speech, raised = heard(path, made)
    assert between(speech, 0, 99) == pytest.approx(
        between(heard(wav(tmp_path / "b.wav", left + right))[0], 0, 99), rel=0.1
    )
    assert not raised
    assert made.unheard == ()


@pytest.mark.parametrize("codec", ["flac", "aac"])
@pytest.mark.parametrize("db", [0, 20])
def test_two_tracks_alike_at_first_and_different_later(tmp_path: Path, codec: str, db: int) -> None:
    """In one block, and in blocks apart."""
    same = said(0, 1, 2, 3, 4, 5)
    one, other = said(6, 7, seed=2), faint(said(8, 9, seed=3), db)
    path = mkv(tmp_path / "a.mkv", np.concatenate([same, one]), np.concatenate([same, other]), codec=codec)
    made = planned(path)
    begins = len(same) / SPOKEN
    (track,) = made.tracks
    assert {each.track for each in made.unheard} == {1 - track.index}
    unheard = [(each.start_ms / 1000, each.end_ms / 1000) for each in made.unheard]
    assert between(unheard, begins, 99) > 2.5
    assert between(unheard, 0, begins - 0.5) < 0.4


def test_a_track_that_speaks_where_the_other_is_silent_is_listed_there_alone(tmp_path: Path) -> None:
    same, more = said(0, 1, 2, 3, 4, 5), said(6, 7, seed=2)
    half = len(same) // 2
    first = np.concatenate([same, silence(more)])
    second = np.concatenate([same[:half], silence(same[half:]), more])
    made = planned(mkv(tmp_path / "a.mkv", first, second))
    assert made.tracks[0].index == 0
    starts = [each.start_ms / 1000 for each in made.unheard]
    assert len(starts) == 2
    assert min(starts) > len(same) / SPOKEN


@pytest.mark.parametrize("change", ["quieter", "telephone", "late", "noisy"])
def test_a_copy_of_a_track_is_not_listed(tmp_path: Path, change: str) -> None:
    voice = said(0, 1, 2, 3)
    if change == "quieter":
        copy = voice * np.float32(0.3)
    elif change == "telephone":
        lines = np.fft.rfft(voice)
        steps = np.fft.rfftfreq(len(voice), 1 / SPOKEN)
        copy = np.fft.irfft(lines * ((steps > 300) & (steps < 3400)), len(voice)).astype(np.float32)
    elif change == "late":
        copy = np.roll(voice, SPOKEN // 120)
    else:
        copy = voice * np.float32(0.5) + np.random.default_rng(1).normal(0, 0.005, len(voice)).astype(
            np.float32
        )
    made = planned(mkv(tmp_path / "a.mkv", voice, copy))
    assert made.unheard == ()


def test_channels_that_turn_on_the_way_do_not_cancel_each_other(tmp_path: Path) -> None:
    first, second = said(0, 1, 2, 3), said(4, 5, seed=2)
    path = wav(tmp_path / "a.wav", np.concatenate([first, second]), np.concatenate([first, -second]))
    made = planned(path)
    assert between(heard(path, made)[0], len(first) / SPOKEN, 99) > 2.0
    assert made.unheard == ()


def test_times_hold_over_many_blocks(tmp_path: Path) -> None:
    """A block is no whole number of windows."""
    voice = said(0)
    at = 40 * 30 * SPOKEN
    path = wav(tmp_path / "a.wav", np.zeros(at + len(voice), np.float32), np.pad(voice, (at, 0)))
    found = survey(path, inspect(path).tracks)
    assert found.sources[1].speech[0][0] / RATE == pytest.approx(at / SPOKEN + 0.5, abs=0.15)


def unknown(path: Path, track: int) -> Path:
    """Make the codec of a track of a Matroska file one that nobody knows."""
    content = path.read_bytes()
    at = -1
    for _ in range(track + 1):
        at = content.index(b"A_FLAC", at + 1)
    path.write_bytes(content[:at] + b"A_XYZW" + content[at + 6 :])
    return path


@pytest.mark.parametrize("track", [0, 1])
def test_a_track_of_an_unknown_kind_is_named_and_the_other_is_heard(tmp_path: Path, track: int) -> None:
    voice = said(0, 1)
    path = unknown(mkv(tmp_path / "a.mkv", voice, said(2, 3, seed=2)), track)
    made = planned(path)
    assert [each.index for each in made.tracks] == [1 - track]
    (lost,) = made.unread
    assert (lost.track, lost.start_ms) == (track, 0)
    assert lost.end_ms == pytest.approx(1000 * len(voice) / SPOKEN, abs=2500)
    assert lost.reason.startswith(f"Track {track + 1} was not heard.")
    assert "cannot be decoded" in lost.reason
    with pytest.raises(UnreadableMedia, match="cannot be decoded"):
        planned(path, asked=(track,))
    assert [each.index for each in planned(path, asked=(0, 1)).tracks] == [1 - track]


def test_a_track_whose_packets_are_all_damaged_is_named(tmp_path: Path) -> None:
    """Each packet keeps its place and its time, and holds noise."""
    path, voice = tmp_path / "a.mkv", said(0, 1)
    mkv(path, voice, said(2, 3, seed=2), codec="flac")
    with av.open(str(path)) as container:
        packets = [bytes(each) for each in container.demux(container.streams.audio[1]) if each.size]
    content = path.read_bytes()
    for packet in packets:
        content = content.replace(packet, b"\x55" * len(packet))
    path.write_bytes(content)
    made = planned(path)
    assert [each.index for each in made.tracks] == [0]
    assert [(each.track, each.start_ms) for each in made.unread] == [(1, 0)]


def test_what_is_damaged_up_to_the_end_is_listed_to_the_end(tmp_path: Path) -> None:
    path, voice = tmp_path / "a.mkv", said(0, 1, 2, 3)
    mkv(path, voice)
    with av.open(str(path)) as container:
        packets = [bytes(each) for each in container.demux(audio=0) if each.size]
    content = path.read_bytes()
    for packet in packets[len(packets) // 2 :]:
        content = content.replace(packet, b"\x55" * len(packet))
    path.write_bytes(content)
    reader = SoundReader(path)
    given = sum(map(len, reader.blocks()))
    (start, end) = reader.holes[-1]
    assert start == pytest.approx(given, abs=RATE / 10)
    assert end == pytest.approx(len(voice) / SPOKEN * RATE, abs=RATE / 4)


def test_a_track_without_any_sound_is_no_damage(tmp_path: Path) -> None:
    path = mkv(tmp_path / "a.mkv", said(0, 1), np.zeros(0, np.float32))
    made = planned(path)
    assert made.unread == ()
    assert "Track 2 holds no sound." in made.notes


def test_damage_on_a_track_that_is_not_heard_is_listed(tmp_path: Path) -> None:
    voice = said(0, 1, 2, 3, 4, 5)
    path = mkv(tmp_path / "a.mkv", voice, voice)
    found = survey(path, inspect(path).tracks)
    second = found.sources[1].track
    found.losses = [measurement.Loss(second, RATE, 2 * RATE)]
    (lost,) = plan(found, (), 0).unread
    assert (lost.start_ms, lost.end_ms, lost.track) == (1000, 2000, 1)
    assert "damaged" in lost.reason
    found.losses = [measurement.Loss(found.sources[0].track, RATE, 2 * RATE)]
    assert plan(found, (), 0).unread == ()  # whoever hears it reports it


def test_channels_beyond_all_measure_are_looked_at_together(tmp_path: Path) -> None:
    voice = said(0, 1)
    rows = [silence(voice)] * 63
    path = wav(tmp_path / "a.wav", *rows[:20], voice, *rows[20:])
    made = planned(path)
    assert made.notes[-1] == "Track 1 has 64 channels; they were looked at together."
    assert between(heard(path, made)[0], 0, 99) > 2.5
    (track,) = planned(path, channel=21).tracks
    assert [n for n, weight in enumerate(track.weights, 1) if weight] == [21]


def test_tracks_beyond_all_measure_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measurement, "MOST", 2)
    path = mkv(tmp_path / "a.mkv", *[said(0, 1)] * 3)
    assert [(each.track, each.start_ms) for each in planned(path).unread] == [(2, 0)]
    assert isinstance(inspect(path).tracks[0], MediaTrack)
