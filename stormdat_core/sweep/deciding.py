"""Decisions about findings of a stored sweep, and what they teach the next one.

Waiving keeps the reason and no text of the document. The other three name the acronym, because they are
meant to hold wherever it stands: they make the list of `acronyms.house`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList
from stormdat_core.acronyms.list_files.decided import house_list
from stormdat_core.errors import StormError
from stormdat_core.model import AcronymRow, Decision, Finding, Verdict
from stormdat_core.model.drawn import Target
from stormdat_core.model.excerpts import split_excerpt
from stormdat_core.reports.lists import write_list
from stormdat_core.rules.registry import needs
from stormdat_core.store import Store

MOST = 1_000
"""Findings decided at once."""
LONGEST_REASON = 500
LONGEST_ACRONYM = 60
LONGEST_FULL_FORM = 300


@dataclass(frozen=True, slots=True)
class Subject:
    """The acronym that a finding is about, and the full form that counts for it as far as it is known."""

    acronym: str = ""
    full_form: str = ""
    others: tuple[str, ...] = ()
    """Fingerprints of the other findings about it in the same file."""


def subject(store: Store, finding_id: int) -> Subject:
    """Return the acronym a finding is about; an empty one for a finding about something else.

    Raises:
        NotStored: no such finding.
    """
    found = store.found_in(finding_id)
    return subject_of(store, found.finding, found.file.id)


def subject_of(store: Store, finding: Finding, file_id: int) -> Subject:
    """Return the acronym that a finding of a file is about; an empty one where it is about something else."""
    if not needs(finding.rule, AcronymIndex):
        return Subject()
    row = _row(store, file_id, finding.fingerprint)
    if row is not None:
        return Subject(row.acronym, row.full_form, row.findings)
    return Subject(_matched(finding))


def _row(store: Store, file_id: int, fingerprint: str) -> AcronymRow | None:
    matrix = store.acronyms(file_id)
    rows = matrix.rows if matrix else ()
    return next((row for row in rows if fingerprint in row.findings), None)


def _matched(finding: Finding) -> str:
    """Return the text a finding frames, if it can be an acronym or a phrase that has none."""
    where = finding.where
    if where.block < 0 or where.end <= where.start:
        return ""
    return singular(split_excerpt(finding.excerpt, where.start, where.end)[1].strip())[:LONGEST_ACRONYM]


def decide(
    store: Store, finding_ids: Sequence[int], verdict: Verdict, *, reason: str = "", full_form: str = ""
) -> tuple[Decision, ...]:
    """Remember a verdict on findings and return what was remembered.

    What is no acronym, or well known, is so for every finding about it in the file.

    Args:
        store: the library.
        finding_ids: at most `MOST`.
        verdict: what the person says.
        reason: why; needed to waive.
        full_form: of an accepted acronym, when it is not the known one.

    Raises:
        NotStored: no such finding.
        StormError: the verdict does not suit a finding, or something is missing.
    """
    made = decisions_about(store, finding_ids[:MOST], Said(verdict, reason, full_form))
    store.decisions.put(made)
    return made


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about findings."""

    verdict: Verdict
    reason: str = ""
    full_form: str = ""
    everywhere: bool = True
    """Whether what is said about an acronym holds for every document, and not for this one alone."""
    reviewer: str = ""

    def trimmed(self) -> "Said":
        """Return the same within the limits of the library."""
        reason = self.reason.strip()[:LONGEST_REASON]
        full = " ".join(self.full_form.split())[:LONGEST_FULL_FORM]
        return replace(self, reason=reason, full_form=full)


ABOUT_ACRONYMS = frozenset({Verdict.ACCEPTED, Verdict.NOT_AN_ACRONYM, Verdict.WELL_KNOWN})


