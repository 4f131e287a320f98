"""Linux: X11 pictures through mss, sound through PulseAudio or PipeWire.

PortAudio knows one device for the whole sound server, "pulse"; which source it listens to is said by the
variable PULSE_SOURCE at the moment of opening. Whether it still does is asked of the server.
"""

import os
import threading
import time
from collections.abc import Callable

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Monitor, RecordingRequest, Role, SoundDevice, SourceList
from stormdat_core.recording.capture import screen
from stormdat_core.recording.capture.base import Deliver
from stormdat_core.recording.capture.blocks import Sound
from stormdat_core.recording.capture.channels import channels_to_ask_for, mix_of
from stormdat_core.recording.capture.pulse import PulseServer
from stormdat_core.recording.capture.sound import PortStream, open_input, port_audio, refresh

_SOURCE = "PULSE_SOURCE"
_PATIENCE = 2.0
"""Seconds that the server may take to list a stream we have opened."""
_OPENING = threading.Lock()
_USUAL = ("front-left", "front-right")


class LinuxCapture:
    """Screens and sound of this machine (a `Capture`)."""

    def __init__(self) -> None:
        self.sounds = PulseSounds()

    def sources(self) -> SourceList:
        """See `Capture.sources`."""
        problems = []
        monitors: tuple[Monitor, ...] = ()
        sounds: tuple[SoundDevice, ...] = ()
        try:
            monitors = screen.monitors()
        except SourceLost as exc:
            problems.append(exc.advice)
        try:
            sounds = self.sounds.devices()
            self.sounds.check()
        except SourceLost as exc:
            problems.append(exc.advice)
        return SourceList(monitors, sounds, tuple(problems))

    def picture(self, request: RecordingRequest) -> screen.Screen:
        """See `Capture.picture`."""
        return screen.Screen(request)

    def thumbnail(self, monitor: int, width: int) -> bytes:
        """See `Capture.thumbnail`."""
        return screen.thumbnail(monitor, width)


class PulseSounds:
    """The sources of the sound server (a `Sounds`)."""

    def __init__(self) -> None:
        self._server = PulseServer()
        self._meter = PulseServer()
        """A connection of its own: measuring takes its time, and nobody else is to wait for it."""

    def devices(self) -> tuple[SoundDevice, ...]:
        """See `Sounds.devices`."""
        return self._server.devices()

    def check(self) -> None:
        """Raise `SourceLost` when PortAudio, or its way to the sound server, is missing."""
        _ = self._device()

    def open(self, device: SoundDevice, deliver: Deliver) -> "PulseStream":
        """See `Sounds.open`."""
        channels = channels_to_ask_for(device.channels or _USUAL)
        mix = mix_of(channels, 1 if device.role is Role.MICROPHONE else 2)
        with _OPENING:
            before = self._server.listening()
            stream = open_input(
                self._device(), device.name, channels,
                lambda sound: deliver(Sound(sound.at, mix(sound.samples))),
                prepare=lambda: _choose(device.id),
            )  # fmt: skip
            number = self._new_one(set(before))
        return PulseStream(stream, self._server, device, number)

    def is_playing(self, device: SoundDevice) -> bool:
        """See `Sounds.is_playing`."""
        return self._server.is_playing(device.id)

    def other_output(self, device: SoundDevice) -> str:
        """See `Sounds.other_output`."""
        return self._meter.other_output(device.id)

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """See `Sounds.watch`."""
        return self._server.watch(changed)

    def _device(self) -> str:
        """Return the name of PortAudio's device for the sound server.

        Raises:
            SourceLost: PortAudio or the plug-in is missing.
        """
        for attempt in (0, 1):
            names = [str(one["name"]) for one in port_audio().query_devices()]
            if "pulse" in names:
                return "pulse"
            if attempt == 0:
                refresh()  # the server may have started after PortAudio looked
        raise SourceLost(
            "No sound can be recorded: ALSA has no way to the sound server.",
            "Install the package libasound2-plugins (alsa-plugins-pulseaudio on Red Hat), then start again.",
        )

    def _new_one(self, before: set[int]) -> int | None:
        """Return the number of the stream that was opened since; None when the server does not list it."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if new := set(self._server.listening()) - before:
                return max(new)
            time.sleep(0.01)
        return None


class PulseStream:
    """A stream on one source of the sound server (a `Stream`)."""

    def __init__(
        self, stream: PortStream, server: PulseServer, device: SoundDevice, number: int | None
    ) -> None:
        self._stream = stream
        self._server = server
        self._device = device
        self._number = number

    def fault(self) -> str:
        """See `Stream.fault`."""
        if fault := self._stream.fault():
            return fault
        if self._number is None:
            return ""
        try:
            source = self._server.listening().get(self._number)
            if source == self._device.id:
                return ""
            there = any(one.id == self._device.id for one in self._server.devices())
        except SourceLost:
            return "The sound server has stopped."
        name = self._device.name
        return f"The sound server took the recording away from {name}." if there else f"{name} is gone."

    def close(self) -> None:
        """See `Stream.close`."""
        self._stream.close()


def _choose(source: str) -> None:
    os.environ[_SOURCE] = source
