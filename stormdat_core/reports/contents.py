"""What every report of a file says: the order of its findings, their numbers, the counts and the verdict."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from stormdat_core.model import (
    Colour,
    Decision,
    Evidence,
    FileResult,
    Finding,
    Fix,
    Location,
    MarkingPresence,
    PluginSource,
    Severity,
    Verdict,
)
from stormdat_core.model.ordering import by_importance
from stormdat_core.reports.base import Fixes
from stormdat_core.reports.coverage import AUDITING
from stormdat_core.reports.text import shorten
from stormdat_core.reports.unseen import is_unseen, unseen_in, unseen_words

Decisions = Mapping[str, Decision]
NONE: Decisions = {}
NOT_CHECKED = "not checked"
NOT_READ = "not read"
NOT_AUDITED = "not audited"
PLUGIN = "plug-in"
_AUDITED_BY = f"Check it again with the profile {AUDITING}, which audits them."
_BY_EYE = "Judge them by eye: no banner and no sure portion mark stands where the audit looks for one."
WORST_FIRST = tuple(sorted(Severity, reverse=True))
_PLACES_IN_WORDS = 3
_LONGEST_NAMED = 500
"""Characters of a replacement that a sentence quotes."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule, in one colour, found something."""

    rule: str
    colour: Colour
    by_severity: Mapping[Severity, int]

    @property
    def total(self) -> int:
        return sum(self.by_severity.values())


@dataclass(frozen=True, slots=True)
class Counts:
    """The findings of a file, counted."""

    total: int
    by_severity: Mapping[Severity, int]
    """Every severity, worst first, zero included."""
    by_colour: Mapping[Colour, int]
    """Every colour in the order of the legend, zero included."""
    by_rule: tuple[RuleCount, ...]
    """Rules that found something, by colour and id."""
    decided: int = 0
    """Those that a person has decided about; they are in the other numbers too."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with the number it has in every report of the file, from 1."""

    number: int
    finding: Finding
    decision: Decision | None = None
    """What a person decided about it."""
    fixes: Fixes = "safe"
    """Which corrections the copy that goes with the report makes."""

    @property
    def fix(self) -> str:
        """Return its fix in words; empty where it has none."""
        if not self.finding.fix:
            return ""
        chosen = self.decision is not None and self.decision.verdict is Verdict.FIX
        return fix_words(self.finding.fix, "proposed" if chosen else self.fixes)

    @property
    def note(self) -> str:
        """Return what the reviewer adds for the author; empty for nothing."""
        known = self.decision is not None and self.decision.verdict is Verdict.FOR_AUTHOR
        return self.decision.reason if self.decision is not None and known else ""


def decided_by(decision: Decision) -> str:
    """Return who decided, where that is known, and when."""
    made = f"{decision.made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return f"{decision.reviewer}, {made}" if decision.reviewer else made


def checked(result: FileResult) -> bool:
    """Return False when there are no findings because the file could not be checked."""
    return not result.error


def plugins_of(result: FileResult) -> tuple[PluginSource, ...]:
    """Return the packages of others that were let in when a file was checked."""
    return result.plugins.packages if result.plugins is not None else ()


def numbered(result: FileResult, decisions: Decisions = NONE, fixes: Fixes = "safe") -> tuple[Numbered, ...]:
    """Return the findings, the most important first."""
    ordered = by_importance(result.findings)
    return tuple(
        Numbered(number, finding, decisions.get(finding.fingerprint), fixes)
        for number, finding in enumerate(ordered, 1)
    )


def count(result: FileResult, decisions: Decisions = NONE) -> Counts:
    """Return the findings counted by severity, colour and rule."""
    found = result.findings
    severities = Counter(finding.severity for finding in found)
    colours = Counter(finding.colour for finding in found)
    return Counts(
        total=len(found),
        by_severity={severity: severities[severity] for severity in WORST_FIRST},
        by_colour={colour: colours[colour] for colour in Colour},
        by_rule=tuple(_rule_counts(found)),
        decided=sum(finding.fingerprint in decisions for finding in found),
    )


def _rule_counts(findings: tuple[Finding, ...]) -> Iterator[RuleCount]:
    legend = list(Colour)
    cases = Counter((finding.colour, finding.rule, finding.severity) for finding in findings)
    rules = {(colour, rule) for colour, rule, _ in cases}
    for colour, rule in sorted(rules, key=lambda key: (legend.index(key[0]), key[1])):
        by_severity = {severity: cases[colour, rule, severity] for severity in WORST_FIRST}
        yield RuleCount(rule, colour, by_severity)


