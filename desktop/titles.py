"""The recorder's state in the window's title: the same truth as on the page, seen from the task bar."""

from collections.abc import Callable, Mapping

from stormdat_core.model.media import RecorderState, RecorderStatus
from stormdat_core.recording.service.states import BUSY

_WORDS: Mapping[RecorderState, str] = {
    RecorderState.RECORDING: "Recording",
    RecorderState.PAUSED: "Recording paused",
    RecorderState.STOPPING: "Finishing the recording",
    RecorderState.FINALISING: "Finishing the recording",
    RecorderState.FAILED: "Recording failed",
}
"""States that are worth a title; the title of a recording is not shown, others may see the task bar."""


class RecorderTitle:
    """Follows a recorder. Called from the thread that listens to it."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._shown = ""
        self.busy = False
        """Whether a file is being written; known without asking, for whoever must not wait."""

    def __call__(self, status: RecorderStatus) -> None:
        self.busy = status.state in BUSY
        words = _WORDS.get(status.state, "")
        if words != self._shown:
            self._shown = words
            self._show(words)
