"""Windows: pictures through mss (GDI), sound through WASAPI. NOT YET RUN on a Windows machine.

PortAudio as sounddevice ships it cannot listen to an output; PyAudioWPatch (MIT) carries a PortAudio that
can, and lists each output once more as an input marked as loopback; it is used where it is installed. WASAPI
delivers nothing while nothing plays: the file fills that time by the clock.
mss draws no mouse pointer here.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import RecordingRequest, Role, SoundDevice, SourceList
from stormdat_core.recording.capture import screen
from stormdat_core.recording.capture.base import Deliver, Stream
from stormdat_core.recording.capture.blocks import RATE, Clock, Sound
from stormdat_core.recording.capture.sound import open_input, port_audio

_WASAPI = "Windows WASAPI"
_BLOCK = 960
_PRIVACY = "Open Settings, Privacy & security, Microphone, and let desktop apps use it."


class WindowsSounds:
    """The WASAPI devices (a `Sounds`)."""

    def devices(self) -> tuple[SoundDevice, ...]:
        """See `Sounds.devices`."""
        outputs: tuple[SoundDevice, ...] = ()
        with suppress(SourceLost):  # without PyAudioWPatch there are still microphones
            outputs = _outputs()
        return (*_microphones(), *outputs)

    def open(self, device: SoundDevice, deliver: Deliver) -> Stream:
        """See `Sounds.open`."""
        if device.role is Role.SYSTEM:
            return LoopbackStream(device, deliver)
        names = [one["name"] if _is_wasapi(one) else None for one in port_audio().query_devices()]
        if device.id not in names:
            raise SourceLost(f"{device.name} is gone.", "Plug it in again, or choose another device.")
        return open_input(names.index(device.id), device.name, 1, deliver)

    def is_playing(self, device: SoundDevice) -> bool:
        """See `Sounds.is_playing`. WASAPI does not tell, so that silence there is never a warning."""
        return False

    def other_output(self, device: SoundDevice) -> str:
        """See `Sounds.other_output`."""
        return ""

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """See `Sounds.watch`. A device that goes ends its stream, which says so itself."""
        return lambda: None


class LoopbackStream:
    """What an output plays, through PyAudioWPatch (a `Stream`)."""

    def __init__(self, device: SoundDevice, deliver: Deliver, clock: Clock = time.monotonic) -> None:
        self._name = device.name
        self._audio, self._module = _patched()
        info = next(
            (one for one in self._audio.get_loopback_device_info_generator() if one["name"] == device.id),
            None,
        )
        if info is None:
            self._audio.terminate()
            raise SourceLost(f"{device.name} is gone.", "Plug it in again, or choose another output.")
        self._stream: Any = self._open(info, deliver, clock)

    def _open(self, info: Any, deliver: Deliver, clock: Clock) -> Any:
        import numpy as np

        channels = min(2, int(info["maxInputChannels"]))

        def callback(data: bytes, _count: int, times: Any, _status: int) -> tuple[None, int]:
            ago = times["current_time"] - times["input_buffer_adc_time"]
            deliver(Sound(clock() - ago, np.frombuffer(data, np.float32).reshape(-1, channels).copy()))
            return None, self._module.paContinue

        try:
            return self._audio.open(
                rate=RATE, channels=channels, format=self._module.paFloat32, input=True,
                input_device_index=info["index"], frames_per_buffer=_BLOCK, stream_callback=callback,
            )  # fmt: skip
        except OSError as exc:
            self._audio.terminate()
            raise SourceLost(
                f"What {self._name} plays cannot be recorded.", "Set it to 48000 Hz in the sound settings."
            ) from exc

    def fault(self) -> str:
        """See `Stream.fault`."""
        return "" if self._stream.is_active() else f"{self._name} is gone."

    def close(self) -> None:
        """See `Stream.close`."""
        with suppress(Exception):
            self._stream.close()
        with suppress(Exception):
            self._audio.terminate()


class WindowsCapture:
    """Screens and sound of this machine (a `Capture`)."""

    def __init__(self) -> None:
        self.sounds = WindowsSounds()

    def sources(self) -> SourceList:
        """See `Capture.sources`."""
        problems = []
        sounds: tuple[SoundDevice, ...] = ()
        monitors = screen.monitors()
        try:
            sounds = self.sounds.devices()
        except SourceLost as exc:
            problems.append(exc.advice)
        if not any(one.role is Role.MICROPHONE for one in sounds):
            problems.append(f"There is no microphone, or this program may not use it. {_PRIVACY}")
        if not any(one.role is Role.SYSTEM for one in sounds):
            problems.append("What the machine plays cannot be recorded. Install PyAudioWPatch.")
        return SourceList(monitors, sounds, tuple(problems))

    def picture(self, request: RecordingRequest) -> screen.Screen:
        """See `Capture.picture`."""
        return screen.Screen(request)

    def thumbnail(self, monitor: int, width: int) -> bytes:
        """See `Capture.thumbnail`."""
        return screen.thumbnail(monitor, width)


def _is_wasapi(info: Any) -> bool:
    return bool(port_audio().query_hostapis(info["hostapi"])["name"] == _WASAPI)


def _microphones() -> tuple[SoundDevice, ...]:
    port = port_audio()
    default = next(
        (api["default_input_device"] for api in port.query_hostapis() if api["name"] == _WASAPI), -1
    )
    found = enumerate(port.query_devices())
    return tuple(
        SoundDevice(one["name"], one["name"], Role.MICROPHONE, index == default)
        for index, one in found
        if one["max_input_channels"] and _is_wasapi(one)
    )


def _outputs() -> tuple[SoundDevice, ...]:
    audio, _ = _patched()
    try:
        default = audio.get_default_wasapi_loopback()["name"]
        names = [one["name"] for one in audio.get_loopback_device_info_generator()]
    finally:
        audio.terminate()
    return tuple(
        SoundDevice(name, name.removesuffix(" [Loopback]"), Role.SYSTEM, name == default) for name in names
    )


def _patched() -> tuple[Any, Any]:
    try:
        module = import_module("pyaudiowpatch")
    except ImportError as exc:
        raise SourceLost("What the machine plays cannot be recorded.", "Install PyAudioWPatch.") from exc
    return module.PyAudio(), module
