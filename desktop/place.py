"""Where the window stood and how large it was, kept between starts."""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from stormdat_core.atomic import whole_file
from stormdat_core.errors import StormError
from stormdat_core.paths import AppPaths

_log = logging.getLogger("stormdat.window")

_LEAST = (640, 480)
_MOST = 16_384
_GRIP = 80
"""Pixels of a window that must be on a screen, so that a hand can reach it."""


@dataclass(frozen=True, slots=True)
class Area:
    """A screen: its corner and size in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """Corner and size of the window in pixels. Without a corner the system chooses one."""

    width: int = 1280
    height: int = 800
    x: int | None = None
    y: int | None = None
    maximized: bool = False

    @classmethod
    def load(cls, paths: AppPaths) -> Self:
        """Return the place of the last window; the default when there is none or it makes no sense."""
        try:
            return cls._from(json.loads(_file(paths).read_bytes()))
        except (OSError, ValueError, TypeError, AttributeError):
            return cls()

    @classmethod
    def _from(cls, data: dict[str, object]) -> Self:
        numbers = {key: data[key] for key in ("width", "height", "x", "y") if isinstance(data.get(key), int)}
        found = cls(maximized=data.get("maximized") is True, **numbers)  # type: ignore[arg-type]
        sane = all(
            least <= size <= _MOST for least, size in zip(_LEAST, (found.width, found.height), strict=True)
        )
        return found if sane else cls()

    def save(self, paths: AppPaths) -> None:
        """Keep this place for the next start. A failure is logged and not worth a message."""
        try:
            with whole_file(_file(paths)) as stream:
                stream.write(json.dumps(asdict(self)).encode())
        except StormError as exc:
            _log.warning("The window's place was not saved.", exc_info=exc)

    def within(self, screens: Iterable[Area]) -> "Place":
        """Return this place made to fit: no larger than a screen, its title bar within reach."""
        areas = list(screens)
        if not areas:
            return self
        fitted = replace(
            self,
            width=min(self.width, max(area.width for area in areas)),
            height=min(self.height, max(area.height for area in areas)),
        )
        return fitted if any(fitted._reachable(area) for area in areas) else replace(fitted, x=None, y=None)

    def _reachable(self, area: Area) -> bool:
        if self.x is None or self.y is None:
            return False
        across = min(self.x + self.width, area.x + area.width) - max(self.x, area.x)
        return across >= _GRIP and area.y <= self.y <= area.y + area.height - _GRIP


def _file(paths: AppPaths) -> Path:
    return paths.data / "window.json"
