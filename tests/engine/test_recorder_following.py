"""Sound that goes on elsewhere while it is recorded: other default devices, other channels, another output."""

import json
import subprocess
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from stormdat_core.model.media import Recording, RecordingRequest, Role, SourceStatus
from stormdat_core.recording.capture.linux import LinuxCapture
from stormdat_core.recording.recorder import Recorder
from tests.monitors import GREEN, RED, WHOLE, Monitors, monitors, needs_monitors
from tests.rig import until
from tests.sound import RATE, SoundServer, needs_sound, sound_server, tracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

pytestmark = [pytest.mark.engine, needs_sound, pytest.mark.xdist_group("recorder")]


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with sound_server() as server:
        yield server


@pytest.fixture
def sound(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """The server with its usual devices; what a test adds is gone afterwards."""
    for name, value in server.variables.items():
        monkeypatch.setenv(name, value)
    before = modules(server)
    yield server
    for number in sorted(modules(server) - before, reverse=True):
        server.pactl("unload-module", str(number))
    server.pactl("set-default-sink", "speakers")
    server.pactl("set-default-source", "mic")


def modules(server: SoundServer) -> set[int]:
    lines = (line.split("\t")[0] for line in server.pactl("list", "short", "modules").splitlines())
    return {int(number) for number in lines if number.isdecimal()}


@pytest.fixture
def recorder(sound: SoundServer) -> Iterator[Recorder]:
    recorder = Recorder(LinuxCapture())
    yield recorder
    recorder.close()


def add_output(
    sound: SoundServer, name: str, channels: str = "front-left,front-right", rate: int = 48000
) -> None:
    sound.pactl(
        "load-module", "module-null-sink", f"sink_name={name}", f"rate={rate}",
        f"channels={len(channels.split(','))}", f"channel_map={channels}",
        f"sink_properties=device.description={name.title()}",
    )  # fmt: skip


def wav(target: Path, samples: "Samples") -> Path:
    """Write samples, shape (n,) or (n, channels), as WAV at 48 kHz."""
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.rint(samples * 32767).astype("<i2").tobytes())
    return target


def tone(seconds: float, hertz: float = 440) -> "Samples":
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


