"""Acronym lists: a table with the columns Acronym and Definition, and its faults by row.

It is an .xlsx, a .csv, or a table in a .docx; the name's ending says which, the content is checked to be it.

A list is read once for each content in a process and shared; it pickles without its look-up tables, which
each process builds at first need. Nothing in a list can stop a sweep: a row that cannot be used becomes a
`ListProblem`, a file that cannot be used one sentence. Source: acronym rules, section 5.1.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from stormdat_core.acronyms.forms.comparison import Likeness, compare
from stormdat_core.acronyms.forms.folding import folded
from stormdat_core.acronyms.forms.short_forms import is_token, key, plain_key
from stormdat_core.acronyms.list_files import rows as row_reader
from stormdat_core.acronyms.list_files.cells import Source
from stormdat_core.acronyms.list_files.delimited import DelimitedList
from stormdat_core.acronyms.list_files.notes_column import read_notes
from stormdat_core.acronyms.list_files.rows import ListProblem, ListRow
from stormdat_core.acronyms.list_files.word_table import WordList
from stormdat_core.acronyms.list_files.workbook import Workbook, read_bytes
from stormdat_core.acronyms.text.phrases import PhraseIndex
from stormdat_core.errors import BadList
from stormdat_core.site.trust import HINT, TRUSTING, Refused, Trust

__all__ = ["AcronymList", "Conflict", "ListProblem", "ListRow", "conflicts", "load_list"]

_SOURCES: Mapping[str, Callable[[bytes, str], Source]] = {
    ".csv": DelimitedList,
    ".tsv": DelimitedList,
    ".txt": DelimitedList,
    ".docx": WordList,
    ".docm": WordList,
    ".dotx": WordList,
}


@dataclass(frozen=True)
class AcronymList:
    """An acronym list as loaded. Two definitions of one acronym are both valid: it is ambiguous."""

    name: str
    sha256: str
    rows: tuple[ListRow, ...]
    problems: tuple[ListProblem, ...] = ()
    bare: tuple[ListRow, ...] = ()
    """Rows without a definition whose note says what to do: well-known, or ignore."""
    complete: bool = True
    """False for a list that does not claim to hold every acronym, such as a person's own decisions."""
    signature: str = ""
    """What is said about the signature of its file; empty when nothing is."""

    def __getstate__(self) -> dict[str, object]:
        """Leave the look-up tables behind: they cost more to send than to build."""
        return {each.name: self.__dict__[each.name] for each in fields(self)}

    @cached_property
    def by_key(self) -> Mapping[str, tuple[ListRow, ...]]:
        """Return the rows by key, in list order."""
        found: dict[str, tuple[ListRow, ...]] = {}
        for row in self.rows:
            name = self.keys_by_surface[folded(row.acronym)]
            found[name] = (*found.get(name, ()), row)
        return found

    @cached_property
    def keys_by_surface(self) -> Mapping[str, str]:
        """Return the key of each acronym as written, but folded. A listed final `s` is its own (GNSs)."""
        return {folded(row.acronym): _list_key(row) for row in self.rows}

    @cached_property
    def well_known(self) -> frozenset[str]:
        """Return the keys of rows without a definition that are said to be well known."""
        return frozenset(key(row.acronym) for row in self.bare if read_notes(row.notes).well_known)

    @cached_property
    def refused(self) -> frozenset[str]:
        """Return the keys of rows without a definition that are to be ignored: they are no acronyms."""
        return frozenset(key(row.acronym) for row in self.bare if read_notes(row.notes).ignore)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return every key."""
        return frozenset(self.by_key)

    @cached_property
    def spelled(self) -> PhraseIndex[str]:
        """Return the acronyms that no token can be, such as PEO C4I, ready to be searched for."""
        forms = (folded(row.acronym) for row in self.rows)
        return PhraseIndex((form, form) for form in forms if not is_token(form))

    @cached_property
    def phrases(self) -> PhraseIndex[ListRow]:
        """Return the full forms, ready to be searched for."""
        return PhraseIndex((row.definition, row) for row in self.rows)

    def key_of(self, surface: str) -> str:
        """Return the key of a short form found in a text."""
        return self.keys_by_surface.get(surface) or key(surface)

    def rows_for(self, surface: str) -> tuple[ListRow, ...]:
        """Return the rows of a short form as it stands in a text."""
        return self.by_key.get(self.key_of(surface), ())


def _list_key(row: ListRow) -> str:
    """Return the key of a listed acronym; a final `s` is an ending only when the full form is plural."""
    plural = row.definition.rstrip(" .").endswith("s")
    return key(row.acronym) if plural or not row.acronym.endswith("s") else plain_key(row.acronym)


class Conflict(NamedTuple):
    """Two lists that say different things about one acronym; the first of them wins."""

    kept: ListRow
    other: ListRow


def conflicts(lists: Sequence[AcronymList], keys: Iterable[str]) -> Iterator[Conflict]:
    """Yield, for each key, the rows of later lists that differ from all rows of the first that has it.

    Args:
        lists: the one that takes precedence first.
        keys: the acronyms asked about; all of them for a page about the lists themselves.
    """
    for name in keys if len(lists) > 1 else ():
        held = [rows for each in lists if (rows := each.by_key.get(name))]
        for other in (row for rows in held[1:] for row in rows):
            said = {compare(row.definition, other.definition) for row in held[0]}
            if said == {Likeness.DIFFERENT}:
                yield Conflict(held[0][0], other)


def load_list(path: Path, trust: Trust = TRUSTING) -> AcronymList:
    """Return the acronym list in an .xlsx, .csv or .docx file; the same content is read once in a process.

    Args:
        path: of the file.
        trust: says whether it has to be signed, and by whom.

    Raises:
        BadList: missing, not what its name says, damaged, protected, too large, empty, without the columns,
            or not signed though it has to be.
    """
    content = read_bytes(path)
    try:
        told = trust.list(path, content)
    except Refused as exc:
        raise BadList(str(exc), HINT) from exc
    found = _parsed(_Content(content, hashlib.sha256(content).hexdigest()), path.name)
    return replace(found, signature=told) if told else found


class _Content(bytes):
    """Bytes that are compared by their hash, so that the cache does not compare megabytes."""

    sha256: str

    def __new__(cls, content: bytes, sha256: str) -> "_Content":
        made = super().__new__(cls, content)
        made.sha256 = sha256
        return made

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.sha256 == other.sha256


@lru_cache(maxsize=16)
def _parsed(content: _Content, name: str) -> AcronymList:
    made = _SOURCES.get(Path(name).suffix.casefold(), Workbook)
    found, problems = row_reader.read(made(content, name), name)
    named = [replace(row, source=name) for row in found]
    rows, bare = (tuple(row for row in named if bool(row.definition) is full) for full in (True, False))
    return AcronymList(name, content.sha256, rows, tuple(problems), bare)
