"""What a paragraph says of its own mark, and a row of itself, in the properties at their beginning."""

from enum import Enum, auto

from stormdat_core.documents.docx.runs import RunCollector
from stormdat_core.documents.office.xmlparse import Attributes, attribute

_OFF = frozenset({"0", "false", "off"})


class Place(Enum):
    """Whose properties are open."""

    NONE = auto()
    MARK = auto()
    NUMBER = auto()
    """The number of a paragraph: a revision there is not one of the paragraph's mark."""
    ROW = auto()


class MarkCollector:
    """Notes what the paragraph of the moment says of its mark. `start_` and `end_` handle elements."""

    def __init__(self, runs: RunCollector) -> None:
        self.place = Place.NONE
        self._runs = runs
        self._vanish_of_run = runs.property_starter("w:vanish")

    def start_paragraph(self, _: Attributes) -> None:
        self.place = Place.MARK

    def start_number(self, _: Attributes) -> None:
        self.place = Place.NUMBER

    def end_number(self) -> None:
        self.place = Place.MARK

    def start_row(self, _: Attributes) -> None:
        self.place = Place.ROW

    def end(self) -> None:
        self.place = Place.NONE

    def start_vanish(self, attributes: Attributes) -> None:
        """Follow `w:vanish`, which a run may have as well as a mark."""
        if self.place is Place.MARK:
            self.start_separator(attributes)
        else:
            self._vanish_of_run(attributes)

    def start_separator(self, attributes: Attributes) -> None:
        """Note a mark that nobody sees: the next paragraph stands on the same line."""
        paragraph = self._runs.paragraph
        if self.place is Place.MARK and paragraph is not None:
            hidden = attribute(attributes, "w:val") not in _OFF
            paragraph.mark_hidden = paragraph.mark_hidden or hidden

    def note_gone(self) -> None:
        """Note that the paragraph has no mark of its own."""
        if self._runs.paragraph is not None:
            self._runs.paragraph.mark_gone = True
