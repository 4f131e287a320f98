"""A sound server of its own for a test: outputs that play into the void, a microphone that hears what we feed it.

It is private: its own folder, socket and cookie, nothing of the user's server is reached. What is played to
"speakers" is system sound, what is played to "micfeed" comes out of the microphone "mic".
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOOLS = ("pulseaudio", "pactl", "pacat", "paplay")
needs_sound = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, TOOLS)), reason="needs PulseAudio and its tools"
)
needs_speech = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="needs espeak-ng")

RATE = 48_000
_SINKS = ("speakers", "micfeed")
_CONFIG = """
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native
load-module module-null-sink sink_name=speakers rate=48000 sink_properties=device.description=Speakers
load-module module-null-sink sink_name=micfeed rate=48000 sink_properties=device.description=MicFeed
load-module module-remap-source master=micfeed.monitor source_name=mic source_properties=device.description=VirtualMic
set-default-sink speakers
set-default-source mic
"""


class SoundServer:
    """A PulseAudio daemon with two null sinks and a virtual microphone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder / "pulse"),
            "PULSE_SERVER": f"unix:{folder / 'native'}",
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def environ(self) -> dict[str, str]:
        """Return the environment of a program that is to use this server."""
        kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "PULSE_SOURCE")}
        return {**kept, **self.variables, "HOME": str(self.folder)}

    @property
    def daemon(self) -> int:
        """Return the process id of the server."""
        return self._processes[0].pid

    def start(self) -> None:
        """Start the server, keep its outputs awake, and wait until they are in step.

        An idle null sink wakes every 2 s only, and the first sound of a capture would be missing. One that was
        just woken stands still for up to 0.6 s
        in all of its first four (measured).
        """
        (self.folder / "pulse").mkdir(mode=0o700, exist_ok=True)
        (self.folder / "cookie").touch()
        config = self.folder / "default.pa"
        config.write_text(_CONFIG.format(folder=self.folder))
        (self.folder / "native").unlink(missing_ok=True)
        self._run(
            "pulseaudio", "-n", "-F", config, "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
            "--disallow-exit", "--log-target=stderr",
        )  # fmt: skip
        self._wait()
        for sink in _SINKS:
            self._keep_awake(sink)
        time.sleep(4)

    def stop(self) -> None:
        """Kill the server and what plays on it, as a crash would."""
        for process in self._processes:
            process.send_signal(signal.SIGKILL)
        for process in self._processes:
            process.wait(10)
        self._processes.clear()

    def pactl(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self.environ, capture_output=True, text=True, timeout=10)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def module(self, wanted: str) -> str:
        """Return the number of the module whose line holds a text."""
        lines = self.pactl("list", "short", "modules").splitlines()
        return next(line.split("\t")[0] for line in lines if wanted in line)

    def unload(self, wanted: str) -> float:
        """Take a device away, as if it was unplugged; return the moment (`time.monotonic`)."""
        number = self.module(wanted)
        at = time.monotonic()
        self.pactl("unload-module", number)
        return at

    def play(self, sink: str, file: Path) -> "subprocess.Popen[bytes]":
        """Begin to play a file to an output."""
        return subprocess.Popen(["paplay", "-d", sink, file], env=self.environ)

    def add_microphone(self, name: str = "mic", description: str = "VirtualMic") -> None:
        """Plug a microphone in that hears what is played to "micfeed"."""
        properties = f"source_properties=device.description={description}"
        self.pactl(
            "load-module", "module-remap-source", "master=micfeed.monitor", f"source_name={name}", properties
        )

    def _keep_awake(self, sink: str) -> None:
        zeros = Path(os.devnull).with_name("zero").open("rb")
        with zeros:
            self._run(
                "pacat", "-p", "-d", sink, "--latency-msec=20", "--rate=48000", "--format=s16le",
                "--channels=2", "--raw", stdin=zeros,
            )  # fmt: skip

    def _run(self, *command: object, stdin: Any = subprocess.DEVNULL) -> None:
        log = (self.folder / "pulse.log").open("ab")
        with log:
            self._processes.append(
                subprocess.Popen(
                    list(map(str, command)), env=self.environ, stdin=stdin, stdout=log, stderr=log,
                    start_new_session=True,
                )
            )  # fmt: skip

    def _wait(self) -> None:
        for _ in range(200):
            done = subprocess.run(["pactl", "info"], env=self.environ, capture_output=True)
            if done.returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "pulse.log").read_text())


@contextmanager
def sound_server() -> Iterator[SoundServer]:
    """Yield a running sound server; its folder is short, because a socket's name has to be."""
    folder = Path(tempfile.mkdtemp(prefix="sd-sound-"))
    server = SoundServer(folder)
    try:
        server.start()
        yield server
    finally:
        with suppress(ProcessLookupError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def speech(target: Path, text: str, voice: str = "en-us") -> Path:
    """Write spoken text as WAV."""
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", target, text], check=True, timeout=60)
    return target


def samples(file: Path) -> "NDArray[np.float64]":
    """Return a WAV as mono at 48 kHz, resampled over the whole spectrum."""
    import numpy as np

    with wave.open(str(file)) as opened:
        rate, channels = opened.getframerate(), opened.getnchannels()
        data = np.frombuffer(opened.readframes(opened.getnframes()), "<i2").astype(np.float64) / 32768
    mono = data.reshape(-1, channels).mean(axis=1)
    if rate == RATE:
        return mono
    wanted = round(len(mono) * RATE / rate)
    spectrum = np.fft.rfft(mono)
    padded = np.zeros(wanted // 2 + 1, complex)
    padded[: min(len(spectrum), len(padded))] = spectrum[: len(padded)]
    return np.fft.irfft(padded, wanted) * (wanted / len(mono))


def alignment(captured: "NDArray[np.float64]", played: "NDArray[np.float64]") -> tuple[float, int]:
    """Return how much a capture is like what was played (-1..1), and where in it the playing begins (samples).

    The correlation is that of the whole played piece with the stretch of the capture that it fits best.
    """
    import numpy as np

    size = 1 << (len(captured) + len(played)).bit_length()
    product = np.fft.rfft(captured, size) * np.conj(np.fft.rfft(played, size))
    likeness = np.fft.irfft(product, size)[: max(1, len(captured) - len(played))]
    lag = int(np.argmax(np.abs(likeness)))
    piece = captured[lag : lag + len(played)]
    rho = float(np.dot(piece, played) / max(1e-12, np.linalg.norm(piece) * np.linalg.norm(played)))
    return rho, lag


def spoken(target: Path, text: str, voice: str = "en-us") -> Path:
    """Write spoken text as WAV at 48 kHz, so that no sound server has to resample it."""
    import numpy as np

    sound = samples(speech(target.with_suffix(".raw.wav"), text, voice))
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return target


played = samples


def tracks(media: Path) -> "list[NDArray[np.float64]]":
    """Return the decoded sound tracks of a recording, each as mono."""
    import av
    import numpy as np

    decoded = []
    with av.open(str(media)) as container:
        for number in range(len(container.streams.audio)):
            container.seek(0)
            frames = [frame.to_ndarray().mean(axis=0) for frame in container.decode(audio=number)]
            decoded.append(np.concatenate(frames).astype(np.float64))
    return decoded
