"""How fast a device's clock runs beside the computer's, found by regression over minutes.

A device counts its own samples. Each block also says when it was captured, with an error of milliseconds
that wobbles with load. A line through the medians of whole seconds tells both: its slope is the skew, its end
the place where the next sample belongs. See docs/recording.md.
"""

from collections import deque
from statistics import median

import numpy as np

from stormdat_core.recording.capture.blocks import RATE

_WINDOW = 300
"""Seconds of history a line is drawn through."""
_TRUSTED = 30
"""Seconds before a slope can be believed."""
_SIGNIFICANT = 4.0
"""A slope smaller than this many times its own error is no slope."""
_CLEAR = RATE * 6 // 1000
"""A slope that makes less than 6 ms over the whole line may be the wobble of a busy sound server."""
_MOST = 1e-3
"""A device further off than 1,000 millionths is not a clock that runs fast but something else."""


class Drift:
    """Compares one device's count of samples with the clock."""

    def __init__(self) -> None:
        self._second: list[tuple[int, float]] = []
        self._points: deque[tuple[float, float]] = deque(maxlen=_WINDOW)
        self._line = (0.0, 0.0)
        self.slope = 0.0
        """Ticks that the clock gains on each sample of the device; negative when the device is fast."""

    @property
    def skew_ppm(self) -> float:
        """By how much the device is fast, in millionths."""
        return (1 / (1 + self.slope) - 1) * 1e6

    def restart(self) -> None:
        """Forget where the device's samples belong, not how fast it is: it was interrupted."""
        self._second.clear()
        self._points.clear()

    def note(self, count: int, tick: float) -> None:
        """Remember that the device's sample number `count` was captured at `tick`."""
        self._second.append((count, tick - count))
        if count - self._second[0][0] >= RATE:
            self._close_second()

    def _close_second(self) -> None:
        counts, offsets = zip(*self._second, strict=True)
        self._points.append((median(counts), median(offsets)))
        self._second.clear()
        self._fit()

    def _fit(self) -> None:
        """Draw the line; believe its slope only when it is long and clearly not level."""
        x, y = np.array(self._points).T
        middle = float(x.mean())
        if len(x) < _TRUSTED:
            level = float(np.median(y - self.slope * (x - middle)))
            self._line = (middle, level)
            return
        spread = x - middle
        square = float(spread @ spread)
        slope = float(spread @ y) / square
        rest = y - y.mean() - slope * spread
        error = float(np.sqrt((rest @ rest) / (len(x) - 2) / square))
        clear = max(_SIGNIFICANT * error, _CLEAR / float(np.ptp(x)))
        self.slope = slope if clear < abs(slope) < _MOST else 0.0
        self._line = (middle, float(y.mean()))

    def expected(self, count: int) -> float | None:
        """Return the tick that sample number `count` belongs to; None until there is a line."""
        if not self._points:
            return None
        middle, level = self._line
        return count + level + self.slope * (count - middle)
