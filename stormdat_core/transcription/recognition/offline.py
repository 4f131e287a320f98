"""The one door to faster-whisper: whatever it could ask a network for is switched off before its import."""

import threading
from importlib import import_module
from types import ModuleType

from stormdat_core.silence import keep_silent


def faster_whisper() -> ModuleType:
    """Return the engine's module. Takes some tenths of a second at the first call.

    Raises:
        EngineFailed: it is not installed, or a part of it does not run on this machine.
    """
    keep_silent()
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
