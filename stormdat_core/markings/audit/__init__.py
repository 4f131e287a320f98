"""The audit of one document's markings: what it carries, and each fault of a rule at its place."""

from stormdat_core.markings.audit.document_audit import AuditResult, Graded, audit_document
from stormdat_core.markings.audit.summary import marking_audit

__all__ = [
    "AuditResult",
    "Graded",
    "audit_document",
    "marking_audit",
]
