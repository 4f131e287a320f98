"""A model in memory: on a graphics card where one really works, else on the processor, with the reason.

Loading proves nothing: without CUDA's libraries a card takes a model and fails at its first use. A card is
therefore believed after a real call, and left at its first failure. All of this runs in the engine process.
"""

from contextlib import suppress
from typing import Any

from stormdat_core.model.transcripts import Device, DeviceKind, ModelPack
from stormdat_core.transcription.errors import EngineFailed
from stormdat_core.transcription.recognition.offline import faster_whisper

_NO_CARD = (
    "The settings ask for a graphics card, and this computer has none that CUDA can use, "
    "so the processor did the work."
)
_LONGEST = 200
"""Characters of a library's message that a person is shown."""


def first_choice(wanted: Device) -> Device:
    """Return what loading begins with: a card where there is one, unless the processor is wanted."""
    if wanted.kind is DeviceKind.CPU:
        return wanted
    if _cards():
        return Device(DeviceKind.CUDA)
    return Device(DeviceKind.CPU, _NO_CARD if wanted.kind is DeviceKind.CUDA else "")


def load_model(pack: ModelPack, threads: int, wanted: Device) -> tuple[Any, Device]:
    """Return faster-whisper's model, and what it runs on.

    Raises:
        EngineFailed: the processor cannot use it either.
    """
    load, device = faster_whisper().WhisperModel, first_choice(wanted)
    if device.kind is DeviceKind.CUDA:
        try:
            return _on_card(load, pack, threads), device
        except Exception as exc:
            device = Device(DeviceKind.CPU, _unusable(exc))
    try:
        return _on(load, pack, threads, "cpu", "int8"), device
    except Exception as exc:
        raise EngineFailed(f"The engine could not load the model pack “{pack.name}”.") from exc


def failed_at_work(exc: Exception) -> Device:
    """Return what to go on with after a card has failed that worked before."""
    note = f"The graphics card failed at work ({_message(exc)}), so the processor did the rest."
    return Device(DeviceKind.CPU, note)


def _cards() -> int:
    """Return how many cards the engine sees; a driver that cannot say has none."""
    import ctranslate2

    with suppress(Exception):
        return int(ctranslate2.get_cuda_device_count())
    return 0


def _on_card(load: Any, pack: ModelPack, threads: int) -> Any:
    model = _on(load, pack, threads, "cuda", "default")
    _try(model)
    return model


def _on(load: Any, pack: ModelPack, threads: int, device: str, numbers: str) -> Any:
    folder = str(pack.folder.absolute())  # a relative name could be taken for one of the hub
    return load(folder, device=device, compute_type=numbers, cpu_threads=threads, local_files_only=True)


def _try(model: Any) -> None:
    """Let a model hear a moment of silence: both its halves have to answer."""
    import numpy as np
    from faster_whisper.audio import pad_or_trim

    heard = model.encode(pad_or_trim(model.feature_extractor(np.zeros(16_000, np.float32))))
    start = model.hf_tokenizer.token_to_id("<|startoftranscript|>")
    model.model.generate(heard, [[start]], beam_size=1, max_length=4)


def _unusable(exc: Exception) -> str:
    return f"The graphics card could not be used ({_message(exc)}), so the processor did the work."


def _message(exc: Exception) -> str:
    """Return the first line of an error; what a library says may be empty or endless."""
    lines = str(exc).strip().splitlines()
    return lines[0].rstrip(".")[:_LONGEST] if lines else type(exc).__name__
