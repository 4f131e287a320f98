"""Do the letters of a short form come from these words? Where does its full form begin, or end?

Letters are laid along the pieces of a window in order. A letter that begins a piece is free; every liberty
has a price: a letter inside a word, a word passed over, a digit left out. The cheapest reading wins, not the
nearest one, so that "International Statistical Institute (ISI)" is read whole. The prices were found on the
development half of public definition corpora, all fields of writing weighed alike.
Source: acronym rules, section 4.2.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stormdat_core.acronyms.text.word_parts import Piece, pieces, small

_NUMBERS = {
    "1": ("one", "first", "single", "i", "mono"),
    "2": ("two", "to", "second", "double", "dual", "ii", "di", "bi"),
    "3": ("three", "third", "triple", "iii", "tri"),
    "4": ("four", "for", "fourth", "iv", "tetra", "quad"),
    "5": ("five", "fifth", "penta"),
    "6": ("six", "sixth", "hexa"),
    "7": ("seven", "seventh"),
    "8": ("eight", "eighth"),
    "9": ("nine", "ninth"),
}
"""What a digit may stand for; the last ones, of two letters and more, also as the beginning of a word."""
_BEGINNINGS = ("mono", "di", "bi", "tri", "tetra", "quad", "penta", "hexa")
_DIGITS = re.compile(r"\d")
_REPEATED = re.compile(r"([A-Za-z])([2-5])")
_SUFFIX = re.compile(r"(?<=[A-Z])[a-z]$|\d+$")
_NEVER = 99.0

_PASS_STOP = 0.05  # passing over an article or a preposition
_PASS_PART = 0.2
_PASS_NUMBER = 1.0
_PASS_WORD = 1.2
_PASS_COMMA = 1.2  # beside what is passed over, a comma before it
_INNER = 0.8  # a letter inside a word
_INNER_NEXT = 0.45  # directly after the last one
_INNER_CAPITAL = 0.2  # a capital in the text too
_INNER_SMALL = 0.6  # a small letter in the short form
_NO_INITIAL = 1.6  # taking letters from a word without its first
_STOP_START = 9.0
_PART_START = 0.6  # beginning inside a word
_LETTER_START = 1.5  # beginning with a single small letter
_NO_SUFFIX = 1.5  # leaving out digits or a small last letter

SURE = 0.9
"""The highest price of a reading that is beyond doubt."""


class Alignment(NamedTuple):
    """A full form: offsets in the window, the way it was read, and the price of the reading."""

    start: int
    end: int
    method: str
    """`initials`, `digits` or `inner`; `reordered` comes from `titles`."""
    price: float


class Reading(NamedTuple):
    """One way to read a short form: its letters, the method this makes, and what it costs."""

    letters: str
    low: str
    method: str
    price: float


@lru_cache(maxsize=1 << 14)
def readings(short: str) -> tuple[Reading, ...]:
    """Return the ways to read a short form in the order to try: as written, then with its digits otherwise.

    C4ISR gives C4ISR and CCCCISR; F2T2EA gives FFTTEA; TREC-8 and ELVi give TREC and ELV at a price.
    """
    letters = "".join([c for c in short if c.isalnum() or c == "&"])
    found = {letters: ("initials", 0.0)}
    repeated = _REPEATED.sub(lambda match: match[1] * int(match[2]), letters)
    found.setdefault(repeated, ("digits", 0.0))
    for text in tuple(found):
        found.setdefault(text.replace("&", ""), found[text])
    for bare in (_SUFFIX.sub("", letters), _DIGITS.sub("", letters)):
        if len(bare) > 1:
            found.setdefault(bare, ("inner", _NO_SUFFIX))
    return tuple(Reading(text, small(text), method, price) for text, (method, price) in found.items())


def ending_at(short: str, window: str, limit: float) -> Alignment | None:
    """Return the full form of `short` that ends where `window` ends, or None.

    Args:
        short: the short form without its ending.
        window: folded text of one sentence.
        limit: the highest price accepted.
    """
    found = pieces(window)
    if not found:
        return None
    plain = readings(short)[0]
    first = _initials_from(plain.low, found)
    if first is not None:
        return Alignment(found[first].word_start, found[-1].word_end, plain.method, 0.0)
    best: Alignment | None = None
    for reading in readings(short):
        if best and best.price <= reading.price + _INNER_SMALL:
            break
        best = _best_ending(reading, found, limit if best is None else best.price - 1e-6) or best
    return best


def _initials_from(low: str, found: list[Piece]) -> int | None:
    """Return the piece from which on every letter begins a piece and only small words are passed over."""
    left = len(low) - 1
    for at in range(len(found) - 1, -1, -1):
        piece = found[at]
        if piece.low[0] == low[left]:
            if not left:
                return at if piece.begins and not piece.stop and len(piece.low) > 1 else None
            left -= 1
        elif not piece.stop or piece.listed:
            return None
    return None


def _best_ending(reading: Reading, found: list[Piece], limit: float) -> Alignment | None:
    best: Alignment | None = None
    for first in range(len(found) - 1, -1, -1):
        price = reading.price + _start_price(reading.low[0], found[first])
        if price > limit:
            continue
        total = _lay(reading, found, first, price, limit)[-1]
        if total <= limit:
            method = reading.method if total < _INNER_SMALL else "inner"
            best = Alignment(found[first].word_start, found[-1].word_end, method, total)
            limit = total - 1e-6
    return best


def starting_at(short: str, window: str, limit: float) -> Iterator[Alignment]:
    """Yield the full forms of `short` that begin where `window` begins, by where they end."""
    found = pieces(window)
    for reading in readings(short):
        if not found or not _initial(reading.low[0], found[0]):
            continue
        for at, price in enumerate(_lay(reading, found, 0, reading.price, limit)):
            last = at + 1 == len(found) or found[at + 1].begins
            if price <= limit and last and not found[at].stop:
                method = reading.method if price < _INNER_SMALL else "inner"
                yield Alignment(found[0].word_start, found[at].word_end, method, price)


def _start_price(low: str, piece: Piece) -> float:
    """Return what it costs to begin a full form at a piece; never, when the letter cannot stand there."""
    if piece.low[0] != low and not _initial(low, piece):
        return _NEVER
    if not piece.begins:
        return _PART_START
    if piece.stop and not piece.text[0].isupper():
        return _STOP_START
    return _LETTER_START if len(piece.low) == 1 and piece.text.islower() else 0.0


def _initial(low: str, piece: Piece) -> bool:
    """Return whether a letter or digit can stand for the beginning of a piece."""
    if piece.low[0] == low:
        return True
    if low in _NUMBERS:
        names = _NUMBERS[low]
        return piece.low in names or any(piece.low.startswith(name) for name in names if name in _BEGINNINGS)
    if low == "&":
        return piece.low in {"and", "&"}
    return low == "x" and piece.low.startswith(("ex", "cross", "trans"))


def _lay(reading: Reading, found: list[Piece], first: int, price: float, limit: float) -> list[float]:
    """Return, for each piece from `first` on, the price of all letters being used up when it ends.

    A table of (letters used) by (pieces read), one row kept at a time: letters x pieces steps. Prices above
    the limit are not followed.
    """
    low, count = reading.low, len(reading.low)
    row = [_NEVER] * (count + 1)
    _use(reading, found[first], 0, price, row)
    totals = [row[count]]
    for piece in found[first + 1 :]:
        passing, text = _passing(piece), piece.low
        after = [each + passing for each in row]
        for used in range(1, count):
            if row[used] <= limit and (low[used] in text or low[used] in _NUMBERS or low[used] == "&"):
                _use(reading, piece, used, row[used], after)
        row = after
        totals.append(row[count])
    return totals


def _passing(piece: Piece) -> float:
    if piece.listed:
        return _PASS_COMMA + _PASS_WORD * (not piece.stop)
    if piece.stop:
        return _PASS_STOP
    if not piece.begins:
        return _PASS_PART
    return _PASS_NUMBER if piece.low.isdigit() else _PASS_WORD


def _use(reading: Reading, piece: Piece, used: int, price: float, after: list[float]) -> None:
    """Enter into `after` what it costs to take one or more letters from a piece."""
    low, text, count = reading.low, piece.low, len(reading.low)
    at = 1
    if text[0] != low[used] and not _initial(low[used], piece):
        at = text.find(low[used], 1) + 1
        if at <= 0 or piece.stop:
            return
        price += _NO_INITIAL
    used += 1
    if price < after[used]:
        after[used] = price
    while used < count:
        place = text.find(low[used], at)
        if place < 0:
            return
        price += _inner(piece.text[place], reading.letters[used], place == at)
        at = place + 1
        used += 1
        if price < after[used]:
            after[used] = price


def _inner(written: str, letter: str, follows: bool) -> float:
    if written.isdigit() or (written.isupper() and letter.isupper()):
        return _INNER_CAPITAL
    if letter.islower():
        return _INNER_SMALL
    return _INNER_NEXT if follows else _INNER
