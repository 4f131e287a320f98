"""The whole hostile set in one batch: each file its verdict, within its memory and time, and the batch ends."""

import hashlib
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import FileResult
from stormdat_core.sweep import check_file
from stormdat_core.sweep.executor import Failure, TaskLimits, Work
from stormdat_core.sweep.pool import SupervisedPool
from tests.hostile import build, sentinels
from tests.shared import needs_shared

pytestmark = [pytest.mark.engine, needs_shared]


def prepare() -> None:
    """Nothing is shared."""


def judge(path: Path) -> tuple[str, tuple[str, ...], int]:
    """Return (error, warnings, findings) of a file. Runs in the child."""
    result: FileResult = check_file(path)
    return result.error, result.warnings, len(result.findings)


def run(folder: Path, limits: TaskLimits, *, large: bool) -> list[str]:
    """Return what went wrong, a line for each case; print every verdict."""
    cases = {case.path: case for case in build(folder, large=large)}
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in cases}
    pool: SupervisedPool[Path, tuple[str, tuple[str, ...], int]] = SupervisedPool(
        Work(judge, prepare), workers=2, limits=limits
    )
    faults = []
    for outcome in pool.run(cases):
        case = cases[outcome.task]
        error = outcome.result[0] if outcome.result else ""
        ended = "refused" if error else "read" if outcome.result else str(outcome.failure)
        print(f"{case.verdict:7} {ended:20} {case.path.name[:50]}  {error[:100]}")
        stated = outcome.failure in (Failure.TIME, Failure.MEMORY) and case.verdict == "warn" and large
        if outcome.result is None and not stated:
            faults.append(f"{case.path.name}: {outcome.failure} {outcome.detail}")
        elif (case.verdict == "open" and error) or (
            case.verdict == "refuse" and outcome.result and not error
        ):
            faults.append(f"{case.path.name}: should {case.verdict}, {ended} {error}")
        elif error and case.path.name not in error:
            faults.append(f"{case.path.name}: the sentence does not name the file: {error}")
    faults += [
        f"{path.name}: changed"
        for path, digest in before.items()
        if hashlib.sha256(path.read_bytes()).digest() != digest
    ]
    return faults


def test_every_small_case_gets_its_verdict(tmp_path: Path) -> None:
    assert not run(tmp_path, TaskLimits(seconds=30, memory_mib=1024), large=False)


@pytest.mark.soak
def test_every_large_case_gets_its_verdict(tmp_path: Path) -> None:
    """Run with: python build_scripts/dev.py test -m soak -k large_case -s."""
    assert not run(tmp_path, TaskLimits(seconds=180, memory_mib=1536), large=True)


def test_every_container_is_read_once(tmp_path: Path) -> None:
    build(tmp_path)
    fold = str.maketrans({"\u2011": "-", "\u00ad": None})
    text = "\n".join(b.text for b in documents.read(tmp_path / "v01_every_container.docx").blocks).translate(
        fold
    )
    counts = {word: text.count(word) for word in sentinels(tmp_path)}
    assert counts == {word: int(visible) for word, visible in sentinels(tmp_path).items()}
    assert sum(counts.values()) == 40
