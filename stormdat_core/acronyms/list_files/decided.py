"""The list that a person's decisions make: what was accepted, what is well known, what is no acronym.

It joins the lists of every sweep as the last of them and claims nothing about acronyms it does not hold. As
an .xlsx it is a list like any other, for colleagues to use.
"""

import hashlib
from collections.abc import Iterable, Iterator

from stormdat_core.acronyms.list_files.acronym_list import AcronymList, ListRow
from stormdat_core.model import Decision, Verdict

HOUSE = "your decisions"
_NOTES = {Verdict.NOT_AN_ACRONYM: "ignore: not an acronym", Verdict.WELL_KNOWN: "well-known"}


def house_list(decisions: Iterable[Decision]) -> AcronymList | None:
    """Return what decisions say about acronyms as a list; None when they say nothing.

    The same decisions give the same list, in whatever order they were made; its digest changes with them, so
    that a result is judged again after a decision and a report names what it was judged by.
    """
    made = sorted(set(_rows(decisions)), key=lambda row: (row.acronym, row.definition, row.notes))
    numbered = [
        ListRow(row.acronym, row.definition, row.notes, "", at, HOUSE) for at, row in enumerate(made, 2)
    ]
    if not numbered:
        return None
    text = "\n".join(f"{row.acronym}\x1f{row.definition}\x1f{row.notes}" for row in numbered)
    return AcronymList(
        name=HOUSE,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        rows=tuple(row for row in numbered if row.definition),
        bare=tuple(row for row in numbered if not row.definition),
        complete=False,
    )


def _rows(decisions: Iterable[Decision]) -> Iterator[ListRow]:
    for one in decisions:
        if one.verdict in _NOTES and one.acronym:
            yield ListRow(one.acronym, "", _NOTES[one.verdict])
        elif one.verdict is Verdict.ACCEPTED and one.acronym and one.full_form:
            yield ListRow(one.acronym, one.full_form)
