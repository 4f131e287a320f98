"""Compare the findings of two revisions, once: what the library keeps of it answers every later question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, literal, select, update

from stormdat_core.model import Decision, Verdict
from stormdat_core.model.comments import OWN
from stormdat_core.model.excerpts import split_excerpt
from stormdat_core.model.revisions import Comparison, Revision
from stormdat_core.store.database.batches import batches
from stormdat_core.store.database.tables import COMPARED, COMPARISONS, DECISIONS, FILES, FINDINGS, SWEEPS
from stormdat_core.store.review.alike_places import Spread, pairs_by_places, still_there
from stormdat_core.store.review.decision_rows import held_decisions
from stormdat_core.store.review.pairing import Key, Left, pairs
from stormdat_core.store.review.same_document import own_revision
from stormdat_core.store.sweeps.values import location_from

NEW, GONE, THERE = 0, 1, 2
"""Kinds of `COMPARED`."""
_MOST = 20_000
"""Findings of a file that are recognised by other means than their fingerprints: what takes longer than a
second or two would keep others from writing."""
_ON_LISTS = (Verdict.ACCEPTED.value, Verdict.NOT_AN_ACRONYM.value, Verdict.WELL_KNOWN.value)
"""Verdicts after which an acronym is no longer reported, though the text is as it was."""
_LEFT = (
    FINDINGS.c.id,
    FINDINGS.c.rule,
    FINDINGS.c.message,
    FINDINGS.c.excerpt,
    FINDINGS.c.start,
    FINDINGS.c.end,
    FINDINGS.c.heading,
    FINDINGS.c.fingerprint,
    FINDINGS.c.position,
)


def compare(connection: Connection, file_id: int, against: int) -> tuple[Comparison, dict[str, Decision]]:
    """Compare a file with an earlier one, in the place of an earlier comparison of the two.

    A reviewer's own comments are left out: that they are not in a newer file says nothing of its text.

    Returns:
        The comparison, and by the fingerprints of findings that were recognised by other means what had been
        decided about them under their old ones.

    Raises:
        NotStored: no such file.
    """
    own = own_revision(connection, file_id)[1]
    own_revision(connection, against)
    made = _begin(connection, file_id, against, began(connection, own))
    _equal(connection, made)
    moved = _left_over(connection, made)
    number = update(COMPARISONS).where(COMPARISONS.c.id == made.id).values(moved=len(moved))
    connection.execute(number)
    held = {each: one for each, one in _former(connection, moved).items() if one.made < made.began}
    _note_verdicts(connection, made)
    _note_former(connection, made, held)
    _put_known(connection, made)
    return replace(made, moved=len(moved)), held


def began(connection: Connection, revision: Revision) -> datetime:
    """Return when the first check of a revision's bytes began."""
    query = select(SWEEPS.c.started).join(FILES, FILES.c.sweep_id == SWEEPS.c.id)
    moment: datetime = connection.execute(query.where(FILES.c.id == revision.first)).scalar_one()
    return moment


def _begin(connection: Connection, file_id: int, against: int, moment: datetime) -> Comparison:
    both = (COMPARISONS.c.file_id == file_id, COMPARISONS.c.against == against)
    connection.execute(delete(COMPARISONS).where(*both))
    row = {"file_id": file_id, "against": against, "began": moment, "moved": 0}
    key = connection.execute(insert(COMPARISONS).values(row)).inserted_primary_key
    assert key is not None
    return Comparison(int(key[0]), file_id, against, moment)


def _equal(connection: Connection, made: Comparison) -> None:
    """Keep the findings whose fingerprints are in both."""
    newer, older = FINDINGS.alias("newer"), FINDINGS.alias("older")
    place = select(FILES.c.sweep_id).where(FILES.c.id == made.against).scalar_subquery()
    both = (
        (older.c.sweep_id == place)
        & (older.c.file_id == made.against)
        & (older.c.fingerprint == newer.c.fingerprint)
    )
    chosen = (
        select(
            literal(made.id),
            literal(THERE),
            newer.c.position,
            newer.c.id,
            newer.c.rule,
            func.min(older.c.id),
            literal(value=False),
            newer.c.fingerprint,
            literal(""),
        )
        .select_from(newer)
        .join(older, both)
        .where(newer.c.file_id == made.file_id, newer.c.fingerprint != "", newer.c.rule != OWN)
        .group_by(newer.c.id)
    )
    connection.execute(insert(COMPARED).from_select(list(_NAMES), chosen))


_NAMES = (
    "comparison_id",
    "kind",
    "position",
    "finding_id",
    "rule",
    "earlier_id",
    "moved",
    "fingerprint",
    "was",
)


