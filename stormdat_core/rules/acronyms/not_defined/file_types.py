"""Labels of files behind their titles: Lessons Learned (MS-PPT, December 2019)."""

import re

from stormdat_core.acronyms.gathering.entries import AcronymEntry, Use
from stormdat_core.model import Document

_LEAST = 3
"""Labels from which on a document has a pattern of them."""
_DATED = re.compile(r",? (?:\d{1,2} )?(?:[A-Z][a-z]{2,8}\.? )?(?:\d{1,2}, )?(?:19|20)\d\d\)")
"""What ends a label with a date: (MS-PPT, December 2019)."""
_TYPE = re.compile(r"(?:MS-)?(?:PPTX?|DOCX?|XLSX?|PDF|HTML?|RTF|CSV|ZIP|TXT|MP[34])")
"""The name of a kind of file, which a label may give alone: (MS-DOC)."""


def is_file_type(document: Document, entry: AcronymEntry, uses: tuple[Use, ...]) -> bool:
    """Return whether all uses of an acronym are labels behind the titles of files.

    One label is enough where the form names a kind of file; any other joined form takes several with dates.
    """
    labels = [_label(document.blocks[use.block].text, use) for use in uses]
    if not all(labels):
        return False
    return _TYPE.fullmatch(entry.name) is not None or (labels.count("dated") >= _LEAST and "-" in entry.name)


def _label(text: str, use: Use) -> str:
    """Return whether a use opens a bracket with its date, "dated", or fills one, "alone"; else ""."""
    if text[max(0, use.start - 2) : use.start] != " (":
        return ""
    if _DATED.match(text, use.end):
        return "dated"
    return "alone" if text[use.end : use.end + 1] == ")" else ""
