"""Prove from a written part's bytes that rejecting our tracked changes gives back the original's runs.

Everything outside the runs that were changed must be the same bytes. What each of them became must be the
same run again once our changes are rejected: its tag, its properties and its content, in however many pieces.
Only what the grammar below knows is proven. All else is left open, and who asks must read the part instead.
"""

import re
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from stormdat_core.reports.docx.runs.markup import element_name
from stormdat_core.reports.docx.runs.split import Edit

_ITEM = rb"""
    (?:<@(?P<kind>ins|del)\s(?P<who>[^<>]*[^<>/])>)?
    <@r(?P<tag>(?:\s[^<>]*[^<>/])?)>\s*
    (?:<@rPr/>|<@rPr>(?P<now>[^<]*(?:<(?!/?@rPr\b|@rPrChange\b)[^<]*)*)
        (?:<@rPrChange\s(?P<whose>[^<>]*[^<>/])>
            <@rPr>(?P<former>[^<]*(?:<(?!/?@rPr\b)[^<]*)*)</@rPr></@rPrChange>)?
    </@rPr>)?
    (?P<content>[^<]*(?:<(?!/?@r\b|/?@rPr\b)[^<]*)*)
    </@r>
    (?(kind)</@(?P=kind)>)
"""
"""A run, or a tracked change around one. `@` stands for the prefix."""
_PRESERVED = frozenset({b' xml:space="preserve"', b" xml:space='preserve'"})
_OPEN, _CLOSE = b"\1", b"\2"
"""Frame texts; no document can hold them."""
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REGION = 3
_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Changed:
    """A run that was changed: its bytes in the original, and by how many bytes it has grown."""

    start: int
    end: int
    growth: int

    @classmethod
    def by(cls, start: int, end: int, edits: Iterable[Edit]) -> "Changed":
        return cls(start, end, sum(len(edit.data) - (edit.end - edit.start) for edit in edits))


def regions(runs: Iterable[Changed]) -> "array[int]":
    """Return start, end and growth of each region, one behind the other: runs that touch or nest make one."""
    flat = array("q")
    for run in sorted(runs, key=lambda run: run.start):
        if flat and run.start <= flat[-2]:
            flat[-2], flat[-1] = max(flat[-2], run.end), flat[-1] + run.growth
        else:
            flat.extend((run.start, run.end, run.growth))
    return flat


def gives_back(original: IO[bytes], copy: IO[bytes], changed: "array[int]", ids: Collection[int]) -> bool:
    """Return True if rejecting our changes in a part is proven to give the original's runs.

    Args:
        original: the part, which the offsets are of; read in pieces, as both need not be in memory.
        copy: the part as it was written.
        changed: the `regions` of the original that were changed; wrong ones prove nothing.
        ids: of our insertions, deletions and changes of properties.
    """
    ours = frozenset(b"%d" % number for number in ids)
    at = 0
    for start, end, growth in _triples(changed):
        if not _same_bytes(original, copy, start - at):
            return False
        if not _same_runs(original.read(end - start), copy.read(end - start + growth), ours):
            return False
        at = end
    return _same_bytes(original, copy, sys.maxsize)


def _same_bytes(original: IO[bytes], copy: IO[bytes], most: int) -> bool:
    """Return whether so many bytes from here on are the same, or all up to the end of both."""
    while most > 0:
        piece = original.read(min(most, _CHUNK))
        if piece != copy.read(min(most, _CHUNK)):
            return False
        if not piece:
            break
        most -= len(piece)
    return True


def _triples(flat: "array[int]") -> Iterator[tuple[int, ...]]:
    return (tuple(flat[i : i + _REGION]) for i in range(0, len(flat), _REGION))


def _same_runs(original: bytes, copy: bytes, ours: frozenset[bytes]) -> bool:
    name = element_name(original, 0)
    if not name.endswith(b"r") or b"xmlns" in copy or b"<!" in copy or b"<?" in copy:
        return False
    grammar = _grammar(name[:-1])
    known = grammar.joined(original, frozenset())
    return known is not None and known == grammar.joined(copy, ours)


@lru_cache(maxsize=16)
def _grammar(prefix: bytes) -> "_Grammar":
    return _Grammar(prefix)


class _Grammar:
    """Runs as one prefix spells them."""

    def __init__(self, prefix: bytes) -> None:
        spelt = re.escape(prefix)
        self._item = re.compile(_ITEM.replace(b"@", spelt), re.VERBOSE | re.DOTALL)
        self._text = re.compile(rb"<%st((?:\s[^<>]*[^<>/])?)>([^<]*)</%st>" % (spelt, spelt))
        self._id = re.compile(rb'(?:^|\s)%sid="(\d+)"' % spelt)
        self._names = [
            (b"<%sdelText" % prefix, b"<%st" % prefix),
            (b"</%sdelText" % prefix, b"</%st" % prefix),
        ]

    def joined(self, data: bytes, ours: frozenset[bytes]) -> bytes | None:
        """Return runs with our changes rejected, those of one look joined; None if there is more."""
        pieces: list[bytes] = []
        last, at = b"", 0
        for item in self._item.finditer(data):
            if item.start() != at or not self._is_ours(item, ours):
                return None
            at = item.end()
            if item["kind"] == b"ins":
                continue
            content = self._content(item)
            if content is None:
                return None
            head = b"<%s>%s>" % (item["tag"], _former(item))
            if content:
                pieces += [content] if head == last else [head, content]
                last = head
        return b"".join(pieces).replace(_CLOSE + _OPEN, b"") if at == len(data) else None

    def _is_ours(self, item: re.Match[bytes], ours: frozenset[bytes]) -> bool:
        """Return whether all changes in an item are ours."""
        for attributes in (item["who"], item["whose"]):
            found = self._id.search(attributes) if attributes is not None else None
            if attributes is not None and (found is None or found[1] not in ours):
                return False
        return True

    def _content(self, item: re.Match[bytes]) -> bytes | None:
        """Return a run's content with texts framed; None if the spaces around one are not sure."""
        content: bytes = item["content"]
        if item["kind"]:
            for struck, plain in self._names:
                content = content.replace(struck, plain)
        pieces = self._text.split(content)
        for i in range(1, len(pieces), _REGION):
            text = _plain(pieces[i + 1])
            if pieces[i] not in _PRESERVED and (pieces[i] or text != text.strip()):
                return None
            pieces[i : i + 2] = [_OPEN, text + _CLOSE]
        return b"".join(pieces)


def _former(item: re.Match[bytes]) -> bytes:
    """Return what the properties of a run hold, ours rejected."""
    found: bytes | None = item["now"] if item["whose"] is None else item["former"]
    return found or b""


def _plain(text: bytes) -> bytes:
    """Return a text without references, its line ends as parsers give them."""
    if b"&" not in text and b"\r" not in text:
        return text
    lines = text.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_sign, lines).encode("utf-8", "surrogateescape")


def _sign(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _ENTITIES[name]
    return chr(int(decimal) if decimal else int(hexadecimal, 16))
