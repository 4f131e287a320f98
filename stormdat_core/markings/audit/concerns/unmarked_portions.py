"""Portions without a mark, and marks where none is expected."""

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, also, nowhere, whole
from stormdat_core.markings.model import Level, Regime
from stormdat_core.markings.portion_marks import Portion, find_hidden, is_subject, is_title
from stormdat_core.model import Block, BlockKind, Location, Severity

_BY_KIND = {
    BlockKind.CAPTION: ("MRK-PORTION-CAPTION", "This caption carries no mark after its number."),
    BlockKind.HEADING: ("MRK-PORTION-TITLE", "This heading carries no mark."),
    BlockKind.NOTE: ("MRK-PORTION-FOOTNOTE", "This note carries no mark."),
}


def unmarked_portions(audit: Audit) -> Faults:
    """Yield portions that a mark is due to and that have none."""
    found = audit.found
    if audit.portions_due:
        yield from _each(audit)
    elif "waiver" in found.first.phrases:
        return
    elif found.portions.marked and found.unmarked and found.regime in (Regime.DOD, Regime.NARA):
        yield _partial(audit)


def _each(audit: Audit) -> Faults:
    marked = {portion.block.index for portion in audit.found.portions.marked}
    grade = None if audit.found.level > Level.U else Severity.WARNING
    tables: dict[tuple[str, int], list[Block]] = {}
    for block in audit.found.unmarked:
        where = block.where
        if block.kind is BlockKind.CELL and where.table is not None:
            tables.setdefault((where.part, where.table), []).append(block)
        else:
            yield _one(block, audit, marked, grade)
    yield from _tables(audit, tables)


def _one(block: Block, audit: Audit, marked: set[int], grade: Severity | None) -> Fault:
    """Return what an unmarked portion is reported as; `grade` where its severity is not the regime's.

    In an unclassified document, whose controls alone demand the marks, that is a warning.
    """
    if is_subject(block):
        return Fault("MRK-PORTION-TITLE", whole(block), "This subject line carries no mark.")
    if block.kind in _BY_KIND:
        rule, text = _BY_KIND[block.kind]
        return Fault(rule, whole(block), text)
    if _child(block, audit, marked):
        text = "This item carries no mark of its own; that is right only at the level of its parent."
        return Fault("MRK-PORTION-CHILD", whole(block), text)
    return Fault("MRK-PORTION-MISSING", whole(block), "This portion carries no mark.", severity=grade)


def _child(block: Block, audit: Audit, marked: set[int]) -> bool:
    """Return True for a list item that hangs from a marked paragraph or a marked item above it."""
    if block.kind is not BlockKind.LIST_ITEM:
        return False
    blocks = audit.document.blocks
    for at in range(block.index - 1, max(-1, block.index - 60), -1):
        above = blocks[at]
        if above.kind is BlockKind.LIST_ITEM and above.level >= block.level:
            continue
        return at in marked and above.kind in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH)
    return False


def _tables(audit: Audit, tables: dict[tuple[str, int], list[Block]]) -> Faults:
    """Yield tables in which nothing is marked, and the unmarked cells of the others."""
    holding = {(p.block.where.part, p.block.where.table) for p in audit.found.portions.marked}
    captions = {p.block.index for p in audit.found.portions.marked if p.block.kind is BlockKind.CAPTION}
    for key, cells in tables.items():
        if key in holding:
            for block in cells:
                yield Fault(
                    "MRK-PORTION-MISSING", whole(block), "This cell carries no mark, others of its table do."
                )
        elif not captions & set(range(cells[0].index - 12, cells[-1].index + 13)):
            text = "Neither a cell of this table nor a caption beside it carries a mark."
            yield Fault(
                "MRK-PORTION-TABLE", whole(cells[0]), text, evidence=also(map(whole, cells[1:]), "unmarked")
            )


def _partial(audit: Audit) -> Fault:
    unmarked = audit.found.unmarked
    count = len(audit.found.portions.marked)
    are = "portion is" if count == 1 else "portions are"
    text = f"{count} {are} marked and {len(unmarked)} not; if one is marked, all have to be."
    evidence = also(map(whole, unmarked[1:]), "unmarked")
    return Fault("MRK-PORTION-PARTIAL", whole(unmarked[0]), text, evidence=evidence, subject="portions")


def odd_marks(audit: Audit) -> Faults:
    """Yield marks behind their portion, outline labels that read as marks, marks in hidden text, blankets."""
    for portion in audit.found.portions.marked:
        if portion.at_end:
            yield _behind(portion, audit)
        if portion.again is not None:
            yield _twice(portion, portion.again)
    for portion in audit.found.portions.labels:
        text = f"{portion.text} looks like an outline label, not a mark; confirm."
        yield Fault("MRK-PORTION-LISTLABEL", _where(portion), text)
    yield from _hidden(audit)
    blanket = audit.found.first.phrases.get("blanket")
    if blanket is not None and audit.found.level > Level.U:
        yield Fault(
            "MRK-PORTION-BLANKET",
            whole(blanket),
            "A statement for all portions does not replace their marks.",
        )


def _behind(portion: Portion, audit: Audit) -> Fault:
    """Return a mark behind its portion; behind a title, older practice outside the intelligence community."""
    if not is_title(portion.block):
        text = f"{portion.text} stands behind the portion; it belongs before it."
        return Fault("MRK-PORTION-POSITION", _where(portion), text)
    heading = portion.block.kind is BlockKind.HEADING
    name = "subject line" if is_subject(portion.block) else "heading" if heading else "title"
    text = f"The mark stands at the end of this {name}: {portion.text} belongs before its words."
    grade = None if audit.regime is Regime.IC else Severity.WARNING
    return Fault("MRK-PORTION-POSITION", _where(portion), text, severity=grade)


def _twice(portion: Portion, again: Portion) -> Fault:
    """Return a portion that is marked twice: a fault where the marks agree, an error where they do not."""
    where = "by the numbering of its list" if again.in_number else "in its text"
    if portion.content == again.content:
        text = f"This portion is marked twice: {portion.text} stands there again {where}."
        return Fault("MRK-PORTION-TWICE", _where(portion), text)
    text = f"This portion is marked {portion.text}, and {again.text} {where}; keep the one that is meant."
    return Fault("MRK-PORTION-TWICE", _where(portion), text, severity=Severity.ERROR)


def _where(portion: Portion) -> Location:
    return portion.block.locate(portion.start, portion.end)


def _hidden(audit: Audit) -> Faults:
    for portion in find_hidden(audit.document.blocks, audit.scheme):
        text = f"{portion.text} stands in hidden text; show it, or remove it."
        yield Fault("MRK-PORTION-HIDDEN", _where(portion), text)


def unmarked_document(audit: Audit) -> Faults:
    """Yield a document without markings where the house requires them; a hint where a word looks like one."""
    found = audit.found
    if found.marked:
        return
    if found.weak is not None:
        text = (
            f"“{found.weak.text}” is all that reads as a security marking, so nothing was audited. "
            "If it is meant as one, correct its form or choose a regime."
        )
        where = found.weak.block.locate(found.weak.start, found.weak.end)
        yield Fault("MRK-UNMARKED-DOC", where, text, severity=_hint(audit))
    elif audit.options.audit == "required":
        yield Fault(
            "MRK-UNMARKED-DOC", nowhere(), "The document carries no security marking.", subject="document"
        )


def _hint(audit: Audit) -> Severity | None:
    return None if audit.options.audit == "required" else Severity.INFO
