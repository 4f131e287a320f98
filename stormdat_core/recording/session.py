"""The open sources of one recording: measured as soon as they are open, written while there is a file."""

import threading
import time
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from stormdat_core.errors import StormError
from stormdat_core.model.media import RecordingRequest, Role, SourceEvent, SourceStatus
from stormdat_core.recording.capture.base import Capture
from stormdat_core.recording.capture.blocks import Clock, Picture, Silence, Sound
from stormdat_core.recording.capture.pace import PictureFeed
from stormdat_core.recording.sound.supervision import PATIENCE, Patience, SoundFeed

if TYPE_CHECKING:
    from stormdat_core.recording.files.writing import RecordingFile


_LOOK = 0.01
_EVENTS = 20
"""How many of the newest events are shown."""
_ON_ITS_WAY = 0.1
"""Seconds that sound captured before the end may take to arrive (measured: 15 to 60 ms)."""


class Session:
    """Sources of a request. Opened when made; `begin` lets a file have what they give, `close` ends them.

    Raises:
        SourceLost: a source cannot be opened; none is open then.
    """

    def __init__(
        self, capture: Capture, request: RecordingRequest,
        patience: Patience = PATIENCE, clock: Clock = time.monotonic,
    ) -> None:  # fmt: skip
        self.request = request
        self.screen: PictureFeed | None = None
        self.sounds: tuple[SoundFeed, ...] = ()
        self._clock = clock
        self._file: RecordingFile | None = None
        self._events: deque[SourceEvent] = deque(maxlen=_EVENTS)
        self._queue: SimpleQueue[tuple[SoundFeed, Sound | Silence] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._pass_on, name="stormdat-sound", daemon=True)
        self._unwatch = _nothing
        self._thread.start()
        try:
            self._open(capture, patience)
        except BaseException:
            self.close()
            raise

    def _open(self, capture: Capture, patience: Patience) -> None:
        request = self.request
        if request.picture:
            source = capture.picture(request)
            self.screen = PictureFeed(
                _name(request), source, request.frame_rate, self._seen, self._screen_lost, self._clock,
                lambda text: self.tell(Role.SCREEN, text),
            )  # fmt: skip
        wanted = ((Role.MICROPHONE, request.microphone), (Role.SYSTEM, request.system))
        for role, device in wanted:
            if device is not None:
                self._add(SoundFeed(role, device, capture.sounds, patience, self._clock, self.tell))
        if self.sounds:
            self._unwatch = capture.sounds.watch(self._devices_changed)

    def _add(self, feed: SoundFeed) -> None:
        feed.start(lambda _role, news: self._queue.put((feed, news)))
        self.sounds += (feed,)

    @property
    def size(self) -> tuple[int, int] | None:
        """Return width and height of the picture; None without one."""
        return (self.screen.source.width, self.screen.source.height) if self.screen else None

    def devices(self) -> dict[Role, str]:
        """Return the names of the sources now in use."""
        names = {feed.role: feed.device for feed in self.sounds}
        return {**names, **({Role.SCREEN: self.screen.name} if self.screen else {})}

    def status(self) -> tuple[SourceStatus, ...]:
        """Return the sources as they are now."""
        screen = (self.screen.status(),) if self.screen else ()
        return (*screen, *(feed.status() for feed in self.sounds))

    @property
    def events(self) -> tuple[SourceEvent, ...]:
        """Return what has happened to the sources, the newest last."""
        return tuple(self._events)

    def tell(self, role: Role, text: str) -> None:
        """Keep an event for who looks, and in the journal of the recording under way. Any thread may."""
        at = 0
        if (file := self._file) is not None:
            with suppress(StormError):
                at = file.happened(role, text)
        self._events.append(SourceEvent(at, role, text))

    def begin(self, file: "RecordingFile") -> None:
        """Let a file have everything from now on."""
        self._file = file
        for feed in self.sounds:
            if feed.fault:
                file.sound(feed.role, Silence(self._clock(), feed.fault))
        if self.screen:
            self.screen.look(on=True)

    def wait_until_steady(self, seconds: float) -> None:
        """Return when every device that is there delivers evenly, at the latest after some seconds."""
        until = self._clock() + seconds
        while self._clock() < until and not all(feed.steady or feed.fault for feed in self.sounds):
            time.sleep(_LOOK)

    def look(self, *, on: bool) -> None:
        """Begin to look at the screen, or rest."""
        if self.screen:
            self.screen.look(on=on)

    def release(self) -> None:
        """Give the file what is on its way, then nothing more. The sources stay open."""
        if self.sounds:
            time.sleep(_ON_ITS_WAY)
        self._file = None

    def close(self) -> None:
        """Close the sources."""
        self._unwatch()
        if self.screen:
            self.screen.close()
        for feed in self.sounds:
            feed.close()
        self._queue.put(None)
        self._thread.join(10)
        self._file = None

    def _pass_on(self) -> None:
        """Measure what comes from the devices' threads and give it to the file."""
        while (item := self._queue.get()) is not None:
            feed, news = item
            if isinstance(news, Sound):
                feed.heard(news)
            if (file := self._file) is not None:
                file.sound(feed.role, news)

    def _devices_changed(self) -> None:
        for feed in self.sounds:
            feed.changed()

    def _seen(self, at: float, picture: Picture | None) -> None:
        if (file := self._file) is None:
            return
        if picture is None:
            file.repeat(at)
        else:
            file.picture(picture)

    def _screen_lost(self, why: str) -> None:
        if (file := self._file) is not None:
            file.blind(why)
        if why:
            self.tell(Role.SCREEN, why)


def _name(request: RecordingRequest) -> str:
    if request.region is not None:
        return f"Region {request.region.width} x {request.region.height}"
    return f"Screen {request.monitor}" if request.monitor else "All screens"


def _nothing() -> None:
    return
