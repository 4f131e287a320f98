"""What the page of findings shows, gathered from the library."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import render_template, request

from stormdat_core import reports
from stormdat_core.model import Colour, Decision, Finding, Sweep, SweepState, excerpts
from stormdat_core.reports.colours import kinds
from stormdat_core.reports.contents import fix_words, heading_path
from stormdat_core.reports.coverage import AUDITING, Coverage, Names, PassedOver
from stormdat_core.reports.text import shorten, split_excerpt
from stormdat_core.rules.base import RuleInfo
from stormdat_core.rules.registry import rules
from stormdat_core.store import FindingRow, Noted, Page, PassedKind, StoredFile
from stormdat_core.sweep import deciding
from webui.context import services
from webui.features.sweeps.query import PER_PAGE, Query
from webui.paging import Pager
from webui.site_choices import Choice, profile_choices

MOST_PLACES = 100
"""Other places listed under a finding."""
_LEAD, _TAIL = 16, 90
"""Characters of an excerpt in a row, before and after the matched text."""
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the table shows it: the excerpt is cut round the matched text."""

    row: FindingRow
    before: str
    match: str
    after: str

    @classmethod
    def of(cls, row: FindingRow) -> "Row":
        before, match, after = excerpts.split_excerpt(row.excerpt, row.start, row.end)
        if not match:
            return cls(row, shorten(before, _LEAD + _TAIL), "", "")
        lead = before if len(before) <= _LEAD else "…" + before[-_LEAD:].partition(" ")[2]
        return cls(row, lead, shorten(match, 80), after[:_TAIL])


def rule_infos() -> Mapping[str, RuleInfo]:
    """Return what is known about each rule, by id."""
    return {rule.info.id: rule.info for rule in rules()}


def page(sweep: Sweep, query: Query) -> str:
    """Return the page of a finished sweep."""
    store = services().store
    facets = store.facets(sweep.id, file_id=query.file or None)
    found = store.findings(sweep.id, **query.filters(), **query.window(), sort=query.sort)
    noted = store.noted(sweep.id, file_id=query.file or None)
    over = store.passed_kinds(sweep.id) if sweep.passed else Page(0, ())
    return render_template(
        "sweeps/results.html",
        sweep=sweep,
        query=query,
        facets=facets,
        found=found,
        rows=[Row.of(row) for row in found.items],
        pager=Pager.of(found, PER_PAGE, lambda row: row.id, partial(query.turned, sweep.id)),
        noted=noted,
        worst=_worst(sweep) if "ended" in request.args else None,
        coverage=_coverage(sweep, noted, over),
        passed_over=over,
        reasons=[PassedOver(Names(kind.names, kind.number), kind.why) for kind in over.items],
        auditing=AUDITING,
        again=Again.of(sweep),
        rules=rule_infos(),
        kinds=_kinds,
        folder=_folder_of(noted),
        open=_opened(query.finding),
        writers=[each for each in reports.writers() if _serves(each.formats, noted)],
        formats=services().settings.formats,
        proposed=services().settings.copy_fixes == "proposed",
    )


def _kinds(colour: Colour, found: Iterable[str]) -> str:
    """Return the kinds of the findings of one colour."""
    known = rule_infos()
    return kinds(colour, (rule for rule in found if rule in known and known[rule].colour is colour))


def _worst(sweep: Sweep) -> StoredFile | None:
    store = services().store
    found = store.review.worst_file(sweep.id)
    return store.file(found) if found else None


def _coverage(sweep: Sweep, noted: Noted, passed: Page[PassedKind]) -> Coverage:
    over = [name for kind in passed.items for name in kind.names]
    return Coverage(
        files=sweep.files,
        failed=_names(noted.failed),
        partly=_names(noted.partly),
        unaudited=_names(noted.unaudited),
        textless=_names(noted.textless),
        unwritten=_names(noted.unwritten),
        passed_over=Names(tuple(over), sweep.passed),
        unmarked=_names(noted.unmarked),
        remark=noted.unmarked.items[0].unmarked if noted.unmarked.items else "",
        characters=noted.characters,
        ended=sweep.state is SweepState.DONE,
    )


def _names(files: Page[StoredFile]) -> Names:
    return Names(tuple(file.name for file in files.items), files.total)


@dataclass(frozen=True, slots=True)
class Again:
    """What the same files can be checked by again. Lists are told by their place: a page names no path."""

    profiles: tuple[Choice, ...]
    named: bool
    """Whether the profile of the sweep is one of them."""
    used: tuple[str, ...]
    """Names of the lists of the sweep."""
    kept: tuple[tuple[int, str], ...]
    """Place and name of the lists kept for every check that it did not use."""

    @classmethod
    def of(cls, sweep: Sweep) -> "Again":
        known = profile_choices()
        kept = enumerate(map(Path, services().settings.lists))
        return cls(
            profiles=known,
            named=sweep.request.profile in {each.name for each in known},
            used=tuple(path.name for path in sweep.request.lists),
            kept=tuple((place, path.name) for place, path in kept if path not in sweep.request.lists),
        )


def inspector(finding_id: int) -> str:
    """Return one finding in full.

    Raises:
        NotStored: no such finding.
    """
    return render_template("sweeps/_inspector.html", open=_opened(finding_id), rules=rule_infos())


@dataclass(frozen=True, slots=True)
class Opened:
    """A finding in full."""

    file: str
    file_id: int
    finding: Finding
    excerpt: tuple[str, str, str]
    fix: str
    above: str
    """The headings above, outermost first."""
    id: int
    subject: deciding.Subject
    """The acronym it is about, empty where it is about something else."""
    decision: Decision | None

    @property
    def places(self) -> int:
        return len(self.finding.evidence)


def _opened(finding_id: int) -> Opened | None:
    if not finding_id:
        return None
    store = services().store
    found = store.found_in(finding_id)
    finding = found.finding
    before, match, after = (shorten(part, _LONGEST) for part in split_excerpt(finding))
    fix = fix_words(finding.fix) if finding.fix else ""
    above = heading_path(finding.where) if len(finding.where.heading) > 1 else ""
    about = deciding.subject_of(store, finding, found.file.id)
    return Opened(
        found.file.name,
        found.file.id,
        finding,
        (before, match, after),
        fix,
        above,
        finding_id,
        about,
        found.decision,
    )


def output_folder(sweep_id: int) -> Path | None:
    """Return the folder that outputs of a sweep were last written to, if it is still there.

    Raises:
        NotStored: no such sweep.
    """
    sweep = services().store.sweep(sweep_id)
    folder = _folder_of(services().store.noted(sweep_id)) or sweep.request.out
    return folder if folder and folder.is_dir() else None


def _folder_of(noted: Noted) -> Path | None:
    return next((path.parent for path in noted.saved.outputs.values()), None) if noted.saved else None


def _serves(formats: tuple[str, ...], noted: Noted) -> bool:
    return not formats or not noted.formats.isdisjoint(formats)
