"""A second trial, alone, for the few tests that failed beside others.

Tests of the real window, browser and sound server share the machine with the rest of the suite; what fails
there and passes alone is told apart from what is broken, and named: docs/decisions/0008-a-second-trial.md.
"""

import json
from collections.abc import Sequence

from environment import ROOT

MOST = 6
"""With more failures than these something is broken, and nothing is tried again."""

_FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"


def failed() -> list[str]:
    """Return the names of the tests that failed in the last run, as pytest noted them."""
    try:
        return sorted(json.loads(_FAILED.read_text("utf-8")))
    except (OSError, ValueError):
        return []


def worth_one(code: int, names: Sequence[str]) -> bool:
    """Return whether a run that ended so deserves a second trial: tests failed (1), and few."""
    return code == 1 and 0 < len(names) <= MOST
