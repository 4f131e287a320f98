"""Stretches of a unit in which capitals are no sign of an acronym: security marks, and text in capitals.

Source: acronym rules, section 8, SUP-MARKING and SUP-CAPS-TEXT.
"""

import re
from collections.abc import Iterable

from stormdat_core.acronyms.forms import word_lists
from stormdat_core.acronyms.forms.folding import Folded
from stormdat_core.acronyms.text.displayed import has_capitals, stretches
from stormdat_core.model import Block

Span = tuple[int, int]

_PORTION = re.compile(
    r"[(\[](?:U|C|S|TS|R|CUI|FOUO|NU|NC|NS|NATO [A-Z]+|CTS|UNCLASSIFIED)(?://?[A-Z][A-Z0-9 ,/&-]*)*[)\]]"
)
_SLASHED_PORTION = re.compile(
    rf"{_PORTION.pattern}|"
    r"\b(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|TOP SECRET|CUI|CONTROLLED|TS|S|C|U)//[A-Z][A-Z0-9 ,/&-]*"
)
_BANNER = re.compile(
    r"\s*(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|TOP SECRET|CUI|CONTROLLED|FOR OFFICIAL USE ONLY|RESTRICTED)"
    r"(?:\s*/.*)?\s*"
)
_STATEMENT = re.compile(r"DISTRIBUTION STATEMENT [A-FX]\b")
_CAPITALS_BEFORE = re.compile(r"(?<![\w-])([A-Z]{3,}) $")
_CAPITALS_AFTER = re.compile(r" ([A-Z]{3,})(?![\w-])")
_LEAD_IN = re.compile(r"(?:^|(?<=[.:?!])\s|\n)\s{0,8}([A-Z]{3,}(?: [A-Z]{2,}){1,7})[.:](?=\s|$)")
_TWO_WORDS = re.compile(r"[A-Z]{3} [A-Z]{2}")
"""What every lead-in holds, and is looked for much faster."""
_STRETCH = 4
"""Words in capitals that make a stretch written in capitals."""


def marking_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of portion marks, banner lines and distribution statements in a unit."""
    if _BANNER.fullmatch(text):
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    if "//" in text:
        spans = [match.span() for match in _SLASHED_PORTION.finditer(text)]
    elif "(" in text or "[" in text:  # without the other half, whose word boundary is slow to look for
        spans = [match.span() for match in _PORTION.finditer(text)]
    if "DISTRIBUTION" in text:
        spans += [match.span() for match in _STATEMENT.finditer(text)]
    return spans


def capital_spans(text: str, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of a unit that are written in capitals: all of it, or four words and more.

    Args:
        text: the folded text of the unit.
        found: the spans of its tokens in capitals, in order.
    """
    spans = list(found)
    if sum(end - start for start, end in spans) * 3 >= len(text) and _mostly_capitals(text):
        return [(0, len(text))]
    stretches = lead_ins(text) if len(spans) > 1 else []
    if len(spans) < _STRETCH:
        return stretches
    run: list[tuple[int, int]] = []
    for span in spans:
        if run and not _goes_on(text[run[-1][1] : span[0]]):
            _close(run, stretches)
        run.append(span)
    _close(run, stretches)
    return stretches


def lead_ins(text: str) -> list[Span]:
    """Return the words in capitals that a unit or a sentence opens with, up to its full stop or colon.

    At least one is a common word: SAMPLE THREAT VECTORS. is a lead-in, NASA GSFC: names somebody.
    """
    if not _TWO_WORDS.search(text):
        return []
    spans = (found.span(1) for found in _LEAD_IN.finditer(text))
    return [span for span in spans if any(map(word_lists.is_large_word, text[slice(*span)].split()))]


def formatted_spans(block: Block, folded: Folded, found: Iterable[Span]) -> list[Span]:
    """Return the tokens that only the format writes in capitals, and that may be words therefore.

    A lone one that is typed in small letters, rpu shown as RPU, was made to look like an acronym.

    Args:
        block: whose text was folded.
        folded: that text.
        found: the spans of its tokens in capitals, in order.
    """
    if not has_capitals(block):
        return []
    around = stretches(block)
    stretch = next(around)
    doubtful: list[Span] = []
    for span in found:
        start, end = folded.origin(*span)
        while stretch.end <= start:
            stretch = next(around)
        typed = block.text[start:end]
        if stretch.shown and not typed.isupper() and not (stretch.alone and typed.islower()):
            doubtful.append(span)
    return doubtful


def beside_word(text: str, start: int, end: int) -> bool:
    """Return whether a word in capitals stands beside a form, so that it may be one too: DEST TYPE."""
    if not (text[start - 2 : start - 1].isupper() or text[end + 1 : end + 2].isupper()):
        return False  # the cheapest question first: this is asked of every use
    before = _CAPITALS_BEFORE.search(text, max(0, start - 20), start)
    if before and word_lists.is_large_word(before[1]):
        return True
    after = _CAPITALS_AFTER.match(text, end)
    return after is not None and word_lists.is_large_word(after[1])


def _mostly_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return (
        len(letters) >= 8
        and sum(map(str.isupper, letters)) * 10 >= 7 * len(letters)
        and len(text.split()) > 1
    )


def _goes_on(gap: str) -> bool:
    """Return whether capitals run on over a gap: spaces, a hyphen, a single capital, but no comma."""
    return len(gap) <= 4 and (gap.isspace() or gap.strip() in {"A", "I", "-", "–", "&", "/", ":"})


def _close(run: list[tuple[int, int]], stretches: list[tuple[int, int]]) -> None:
    if len(run) >= _STRETCH:
        stretches.append((run[0][0], run[-1][1]))
    run.clear()
