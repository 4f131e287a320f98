"""Tracked changes as bytes: what is struck out and what is put in, so that either can be undone in Word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.reports.docx.runs.markup import Names, RunMarkup, element_name, escaped
from stormdat_core.reports.docx.runs.properties import Stamp
from stormdat_core.reports.text import visible

_TOKEN = re.compile(r"\w+|\W", re.DOTALL)
_WRITTEN = {"\t": b"tab", "\n": b"br"}
_ID = re.compile(rb"""([:\s]id\s*=\s*)(["'])[^"']*\2""")


@dataclass(frozen=True, slots=True)
class Replacing:
    """What really changes of a text: equal words at both ends stay as they are."""

    start: int
    end: int
    """Offsets in the former text; equal for an insertion."""
    text: str


def smallest(former: str, text: str) -> Replacing:
    """Return the smallest change, in whole words and signs, that makes `text` of `former`."""
    before, after = _TOKEN.findall(former), _TOKEN.findall(text)
    head = _common(before, after)
    most = min(len(before), len(after)) - head
    tail = min(_common(before[::-1], after[::-1]), most)
    start = sum(map(len, before[:head]))
    end = len(former) - sum(map(len, before[len(before) - tail :]))
    return Replacing(start, end, "".join(after[head : len(after) - tail]))


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def deletion(data: bytes, run: RunMarkup, stamp: Stamp, number: int) -> bytes:
    """Return the start tag that strikes out runs."""
    return Names.at(data, run.start).open(b"del", id=f"{number}", author=stamp.author, date=stamp.date)


def insertion(
    data: bytes, run: RunMarkup, text: str, properties: bytes, stamp: Stamp, number: int, reopened: int
) -> bytes:
    """Return an insertion that stands beside pieces of a run.

    Args:
        data: the part.
        run: the run whose place and look it shares.
        text: what is put in.
        properties: the whole `w:rPr` of what is put in, empty for none.
        stamp: whose change it is.
        number: its id.
        reopened: an id for the rest of the author's own insertion, where the run stands in one: Word keeps
            no insertion inside another, so the author's is closed before and opened again behind.
    """
    names = Names.at(data, run.start)
    inner = names.element(b"r", properties + b"".join(_texts(names, text)))
    made = names.element(b"ins", inner, id=f"{number}", author=stamp.author, date=stamp.date)
    own = run.around.revision
    if own is None:
        return made
    tag = _ID.sub(rb'\g<1>"%d"' % reopened, data[own[0] : own[1]], count=1)
    return b"</" + element_name(data, own[0]) + b">" + made + tag


def _texts(names: Names, text: str) -> Iterator[bytes]:
    for piece in re.split(r"([\t\n])", visible(text)):
        if piece in _WRITTEN:
            yield names.empty(_WRITTEN[piece])
        elif piece:
            yield names.open(b"t")[:-1] + b' xml:space="preserve">' + escaped(piece) + names.close(b"t")