def verdict(result: FileResult, counts: Counts) -> str:
    """Return the outcome in a sentence or two; a file that was not checked is never one without findings."""
    if not checked(result):
        return f"This file was not checked. {result.error} {result.hint}".strip()
    first = f"{not_audited(result.unaudited)} " if result.unaudited else ""
    told = f"{first}{_told(result, counts)}{_and_not_read(result)}"
    return f"{told} {result.unmarked}".rstrip()


def not_audited(presence: MarkingPresence) -> str:
    """Return what is said of markings that were not audited, and what to do about it."""
    return f"{presence.sentence} {cure(presence)}"


def cure(presence: MarkingPresence) -> str:
    """Return what to do about markings that were not audited."""
    return _AUDITED_BY if presence.profile else _BY_EYE


def _told(result: FileResult, counts: Counts) -> str:
    if counts.total:
        return found_words(counts)
    if not result.characters:
        return "There was no text to check."
    return "No findings." if complete(result) else "No findings in what was checked."


def found_words(counts: Counts) -> str:
    """Return how many findings there are, and how bad they are."""
    if not counts.total:
        return "No findings in what was checked."
    return f"{plural(counts.total, 'finding')}: {_severities(counts)}.{_and_decided(counts)}"


def complete(result: FileResult) -> bool:
    """Return True only when all of a file was read and judged."""
    return checked(result) and result.characters > 0 and not result.warnings and not result.unaudited


def _and_decided(counts: Counts) -> str:
    return f" {counts.decided:,} of them decided." if counts.decided else ""


def _severities(counts: Counts) -> str:
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "for information"}
    named = [
        f"{n:,} {words[severity]}" if severity is Severity.INFO else plural(n, words[severity])
        for severity, n in counts.by_severity.items()
        if n
    ]
    return ", ".join(named)


def _and_not_read(result: FileResult) -> str:
    if not result.warnings:
        return ""
    return (
        f" {plural(len(result.warnings), 'thing')} could not be read, or only with a repair: see “Not read”."
    )


def plural(number: int, noun: str) -> str:
    """Return '1 finding' or '1,234 findings'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def heading_path(where: Location) -> str:
    """Return the headings above a place, outermost first."""
    return " › ".join(where.heading)


def evidence_words(evidence: tuple[Evidence, ...]) -> str:
    """Return the first places in words and how many more there are."""
    named = [f"{place.note}: {place.where.label}" for place in evidence[:_PLACES_IN_WORDS]]
    more = len(evidence) - len(named)
    return "; ".join([*named, f"and {more:,} more"] if more else named)


def fix_words(fix: Fix, fixes: Fixes = "safe") -> str:
    """Return what a fix does and, where it is only proposed, why, and whether the copy leaves it out."""
    if fix.safe and fix.waiting:
        undecided = plural(len(fix.waiting), "place")
        return f"{fix_does(fix)} At {undecided} a person must decide: {fix.reason}."
    return fix_does(fix) if fix.safe else f"{fix_does(fix)} {_why(fix, fixes)}"


def fix_does(fix: Fix) -> str:
    """Return what a fix does, as a request to whoever makes it by hand."""
    return _replacing(fix.replacement) if fix.changes_text else _setting(fix)


def _why(fix: Fix, fixes: Fixes) -> str:
    proposed = "Proposed" if fixes == "proposed" else "Proposed, not made"
    return f"{proposed}: {fix.reason}." if fix.reason else "A person must decide."


def _setting(fix: Fix) -> str:
    return f"Set it in {' '.join(filter(None, [fix.font, f'{fix.size_pt:g} pt' if fix.size_pt else '']))}."


def _replacing(replacement: str) -> str:
    if not replacement:
        return "Delete it."
    if is_unseen(replacement):
        return f"Replace with {unseen_words(replacement)}."
    return f"Replace with “{shorten(replacement, _LONGEST_NAMED)}”{with_unseen(replacement)}."


def with_unseen(replacement: str) -> str:
    """Return what of a wording cannot be told from others by its look, as it goes on: ", with a tab"."""
    odd = unseen_in(replacement)
    return f", with {odd}" if odd else ""
