"""The numbering part: abstract lists with their levels, and the uses that paragraphs refer to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from stormdat_core.documents.dialects import has_usual_names
from stormdat_core.documents.xmlparse import Attributes, Parser, attribute, dispatch, small_number

LEVELS = 9
_ABSTRACT = re.compile(rb"""<w:abstractNum\s[^>]*?w:abstractNumId="(\d+)"[^>]*>""")
_ABSTRACT_END = b"</w:abstractNum>"
_OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


@dataclass(slots=True)
class Level:
    """One level of a list."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""
    """Paragraph style that this level belongs to."""
    legal: bool = False
    """Show the numbers of all levels in digits."""


@dataclass(slots=True)
class Instance:
    """A `w:num`: a use of an abstract list, perhaps with levels of its own."""

    abstract: str = ""
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class NumberingSheet:
    """The numbering part. An abstract list is understood when a paragraph first belongs to it."""

    def __init__(self, part: str = "", file: str = "", unread: Mapping[str, bytes] | None = None) -> None:
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.instances: dict[str, Instance] = {}
        self._part, self._file = part, file
        self._unread = dict(unread or {})
        """Abstract lists as written, by id."""

    def level(self, number_id: str, level: int) -> Level | None:
        instance = self.instances.get(number_id)
        if instance is None:
            return None
        return instance.levels.get(level) or self._levels(instance.abstract).get(level)

    def level_of_style(self, number_id: str, style: str) -> int | None:
        """Return the level of a list that belongs to a paragraph style."""
        instance = self.instances.get(number_id)
        levels: Mapping[int, Level] = self._levels(instance.abstract) if instance else {}
        return next((index for index, level in levels.items() if level.style == style), None)

    def read(self, data: bytes) -> None:
        """Take what the numbering part, or one abstract list of it, defines."""
        start, _ = dispatch(_Reader(self).starts(), {})
        Parser(start).run(data, self._part, self._file)

    def _levels(self, abstract: str) -> Mapping[int, Level]:
        written = self._unread.pop(abstract, None)
        if written is not None:
            self.read(written)
        return self.abstracts.get(abstract, {})


def read_numbering(data: bytes, part: str, file: str) -> NumberingSheet:
    """Return the lists that `data`, the numbering part, defines."""
    rest, unread = _set_aside(data)
    sheet = NumberingSheet(part, file, unread)
    sheet.read(rest)
    return sheet


def _set_aside(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return the part without its abstract lists, and those by id; nothing is set aside where in doubt.

    Word keeps every list a document ever had, some sixty in a short one, of which it uses a few.
    """
    pieces: dict[str, bytes] = {}
    kept, at = [], 0
    for match in _ABSTRACT.finditer(data) if _is_plain(data) else ():
        end = data.find(_ABSTRACT_END, match.end()) + len(_ABSTRACT_END)
        id_ = match[1].decode()
        if match.start() < at or end < match.end() or id_ in pieces or match[0].endswith(b"/>"):
            return data, {}
        kept.append(data[at : match.start()])
        pieces[id_] = data[match.start() : end]
        at = end
    return b"".join((*kept, data[at:])), pieces


def _is_plain(data: bytes) -> bool:
    """Return whether tags can be found by their bytes: usual names, UTF-8, no comments."""
    return has_usual_names(data) and not _OTHER_ENCODING.search(data, 0, 200) and b"<!" not in data


class _Reader:
    """Handlers for the few elements of the part that decide what a number looks like.

    Each element holds until the next of its kind or of the kind around it begins, so that ends, half of the
    work on a part that may be larger than the text of a short document, need no handler.
    """

    def __init__(self, sheet: NumberingSheet) -> None:
        self.sheet = sheet
        self._levels: dict[int, Level] = {}
        self._level: Level | None = None
        self._instance: Instance | None = None
        self._override = 0

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "w:abstractNum": self._start_abstract,
            "w:num": self._start_instance,
            "w:abstractNumId": self._start_abstract_id,
            "w:lvlOverride": self._start_override,
            "w:startOverride": self._start_start_override,
            "w:lvl": self._start_level,
            "w:numFmt": partial(self._set, "format"),
            "w:lvlText": partial(self._set, "text"),
            "w:pStyle": partial(self._set, "style"),
            "w:start": self._start_start,
            "w:isLgl": self._start_legal,
        }

    def _start_abstract(self, attributes: Attributes) -> None:
        self._instance = self._level = None
        self._levels = self.sheet.abstracts.setdefault(attribute(attributes, "w:abstractNumId"), {})

    def _start_instance(self, attributes: Attributes) -> None:
        self._instance = self.sheet.instances.setdefault(attribute(attributes, "w:numId"), Instance())
        self._levels = self._instance.levels
        self._level = None

    def _start_abstract_id(self, attributes: Attributes) -> None:
        if self._instance is not None:
            self._instance.abstract = attribute(attributes, "w:val")

    def _start_override(self, attributes: Attributes) -> None:
        self._override = _index(attribute(attributes, "w:ilvl"))

    def _start_start_override(self, attributes: Attributes) -> None:
        value = small_number(attribute(attributes, "w:val"))
        if self._instance is not None and value is not None:
            self._instance.starts[self._override] = value

    def _start_level(self, attributes: Attributes) -> None:
        self._level = self._levels.setdefault(_index(attribute(attributes, "w:ilvl")), Level())

    def _set(self, name: str, attributes: Attributes) -> None:
        if self._level is not None:
            setattr(self._level, name, attribute(attributes, "w:val"))

    def _start_start(self, attributes: Attributes) -> None:
        value = small_number(attribute(attributes, "w:val"))
        if self._level is not None and value is not None:
            self._level.start = value

    def _start_legal(self, attributes: Attributes) -> None:
        if self._level is not None:
            self._level.legal = attribute(attributes, "w:val") not in ("0", "false", "off")


def _index(value: str) -> int:
    index = small_number(value)
    return index if index is not None and index < LEVELS else 0
