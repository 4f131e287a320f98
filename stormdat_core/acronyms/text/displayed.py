"""What a reader sees of a block where its format shows small letters as capitals: rpu reads as RPU.

A word typed with a capital of its own keeps its letters, for they say more than the format: the DCRs of a
heading in capitals are still DCRs, and its Configuration Management is a name. Where one word stands alone in
its capitals, a first capital may be there because a sentence begins.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from stormdat_core.acronyms.text.word_parts import STOP_WORDS
from stormdat_core.model import Block
from stormdat_core.model.document import in_capitals

_WORD = re.compile(r"\w+")


class Stretch(NamedTuple):
    """A part of a block that its format shows in capitals, or one between such parts."""

    text: str
    end: int
    """Offset in the block behind it."""
    shown: bool
    """Whether it is shown in capitals."""
    alone: bool
    """Whether it is a single word."""


def has_capitals(block: Block) -> bool:
    """Return whether the format of a block shows any small letters as capitals."""
    for run in block.runs:  # noqa: SIM110 - a generator costs more than the answer, which most blocks need
        if run.format.caps:
            return True
    return False


def stretches(block: Block) -> Iterator[Stretch]:
    """Yield a block's text by whether its format shows it in capitals, in order."""
    at = 0
    for shown, runs in groupby(block.runs, key=lambda run: run.format.caps):
        text = "".join([run.text for run in runs])
        at += len(text)
        yield Stretch(text, at, shown, shown and len(text.split()) == 1)


def as_read(block: Block) -> str:
    """Return a block's text as the acronym engine reads it; offsets stay as they are."""
    if not has_capitals(block):
        return block.text
    return "".join([_as_read(stretch) for stretch in stretches(block)])


def _as_read(stretch: Stretch) -> str:
    if not stretch.shown:
        return stretch.text
    return _WORD.sub(_of_one if stretch.alone else _of_several, stretch.text)


def _of_one(match: re.Match[str]) -> str:
    word = match.group()
    return in_capitals(word) if word[1:].islower() else word


def _of_several(match: re.Match[str]) -> str:
    word = match.group()
    return in_capitals(word) if word.islower() and word not in STOP_WORDS else word