def _left_over(connection: Connection, made: Comparison) -> dict[str, str]:
    """Keep the others: moved, new or gone; return the old fingerprints of what moved by the new ones."""
    come = connection.execute(_others(made, made.file_id, COMPARED.c.finding_id)).all()
    lost = connection.execute(_others(made, made.against, COMPARED.c.earlier_id)).all()
    old, new = _spreads(connection, made.against, lost), _spreads(connection, made.file_id, lost)
    found = _recognised(connection, made, (lost, come), (old, new))
    moved = [each for each in come if each.id in found]
    _insert(connection, [_row(made, each, found[each.id]) for each in moved])
    _rest(connection, made, made.file_id, NEW, COMPARED.c.finding_id)
    _rest(connection, made, made.against, GONE, COMPARED.c.earlier_id)
    missing = {each.id for each in lost} - set(found.values())
    there = still_there((each for each in old if each.id in missing), new)
    settled = _answered(connection, [each for each in lost if each.id in missing])
    _not_gone(connection, made, there | settled)
    prints = {row.id: row.fingerprint for row in lost}
    return {row.fingerprint: prints[found[row.id]] for row in moved if row.fingerprint}


def _recognised(
    connection: Connection,
    made: Comparison,
    rows: tuple[Sequence[Row[Any]], Sequence[Row[Any]]],
    spreads: tuple[Sequence[Spread], Sequence[Spread]],
) -> dict[int, int]:
    """Return the earlier finding of each newer one: by their places, else by what stands round them."""
    lost, come = ({each.id: each for each in side} for side in rows)
    old, new = spreads
    found = pairs_by_places(
        (each for each in old if each.id in lost), (each for each in new if each.id in come)
    )
    fixed = _to_be_fixed(connection, list(lost.values()))
    found = _no_more(found, spreads, fixed)
    gone = set(found.values())
    rest = [_left(row) for key, row in lost.items() if key not in gone]
    others = [_left(row) for key, row in come.items() if key not in found]
    return found | pairs(rest, others, partial(_names, connection, made), fixed)


def _no_more(
    found: Mapping[int, int], spreads: tuple[Sequence[Spread], Sequence[Spread]], fixed: frozenset[int]
) -> dict[int, int]:
    """Return pairs without groups to be corrected that have got more places: those nobody has seen."""
    old, new = ({each.id: len(each.faults) for each in side} for side in spreads)
    return {now: then for now, then in found.items() if then not in fixed or new[now] <= old[then]}


def _spreads(connection: Connection, file_id: int, lost: Sequence[Row[Any]]) -> list[Spread]:
    """Return the findings of a file with their places, of the rules that something is left over of."""
    rules = sorted({row.rule for row in lost})
    shown = (FINDINGS.c.id, FINDINGS.c.rule, FINDINGS.c.message, FINDINGS.c.excerpt)
    query = select(*shown, FINDINGS.c.location, FINDINGS.c.evidence).where(
        FINDINGS.c.file_id == file_id, FINDINGS.c.rule.in_(rules), FINDINGS.c.rule != OWN
    )
    found: list[Row[Any]] = list(connection.execute(query.order_by(FINDINGS.c.ordinal).limit(_MOST)))
    return list(map(_spread, found))


def _spread(row: Row[Any]) -> Spread:
    places = [(location_from(where), bool(marked)) for where, _, marked in row.evidence]
    return Spread.of((row.id, row.rule, row.message, row.excerpt), location_from(row.location), places)


def _answered(connection: Connection, lost: Sequence[Row[Any]]) -> frozenset[int]:
    """Return the ids of findings about acronyms that a person has settled: no author has mended these."""
    own = [row for row in lost if row.rule.startswith("ACR-")]
    if not own:
        return frozenset()
    said = select(DECISIONS.c.fingerprint, DECISIONS.c.acronym).where(DECISIONS.c.verdict.in_(_ON_LISTS))
    settled = connection.execute(said).all()
    prints = {row.fingerprint for row in settled}
    names = {row.acronym for row in settled if row.acronym}
    return frozenset(row.id for row in own if row.fingerprint in prints or _framed(row) in names)


def _framed(row: Row[Any]) -> str:
    return split_excerpt(row.excerpt, row.start, row.end)[1]


def _not_gone(connection: Connection, made: Comparison, ids: frozenset[int]) -> None:
    """Drop findings from what is gone whose text is there as it was."""
    own = (COMPARED.c.comparison_id == made.id, COMPARED.c.kind == GONE)
    for batch in batches(sorted(ids)):
        connection.execute(delete(COMPARED).where(*own, COMPARED.c.finding_id.in_(batch)))


