"""Quiet stretches beside loud ones, raised before anybody listens: a voice far away, a weak line.

Each window is raised by what its neighbourhood leaves room for: sound of ordinary level passes unchanged.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stormdat_core.transcription.media.channel_mixing import RATE
from stormdat_core.transcription.recognition.voice_activity import WINDOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

SILENT = 3e-5
"""Peak below which a channel holds nothing: -90 dB, less than one step of 16 bits."""
QUIET = 0.02
"""Peak below which sound is raised before anybody listens: -34 dB."""
RAISED = 0.3
"""Peak to which it is raised."""
_ALONE = 4.0
"""Times by which a click is louder than what is beside it."""
_CLICK = WINDOW // 8
"""Samples that a click has at most, with what a filter makes of it: 4 ms."""
_AROUND = round(0.5 * RATE / WINDOW)
"""Windows to each side that share the level of a window: half a second, so that no gain cuts into a word."""


def levels(samples: "Samples") -> "Samples":
    """Return the peak around each window of some samples, clicks left out; the last window may be shorter."""
    import numpy as np

    padded = np.pad(np.abs(samples), (0, -len(samples) % WINDOW)).reshape(-1, WINDOW)
    peaks = _without_clicks(padded, padded.max(axis=1))
    around = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, _AROUND), 2 * _AROUND + 1)
    found: Samples = around.max(axis=1)
    return found


def _without_clicks(windows: "Samples", peaks: "Samples") -> "Samples":
    """Return the peaks of windows; those of a few samples alone, far above all around them, say nothing."""
    import numpy as np

    beside = np.pad(peaks, 1)
    alone = (peaks >= QUIET) & (peaks > _ALONE * np.maximum(beside[:-2], beside[2:]))
    if not alone.any():
        return peaks
    places = np.flatnonzero(alone)
    usual = np.partition(windows[places], -_CLICK, axis=1)[:, -_CLICK]
    clicks = peaks[places] > _ALONE * usual
    found = peaks.copy()
    found[places[clicks]] = usual[clicks]
    return found


def gains(levels: "Samples") -> "Samples":
    """Return the gain of each window by the peak around it: 1 where it is loud, or nothing."""
    import numpy as np

    quiet = (levels < QUIET) & (levels >= SILENT)
    found: Samples = np.where(quiet, RAISED / np.maximum(levels, SILENT), 1.0).astype(np.float32)
    return found


def raised(samples: "Samples", gains: "Samples") -> "Samples":
    """Return samples with the gain of each window, going over from one to the next."""
    import numpy as np

    if (gains == 1).all():
        return samples
    middles = np.arange(len(gains)) * WINDOW + WINDOW // 2
    each = np.interp(np.arange(len(samples)), middles, gains).astype(np.float32)
    found: Samples = np.clip(samples * each, -1.0, 1.0)
    return found


def audible(samples: "Samples") -> "Samples":
    """Return a stretch as it is, or raised as a whole where all of it is very quiet."""
    import numpy as np

    loud = float(np.abs(samples).max()) if len(samples) else 0.0
    if not SILENT <= loud < QUIET:
        return samples
    found: Samples = samples * np.float32(RAISED / loud)
    return found


def within(places: Any, spans: Sequence[tuple[int, int]]) -> Any:
    """Return for each place whether it lies in one of some spans, which are in order and apart."""
    import numpy as np

    edges = np.asarray(spans, np.int64).reshape(-1)
    return np.searchsorted(edges, places, side="right") % 2 == 1
