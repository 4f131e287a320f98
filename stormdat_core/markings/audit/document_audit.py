"""The audit of one document's markings: what it carries, and every fault, made once for all who ask."""

from collections.abc import Callable
from dataclasses import dataclass

from stormdat_core.markings.audit.concerns import (
    authority_block,
    banner_and_portions,
    banner_places,
    declassification_dates,
    designation_and_notices,
    metadata,
    section_banners,
    single_marks,
    unmarked_figures,
    unmarked_portions,
)
from stormdat_core.markings.audit.faults import Audit, Fault, Faults
from stormdat_core.markings.scheme import Markings, catalogue
from stormdat_core.markings.whole_document import DocumentMarkings, gather
from stormdat_core.model import BlockKind, Document, Severity, spaced

CONCERNS: tuple[Callable[[Audit], Faults], ...] = (
    unmarked_portions.unmarked_document,
    single_marks.banner_marks,
    single_marks.portion_marks,
    single_marks.revised_marks,
    banner_places.missing_banners,
    banner_places.disagreeing_banners,
    section_banners.page_banners,
    banner_places.whole_document,
    banner_and_portions.banner_and_portions,
    banner_and_portions.orphans,
    banner_and_portions.categories,
    unmarked_portions.unmarked_portions,
    unmarked_portions.odd_marks,
    unmarked_figures.unmarked_figures,
    designation_and_notices.designation,
    designation_and_notices.statements,
    designation_and_notices.notices,
    authority_block.authority_block,
    declassification_dates.declassification_dates,
    metadata.metadata,
)
"""A function for each concern."""

Graded = tuple[Fault, Severity]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What one document carries, and its faults, each with its severity in the regime."""

    found: DocumentMarkings
    graded: tuple[Graded, ...]
    due: bool
    """Whether each portion needs a mark."""
    classified_by_us: bool


def audit_document(document: Document, options: Markings) -> AuditResult:
    """Return what a document carries of markings, and its faults."""
    document = spaced(document)
    found = gather(_without_tables(document, options), options.scheme())
    audit = Audit(document, found, options)
    return AuditResult(found, tuple(_graded(audit)), audit.portions_due, audit.classified_by_us)


def _graded(audit: Audit) -> list[Graded]:
    training = audit.options.training and "training" in audit.found.first.phrases
    known: dict[str, Severity | None] = {}
    graded = []
    for concern in CONCERNS if audit.found.marked else CONCERNS[:1]:
        for fault in concern(audit):
            if fault.rule not in known:
                known[fault.rule] = _known(fault.rule, audit)
            severity = _severity(fault, known[fault.rule], audit)
            if severity is not None:
                graded.append((fault, Severity.INFO if training else severity))
    return graded


def _known(rule: str, audit: Audit) -> Severity | None:
    """Return how bad a rule's faults are in this document, None where they are none."""
    if rule == "MRK-TOKEN-FOUO" and audit.before_cui:
        return None
    return audit.scheme.severity(catalogue()[rule], strict=audit.strict)


def _severity(fault: Fault, known: Severity | None, audit: Audit) -> Severity | None:
    """Return how bad a fault is: as the house says, else as its concern says, else as the regime does."""
    if known is None or fault.severity is None or fault.rule in audit.scheme.policy.severities:
        return known
    return fault.severity


def _without_tables(document: Document, options: Markings) -> Document:
    """Return the document whose table cells hold no marks, where the profile says that they quote them."""
    if options.tables:
        return document
    blocks = tuple(block for block in document.blocks if block.kind is not BlockKind.CELL)
    return Document(
        document.path,
        document.sha256,
        document.format,
        document.title,
        blocks,
        document.sections,
        document.properties,
    )