def decisions_about(store: Store, finding_ids: Sequence[int], said: Said) -> tuple[Decision, ...]:
    """Return the decisions that follow from what a person says about findings; nothing is remembered yet.

    Raises:
        NotStored: no such finding.
        StormError: the verdict does not suit a finding, or something is missing.
    """
    said = said.trimmed()
    if said.verdict is Verdict.WAIVED and not said.reason:
        raise StormError("A waived finding needs a reason.", "Say in a few words why it may stay.")
    made: dict[str, Decision] = {}
    for finding_id in finding_ids:
        for one in _decisions(store, finding_id, said):
            made[one.fingerprint] = one
    return tuple(made.values())


def _decisions(store: Store, finding_id: int, said: Said) -> Iterator[Decision]:
    finding, now, verdict = store.finding(finding_id), datetime.now(UTC), said.verdict
    if not finding.fingerprint:
        raise StormError("This finding cannot be recognised again, so nothing can be decided about it.")
    if verdict not in ABOUT_ACRONYMS:
        if verdict is Verdict.FIX and finding.fix is None:
            raise StormError("This finding has no correction that could be made.", "Leave it to the author.")
        yield Decision(finding.fingerprint, finding.rule, verdict, now, said.reason, reviewer=said.reviewer)
        return
    about = subject(store, finding_id)
    if not about.acronym:
        raise StormError("This finding is about no single acronym.", "It can be waived, with a reason.")
    full = said.full_form or about.full_form
    if verdict is Verdict.ACCEPTED and not full:
        raise StormError(f"Nobody gives a full form of {about.acronym}.", "Say what it stands for.")
    others = about.others if verdict is not Verdict.ACCEPTED else ()
    acronym = about.acronym if said.everywhere else ""
    kept = full if verdict is Verdict.ACCEPTED else ""
    for each in dict.fromkeys((finding.fingerprint, *others)):
        yield Decision(each, finding.rule, verdict, now, said.reason, acronym, kept, said.reviewer)


def acronyms_of(store: Store, file_id: int) -> Mapping[str, AcronymRow]:
    """Return the acronym of each finding of a file that is about one it has a row for, by fingerprint."""
    matrix = store.acronyms(file_id)
    return {print_: row for row in (matrix.rows if matrix else ()) for print_ in row.findings}


def decisions_about_acronyms(
    store: Store, known: Mapping[str, AcronymRow], targets: Iterable[Target], said: Said
) -> dict[str, Decision]:
    """Return the decisions that follow for findings about acronyms, by fingerprint; others are left out.

    Args:
        store: the library.
        known: as `acronyms_of` gives it.
        targets: the findings.
        said: that they are no acronyms, or well known.
    """
    now = datetime.now(UTC)
    made: dict[str, Decision] = {}
    for each in targets:
        if not needs(each.rule, AcronymIndex) or each.fingerprint in made:
            continue
        row = known.get(each.fingerprint)
        acronym = row.acronym if row else _matched(store.finding(each.id))
        kept = acronym if said.everywhere else ""
        for print_ in (each.fingerprint, *(row.findings if row else ())) if acronym else ():
            made[print_] = Decision(
                print_, each.rule, said.verdict, now, said.reason, kept, reviewer=said.reviewer
            )
    return made


def with_house(store: Store, lists: Iterable[AcronymList]) -> tuple[AcronymList, ...]:
    """Return the lists of a sweep, the person's decisions the last of them."""
    made = house_list(store.decisions.all())
    return (*lists, made) if made else tuple(lists)


def house(store: Store) -> AcronymList:
    """Return what the decisions say about acronyms, to be handed on.

    Raises:
        StormError: nothing was decided about acronyms.
    """
    made = house_list(store.decisions.all())
    if made is None:
        raise StormError("No acronym was decided about, so there is no list to write.")
    return made


def export_house(store: Store, target: Path) -> int:
    """Write what the decisions say about acronyms as an acronym list, and return its number of rows.

    Raises:
        StormError: nothing was decided about acronyms.
        OutputRefused: the file cannot be written.
    """
    made = house(store)
    write_list(made, target)
    return len(made.rows) + len(made.bare)
