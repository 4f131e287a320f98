"""What the Notes column of a list says about an acronym. Source: acronym rules, section 5.1."""

import re
from functools import lru_cache
from typing import NamedTuple

_BANNED = re.compile(
    r"do(?: not|n't) use\b(?:\s*[:;,\u2013-]\s*(?:use\s+)?(?P<instead>[^;|]+))?", re.IGNORECASE
)


class Notes(NamedTuple):
    """The instructions in a note; any other remark gives none."""

    well_known: bool = False
    """It needs no definition: a missing one is information."""
    ignore: bool = False
    """It is left alone by every rule."""
    always_define: bool = False
    """The document's acronym table is not enough: the text must define it."""
    banned: bool = False
    """It is not to be used."""
    instead: str = ""
    """What to write instead of it."""


@lru_cache(maxsize=1 << 12)
def read_notes(text: str) -> Notes:
    """Return the instructions in a note: well-known, ignore, always define, do not use: X."""
    if not text:
        return Notes()
    said = " ".join(text.replace("\u2019", "'").split())
    plain = said.casefold().replace("-", " ")
    banned = _BANNED.search(said)
    return Notes(
        well_known="well known" in plain,
        ignore=re.search(r"\bignore\b", plain) is not None,
        always_define="always define" in plain,
        banned=banned is not None,
        instead=(banned["instead"] or "").strip(" .\"'\u201c\u201d") if banned else "",
    )
