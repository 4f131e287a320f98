"""The one door to faster-whisper: the model hub is switched off before anything of it is imported."""

import os
import threading
from importlib import import_module
from types import ModuleType

_OFF = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY_EVENTS": "1",
}


def switch_off_hub() -> None:
    """Forbid every library below us to look for models on a network, in this process and its children."""
    os.environ.update(_OFF)


def faster_whisper() -> ModuleType:
    """Return the engine's module. Takes some tenths of a second at the first call.

    Raises:
        EngineFailed: it is not installed, or a part of it does not run on this machine.
    """
    switch_off_hub()
    try:
        import faster_whisper.vad

        # Its default is a lock between processes, which an engine that is killed would leave behind.
        import_module("tqdm").tqdm.set_lock(threading.RLock())
    except (ImportError, OSError) as exc:
        from stormdat_core.transcription.errors import EngineFailed

        raise EngineFailed(
            "The speech engine is not installed, or does not run on this machine.",
            "Install STORM DAT with its media part; recording works without it.",
        ) from exc
    module: ModuleType = faster_whisper
    return module
