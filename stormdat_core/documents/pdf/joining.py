"""The lines of a paragraph become one text; a divided word is made whole where that is likely."""

from collections.abc import Iterable, Sequence

from stormdat_core.documents.pdf.page import Line
from stormdat_core.documents.plain_text.line_ends import SOFT, Words
from stormdat_core.model import Run, RunFormat, RunSource


class Joiner:
    """Joins lines, with what the document knows of its words."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words = Words(line.text for line in lines)

    def runs(self, lines: Sequence[Line], part: str) -> list[Run]:
        """Return the runs of a paragraph.

        Args:
            lines: its lines.
            part: name of the page.
        """
        pieces: list[tuple[str, RunFormat, int]] = []
        for number, line in enumerate(lines):
            if pieces:
                self._bridge(pieces, lines[number - 1].text.strip(), line.text)
            pieces += [(text, style, line.number) for text, style in line.pieces]
        return _runs(pieces, part)

    def _bridge(self, pieces: list[tuple[str, RunFormat, int]], line: str, following: str) -> None:
        """Put a space between two lines, or nothing where a word goes on."""
        text, style, source = pieces[-1]
        text = text.rstrip(" ")
        if following.startswith(" ") and not text.endswith(SOFT):
            pieces[-1] = (text, style, source)
            return
        bridge = self._words.bridge(line, following)
        text = text[: len(text) - bridge.dropped] + bridge.text
        pieces[-1] = (text, style, source)


def _runs(pieces: Sequence[tuple[str, RunFormat, int]], part: str) -> list[Run]:
    """Return runs, neighbours of one format joined, without space at either end."""
    runs: list[Run] = []
    texts: list[str] = []
    start = 0
    for at, (text, style, source) in enumerate(pieces):
        texts.append(text.replace(SOFT, "") if SOFT in text else text)
        start = source if len(texts) == 1 else start
        if at + 1 == len(pieces) or pieces[at + 1][1] != style:
            joined = "".join(texts)
            joined = joined if runs else joined.lstrip(" ")
            joined = joined if at + 1 < len(pieces) else joined.rstrip(" ")
            if joined:
                runs.append(Run(joined, style, RunSource(part, start)))
            texts = []
    return runs
