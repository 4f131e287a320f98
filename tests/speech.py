"""Speech with known words and times: espeak-ng says sentences that the test model knows."""

import io
import os
import random
import shutil
import subprocess
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

RATE = 22_050
"""Samples a second that espeak-ng makes."""
COMMITTED = Path(__file__).parent / "models" / "words45"

SENTENCES = (
    "please open the window",
    "we will start the meeting now",
    "can you send this report today",
    "save the file and close the window",
    "you can read my message later",
    "stop the camera",
    "we can pause the project tomorrow",
    "open the new folder",
    "send the old report again",
    "please save this screen",
    "start the sound and open the camera",
    "you can close my project now",
)
"""Sentences of the model's own kind; it may still mishear one, so tests allow a few errors."""


def model_folder() -> Path:
    """Return the test model: the committed one, or the one that STORMDAT_TEST_MODEL names."""
    return Path(os.environ.get("STORMDAT_TEST_MODEL") or COMMITTED).absolute()


needs_model = pytest.mark.skipif(
    not (model_folder() / "model.bin").is_file() or shutil.which("espeak-ng") is None,
    reason="no test model, or no espeak-ng",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and when it is heard, in milliseconds, the silence around it left out."""

    start_ms: int
    end_ms: int
    text: str


@cache
def speak(text: str, voice: str = "en-us", speed: int = 150) -> "Samples":
    """Return a sentence as 16-bit samples at RATE, without the silence around it."""
    import numpy as np

    command = ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    samples = np.frombuffer(sound[44:], "<i2")
    loud = np.flatnonzero(np.abs(samples) > 330)
    return samples[loud[0] : loud[-1] + 1]


def conversation(
    texts: Iterable[str], *, gap: Sequence[float] = (0.9, 2.0), seed: int = 1, lead: float = 0.5
) -> tuple["Samples", list[Said]]:
    """Return sentences one after the other, and when each is said."""
    import numpy as np

    draw = random.Random(seed)
    parts, said, at = [np.zeros(round(lead * RATE), np.int16)], list[Said](), round(lead * RATE)
    for text in texts:
        samples = speak(text)
        said.append(Said(at * 1000 // RATE, (at + len(samples)) * 1000 // RATE, text))
        silence = round(draw.uniform(*gap) * RATE)
        parts += [samples, np.zeros(silence, np.int16)]
        at += len(samples) + silence
    return np.concatenate(parts), said


def write_wav(path: Path, samples: "Samples", rate: int = RATE) -> Path:
    """Write 16-bit samples; a second dimension is the channels."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(channels)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes(samples.astype("<i2").tobytes())
    return path


def wav_bytes(samples: "Samples", rate: int = RATE) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(rate)
        stream.writeframes(samples.astype("<i2").tobytes())
    return held.getvalue()


def at_16k(samples: "Samples") -> "Samples":
    """Return espeak-ng's samples at 16 kHz, as the recorder's spools hold them."""
    import av
    import numpy as np

    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
    frame.sample_rate = RATE
    resampler = av.AudioResampler("s16", "mono", 16_000)
    made = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([piece.to_ndarray()[0] for piece in made])


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Return how many words must be changed, added or taken away, and how many were said."""
    wanted, got = said.split(), heard.split()
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        before, row[0] = row[:], number
        for at, other in enumerate(got, 1):
            row[at] = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (word != other))
    return row[-1], len(wanted)


def write_model_pack(folder: Path) -> Path:
    """Write the test model into `folder` as a pack that can be installed, and return it."""
    from stormdat_core.transcription.packs import MANIFEST
    from stormdat_core.transcription.packs.checking import describe

    pack = folder / "words45"
    pack.mkdir(parents=True)
    for file in model_folder().iterdir():
        if file.name != MANIFEST:
            shutil.copyfile(file, pack / file.name)
    (pack / MANIFEST).write_bytes(describe(pack, "words45", "MIT", ("en",)).text())
    return pack
