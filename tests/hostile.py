"""Files made to hurt, built by the evaluation script beside a developer's checkout."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.shared import SHARED

LISTS = ("k02", "w")
"""Cases that are acronym lists, by the beginning of their names."""


@dataclass(frozen=True)
class Case:
    """One file and what must become of it: `open`, `warn` or `refuse`."""

    path: Path
    verdict: str


def build(folder: Path, *, large: bool = False) -> list[Case]:
    """Build the set and return its cases, the odd file names included."""
    script = SHARED / "eval" / "hostile" / "make_hostile.py"
    command = [sys.executable, str(script), str(folder), *(["--large"] if large else [])]
    subprocess.run(command, check=True, capture_output=True)
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    cases = [Case(folder / row["file"], row["verdict"]) for row in rows if (folder / row["file"]).is_file()]
    named = {case.path for case in cases}
    cases += [Case(path, "open") for path in sorted((folder / "names").iterdir()) if path not in named]
    return cases


def sentinels(folder: Path) -> dict[str, bool]:
    """Return whether each sentinel word of `v01_every_container.docx` is visible."""
    found = json.loads((folder / "v01_every_container.json").read_text("utf-8"))
    return {word: bool(facts["visible"]) for word, facts in found.items()}
