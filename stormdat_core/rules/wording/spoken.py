"""Whether a document records what was said: nobody changes the words of a speaker."""

import re
from collections.abc import Iterable

from stormdat_core.model import Block, BlockKind

_SPOKEN = re.compile(
    r"\b(?:I|I['’](?:m|ll|ve|d)|[Ww]e['’](?:re|ll|ve)|[Oo]kay|OK|[Uu]m|uh|[Yy]eah|[Tt]hank you|[Dd]on['’]t"
    r"|[Tt]hat['’]s|[Ii]t['’]s)\b"
)
_LEAST = 15
"""Such words in a thousand; a written report has fewer than five."""
_FEWEST_WORDS = 500


def is_speech(blocks: Iterable[Block]) -> bool:
    """Return whether the paragraphs of a document speak, by the words that are said and hardly written."""
    words = spoken = 0
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            words += block.text.count(" ")
            spoken += len(_SPOKEN.findall(block.text))
    return words >= _FEWEST_WORDS and spoken * 1000 >= _LEAST * words
