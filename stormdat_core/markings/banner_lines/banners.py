"""Lines that read as banners, and what each says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.markings.first_page import without_statement
from stormdat_core.markings.model import Marking, Regime, System
from stormdat_core.markings.reading import Content, content_of, normalise, parse
from stormdat_core.markings.scheme import Scheme
from stormdat_core.model import Block

_PIECE = re.compile(r"[^\t\n\v\f\r]+")
_FRAME = " \u00a0.*_–—-[]{}|"
_HEAD = re.compile(
    r"\W{0,4}(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED|CUI|CONTROLLED|COSMIC|NATO|JOINT"
    r"|OFFICIAL|UK (?:OFFICIAL|SECRET|TOP)|FOUO|FOR OFFICIAL USE ONLY|PROTECT|TS/|S/|C/|U/"
    r"|[A-Z ]{2,30}//|//[A-Z]"
    r"|[A-Z]{3}(?: [A-Z]{3,4})* (?:SECRET|RESTRICTED|CONFIDENTIAL))",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:Page\s+|[-–—|]\s*)?\d+(?:\s*(?:of|/)\s*\d+)?\s*$|^\s*(?:Page\s+)?\d+(?:\s+of\s+\d+)?\s+",
    re.IGNORECASE,
)
_LONGEST = 400
_WEAK = re.compile(
    r"(?:CONFIDENTIAL|RESTRICTED|CONTROLLED|OFFICIAL|PROTECT|CONTROLLED UNCLASSIFIED INFORMATION)$",
    re.IGNORECASE,
)
"""Words that companies print too: alone, they make no document a marked one."""
_TITLE = re.compile(
    r"(?:CONFIDENTIAL|RESTRICTED|CONTROLLED|OFFICIAL|PROTECT|UNCLASSIFIED)\s+"
    r"(?!SENSITIVE|UNCLASSIFIED|DATA\b|NOFORN|REL\b|WHEN|UPON|DRAFT|WORKING|ORCON|NF\b)[A-Z]{3,}(?:\s+[A-Z]{2,})*$"
)
"""Titles in capitals: OFFICIAL PUBLICATION, RESTRICTED CIRCULATION."""
_ADMINISTRATIVE = re.compile(
    r"^(?:DRAFT|WORKING PAPERS?|DELIBERATIVE)\b[\s:;,–—-]*|[\s:;,–—-]*\b(?:DRAFT|WORKING PAPERS?)$"
)


@dataclass(frozen=True, slots=True)
class Banner:
    """A line that reads as a banner."""

    block: Block
    start: int
    end: int
    text: str
    """As written."""
    marking: Marking
    content: Content | None
    """None when it cannot be understood."""

    @property
    def weak(self) -> bool:
        """Return True for a word that is printed in many papers without being a security marking."""
        titled = _WEAK.match(self.text) or _TITLE.match(self.text)
        return bool(titled) or (self.text != self.text.upper() and "//" not in self.text)


def banners_in(block: Block, scheme: Scheme) -> Iterator[Banner]:
    """Yield the lines of a block that read as banners."""
    text = block.printed
    if len(text) > 4 * _LONGEST or not _HEAD.search(text):
        return
    scheme = scheme.to_read_by
    for match in _PIECE.finditer(text):
        found = _banner(block, match.start(), match[0], scheme)
        if found is not None:
            yield found


def _banner(block: Block, at: int, piece: str, scheme: Scheme) -> Banner | None:
    line = without_statement(_PAGE.sub("", piece).strip(_FRAME))
    core = _ADMINISTRATIVE.sub("", line).strip(_FRAME)
    if not core or len(core) > _LONGEST or not _HEAD.match(core):
        return None
    start = at + piece.index(core)
    plain = normalise(core).text
    marking = parse(plain, "banner", scheme)
    if marking.level is None and scheme.regime is not Regime.UK:
        marking = _british(plain, scheme) or marking
    if not _reads_as_banner(core, marking):
        return None
    return Banner(block, start, start + len(core), core, marking, content_of(marking))


def _british(plain: str, scheme: Scheme) -> Marking | None:
    marking = parse(plain, "banner", scheme.in_regime(Regime.UK))
    return marking if marking.level is not None or plain.upper() == "PROTECT" else None


def _reads_as_banner(core: str, marking: Marking) -> bool:
    """Return True for a line that is a marking, or tries to be one.

    A title that begins with such a word is none: "Secret agents", "CONFIDENTIAL REPORT OF THE BOARD".
    """
    if marking.level is None:
        return "//" in core and core == core.upper()
    if any(slip.rule == "MRK-TOKEN-UNREADABLE" for slip in marking.slips):
        return core == core.upper()
    mixed = core != core.upper()
    return not mixed or "//" in core or (marking.system in (System.US, System.CUI) and not marking.segments)
