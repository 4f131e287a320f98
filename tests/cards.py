"""A graphics card that is not there: the real engine works on the processor and fails where a real card does.

Importable by the engine process; what the card does comes to it in an environment variable.
"""

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from stormdat_core.transcription.engine import FileTask, serve_file
from stormdat_core.transcription.live.engine import LiveTask, serve_live
from stormdat_core.transcription.recognition.speed import MeasureTask, serve_measure

CARD = "STORMDAT_TESTS_CARD"
"""`none`, `works`, `load`, or a method of the model with the number of the call that fails: `encode 2`. With
`abort` behind it the process ends there, as it does when a library of the card is missing that it insists on;
with `memory` the card is full."""
NO_LIBRARY = "Library libcublas.so.12 is not found or cannot be loaded"
FULL = "CUDA failed with error out of memory"


def file_with_card(connection: Connection, task: FileTask) -> None:
    plug_in()
    serve_file(connection, task)


def live_with_card(connection: Connection, task: LiveTask) -> None:
    plug_in()
    serve_live(connection, task)


def measure_with_card(connection: Connection, task: MeasureTask) -> None:
    plug_in()
    serve_measure(connection, task)


def plug_in() -> None:
    """Make this process see a card."""
    import ctranslate2
    import faster_whisper

    how = os.environ[CARD]
    real: Callable[..., Any] = faster_whisper.WhisperModel

    def load(folder: str, *, device: str, compute_type: str, **options: Any) -> Any:
        if device == "cpu":
            return real(folder, device=device, compute_type=compute_type, **options)
        if how == "load":
            raise RuntimeError("CUDA failed with error CUDA driver version is insufficient")
        model = real(folder, device="cpu", compute_type="int8", **options)
        model.model = _Card(model.model, how)
        return model

    setattr(faster_whisper, "WhisperModel", load)  # noqa: B010 - the name is a class to the type checker
    setattr(ctranslate2, "get_cuda_device_count", lambda: int(how != "none"))  # noqa: B010


class _Card:
    """ctranslate2's model, of which one call of one method fails, and all that come after it."""

    def __init__(self, model: Any, how: str) -> None:
        self._model, self._method, self._left, self._way = model, "", 0, ""
        if how != "works":
            self._method, count, *way = how.split()
            self._left, self._way = int(count), "".join(way)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._model, name)
        return self._failing(found) if name == self._method or (self._method and self._left < 1) else found

    def _failing(self, call: Any) -> Any:
        if not callable(call):
            return call

        def instead(*arguments: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left > 0:
                return call(*arguments, **options)
            if self._way == "abort":
                os.abort()
            raise RuntimeError(FULL if self._way == "memory" else NO_LIBRARY)

        return instead
