"""The lines of a paragraph become one text; a divided word is made whole only when that is certain."""

import re
from collections.abc import Iterable, Sequence

from stormdat_core.documents.pdf.page import Line
from stormdat_core.model import Run, RunFormat, RunSource

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010]$")
_BEGINS = re.compile(r"[^\W\d_]+")
_SOFT = "\u00ad"


class Joiner:
    """Joins lines.

    A hyphen at a line's end goes only where the whole word stands elsewhere in the document and the
    hyphenated one does not, or where the hyphen is a soft one.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: set[str] = set()
        for line in lines:
            text = line.text
            if len(text.split()) > 1:  # a word alone on its line may be a piece of one
                self._words.update(word.casefold() for word in _WORD.findall(text))

    def runs(self, lines: Sequence[Line], part: str, first: int) -> list[Run]:
        """Return the runs of a paragraph.

        Args:
            lines: its lines.
            part: name of the page.
            first: ordinal of the first line on the page.
        """
        pieces: list[tuple[str, RunFormat, int]] = []
        for number, line in enumerate(lines):
            if pieces:
                self._bridge(pieces, lines[number - 1].text.strip(), line.text)
            pieces += [(text, style, first + number) for text, style in line.pieces]
        return _runs(pieces, part)

    def _bridge(self, pieces: list[tuple[str, RunFormat, int]], line: str, following: str) -> None:
        """Put a space between two lines, or nothing where a word goes on."""
        text, style, source = pieces[-1]
        text = text.rstrip(" ")
        if text.endswith(_SOFT):
            text = text[:-1]
        elif text.endswith(("-", "\u2010")) and following[:1].isalpha() and text[-2:-1].isalnum():
            text = text[:-1] if self._divided(text, following) else text
        elif not following.startswith(" ") and not self._broken(line, following):
            text += " "
        pieces[-1] = (text, style, source)

    def _broken(self, line: str, following: str) -> bool:
        """Return whether a narrow column broke a word that is wider than itself, without a hyphen."""
        tail = _BEGINS.match(following)
        if tail is None or not line.isalpha() or not following[0].islower():
            return False
        return (line + tail[0]).casefold() in self._words and line.casefold() not in self._words

    def _divided(self, text: str, following: str) -> bool:
        head, tail = _DIVIDED.search(text), _BEGINS.match(following)
        if head is None or tail is None or not following[0].islower():
            return False
        whole, hyphened = head[1] + tail[0], f"{head[1]}-{tail[0]}"
        return whole.casefold() in self._words and hyphened.casefold() not in self._words


def _runs(pieces: Sequence[tuple[str, RunFormat, int]], part: str) -> list[Run]:
    """Return runs, neighbours of one format joined, without space at either end."""
    runs: list[Run] = []
    texts: list[str] = []
    start = 0
    for at, (text, style, source) in enumerate(pieces):
        texts.append(text)
        start = source if len(texts) == 1 else start
        if at + 1 == len(pieces) or pieces[at + 1][1] != style:
            joined = "".join(texts)
            joined = joined if runs else joined.lstrip(" ")
            joined = joined if at + 1 < len(pieces) else joined.rstrip(" ")
            if joined:
                runs.append(Run(joined, style, RunSource(part, start)))
            texts = []
    return runs
