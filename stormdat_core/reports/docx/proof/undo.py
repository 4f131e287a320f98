"""Reject tracked changes of ours in a part's bytes, as Word would: to see that nothing has been lost."""

from collections.abc import Collection
from dataclasses import dataclass

from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.reports.docx.runs.markup import element_name, tag_end
from stormdat_core.reports.docx.runs.split import Edit, Spliced, spliced

_LONGEST_NAME = 256


def undone(data: bytes, ids: Collection[int], part: str, file: str) -> Spliced:
    """Return a part with the tracked changes that carry these ids rejected.

    Args:
        data: the part, in UTF-8.
        ids: of insertions, deletions and changes of properties.
        part: its name.
        file: name of the file, for an error.
    """
    rejecter = _Rejecter(data, frozenset(map(str, ids)))
    try:
        rejecter.parser.run(data, part, file)
    finally:
        del rejecter.parser  # it holds the rejecter, and with it the part
    return spliced(data, rejecter.edits)


@dataclass(slots=True)
class _Open:
    """An element that is being undone."""

    depth: int
    name: str
    start: int
    inner: int
    former: tuple[int, int] = (0, 0)
    """For a change of properties: where the former ones stand."""


class _Rejecter:
    def __init__(self, data: bytes, ids: frozenset[str]) -> None:
        self.edits: list[Edit] = []
        self.parser = Parser(self._start, self._end, lambda _: None)
        self._data = data
        self._ids = ids
        self._depth = 0
        self._open: list[_Open] = []
        self._properties: list[int] = []
        """Offsets behind the start tags of the open `w:rPr`."""

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        at = self.parser.at
        if name in ("w:ins", "w:del", "w:rPrChange") and attribute(attributes, "w:id") in self._ids:
            self._open.append(_Open(self._depth, name, at, tag_end(self._data, at)))
        elif name == "w:rPr":
            self._properties.append(tag_end(self._data, at))
        elif name == "w:delText" and any(item.name == "w:del" for item in self._open):
            self._rename(at + 1)

    def _rename(self, at: int) -> None:
        """Make a deleted text a text again: change the name that stands at an offset."""
        spelt = element_name(b"<" + self._data[at : at + _LONGEST_NAME], 0)
        self.edits.append(Edit(at, at + len(spelt), spelt.removesuffix(b"delText") + b"t"))

    def _end(self, name: str) -> None:
        at = self.parser.at
        if self._open and self._open[-1].depth == self._depth:
            self._close(self._open.pop(), at)
        elif name == "w:delText" and any(item.name == "w:del" for item in self._open):
            self._rename(at + 2)
        elif name == "w:rPr":
            self._leave_properties(at)
        self._depth -= 1

    def _close(self, item: _Open, at: int) -> None:
        end = tag_end(self._data, at)
        if item.name == "w:ins":
            self.edits.append(Edit(item.start, end, b""))
        elif item.name == "w:del":
            self.edits += [Edit(item.start, item.inner, b""), Edit(at, end, b"")]
        else:
            first, last = item.former
            self.edits += [Edit(self._properties[-1], first, b""), Edit(last, end, b"")]

    def _leave_properties(self, at: int) -> None:
        inner = self._properties.pop()
        if self._open and self._open[-1].name == "w:rPrChange" and self._open[-1].depth == self._depth - 1:
            self._open[-1].former = inner, at
