"""Does a copy read like its original? Text, order, kinds and effective formats, block by block.

What the original held is kept as numbers only, so that one document at a time is in memory.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stormdat_core.model import Block, BlockKind, Document, RunFormat, Section


@dataclass(frozen=True, slots=True)
class Outline:
    """What reading an original gave. Equal texts and formats have equal numbers within one process."""

    texts: "array[int]"
    formats: "array[int]"
    sections: tuple[Section, ...]


def outline(document: Document) -> Outline:
    """Return what a copy of a document is compared with."""
    return Outline(
        array("q", [_text(block, document.path.name) for block in document.blocks]),
        array("q", map(_format, document.blocks)),
        document.sections,
    )


def _text(block: Block, file: str) -> int:
    """Return a number for a block's text. Headers of a workbook may show the file's name, which changes."""
    return hash((block.text.replace(file, "\0") if _may_name(block) else block.text, block.kind))


def _format(block: Block) -> int:
    return 0 if _may_name(block) else hash(tuple(_stretches(block)))


def _may_name(block: Block) -> bool:
    return block.where.sheet is not None and block.kind in (BlockKind.HEADER, BlockKind.FOOTER)


def differences(original: Outline, copy: Document, comments: Sequence[str] = ()) -> str:
    """Return the first difference in words, or an empty string.

    Args:
        original: what was read before.
        copy: what was read from the copy.
        comments: paragraphs of comments that the copy must hold behind the author's.
    """
    blocks, added = _apart(copy, original.texts, comments)
    if added != len(comments):
        return "its comments are not the ones that were written"
    if len(original.texts) != len(blocks):
        return f"it has {len(blocks)} paragraphs instead of {len(original.texts)}"
    for text, format_, block in zip(original.texts, original.formats, blocks, strict=True):
        if text != _text(block, copy.path.name):
            return f"the text differs ({block.where.label})"
        if format_ != _format(block):
            return f"the format differs ({block.where.label})"
    return "" if original.sections == copy.sections else "its sections differ"


def _apart(copy: Document, texts: "array[int]", comments: Sequence[str]) -> tuple[list[Block], int]:
    """Return the blocks without the comments that were added, and how many of those were found, in order."""
    kept: list[Block] = []
    added = 0
    for block in copy.blocks:
        ours = block.kind is BlockKind.COMMENT and added < len(comments) and block.text == comments[added]
        if ours and (len(kept) >= len(texts) or texts[len(kept)] != _text(block, copy.path.name)):
            added += 1
        else:
            kept.append(block)
    return kept, added


def _stretches(block: Block) -> Iterator[tuple[RunFormat, int]]:
    """Yield (format, characters), neighbours of one format joined: splitting a run changes nothing."""
    current: RunFormat | None = None
    length = 0
    for run in block.runs:
        if current is not None and run.format != current:
            yield current, length
            length = 0
        current = run.format
        length += len(run.text)
    if current is not None:
        yield current, length
