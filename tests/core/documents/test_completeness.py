"""Every character of real documents is read, and none twice."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import OBJECT, BlockKind
from tests.shared import needs_shared, real_documents
from tests.visible_text import characters

pytestmark = needs_shared


@pytest.mark.parametrize("path", real_documents(), ids=lambda path: path.name[:30])
def test_as_many_characters_as_an_independent_count(path: Path) -> None:
    document = documents.read(path)
    read = Counter[str]()
    for block in document.blocks:
        if block.kind not in (BlockKind.ALTERNATIVE_TEXT, BlockKind.WATERMARK):
            read[block.where.part] += len(block.text.replace(OBJECT, ""))
    with zipfile.ZipFile(path) as package:
        parts = [part for part in read if part in package.namelist() and part.startswith("word/")]
    for part in parts:
        if not part.startswith(("word/diagrams", "word/charts")):
            assert read[part] == characters(path, part), part


@pytest.mark.parametrize("path", real_documents(), ids=lambda path: path.name[:30])
def test_no_character_is_read_twice(path: Path) -> None:
    seen: set[tuple[str, int, int]] = set()
    for block in documents.read(path).blocks:
        for run in block.runs:
            if run.source.run >= 0:
                key = run.source.part, run.source.run, run.source.offset
                assert key not in seen
                seen.add(key)
