"""The recorder as pages and command line see it, from whichever process.

The recorder is a process of its own, started at first need and found again by its address file. Every method
may be called from any thread; one thread of ours listens to its status when somebody follows it.
"""

import base64
from collections.abc import Callable
from pathlib import Path

from stormdat_core.errors import RecorderUnreachable
from stormdat_core.model.media import Marker, RecorderStatus, Recording, RecordingRequest, SourceList
from stormdat_core.paths import AppPaths
from stormdat_core.recording.service.asking import Link
from stormdat_core.recording.service.states import BUSY
from stormdat_core.recording.service.status import Follow, Follower


class RecorderClient:
    """Asks the recorder. Every method may raise `RecorderUnreachable`.

    Args:
        paths: whose recorder: there is one for each data folder.
        folder: returns where unfinished recordings are looked for.
    """

    def __init__(self, paths: AppPaths, folder: Callable[[], Path]) -> None:
        self.paths = paths
        self._folder = folder
        self._link = Link(paths)
        self._follower = Follower(self._link)

    def sources(self) -> SourceList:
        """Return what can be recorded now, and what is missing in sentences that name the cure."""
        return self._link.ask("sources", SourceList)

    def thumbnail(self, monitor: int, width: int = 320) -> bytes:
        """Return a small PNG of a monitor, 0 for all.

        Raises:
            SourceLost: there is no such monitor, or the screen cannot be read.
        """
        return base64.b64decode(self._link.ask("thumbnail", str, monitor=monitor, width=width))

    def arm(self, request: RecordingRequest) -> RecorderStatus:
        """Open the sources and measure them; nothing is kept. Armed already, the sources are exchanged.

        Raises:
            SourceLost: a source cannot be opened.
            WrongStep: a recording is under way.
        """
        self._link.ask("arm", type(None), request=request)
        return self.status()

    def disarm(self) -> None:
        """Close the sources of an armed recorder; a recorder that is not armed stays as it is."""
        self._link.ask("disarm", type(None), start=False)

    def start(self, request: RecordingRequest | None = None) -> RecorderStatus:
        """Begin to record; without a request what the recorder is armed with.

        Raises:
            SourceLost: a source cannot be opened.
            WrongStep: a recording is under way, or nothing is armed and there is no request.
            OutputRefused: the folder cannot be written or has no space.
        """
        self._link.ask("start", type(None), request=request)
        return self.status()

    def pause(self) -> None:
        """Keep nothing until `resume`; the time in between is not on the recording's timeline.

        Raises:
            WrongStep: nothing is being recorded.
        """
        self._link.ask("pause", type(None), start=False)

    def resume(self) -> None:
        """Go on after a pause.

        Raises:
            WrongStep: there is no pause.
        """
        self._link.ask("resume", type(None), start=False)

    def marker(self, note: str = "") -> Marker:
        """Mark this moment.

        Raises:
            WrongStep: nothing is being recorded.
        """
        return self._link.ask("marker", Marker, start=False, note=note)

    def still(self) -> Path:
        """Write what is on the screen now as PNG beside the recording, and return its path.

        Raises:
            WrongStep: nothing, or no picture, is being recorded.
            OutputRefused: it could not be written.
        """
        return self._link.ask("still", Path, start=False)

    def stop(self) -> Recording:
        """End the recording, wait until its file is finished, and return it.

        Raises:
            WrongStep: nothing is being recorded.
            OutputRefused: the file could not be finished; what was recorded is kept.
        """
        return self._link.ask("stop", Recording, start=False)

    def discard(self) -> None:
        """End the recording and delete everything of it.

        Raises:
            WrongStep: nothing is being recorded.
        """
        self._link.ask("discard", type(None), start=False)

    def status(self) -> RecorderStatus:
        """Return how it stands. Where no recorder runs it is idle; none is started to ask."""
        try:
            return self._link.ask("status", RecorderStatus, start=False)
        except RecorderUnreachable:
            return RecorderStatus()

    def unfinished(self, folder: Path | None = None) -> tuple[Recording, ...]:
        """Return the recordings whose recorder ended before its time; not one that is under way."""
        return self._link.ask("unfinished", tuple[Recording, ...], folder=folder or self._folder())

    def recover(self, recording: str, folder: Path | None = None) -> Recording:
        """Make an unfinished recording an ordinary one, without re-encoding, and return it.

        Raises:
            StormError: there is no such recording, or nothing in it can be saved.
        """
        return self._link.ask("recover", Recording, folder=folder or self._folder(), recording=recording)

    def end(self) -> None:
        """Ask a recorder that is not recording to end; one that is, goes on."""
        if self.status().state not in BUSY:
            self._link.end()

    def follow(self, hear: Follow) -> None:
        """Call `hear` with the status at each change, at most ten times a second, from a thread of ours.

        It is called with an idle status when the recorder has ended, and with a failed one when it ended in
        the middle of a recording. A recorder that another window or a command started is noticed too.
        """
        self._follower.add(hear)

    def close(self) -> None:
        """Stop following. The recorder goes on."""
        self._follower.close()
