"""The audit of a document's markings, made once for all rules of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass

from stormdat_core.markings.audit import AuditResult, Graded, audit_document
from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme import Markings
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.needs import builds


def is_on(options: Markings) -> bool:
    """Return True where the profile wants the audit."""
    return options.audit != "off" and options.regime is not Regime.LISTED


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """The audit of a document as rules ask for it."""

    result: AuditResult | None
    """None where the audit is off."""
    by_rule: Mapping[str, list[Graded]]


@builds(DocumentAudit)
def _audited(context: RuleContext) -> DocumentAudit:
    options = context.profile.markings
    result = audit_document(context.document, options) if is_on(options) else None
    found: dict[str, list[Graded]] = {}
    for fault, severity in result.graded if result is not None else ():
        found.setdefault(fault.rule, []).append((fault, severity))
    return DocumentAudit(result, found)
