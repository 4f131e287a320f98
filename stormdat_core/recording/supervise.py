"""A sound source that is watched over: gone, silent, replaced and back again, and what is said about it.

A thread of its own looks twice a second, and at once when the system reports a change of devices. Blocks come
in a thread of the device's; `heard` is called by whoever takes them from the queue.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import DEFAULT_DEVICE, Role, SoundDevice, SourceStatus
from stormdat_core.recording.capture.base import Sounds, Stream
from stormdat_core.recording.flow import RATE, Clock, Silence, Sound
from stormdat_core.recording.steady import Steady

_log = logging.getLogger("stormdat.recording")

SILENT_DB = -120.0
_NOTHING = 1e-5
"""A peak below this is digital silence: less than the last bit of 16."""
_METER_BLOCKS = 5
"""Blocks of 20 ms in a tenth of a second."""

Take = Callable[[Role, Sound | Silence], None]
Tell = Callable[[Role, str], None]
"""Takes what has happened to a source, in a sentence, for people and the journal."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long what is borne, in seconds."""

    look: float = 0.5
    """Between looks when nothing was reported."""
    stall: float = 3.0
    """No block at all: the device counts as gone. An idle output may need 2 s for its first block."""
    grace: float = 2.0
    """A device is gone: until the default device takes its place."""
    silence: float = 10.0
    """Nothing but zeros: until it is said."""


PATIENCE = Patience()


