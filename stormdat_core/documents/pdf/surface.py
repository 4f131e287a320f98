"""What the bytes of a PDF tell before it is opened: what would expand too far, and what would act.

PDFium expands a stream in one piece and has no list of a document's actions, so both are looked for here. The
bytes are mapped, not read; each is looked at once.
"""

import mmap
import re
import zlib
from collections.abc import Iterator

from stormdat_core.documents.limits import MIB
from stormdat_core.errors import LimitExceeded

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_RATIO = 1032
"""What deflate can expand a byte to at most."""
_CHUNK = 4 * MIB
_OBJECTS_LIMIT = 32 * MIB
_DICTIONARY = 400
"""Bytes before a stream in which its dictionary is looked for."""
_ACTIONS = {
    rb"/JavaScript\b|/JS\b": "JavaScript",
    rb"/Launch\b": "commands that start programs",
    rb"/EmbeddedFiles?\b": "embedded files",
    rb"/SubmitForm\b|/ImportData\b": "forms that send or fetch data",
    rb"/GoToR\b|/GoToE\b": "links into other files",
    rb"/RichMedia\b|/Movie\b|/Sound\b|/Rendition\b": "sound or video",
}
_ANY = re.compile(b"|".join(b"(" + pattern + b")" for pattern in _ACTIONS))

Bytes = mmap.mmap | bytes


def active_content(data: Bytes, name: str, most: int) -> list[str]:
    """Return, in words, what the document holds that would act in another program.

    Args:
        data: the whole file.
        name: its name, for the sentence.
        most: bytes that one stream may expand to.

    Raises:
        LimitExceeded: a stream expands to more.
    """
    found = _actions_in(data)
    for head, start, end in _streams(data):
        if (end - start) * _RATIO > most:
            _check_expansion(data, start, end, name, most)
        if b"/ObjStm" in head:
            found |= _actions_in(_expanded(data, start, end))
    return [words for at, words in enumerate(_ACTIONS.values()) if at in found]


def _actions_in(data: Bytes) -> set[int]:
    """Return the numbers of the kinds of action that are named."""
    return {match.lastindex - 1 for match in _ANY.finditer(data) if match.lastindex}


def _streams(data: Bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (bytes of the dictionary, start, end) of each stream."""
    at = 0
    while match := _STREAM.search(data, at):
        start = match.end()
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        yield data[max(0, match.start() - _DICTIONARY) : match.start()], start, end
        at = end


def _check_expansion(data: Bytes, start: int, end: int, name: str, most: int) -> None:
    """Expand a stream piece by piece, keeping nothing. What is not deflated does not expand so far."""
    engine = zlib.decompressobj()
    total, rest = 0, data[start:end]
    try:
        while rest and not engine.eof:
            total += len(engine.decompress(rest, _CHUNK))
            rest = engine.unconsumed_tail
            if total > most:
                raise LimitExceeded(f"{name} holds a part that expands to more than {most // MIB:,} MiB.")
    except zlib.error:
        return


def _expanded(data: Bytes, start: int, end: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data[start:end], _OBJECTS_LIMIT)
    except zlib.error:
        return b""
