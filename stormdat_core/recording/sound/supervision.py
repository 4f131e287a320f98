"""A sound source that is watched over: gone, silent, replaced and back again, and what is said about it.

A thread of its own looks twice a second, and at once when the system reports a change of devices. Blocks come
in a thread of the device's; `heard` is called by whoever takes them from the queue.
"""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import DEFAULT_DEVICE, Role, SoundDevice, SourceStatus
from stormdat_core.recording.capture.base import Sounds, Stream
from stormdat_core.recording.capture.blocks import RATE, Clock, Silence, Sound
from stormdat_core.recording.sound.settling import Steady

_log = logging.getLogger("stormdat.recording")

SILENT_DB = -120.0
_NOTHING = 1e-5
"""A peak below this is digital silence: less than the last bit of 16."""
_QUIET = 1e-4
"""A peak below this is silence to a person (-80 dB)."""
_TOGETHER = 0.02
"""Seconds for which reports of changes are gathered: one cause makes many."""
_METER_BLOCKS = 5
"""Blocks of 20 ms in a tenth of a second."""
_AGAIN = 60.0
"""Seconds after which the same silence is told of again: people pause, and each pause is no news."""

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
    default: float = 2.0
    """Between looks at what the system's default device is when nothing was reported."""
    other: float = 1.0
    """An output gives nothing: until others are listened to, and between two times."""


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
        self._follows = wanted == DEFAULT_DEVICE
        self._others: frozenset[str] = frozenset()
        """Devices that were there beside the wanted one, so that none of them is it."""
        self._wanted = self._resolve(wanted)
        self._device = self._wanted
        self._shape: tuple[str, ...] | None = None
        self._rate = 0
        self._compared = 0.0
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
        self._quiet_since: float | None = None
        self._listened = 0.0
        self._other = ""
        self._trouble = ""
        self._told_at: dict[str, float] = {}
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
        if peak > _QUIET:
            self._quiet_since = None
        elif self._quiet_since is None:
            self._quiet_since = sound.at

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
            if reported:
                self._end.wait(_TOGETHER)
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
            self._lose_or_follow(fault)
        elif not (self._is_time_to_compare(reported=reported) and self._compare()):
            self._judge_silence()

    def _lose_or_follow(self, fault: str) -> None:
        """A server that has another default device may have moved the stream there itself: no fault."""
        try:
            other = self._default_elsewhere(self._devices()) if self._follows else None
        except SourceLost:
            other = None
        if other is None:
            self._lose(fault)
        else:
            self._change(other, self._why(other))

    def _default_elsewhere(self, devices: list[SoundDevice]) -> SoundDevice | None:
        """Return the default device when it is another one and the open one is still there."""
        here = any(one.id == self._device.id for one in devices)
        return next((one for one in devices if here and one.default and one.id != self._device.id), None)

    def _is_time_to_compare(self, *, reported: bool) -> bool:
        now = self._clock()
        if not reported and now - self._compared < self._patience.default:
            return False
        self._compared = now
        return True

    def _compare(self) -> bool:
        """Compare the open device with what there is now; return whether another one was opened."""
        devices = self._devices()
        here = next((one for one in devices if one.id == self._device.id), None)
        if self._follows:
            better = next((one for one in devices if one.default), None)
        else:
            better = self._among(devices)
        if better is not None and better.id != self._device.id:
            self._change(better, self._why(better))
        elif here is not None and self._has_changed(here):
            self._change(here, f"{here.name} has other channels now.")
        else:
            return False
        return True

    def _why(self, better: SoundDevice) -> str:
        if not self._follows:
            return f"{self._wanted.name} is back."
        what = "microphone" if self.role is Role.MICROPHONE else "output"
        return f"The system's {what} is {better.name} now, no longer {self.device}."

    def _has_changed(self, here: SoundDevice) -> bool:
        """Tell whether the open device has other channels; of another rate it is only told."""
        shape, rate = self._shape, self._rate
        self._shape, self._rate = here.channels, here.rate
        if shape is not None and rate != here.rate:
            self._tell(self.role, f"{here.name} works at {here.rate} Hz now, no longer {rate}.")
        return shape is not None and shape != here.channels

    def _change(self, device: SoundDevice, why: str) -> None:
        """Go over to another device at once."""
        _log.info("%s: %s", self.role, why)
        self._drop()
        self._gone_since = self._clock()
        self._lost = why
        self._tell(self.role, why)
        self._take(self.role, Silence(min(self._heard_until, self._gone_since), why))
        try:
            self._open(device)
        except SourceLost as exc:
            self._say(f"{why} It cannot be opened: {exc}")

    def _lose(self, fault: str) -> None:
        self._drop()
        self._gone_since = self._clock()
        self._lost = fault
        self._say(f"{fault} Nothing is recorded from it until it is back or replaced.")
        _log.warning("%s: %s", self.role, fault)
        self._take(self.role, Silence(min(self._heard_until, self._gone_since), fault))
        self._find()

    def _find(self) -> None:
        """Open the device again when it is back; after the grace time the default one in its place.

        A feed that follows the default has no device of its own to wait for.
        """
        with suppress(SourceLost):
            if self._follows:
                self._open(self._resolve(DEFAULT_DEVICE))
                return
            if (back := self._among(self._devices())) is not None:
                self._open(back)
                return
        if self._clock() - self._gone_since < self._patience.grace:
            return
        with suppress(SourceLost):
            self._open(self._resolve(DEFAULT_DEVICE))

    def _devices(self) -> list[SoundDevice]:
        return [one for one in self._sounds.devices() if one.role is self.role]

    def _among(self, devices: list[SoundDevice]) -> SoundDevice | None:
        """Return the wanted device, under whatever name the system has it now; None when it is not there."""
        wanted = self._wanted
        for one in devices:
            if one.id == wanted.id:
                self._others = frozenset(other.id for other in devices) - {wanted.id}
                return one
        new = [one for one in devices if one.id not in self._others]
        if wanted.serial:
            alike = [one for one in new if one.serial == wanted.serial]
        else:
            alike = [one for one in new if one.name == wanted.name and not one.serial]
        named = [one for one in alike if one.name == wanted.name]
        return named[0] if len(named) == 1 else alike[0] if len(alike) == 1 else None

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
        before, self._device, self._stream = self._device, device, stream
        self._zeros_since = self._quiet_since = self._shape = None
        self._introduce(device)
        if before.id == device.id and before.channels != device.channels:
            self._tell(self.role, f"{device.name} has {_count(device.channels)} now.")

    def _introduce(self, device: SoundDevice) -> None:
        """Say what device is open now, unless it is the first."""
        if self._follows or self._among([device]) is not None:
            self._wanted = device
        replaced = device.id != self._wanted.id
        self._say(f"{self._lost} {device.name} is recorded instead." if replaced else "")
        if not self._lost:
            return
        if not replaced:
            self._tell(self.role, f"{device.name} is recorded now.")
        self._take(self.role, Silence(self._clock(), self._trouble or self._lost))

    def _say(self, trouble: str, again: float = 0.0) -> None:
        """Show a trouble, and tell of a new one; of one that comes and goes, once in `again` seconds."""
        now = self._clock()
        if trouble and trouble != self._trouble and now - self._told_at.get(trouble, -math.inf) >= again:
            self._tell(self.role, trouble)
            self._told_at[trouble] = now
        self._trouble = trouble

    def _drop(self) -> None:
        self._opened += 1
        stream, self._stream = self._stream, None
        self._peaks.clear()
        self._peaks.append(0.0)
        self._other = ""
        if stream is not None:
            stream.close()

    def _judge_silence(self) -> None:
        """Say so when a source that should be live gives only zeros; an output only while one plays."""
        since = self._zeros_since
        silent = since is not None and self._clock() - since > self._patience.silence
        if other := self._other_output():
            choice = other if self._follows else f"{other} or the system's own choice"
            self._say(
                f"{self.device} is silent while {other} is playing: what is heard there is not recorded. "
                f"If it should be, choose {choice}.",
                _AGAIN,
            )
        elif silent and (self.role is Role.MICROPHONE or self._sounds.is_playing(self._device)):
            seconds = f"{self._patience.silence:g} s"
            self._say(f"{self.device} has given no sound for {seconds}: check that it is not muted.", _AGAIN)
        elif self._device.id == self._wanted.id:
            self._say("")

    def _other_output(self) -> str:
        """Return the name of an output that plays while the recorded one is silent, "" for none."""
        since, now = self._quiet_since, self._clock()
        if self.role is not Role.SYSTEM or since is None:
            self._other = ""
        elif now - max(since, self._listened) > self._patience.other:
            self._other = self._sounds.other_output(self._device)
            self._listened = self._clock()
        return self._other


def _count(channels: tuple[str, ...]) -> str:
    return "1 channel" if len(channels) == 1 else f"{len(channels)} channels ({', '.join(channels)})"


def _decibels(peak: float) -> float:
    from math import log10

    return max(SILENT_DB, round(20 * log10(peak), 1)) if peak > 0 else SILENT_DB


def _not_there(role: Role, wanted: str, devices: list[SoundDevice]) -> tuple[str, str]:
    what = "microphone" if role is Role.MICROPHONE else "output whose sound could be recorded"
    if not devices:
        return f"There is no {what}.", "Plug one in, or record without it."
    names = ", ".join(f"“{one.name}”" for one in devices)
    return f"There is no {what} “{wanted}”.", f"Choose one of: {names}."
