"""A newer revision of a document: compared with the one before, and decided where that was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import IO

from stormdat_core.errors import StormError
from stormdat_core.model.excerpts import split_excerpt
from stormdat_core.model.revisions import Change, Comparison
from stormdat_core.reports.contents import plural
from stormdat_core.reports.spreadsheet.revisions import ChangeLine, Compared, write_changes
from stormdat_core.store import Store
from stormdat_core.store.review.revisions import Changed
from stormdat_core.sweep import carrying

SUFFIX = ".revisions.xlsx"
ORDER = (Change.REOPENED, Change.OPEN, Change.NEW, Change.DECIDED, Change.FIXED)
"""Changes in the order of pages and reports: what needs somebody first."""


def follow(store: Store, file_id: int) -> Comparison | None:
    """Compare a file that was just checked with the revision before it; None where there is none.

    What was decided about findings whose surroundings have changed is carried over to them, as one step that
    the page of the document can undo; others keep their fingerprints and with them their decisions. That is
    done when the bytes come for the first time, or what a person took back would come again. A reviewer's own
    comments are kept then too, without places: see `carrying.place`.
    """
    earlier = store.revisions.likeliest(file_id)
    if earlier is None:
        return None
    made, held = store.revisions.compare(file_id, earlier.file_id)
    first = store.revisions.is_first_check(file_id)
    if first:
        carrying.keep(store, file_id, earlier.file_id)
    open_yet = store.revisions.undecided(held) if held and first else {}
    if open_yet:
        carried = [replace(one, fingerprint=print_) for print_, one in open_yet.items()]
        store.steps.put(file_id, carried, f"{plural(len(carried), 'decision')} carried over")
    return made


def compare(store: Store, file_id: int, against: int) -> Comparison:
    """Compare a file with another one that a person chose. Decisions stay where they are.

    Raises:
        NotStored: no such file.
        StormError: they are the same, or one was not checked.
    """
    one, other = store.file(file_id), store.file(against)
    if one.sha256 == other.sha256:
        raise StormError(f"{one.name} and {other.name} are the same.", "Choose another revision.")
    for each in (one, other):
        if each.error:
            raise StormError(f"{each.name} was not checked: {each.error}", each.hint)
    return store.revisions.compare(file_id, against)[0]


def compared(store: Store, file_id: int, against: int | None = None) -> Comparison | None:
    """Return the comparison that is shown: with a chosen file, else with the likeliest; None for none yet."""
    if against is None:
        earlier = store.revisions.likeliest(file_id)
        kept = store.revisions.comparison(file_id, earlier.file_id) if earlier else None
        return kept or store.revisions.comparison(file_id)
    return store.revisions.comparison(file_id, against)


def write_report(store: Store, made: Comparison, stream: IO[bytes], version: str, moment: datetime) -> int:
    """Write what became of all findings as a workbook, and return how many rows it has.

    Args:
        store: the library.
        made: the comparison.
        stream: seekable.
        version: of the program.
        moment: aware; the only time the file carries.
    """
    one, other = store.file(made.file_id), store.file(made.against)
    begun = store.sweep(other.sweep_id).started
    changes = store.revisions.changes(made)
    facts = Compared(one.name, one.sha256, other.name, other.sha256, begun, made.began, changes, made.moved)
    return write_changes(stream, facts, _lines(store, made), ORDER, version, moment)


def _lines(store: Store, made: Comparison) -> Iterator[ChangeLine]:
    for change in ORDER:
        yield from map(_line, store.revisions.all(made, change))


def _line(one: Changed) -> ChangeLine:
    row, decision = one.row, one.decision
    words = split_excerpt(row.excerpt, row.start, row.end)[1]
    return ChangeLine(
        one.change,
        row.severity,
        row.rule,
        row.label,
        row.page,
        words,
        row.message,
        one.was,
        str(decision.verdict) if decision else "",
        decision.reason if decision else "",
        decision.reviewer if decision else "",
        decision.made if decision else None,
        moved=one.moved,
    )
