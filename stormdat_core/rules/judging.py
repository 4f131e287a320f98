"""Run a rule on a document. One that came with a plug-in is not believed: its mistakes are its own."""

from collections.abc import Iterable, Iterator

from stormdat_core.errors import StormError
from stormdat_core.model import (
    Certainty,
    Colour,
    Document,
    Evidence,
    Finding,
    Fix,
    Location,
    Severity,
)
from stormdat_core.plugins import Offer, PluginFailed, guarded
from stormdat_core.plugins.guard import failed
from stormdat_core.rules.base import Rule, RuleContext
from stormdat_core.rules.bounded import bounded


def judged(offer: Offer[type[Rule]], context: RuleContext) -> Iterable[Finding]:
    """Return what a rule finds; of one of a plug-in that fails nothing, and the context knows why."""
    if not offer.foreign:
        return bounded(offer.item(), context)
    try:
        return _of_plugin(offer, context)
    except PluginFailed as exc:
        context.not_judged(f"{exc} What it looks for was not checked.")
        return ()


def _of_plugin(offer: Offer[type[Rule]], context: RuleContext) -> list[Finding]:
    rule = offer.item
    try:
        with guarded(offer.entry, rule.info.id):
            return list(_checked(bounded(rule(), context), rule, context.document))
    except PluginFailed:
        raise
    except StormError as exc:
        raise failed(offer.entry, rule.info.id, f"failed: {exc}".rstrip(".")) from exc


def _checked(found: Iterable[object], rule: type[Rule], document: Document) -> Iterator[Finding]:
    """Yield findings as they come.

    Raises:
        StormError: something that is no finding of this rule in this document.
    """
    for each in found:
        if not isinstance(each, Finding):
            raise StormError(f"it yields an object of type {type(each).__name__} for a finding")
        if each.rule != rule.info.id:
            raise StormError(f"it yields a finding of the rule {each.rule[:60]}")
        if wrong := _wrong_field(each):
            raise StormError(f"it yields a finding whose {wrong} has the wrong type")
        where = each.where
        if where.block >= 0:
            text = document.blocks[where.block].text if where.block < len(document.blocks) else ""
            if not 0 <= where.start <= where.end <= len(text):
                raise StormError("it yields a finding at a place that the document does not have")
        yield each


def _wrong_field(found: Finding) -> str:
    """Return which field of a finding holds something else than it should; empty where none does."""
    evidence = found.evidence
    right = {
        "where": type(found.where) is Location,
        "severity": type(found.severity) is Severity,
        "certainty": type(found.certainty) is Certainty,
        "colour": type(found.colour) is Colour,
        "message": type(found.message) is str,
        "excerpt": type(found.excerpt) is str,
        "fingerprint": type(found.fingerprint) is str,
        "evidence": type(evidence) is tuple and all(type(each) is Evidence for each in evidence),
        "fix": found.fix is None or (type(found.fix) is Fix and type(found.fix.replacement) is str),
    }
    return next((name for name, fits in right.items() if not fits), "")
