"""The thread that encodes pictures: a short queue whose newest survives, and the clock of a still screen."""

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

from stormdat_core.model.media import Gap, Role
from stormdat_core.recording.capture.blocks import Clock, Picture
from stormdat_core.recording.encoding.video import PictureEncoder
from stormdat_core.recording.timeline import Timeline, in_ms

WAITING = 8
"""Pictures that may wait. Each is as large as the screen: 8 MiB at 1080p."""
WAITING_S = 0.3
"""How long a picture may wait: sound of the same time is not written before it.

Past either, the oldest is dropped, so that the file never ends on an old one.
"""

_LOOK_S = 0.1
_REPEAT_S = 0.2
"""A still screen is said to be still this often: sound of the same time can be written then."""
_LATE_S = 0.15
"""Pictures newer than this may still be on their way."""
_BLIND_S = 2.0
"""Nobody looked at the screen for so long: a gap."""
_BLIND_KNOWN_S = 0.2
"""The same, when the screen was known to be gone."""
_UNKNOWN = "The screen could not be looked at."


class PictureLane:
    """Takes pictures from any thread and encodes them in its own."""

    def __init__(
        self,
        encoder: PictureEncoder,
        timeline: Timeline,
        clock: Clock,
        on_gap: Callable[[Gap], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        self.dropped = 0
        self._encoder = encoder
        self._timeline = timeline
        self._clock = clock
        self._on_gap = on_gap
        self._on_error = on_error
        self._ready = Condition()
        self._queue: deque[Picture] = deque()
        self._held: Picture | None = None
        self._seen = clock()
        self._why_blind = ""
        self._end: float | None = None
        self._thread = Thread(target=self._run, name="recording-pictures", daemon=True)
        self._thread.start()

    @property
    def frames(self) -> int:
        """Return how many pictures are in the file, repeated ones among them."""
        return self._encoder.frames

    def put(self, picture: Picture) -> bool:
        """Take a picture and return at once; False when an older one had to be dropped for it."""
        with self._ready:
            self._look(picture.at)
            self._queue.append(picture)
            late = len(self._queue) > WAITING or picture.at - self._queue[0].at > WAITING_S
            if late:
                self._queue.popleft()
                self.dropped += 1
            self._ready.notify()
        return not late

    def unchanged(self, at: float) -> None:
        """Learn that the screen was looked at and had not changed."""
        with self._ready:
            self._look(at)

    def blind(self, why: str) -> None:
        """Learn why nobody can look at the screen; the gap is noted with the next look, or at the end."""
        with self._ready:
            self._why_blind = why or self._why_blind

    def finish(self, at: float) -> None:
        """Encode what waits, show the last picture until `at`, and end the thread."""
        with self._ready:
            self._look(at)
            self._end = at
            self._ready.notify()
        self._thread.join()

    def _look(self, at: float) -> None:
        """Note that somebody looked at the screen, and whether nobody did for too long."""
        before, self._seen = self._seen, max(self._seen, at)
        start, end = in_ms(self._timeline.place(before)), in_ms(self._timeline.place(at))
        why, self._why_blind = self._why_blind, ""
        if end - start > (_BLIND_KNOWN_S if why else _BLIND_S) * 1000:
            self._on_gap(Gap(Role.SCREEN, start, end, why or _UNKNOWN))

    def _run(self) -> None:
        try:
            while self._step():
                pass
            self._encoder.finish()
        except BaseException as exc:  # whatever it is, the recording has to hear of it
            self._on_error(exc)

    def _step(self) -> bool:
        with self._ready:
            if not self._queue and self._end is None:
                self._ready.wait(_LOOK_S)
            picture = self._queue.popleft() if self._queue else None
            end = self._end
        self._timeline.look(self._clock())
        if picture is not None:
            self._take(picture)
        elif end is not None:
            self._show_until(end)
            return False
        else:
            self._show_until(self._clock() - _LATE_S, _REPEAT_S)
        return True

    def _take(self, picture: Picture) -> None:
        """Encode a picture; one of a pause is kept, for the screen may not change after it."""
        if self._timeline.is_cut(picture.at):
            self._held = picture
            return
        self._held = None
        self._encoder.picture(self._timeline.place(picture.at), picture)

    def _show_until(self, at: float, apart: float = 0.0) -> None:
        if self._held is not None and not self._timeline.is_cut(at):
            held, self._held = self._held, None
            self._encoder.picture(self._timeline.place(at), held)
        place = self._timeline.place(at)
        if self._encoder.started and place > self._encoder.last_place + apart:
            self._encoder.repeat(place, last=not apart)
