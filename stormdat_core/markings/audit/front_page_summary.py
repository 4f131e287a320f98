"""The blocks of the first page with their fields, each with what the audit says of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stormdat_core.markings.audit.concerns.designation_and_notices import NOTICED, WANTED
from stormdat_core.markings.audit.document_audit import AuditResult
from stormdat_core.markings.first_page import BlockLine
from stormdat_core.model import BlockField, FieldState, Finding, FrontBlock, Severity

_AUTHORITY = {
    "by": "Classified By",
    "reason": "Reason",
    "derived": "Derived From",
    "declassify": "Declassify On",
    "downgrade": "Downgrade To",
}
_RULES = {
    "MRK-CAB-BY": "by",
    "MRK-CAB-REASON": "reason",
    "MRK-CAB-BOTH": "reason",
    "MRK-CAB-SOURCE": "derived",
    "MRK-CAB-MULTI-LIST": "derived",
    "MRK-CAB-DOWNGRADE": "downgrade",
    "MRK-CAB-DATE": "date",
    "MRK-CUI-DI-CAT": "category",
    "MRK-CUI-CTI-DIST": "category",
}
"""The field that a rule speaks of; every MRK-CAB-DECL- rule speaks of `declassify`."""
_ABOUT = ("MRK-CAB-", "MRK-CUI-", "MRK-DIST-", "MRK-NOTICE-")
_LACKING = "The block lacks this line."
_LONGEST = 200


def front_blocks(result: AuditResult, findings: Sequence[Finding] = ()) -> tuple[FrontBlock, ...]:
    """Return the blocks that the document has or needs.

    Args:
        result: the audit.
        findings: of the document; a profile may grade them otherwise than the catalogue.
    """
    said = {(finding.rule, finding.message): finding.severity for finding in findings}
    about = [
        (fault, said.get((fault.rule, fault.message), severity))
        for fault, severity in result.graded
        if fault.rule.startswith(_ABOUT)
    ]
    own = replace(result, graded=tuple(about))
    made = (_authority(own), _designation(own), _statements(own), _notices(own))
    return tuple(block for block in made if block is not None)


def _said(result: AuditResult, name: str) -> tuple[str, ...]:
    """Return what the audit says of a field; an information is no fault."""
    return tuple(
        fault.message
        for fault, severity in result.graded
        if severity > Severity.INFO and _field_of(fault.rule) == name
    )


def _severity(result: AuditResult, faults: Sequence[str]) -> str:
    """Return how bad the worst of some faults is, in a word; empty without faults."""
    levels = [severity for fault, severity in result.graded if fault.message in faults]
    return max(levels).word if levels else ""


def _field_of(rule: str) -> str:
    return "declassify" if rule.startswith("MRK-CAB-DECL-") else _RULES.get(rule, "")


def _authority(result: AuditResult) -> FrontBlock | None:
    first = result.found.first
    if not first.authority and not result.classified_by_us:
        return None
    fields = [_field(name, label, first.authority, result) for name, label in _AUTHORITY.items()]
    wanted = {"by", "declassify"} | (
        {"derived"} if not {"reason", "derived"} & _names(first.authority) else set()
    )
    shown = [field for name, field in zip(_AUTHORITY, fields, strict=True) if field.value or name in wanted]
    return FrontBlock("Classification authority block", (*shown, *_date(result)))


def _names(fields: Sequence[BlockLine]) -> set[str]:
    return {field.name for field in fields}


def _field(name: str, label: str, fields: Sequence[BlockLine], result: AuditResult) -> BlockField:
    item = next((field for field in fields if field.name == name), None)
    faults = _said(result, name)
    if item is None or not item.value:
        return BlockField(
            label, FieldState.MISSING, faults=faults or (_LACKING,), severity=_severity(result, faults)
        )
    state = FieldState.WRONG if faults else FieldState.RIGHT
    where = item.block.locate(item.start, item.end)
    return BlockField(label, state, item.value[:_LONGEST], where, faults, _severity(result, faults))


def _date(result: AuditResult) -> Iterator[BlockField]:
    block = result.found.first.phrases.get("date")
    made = result.found.first.date
    if block is None:
        faults = _said(result, "date")
        severity = _severity(result, faults)
        yield BlockField("Date of the document", FieldState.MISSING, faults=faults, severity=severity)
    else:
        value = made.isoformat() if made is not None else block.text[:40]
        where = block.locate(0, len(block.text))
        yield BlockField("Date of the document", FieldState.RIGHT, value, where)


def _designation(result: AuditResult) -> FrontBlock | None:
    found = result.found
    if not found.cui and not found.first.designation:
        return None
    fields = (_field(name, label, found.first.designation, result) for name, label in WANTED.items())
    return FrontBlock("CUI designation indicator", tuple(fields))


def _statements(result: AuditResult) -> FrontBlock | None:
    fields = []
    for statement in result.found.first.statements:
        where = statement.block.locate(0, len(statement.block.text))
        faults = tuple(
            fault.message
            for fault, _ in result.graded
            if fault.rule.startswith("MRK-DIST-") and fault.where.block == statement.block.index
        )
        state = FieldState.WRONG if faults else FieldState.RIGHT
        text = statement.text[:_LONGEST]
        label, severity = f"Distribution statement {statement.letter}", _severity(result, faults)
        fields.append(BlockField(label, state, text, where, faults, severity))
    return FrontBlock("Distribution statements", tuple(fields)) if fields else None


def _notices(result: AuditResult) -> FrontBlock | None:
    """Return each notice that stands there, and each that a control demands and is missing."""
    present = result.found.first.notices
    fields = []
    for name in NOTICED:
        faults = tuple(
            fault.message
            for fault, _ in result.graded
            if fault.rule.startswith("MRK-NOTICE-") and fault.subject == name
        )
        if name in present:
            block = present[name]
            state = FieldState.WRONG if faults else FieldState.RIGHT
            where = block.locate(0, len(block.text))
            said, severity = block.text[:_LONGEST], _severity(result, faults)
            fields.append(BlockField(f"Notice for {name}", state, said, where, faults, severity))
        elif faults:
            severity = _severity(result, faults)
            fields.append(
                BlockField(f"Notice for {name}", FieldState.MISSING, faults=faults, severity=severity)
            )
    return FrontBlock("Notices", tuple(fields)) if fields else None
