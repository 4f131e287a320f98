"""Text of one stretch of speech: faster-whisper, with what keeps it from inventing and from repeating itself.

Everything here runs in the engine process.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from stormdat_core.model.transcripts import (
    Device,
    DeviceKind,
    ModelPack,
    Segment,
    SegmentState,
    TranscriptionSettings,
    Word,
)
from stormdat_core.transcription.media.decoding import RATE
from stormdat_core.transcription.recognition.loading import failed_at_work, load_model
from stormdat_core.transcription.recognition.repetition import is_loop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURE = 0.8
"""Probability from which a detected language is kept for the rest."""
_LONG_ENOUGH = 2.0
"""Seconds of a stretch whose language can be judged."""
_TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_AGAIN = (0.4, 0.8)
"""Temperatures for a second try: away from the loop."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the engine made of one stretch. Times count from the start of the stretch."""

    segments: tuple[Segment, ...] = ()
    language: str = ""
    sure: bool = False
    """Whether the language is certain enough to be kept."""


class Recogniser(Protocol):
    """Something that turns sound into text."""

    @property
    def device(self) -> Device:
        """Return what it runs on now."""
        ...

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        """Return the text of a stretch of 16 kHz sound. `again` asks for another answer than the first."""
        ...


class WhisperRecogniser:
    """faster-whisper with a model from a folder: on a graphics card while that works, else in 8 bits."""

    device = Device(DeviceKind.CPU)

    def __init__(self, pack: ModelPack, threads: int = 0, wanted: Device | None = None) -> None:
        """Load a model.

        Raises:
            EngineFailed: the files are whole, and the engine cannot use them.
        """
        self._pack, self._threads = pack, threads
        self._load(wanted or Device())

    def _load(self, wanted: Device) -> None:
        self._model: Any = None  # a card gives its memory back before another model is loaded
        self._model, self.device = load_model(self._pack, self._threads, wanted)
        stamp = self._model.hf_tokenizer.token_to_id("<|notimestamps|>")
        self._first_stamp = stamp + 1 if stamp is not None else 1 << 31

    def hear(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, *, again: bool = False
    ) -> Heard:
        try:
            return self._hear_twice(samples, settings, again)
        except Exception as exc:
            if self.device.kind is not DeviceKind.CUDA:
                raise
            self._load(failed_at_work(exc))
        return self._hear_twice(samples, settings, again)

    def _hear_twice(
        self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, again: bool
    ) -> Heard:
        """Return the text of a stretch, of a second try where the first one went round in circles."""
        heard = self._hear(samples, settings, again)
        seconds = len(samples) / RATE
        if not _repeats(heard, seconds):
            return heard
        other = self._hear(samples, settings, True)
        return _quarantined(heard) if _repeats(other, seconds) else other

    def _hear(self, samples: "NDArray[np.float32]", settings: TranscriptionSettings, again: bool) -> Heard:
        found, info = self._model.transcribe(
            samples,
            language=settings.language or None,
            beam_size=settings.beam,
            temperature=_AGAIN if again else _TEMPERATURES,
            repetition_penalty=1.1 if again else 1.0,
            condition_on_previous_text=False,
            compression_ratio_threshold=2.4,
            log_prob_threshold=-1.0,
            no_speech_threshold=0.6,
            word_timestamps=settings.word_times,
        )
        length = round(len(samples) * 1000 / RATE)
        segments = tuple(self._segment(each, length) for each in found)
        sure = info.language_probability >= SURE and len(samples) >= _LONG_ENOUGH * RATE
        return Heard(segments, info.language, sure)

    def _segment(self, found: Any, length: int) -> Segment:
        """Return a segment from its time stamp to its time stamp or its last word, whichever is later.

        Words get their times from where the engine listened, which begins too early for the first word of a
        stretch and can miss the last sounds of the last one.
        """
        stamps = [(token - self._first_stamp) * 0.02 for token in found.tokens if token >= self._first_stamp]
        shift = found.seek / 100
        starts = [found.start, *(stamp + shift for stamp in stamps[:1])]
        ends = [found.end, *(stamp + shift for stamp in stamps[1:])]
        start, end = _within(max(starts), max(ends), length)
        words = _ordered(found.words or (), start, end)
        sure = sum(word.confidence for word in words) / len(words) if words else math.exp(found.avg_logprob)
        return Segment(start, end, found.text.strip(), words, round(min(1.0, sure), 3))


def load_recogniser(pack: ModelPack, threads: int, wanted: Device | None = None) -> Recogniser:
    """Return the recogniser that the program uses."""
    return WhisperRecogniser(pack, threads, wanted)


def _within(start: float, end: float, length: int) -> tuple[int, int]:
    first = min(max(0, round(float(start) * 1000)), max(0, length - 1))
    return first, min(max(first + 1, round(float(end) * 1000)), max(length, first + 1))


def _ordered(words: Iterable[Any], start: int, end: int) -> tuple[Word, ...]:
    """Return words whose times go forward within their segment: small models let some fall together."""
    found: list[Word] = []
    at = start
    for word in words:
        first = min(max(at, round(float(word.start) * 1000)), end)
        last = min(max(first, round(float(word.end) * 1000)), end)
        found.append(Word(first, last, str(word.word).strip(), round(float(word.probability), 3)))
        at = last
    return tuple(word for word in found if word.text)


def _repeats(heard: Heard, seconds: float) -> bool:
    return is_loop(" ".join(segment.text for segment in heard.segments), seconds)


def _quarantined(heard: Heard) -> Heard:
    held = (replace(segment, state=SegmentState.QUARANTINED) for segment in heard.segments)
    return replace(heard, segments=tuple(held))
