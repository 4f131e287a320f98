"""Texts of a workbook: plain or in runs (`si`, `is`, a comment's `text`), and the table of shared ones.

A run's ordinal counts the elements of its part that can hold text from 0: `t`, and in a sheet also `v`
and the texts of its headers and footers. Phonetic guides are not text. `_x000D_` stands for one character.
"""

import re
from collections.abc import Callable, Sequence

from stormdat_core.documents.blocks import NO_FORMAT
from stormdat_core.documents.office.dialects import SHEET
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.xmlparse import Attributes, Parser, dispatch
from stormdat_core.errors import LimitExceeded
from stormdat_core.model import Run, RunSource

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

Runs = tuple[Run, ...]


def decode(text: str) -> str:
    """Return a stored text with its escapes replaced: `_x000D_` is a carriage return, `_x005F_` a `_`."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


class TextCollector:
    """Gathers the runs of one text after the other. Its handlers serve any part that holds such texts."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.count = -1
        """Ordinal of the latest element that can hold text."""
        self._runs: list[Run] = []
        self._pieces: list[str] | None = None
        self._phonetic = False

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        return {"t": self._start_text, "rPh": lambda _: self._set_phonetic(True)}

    def ends(self) -> dict[str, Callable[[], None]]:
        return {"t": self._end_text, "rPh": lambda: self._set_phonetic(False)}

    def characters(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def begin(self) -> None:
        """Begin a text."""
        self._runs = []

    def take(self) -> Runs:
        """Return the runs of the text that ends here; none when it is empty."""
        runs, self._runs = tuple(self._runs), []
        return runs

    def _start_text(self, _: Attributes) -> None:
        self.count += 1
        self._pieces = []

    def _end_text(self) -> None:
        text, self._pieces = decode("".join(self._pieces or ())), None
        if text and not self._phonetic:
            self._runs.append(Run(text, NO_FORMAT, RunSource(self.part, self.count)))

    def _set_phonetic(self, on: bool) -> None:
        self._phonetic = on


def read_shared_strings(package: Package, part: str) -> Sequence[Runs]:
    """Return the texts that cells refer to by number, made once however many cells show them.

    Raises:
        UnreadableDocument: the part is damaged.
        LimitExceeded: more texts than a document may have blocks.
    """
    table: list[Runs] = []
    texts = TextCollector(part)
    most = package.limits.blocks

    def end_item() -> None:
        if len(table) >= most:
            raise LimitExceeded(f"{package.name} has more than {most:,} different texts.")
        table.append(texts.take())

    start, end = dispatch({**texts.starts(), "si": lambda _: texts.begin()}, {**texts.ends(), "si": end_item})
    Parser(start, end, texts.characters, SHEET).run(package.read(part), part, package.name)
    return table
