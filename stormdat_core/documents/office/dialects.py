"""Namespaces of Office parts and the one spelling that handlers know their names by: `w:p`, `mc:Fallback`.

Files may bind any prefix to a namespace, and namespaces come in two sets, transitional and strict.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Dialect:
    """The namespaces that one kind of part uses, and the spelling its handlers know them by."""

    prefixes: Mapping[str, str]
    """Canonical prefix by namespace; an empty one leaves names bare, as a default namespace does.

    Two namespaces may share a prefix (transitional and strict). Elements of other namespaces keep a spelling
    that matches no handler.
    """
    program: str
    """The program that can repair such a part."""
    known: Mapping[bytes, bytes] = field(init=False, repr=False)
    taken: frozenset[bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = {uri.encode(): prefix.encode() for uri, prefix in self.prefixes.items()}
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "taken", frozenset(known.values()))


_SHARED = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}

WORD = Dialect(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
        "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
        **_SHARED,
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
        "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
        "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
        "http://schemas.microsoft.com/office/word/2015/wordml/symex": "w16se",
        "urn:schemas-microsoft-com:vml": "v",
    },
    "Word",
)
"""Parts of a Word document, and small parts of any package."""

SHEET = Dialect(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
        "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
        "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc",
        **_SHARED,
    },
    "Excel",
)
"""Workbook, worksheets, shared strings and comments: their own names are bare."""

SLIDE = Dialect(
    {
        "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
        "http://purl.oclc.org/ooxml/presentationml/main": "p",
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": "xdr",
        "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
        "http://purl.oclc.org/ooxml/drawingml/chart": "c",
        "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp",
        "http://schemas.microsoft.com/office/powerpoint/2018/8/main": "p188",
        **_SHARED,
    },
    "PowerPoint",
)
"""Everything drawn: slides, layouts, notes, comments on slides, drawings of a sheet, diagrams, charts."""

_DECLARATION = re.compile(rb"""xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")


Declaration = tuple[bytes, bytes]
"""A prefix and its namespace."""


def has_usual_names(
    data: bytes, dialect: Dialect = WORD, declared: Collection[Declaration] | None = None
) -> bool:
    """Return True when every namespace of the dialect is bound, everywhere, to its canonical prefix.

    Args:
        data: the part.
        dialect: the names that are usual in it.
        declared: `declarations(data)` where the caller has them already.
    """
    if _is_wide(data) or b"\x00" in data[:64]:
        return False
    known, taken = dialect.known, dialect.taken
    for prefix, uri in declarations(data) if declared is None else declared:
        usual = known.get(uri)
        if usual is None:
            if prefix in taken:
                return False
        elif usual != prefix:
            return False
    return True


def bindings(declared: Iterable[Declaration]) -> Mapping[str, frozenset[str]]:
    """Return the namespaces that a part binds each prefix to, wherever in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for prefix, uri in declared:
        found[prefix.decode("utf-8", "replace")].add(uri.decode("utf-8", "replace"))
    return {prefix: frozenset(uris) for prefix, uris in found.items()}


def declarations(data: bytes) -> frozenset[Declaration]:
    """Return what looks like a declaration of a namespace, wherever it stands in a part."""
    if _is_wide(data):
        data = data.decode("utf-16", "replace").encode()
    found: set[Declaration] = set()
    at = data.find(b"xmlns")  # ten times as fast as a search for the pattern
    while at >= 0:
        match = _DECLARATION.match(data, at)
        if match:
            found.add((match[1] or b"", match[2]))
        at = data.find(b"xmlns", at + 5)
    return frozenset(found)


def _is_wide(data: bytes) -> bool:
    """Return whether a part is written in UTF-16."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff")
