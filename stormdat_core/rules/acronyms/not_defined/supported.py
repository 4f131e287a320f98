"""Whether what stands near an acronym bears out a meaning that comes from elsewhere.

A list, or a definition of another spelling, says what an acronym may mean. ROM on a chip is no rough order of
magnitude: only the words around a place tell which meaning is there.
"""

from collections.abc import Iterator

from stormdat_core.acronyms.forms.short_forms import singular
from stormdat_core.acronyms.gathering.entries import Use
from stormdat_core.acronyms.text.phrases import normal, singular_word, words_of
from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.model import Document, reasons

_BLOCKS = 2
"""Blocks each way that count as near."""
_REACH = 1_000
"""Characters of a block each way, or at its beginning, that are looked at."""


def doubt(document: Document, use: Use, full: str) -> str:
    """Return why a listed meaning may not be the one meant: its words do not all stand near, or others do.

    Args:
        document: the document.
        use: the acronym.
        full: what the list says it means.
    """
    near = list(_near(document, use))
    said = {singular_word(word) for text in near for word in words_of(text)}
    wanted = {singular_word(word) for word in words_of(full) if word not in STOP_WORDS}
    if wanted <= said:
        return ""
    return reasons.OWN_WORDS if own_words(document, use, full) else reasons.NOT_BORNE_OUT


def own_words(document: Document, use: Use, full: str) -> str:
    """Return words near a use that begin with its letters and are no form of `full`; empty if none do."""
    letters = singular(document.blocks[use.block].text[use.start : use.end]).lower()
    if not letters.isalpha():
        return ""
    known = normal(full)
    found = (phrase for text in _near(document, use) for phrase in _beginning_with(text, letters))
    return next((phrase for phrase in found if normal(phrase) != known), "")


def _beginning_with(text: str, letters: str) -> Iterator[str]:
    """Yield the phrases of a text whose words, small ones passed over, begin with letters in a row."""
    every = words_of(text)
    begin = [at for at, word in enumerate(every) if word not in STOP_WORDS]
    initials = "".join(every[at][0] for at in begin)
    at = initials.find(letters)
    while at >= 0:
        yield " ".join(every[begin[at] : begin[at + len(letters) - 1] + 1])
        at = initials.find(letters, at + 1)


def _near(document: Document, use: Use) -> Iterator[str]:
    """Yield the text around a use, that of the blocks beside it, and the headings above it."""
    blocks, text = document.blocks, document.blocks[use.block].text
    yield f"{text[max(0, use.start - _REACH) : use.start]} | {text[use.end : use.end + _REACH]}"
    first, last = max(0, use.block - _BLOCKS), use.block + _BLOCKS + 1
    yield from (block.text[:_REACH] for block in blocks[first:last] if block.index != use.block)
    yield from (heading[:_REACH] for heading in blocks[use.block].where.heading)
