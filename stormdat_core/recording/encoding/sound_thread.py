"""The thread that places, mixes and encodes sound. Its queue has no end: sound is never dropped."""

import sys
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from stormdat_core.model.media import Role
from stormdat_core.recording.capture.blocks import Clock, Silence, Sound
from stormdat_core.recording.sound.mixing import Mixer

_TURN_S = 0.001
_LOOK_S = 0.05
_MOST_AT_ONCE = 100
"""Blocks before something is given out, however many wait."""


class SoundLane:
    """Takes blocks from the devices' threads and works on them in its own."""

    def __init__(
        self,
        mixer: Mixer,
        clock: Clock,
        on_news: Callable[[Role, Silence], None],
        flush: Callable[[], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Start the thread.

        Args:
            mixer: what blocks go to; used by the thread alone.
            clock: the present.
            on_news: is told of each interruption, in the thread: writing it down may take its time here.
            flush: ends the tracks once the mixer has given out everything.
            on_error: is told why the thread ended before its time.
        """
        self._mixer = mixer
        self._on_news = on_news
        self._clock = clock
        self._flush = flush
        self._on_error = on_error
        self._queue: SimpleQueue[tuple[Role, Sound | Silence] | float] = SimpleQueue()
        self._thread = Thread(target=self._run, name="recording-sound", daemon=True)
        self._thread.start()

    def put(self, role: Role, news: Sound | Silence) -> None:
        """Take a block or news of a device; returns at once."""
        self._queue.put((role, news))

    def finish(self, at: float) -> None:
        """Work off everything, end the tracks at the moment `at`, and end the thread."""
        self._queue.put(at)
        self._thread.join()

    def _run(self) -> None:
        try:
            end = None
            while end is None:
                end = self._take()
                if end is None:
                    self._mixer.advance(self._clock())
            self._mixer.finish(end)
            self._flush()
        except BaseException as exc:  # whatever it is, the recording has to hear of it
            self._on_error(exc)

    def _take(self) -> float | None:
        """Hand over what is there, waiting a moment for the first; return the end once it was asked for."""
        for number in range(_MOST_AT_ONCE):
            try:
                item = self._queue.get_nowait() if number else self._queue.get(timeout=_LOOK_S)
            except Empty:
                break
            if isinstance(item, float):
                return item
            self._hear(*item)
        return None

    def _hear(self, role: Role, news: Sound | Silence) -> None:
        if isinstance(news, Silence):
            self._on_news(role, news)
        self._mixer.add(role, news)


def share_evenly() -> None:
    """Let every thread of this process have its turn within a millisecond.

    Sound needs some hundred short turns a second; at the usual 5 ms for each of the others, a busy machine
    left it seconds behind.
    """
    sys.setswitchinterval(min(sys.getswitchinterval(), _TURN_S))
