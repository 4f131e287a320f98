"""How surely the marks of a document's portions are security markings.

One letter in brackets may number a list, name a speaker, stand for a word that follows, or mean copyright.
Judged together, several paragraphs that begin with the same closed set of marks are marked.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from stormdat_core.markings.portion_marks.portions import Portion, Portions
from stormdat_core.model import BlockKind

_WORD = re.compile(r"[^\W_][\w'-]*")
_ARTICLES = frozenset({"the", "a", "an"})
_SLASHED = re.compile(r"\([A-Z]{1,3}\s*/\s*(?P<rest>[^/()]+)\)")
_CONTROLS = re.compile(
    r"(?:NF|NOFORN|REL(?: .*)?|FOUO|OC|ORCON|SI|TK|HCS|RD|FRD|LES|PROPIN|PR|NC|SBU|FGI|IMC|RELIDO|SAR.*"
    r"|SP-.*)\s*$"
)
_LOOK_AHEAD = 80
_SENTENCE_WORDS = 4
_LONG_SENTENCE = 6
_SEVERAL = 2
_MANY = 3


class Certainty(IntEnum):
    """Whether marks before portions are security markings."""

    NONE = 0
    LIKELY = 1
    """To be said, not enough to judge the document by."""
    SURE = 2


def certainty_of(portions: Portions) -> Certainty:
    """Return how surely the marks of a document are security markings. Linear in their number."""
    marked = [portion for portion in portions.marked if _reads_as_mark(portion)]
    long = [portion for portion in marked if len(portion.text) > len("(U)") and not _spelled_out(portion)]
    if any("//" in portion.text for portion in long) or (long and len(long) >= portions.beside):
        return Certainty.SURE
    single = [portion for portion in marked if len(portion.text) == len("(U)")]
    if len(single) == 1 and not portions.beside and single[0].text == "(S)":
        return _of_one(single[0])
    spelled = sum(map(_spelled_out, single))
    if not single or 2 * spelled > len(single) or portions.beside * 2 > len(single):
        return Certainty.NONE
    return _of_letters(single)


def _of_letters(single: Sequence[Portion]) -> Certainty:
    letters = [portion.text[1] for portion in single]
    kinds = set(letters)
    if "U" in kinds and (kinds & set("SC") or len(letters) >= _MANY):
        return Certainty.SURE
    secret = kinds & set("SC")
    if not secret or _alternate(letters):
        return Certainty.NONE
    return Certainty.SURE if len(letters) >= _SEVERAL else Certainty.NONE


def _of_one(portion: Portion) -> Certainty:
    """Return what one (S) is worth: before a title or a sentence it is likely a mark, elsewhere a label."""
    spelled = _spelled_out(portion)
    words = len(_WORD.findall(_behind(portion)))
    title = portion.block.kind is BlockKind.HEADING and not spelled
    likely = words >= (_LONG_SENTENCE if spelled else _SENTENCE_WORDS)
    return Certainty.LIKELY if not portion.at_end and (title or likely) else Certainty.NONE


def _alternate(letters: Sequence[str]) -> bool:
    """Return True for two or more letters of which none follows itself: speakers, questions and answers."""
    return len(set(letters)) > 1 and all(one != other for one, other in pairwise(letters))


def _reads_as_mark(portion: Portion) -> bool:
    """Return True unless it is a pair of letters like (S/W), or the text goes on in lower case behind it."""
    slashed = _SLASHED.fullmatch(portion.text)
    if slashed is not None and not _CONTROLS.match(slashed["rest"].strip()):
        return False
    if portion.at_end or "//" in portion.text:
        return True
    first = next((letter for letter in _behind(portion) if letter.isalpha()), "")
    return not first.islower()


def _behind(portion: Portion) -> str:
    return portion.block.printed[portion.end : portion.end + _LOOK_AHEAD]


def _spelled_out(portion: Portion) -> bool:
    """Return True for letters that the words behind them spell: (TS) Technical support, (U) Usual."""
    letters = portion.text.strip("()").casefold()
    words = [word.casefold() for word in _WORD.findall(_behind(portion))]
    while words and words[0] in _ARTICLES:
        words.pop(0)
    return (
        not portion.at_end
        and letters.isalpha()
        and [word[0] for word in words[: len(letters)]] == list(letters)
    )
