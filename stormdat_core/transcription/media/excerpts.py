"""A part of a media file as sound to be played: of one track, or of one channel, as nobody else plays it.

A player plays the track that a file names first, and all its channels. What was not heard may be elsewhere.
"""

import io
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import Device, MediaTrack, Span
from stormdat_core.transcription.engine import Report, prepare_process, tell
from stormdat_core.transcription.engine_parent import EngineRun
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from stormdat_core.transcription.media.measurement import QUIET, SILENT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_MS = 10 * 60 * 1000
"""Of a part: 19 MB of samples."""
_ROOM_MS = 300
"""Before and after a part: where speech begins is known roughly."""
_LEVEL = 0.5
"""Peak to which quiet sound is raised."""
_PATIENCE = 60.0
"""Seconds after which nobody waits for a part any more."""


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part of a media file. Picklable: it crosses to the process that decodes it."""

    media: Path
    track: int
    weights: tuple[float, ...]
    """Share of each channel; empty for the mean of all, or for `channel`."""
    start_ms: int
    end_ms: int
    channel: int = 0
    """To be heard alone, from 1; 0 for none."""
    device: Device = field(default_factory=Device)
    broken: frozenset[tuple[int, int, int]] = frozenset()


def part_of(media: Path, tracks: tuple[MediaTrack, ...], span: Span) -> PartTask:
    """Return what is to be decoded for a span of the audit; `tracks` are those that were heard."""
    end = min(span.end_ms, span.start_ms + LONGEST_MS) + _ROOM_MS
    first = max(0, span.start_ms - _ROOM_MS)
    if span.track >= 0:
        return PartTask(media, span.track, (), first, end, span.channel)
    track = next((each for each in tracks if each.speaker is span.speaker), None) or MediaTrack(0)
    return PartTask(media, track.index, track.weights, first, end)


def _weights(task: PartTask) -> tuple[float, ...]:
    """Return the share of each channel: of one alone, those the transcript was made with, or none."""
    if not task.channel:
        return task.weights
    channels = next((each.channels for each in inspect(task.media).tracks if each.index == task.track), 0)
    return tuple(float(n == task.channel) for n in range(1, channels + 1))


def sound_of(task: PartTask) -> bytes:
    """Return a part as a WAV file of 16 kHz and 16 bits, decoded in a process of its own.

    Raises:
        StormError: it cannot be decoded, or not in time.
    """
    told: dict[str, bytes] = {}
    until = time.monotonic() + _PATIENCE

    def check() -> None:
        if time.monotonic() > until:
            raise StormError("This part could not be read in time.", "Play the file from there.")

    run = EngineRun(task, serve_part, lambda report: told.update({report.kind: report.value}), check)
    run.run()
    return told["sound"]


def serve_part(connection: Connection, task: PartTask) -> None:
    """Decode a part; the target of a child process. Reports `sound`, then `done`."""
    prepare_process()
    try:
        connection.send(Report("sound", decoded(task)))
        connection.send(Report("done"))
    except StormError as exc:
        tell(connection, Report("error", exc))
    except (BrokenPipeError, ConnectionError):
        return


def decoded(task: PartTask) -> bytes:
    """Return a part as a WAV file, decoded in this process.

    Raises:
        UnreadableMedia: nothing of it can be decoded.
    """
    import numpy as np

    pieces = list(_pieces(task))
    if not pieces:
        raise UnreadableMedia(f"{task.media.name} holds no sound at this time.", "")
    samples = np.concatenate(pieces)
    loud = float(np.abs(samples).max())
    raised = samples * (_LEVEL / loud) if SILENT <= loud < QUIET else samples
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(raised, -1, 1) * 32_767).astype("<i2").tobytes())
    return held.getvalue()


def _pieces(task: PartTask) -> "Iterator[NDArray[np.float32]]":
    """Yield the samples of a part as their blocks come."""
    first, last = task.start_ms * RATE // 1000, task.end_ms * RATE // 1000
    reader = SoundReader(task.media, task.track, _weights(task), start=first)
    at = -1
    for block in reader.blocks():
        at = reader.begins if at < 0 else at
        piece = block[max(0, first - at) : max(0, last - at)]
        at += len(block)
        if len(piece):
            yield piece
        if at >= last:
            return
