"""Decisions are remembered by fingerprint, shown beside findings, and gone when a person says so."""

from datetime import UTC, datetime

import pytest

from stormdat_core.model import Decision, Verdict
from stormdat_core.paths import AppPaths
from stormdat_core.store import Store
from stormdat_core.store.database import backups
from stormdat_core.store.deletion import erasing
from tests.core.store.conftest import Chance, file_result
from tests.core.store.test_erasing import SECRET, places
from tests.core.store.test_store import REQUEST

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def decision(number: int = 0, verdict: Verdict = Verdict.WAIVED, **changes: str) -> Decision:
    """Return a decision about the finding of that number."""
    return Decision(f"{number:024x}", "ACR-UNDEFINED", verdict, NOW, **changes)


@pytest.mark.parametrize("seed", range(20))
def test_a_decision_comes_back_exactly_as_it_was_made(store: Store, seed: int) -> None:
    chance = Chance(seed)
    verdict = list(Verdict)[seed % 4]
    given = decision(seed, verdict, reason=chance.text(), acronym=chance.text(), full_form=chance.text(90))
    store.decisions.put([given])
    (got,) = store.decisions.all()
    assert got == given
    assert repr(got) == repr(given)
    assert store.decisions.get(given.fingerprint) == given
    assert store.decisions.get("0") is None


def test_a_later_decision_takes_the_place_of_an_earlier(store: Store) -> None:
    store.decisions.put([decision(1, reason="first"), decision(2)])
    store.decisions.put([decision(1, Verdict.WELL_KNOWN, acronym="GPS")])
    found = store.decisions.by_fingerprint()
    assert len(found) == 2
    assert found[f"{1:024x}"].verdict is Verdict.WELL_KNOWN


def test_decided_findings_are_told_apart_and_not_lost(store: Store) -> None:
    sweep_id = store.start_sweep(REQUEST, "1", "d")
    store.add_result(sweep_id, file_result(count=6))
    store.decisions.put([decision(number) for number in (1, 4)])
    every = store.findings(sweep_id, sort="document")
    assert every.total == 6
    assert [row.verdict for row in every.items] == [None, Verdict.WAIVED, None, None, Verdict.WAIVED, None]
    assert store.findings(sweep_id, decided=True).total == 2
    assert store.findings(sweep_id, decided=False).total == 4
    facets = store.facets(sweep_id)
    assert (facets.total, facets.decided) == (6, 2)


def test_the_next_sweep_of_the_same_text_is_decided_already(store: Store) -> None:
    store.decisions.put([decision(1)])
    sweep_id = store.start_sweep(REQUEST, "1", "d")
    store.add_result(sweep_id, file_result(count=3))
    assert store.facets(sweep_id).decided == 1


def test_deleting_a_sweep_keeps_decisions(store: Store) -> None:
    sweep_id = store.start_sweep(REQUEST, "1", "d")
    store.add_result(sweep_id, file_result())
    store.finish_sweep(sweep_id)
    store.decisions.put([decision(1)])
    store.delete_sweep(sweep_id)
    assert store.decisions.all() == (decision(1),)


def test_what_is_undone_is_counted_and_erased_later(paths: AppPaths) -> None:
    with Store.open(paths) as store:
        store.decisions.put([decision(1, reason=SECRET * 40), decision(2)])
        backups.copy(paths, backups.DAILY)
        assert store.decisions.take_back([f"{1:024x}", "unknown"]) == 1
        assert store.decisions.all() == (decision(2),)
        assert erasing.is_pending(paths)
    with Store.open(paths):
        assert places(paths, SECRET) == []


def test_what_is_forgotten_leaves_no_trace_now(paths: AppPaths) -> None:
    with Store.open(paths) as store:
        secret = decision(1, Verdict.ACCEPTED, acronym=SECRET, full_form=SECRET * 30, reason=SECRET * 200)
        store.decisions.put([secret, decision(2)])
        backups.copy(paths, backups.DAILY)
        assert len(places(paths, SECRET)) >= 2
        assert store.decisions.forget([secret.fingerprint])
        assert places(paths, SECRET) == []
        assert store.decisions.forget([]), "nothing to erase is no failure"
        assert store.decisions.all() == (decision(2),)
