"""Blocks of the first page: classification authority, CUI designation, notices, distribution statements."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources

from stormdat_core.markings.first_page.dates import read_date
from stormdat_core.markings.first_page.removal_statements import is_statement
from stormdat_core.model import APART, Block, BlockKind
from stormdat_core.model.joined import Joined

_AUTHORITY = ("by", "reason", "derived", "declassify", "downgrade")
_DESIGNATION = ("controlled", "category", "limited", "contact")
_STATEMENT = re.compile(r"distribution statement ([A-FX])\b", re.IGNORECASE)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d[01]\d[0-3]\d|(?:19|20)\d\d-[01]\d-[0-3]\d|\d{1,2}/\d{1,2}/(?:\d\d){1,2}"
    rf"|\d{{1,2}} {_MONTH}\w*\.? (?:\d\d){{1,2}}|{_MONTH}\w* (?:\d{{1,2}}, )?\d{{4}})\b"
)
_LONGEST = 1500
"""Characters of a paragraph that are looked at."""
_DATE_LINE = 40
FRONT = 60
"""Blocks from the start that count as front matter where pages are not known."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of the data file."""

    fields: tuple[str, ...]
    any_field: re.Pattern[str]
    notices: Mapping[str, re.Pattern[str]]
    phrases: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    text = (resources.files("stormdat_core.markings") / "data" / "firstpage.toml").read_text("utf-8")
    data = tomllib.loads(text)
    labels = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in data["fields"].items())
    return _Patterns(
        fields=tuple(data["fields"]),
        any_field=re.compile(rf"(?:^|(?<=[\s;|]))(?:{labels})\s*(?P<colon>:)?", re.IGNORECASE),
        notices={name: re.compile("|".join(words), re.IGNORECASE) for name, words in data["notices"].items()},
        phrases={name: re.compile("|".join(words), re.IGNORECASE) for name, words in data["phrases"].items()},
    )


_FIELD_WORDS = (
    "classified by", "reason", "derived from", "declassify on", "downgrade to", "controlled by",
    "cui categor", "dissemination control", "ldc", "distribution statement", "poc", "point of contact",
)  # fmt: skip
_STATED = "distribution statement"
_FIELD_STARTS = ("classification reason", "distribution/dissem", "limited dissem", *_FIELD_WORDS)
_PHRASE_WORDS = (
    "restricted data", "nuclear weapon", "surveillance act", "fisa ", "imagery", "limited distribution",
    "enforcement", "dea ", "compilation", "aggregat", "unless", "derivative", "portion", "transmittal",
    "remov", "separat", "detach", "withdraw", "alone", "without", "regrade", "downgrade", "may contain",
    "training", "marking", "source list", "sources",
)  # fmt: skip
"""Words of which each pattern of the data file holds one: a paragraph without any is not searched further."""


