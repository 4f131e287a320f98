"""Real documents with random damage: a result or a sentence, never a crash, a hang or an overrun.

STORMDAT_MUTATION_SECONDS=600 python build_scripts/dev.py test -m soak -k mutations -s
"""

import os
import random
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.sweep import check_file
from stormdat_core.sweep.executor import TaskLimits, Work
from stormdat_core.sweep.pool import SupervisedPool
from tests.shared import needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared]
SECONDS = float(os.environ.get("STORMDAT_MUTATION_SECONDS", "600"))
SUFFIXES = ("*.docx", "*.xlsx", "*.pptx")
LARGEST = 400_000
_TAG = re.compile(rb"<[^>]{1,200}>")


def prepare() -> None:
    """Nothing is shared."""


def judge(path: Path) -> str:
    """Return how a file ended. Runs in the child."""
    result = check_file(path)
    return "refused" if result.error else "read"


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return an XML part with one kind of damage."""
    at = rng.randrange(len(data))
    kind = rng.choice(("flip", "cut", "double", "tag away", "tag moved", "number", "truncate"))
    if kind == "flip":
        return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    if kind == "cut":
        return data[:at] + data[at + rng.randrange(1, 500) :]
    if kind == "double":
        piece = data[at : at + rng.randrange(1, 2000)]
        return data[:at] + piece * rng.randrange(2, 50) + data[at:]
    if kind == "truncate":
        return data[:at]
    if kind == "number":
        return re.sub(rb'"\d+"', lambda m: rng.choice((m[0], b'"-1"', b'"99999999999"', b'"x"', b'""')), data)
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    tag = rng.choice(tags)
    without = data[: tag.start()] + data[tag.end() :]
    if kind == "tag away":
        return without
    at = min(at, len(without))
    return without[:at] + tag[0] + without[at:]


def mutants(folder: Path, until: float) -> Iterator[Path]:
    """Write and yield damaged copies until the time is up."""
    files = [
        path for pattern in SUFFIXES for path in real_documents(pattern) if path.stat().st_size < LARGEST
    ]
    number = 0
    while time.monotonic() < until:
        rng = random.Random(number)
        source = rng.choice(files)
        target = folder / f"m{number % 64:02}{source.suffix}"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            parts = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
            chosen = set(rng.sample(parts, min(len(parts), rng.randrange(1, 4))))
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, mutated(data, rng) if name in chosen and data else data)
        number += 1
        yield target


def test_mutations(tmp_path: Path) -> None:
    limits = TaskLimits(seconds=30, memory_mib=1024)
    pool: SupervisedPool[Path, str] = SupervisedPool(Work(judge, prepare), workers=2, limits=limits)
    ends: Counter[str] = Counter()
    faults = []
    for outcome in pool.run(mutants(tmp_path, time.monotonic() + SECONDS)):
        ends[outcome.result or str(outcome.failure)] += 1
        if outcome.failure is not None:
            faults.append(f"{outcome.failure} {outcome.detail}")
    print(f"\n{sum(ends.values()):,} damaged files in {SECONDS:.0f} s: {dict(ends)}")
    print("\n".join(Counter(faults).keys()))
    assert not faults
