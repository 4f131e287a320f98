"""Where a document quotes: what stands between quotation marks, straight or curly, double or single.

A mark that is never closed quotes to the end of its paragraph, and a curly one on to the paragraph that
closes it: somebody's words are left alone in doubt.
"""

import re
from collections.abc import Iterable, Iterator

from stormdat_core.model import Block, BlockKind

_STRAIGHT = re.compile(r'(?<!\d)"|(?<=\d)"(?=\w)')
"""Not the sign for inches or seconds."""
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("‹", "›"))
_SINGLE = re.compile(r"(?<![\w'’])(?:'(?=\w)[^'\n]{1,300}?'(?!\w)|‘[^‘’\n]{1,300}(?:’(?!\w)|$)|‘[^\n]*)")
_OF_ASCII = ("'", '"', "``", ",,")
_TYPED = re.compile(r"(?:``|,,(?=\w)).*?(?:''|’’|‘‘|``(?!\w)|“|$)", re.DOTALL)
"""Marks made of two, as some programs type them."""
_ANNOUNCES = re.compile(
    r"\b(?:reads?|reading|says?|said|stat(?:es?|ed)|provid(?:es?|ed)|word(?:s|ed|ing)|text|wrote|written"
    r"|clause|quot\w+|"
    r"amended|language)\b[^.:]*(?:as follows|the following)?\s*:\s*$|\b(?:reads?|says?|stat(?:es?|ed)"
    r"|provid(?:es?|ed)|worded)"
    r"[^.:]* as follows[.:]?\s*$",
    re.IGNORECASE,
)
_FOLLOWS = "follow"
_ENDING = len("follows.")
"""Characters at the end of an announcement in which this word stands where no colon ends it."""
_MOST_ANNOUNCED = 5
"""Paragraphs behind an announcement that may be the text it announces."""
_TAIL = 200
_MOST_CARRIED = 20
"""Paragraphs that a quotation may go on over."""


def quoted_spans(text: str, *, carried: bool = False) -> list[tuple[int, int]]:
    """Return what is quoted in a text, as (start, end), in no order.

    Args:
        text: of one block.
        carried: whether a quotation from a block before goes on in it.
    """
    if not carried and text.isascii() and not any(map(text.__contains__, _OF_ASCII)):
        return []
    spans = [match.span() for match in _SINGLE.finditer(text)] if "'" in text or "‘" in text else []
    spans += _straight(text) if '"' in text else ()
    spans += (match.span() for match in _TYPED.finditer(text)) if "``" in text or ",," in text else ()
    for opening, closing in _PAIRS:
        spans += _between(text, opening, closing)
    if carried:
        spans.append((0, text.find("”") + 1 or len(text)))
    return spans


def _straight(text: str) -> Iterator[tuple[int, int]]:
    opened = -1
    for match in _STRAIGHT.finditer(text):
        if opened < 0:
            opened = match.start()
        else:
            yield opened, match.end()
            opened = -1
    if opened >= 0:
        yield opened, len(text)


def _between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    at = text.find(opening)
    while at >= 0:
        end = text.find(closing, at + 1)
        yield at, end + 1 if end >= 0 else len(text)
        at = text.find(opening, end + 1) if end >= 0 else -1


def carried_over(blocks: Iterable[Block]) -> frozenset[int]:
    """Return the blocks into which a curly quotation goes on that an earlier block opened and left open."""
    found: set[int] = set()
    left = 0
    for block in blocks:
        text = block.text
        if not left and text.isascii():  # the marks are not of ASCII
            continue
        closes, opens = text.find("”"), text.find("“")
        if left and text:
            if opens >= 0 and (closes < 0 or opens < closes):
                pass  # each paragraph of a long quotation begins with a mark of its own
            else:
                found.add(block.index)
            left = 0 if closes >= 0 else left - 1
        if text.rfind("“") > text.rfind("”"):
            left = _MOST_CARRIED
    return frozenset(found)


def _may_announce(text: str) -> bool:
    """Return whether a text ends as an announcement does: with a colon, or with "as follows"."""
    if text[-1:].isspace():
        text = text[-_TAIL:].rstrip()
    return text.endswith(":") or _FOLLOWS in text[-_ENDING:].lower()


def set_below(blocks: Iterable[Block]) -> frozenset[int]:
    """Return the paragraphs that may be a text which the one before announces: The Act says as follows."""
    found: set[int] = set()
    left = 0
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            left = 0
        elif left:
            found.add(block.index)
            left -= 1
        if _may_announce(block.text) and _ANNOUNCES.search(block.text[-_TAIL:]):
            left = _MOST_ANNOUNCED
    return frozenset(found)
