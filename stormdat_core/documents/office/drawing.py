"""Text of DrawingML: diagrams, charts and shapes, whose paragraphs are `a:p` in every Office format."""

from stormdat_core.documents.office.alternates import Alternates
from stormdat_core.documents.office.xmlparse import Attributes, Parser
from stormdat_core.model import OBJECT


def drawing_paragraphs(data: bytes, part: str, file: str) -> list[str]:
    """Return the texts of the paragraphs of a drawing part that are not empty, in order."""
    reader = _Reader()
    reader.parser.run(data, part, file)
    return reader.found


class _Reader:
    """Follows the stream. Of alternative renderings one is read; an equation is one `OBJECT`."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parser = Parser(self._start, self._end, self._characters)
        self._alternates = Alternates(self.parser.bound)
        self._pieces: list[str] = []
        self._inside = False
        self._skip = 0

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "a:p":
            self._pieces.clear()
        elif name == "a:t":
            self._inside = True
        elif name == "a:br":
            self._pieces.append("\n")
        elif name == "m:oMath":
            self._pieces.append(OBJECT)
        elif name == "mc:AlternateContent":
            self._alternates.start(attributes)
        elif self._is_passed_over(name, attributes):
            self._skip = 1
            self.parser.digress(self._start_skipped, self._end_skipped)

    def _is_passed_over(self, name: str, attributes: Attributes) -> bool:
        if name == "mc:Choice":
            return self._alternates.passes_choice(attributes)
        return name == "mc:Fallback" and self._alternates.passes_fallback()

    def _end(self, name: str) -> None:
        if name == "a:t":
            self._inside = False
        elif name == "a:p" and "".join(self._pieces).replace(OBJECT, " ").strip():
            self.found.append("".join(self._pieces))
        elif name == "mc:AlternateContent":
            self._alternates.end()

    def _start_skipped(self, _: str, __: Attributes) -> None:
        self._skip += 1

    def _end_skipped(self, _: str) -> None:
        self._skip -= 1
        if not self._skip:
            self.parser.back()

    def _characters(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)
