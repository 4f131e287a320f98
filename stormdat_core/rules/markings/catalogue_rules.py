"""Rules of the marking catalogue: a row of data is a rule, and one audit of the document serves them all.

Each rule is a class of its own, as the registry expects, made from its row. Its explanation is its docstring,
with the sections that every rule's has.
"""

from collections.abc import Iterator
from inspect import cleandoc

from stormdat_core.markings.scheme import RuleRow, catalogue
from stormdat_core.model import Colour, Document, Finding, Severity
from stormdat_core.rules.base import Rule, RuleContext, RuleInfo
from stormdat_core.rules.markings.shared_audit import DocumentAudit

_REGIMES = {
    "ic": "the intelligence community",
    "dod": "the Department of Defense",
    "nara": "the CUI program",
    "isoo": "the general rules for classified information",
    "nato": "NATO",
    "uk": "the United Kingdom",
}


_CORRECTED = frozenset({"syntax", "release", "foreign", "combination", "cui"})
"""Concerns with what one mark says, so that it can be written rightly."""
_MADE_ANEW = frozenset({"MRK-BANNER-UNDER"})
"""Rules whose banner the portions say."""


def make_rule(row: RuleRow) -> type[Rule]:
    """Return the rule class of a row."""

    def check(self: object, document: Document, context: RuleContext) -> Iterator[Finding]:
        for fault, severity in context.need(DocumentAudit).by_rule.get(row.id, ()):
            yield context.finding(
                info,
                fault.where,
                fault.message,
                severity=severity,
                evidence=fault.evidence,
                fix=fault.fix,
                subject=fault.subject,
            )

    info = _info(row)
    name = "".join(part.capitalize() for part in row.id.split("-"))
    return type(name, (), {"info": info, "check": check, "__doc__": explanation(row), "__module__": __name__})


def _info(row: RuleRow) -> RuleInfo:
    return RuleInfo(
        id=row.id,
        needs=(DocumentAudit,),
        fixes=row.concern in _CORRECTED or row.id in _MADE_ANEW,
        name=row.id.removeprefix("MRK-").lower() + "-marking",
        title=row.summary.removesuffix("."),
        summary=row.summary,
        severity=row.worst,
        colour=Colour.NONE,
        source=row.source,
        scope="document",
    )


def explanation(row: RuleRow) -> str:
    """Return a row in the words of a rule's docstring: what it does, why it matters, an example."""
    return cleandoc(
        f"""{row.summary}

What it does
    {row.what or "Reports each place in a document that carries security markings."} {_scope(row)}
Why it matters
    {row.why}
Example
    Bad:  {row.example.bad}
    Good: {row.example.good}
"""
    )


def _scope(row: RuleRow) -> str:
    """Return, in sentences, the regimes that know the rule and how bad it is in each."""
    common = row.severities.get("all")
    others = [
        f"{word(severity)} in the rules of {_REGIMES[name]}"
        for name, severity in row.severities.items()
        if name != "all"
    ]
    if common is None:
        return f"It is {', '.join(others)}, and nothing elsewhere."
    start = f"It is {word(common)} in every family of rules"
    start += f", but {', '.join(others)}." if others else "."
    return start + (f" Where order is not strict it is {word(row.lax)}." if row.lax is not None else "")


def word(severity: Severity) -> str:
    """Return a severity with its article."""
    return {Severity.ERROR: "an error", Severity.WARNING: "a warning", Severity.INFO: "an information"}[
        severity
    ]


RULES: tuple[type[Rule], ...] = tuple(make_rule(row) for row in catalogue().values())
