"""The package around the text: the part for comments and how it is linked; protection and signatures."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from stormdat_core.documents.office.package import Package, fold
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.errors import UnreadableDocument
from stormdat_core.reports.docx.runs.markup import STRICT, TRANSITIONAL, Names, as_utf8, element_name, quoted
from stormdat_core.reports.docx.runs.split import Insertions, Spliced, whole

_TYPES = "[Content_Types].xml"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_END = b"</Relationships>"
_NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + _END
)
_FINAL = re.compile(rb"""["']_MarkAsFinal["'][^>]*>\s*<[^>]*\bbool\b[^>]*>\s*(?:true|1)\b""")
"""The custom property with which Office opens a document for reading only."""
_ID = re.compile(rb"""id(?<=[:\s]id)\s*=\s*["'](-?\d{1,18})["']""")


@dataclass(slots=True)
class Parts:
    """The parts of a copy that differ from the original's, by the names of their entries."""

    package: Package
    main: str
    replaced: dict[str, bytes | Spliced] = field(default_factory=dict)
    added: dict[str, bytes | Spliced] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> "Parts":
        return cls(package, next(package.related("", "officeDocument"), ""))

    @property
    def all(self) -> Mapping[str, bytes | Spliced]:
        return {**self.replaced, **self.added}

    def read(self, part: str) -> bytes:
        """Return a part as it stands by now, in UTF-8."""
        name = self.package.part_name(part)
        made = self.replaced.get(name)
        return as_utf8(self.package.read(part)) if made is None else whole(made)

    def write(self, part: str, data: bytes | Spliced) -> None:
        self.replaced[self.package.part_name(part)] = data

    def append(self, part: str, child: Callable[[bytes, bytes], bytes]) -> None:
        """Put a child at the end of a part's root. `child` is given the part and the root's name."""
        data = self.read(part)
        start, end = _root(data, part, self.package.name)
        name = element_name(data, start)
        made = child(data, name)
        if end < 0:
            head = data[start : data.index(b"/>", start)]
            self.write(part, data[:start] + head + b">" + made + b"</" + name + b">")
        else:
            self.write(part, data[:end] + made + data[end:])

    # Comments

    def forget(self) -> None:
        """Let go of the parts that have been written."""
        self.replaced.clear()
        self.added.clear()

    def comments_part(self) -> str:
        """Return the part that holds the document's comments, empty when it has none yet."""
        return next(self.package.related(self.main, "comments"), "")

    def add_comments(self, comments: Callable[[Names], Iterable[bytes]]) -> None:
        """Put comments behind those the document has, or into a new part."""
        part = self.comments_part()
        if not part:
            self._new_comments(comments)
            return
        data = self.read(part)
        start, end = _root(data, part, self.package.name)
        names = _names(data, element_name(data, start))
        if end < 0:
            self.append(part, lambda *_: b"".join(comments(names)))
        else:
            self.write(part, Spliced(data, Insertions(end, lambda: comments(names))))

    def _new_comments(self, comments: Callable[[Names], Iterable[bytes]]) -> None:
        strict = STRICT in self._head(self.main)
        names = Names(b"w:", STRICT if strict else TRANSITIONAL)
        part = self._free_name(posixpath.join(posixpath.dirname(self.main), "comments"))
        start = (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="%s">' % names.uri
        )
        self.added[part] = Spliced(start + b"</w:comments>", Insertions(len(start), lambda: comments(names)))
        relation = _STRICT_RELATION if strict else _RELATION
        self.append(_TYPES, lambda _, name: _override(name, part))
        self._relate(part, relation)

    def _head(self, part: str) -> bytes:
        """Return the beginning of a part; what has been put into it stands behind."""
        made = self.replaced.get(self.package.part_name(part))
        return (made.data if isinstance(made, Spliced) else self.read(part))[:65536]

    def _free_name(self, stem: str) -> str:
        candidates = (f"{stem}{number or ''}.xml" for number in count())
        return next(name for name in candidates if name not in self.package)

    def _relate(self, part: str, relation: str) -> None:
        folder, file = posixpath.split(self.main)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        taken = {fold(key) for key in self.package.relationships(self.main)}
        key = next(key for number in count(1) if fold(key := f"rIdStorm{number}") not in taken)
        self.link(rels, key.encode(), relation, posixpath.relpath(part, folder or "."))

    def link(self, rels: str, key: bytes, relation: str, target: str) -> None:
        """Add a relationship to a part of relationships, which is made when there is none."""

        def made(root: bytes) -> bytes:
            name = root[: -len(b"Relationships")] + b"Relationship"
            return b'<%s Id="%s" Type="%s" Target="%s"/>' % (name, key, relation.encode(), quoted(target))

        if rels in self.package:
            self.append(rels, lambda _, root: made(root))
        else:
            start = whole(self.added.get(rels, _NO_RELATIONSHIPS))
            self.added[rels] = start.replace(_END, made(b"Relationships") + _END)

    def free_ids(self, *parts: str) -> Iterator[int]:
        """Yield numbers that no id in these parts has, from 1 on."""
        return free_ids(self.read(part) for part in parts if part)

    # What a person should know

    def notices(self) -> Iterator[str]:
        """Yield what holds for every copy of this document, in sentences."""
        if any("digital-signature" in kind for kind in self.package.content_types.values()):
            yield (
                "The original is digitally signed. The copy is no longer signed: "
                "Office will call its signature invalid."
            )
        protection = self._protection()
        if protection:
            yield (
                f"The original is protected ({protection}). The copy is too: "
                "lift the protection in Word before you accept or reject anything."
            )

        if self._final():
            yield (
                "The original is marked as final. The copy is too: "
                "choose “Edit anyway” in Office before you accept or reject anything."
            )

    def _final(self) -> bool:
        parts = self.package.related("", "custom-properties")
        try:
            return any(_FINAL.search(as_utf8(self.package.read(part))) for part in parts)
        except UnreadableDocument:  # the copy carries the part over as it is
            return False

    def _protection(self) -> str:
        kinds: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "w:documentProtection" and attribute(attributes, "w:enforcement") in (
                "1",
                "true",
                "on",
            ):
                kinds.append(_PROTECTED.get(attribute(attributes, "w:edit"), "changes are restricted"))

        for part in self.package.related(self.main, "settings"):
            data = self.package.read(part)
            if b"ocumentProtection" in data:
                Parser(start, lambda _: None, lambda _: None).run(data, part, self.package.name)
        return kinds[0] if kinds else ""


def free_ids(texts: Iterable[bytes]) -> Iterator[int]:
    """Yield numbers that no id in the bytes of these parts has, from 1 on."""
    taken = {int(found[1]) for data in texts for found in _ID.finditer(data)}
    return (number for number in count(1) if number not in taken)


_PROTECTED = {
    "readOnly": "read only",
    "comments": "comments only",
    "trackedChanges": "tracked changes only",
    "forms": "forms only",
}


def _names(data: bytes, root: bytes) -> Names:
    prefix, colon, _ = root.rpartition(b":")
    return Names(prefix + colon, STRICT if STRICT in data[:65536] else TRANSITIONAL)


def _override(root: bytes, part: str) -> bytes:
    name = root[: -len(b"Types")] + b"Override"
    return b'<%s PartName="%s" ContentType="%s"/>' % (name, quoted("/" + part), _COMMENTS.encode())


def _root(data: bytes, part: str, file: str) -> tuple[int, int]:
    """Return the offsets of the root's start tag and of its end tag, -1 when it is one tag."""
    found: list[int] = []

    def start(_: str, __: Attributes) -> None:
        if not found:
            found.append(parser.at)

    ends: list[int] = []

    def end(_: str) -> None:
        ends[:] = [parser.at]

    parser = Parser(start, end, lambda _: None)
    parser.run(data, part, file)
    last = ends[0]
    return found[0], last if data[last : last + 2] == b"</" else -1
