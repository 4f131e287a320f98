"""A passage in its sentence, and what stands beside it."""

import re
from dataclasses import dataclass

from stormdat_core.model import Block

REACH = 500
"""Characters each way within which a sentence has to begin and end."""
# A class of characters comes first, for the engine skips to it; what stands before it is looked at after.
_BREAK = r"[.?!\n\v\f\r\t](?:(?<=[\n\v\f\r\t])|"
_STOP = r"(?<![ .(]\w.)(?<!\b[eE]\.g.)(?<!\bi\.e.)(?<!\bvs.)(?<!\bNo.)(?<!\bcf.)[”’\"')\]]*"
_ENDS = re.compile(rf"{_BREAK}{_STOP}\s+(?=[^\sa-z]))")
_CLOSES = re.compile(rf"{_BREAK}{_STOP}(?=\s+[^\sa-z]))")
_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be replaced, `block.text[start:end]`, its sentence before it and behind it."""

    block: Block
    start: int
    end: int
    before: str
    after: str

    @classmethod
    def at(cls, block: Block, start: int, end: int) -> "Passage":
        """Return a passage with its sentence, as far as it stands within `REACH`."""
        text = block.text
        low, high = max(0, start - REACH), min(len(text), end + REACH)
        begin = low
        for match in _ENDS.finditer(text, low, start):
            begin = match.end()
        closing = _CLOSES.search(text, end, high)
        stop = (
            high if closing is None else closing.end() if text[closing.start()] in ".?!" else closing.start()
        )
        return cls(block, start, end, text[begin:start], text[end:stop])

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def words_before(self) -> list[str]:
        """Return the last words before it, the nearest first."""
        return [word.rstrip(".'’-") for word in reversed(_WORDS.findall(self.before[-120:]))][:6]

    @property
    def opens_sentence(self) -> bool:
        return not any(map(str.isalnum, self.before))


def words_of(text: str) -> list[str]:
    """Return the words of a text, numbers left out."""
    return _WORDS.findall(text)
