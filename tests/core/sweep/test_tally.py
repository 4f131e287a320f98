"""What a sweep remembers of findings is small, and counts as the findings would."""

import sys
from pathlib import Path

from stormdat_core.model import Severity, SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.sweep.runner import SweepRunner
from stormdat_core.sweep.tally import Tally, marks_of
from tests.webui.conftest import finding


def test_it_counts_as_the_findings_do() -> None:
    findings = [finding(number) for number in range(40)]
    tally = Tally.of(findings)
    assert len(tally) == 40
    assert tally.levels == {Severity.INFO: 10, Severity.WARNING: 20, Severity.ERROR: 10}
    decided = marks_of(each.fingerprint for each in findings if each.severity is Severity.ERROR)
    assert Severity.ERROR not in set(tally.undecided(decided))
    assert len(list(tally.undecided(decided))) == 30


def test_a_finding_takes_few_bytes() -> None:
    tally = Tally.of(finding(number) for number in range(10_000))
    assert sys.getsizeof(tally.severities) + sys.getsizeof(tally.marks) < 12 * 10_000


def test_a_sweep_keeps_its_findings_in_the_library_only(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"It has two  spaces and the sign XQ{number}Z.\n")
    with Store.open(AppPaths.below(tmp_path / "app")) as store:
        summary = SweepRunner(SweepRequest((folder,), jobs=1), store).run(JobContext())
        stored = [len(store.result(each.id).findings) for each in store.files(summary.sweep_id)]
    assert {file.result.findings for file in summary.files} == {()}
    assert [len(file.findings) for file in summary.files] == stored
    assert sum(stored) > 2
