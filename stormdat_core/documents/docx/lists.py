"""The numbering part: abstract lists with their levels, and the uses that paragraphs refer to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from stormdat_core.documents.office.dialects import has_usual_names
from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute, dispatch, small_number

LEVELS = 9
_MOST_DIGITS = 10
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
    digits: int = 0
    """Digits that a number has at least."""
    restart: int | None = None
    """Level, from 1, behind which it begins anew, as behind those above that; 0 for never, None for any."""
    hidden: bool = False
    caps: bool = False


@dataclass(slots=True)
class Instance:
    """A `w:num`: a use of an abstract list, perhaps with levels of its own."""

    abstract: str = ""
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class NumberingSheet:
    """The numbering part. An abstract list is understood when a paragraph first belongs to it."""

    def __init__(self, part: str = "", file: str = "", unread: Mapping[str, bytes] | None = None) -> None:
        self.style_numbers: Mapping[str, str] = {}
        """The list that a numbering style names, by style; the styles part says it."""
        self.links: dict[str, str] = {}
        """The numbering style that an abstract list takes its levels from, by list."""
        self._resolved: dict[str, Mapping[int, Level]] = {}
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.instances: dict[str, Instance] = {}
        self._part, self._file = part, file
        self._unread = dict(unread or {})
        """Abstract lists as written, by id."""

    def level(self, number_id: str, level: int) -> Level | None:
        return self.levels(number_id).get(level)

    def level_of_style(self, number_id: str, style: str) -> int | None:
        """Return the level of a list that belongs to a paragraph style."""
        return next((index for index, level in self.levels(number_id).items() if level.style == style), None)

    def levels(self, number_id: str) -> Mapping[int, Level]:
        """Return the levels of a list: its own, those of its abstract list, or those of a numbering style."""
        known = self._resolved.get(number_id)
        if known is None:
            known = self._resolved[number_id] = {}  # what a list finds that leads back to itself
            known = self._resolved[number_id] = self._resolve(number_id)
        return known

    def _resolve(self, number_id: str) -> Mapping[int, Level]:
        instance = self.instances.get(number_id)
        if instance is None:
            return {}
        levels = self._levels(instance.abstract)
        style = self.links.get(instance.abstract, "") if not levels else ""
        levels = self.levels(self.style_numbers.get(style, "")) if style else levels
        return {**levels, **instance.levels}

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
        self._abstract = ""

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "w:abstractNum": self._start_abstract,
            "w:num": self._start_instance,
            "w:abstractNumId": self._start_abstract_id,
            "w:lvlOverride": self._start_override,
            "w:startOverride": self._start_start_override,
            "w:lvl": self._start_level,
            "w:numFmt": self._start_format,
            "w:lvlText": partial(self._set, "text"),
            "w:pStyle": partial(self._set, "style"),
            "w:start": self._start_start,
            "w:isLgl": partial(self._set_switch, "legal"),
            "w:vanish": partial(self._set_switch, "hidden"),
            "w:caps": partial(self._set_switch, "caps"),
            "w:lvlRestart": self._start_restart,
            "w:numStyleLink": self._start_link,
        }

    def _start_abstract(self, attributes: Attributes) -> None:
        self._instance = self._level = None
        self._abstract = attribute(attributes, "w:abstractNumId")
        self._levels = self.sheet.abstracts.setdefault(self._abstract, {})

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

    def _start_restart(self, attributes: Attributes) -> None:
        if self._level is not None:
            self._level.restart = small_number(attribute(attributes, "w:val"))

    def _start_format(self, attributes: Attributes) -> None:
        """Take a format; one of the newer kind, "001, 002, ...", stands before one for older programs."""
        level, example = self._level, attribute(attributes, "w:format").partition(",")[0].strip()
        if level is None or level.digits:
            return
        if example.isdecimal() and len(example) < _MOST_DIGITS:
            level.format, level.digits = "decimal", len(example)
        else:
            level.format = attribute(attributes, "w:val")

    def _set_switch(self, name: str, attributes: Attributes) -> None:
        if self._level is not None:
            setattr(self._level, name, attribute(attributes, "w:val") not in ("0", "false", "off"))

    def _start_link(self, attributes: Attributes) -> None:
        self.sheet.links[self._abstract] = attribute(attributes, "w:val")


def _index(value: str) -> int:
    index = small_number(value)
    return index if index is not None and index < LEVELS else 0
