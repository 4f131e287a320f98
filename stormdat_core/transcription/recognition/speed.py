"""What this machine can do with a model: measured, not guessed.

The engine's time for a stretch of speech is one pass of the encoder, whatever the stretch's length, and a
step of the decoder for each piece of a word. Both are timed with the model itself; that needs no speech.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import Device, DeviceKind, LiveProposal, ModelPack
from stormdat_core.transcription.engine import Report, prepare_process, tell
from stormdat_core.transcription.packs.checking import verified
from stormdat_core.transcription.recognition.loading import failed_at_work, first_choice, load_model

UTTERANCE = 3.0
"""Seconds of the utterance that is promised: what people say between two pauses."""
_TOKENS = 15
"""Pieces of words in it."""
_WAIT = 0.65
"""Seconds until the end of an utterance is known: 0.4 of silence, the rest until sound is on disk."""
_ROOM = 0.8
"""Share of the time that the engine may need for people who speak without a pause."""


@dataclass(frozen=True, slots=True)
class MeasureTask:
    """A model to be timed. Picklable."""

    model: Path
    threads: int = 0
    device: Device = field(default_factory=Device)
    broken: frozenset[tuple[int, int, int]] = frozenset()


def serve_measure(connection: Connection, task: MeasureTask) -> None:
    """Time a model; the target of a child process. Reports `device` and `seconds`, then `done`."""
    prepare_process()
    try:
        pack = verified(task.model)
        connection.send(Report("device", first_choice(task.device)))
        seconds, device = _seconds(pack, task.threads, task.device)
        connection.send(Report("device", device))
        connection.send(Report("seconds", seconds))
        connection.send(Report("done"))
    except StormError as exc:
        tell(connection, Report("error", exc))
    except (BrokenPipeError, ConnectionError):
        return


def _seconds(pack: ModelPack, threads: int, wanted: Device) -> tuple[float, Device]:
    """Return the seconds for an utterance, and on what: the best of three, for others may be at work."""
    model, device = load_model(pack, threads, wanted)
    try:
        return min(_once(model) for _ in range(3)), device
    except Exception as exc:
        if device.kind is not DeviceKind.CUDA:
            raise
        wanted = failed_at_work(exc)
    return _seconds(pack, threads, wanted)


def _once(model: Any) -> float:
    import numpy as np
    from faster_whisper.audio import pad_or_trim

    began = time.perf_counter()
    noise = np.random.default_rng(0).normal(0, 0.05, round(UTTERANCE * 16_000)).astype(np.float32)
    heard = model.encode(pad_or_trim(model.feature_extractor(noise)))
    start = model.hf_tokenizer.token_to_id("<|startoftranscript|>")
    end = model.hf_tokenizer.token_to_id("<|endoftext|>")
    # Counting the prompt, and twice as many as are made: measured in the engine.
    model.model.generate(heard, [[start]], beam_size=5, max_length=2 * _TOKENS + 2, suppress_tokens=[end])
    return time.perf_counter() - began


def propose(
    measured: Mapping[str, float], devices: Mapping[str, Device] | None = None
) -> tuple[LiveProposal, ...]:
    """Return what can be done with each pack, the slowest first; the slowest that keeps up is recommended.

    Args:
        measured: seconds for an utterance, by pack. Slower means larger, and larger means better text.
        devices: what each was measured on, by pack.
    """
    places = devices or {}
    order = sorted(measured.items(), key=lambda each: -each[1])
    able = [name for name, seconds in order if seconds <= _ROOM * UTTERANCE]
    return tuple(
        _proposal(name, seconds, name == (able or [""])[0], places.get(name, Device()))
        for name, seconds in order
    )


def _proposal(name: str, seconds: float, recommended: bool, device: Device) -> LiveProposal:
    live, lag = seconds <= _ROOM * UTTERANCE, round(_WAIT + seconds, 1)
    sentence = (
        f"{name} writes along on this machine; text comes about {lag} s after somebody has spoken."
        if live
        else f"{name} is too slow to write along on this machine; use it after the recording."
    )
    said = f"{sentence} {device.note}".strip()
    return LiveProposal(name, round(seconds, 3), lag, live, recommended, said, device)
