"""Sound sources as PulseAudio (or PipeWire in its place) knows them: listed, watched, and who is on which.

PortAudio lists none of this, and when a source goes PulseAudio silently moves the stream to another one: only
the server's own events and lists tell. Any thread may ask; one thread of ours waits for events.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Role, SoundDevice

_log = logging.getLogger("stormdat.recording")

_RETRY = 0.3
"""Seconds between attempts to reach a server that is away."""

_METER = "peak detect"
"""What pulsectl calls the stream with which it measures."""
_LISTEN = 0.2
"""Seconds that an output is listened to."""
_AUDIBLE = 1e-3
"""A peak over this is sound (-60 dB)."""
_PLACE = ("device.bus_path", "device.vendor.id", "device.product.id")
"""What tells a device without a serial number from others: where it is plugged in, and what it is."""

NO_SERVER = "No sound can be recorded: no sound server (PulseAudio or PipeWire) answers."
_START = "Start it (systemctl --user start pipewire-pulse, or pulseaudio --start), or install pulseaudio."


class PulseServer:
    """The sound server of this user."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pulse: Any = None

    def devices(self) -> tuple[SoundDevice, ...]:
        """Return microphones and what the outputs play.

        Raises:
            SourceLost: no server answers, or its library is missing.
        """
        with self._asking() as pulse:
            server, sources = pulse.server_info(), pulse.source_list()
            sinks = {sink.index: sink for sink in pulse.sink_list()}
        defaults = server.default_source_name, server.default_sink_name
        return tuple(_device(source, sinks.get(source.monitor_of_sink), defaults) for source in sources)

    def listening(self) -> dict[int, str]:
        """Return the streams of this process by number, with the name of the source that each is on.

        Raises:
            SourceLost: no server answers.
        """
        own = str(os.getpid())
        with self._asking() as pulse:
            names = {source.index: source.name for source in pulse.source_list()}
            outputs = pulse.source_output_list()
        ours = (
            one for one in outputs if one.proplist.get("application.process.id") == own and one.name != _METER
        )
        return {one.index: names.get(one.source, "") for one in ours}

    def is_playing(self, monitor: str) -> bool:
        """Return whether something plays on the output that a monitor source listens to."""
        with suppress(SourceLost), self._asking() as pulse:
            sinks = {s.index: s.monitor_source_name for s in pulse.sink_list()}
            return any(sinks.get(i.sink) == monitor and not i.corked for i in pulse.sink_input_list())
        return False

    def other_output(self, monitor: str) -> str:
        """Return the name of an output that gives sound now, other than a monitor source's; "" for none.

        Only outputs that somebody plays to are listened to, each for a fifth of a second.
        """
        with suppress(SourceLost):
            with self._asking() as pulse:
                sinks = {sink.index: sink for sink in pulse.sink_list()}
                playing = {one.sink for one in pulse.sink_input_list() if not one.corked and not one.mute}
            for sink in (sinks[index] for index in sorted(playing & set(sinks))):
                if sink.monitor_source_name != monitor and _peak(sink.monitor_source_name) > _AUDIBLE:
                    return str(sink.description or sink.name)
        return ""

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` after each change of sources, outputs, streams or server; return what ends that."""
        end = threading.Event()
        thread = threading.Thread(
            target=_listen, args=(end, changed), name="stormdat-sound-events", daemon=True
        )
        thread.start()
        return end.set

    def close(self) -> None:
        with self._lock:
            self._drop()

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """Yield a connection. After a fault the next call makes a new one."""
        with self._lock:
            try:
                self._pulse = self._pulse or _connect("sources")
                yield self._pulse
            except SourceLost:
                raise
            except Exception as exc:  # pulsectl raises its own, and C's, when a server goes in mid-sentence
                self._drop()
                raise SourceLost(NO_SERVER, _START) from exc

    def _drop(self) -> None:
        pulse, self._pulse = self._pulse, None
        if pulse is not None:
            with suppress(Exception):
                pulse.close()


def _device(source: Any, sink: Any, defaults: tuple[str, str]) -> SoundDevice:
    """Return a source; with the output that it listens to when it is a monitor."""
    default_source, default_sink = defaults
    owner = source if sink is None else sink
    return SoundDevice(
        source.name,
        owner.description or source.name,
        Role.MICROPHONE if sink is None else Role.SYSTEM,
        source.name == default_source if sink is None else sink.name == default_sink,
        _serial(owner.proplist),
        int(source.rate),
        tuple(source.channel_list),
    )


def _serial(known: dict[str, str]) -> str:
    if serial := known.get("device.serial"):
        return serial
    return " ".join(known.get(one, "") for one in _PLACE) if known.get(_PLACE[0]) else ""


def _connect(what: str) -> Any:
    try:
        import pulsectl
    except (ImportError, OSError) as exc:
        raise SourceLost(
            "No sound can be recorded: the library of PulseAudio (libpulse) is missing.",
            "Install the package libpulse0 (pulseaudio-libs on Red Hat).",
        ) from exc
    pulsectl.PulseSourceInfo._init_from_struct = _keep_rate
    pulse = pulsectl.Pulse(f"STORM DAT {what}", connect=False)
    try:
        pulse.connect(autospawn=False)
    except pulsectl.PulseError as exc:
        pulse.close()
        raise SourceLost(NO_SERVER, _START) from exc
    return pulse


def _keep_rate(source: Any, struct: Any) -> None:
    """Copy the rate while libpulse holds it.

    pulsectl keeps the format of the samples as a view of memory that is freed when its callback returns. This
    is its hook for fields it does not copy.
    """
    source.rate = struct.sample_spec.rate


def _peak(source: str) -> float:
    """Return the loudest sample of a source in a short while, 0..1.

    On a connection of its own, which ends with it: pulsectl frees the callback of the stream it measures with
    while the server may still send, so that the next question on the same connection would call freed memory.

    Raises:
        SourceLost: no server answers, or it went meanwhile.
    """
    pulse = _connect("level")
    try:
        return float(pulse.get_peak_sample(source, _LISTEN))
    except Exception as exc:  # pulsectl raises its own, and C's, when a server goes in mid-sentence
        raise SourceLost(NO_SERVER, _START) from exc
    finally:
        with suppress(Exception):
            pulse.close()


def _listen(end: threading.Event, changed: Callable[[], None]) -> None:
    """Wait for events until the end; a server that went is looked for again."""
    while not end.is_set():
        try:
            _listen_to_one(end, changed)
        except SourceLost:
            pass
        except Exception as exc:  # the server was killed
            _log.info("The sound server is gone.", exc_info=exc)
        changed()
        end.wait(_RETRY)


def _listen_to_one(end: threading.Event, changed: Callable[[], None]) -> None:
    pulse = _connect("events")
    try:
        pulse.event_mask_set("source", "sink", "source_output", "sink_input", "server")
        pulse.event_callback_set(lambda _event: changed())
        changed()
        while not end.is_set():
            pulse.event_listen(timeout=0.5)
            if not pulse.connected:
                return
    finally:
        with suppress(Exception):
            pulse.close()
