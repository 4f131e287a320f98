"""The acronyms of a file and what a person decided, as JSON for other programs."""

from collections.abc import Callable
from typing import Any

from stormdat_core.model import AcronymMatrix, AcronymRow, Decision, Location, Meaning

Json = dict[str, Any]
Place = Callable[[Location], Json]


def acronyms_json(matrix: AcronymMatrix | None, place: Place) -> Json | None:
    """Return the matrix and the forms that were not judged; None when none was kept.

    Args:
        matrix: the acronyms of the file.
        place: how a report writes a location.
    """
    if matrix is None:
        return None
    return {
        "rows": [_row(row, place) for row in matrix.rows],
        "more": matrix.more,
        "lists": list(matrix.lists),
        "suppressed": [
            {
                "class": each.id,
                "places": each.count,
                "forms": [{"form": form, "places": count} for form, count in each.forms],
                "more": each.more,
            }
            for each in matrix.suppressed
        ],
        "not_read": [{"why": reason, "blocks": blocks} for reason, blocks in matrix.left_out],
    }


def _row(row: AcronymRow, place: Place) -> Json:
    return {
        "acronym": row.acronym,
        "state": row.standing.value,
        "full_form": row.full_form,
        "uses": row.uses,
        "first": place(row.first) if row.first else None,
        "text": [_meaning(each, place) for each in row.text],
        "table": [_meaning(each, place) for each in row.table],
        "lists": [{"list": each.source, "row": each.row, "full_form": each.full_form} for each in row.lists],
        "ignored": row.ignored,
        "findings": list(row.findings),
    }


def _meaning(meaning: Meaning, place: Place) -> Json:
    return {"full_form": meaning.full_form, "where": place(meaning.where)}


def decision_json(decision: Decision | None) -> Json | None:
    """Return what a person decided about a finding; None when nothing was."""
    if decision is None:
        return None
    made = decision.made.isoformat(timespec="seconds")
    told = {"verdict": decision.verdict.value, "reason": decision.reason, "made": made}
    return {**told, "reviewer": decision.reviewer}