class SoundFeed:
    """A microphone or system sound, kept alive (a `SoundSource` as far as the file is concerned)."""

    def __init__(
        self, role: Role, wanted: str, sounds: Sounds,
        patience: Patience = PATIENCE, clock: Clock = time.monotonic,
        tell: Tell = lambda _role, _text: None,
    ) -> None:  # fmt: skip
        self.role = role
        self._tell = tell
        self._sounds = sounds
        self._patience = patience
        self._clock = clock
        self._wanted = self._resolve(wanted)
        self._device = self._wanted
        self._stream: Stream | None = None
        self._steady = Steady()
        self._opened = 0
        """Counts the streams opened, so that a late block of an old one is known."""
        self._last_block = 0.0
        self._heard_until = 0.0
        self._gone_since = 0.0
        self._lost = ""
        self._peaks: deque[float] = deque([0.0], maxlen=_METER_BLOCKS)
        self._zeros_since: float | None = None
        self._trouble = ""
        self._wake = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"stormdat-{role}", daemon=True)
        self._take: Take = lambda _role, _what: None

    @property
    def device(self) -> str:
        """Return the name of the device in use, for people."""
        return self._device.name

    @property
    def steady(self) -> bool:
        """Return whether what the device delivers can be used."""
        return self._steady.reached

    @property
    def fault(self) -> str:
        """Return why nothing comes from the device now; "" while it is open."""
        return "" if self._stream is not None else self._lost

    def start(self, deliver: Take) -> None:
        """Open the device and watch over it from now on.

        Raises:
            SourceLost: the device cannot be opened now.
        """
        self._take = deliver
        self._open(self._wanted)
        self._thread.start()

    def close(self) -> None:
        """End it; no block is delivered afterwards."""
        self._end.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._drop()

    def changed(self) -> None:
        """Look now: the system's devices have changed."""
        self._wake.set()

    def heard(self, sound: Sound) -> None:
        """Measure a block that was taken from the queue."""
        peak = float(abs(sound.samples).max()) if sound.samples.size else 0.0
        self._peaks.append(peak)
        if peak > _NOTHING:
            self._zeros_since = None
        elif self._zeros_since is None:
            self._zeros_since = sound.at

    def status(self) -> SourceStatus:
        """Return the source as it is now."""
        alive = self._stream is not None
        return SourceStatus(
            self.role, self.device, _decibels(max(self._peaks)) if alive else SILENT_DB, alive, self._trouble
        )

    def _resolve(self, wanted: str) -> SoundDevice:
        devices = [one for one in self._sounds.devices() if one.role is self.role]
        for one in devices:
            if one.default if wanted == DEFAULT_DEVICE else one.id == wanted:
                return one
        for one in devices:
            if wanted == DEFAULT_DEVICE or one.name == wanted:
                return one
        raise SourceLost(*_not_there(self.role, wanted, devices))

    def _watch(self) -> None:
        while not self._end.is_set():
            reported = self._wake.wait(self._patience.look)
            self._wake.clear()
            if self._end.is_set():
                return
            try:
                self._look(reported=reported)
            except Exception as exc:  # a fault of one look must not end the watch
                _log.warning("The %s could not be looked after.", self.role, exc_info=exc)

    def _look(self, *, reported: bool) -> None:
        if self._stream is None:
            self._find()
            return
        stalled = self._clock() - self._last_block > self._patience.stall
        if fault := self._stream.fault() or (f"{self.device} gives nothing." if stalled else ""):
            self._lose(fault)
        elif self._device.id != self._wanted.id and reported and self._is_back():
            self._lose(f"{self._wanted.name} is back.")
        else:
            self._judge_silence()

    def _lose(self, fault: str) -> None:
        self._drop()
        self._gone_since = self._clock()
        self._lost = fault
        self._trouble = f"{fault} Nothing is recorded from it until it is back or replaced."
        _log.warning("%s: %s", self.role, fault)
        self._take(self.role, Silence(min(self._heard_until, self._gone_since), fault))
        self._find()

    def _find(self) -> None:
        """Open the device again when it is back; after the grace time the default one in its place."""
        with suppress(SourceLost):
            if self._is_back():
                self._open(self._wanted)
                return
        if self._clock() - self._gone_since < self._patience.grace:
            return
        with suppress(SourceLost):
            self._open(self._resolve(DEFAULT_DEVICE))

    def _is_back(self) -> bool:
        with suppress(SourceLost):
            return any(one.id == self._wanted.id for one in self._sounds.devices())
        return False

    def _open(self, device: SoundDevice) -> None:
        self._opened += 1
        number, steady = self._opened, Steady()

        def deliver(sound: Sound) -> None:
            if number == self._opened:
                self._last_block = self._clock()
                self._heard_until = sound.at + len(sound.samples) / RATE
                if steady.pass_on(sound, self._last_block):
                    self._take(self.role, sound)

        self._steady = steady
        stream = self._sounds.open(device, deliver)
        self._last_block = self._clock()
        self._device, self._stream, self._zeros_since = device, stream, None
        replaced = device.id != self._wanted.id
        self._trouble = f"{self._lost} {device.name} is recorded instead." if replaced else ""
        if self._lost:
            self._take(self.role, Silence(self._clock(), self._trouble or f"{device.name} is back."))

    def _drop(self) -> None:
        self._opened += 1
        stream, self._stream = self._stream, None
        self._peaks.clear()
        self._peaks.append(0.0)
        if stream is not None:
            stream.close()

    def _judge_silence(self) -> None:
        """Say so when a source that should be live gives only zeros; an output only while one plays."""
        since = self._zeros_since
        silent = since is not None and self._clock() - since > self._patience.silence
        if silent and (self.role is Role.MICROPHONE or self._sounds.is_playing(self._device)):
            seconds = f"{self._patience.silence:g} s"
            self._trouble = f"{self.device} has given no sound for {seconds}: check that it is not muted."
        elif self._device.id == self._wanted.id:
            self._trouble = ""


def _decibels(peak: float) -> float:
    from math import log10

    return max(SILENT_DB, round(20 * log10(peak), 1)) if peak > 0 else SILENT_DB


def _not_there(role: Role, wanted: str, devices: list[SoundDevice]) -> tuple[str, str]:
    what = "microphone" if role is Role.MICROPHONE else "output whose sound could be recorded"
    if not devices:
        return f"There is no {what}.", "Plug one in, or record without it."
    names = ", ".join(f"“{one.name}”" for one in devices)
    return f"There is no {what} “{wanted}”.", f"Choose one of: {names}."
