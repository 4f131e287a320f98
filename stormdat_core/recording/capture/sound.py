"""Sound through PortAudio: one open device, whose callback copies, stamps and hands on, and nothing else.

PortAudio's clock is not ours (here it is the time of day), so only the difference of its two times is used:
how long ago the block's first sample was captured. Opening and closing happen one at a time, in any thread;
the callback runs in a thread of PortAudio's.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from stormdat_core.errors import SourceLost
from stormdat_core.recording.capture.base import Deliver
from stormdat_core.recording.capture.blocks import RATE, Clock, Sound

_log = logging.getLogger("stormdat.recording")

_BLOCK = 960
"""Samples in a block: 20 ms."""
_LATENCY = 0.1
"""Seconds of buffer asked for: what a busy machine may keep us waiting without a sample lost."""

_PORT = threading.RLock()
"""PortAudio may be entered by one thread only while something is opened or closed."""
_streams: "set[PortStream]" = set()
"""What is open."""


def port_audio() -> Any:
    """Return the module sounddevice.

    Raises:
        SourceLost: PortAudio is missing.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as exc:  # OSError: no libportaudio on this machine
        raise SourceLost(
            "No sound can be recorded: the library PortAudio is missing.",
            "Install the package libportaudio2 (portaudio on Red Hat) and start STORM DAT again.",
        ) from exc
    return sounddevice


def refresh() -> None:
    """Let PortAudio look for devices anew, which it does only while nothing of ours is open."""
    port = port_audio()
    with _PORT:
        if _streams:
            return
        with suppress(port.PortAudioError):
            port._terminate()
        port._initialize()


class PortStream:
    """An open input of PortAudio's."""

    def __init__(self, stream: Any, name: str) -> None:
        self._stream = stream
        self._name = name
        self._ended = threading.Event()

    def ended(self) -> None:
        """Note that no block will come any more; PortAudio calls this."""
        self._ended.set()

    def fault(self) -> str:
        """See `Stream.fault`."""
        return f"{self._name} ended: its sound server or driver has stopped." if self._ended.is_set() else ""

    def close(self) -> None:
        """See `Stream.close`."""
        with _PORT:
            if self not in _streams:
                return
            _streams.discard(self)
            with suppress(Exception):  # a device that is gone may fail in any way; it is gone
                self._stream.abort(ignore_errors=True)
            with suppress(Exception):
                self._stream.close(ignore_errors=True)


def open_input(
    device: str | int, name: str, channels: int, deliver: Deliver,
    *, prepare: Callable[[], None] = lambda: None, clock: Clock = time.monotonic, **options: Any,
) -> PortStream:  # fmt: skip
    """Open an input and start it.

    Args:
        device: what PortAudio calls it.
        name: what a person calls it.
        channels: 1 or 2.
        deliver: takes the blocks, in PortAudio's thread.
        prepare: called just before the device is opened, while nobody else opens one.
        clock: what the blocks are stamped with.
        options: more for `sounddevice.InputStream`.

    Raises:
        SourceLost: it cannot be opened.
    """
    port = port_audio()
    ended: list[PortStream] = []

    def callback(data: Any, _frames: int, times: Any, _status: Any) -> None:
        ago = times.currentTime - times.inputBufferAdcTime
        deliver(Sound(clock() - ago, data.copy()))

    def finished() -> None:
        for one in ended:
            one.ended()

    with _PORT:
        prepare()
        try:
            stream = port.InputStream(
                device=device, samplerate=RATE, channels=channels, blocksize=_BLOCK, latency=_LATENCY,
                dtype="float32", callback=callback, finished_callback=finished,
                **options,
            )  # fmt: skip
            opened = PortStream(stream, name)
            _streams.add(opened)
            ended.append(opened)
            _start(stream, opened)
        except (port.PortAudioError, ValueError) as exc:
            raise SourceLost(
                f"{name} cannot be opened.",
                "Check that it is plugged in, that no other program holds it, and that the privacy settings "
                "of this system let STORM DAT use it.",
            ) from exc
    return opened


def _start(stream: Any, opened: PortStream) -> None:
    try:
        stream.start()
    except Exception:
        opened.close()
        raise
