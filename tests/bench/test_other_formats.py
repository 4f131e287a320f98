"""PDF and HTML that LibreOffice makes of Word files: the words, in order, that the Word reader reads.

python build_scripts/dev.py test -m soak -k other_formats -s

What differs by the nature of the formats, measured on the 20 files: a PDF shows notes at the foot of the page and
not behind their marks, heads of tables again on each page, small capitals as capitals, form controls after the
text round them, numbers of fields as laid out anew, and words broken without a hyphen in columns narrower than they.
"""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import BlockKind, Document
from tests.office import convert, needs_office
from tests.shared import needs_shared, real_documents

pytestmark = [pytest.mark.soak, pytest.mark.engine, needs_office, needs_shared]
LEAST = {"pdf": 0.99, "html": 0.99}
"""Share of the words of all files together that stand in the same order."""
_FILTERS = {"pdf": "pdf", "html": "html:HTML (StarWriter)"}
_LARGEST = 1_500_000
_APART = {
    BlockKind.HEADER,
    BlockKind.FOOTER,
    BlockKind.PROPERTY,
    BlockKind.HIDDEN,
    BlockKind.ALTERNATIVE_TEXT,
    BlockKind.COMMENT,
    BlockKind.WATERMARK,
}


def words(document: Document) -> list[str]:
    text = " ".join(block.text for block in document.blocks if block.kind not in _APART)
    return [word.casefold() for word in re.findall(r"[^\W_]+", text)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with 20 Word files and what LibreOffice makes of them."""
    folder = tmp_path_factory.mktemp("made")
    chosen = [path for path in real_documents() if path.stat().st_size < _LARGEST][::3][:20]
    copies = [folder / f"{number:02}.docx" for number in range(len(chosen))]
    for copy, original in zip(copies, chosen, strict=True):
        copy.write_bytes(original.read_bytes())
    for filter_ in _FILTERS.values():
        convert(copies, filter_, folder, folder / "profile")
    return folder


@pytest.mark.parametrize("suffix", sorted(_FILTERS))
def test_other_formats(made: Path, suffix: str) -> None:
    same = total = 0
    for path in sorted(made.glob("*.docx")):
        wanted = words(documents.read(path))
        read = words(documents.read(path.with_suffix(f".{suffix}")))
        matcher = SequenceMatcher(None, wanted, read, autojunk=False)
        found = sum(block.size for block in matcher.get_matching_blocks())
        same, total = same + found, total + len(wanted)
        print(
            f"{path.stem}.{suffix} {len(wanted):7,} words {len(read):7,} read {found / max(1, len(wanted)):8.2%} in order"
        )
    print(f"{suffix}: {same / total:.2%}")
    assert same / total >= LEAST[suffix]
