"""Decisions as rows and as JSON, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from stormdat_core.model import Decision, Verdict
from stormdat_core.store.database.batches import batches
from stormdat_core.store.database.tables import DECISIONS


def held_decisions(connection: Connection, fingerprints: Sequence[str]) -> dict[str, Decision]:
    """Return the decisions about these findings, by fingerprint."""
    found: dict[str, Decision] = {}
    for batch in batches(fingerprints):
        query = select(DECISIONS).where(DECISIONS.c.fingerprint.in_(batch))
        found |= {row.fingerprint: decision_from(row) for row in connection.execute(query)}
    return found


def replace_decisions(connection: Connection, decisions: Iterable[Decision]) -> None:
    """Keep decisions, each in the place of an earlier one about the same finding."""
    rows = [_values(decision) for decision in decisions]
    remove_decisions(connection, [row["fingerprint"] for row in rows])
    if rows:
        connection.execute(insert(DECISIONS), rows)


def remove_decisions(connection: Connection, fingerprints: Sequence[str]) -> int:
    """Drop the decisions about these findings, and return how many there were."""
    gone = 0
    for batch in batches(fingerprints):
        gone += connection.execute(delete(DECISIONS).where(DECISIONS.c.fingerprint.in_(batch))).rowcount
    return gone


def set_decisions(connection: Connection, wanted: Mapping[str, Decision | None]) -> None:
    """Make the decisions about these findings what is given; None takes one back."""
    remove_decisions(connection, [print_ for print_, one in wanted.items() if one is None])
    replace_decisions(connection, [one for one in wanted.values() if one is not None])


def decision_from(row: Row[Any]) -> Decision:
    """Return the decision of a row."""
    return Decision(**{**_facts(row._mapping), "verdict": Verdict(row.verdict), "made": row.made})


def plain(decision: Decision | None) -> dict[str, str] | None:
    """Return a decision as JSON can hold it."""
    if decision is None:
        return None
    return {**_facts(_values(decision)), "made": decision.made.isoformat()}


def from_plain(held: Mapping[str, str] | None) -> Decision | None:
    """Return the decision that `plain` gave."""
    if held is None:
        return None
    facts: dict[str, Any] = dict(held)
    made = datetime.fromisoformat(facts["made"])
    return Decision(**{**facts, "verdict": Verdict(facts["verdict"]), "made": made})


_NAMES = ("fingerprint", "rule", "verdict", "made", "reason", "acronym", "full_form", "reviewer")


def _facts(held: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: held[name] for name in _NAMES}


def _values(decision: Decision) -> dict[str, Any]:
    found = {name: getattr(decision, name) for name in _NAMES}
    return {**found, "verdict": decision.verdict.value}
