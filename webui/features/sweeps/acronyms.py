"""The acronyms of a checked file: list, own table and running text side by side, and what was not judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound

from stormdat_core.acronyms.exclusion.classes import described
from stormdat_core.model import AcronymMatrix, AcronymRow, Standing
from stormdat_core.store import StoredFile
from webui.context import services
from webui.requests import number

PER_PAGE = 200
_LONGEST = 100
MEANS: Mapping[Standing, str] = {
    Standing.DIFFERS: "Text, table and list do not agree on the full form.",
    Standing.UNKNOWN: "Used, and nobody gives a full form.",
    Standing.UNDEFINED: "Used and not defined in the text; the table or a list gives the full form.",
    Standing.MISSING: "Defined in the text; the table or the lists do not hold it.",
    Standing.UNUSED: "In the table, and not used in the text.",
    Standing.AGREES: "Defined, and nobody says otherwise.",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the matrix."""

    state: Standing | None = None
    text: str = ""

    @classmethod
    def of_request(cls) -> "Wanted":
        """Read the query of the request; what makes no sense in it is left out."""
        word = request.args.get("state", "")
        state = next((each for each in Standing if each.value == word), None)
        return cls(state, request.args.get("q", "")[:_LONGEST].strip())

    def rows(self, matrix: AcronymMatrix) -> list[AcronymRow]:
        """Return the rows that are wanted."""
        return [row for row in matrix.rows if self.state in (None, row.standing) and self._holds(row)]

    def _holds(self, row: AcronymRow) -> bool:
        own = (each.full_form for each in (*row.text, *row.table))
        words = "\n".join((row.acronym, row.full_form, *own, *(each.full_form for each in row.lists)))
        return self.text.casefold() in words.casefold()


def install(bp: Blueprint) -> None:
    """Add the page to the sweeps."""
    bp.add_url_rule("/<key:sweep_id>/files/<key:file_id>/acronyms", "acronyms", page)


def page(sweep_id: int, file_id: int) -> str:
    """Show the acronyms of one file."""
    store = services().store
    file = store.file(file_id)
    if file.sweep_id != sweep_id:
        raise NotFound
    matrix, wanted = store.acronyms(file_id), Wanted.of_request()
    found = wanted.rows(matrix) if matrix else []
    at = number("page", 1, 1)
    shown = found[(at - 1) * PER_PAGE :][:PER_PAGE]
    return render_template(
        "sweeps/acronyms.html",
        sweep=store.sweep(sweep_id),
        file=file,
        matrix=matrix,
        wanted=wanted,
        found=len(found),
        rows=shown,
        page=at,
        pages=max(1, -(-len(found) // PER_PAGE)),
        counts=_counts(matrix),
        states=MEANS,
        jump=_jumps(file, shown),
        described=described,
        address=_address(sweep_id, file_id, wanted),
    )


def _counts(matrix: AcronymMatrix | None) -> Mapping[Standing, int]:
    rows = matrix.rows if matrix else ()
    return {state: sum(row.standing is state for row in rows) for state in Standing}


def _jumps(file: StoredFile, rows: list[AcronymRow]) -> Mapping[str, str]:
    """Return, by acronym, the address of the first finding about it."""
    ids = services().store.finding_ids(file.id)
    found: dict[str, str] = {}
    for row in rows:
        first = next((ids[mark] for mark in row.findings if mark in ids), None)
        if first is not None:
            found[row.key] = url_for(
                "sweeps.sweep", sweep_id=file.sweep_id, file=file.id, q=row.acronym, finding=first
            )
    return found


def _address(sweep_id: int, file_id: int, wanted: Wanted) -> Any:
    def address(**changes: Any) -> str:
        now = {"state": wanted.state.value if wanted.state else None, "q": wanted.text or None}
        return url_for("sweeps.acronyms", sweep_id=sweep_id, file_id=file_id, **(now | changes))

    return address
