"""What stands out against the document's own text: a stretch in a line, a paragraph, a heading of its level.

The standard is what the document does itself. What it does throughout, in one style or in a whole table is
how it is made, and no fault; a look that turns up here and there is what a paste leaves behind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.documents.block_roles.listings import is_monospaced
from stormdat_core.model import Block, BlockKind, Location, RunFormat
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.typography.deviations import has_letters
from stormdat_core.rules.typography.looks import Judged, Look, Survey, look_of, survey

_IN_LINES = frozenset(("body", "table", "notes"))
_PARAGRAPHS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_CLEAR = 0.7
"""Share from which on a look is the document's own."""
_MUCH = 0.25
"""Share of a line from which on the look of the document's text is that of the line."""
_RARE = 0.15
"""Share up to which another look is the exception."""
_SHORTEST = 40
"""Characters of a paragraph that is text and no label."""
_FEWEST_WORDS = 6
_FEWEST_HEADINGS = 4
_NOTE = re.compile(r"[*†‡§]|notes?\b|source\b|legend\b|key\b|\(?\d\)", re.IGNORECASE)
_SEEN = 1.0
"""Points that a reader sees in a line."""
_BODY_STYLE = re.compile(
    r"normal|normal \(web\)|body ?text(?: \d| indent| first indent)*|"
    r"list(?: paragraph| bullet| number| continue)?(?: \d)?|no spacing|default|standard|"
    r"bullets?(?: \d)?|paragraph",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StandOut:
    """A place whose look differs from the text around it."""

    block: Block
    start: int
    end: int
    found: Look
    wanted: Look
    kind: str
    whole: bool
    """True where a paragraph as a whole stands out, False for a stretch in a line."""
    source: str
    """What decides the look, as in `RunFormat.font_source`."""

    @property
    def where(self) -> Location:
        return self.block.locate(self.start, self.end)

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def aspect(self) -> str:
        """Return `font` where the family differs, whatever the size, else `size`."""
        return "size" if self.found.font == self.wanted.font else "font"

    @property
    def slight(self) -> bool:
        """Return True for a difference that a reader hardly sees."""
        return self.aspect == "size" and abs(self.found.size_pt - self.wanted.size_pt) < _SEEN


def stand_outs(context: RuleContext) -> tuple[StandOut, ...]:
    """Return what stands out in a document, in reading order, found once for all rules."""
    return context.shared(_found)


def _found(context: RuleContext) -> tuple[StandOut, ...]:
    surveyed = survey(context)
    whole = {each.block.index: each for each in (*_paragraphs(context, surveyed), *_headings(surveyed))}
    found = []
    for judged in surveyed.judged:
        if judged.block.index in whole:
            found.append(whole[judged.block.index])
        elif judged.kind in _IN_LINES and len(judged.letters.by_look) > 1:
            found.extend(_stretches(judged, surveyed))
    return tuple(found)


def _look_of_line(judged: Judged, surveyed: Survey) -> Look | None:
    """Return what a line should look like: the text of its kind if much of it does, else most of it."""
    characters = judged.letters.by_look
    own = surveyed.looks.dominant(judged.kind)
    clear = own is not None and min(own.font_share, own.size_share) >= _CLEAR
    if own is not None and clear and characters.get(own.look, 0) >= _MUCH * sum(characters.values()):
        return own.look
    return judged.letters.main


def _stretches(judged: Judged, surveyed: Survey) -> Iterator[StandOut]:
    """Yield the stretches of a line that differ from the rest, neighbours of one look as one."""
    block, main = judged.block, _look_of_line(judged, surveyed)
    if main is None or is_monospaced(main.font) or not _is_chosen(judged, main):
        return
    at, start, end = 0, -1, -1
    found, source = main, ""
    for run in block.runs:
        after = at + len(run.text)
        if has_letters(run.text):
            look = look_of(run.format)
            other = look != main and _put_on(run.format, block)
            if start >= 0 and (not other or look != found):
                yield StandOut(block, start, end, found, main, judged.kind, False, source)
                start = -1
            if other:
                start, end, found = (at if start < 0 else start), after, look
                source = _source(run.format, found, main)
        at = after
    if start >= 0:
        yield StandOut(block, start, end, found, main, judged.kind, False, source)


def _is_chosen(judged: Judged, main: Look) -> bool:
    """Return False where a character style decides what most of a line looks like."""
    if judged.block.kind is BlockKind.CELL:
        return True  # a table style may decide it, which is no character style
    styles = (run.format for run in judged.block.runs if look_of(run.format) == main)
    return not all(_by_character_style(style, judged.block) for style in styles)


def _put_on(style: RunFormat, block: Block) -> bool:
    """Return True for a look put on by hand; code, symbols and character styles say why they differ."""
    if style.symbol or not style.size_pt or is_monospaced(style.font):
        return False
    return not _by_character_style(style, block)


def _by_character_style(style: RunFormat, block: Block) -> bool:
    return any(
        source.startswith("style:") and source.removeprefix("style:") not in block.style_names
        for source in (style.font_source, style.size_source)
    )


def _source(style: RunFormat, found: Look, wanted: Look) -> str:
    return style.size_source if found.font == wanted.font else style.font_source


def _whole(judged: Judged, wanted: Look) -> StandOut | None:
    """Return a block as a stand-out by hand or by a style for running text; None where its look is meant."""
    block, found = judged.block, judged.letters.main
    if found is None or found == wanted or is_monospaced(found.font):
        return None
    style = next(run.format for run in block.runs if look_of(run.format) == found)
    source = _source(style, found, wanted)
    stray = source == "run" or (_BODY_STYLE.fullmatch(block.style) and not _by_character_style(style, block))
    out = StandOut(block, 0, len(block.text), found, wanted, judged.kind, True, source)
    return out if stray and not out.slight else None


def _paragraphs(context: RuleContext, surveyed: Survey) -> Iterator[StandOut]:
    """Yield paragraphs of running text that differ from most of it and from a neighbour."""
    body = surveyed.looks.dominant("body")
    if body is None or min(body.font_share, body.size_share) < _CLEAR:
        return
    text = [each for each in surveyed.judged if each.kind == "body" and each.block.kind in _PARAGRAPHS]
    for number, judged in enumerate(text):
        beside = (*text[max(0, number - 1) : number], *text[number + 1 : number + 2])
        found = _whole(judged, body.look)
        if (
            found
            and surveyed.looks.share("body", found.found) <= _RARE
            and any(each.letters.main == body.look for each in beside)
            and _is_text(judged.block, context)
        ):
            yield found


def _is_text(block: Block, context: RuleContext) -> bool:
    """Return True for a sentence; not for a label, or a note under a table."""
    text = block.text.strip()
    before = context.document.blocks[block.index - 1].kind if block.index else None
    under_table = before is BlockKind.CELL or _NOTE.match(text) is not None
    return len(text) >= _SHORTEST and len(text.split()) >= _FEWEST_WORDS and not under_table


def _before_text(surveyed: Survey) -> frozenset[int]:
    """Return the headings of a cover: those below which another heading comes before any text."""
    found: list[int] = []
    for judged in surveyed.judged:
        if judged.block.kind is BlockKind.HEADING and not judged.block.is_blank:
            found.append(judged.block.index)
        elif judged.kind == "body" and len(judged.block.text.split()) > _FEWEST_WORDS:
            break
    return frozenset(found[:-1])


def _headings(surveyed: Survey) -> Iterator[StandOut]:
    """Yield headings set by hand that differ from most of their level."""
    levels: dict[str, list[Judged]] = defaultdict(list)
    before = _before_text(surveyed)
    for judged in surveyed.judged:
        if judged.block.kind is BlockKind.HEADING and judged.letters.main is not None:
            levels[judged.kind].append(judged)
    for headings in levels.values():
        wanted, count = Counter(each.letters.main for each in headings).most_common(1)[0]
        if wanted is not None and len(headings) >= _FEWEST_HEADINGS and count >= _CLEAR * len(headings):
            outs = (_whole(each, wanted) for each in headings if each.block.index not in before)
            yield from (out for out in outs if out is not None and out.source == "run")
