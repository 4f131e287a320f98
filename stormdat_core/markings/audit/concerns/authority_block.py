"""The classification authority block and its fields."""

import re

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, nowhere, whole
from stormdat_core.markings.first_page import FRONT, BlockLine
from stormdat_core.markings.model import Level, System
from stormdat_core.model import APART, BlockKind, Location

_PAGED = ("docx", "pdf", "pptx")
_REASON = re.compile(r"1\.4\s*\(?[a-h]\)?", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LOOKS_LIKE_DATE = re.compile(r"\d{4}|\d{1,2}[/. -]\d{1,2}[/. -]\d{2}")
_RETIRED = re.compile(
    r"\b(?:OADR|MR|Manual Review|X[1-8]|Source Marked|DNI Only|DCI Only|25X1-human|Subject to treaty)\b",
    re.IGNORECASE,
)
_TWENTY_FIVE = re.compile(r"25X[1-9]\s*$", re.IGNORECASE)
_FIFTY = re.compile(r"50X(?:1-HUM|2-WMD)[,;\s]+\S", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(r"\bN/?A\b", re.IGNORECASE)
_LEVELS = {"TOP SECRET": Level.TS, "SECRET": Level.S, "CONFIDENTIAL": Level.C, "UNCLASSIFIED": Level.U}
_DOWNGRADE = re.compile(r"TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED")


def authority_block(audit: Audit) -> Faults:
    """Yield what is wrong with the authority block, or that there is none."""
    found, first = audit.found, audit.found.first
    if not audit.classified_by_us:
        if first.authority and not found.level:
            text = "This unclassified document carries a classification authority block; it should have none."
            yield Fault("MRK-CAB-UNCLASS", _at(first.authority[0]), text)
        return
    if not first.authority:
        where = whole(found.banner.block) if found.banner is not None else nowhere()
        text = (
            "The document is classified and has no authority block: who classified it, why or from what, "
            "and until when."
        )
        yield Fault("MRK-CAB-MISSING", where, text, subject="authority")
    else:
        yield from _who_and_why(audit)
        yield from _until(audit)
        yield from _misplaced(audit)
    if "date" not in first.phrases:
        yield Fault(
            "MRK-CAB-DATE",
            nowhere(),
            "The first page carries no date; a classified document needs one.",
            subject="date",
        )


def _misplaced(audit: Audit) -> Faults:
    """Yield a block that stands on a later page, in a later section, on a later slide, or far from the start.

    HTML, text and sheets have no first page; there the block may stand at either end.
    """
    first = audit.found.first.authority[0]
    where = first.block.where
    paged = audit.document.format in _PAGED
    later = (where.page or 1) > 1 or where.section > 0 or (where.slide or 1) > 1
    if where.page is None and where.slide is None:
        later = later or _blocks_before(audit, first.block.index) > FRONT
    if paged and later:
        text = f"The authority block stands at {where.label}; it belongs on the cover or the first page."
        yield Fault("MRK-CAB-FIRSTPAGE", _at(first), text)


def _blocks_before(audit: Audit, index: int) -> int:
    return sum(block.kind not in (*APART, BlockKind.CONTENTS) for block in audit.document.blocks[:index])


def _at(item: BlockLine) -> Location:
    return item.block.locate(item.start, item.end)


def _who_and_why(audit: Audit) -> Faults:
    first = audit.found.first
    by, reason, derived = first.get("by"), first.get("reason"), first.get("derived")
    start = _at(first.authority[0])
    if by is None or not any(map(str.isalpha, by.value)):
        text = "“Classified By” gives no name and position, nor an identifier."
        yield Fault("MRK-CAB-BY", _at(by) if by else start, text, subject="by")
    if reason is None and derived is None:
        text = "The block gives neither a reason (original decisions) nor a source (derivative ones)."
        yield Fault("MRK-CAB-SOURCE", start, text, subject="source")
    if reason is not None and derived is not None:
        yield Fault(
            "MRK-CAB-BOTH",
            _at(reason),
            "The block gives both a reason (original decisions) and a source (derivative ones).",
        )
    if reason is not None and not _REASON.search(reason.value):
        yield Fault(
            "MRK-CAB-REASON",
            _at(reason),
            "The reason does not cite section 1.4 with a letter from (a) to (h).",
        )
    if derived is not None and "multiple" in derived.value.lower() and "sources" not in first.phrases:
        text = "The block says “Multiple Sources”, and the document has no list of them."
        yield Fault("MRK-CAB-MULTI-LIST", _at(derived), text)
    yield from _downgrade(audit)


def _downgrade(audit: Audit) -> Faults:
    item = audit.found.first.get("downgrade")
    match = _DOWNGRADE.search(item.value) if item is not None else None
    if item is not None and match is not None and _LEVELS[match[0]] >= audit.found.level:
        yield Fault("MRK-CAB-DOWNGRADE", _at(item), f"{match[0]} is not below the level of the document.")


def _until(audit: Audit) -> Faults:
    first = audit.found.first
    values = [item for item in first.authority if item.name == "declassify"]
    if not values or not values[0].value:
        text = (
            "The block does not say until when: it needs Declassify On with a date, an event or an exemption."
        )
        yield Fault("MRK-CAB-DECL-MISSING", _at(first.authority[0]), text, subject="declassify")
        return
    if len({item.value for item in values}) > 1:
        yield Fault(
            "MRK-CAB-DECL-MULTI",
            _at(values[1]),
            "The block gives more than one declassification instruction.",
        )
    rule, text = _value_fault(values[0].value)
    if rule:
        yield Fault(rule, _at(values[0]), text)
    if _demands_not_applicable(audit) and not _NOT_APPLICABLE.search(values[0].value):
        text = "The line does not begin with “N/A to” and the names of the RD, FRD, TFNI or NATO portions."
        yield Fault("MRK-CAB-DECL-AEA", _at(values[0]), text)


def _value_fault(value: str) -> tuple[str, str]:
    if _RETIRED.search(value):
        return "MRK-CAB-DECL-RETIRED", f"“{value[:40]}” is retired; give a date, an event or an exemption."
    if _TWENTY_FIVE.search(value):
        return "MRK-CAB-DECL-25X-DATE", "A 25X exemption goes with a date or an event."
    if _FIFTY.search(value):
        return "MRK-CAB-DECL-50X-DATE", "50X1-HUM and 50X2-WMD stand without a date."
    dated = _LOOKS_LIKE_DATE.search(value)
    if dated and not _DATE.search(value) and not _NOT_APPLICABLE.search(value):
        return "MRK-CAB-DECL-FORMAT", "A date is written YYYYMMDD."
    return "", ""


def _demands_not_applicable(audit: Audit) -> bool:
    for portion in audit.found.portions.marked:
        content = portion.content
        if content is not None and (content.atomic & {"RD", "FRD", "TFNI"} or content.system is System.NATO):
            return True
    return False
