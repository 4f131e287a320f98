"""Effective font and size beside LibreOffice's, on 200 runs of ten real documents.

python build_scripts/dev.py test -m soak -k formats_beside -s     (needs Debian's python3-uno)
"""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Block
from tests.office import SOFFICE, needs_office
from tests.shared import needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared, needs_office]
DOCUMENTS = (
    "05f059b3", "47eb6109", "0f067a66", "f04b493c", "95b8429f", "d7b4af00", "932de499", "ea0a63c7", "7e61d906",
    "444715e5",
)  # fmt: skip
RUNS = 20
SYSTEM_PYTHON = "/usr/bin/python3"


def has_uno() -> bool:
    command = [SYSTEM_PYTHON, "-c", "import uno"]
    return (
        Path(SYSTEM_PYTHON).exists()
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


def formats_of(files: list[Path], folder: Path) -> dict[str, list[list[tuple[str, str, float]]]]:
    pipe = "stormdat-formats"
    office = subprocess.Popen(
        [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        script = Path(__file__).with_name("uno_formats.py")
        command = [SYSTEM_PYTHON, str(script), pipe, *map(str, files)]
        found = subprocess.run(command, capture_output=True, check=True, text=True, timeout=900).stdout
        return dict(json.loads(found))
    finally:
        office.kill()
        office.wait()


def at_offset(paragraph: list[tuple[str, str, float]], offset: int) -> tuple[str, float]:
    for text, font, size in paragraph:
        if offset < len(text):
            return font, size
        offset -= len(text)
    raise AssertionError("offset beyond the paragraph")


def samples(
    blocks: list[Block], theirs: dict[str, list[tuple[str, str, float]]], seed: int
) -> list[tuple[Block, int]]:
    """Return random (block, offset of the middle of a run) whose paragraph both sides read alike, and once."""
    found = []
    for block in blocks:
        at = 0
        for run in block.runs:
            if block.text in theirs and run.text.strip() and not run.format.symbol:
                middle = len(run.text) // 2
                middle = middle if not run.text[middle].isspace() else run.text.index(run.text.strip()[0])
                found.append((block, at + middle))
            at += len(run.text)
    return random.Random(seed).sample(found, min(RUNS, len(found)))


@pytest.mark.skipif(not has_uno(), reason="no uno in the system's Python")
def test_formats_beside_libreoffice(tmp_path: Path) -> None:
    files = [path for name in DOCUMENTS for path in real_documents(f"{name}*")]
    assert shutil.which("soffice")
    theirs = formats_of(files, tmp_path)
    same, other = 0, []
    for number, path in enumerate(files):
        by_text: dict[str, list[tuple[str, str, float]]] = {}
        for paragraph in theirs[str(path)]:
            text = "".join(portion[0] for portion in paragraph)
            by_text[text] = [] if text in by_text else paragraph  # a text that stands twice proves nothing
        known = {text: paragraph for text, paragraph in by_text.items() if paragraph}
        for block, offset in samples(list(documents.read(path).blocks), known, number):
            ours = next(run.format for run, start in _runs(block) if start <= offset < start + len(run.text))
            font, size = at_offset(known[block.text], offset)
            if (ours.font, ours.size_pt) == (font, size):
                same += 1
            else:
                other.append(f"{path.name[:8]} {block.where.label}: ours {ours.font} {ours.size_pt} ({ours.font_source}, "
                             f"{ours.size_source}), LibreOffice {font} {size}: {block.text[:50]!r}")  # fmt: skip
    print(f"\n{same} of {same + len(other)} agree")
    print("\n".join(other))
    assert same + len(other) >= 150
    assert same / (same + len(other)) >= 0.95


def _runs(block: Block):  # type: ignore[no-untyped-def]
    at = 0
    for run in block.runs:
        yield run, at
        at += len(run.text)
