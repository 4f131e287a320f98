"""Where somebody speaks: Silero's detector over a stream of sound, 32 ms at a time.

The detector carries its state from block to block, so that what it says does not depend on how the sound is
cut into blocks: a file gives the same stretches however often its transcription is resumed.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 512
"""Samples that are judged at once: 32 ms."""
_CONTEXT = 64


class VoiceDetector:
    """Judges sound as it comes. One for each track."""

    def __init__(self, session: Any) -> None:
        """Take the ONNX session of the detector; `load_session` makes one that many detectors may share."""
        import numpy as np

        self._session = session
        self._hidden = np.zeros((1, 1, 128), np.float32)
        self._cell = np.zeros((1, 1, 128), np.float32)
        self._before: NDArray[np.float32] = np.zeros(_CONTEXT, np.float32)
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)

    def feed(
        self, samples: "NDArray[np.float32]", *, hasten: bool = False
    ) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
        """Return the probability of speech and the mean power of each whole window so far.

        What is left over waits for the next call.

        Args:
            samples: that follow those of the last call.
            hasten: pass over a block of nothing but zeros; the blocks must then be the same at every time.
        """
        import numpy as np

        sound = np.concatenate([self._rest, samples])
        count = len(sound) // WINDOW
        self._rest = sound[count * WINDOW :]
        if not count:
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        windows = sound[: count * WINDOW].reshape(count, WINDOW)
        if hasten and not windows.any():  # hours of nothing, as holes in a file are, cost nothing
            self._before = windows[-1, -_CONTEXT:].copy()
            return np.zeros(count, np.float32), np.zeros(count, np.float32)
        return self._judge(windows), np.mean(windows * windows, axis=1)

    def finish(self) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
        """Return the same for what is left over, filled up with silence."""
        import numpy as np

        missing = -len(self._rest) % WINDOW
        return self.feed(np.zeros(missing, np.float32))

    def _judge(self, windows: "NDArray[np.float32]") -> "NDArray[np.float32]":
        import numpy as np

        tails = np.concatenate([self._before[None], windows[:-1, -_CONTEXT:]])
        self._before = windows[-1, -_CONTEXT:].copy()
        inputs = {"input": np.concatenate([tails, windows], axis=1), "h": self._hidden, "c": self._cell}
        found, self._hidden, self._cell = self._session.run(None, inputs)
        probabilities: NDArray[np.float32] = found.reshape(-1)
        return probabilities


def load_session() -> Any:
    """Return the detector's ONNX session; the model is a file of the engine's own package."""
    from stormdat_core.transcription.recognition.offline import faster_whisper

    return faster_whisper().vad.get_vad_model().session
