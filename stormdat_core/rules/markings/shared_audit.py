"""The audit of a document's markings, made once for all rules of the catalogue."""

from collections.abc import Mapping

from stormdat_core.markings.audit import AuditResult, Graded, audit_document
from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme import Markings
from stormdat_core.rules.base import RuleContext


def is_on(options: Markings) -> bool:
    """Return True where the profile wants the audit."""
    return options.audit != "off" and options.regime is not Regime.LISTED


def shared_audit(context: RuleContext) -> AuditResult | None:
    """Return the audit of a document, None where it is off; for `RuleContext.shared`."""
    options = context.profile.markings
    return audit_document(context.document, options) if is_on(options) else None


def faults_by_rule(context: RuleContext) -> Mapping[str, list[Graded]]:
    """Return the faults of a document by rule; for `RuleContext.shared`."""
    audit = context.shared(shared_audit)
    found: dict[str, list[Graded]] = {}
    for fault, severity in audit.graded if audit is not None else ():
        found.setdefault(fault.rule, []).append((fault, severity))
    return found
