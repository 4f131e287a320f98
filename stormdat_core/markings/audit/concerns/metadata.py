"""What travels with a document besides its text: file name, properties, comments, alternative text."""

import re

from stormdat_core.markings.audit.faults import Audit, Fault, Faults, nowhere, whole
from stormdat_core.markings.banner_lines import banners_in
from stormdat_core.markings.model import Level
from stormdat_core.markings.portion_marks import read_mark
from stormdat_core.markings.reading import content_of, normalise, parse
from stormdat_core.model import Block, BlockKind

_LEVEL = re.compile(r"\b(TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\b(?=//|\s*$)")
_NAME_MARK = re.compile(
    r"\((?:TS|S|C|U|CUI)(?:[_-]{1,2}[A-Z]+)*\)|(?<![A-Za-z])(TOP SECRET|SECRET|UNCLASSIFIED)(?![A-Za-z])"
)
_LABEL = re.compile(r"(?:US |UK )?(TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|OFFICIAL|CUI)(?!\w)")
_KINDS = (BlockKind.PROPERTY, BlockKind.ALTERNATIVE_TEXT, BlockKind.WATERMARK)
_LEVELS = {"TOP SECRET": Level.TS, "SECRET": Level.S, "CONFIDENTIAL": Level.C, "UNCLASSIFIED": Level.U}


def metadata(audit: Audit) -> Faults:
    """Yield carriers that name another level than the document's."""
    if audit.found.banner is None:
        return
    level = audit.found.level
    for block in audit.document.blocks:
        if _is_label(block):
            yield from _label(block, audit)
        elif block.kind is BlockKind.HIDDEN:
            yield from _hidden(block, audit)
        elif block.kind in _KINDS:
            said = _level(block)
            if said is not None and said is not level:
                text = f"{block.where.label} says {said.long}; the document is {_word(audit)}."
                yield Fault("MRK-META-MISMATCH", whole(block), text)
    name = audit.document.path.stem.replace("_", " ")
    named = _named(name, audit)
    if named is not None and named is not level:
        text = f"The file name says {named.long}; the document is {_word(audit)}."
        yield Fault("MRK-FILENAME-MISMATCH", nowhere(), text, subject="file name")


def _hidden(block: Block, audit: Audit) -> Faults:
    """Yield banners of another level in what no page shows: hidden text, headers that are not in use."""
    for banner in banners_in(block, audit.scheme):
        content = banner.content
        if not banner.weak and content is not None and content.level is not audit.found.level:
            said = f"{_capital(block.where.label)}, which nobody sees, says {banner.text}"
            text = f"{said}; the document is {_word(audit)}."
            yield Fault("MRK-META-MISMATCH", block.locate(banner.start, banner.end), text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_label(block: Block) -> bool:
    return block.kind is BlockKind.PROPERTY and (block.where.note or "").startswith("sensitivity label")


def _label(block: Block, audit: Audit) -> Faults:
    """Yield a sensitivity label that says another thing than the banner.

    What a label means is the profile's to say; without that, its name speaks where it begins with a level.
    """
    known = {name.casefold(): marking for name, marking in audit.options.labels.items()}
    meant = known.get(block.text.casefold())
    match = _LABEL.match(block.text.upper())
    if meant is not None:
        content = content_of(parse(normalise(meant).text, "banner", audit.scheme))
        differs = (
            content is not None and audit.found.banner is not None and content != audit.found.banner.content
        )
    else:
        meant = block.text
        differs = match is not None and _of_label(match[1]) != (audit.found.level, _is_cui(audit))
    if differs:
        text = f"The sensitivity label says {meant}; the document is {_word(audit)}."
        yield Fault("MRK-META-MISMATCH", whole(block), text)


def _of_label(word: str) -> tuple[Level, bool]:
    """Return the level a label names, and whether it is CUI."""
    return _LEVELS.get(word, Level.U), word == "CUI"


def _is_cui(audit: Audit) -> bool:
    return audit.found.cui and audit.found.level is Level.U


def _word(audit: Audit) -> str:
    return audit.found.banner.text if audit.found.banner is not None else audit.found.level.long


def _level(block: Block) -> Level | None:
    match = _LEVEL.search(block.text)
    return _LEVELS[match[1]] if match else None


def _named(name: str, audit: Audit) -> Level | None:
    match = _NAME_MARK.search(name)
    if match is None:
        return None
    if match[1]:
        return _LEVELS[match[1]]
    content = read_mark(match[0].replace("-", "//"), audit.scheme)
    return content.level if content is not None else None
