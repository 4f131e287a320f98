"""Heading level skipped, or a heading that is none.

What it does
    Reports a heading more than one level below the heading before it, and short bold paragraphs that look
    like headings but have no heading style. A style that is called a heading and has no level counts as the
    heading it names, and is one finding. The same heading again, and all such paragraphs of a document,
    are one finding. Cover, titles of the front matter, captions, dates and code are left alone.
Why it matters
    The contents, the navigation pane and screen readers follow styles and levels, not looks.
Example
    Bad:  Heading 1 followed by Heading 3.
    Good: Heading 1 followed by Heading 2.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from typing import ClassVar

from stormdat_core.documents.block_roles.lookalikes import is_caption
from stormdat_core.model import Block, BlockKind, Certainty, Colour, Document, Finding, Role, Run, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo, normal
from stormdat_core.rules.standalone import standalone
from stormdat_core.rules.together import Place, one_finding

_LONGEST = 80
_SHORTEST = 20
"""Characters of a paragraph that is text under a heading."""
_APPENDIX = re.compile(r"\W*(?:appendix|annex|attachment|exhibit)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\W*(?:notes?|cautions?|warnings?|tips?|important|attention|examples?|remarks?|hints?)\W*", re.IGNORECASE
)
"""What opens a remark and heads no section, though it is set in a heading style."""
_FACT = re.compile(
    r".*_{3}|[\w /]{2,30}:\s+\S|(?:\w+ )?\d{1,2},? \d{4}$|[<\[]|\W*(?:version|revision|rev\.?|draft|final)\b",
    re.IGNORECASE,
)
"""A field with its value or a blank, a date, a placeholder, a version: bold lines that head nothing."""


_REMARK = re.compile(r"(?<=\w) +\([^()]{1,60}\)$")
_NAMED = re.compile(
    r"(?:[\w .-]{1,30} )?heading ?(\d)?(?: (?:appendix|annex|attachment|numbered|text))?", re.IGNORECASE
)
"""A style that is called a heading: MKS Heading 1, Heading Appendix."""
_NO_HEADING = re.compile(
    r"\b(?:toc|table|list|column|row|figure|index|running|no|intro|contents?)\b", re.IGNORECASE
)


class HeadingOrder:
    info: ClassVar = RuleInfo(
        id="TYP-HEADING-ORDER",
        name="heading-order",
        title="Heading level skipped or only imitated",
        summary="Heading level skipped, or text that only looks like a heading.",
        severity=Severity.WARNING,
        colour=Colour.NONE,
        source="Section 508, headings in order",
        scope="document",
        certainty=Certainty.CERTAIN,
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        headings = [block for block in document.blocks if block.kind is BlockKind.HEADING or _is_named(block)]
        yield from self._skipped(headings, context)
        found: dict[str, list[Block]] = defaultdict(list)
        for block in _pretenders(document):
            if not standalone(context).template(block):
                found[block.style if _is_named(block) else ""].append(block)
        for alike in found.values():
            places = [Place(block.locate(0, len(block.text))) for block in alike]
            yield replace(
                one_finding(
                    self.info, context, places, _message(alike), "likewise", certainty=Certainty.POSSIBLE
                ),
                severity=context.profile.rule(self.info.id).severity or Severity.INFO,
            )

    def _skipped(self, headings: Sequence[Block], context: RuleContext) -> Iterator[Finding]:
        causes: dict[str, list[_Skip]] = defaultdict(list)
        for at, (before, after) in enumerate(pairwise(headings), 1):
            above = _level(before)
            if after.level > above + 1 and above and not _is_apart(before) and not _is_apart(after):
                causes[normal(after.text)].append(_Skip(above, _siblings(headings, at)))
        for found in causes.values():
            places = [Place(block.locate(0, len(block.text))) for skip in found for block in skip.run]
            yield one_finding(self.info, context, places, _message_of_skipped(found), "likewise")


@dataclass(frozen=True, slots=True)
class _Skip:
    """Headings of one level that follow each other below one more than a level higher."""

    above: int
    run: tuple[Block, ...]


def _siblings(headings: Sequence[Block], at: int) -> tuple[Block, ...]:
    """Return a heading and those of its level behind it, until a higher one; a note stands for itself."""
    first = headings[at]
    if _NOTE.fullmatch(first.text):
        return (first,)
    below = takewhile(lambda block: block.level >= first.level, islice(headings, at, None))
    return tuple(block for block in below if block.level == first.level and not _NOTE.fullmatch(block.text))


def _is_named(block: Block) -> bool:
    """Return whether the name of its style makes it a heading that has no level: Heading Appendix."""
    line = block.kind is BlockKind.PARAGRAPH or block.kind is BlockKind.LIST_ITEM
    return line and block.role is not Role.COVER and not block.is_blank and _names_heading(block.style)


@lru_cache(maxsize=1 << 10)
def _names_heading(style: str) -> bool:
    return _NAMED.fullmatch(style) is not None and _NO_HEADING.search(style) is None


def _level(block: Block) -> int:
    """Return the level of a heading, else the one that the name of its style has; 0 when nothing tells."""
    if block.kind is BlockKind.HEADING:
        return block.level
    named = _NAMED.fullmatch(block.style)
    return int(named[1]) if named and named[1] else 0


def _is_apart(heading: Block) -> bool:
    """Return True for a title, and for an appendix, whose heading often has a level of its own."""
    return heading.role is not Role.BODY or bool(_APPENDIX.match(heading.number or heading.text))


def _message_of_skipped(found: Sequence[_Skip]) -> str:
    block, above = found[0].run[0], found[0].above
    more = "" if len(found) == 1 else f" So do {len(found) - 1:,} more of this name."
    levels = f"A heading of level {block.level} follows one of level {above}."
    if _NOTE.fullmatch(block.text):
        return f"{levels}{more} It heads no section: take the heading style off."
    number = sum(len(skip.run) for skip in found)
    these = "it" if number == 1 else f"these {number:,} headings"
    return f"{levels}{more} Make {these} level {above + 1}."


def _message(alike: Sequence[Block]) -> str:
    if _is_named(alike[0]):
        return (
            f"The style “{alike[0].style}” is called a heading and has no level. Give the style one: "
            "navigation, contents and screen readers need it."
        )
    if len(alike) == 1:
        return "This looks like a heading and has no heading style. Give it one."
    return (
        f"{len(alike):,} bold lines such as this look like headings and have no heading style. "
        "Give them one: navigation, contents and screen readers need it."
    )


def _pretenders(document: Document) -> Iterator[Block]:
    """Yield short bold paragraphs that are followed by ordinary text."""
    for block, after in pairwise(document.blocks):
        if _is_text(after) and _looks_like_heading(block):
            yield block


def _is_text(block: Block) -> bool:
    if block.kind is BlockKind.LIST_ITEM:
        return True
    long = block.kind is BlockKind.PARAGRAPH and len(block.text) >= _SHORTEST
    return long and not _looks_like_heading(block)


def _looks_like_heading(block: Block) -> bool:
    """Return whether a short line is bold; a remark in brackets behind it may be plain: Parents (of both)."""
    if block.kind is not BlockKind.PARAGRAPH or block.role is not Role.BODY:
        return False
    text = block.text.rstrip()
    if text.endswith(")"):
        text = _REMARK.sub("", text)
    head = text.strip()
    if not 2 < len(head) <= _LONGEST or head[-1] in ".,;:?!)>" or is_caption(block) or _FACT.match(head):
        return False
    return any(map(str.isalpha, head)) and all(run.format.bold for run in _runs_of(block, len(text)))


def _runs_of(block: Block, end: int) -> Iterator[Run]:
    """Yield the runs that show something before an offset."""
    at = 0
    for run in block.runs:
        if run.text[: max(0, end - at)].strip():
            yield run
        at += len(run.text)
