"""Checks of what recordings and transcripts are made with. Neither a screen nor a sound device is needed."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.selftest.run import Details, Unfit
from stormdat_core.model.media import RecorderState, RecordingRequest, Role
from stormdat_core.paths import AppPaths, private_folder

if TYPE_CHECKING:
    from stormdat_core.recording.files.writing import RecordingFile

_SIZE = (320, 180)
_SECONDS = 1.0


def recording(paths: AppPaths) -> Details:
    """Write a second of picture and sound, make it an ordinary file and read it back."""
    import av

    from stormdat_core.recording.files.writing import RecordingFile

    request = RecordingRequest(private_folder(paths.scratch), monitor=1, microphone="test", marking="CUI")
    file = RecordingFile(request, "0" * 32, datetime.now(UTC), _SIZE, (Role.MICROPHONE,), time.monotonic)
    _play(file, time.monotonic())
    made = file.finish()
    with av.open(str(made.path)) as container:
        pictures = sum(1 for _ in container.decode(video=0))
        sounds = len(container.streams.audio)
    if file.failure or not pictures or sounds != 2:
        raise Unfit(f"{pictures} pictures, {sounds} sound tracks, {file.failure}")
    return {"pictures": pictures, "sound_tracks": sounds, "milliseconds": made.duration_ms, "size": made.size}


def _play(file: "RecordingFile", began: float) -> None:
    """Show a grey that grows lighter and hum, in real time."""
    import numpy as np

    from stormdat_core.recording.capture.blocks import RATE, Picture, Sound

    width, height = _SIZE
    hum = 0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE // 10) / RATE).astype(np.float32)[:, None]
    for step in range(round(10 * _SECONDS)):
        at = began + step / 10
        time.sleep(max(0.0, at + 0.1 - time.monotonic()))
        file.picture(Picture(at, bytearray([20 * step]) * (width * height * 4), width, height))
        file.sound(Role.MICROPHONE, Sound(at, hum))


def recorder(paths: AppPaths) -> Details:
    """Start the recorder's own process, ask it how it is, and let it end."""
    from stormdat_core.services import open_services

    with open_services(paths) as services:
        client = services.recorder
        try:
            state, sources = client.status().state, client.sources()
        finally:
            client.end()
    if state is not RecorderState.IDLE:
        raise Unfit(f"a recorder nobody has used is {state}")
    return {
        "screens": len(sources.monitors),
        "sound_devices": len(sources.sounds),
        "missing": sources.problems,
    }


def speech(_: AppPaths) -> Details:
    """Load the detector of speech and the engine's library; silence must not be taken for speech."""
    import numpy as np

    from stormdat_core.transcription.recognition.offline import faster_whisper
    from stormdat_core.transcription.recognition.voice_activity import VoiceDetector, load_session

    faster_whisper()
    import ctranslate2

    chances, _power = VoiceDetector(load_session()).feed(np.zeros(16_000, np.float32))
    if not len(chances) or chances.max() > 0.5:
        raise Unfit("silence is taken for speech")
    return {
        "engine": ctranslate2.__version__,
        "types": sorted(ctranslate2.get_supported_compute_types("cpu")),
    }
