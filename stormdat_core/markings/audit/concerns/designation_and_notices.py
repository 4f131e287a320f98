"""First-page blocks: CUI designation, distribution statements, notices."""

import re

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, nowhere, shown, whole
from stormdat_core.markings.model import Level, Regime

WANTED = {
    "controlled": "Controlled by",
    "category": "CUI Category",
    "limited": "Distribution/Dissemination Control",
    "contact": "POC",
}
NOTICED = ("RD", "FRD", "FISA", "IMCON", "LIMDIS", "LES", "DSEN", "CNWDI")
_AGAINST_A = ("FOUO", "PROPIN", "DSEN", "FISA", "EXDIS", "NODIS", "SBU", "LES", "UCNI", "DCNI", "NOFORN")
_REASON = re.compile(r"[;:,(]\s*\w[\w /-]{3,}|because|reason", re.IGNORECASE)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}/\d{2}")
_OFFICE = re.compile(r"refer(?:red)? |request|shall be|office|contact", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]{2,10}\b")


def designation(audit: Audit) -> Faults:
    """Yield what is wrong with the CUI designation indicator."""
    found, first = audit.found, audit.found.first
    if not found.cui:
        return
    if not first.designation:
        where = whole(found.banner.block) if found.banner is not None else nowhere()
        text = "The document is CUI and has no designation block (Controlled by, CUI Category, control, POC)."
        yield Fault("MRK-CUI-DI-MISSING", where, text, subject="designation")
        return
    yield from _lines(audit)
    yield from _categories(audit)
    maybe = first.phrases.get("maybe")
    if maybe is not None:
        yield Fault(
            "MRK-CUI-MAYBE",
            whole(maybe),
            "The document says that it may contain CUI; it is CUI or it is not.",
        )


def _lines(audit: Audit) -> Faults:
    first = audit.found.first
    block = first.designation[0].block
    missing = [word for name, word in WANTED.items() if not _filled(audit, name)]
    if missing:
        text = f"The designation block lacks {shown(missing)}."
        yield Fault("MRK-CUI-DI-FIELD", whole(block), text, subject=shown(missing))
    inside = {item.block.index for item in first.designation}
    for portion in audit.found.portions.marked:
        if portion.block.index in inside:
            where = portion.block.locate(portion.start, portion.end)
            yield Fault(
                "MRK-CUI-DI-PORTION",
                where,
                "The designation block carries a portion mark; it should have none.",
            )


def _filled(audit: Audit, name: str) -> bool:
    item = audit.found.first.get(name)
    return bool(item is not None and item.value) or (name == "limited" and bool(audit.found.first.statements))


def _categories(audit: Audit) -> Faults:
    item = audit.found.first.get("category")
    if item is None or not item.value:
        return
    listed = {word.removeprefix("SP-") for word in _WORD.findall(item.value)}
    used: set[str] = set()
    for portion in audit.found.portions.marked:
        if portion.content is not None:
            used |= {name.removeprefix("SP-") for name in portion.content.categories}
    codes = listed & (audit.scheme.vocabulary.specified | audit.scheme.vocabulary.basic)
    missing = sorted(used - listed)
    if missing and codes:
        text = f"Portions carry {shown(missing)}; the designation block does not list it."
        yield Fault("MRK-CUI-DI-CAT", item.block.locate(item.start, item.end), text)
    letters = {statement.letter for statement in audit.found.first.statements}
    if "CTI" in listed and not letters & set("BCDEF"):
        text = "No distribution statement B to F stands beneath the block; CTI needs one."
        yield Fault("MRK-CUI-CTI-DIST", item.block.locate(item.start, item.end), text)


def statements(audit: Audit) -> Faults:
    """Yield distribution statements that contradict the marking or lack a part."""
    computed = audit.found.computed
    banner = audit.found.banner.content if audit.found.banner is not None else None
    content = computed.content if computed is not None else banner
    for statement in audit.found.first.statements:
        where = whole(statement.block)
        if statement.letter == "A":
            words = _against_public(
                audit, content.controls | content.non_ic | content.atomic if content else frozenset()
            )
            if words:
                text = f"Distribution statement A releases to the public; the document is {words}."
                yield Fault("MRK-DIST-A", where, text)
        elif audit.regime is Regime.DOD:
            missing = _missing_parts(statement.letter, statement.text)
            if missing:
                text = f"Distribution statement {statement.letter} lacks {shown(missing)}."
                yield Fault("MRK-DIST-INCOMPLETE", where, text)


def _against_public(audit: Audit, names: frozenset[str]) -> str:
    if audit.found.level > Level.U:
        return audit.found.level.long
    return shown(sorted(names & set(_AGAINST_A)))


def _missing_parts(letter: str, text: str) -> list[str]:
    rest = text[text.upper().find("STATEMENT") + 11 :]
    parts = [] if letter == "F" else [("a reason", _REASON)]
    parts += [("a date", _DATE), ("the office to ask", _OFFICE)]
    return [word for word, pattern in parts if not pattern.search(rest)]


def notices(audit: Audit) -> Faults:
    """Yield controls without their notice, and notices without their control."""
    used: dict[str, int] = {}
    for at, portion in enumerate(audit.found.portions.marked):
        if portion.content is not None:
            content = portion.content
            names = (
                content.atomic
                | content.controls
                | content.non_ic
                | ({"CNWDI"} if content.cnwdi else frozenset())
            )
            for name in names:
                used.setdefault(name.removesuffix(" NOFORN"), at)
    present = audit.found.first.notices
    for name in NOTICED:
        if name in used and name not in present and not (name == "FRD" and "RD" in used):
            portion = audit.found.portions.marked[used[name]]
            where = portion.block.locate(portion.start, portion.end)
            text = f"{name} needs its notice on the first page."
            yield Fault("MRK-NOTICE-MISSING", where, text, subject=name)
        elif name in present and name not in used and audit.found.portions.marked:
            text = f"This notice speaks of {name}, and no portion carries it."
            yield Fault("MRK-NOTICE-ORPHAN", whole(present[name]), text, subject=name)
