"""Space before punctuation.

What it does
    Reports spaces before a comma, full stop, semicolon, colon, question or exclamation mark or closing
    bracket, and spaces behind an opening bracket; the same words again are one finding, and so are all where
    the text was made so. An ellipsis, a
    decimal point, a ratio, an operator such as `!=`, a mark that is spoken about, French, and code are left
    alone.
Why it matters
    The mark can end up alone at the beginning of a line.
Example
    Bad:  The test ( run 3 ) passed .
    Good: The test (run 3) passed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import Block, Certainty, Colour, Document, Finding, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.spacing.alike import Spot, alike
from stormdat_core.rules.spacing.language import keeps_space
from stormdat_core.rules.spacing.runs import judged_blocks, mended
from stormdat_core.rules.together import one_finding

_SPACES = re.compile(
    r" (?:(?<=[\w)\]”’\"'] ) *(?=[,;)](?!\w)|[?](?![\w?=])|!(?![\w=!])|[.](?![\w./]| ?\. ?\.)|"
    r":(?![\w.=:/\\)(|-]))"
    r"|(?<=\( ) *(?=[^\s)]))"
)
"""Begins with the space, which is looked for much faster than whatever stands before one."""
_LIKELY = re.compile(r"[,;)?!.:(](?:(?<= [^(])|(?<=\() )")
"""A mark behind a space, or a bracket before one: most paragraphs hold none, and many spaces."""
_SPOKEN_ABOUT = re.compile(
    r"(?:^|\s)(?:the|an?|or|and|by|with|of|as|is|to|from|uses?|using|types?|press|enter|insert|called|"
    r"character|symbol|sign|mark|comma|colon|semicolon|period|dot|point|full stop|bracket|"
    r"delimiter|separator)$",
)
"""A mark behind one of these words is spoken about, and is not the punctuation of the sentence."""
_HABIT = 10
"""Places of one mark from which on they are how the text was made, such as by a captioning service."""
_BEHIND = "behind “(”"
_SMILEY = re.compile(r":[-']?[()DPp|/]")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S*$|\S+@\S+\.\w+$", re.IGNORECASE)


class BeforePunctuation:
    info: ClassVar = RuleInfo(
        id="SPC-BEFORE-PUNCT",
        fixes=True,
        name="space-before-punctuation",
        title="Space before punctuation",
        summary="Space before punctuation or behind an opening bracket.",
        severity=Severity.INFO,
        colour=Colour.RED,
        source="House style: punctuation follows its word",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        found = [place for block in judged_blocks(context) for place in _places(block)]
        for group in _causes(found):
            places = [mended(context, block.locate(start, end), "") for block, start, end in group]
            yield one_finding(self.info, context, places, _message(group), "the same here")


def _causes(found: list[Spot]) -> list[list[Spot]]:
    """Return spots by cause: one for each wording, or for each mark where it happens all over a document."""
    marks: dict[str, list[Spot]] = defaultdict(list)
    for spot in found:
        marks[_beside(spot)].append(spot)
    causes = [
        group for spots in _habits(marks) for group in ([spots] if len(spots) > _HABIT else alike(spots))
    ]
    return sorted(causes, key=lambda group: (group[0][0].index, group[0][1]))


def _habits(marks: dict[str, list[Spot]]) -> list[list[Spot]]:
    """Return the spots by mark; beside one that has a space all over a document, all marks are one cause."""
    before = [spots for said, spots in marks.items() if said != _BEHIND]
    if max(map(len, before), default=0) <= _HABIT:
        return list(marks.values())
    one = sorted((spot for spots in before for spot in spots), key=lambda spot: (spot[0].index, spot[1]))
    return [one, *(marks[said] for said in marks if said == _BEHIND)]


def _beside(spot: Spot) -> str:
    block, start, end = spot
    return _BEHIND if block.text[start - 1] == "(" else f"before “{block.text[end]}”"


def _places(block: Block) -> Iterator[Spot]:
    if not _LIKELY.search(block.text):
        return
    for match in _SPACES.finditer(block.text):
        if not _is_meant(match) and not keeps_space(block, *match.span()):
            yield block, *match.span()


def _is_meant(match: re.Match[str]) -> bool:
    """Return True for a space that belongs there: in a ratio, beside an address, before a mark as a word."""
    text, start, end = match.string, match.start(), match.end()
    before, mark = text[max(0, start - 60) : start], text[end]
    if text[start - 1] == "(":
        return False
    behind = text[end + 1 : end + 3]
    ratio = mark == ":" and before[-1:].isdigit() and behind.strip()[:1].isdigit()
    return bool(
        ratio
        or _SPOKEN_ABOUT.search(before)
        or _SMILEY.match(text, end)
        or (mark == "." and _ADDRESS.search(before))
    )


def _message(group: list[Spot]) -> str:
    _, start, end = group[0]
    spaces, them = ("A space", "it") if end - start == 1 else ("Spaces", "them")
    more = "" if len(group) == 1 else f" There are {len(group):,} such places, all marked."
    beside = _beside(group[0])
    others = ", ".join(list(dict.fromkeys(map(_beside, group)))[1:])
    also = f", also {others}" if others else ""
    return f"{spaces} {beside}{also}. Delete {them}.{more}"
