"""What a copy needs to know of the runs it changes: where their bytes stand, and what stands around them.

The copy is made by splicing bytes, not by rebuilding a tree: whatever is not spliced is the author's to
the last byte, and a part of any size or depth costs no more memory than its bytes.
"""

import re
from dataclasses import dataclass, field

_DECLARED = re.compile(rb"""^(<\?xml[^>]*?encoding\s*=\s*["'])([\w.-]+)""")
_NAME = re.compile(rb"<\s*([^\s/>]+)")
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


_HEAD = 65536
"""Bytes of a part in which its namespaces are declared."""


@dataclass(slots=True)
class Child:
    """A child of a run. `start` and `end` frame its bytes; `text` is set for `w:t`."""

    name: str
    start: int
    end: int = 0
    characters: int = 0
    text: str | None = None
    inner_start: int = 0
    inner_end: int = 0
    preserved: bool = False
    empty: bool = False
    """Written as one tag, `<w:t/>`."""
    placed: bool = False
    """For a drawing: it is known whether it stands in the line, where it counts as one character."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a run."""

    siblings: bool = False
    """Whether ranges and tracked changes may stand beside it: only elements that may hold them lie between it
    and its paragraph."""
    commentable: bool = False
    """Whether it stands outside text boxes and other runs, as far as this part is concerned."""
    paragraph: int = 0
    """Offset of its paragraph's start tag."""
    revision: tuple[int, int] | None = None
    """The start tag of the author's own insertion that is its direct parent."""
    inside_revision: bool = False
    """It stands deeper inside a tracked insertion, or in a tracked move."""
    field: str = ""
    """Name of the innermost field whose result it stands in: `REF`, `TOC`."""
    fields: tuple[int, ...] = ()
    """Numbers of the open fields, outermost first."""
    locked: bool = False
    """A content control forbids changes, or fills its text from data."""
    opens_control: int = 0
    """Where the content of its paragraph begins, if that is the first one of a content control around
    paragraphs or cells, else 0. LibreOffice reads such a paragraph as one text: it no longer knows which text
    stood before and which behind a tracked change, and drops the text before a comment."""
    plain_control: tuple[int, int] | None = None
    """The outermost content control around it that takes plain text only, by its start tag's offset and its
    number; its end is in `Found.controls`."""
    bookmarks: tuple[int, ...] = ()
    """Numbers of the open bookmarks."""


@dataclass(slots=True)
class RunMarkup:
    """A `w:r` element in its part's bytes. Its children are noted only where it was wanted."""

    ordinal: int
    start: int
    """Offset of its start tag."""
    inner: int
    """Offset behind its start tag."""
    end: int = 0
    """Offset behind its end tag."""
    around: Surroundings = Surroundings()
    outer: "RunMarkup | None" = None
    """The outermost run that holds this one, through a text box or ruby text."""
    properties: Child | None = None
    property_children: list[Child] = field(default_factory=list)
    content: list[Child] = field(default_factory=list)

    @property
    def characters(self) -> int:
        """Return how many characters of text the run holds."""
        return sum(child.characters for child in self.content)


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where a field begins and ends: the runs of its outer marks, and the paragraphs they stand in."""

    start: int
    end: int
    paragraph: int
    last_paragraph: int


@dataclass(frozen=True, slots=True)
class BookmarkEnd:
    """The end of a bookmark: the offset behind its mark, and what stands around the mark."""

    behind: int
    around: Surroundings


@dataclass(frozen=True, slots=True)
class Found:
    """The wanted runs of a part, and what was met on the way."""

    runs: dict[int, RunMarkup]
    """By ordinal, in document order."""
    references: dict[str, RunMarkup]
    """The run that holds a wanted reference, by key: `footnote 3`."""
    fields: dict[int, FieldSpan]
    controls: dict[int, int]
    """Offset behind the end tag of content controls, by number."""
    repeated: dict[int, BookmarkEnd]
    """Ends of the bookmarks that a field repeats the text of, by number."""
    first_paragraph: tuple[int, int] | None
    """Offsets of the start tag of the body's first paragraph, and of where its content may begin."""


@dataclass(frozen=True, slots=True)
class Names:
    """How WordprocessingML is spelt at one place of a part."""

    prefix: bytes
    """With its colon; empty where the namespace is the default one."""
    uri: bytes = b""
    """Of the namespace; needed only where there is no prefix."""

    @classmethod
    def at(cls, data: bytes, start: int) -> "Names":
        """Return the spelling of the element whose tag begins at `start`."""
        prefix, colon, _ = element_name(data, start).rpartition(b":")
        if prefix:
            return cls(prefix + colon)  # looking for the namespace takes longer than all else
        return cls(b"", STRICT if data.find(STRICT, 0, _HEAD) >= 0 else TRANSITIONAL)

    def open(self, local: bytes, **attributes: str) -> bytes:
        """Return a start tag. An attribute needs a prefix also where elements have none."""
        prefix = self.prefix or b"hl:"
        given = b"".join(
            b' %s%s="%s"' % (prefix, name.rstrip("_").encode(), quoted(value))
            for name, value in attributes.items()
        )
        declared = b' xmlns:hl="%s"' % self.uri if attributes and not self.prefix else b""
        return b"<%s%s%s%s>" % (self.prefix, local, declared, given)

    def close(self, local: bytes) -> bytes:
        return b"</%s%s>" % (self.prefix, local)

    def empty(self, local: bytes, **attributes: str) -> bytes:
        return self.open(local, **attributes)[:-1] + b"/>"

    def element(self, local: bytes, inner: bytes, **attributes: str) -> bytes:
        return self.open(local, **attributes) + inner + self.close(local)


def as_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8, so that tags are ASCII bytes. Most parts are; UTF-16 is legal."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16").encode("utf-8")
    declared = _DECLARED.match(data)
    if declared and declared[2].lower() not in (b"utf-8", b"us-ascii"):
        encoding = declared[2].decode("ascii").lower()
        text = data if encoding.startswith("utf-16") else data.decode(encoding).encode("utf-8")
        data = _DECLARED.sub(rb"\1UTF-8", text)
    return data


def element_name(data: bytes, start: int) -> bytes:
    """Return the name of the element whose tag begins at `start`, as the part spells it."""
    match = _NAME.match(data, start)
    return match[1] if match else b""


def tag_end(data: bytes, at: int) -> int:
    """Return the offset behind the tag that begins at `at`."""
    match = _TAG.match(data, at)
    return match.end() if match else len(data)


def escaped(text: str) -> bytes:
    """Return text as XML. A carriage return must be written as a reference or parsers change it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;").encode("utf-8", "replace")


def quoted(text: str) -> bytes:
    """Return text as the value of an attribute in double quotes."""
    return escaped(text).replace(b'"', b"&quot;").replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")
