"""Content controls that are open while a part is read: which of them let their text be changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from stormdat_core.documents.office.xmlparse import Attributes, attribute

PLAIN = frozenset({"w:text", "w:comboBox", "w:dropDownList", "w:date", "w:picture"})
"""Kinds that take plain text only, or none."""
FILLED = frozenset({"w:dataBinding", "w:showingPlcHdr"})
"""Properties of controls whose text Word fills in itself."""
KEPT_WHOLE = frozenset({"w:docPartObj", "w:docPartList", "w:citation"})
"""Kinds that LibreOffice reads as the text they hold."""
_NO_PARAGRAPH = -1


@dataclass(slots=True)
class Control:
    """An open content control."""

    number: int
    start: int
    """Offset of its start tag."""
    plain: bool = False
    locked: bool = False
    first: int = 0
    """Offset of the first paragraph where the control stands around paragraphs or cells, 0 before."""


class OpenControls:
    """Follows the stream. `path` holds the names of all open elements and is kept by the caller."""

    def __init__(self, path: Sequence[str]) -> None:
        self.ends: dict[int, int] = {}
        """Offset behind the end tag, by number."""
        self._path = path
        self._open: list[Control] = []
        self._count = 0

    def begin(self, at: int) -> None:
        self._count += 1
        self._open.append(Control(self._count, at))

    def end(self, at: int) -> None:
        self.ends[self._open.pop().number] = at

    def paragraph(self, at: int, outside: int) -> None:
        """Note a paragraph at an offset, which controls that began behind `outside` do not stand in."""
        for control in self._open:
            if control.start > outside and not control.first:
                control.first = at

    def row(self, _: Attributes) -> None:
        if self._path[-2:-1] == ["w:sdtContent"]:
            self._open[-1].first = _NO_PARAGRAPH

    def plain(self, _: Attributes) -> None:
        if control := self._described():
            control.plain = control.locked = True  # LibreOffice cannot reject changes in such a control

    def filled(self, _: Attributes) -> None:
        if control := self._described():
            control.locked = True

    def kept_whole(self, _: Attributes) -> None:
        if control := self._described():
            control.first = _NO_PARAGRAPH

    def lock(self, attributes: Attributes) -> None:
        control = self._described()
        if control and "ontent" in attribute(attributes, "w:val"):
            control.locked = True  # contentLocked and sdtContentLocked

    def _described(self) -> Control | None:
        """Return the control whose properties are being read."""
        return self._open[-1] if self._open and self._path[-2:-1] == ["w:sdtPr"] else None

    # What holds for a run

    @property
    def locked(self) -> bool:
        return any(control.locked for control in self._open)

    def opened_by(self, paragraph: int) -> bool:
        """Return whether a control around paragraphs or cells begins with this paragraph."""
        return any(control.first == paragraph for control in self._open)

    def plain_inside(self, paragraph: int) -> tuple[int, int] | None:
        """Return the start and number of the outermost plain control inside a paragraph."""
        inline = (control for control in self._open if control.plain and control.start > paragraph)
        return next(((control.start, control.number) for control in inline), None)
