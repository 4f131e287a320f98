"""What each block is for, told when a document has been read: cover, title, code.

A role is told by style, by look or by shape, never by one word alone. When in doubt a block is body text:
what is taken for a cover or for code is judged by fewer rules. One pass over the blocks, and one look at the
first run of each; shapes are looked for only where a character of code stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from stormdat_core.documents.block_roles.cover import cover_lines, is_front_title
from stormdat_core.documents.block_roles.listings import (
    is_listing,
    is_monospaced,
    reads_as_sentence,
    worth_a_look,
)
from stormdat_core.model import Block, BlockKind, Role

# Tuples, looked through in this order: the hash of an enum costs more than comparing it with a few others.
_TEXT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TEXT_BOX)
_LINES = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
_TITLED = (BlockKind.PARAGRAPH, BlockKind.CONTENTS)
_JUDGED = (
    BlockKind.CELL, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.CONTENTS,
    BlockKind.TEXT_BOX, BlockKind.CAPTION, BlockKind.NOTE,
)  # fmt: skip
_CODE_STYLE = re.compile(
    r"(?:source |program |sample |inline |user |html )?code(?: (?:block|text|sample|example|listing|snippet|"
    r"line|paragraph|char))*|(?:source|code|program) ?(?:code|listing)|listing|html (?:preformatted|sample|"
    r"typewriter|keyboard)|preformatted(?: text)?|macro(?: ?text)?|verbatim|console(?: (?:text|output))?|"
    r"terminal(?: (?:text|output))?|command(?: line)?|computer (?:code|output)|xml|json",
    re.IGNORECASE,
)
_TITLES = frozenset(("title", "subtitle"))
_LONGEST_TITLE = 150
_LONGEST_LINE = 80
_LARGE = 1.15
"""How much larger than the text a line before the first heading is to be its own title."""
_ALL_MONOSPACED = 0.8
"""From this share of the text on, a monospaced font is how the document is written and tells no code."""


@dataclass(slots=True)
class _Survey:
    """What one pass over the blocks tells; lists hold indexes."""

    styled: dict[int, Role] = field(default_factory=dict)
    sizes: dict[float, int] = field(default_factory=dict)
    """Characters of running text by the size of their block's first run."""
    monospaced: list[int] = field(default_factory=list)
    shaped: list[int] = field(default_factory=list)
    """Where a character of code stands."""
    lines: list[int] = field(default_factory=list)
    """Short paragraphs."""
    first_heading: int = -1
    characters: int = 0
    characters_monospaced: int = 0

    @property
    def size(self) -> float:
        """Return the size that most of the running text has; 0 when nothing tells."""
        return max(self.sizes, key=self.sizes.__getitem__) if self.sizes else 0.0

    def take_style(self, block: Block, role: Role) -> None:
        """Take the role that a style gives; a long text is no title, whatever its style."""
        if role is Role.CODE or len(block.text) <= _LONGEST_TITLE:
            self.styled[block.index] = role

    def take_line(self, block: Block) -> None:
        """Take what a block outside a table tells."""
        kind, length = block.kind, len(block.text)
        if kind in _TEXT:
            size = block.runs[0].format.size_pt
            self.sizes[size] = self.sizes.get(size, 0) + length
        if length <= _LONGEST_LINE and kind in _TITLED:
            self.lines.append(block.index)
        if kind is BlockKind.HEADING and self.first_heading < 0:
            self.first_heading = block.index


def with_roles(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of a document, in reading order, with their roles.

    Cost grows with the number of blocks; text is looked at only where its first run or a character of code
    gives a reason to.
    """
    survey = _surveyed(blocks)
    roles = {**_code(blocks, survey), **survey.styled}
    for index in _front_titles(blocks, survey):
        roles.setdefault(index, Role.TITLE)
    for index in cover_lines(blocks, survey.size):
        if roles.get(index) is not Role.CODE:
            roles[index] = Role.COVER
    if not roles:
        return tuple(blocks)
    changed = list(blocks)
    for index, role in roles.items():
        changed[index] = replace(blocks[index], role=role)
    return tuple(changed)


def _surveyed(blocks: Sequence[Block]) -> _Survey:
    survey = _Survey()
    styles: dict[str, Role] = {}
    fonts: dict[str, bool] = {}
    cell, body = BlockKind.CELL, Role.BODY
    for block in blocks:  # all that roles cost in a long document: few steps for most blocks
        kind, text = block.kind, block.text
        if kind not in _JUDGED or not text:
            continue
        survey.characters += len(text)
        font = block.runs[0].format.font
        if font not in fonts:
            fonts[font] = is_monospaced(font)
        if fonts[font]:
            survey.monospaced.append(block.index)
            survey.characters_monospaced += len(text)
        style = block.style
        if style not in styles:
            styles[style] = _of_style(block.style_names)
        if styles[style] is not body:
            survey.take_style(block, styles[style])
        if worth_a_look(text):
            survey.shaped.append(block.index)
        if kind is not cell:
            survey.take_line(block)
    return survey


def _of_style(names: tuple[str, ...]) -> Role:
    """Return the role that a paragraph style, or one it is based on, gives."""
    if any(_CODE_STYLE.fullmatch(name) for name in names):
        return Role.CODE
    return Role.TITLE if any(name.casefold() in _TITLES for name in names) else Role.BODY


def _code(blocks: Sequence[Block], survey: _Survey) -> dict[int, Role]:
    """Return the blocks that are code by font or by shape, and the lines between them."""
    tells = survey.characters_monospaced < _ALL_MONOSPACED * survey.characters
    by_font = [index for index in survey.monospaced if tells and _wholly_monospaced(blocks[index])]
    found = {index for index in by_font if not reads_as_sentence(blocks[index].text)}
    found |= {index for index in survey.shaped if is_listing(blocks[index].text)}
    # A sentence in a monospaced font is a comment between lines of code, and a wrong font anywhere else.
    found |= {index for index in by_font if index - 1 in found or index + 1 in found}
    found |= set(_between(blocks, sorted(found)))
    return {index: Role.CODE for index in found if blocks[index].kind is not BlockKind.HEADING}


def _between(blocks: Sequence[Block], code: list[int]) -> Iterator[int]:
    """Yield the line, or the two lines, that stand between lines of code and do not read as text."""
    for before, after in pairwise(code):
        inner = range(before + 1, after)
        if 1 <= len(inner) <= 2 and not any(_is_text(blocks[index]) for index in inner):
            yield from inner


def _is_text(block: Block) -> bool:
    text = block.text.strip()
    leads_in = text[:1].isupper() and text.endswith((":", "."))
    return leads_in or block.kind not in _LINES or reads_as_sentence(text)


def _wholly_monospaced(block: Block) -> bool:
    return all(is_monospaced(run.format.font) for run in block.runs if run.text.strip())


def _front_titles(blocks: Sequence[Block], survey: _Survey) -> Iterator[int]:
    """Yield titles of what stands before the text: by name anywhere, by size before the first heading."""
    large, heading = survey.size * _LARGE, survey.first_heading
    for index in survey.lines:
        block = blocks[index]
        before = (heading < 0 or index < heading) and large
        set_large = before and block.runs[0].format.size_pt >= large and _is_line(block.text)
        if set_large or is_front_title(block.text):
            yield index


def _is_line(text: str) -> bool:
    text = text.strip()
    return bool(text) and text[-1] not in ".,;?!" and any(c.isalpha() for c in text)
