"""The audit of a document's markings as values of bounded size, for the library, a page and a report."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from stormdat_core.markings.audit.document_audit import AuditResult
from stormdat_core.markings.audit.front_page_summary import front_blocks
from stormdat_core.markings.audit.regimes_compared import rolled_banners
from stormdat_core.markings.banner_lines import Slot
from stormdat_core.markings.portion_marks import Portion
from stormdat_core.markings.whole_document import DocumentMarkings
from stormdat_core.model import (
    Block,
    Finding,
    MarkingAudit,
    MarkingSlot,
    MarkUse,
    SlotState,
    UnmarkedPortion,
)

MOST_SLOTS = 600
MOST_MARKS = 300
MOST_UNMARKED = 1000
_SHOWN = 120
"""Characters of an unmarked portion."""


def marking_audit(result: AuditResult, findings: Sequence[Finding]) -> MarkingAudit:
    """Return what is kept of an audit.

    Args:
        result: the audit.
        findings: all findings of the document; those about markings are referred to by fingerprint.
    """
    found = result.found
    if not found.marked:
        hint = found.weak.text if found.weak is not None else ""
        return MarkingAudit(False, found.regime.value, found.why, hint)
    uses = _uses(found.portions.marked, _faults(findings))
    banner, on_block = found.banner, _on_blocks(findings)
    return MarkingAudit(
        marked=True,
        regime=found.regime.value,
        why=found.why,
        banner=banner.text if banner is not None else "",
        where=banner.block.locate(banner.start, banner.end) if banner is not None else None,
        rolled=rolled_banners(found),
        slots=tuple(_slot(slot, found, on_block) for slot in found.slots[:MOST_SLOTS]),
        more_slots=max(0, len(found.slots) - MOST_SLOTS),
        marks=uses[:MOST_MARKS],
        more_marks=max(0, len(uses) - MOST_MARKS),
        portions=len(found.portions.marked),
        unmarked=tuple(_unmarked(found.unmarked[:MOST_UNMARKED], findings)),
        more_unmarked=max(0, len(found.unmarked) - MOST_UNMARKED),
        due=result.due,
        blocks=front_blocks(result, findings),
    )


def _slot(slot: Slot, found: DocumentMarkings, on_block: Mapping[int, Sequence[Finding]]) -> MarkingSlot:
    block = slot.block
    about = on_block.get(block.index, ()) if block is not None else ()
    worst = sorted(about, key=lambda finding: -finding.severity)
    overall = found.banner.content if found.banner is not None else None
    return MarkingSlot(
        label=slot.label,
        state=_state(slot),
        banners=tuple(dict.fromkeys(banner.text for banner in slot.banners)),
        agrees=bool(slot.banners) and slot.banners[0].content == overall,
        where=block.locate(0, len(block.text)) if block is not None else None,
        faults=tuple(dict.fromkeys(finding.rule for finding in worst)),
        severity=worst[0].severity.word if worst else "",
    )


def _on_blocks(findings: Sequence[Finding]) -> Mapping[int, Sequence[Finding]]:
    """Return the findings about markings by the blocks where they are reported or mended."""
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        mended = [where for where, _ in finding.fix.others] if finding.fix is not None else []
        marked = [place.where for place in finding.evidence if place.marked]
        for block in {where.block for where in (finding.where, *mended, *marked)}:
            found.setdefault(block, []).append(finding)
    return found


def _state(slot: Slot) -> SlotState:
    if slot.banners:
        return SlotState.BANNER
    if slot.picture:
        return SlotState.PICTURE
    return SlotState.BLANK if slot.blank else SlotState.TEXT


def _faults(findings: Sequence[Finding]) -> Mapping[tuple[int, int], list[str]]:
    """Return the rules that each portion mark breaks, by block and start of what they point at."""
    found: dict[tuple[int, int], list[str]] = {}
    for finding in findings:
        found.setdefault((finding.where.block, finding.where.start), []).append(finding.rule)
    return found


def _uses(marked: Sequence[Portion], faults: Mapping[tuple[int, int], list[str]]) -> tuple[MarkUse, ...]:
    counts = Counter(portion.text for portion in marked)
    first = {portion.text: portion for portion in reversed(marked)}
    return tuple(_use(first[text], count, faults) for text, count in counts.most_common())


def _use(portion: Portion, count: int, faults: Mapping[tuple[int, int], list[str]]) -> MarkUse:
    where = portion.block.locate(portion.start, portion.end)
    inside = (faults.get((where.block, at), ()) for at in range(where.start, where.end))
    rules = dict.fromkeys(rule for found in inside for rule in found)
    return MarkUse(portion.text, count, where, portion.content is not None, tuple(rules))


def _unmarked(blocks: Sequence[Block], findings: Sequence[Finding]) -> Iterator[UnmarkedPortion]:
    about: dict[int, str] = {}
    for finding in findings:
        if finding.rule.startswith("MRK-PORTION-"):
            for where in (finding.where, *(other.where for other in finding.evidence)):
                about.setdefault(where.block, finding.fingerprint)
    for block in blocks:
        text = block.text.strip()
        shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
        yield UnmarkedPortion(shown, block.locate(0, len(block.text)), about.get(block.index, ""))
