"""The site's `settings.toml`: what it sets for all, and which of it nobody may set otherwise.

A file that cannot be read, or is wrong, stops the start: a lock that silently does not hold is worse than a
program that says which line to correct (docs/decisions/0017-locks-of-a-site.md).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stormdat_core.errors import BadSettings
from stormdat_core.options import line_of
from stormdat_core.site.folder import Site, SiteFile

LOCKED = "locked"
_LONGEST = 1_000_000
"""Bytes of the file that are read."""
_CURE = "Whoever looks after this computer has to correct it; until then STORM DAT does not start."


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The site's settings as its file states them, by the keys of the file."""

    path: Path
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    """Keys that the file wants locked."""
    doubt: str = ""
    """Why its locks are not believed; empty when they are."""

    @property
    def locked(self) -> frozenset[str]:
        """Return the keys that are locked."""
        return frozenset() if self.doubt else frozenset(self.asked)

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what a person has to know about the file, in sentences."""
        if not (self.doubt and self.asked):
            return ()
        told = f"The settings that your site locks in {self.path} do not hold: {self.doubt}."
        return (f"{told} The administrator can cure it: chown root and chmod 644 the file, 755 its folder.",)

    def place(self, key: str) -> str:
        """Return where a key stands: `line 3`, or `top level` where it is not found."""
        return f"line {line}" if (line := line_of(self.text, [key])) else "top level"


def read_settings(site: Site) -> SiteSettings:
    """Return the site's settings; none of them where there is no file.

    Raises:
        BadSettings: it cannot be read, is not TOML, or its `locked` is no list of names.
    """
    try:
        found = site.read(site.settings, _LONGEST)
    except FileNotFoundError:
        return SiteSettings(site.settings)
    except OSError as exc:
        raise wrong(site.settings, f"cannot be read: {exc.strerror or exc}") from exc
    return _parsed(found)


def wrong(path: Path, what: str) -> BadSettings:
    """Return what a person reads about a file of the site that is wrong; `what` goes on behind its name."""
    return BadSettings(f"The settings file of your site, {path}, {what}.", _CURE)


def _parsed(file: SiteFile) -> SiteSettings:
    try:
        text = file.content.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as exc:
        raise wrong(file.path, f"is not UTF-8 text (byte {exc.start + 1})") from exc
    except tomllib.TOMLDecodeError as exc:
        last = file.content.count(b"\n") + 1
        raise wrong(
            file.path, f"is not valid TOML: {str(exc).replace('end of document', f'the end, line {last}')}"
        ) from exc
    if len(file.content) > _LONGEST:
        raise wrong(file.path, f"is larger than {_LONGEST:,} bytes")
    asked = values.pop(LOCKED, [])
    if not isinstance(asked, list) or not all(isinstance(key, str) for key in asked):
        line = line_of(text, [LOCKED])
        raise wrong(file.path, f'has a mistake in line {line}: write locked = ["file-seconds", "…"]')
    return SiteSettings(file.path, text, values, tuple(dict.fromkeys(asked)), file.doubt)