def _to_be_fixed(connection: Connection, rows: Sequence[Row[Any]]) -> frozenset[int]:
    """Return the findings whose text a decision changes: in another sentence nobody has asked for that."""
    held = held_decisions(connection, [row.fingerprint for row in rows if row.fingerprint])
    fixed = {print_ for print_, one in held.items() if one.verdict is Verdict.FIX}
    return frozenset(row.id for row in rows if row.fingerprint in fixed)


def _rest(connection: Connection, made: Comparison, file_id: int, kind: int, known: Any) -> None:
    """Keep the findings of a file that nothing was found for."""
    moved = literal(value=False)
    values = (literal(made.id), literal(kind), FINDINGS.c.position, FINDINGS.c.id, FINDINGS.c.rule)
    query = select(*values, literal(0), moved, FINDINGS.c.fingerprint, literal(""))
    query = query.where(*_unknown(made, file_id, known))
    connection.execute(insert(COMPARED).from_select(list(_NAMES), query))


def _unknown(made: Comparison, file_id: int, known: Any) -> tuple[Any, ...]:
    done = select(known).where(COMPARED.c.comparison_id == made.id, COMPARED.c.kind == THERE)
    return FINDINGS.c.file_id == file_id, FINDINGS.c.rule != OWN, FINDINGS.c.id.not_in(done)


def _names(connection: Connection, made: Comparison, rules: frozenset[str]) -> frozenset[Key]:
    """Return what the equal findings of some rules are about: their rules and the names they frame."""
    equal = (COMPARED.c.comparison_id == made.id, COMPARED.c.kind == THERE, COMPARED.c.rule.in_(rules))
    query = select(*_LEFT).join(COMPARED, COMPARED.c.finding_id == FINDINGS.c.id).where(*equal)
    rows: list[Row[Any]] = list(connection.execute(query))
    found = map(_left, rows)
    return frozenset((each.rule, each.name) for each in found if each.name)


def _left(row: Row[Any]) -> Left:
    return Left.of(row[:7])


def _others(made: Comparison, file_id: int, known: Any) -> Select[Any]:
    """Return the question for what is left over of a file, of very many the first ones."""
    own = _unknown(made, file_id, known)
    return select(*_LEFT).where(*own).order_by(FINDINGS.c.ordinal).limit(_MOST)


def _row(made: Comparison, one: Row[Any], earlier: int) -> dict[str, Any]:
    held = (made.id, THERE, one.position, one.id, one.rule, earlier, True, one.fingerprint, "")
    return dict(zip(_NAMES, held, strict=True))


def _insert(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    for batch in batches(rows):
        connection.execute(insert(COMPARED), batch)


def _note_verdicts(connection: Connection, made: Comparison) -> None:
    """Note what had been decided when the newer file came. It goes from decisions, as they are fewer."""
    verdict = select(DECISIONS.c.verdict).where(DECISIONS.c.fingerprint == COMPARED.c.fingerprint)
    before = select(DECISIONS.c.fingerprint).where(DECISIONS.c.made < made.began)
    own = (COMPARED.c.comparison_id == made.id, COMPARED.c.fingerprint.in_(before))
    connection.execute(update(COMPARED).where(*own).values(was=verdict.scalar_subquery()))


def _former(connection: Connection, moved: Mapping[str, str]) -> dict[str, Decision]:
    """Return the decisions about what moved, by the new fingerprints."""
    held = held_decisions(connection, list(moved.values()))
    return {new: held[old] for new, old in moved.items() if old in held}


def _note_former(connection: Connection, made: Comparison, held: Mapping[str, Decision]) -> None:
    for print_, one in held.items():
        own = (
            COMPARED.c.comparison_id == made.id,
            COMPARED.c.fingerprint == print_,
            COMPARED.c.kind == THERE,
        )
        connection.execute(update(COMPARED).where(*own, COMPARED.c.was == "").values(was=one.verdict.value))


def _put_known(connection: Connection, made: Comparison) -> None:
    """Count what was decided about before as known, though the earlier revision did not have it."""
    own = (COMPARED.c.comparison_id == made.id, COMPARED.c.kind == NEW, COMPARED.c.was != "")
    connection.execute(update(COMPARED).where(*own).values(kind=THERE))


def forget_verdicts(connection: Connection, fingerprints: Sequence[str]) -> None:
    """Drop what comparisons hold of decisions about these findings."""
    for batch in batches(fingerprints):
        connection.execute(update(COMPARED).where(COMPARED.c.fingerprint.in_(batch)).values(was=""))
