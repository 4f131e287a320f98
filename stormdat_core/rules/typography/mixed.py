"""The format changes within a paragraph.

What it does
    Reports stretches whose font or size differs from the rest of their paragraph because somebody formatted
    them by hand. Character styles, symbols and code say why they differ and are left alone. With the
    typographic standard `auto`, TYP-FONT and TYP-SIZE report such stretches and this rule is silent.
Why it matters
    It is what a paste from another document leaves behind.
Example
    Bad:  A sentence in Arial with two words in Calibri.
    Good: The whole sentence in Arial.
"""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from stormdat_core.model import APART, Block, BlockKind, Colour, Document, Finding, Role, RunFormat, Severity
from stormdat_core.rules.base import RuleContext, RuleInfo
from stormdat_core.rules.typography.deviations import has_letters, points
from stormdat_core.rules.typography.kinds import exempt

_SKIPPED = APART | {BlockKind.CONTENTS}


class Mixed:
    info: ClassVar = RuleInfo(
        id="TYP-MIXED",
        name="mixed-format",
        title="Font or size changes in a paragraph",
        summary="Font or size changes within a paragraph by hand formatting.",
        severity=Severity.INFO,
        colour=Colour.PINK,
        source="House style: one text format in a paragraph",
        formats=("docx",),
    )

    def check(self, document: Document, context: RuleContext) -> Iterator[Finding]:
        if context.profile.typography.standard == "auto":
            return  # TYP-FONT and TYP-SIZE report these places then
        exemption = context.profile.typography.exempt
        for block in document.blocks:
            if len(block.runs) > 1 and _is_judged(block) and not exempt(block, exemption):
                main = _main_look(block)
                for start, end, look in _other_stretches(block, main):
                    message = f"{_words(look)} in a paragraph set in {_words(main)}. Clear the formatting."
                    yield context.finding(self.info, block.locate(start, end), message)


def _is_judged(block: Block) -> bool:
    return block.kind not in _SKIPPED and block.role is Role.BODY


def _look(style: RunFormat) -> tuple[str, float]:
    return style.font, style.size_pt


def _words(look: tuple[str, float]) -> str:
    return f"{look[0]} {points(look[1])}"


def _main_look(block: Block) -> tuple[str, float]:
    """Return the look that most letters of a paragraph have."""
    letters: Counter[tuple[str, float]] = Counter()
    for run in block.runs:
        if not run.format.symbol:
            letters[_look(run.format)] += len(run.text.strip())
    return letters.most_common(1)[0][0] if letters else ("", 0.0)


def _other_stretches(block: Block, main: tuple[str, float]) -> Iterator[tuple[int, int, tuple[str, float]]]:
    """Yield (start, end, look) of stretches off the main look; what has no letters joins its neighbours."""
    at, open_from, open_to, look = 0, -1, -1, main
    for run in block.runs:
        after = at + len(run.text)
        if has_letters(run.text):
            other = _look(run.format)
            differs = other != main and not run.format.symbol and not _explained(run.format, block)
            if open_from >= 0 and (not differs or other != look):
                yield open_from, open_to, look
                open_from = -1
            if differs:
                open_from, open_to, look = (at if open_from < 0 else open_from), after, other
        at = after
    if open_from >= 0:
        yield open_from, open_to, look


def _explained(style: RunFormat, block: Block) -> bool:
    """Return True when a character or table style decides the look."""
    for source in (style.font_source, style.size_source):
        if source.startswith("style:") and source.removeprefix("style:") not in block.style_names:
            return True
    return False
