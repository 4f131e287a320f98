"""Looks at the screen at an even pace, in a thread of its own, and counts what was missed."""

import logging
import threading
import time
from collections.abc import Callable

from stormdat_core.errors import SourceLost
from stormdat_core.model.media import Role, SourceStatus
from stormdat_core.recording.capture.blocks import Clock, Picture, PictureSource

_log = logging.getLogger("stormdat.recording")

_RETRY = 0.5
"""Seconds between attempts to look at a screen that is gone."""

Tell = Callable[[str], None]
"""Takes a sentence about what has happened to the screen."""
See = Callable[[float, Picture | None], None]
"""Takes the moment of a look and what was new; None when nothing has changed."""


class PictureFeed:
    """A screen that is looked at `rate` times a second while it is `open`.

    Args:
        name: what a person calls the screen.
        source: looked at by this thread only.
        rate: looks a second.
        see: takes what was seen; called from the thread, returns at once.
        lost: told when the screen is gone, with the reason, and with "" when it is back.
        tell: told what else has happened to the screen.
        clock: seconds.
    """

    def __init__(
        self, name: str, source: PictureSource, rate: int, see: See,
        lost: Tell, clock: Clock = time.monotonic, tell: Tell = lambda _text: None,
    ) -> None:  # fmt: skip
        self.name = name
        self.source = source
        self._rate = rate
        self._see = see
        self._lost = lost
        self._tell = tell
        self._clock = clock
        self._looking = threading.Event()
        self._end = threading.Event()
        self._trouble = ""
        self._last: Picture | None = None
        self.missed = 0
        """Looks that came too late."""
        self._thread = threading.Thread(target=self._run, name="stormdat-screen", daemon=True)
        self._thread.start()

    @property
    def last(self) -> Picture | None:
        """Return the picture seen last; None before the first."""
        return self._last

    def look(self, *, on: bool) -> None:
        """Begin to look, or rest."""
        (self._looking.set if on else self._looking.clear)()

    def close(self) -> None:
        """End it."""
        self._end.set()
        self._looking.set()
        self._thread.join(5)
        self.source.close()

    def status(self) -> SourceStatus:
        """Return the source as it is now."""
        return SourceStatus(Role.SCREEN, self.name, alive=not self._trouble, trouble=self._trouble)

    def _run(self) -> None:
        while not self._end.is_set():
            self._looking.wait()
            self._look_for_a_while()

    def _look_for_a_while(self) -> None:
        """Look at an even pace until told to rest. A look late by whole periods counts as missed ones."""
        period, due = 1.0 / self._rate, self._clock()
        while self._looking.is_set() and not self._end.is_set():
            self._look()
            due += period
            late = self._clock() - due
            if late < 0:
                self._end.wait(-late)
            elif late > period:
                self.missed += int(late / period)
                due += int(late / period) * period

    def _look(self) -> None:
        try:
            picture = self.source.grab()
        except SourceLost as exc:
            self._gone(exc)
            return
        if self._trouble:
            self._trouble = ""
            self._lost("")
        if picture is not None:
            self._last = picture
            if picture.news:
                self._tell(picture.news)
        self._see(self._clock() if picture is None else picture.at, picture)

    def _gone(self, error: SourceLost) -> None:
        if not self._trouble:
            _log.warning("The screen is gone.", exc_info=error)
            self._trouble = error.advice
            self._lost(error.advice)
        self._end.wait(_RETRY)
