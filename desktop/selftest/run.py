"""Runs the checks one after the other and says what came of each."""

import platform
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from stormdat_core import version
from stormdat_core.paths import AppPaths
from stormdat_core.plugins import state
from stormdat_core.plugins.entries import packages
from stormdat_core.site.folder import Site

Details = Mapping[str, object]
Check = Callable[[AppPaths], Details]


class Unfit(Exception):
    """A part that works, but not as it should. `str()` says what was expected and what was there."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one check."""

    name: str
    ok: bool
    seconds: float
    details: Details = field(default_factory=dict)
    error: str = ""


def run(checks: Sequence[tuple[str, Check]]) -> dict[str, object]:
    """Run checks in a data folder of their own and return the report, ready for JSON."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="stormdat-self-test-", ignore_cleanup_errors=True) as folder:
        paths = AppPaths.below(Path(folder), Site(Path(folder) / "site"))
        verdicts = [_verdict(name, check, paths) for name, check in checks]
    return {
        "program": "STORM DAT",
        "version": version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "plugins": [each.words for each in packages(state.entries())],
        "ok": all(verdict.ok for verdict in verdicts),
        "seconds": round(time.monotonic() - begun, 2),
        "checks": [asdict(verdict) for verdict in verdicts],
    }


def _verdict(name: str, check: Check, paths: AppPaths) -> Verdict:
    """Run one check; whatever it raises is its verdict, because the others are to be heard too."""
    begun = time.monotonic()
    try:
        details = check(paths)
    except Exception as exc:
        return Verdict(name, ok=False, seconds=_since(begun), error=f"{type(exc).__name__}: {exc}")
    return Verdict(name, ok=True, seconds=_since(begun), details=details)


def _since(begun: float) -> float:
    return round(time.monotonic() - begun, 2)