def _may_hold_fields(lower: str) -> bool:
    """Return True for a text with one of the labels; without colon and break it can only begin the text."""
    if ":" in lower or "\n" in lower or "\t" in lower or _STATED in lower:
        return any(map(lower.__contains__, _FIELD_WORDS))
    return lower.startswith(_FIELD_STARTS)


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line of a block: its value and where it stands."""

    name: str
    value: str
    block: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A distribution statement."""

    letter: str
    text: str
    block: Block


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What a document says of its own marking."""

    authority: tuple[BlockLine, ...] = ()
    designation: tuple[BlockLine, ...] = ()
    statements: tuple[Statement, ...] = ()
    notices: dict[str, Block] = field(default_factory=dict)
    """Notices by the control they speak of."""
    phrases: dict[str, Block] = field(default_factory=dict)
    """Sentences about the document as a whole, by their sense: `compilation`, `blanket`, `waiver`, ..."""
    blocks: frozenset[int] = frozenset()
    """Indexes of blocks that hold any of this: they are no portions."""

    @property
    def date(self) -> date | None:
        """Return the date of the document, as far as its first blocks give one."""
        block = self.phrases.get("date")
        return read_date(block.text[:_LONGEST]) if block is not None else None

    def get(self, name: str) -> BlockLine | None:
        """Return a field by name, the first if there are several."""
        return next((item for item in (*self.authority, *self.designation) if item.name == name), None)


def read_first_page(blocks: Sequence[Block]) -> FirstPage:
    """Return what a document says of its own marking. One pass; only likely blocks are searched."""
    fields: list[BlockLine] = []
    statements: list[Statement] = []
    notices: dict[str, Block] = {}
    phrases: dict[str, Block] = {}
    used: set[int] = set()
    read = [block for block in blocks if block.kind not in APART and block.kind is not BlockKind.CONTENTS]
    joined = Joined([block.text[:_LONGEST].lower() for block in read])
    labelled, worded = joined.holding(_FIELD_STARTS), joined.holding(_PHRASE_WORDS)
    for number in sorted(labelled | worded | set(range(min(FRONT, len(read))))):
        block = read[number]
        text = block.text[:_LONGEST]
        if number in labelled and _may_hold_fields(text.lower()):
            found = list(_fields(block, text))
            fields += found
            statement = _STATEMENT.search(text)
            if statement:
                statements.append(Statement(statement[1].upper(), text, block))
            if found or statement:
                used.add(block.index)
        if number < FRONT and "date" not in phrases and block.index not in used and _DATE.search(text):
            phrases["date"] = block
        if number in worded:
            used |= _sentences(block, text, notices, phrases)
            if is_statement(block.text):
                phrases.setdefault("removal", block)
    return _page(fields, statements, notices, phrases, used)


def read_block_lines(blocks: Sequence[Block]) -> FirstPage:
    """Return the authority and designation blocks of a document alone, in a fifth of the time."""
    fields: list[BlockLine] = []
    read = [block for block in blocks if block.kind not in APART and block.kind is not BlockKind.CONTENTS]
    small = [block.text[:_LONGEST].lower() for block in read]
    for number in sorted(Joined(small).holding(_FIELD_STARTS)):
        if _may_hold_fields(small[number]):
            fields += _fields(read[number], read[number].text[:_LONGEST])
    return _page(fields, [], {}, {}, {item.block.index for item in fields})


def is_date_line(text: str) -> bool:
    """Return True for a line that gives a date and hardly more."""
    match = _DATE.search(text) if len(text) < _DATE_LINE else None
    return match is not None and 2 * len(match[0]) > len(text)


def _fields(block: Block, text: str) -> list[BlockLine]:
    """Return the fields of a block: label with a colon, or a label that begins the line."""
    matches = [m for m in _patterns().any_field.finditer(text) if m["colon"] or _begins_line(text, m.start())]
    found = []
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        stop = text.find("\n", match.end(), end)
        value = text[match.end() : end if stop < 0 else stop].strip(" \t;|\n.")
        name = match.lastgroup if match.lastgroup != "colon" else _name(match)
        found.append(BlockLine(str(name), value, block, match.start(), end if stop < 0 else stop))
    return found


def _name(match: re.Match[str]) -> str:
    return next(name for name in _patterns().fields if match[name])


def _begins_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "\n\t"


def _sentences(block: Block, text: str, notices: dict[str, Block], phrases: dict[str, Block]) -> set[int]:
    used = set()
    for name, pattern in _patterns().notices.items():
        if pattern.search(text):
            notices.setdefault(name, block)
            used.add(block.index)
    for name, pattern in _patterns().phrases.items():
        if pattern.search(text):
            phrases.setdefault(name, block)
    return used


def _page(
    fields: list[BlockLine],
    statements: list[Statement],
    notices: dict[str, Block],
    phrases: dict[str, Block],
    used: set[int],
) -> FirstPage:
    """Return the first page, without lines that only look like one of a block.

    "Reason:" alone is a word of any form; beside "Declassify On:" it is the line of an authority block.
    """
    names = {item.name for item in fields}
    authority = (
        [item for item in fields if item.name in _AUTHORITY]
        if names & {"by", "derived", "declassify"}
        else []
    )
    sure = "category" in names or {"controlled", "contact"} <= names
    designation = [item for item in fields if item.name in _DESIGNATION] if sure else []
    keep = {item.block.index for item in (*authority, *designation)}
    keep |= {statement.block.index for statement in statements} | {b.index for b in notices.values()}
    return FirstPage(
        tuple(authority), tuple(designation), tuple(statements), notices, phrases, frozenset(used & keep)
    )