def noise(seconds: float, seed: int) -> "Samples":
    """Noise from 300 to 3,000 Hz, which Opus keeps well and which is like itself at one place only."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(int(seconds * RATE)))
    hertz = np.fft.rfftfreq(int(seconds * RATE), 1 / RATE)
    spectrum[(hertz < 300) | (hertz > 3000)] = 0
    sound = np.fft.irfft(spectrum)
    return 0.25 * sound / np.abs(sound).max() * 2


def status(recorder: Recorder, role: Role) -> SourceStatus:
    return next(one for one in recorder.status().sources if one.role is role)


def play_raw(sound: SoundServer, sink: str, positions: str, samples: "Samples") -> "subprocess.Popen[bytes]":
    """Begin to play to an output with exactly these channels, none mixed into another."""
    count = len(positions.split(","))
    command = ["pacat", "-p", "-d", sink, "--raw", "--format=s16le", f"--rate={RATE}", f"--channels={count}"]
    command += [f"--channel-map={positions}", "--no-remix", "--latency-msec=50"]
    process = subprocess.Popen(command, env=sound.environ, stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(np.rint(samples * 32767).astype("<i2").tobytes())
    process.stdin.close()
    return process


def level(samples: "Samples") -> float:
    """Return the level of the loudest second, in dB of full scale."""
    seconds = samples[: len(samples) // RATE * RATE].reshape(-1, RATE)
    return float(20 * np.log10(np.sqrt(np.square(seconds).mean(axis=1)).max() + 1e-9))


def test_the_default_output_is_followed(recorder: Recorder, sound: SoundServer, tmp_path: Path) -> None:
    add_output(sound, "hdmi")
    music = wav(tmp_path / "music.wav", tone(9))
    recorder.start(RecordingRequest(tmp_path, system="default", microphone="default"))
    player = subprocess.Popen(["paplay", music], env=sound.environ)
    time.sleep(2)
    began = time.monotonic()
    sound.pactl("set-default-sink", "hdmi")
    until(lambda: status(recorder, Role.SYSTEM).device == "Hdmi", "the other output", 3)
    until(lambda: status(recorder, Role.SYSTEM).level_db > -20, "its sound", 3)
    followed = time.monotonic() - began
    time.sleep(2)
    events = [one for one in recorder.status().events if one.role is Role.SYSTEM]
    recording = recorder.stop()
    player.kill()
    player.wait()
    assert followed < 3
    assert events[0].text == "The system's output is Hdmi now, no longer Speakers."
    assert 1500 < events[0].at_ms < 4500
    (gap,) = [one for one in recording.gaps if one.role is Role.SYSTEM]
    assert "is Hdmi now" in gap.reason
    journal = [json.loads(line) for line in next(tmp_path.glob("*.jsonl")).read_text().splitlines()]
    assert any(line["event"] == "source" and "Hdmi" in line["text"] for line in journal)
    system = tracks(recording.path)[2]
    assert level(system[-2 * RATE :]) > -15
    assert not [one for one in recording.gaps if one.role is Role.MICROPHONE], "the microphone is left alone"
    print(f"followed after {followed:.2f} s, gap {gap.end_ms - gap.start_ms} ms")


def test_a_chosen_output_is_kept_and_the_other_one_is_named(
    recorder: Recorder, sound: SoundServer, tmp_path: Path
) -> None:
    """The near twin: who chose an output keeps it, and is told that another one plays."""
    add_output(sound, "hdmi")
    recorder.start(RecordingRequest(tmp_path, system="speakers.monitor"))
    time.sleep(1.5)
    assert status(recorder, Role.SYSTEM).trouble == "", (
        "nothing plays: the server's idle players are no sound"
    )
    began = time.monotonic()
    sound.pactl("set-default-sink", "hdmi")
    player = subprocess.Popen(["paplay", wav(tmp_path / "m.wav", tone(8))], env=sound.environ)
    trouble = until(lambda: status(recorder, Role.SYSTEM).trouble, "the warning", 4)
    said = time.monotonic() - began
    assert said < 3
    assert trouble.startswith(
        "Speakers is silent while Hdmi is playing: what is heard there is not recorded."
    )
    assert status(recorder, Role.SYSTEM).device == "Speakers"
    player.kill()
    player.wait()
    until(lambda: not status(recorder, Role.SYSTEM).trouble, "the end of the warning", 4)
    recorder.stop()
    print(f"said after {said:.2f} s")


def test_the_default_microphone_is_followed(recorder: Recorder, sound: SoundServer, tmp_path: Path) -> None:
    add_output(sound, "feed2")
    sound.pactl(
        "load-module", "module-remap-source", "master=feed2.monitor", "source_name=mic2",
        "source_properties=device.description=Headset",
    )  # fmt: skip
    recorder.start(RecordingRequest(tmp_path, microphone="default"))
    time.sleep(1)
    player = sound.play("feed2", wav(tmp_path / "v.wav", tone(8)))
    sound.pactl("set-default-source", "mic2")
    until(lambda: status(recorder, Role.MICROPHONE).device == "Headset", "the other microphone", 3)
    until(lambda: status(recorder, Role.MICROPHONE).level_db > -20, "its sound", 3)
    time.sleep(1)
    recording = recorder.stop()
    player.kill()
    player.wait()
    assert "microphone is Headset now, no longer VirtualMic" in recording.gaps[0].reason


@pytest.mark.parametrize(
    ("positions", "sounding"),
    [
        pytest.param("aux0,aux1", 1, id="Pro Audio"),
        pytest.param(
            "aux0,aux1,aux2,aux3,aux4,aux5,aux6,aux7", 5, id="Pro Audio of eight", marks=pytest.mark.soak
        ),
        pytest.param("mono", 0, id="mono"),
        pytest.param("front-left,front-right", 1, id="stereo, right alone"),
        pytest.param("front-left,front-right,lfe", 2, id="2.1, LFE alone", marks=pytest.mark.soak),
        pytest.param(
            "front-left,front-right,rear-left,rear-right", 3, id="quad, rear alone", marks=pytest.mark.soak
        ),
        pytest.param(
            "front-left,front-right,rear-left,rear-right,front-center",
            4,
            id="5.0, centre alone",
            marks=pytest.mark.soak,
        ),
        pytest.param("front-left,front-right,rear-left,rear-right,front-center,lfe", 5, id="5.1, LFE alone"),
        pytest.param(
            "front-left,front-right,front-center,lfe,side-left,side-right",
            4,
            id="5.1 side alone",
            marks=pytest.mark.soak,
        ),
        pytest.param(
            "front-left,aux1,rear-center,aux7,front-right,aux3,mono",
            2,
            id="seven of any kind",
            marks=pytest.mark.soak,
        ),
        pytest.param(
            "front-left,front-right,rear-left,rear-right,front-center,lfe,side-left,side-right",
            7,
            id="7.1 side",
            marks=pytest.mark.soak,
        ),
    ],
)
def test_every_channel_of_an_output_is_heard(
    recorder: Recorder, sound: SoundServer, tmp_path: Path, positions: str, sounding: int
) -> None:
    add_output(sound, "studio", positions)
    samples = np.zeros((2 * RATE, len(positions.split(","))))
    samples[:, sounding] = tone(2)
    recorder.start(RecordingRequest(tmp_path, system="studio.monitor"))
    play_raw(sound, "studio", positions, samples).wait(20)
    heard = tracks(recorder.stop().path)
    assert min(level(heard[0]), level(heard[1])) > -35


def test_other_channels_are_noticed(recorder: Recorder, sound: SoundServer, tmp_path: Path) -> None:
    """A card is switched to another profile: its output goes, and comes back with the same name, other channels."""
    add_output(sound, "card")
    sound.pactl("set-default-sink", "card")
    recorder.start(RecordingRequest(tmp_path, system="card.monitor"))
    time.sleep(1)
    sound.unload("sink_name=card")
    add_output(sound, "card", "aux0,aux1")
    said = "Card has 2 channels (aux0, aux1) now."
    until(lambda: any(one.text == said for one in recorder.status().events), "it again", 5)
    play_raw(sound, "card", "aux0,aux1", np.stack([tone(3), 0 * tone(3)], axis=1)).wait(20)
    recording = recorder.stop()
    assert level(tracks(recording.path)[1]) > -35
    assert any("Card" in gap.reason for gap in recording.gaps)


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitors]:
    """Two monitors, the second one green and everything else red."""
    with monitors() as found:
        for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DISPLAY", found.display)
        found.paint(RED, 0, 0, *WHOLE)
        found.paint(GREEN, 1280, 0, 1280, 720)
        yield found


def rearrange(screens: Monitors, turn: int) -> None:
    """Grow the first monitor, so that the second moves; put them back; switch the second off and on."""
    if turn % 3 == 0:
        screens.paint(GREEN, 1920, 0, 1280, 720)
        screens.arrange((0, "1920x1080", "0x0"), (1, "1280x720", "1920x0"))
        screens.paint(RED, 0, 0, 1920, 1080)
    elif turn % 3 == 1:
        screens.paint(GREEN, 1280, 0, 1920, 720)
        screens.arrange((0, "1280x720", "0x0"), (1, "1280x720", "1280x0"))
        screens.paint(RED, 2560, 0, 640, 720)
    else:
        screens.arrange((0, "1280x720", "0x0"))
        screens.paint(RED, 0, 0, *WHOLE)
        time.sleep(1)
        screens.paint(GREEN, 1280, 0, 1280, 720)
        screens.arrange((0, "1280x720", "0x0"), (1, "1280x720", "1280x0"))


@needs_monitors
@pytest.mark.parametrize(
    "moves",
    [
        pytest.param(3, id="20 s", marks=pytest.mark.soak),
        pytest.param(5, id="two minutes", marks=pytest.mark.soak),
    ],
)
def test_every_second_is_in_the_file_or_listed(
    recorder: Recorder, sound: SoundServer, screens: Monitors, tmp_path: Path, moves: int
) -> None:
    seconds, apart = (20, 5.0) if moves == 3 else (120, 20.0)
    for name in ("hdmi", "feed2"):
        add_output(sound, name)
    sound.pactl(
        "load-module", "module-remap-source", "master=feed2.monitor", "source_name=mic2",
        "source_properties=device.description=Headset",
    )  # fmt: skip
    music, voice = noise(seconds, 1), noise(seconds, 2)
    files = wav(tmp_path / "music.wav", music), wav(tmp_path / "voice.wav", voice)
    wanted = RecordingRequest(tmp_path, monitor=2, cursor=False, system="default", microphone="default")
    recorder.start(wanted)
    time.sleep(0.5)
    players = [subprocess.Popen(["paplay", files[0]], env=sound.environ)]
    players += [sound.play(feed, files[1]) for feed in ("micfeed", "feed2")]
    for move in range(moves):
        time.sleep(apart / 2)
        sound.pactl("set-default-sink", ("hdmi", "speakers")[move % 2])
        time.sleep(apart / 2)
        sound.pactl("set-default-source", ("mic2", "mic")[move % 2])
        rearrange(screens, move)
    for player in players:
        player.wait(seconds + 20)
    time.sleep(0.5)
    recording = recorder.stop()
    _, microphone, system = tracks(recording.path)
    lost = {
        Role.SYSTEM: missing(system, music, recording, Role.SYSTEM),
        Role.MICROPHONE: missing(microphone, voice, recording, Role.MICROPHONE),
    }
    assert lost == {Role.SYSTEM: [], Role.MICROPHONE: []}
    assert red_of(recording) == 0
    (still,) = [gap for gap in recording.gaps if gap.role is Role.SCREEN]
    assert "switched off" in still.reason
    for role in lost:
        gaps = [gap for gap in recording.gaps if gap.role is role]
        assert len(gaps) >= moves
        assert max(gap.end_ms - gap.start_ms for gap in gaps) < 3000
        print(role, [gap.end_ms - gap.start_ms for gap in gaps])


def red_of(recording: Recording) -> float:
    """Return how much of the reddest picture is of the monitor that nobody chose."""
    with av.open(str(recording.path)) as media:
        pictures = (frame.to_ndarray(format="rgb24") for frame in media.decode(video=0))
        return max(float((one[:, :, 0] > one[:, :, 1]).mean()) for one in pictures)


def missing(heard: "Samples", source: "Samples", recording: Recording, role: Role) -> list[float]:
    """Return the moments of a source, half a second apart, that are neither in a track nor in a gap of it.

    A piece counts as heard when the track holds it within 0.3 s of where the beginning of the source puts it.
    """
    begin = _found(heard, source[RATE // 2 : RATE], 0, len(heard))[0] - RATE // 2
    gaps = [(gap.start_ms, gap.end_ms) for gap in recording.gaps if gap.role is role]
    lost = []
    for at in range(0, len(source) - RATE // 2, RATE // 2):
        place, near = begin + at, int(0.3 * RATE)
        _, likeness = _found(
            heard, source[at : at + RATE // 2], max(0, place - near), place + RATE // 2 + near
        )
        start, end = (1000 * (place + more) / RATE for more in (-near, RATE // 2 + near))
        if likeness < 0.9 and not any(first < end and start < last for first, last in gaps):
            lost.append(at / RATE)
    return lost


def _found(heard: "Samples", piece: "Samples", first: int, last: int) -> tuple[int, float]:
    """Return where in a stretch of a track a piece is, and how like it the track is there."""
    stretch = heard[first:last]
    size = 1 << (len(stretch) + len(piece)).bit_length()
    product = np.fft.rfft(stretch, size) * np.conj(np.fft.rfft(piece, size))
    likeness = np.fft.irfft(product, size)[: max(1, len(stretch) - len(piece))]
    lag = int(np.argmax(likeness))
    there = stretch[lag : lag + len(piece)]
    norm = np.linalg.norm(there) * np.linalg.norm(piece[: len(there)])
    return first + lag, float(np.dot(there, piece[: len(there)]) / max(1e-9, norm))
