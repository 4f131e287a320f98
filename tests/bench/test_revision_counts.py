"""What became of 100,000 findings, 60,000 of them decided: what do the counts cost the server's processor?

python build_scripts/dev.py test -m soak -k revision_counts -s
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.model import Decision, FileResult, SweepRequest, Verdict
from stormdat_core.model.revisions import Change
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.sweep import revising
from tests.bench.test_review_cost import cpu
from tests.core.store.conftest import finding

pytestmark = pytest.mark.soak
FINDINGS, DECIDED = 100_000, 60_000


def _print(number: int) -> str:
    return f"{number * 7919:024x}"


def _checked(store: Store, name: str, shift: int) -> int:
    found = tuple(finding(at, fingerprint=_print(at + shift)) for at in range(FINDINGS))
    sweep = store.start_sweep(SweepRequest(()), "1", "d")
    result = FileResult(Path(f"/x/{name}"), sha256=name * 9, format="docx", findings=found)
    file = store.add_result(sweep, result)
    store.finish_sweep(sweep)
    return file


def _decide(store: Store, first: int, last: int) -> None:
    now = datetime.now(UTC)
    store.decisions.put(Decision(_print(at), "R", Verdict.LEFT, now) for at in range(first, last))


def test_counts_are_cheap_and_follow_every_decision(tmp_path: Path) -> None:
    with Store.open(AppPaths.below(tmp_path / "app")) as store:
        _checked(store, "plan v1.docx", 0)
        _decide(store, 0, DECIDED)
        new = _checked(store, "plan v2.docx", 5_000)
        made = revising.follow(store, new)
        assert made is not None
        assert store.revisions.changes(made).of(Change.DECIDED) == DECIDED - 5_000
        _decide(store, DECIDED, DECIDED + 1)
        assert store.revisions.changes(made).of(Change.DECIDED) == DECIDED - 4_999
        for name, act in (
            ("changes", lambda _: store.revisions.changes(made)),
            ("trend", lambda _: store.revisions.trend(new)),
        ):
            median, worst = cpu(act)
            print(f"{name:8} median {median:6.1f} ms, p95 {worst:6.1f} ms (limit 100)")
            assert worst < 100
