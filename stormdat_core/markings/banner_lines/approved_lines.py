"""Which pieces of a header or footer read as a security marking."""

import re
from collections.abc import Iterator

from stormdat_core.markings.first_page import is_statement, without_statement

_PIECE = re.compile(r"[^\t\n]+")
_LEVEL = re.compile(
    r"""(?:NATO\s+|COSMIC\s+)?
    (?:UNCLASSIFIED|CONFIDENTIAL|SECRET|TOP\s+SECRET|RESTRICTED|OFFICIAL(?:[\s-]+SENSITIVE)
      |CUI|CONTROLLED(?:\s+UNCLASSIFIED\s+INFORMATION)?|FOUO|FOR\s+OFFICIAL\s+USE\s+ONLY
      |SENSITIVE\s+BUT\s+UNCLASSIFIED|LAW\s+ENFORCEMENT\s+SENSITIVE)
    (?=$|\s*//|\s*/|\s+(?:[A-Z]{2,}|//)|\s*[-–—(\[])""",
    re.VERBOSE,
)
_LEVEL_ALONE = re.compile(_LEVEL.pattern.rpartition("(?=")[0] + r"\s*$", re.VERBOSE | re.IGNORECASE)
_SLASHES = re.compile(r"\s*/+\s*")
_SPACES = re.compile(r"\s+")
_FRAME = " .*-–—_[]()"


def marking_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the pieces between tabs and line breaks that read as a marking.

    A marking begins with a level in capitals, or is a level and nothing else in any case, so that
    "Confidential draft of the report" is a title and "Controlled Unclassified Information" is a marking.
    """
    for match in _PIECE.finditer(text):
        piece = match[0]
        core = without_statement(piece.strip(_FRAME)).strip(_FRAME)
        if core and not is_statement(core) and (_LEVEL.match(core) or _LEVEL_ALONE.match(core)):
            start = match.start() + piece.index(core)
            yield start, start + len(core)


def normal(marking: str) -> str:
    """Return a marking in the form it is compared by: capitals, single spaces, none around slashes."""
    text = _SPACES.sub(" ", marking.strip(_FRAME)).upper()
    return _SLASHES.sub(lambda match: match[0].strip(), text)
