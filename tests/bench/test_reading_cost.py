"""What `documents.read` costs beside parsing, beside python-docx, and in memory; text and formats apart.

python build_scripts/dev.py test -m soak -k reading_cost -s
"""

import subprocess
import sys
from functools import partial
from pathlib import Path

import docx
import pytest

from stormdat_core import documents
from stormdat_core.documents.docx import part
from stormdat_core.documents.docx.formats import FormatResolver
from stormdat_core.model import RunFormat
from tests.bench.measure import best_of_each, exponent, parse_and_text
from tests.shared import SHARED, needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared]
PAGES = (10, 50, 200, 1000)
RATIO = 3.0
MEMORY = 1.6
SMALL = 4096
"""KiB of a tree below which the growth of a process says nothing."""
_PEAK = """
import re, sys, zipfile
from lxml import etree
import stormdat_core.documents.docx.reader
from stormdat_core import documents

def status(name):
    return int(re.search(name + r":\\s+(\\d+)", open("/proc/self/status").read())[1])

before = status("VmRSS")
if sys.argv[1] == "tree":
    data = zipfile.ZipFile(sys.argv[2]).read("word/document.xml")
    kept = etree.fromstring(data, etree.XMLParser(huge_tree=True, resolve_entities=False))
else:
    kept = documents.read(sys.argv[2])
print(status("VmHWM") - before)
"""


def python_docx(path: Path) -> int:
    """Collect the text of paragraphs and tables as most programs do."""
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return len(texts)


def read_text_only(path: Path) -> None:
    """Read without run properties and effective formats.

    Not an option of the reader, because which text is hidden is a matter of formats too.
    """
    look = RunFormat("", 0.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part, "RELEVANT", frozenset())
        patch.setattr(FormatResolver, "latin", lambda *_: look)
        patch.setattr(FormatResolver, "formats", lambda *arguments: ((arguments[-1], look),))
        documents.read(path)


def peak(kind: str, path: Path) -> int:
    """Return by how many KiB a process grows that holds the tree of the main part, or our document."""
    command = [sys.executable, "-c", _PEAK, kind, str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    script = SHARED / "eval" / "bench" / "make_series.py"
    policy = real_documents("f04b493c*")[0]
    pages = ",".join(map(str, PAGES))
    subprocess.run([sys.executable, script, policy, folder, "--pages", "142", "--make", pages], check=True)
    return folder


def test_reading_cost(series: Path) -> None:
    head = f"{'floor s':>9}{'read':>7}{'text only':>11}{'python-docx':>13}{'memory beside the tree':>24}"
    print(f"\n{'file':34}{head}")
    faults, seconds = [], []
    for path in [*(series / f"S{pages:04}.docx" for pages in PAGES), *real_documents("95b8429f*")]:
        calls = (parse_and_text, documents.read, read_text_only, python_docx)
        floor, read, text, other = best_of_each([partial(call, path) for call in calls])
        tree = peak("tree", path)
        memory = peak("document", path) / tree if tree > SMALL else 0.0
        times = f"{floor:9.3f}{read / floor:7.2f}{text / floor:11.2f}{other / floor:13.2f}"
        print(f"{path.name[:32]:34}{times}{memory:24.2f}")
        faults += [f"{path.name}: {read / floor:.2f} times the floor"] if read > RATIO * floor else []
        faults += [f"{path.name}: slower than python-docx"] if read > other else []
        faults += [f"{path.name}: {memory:.2f} times the tree's memory"] if memory > MEMORY else []
        if path.parent == series:
            seconds.append(read)
    slope = exponent(list(map(float, PAGES)), seconds)
    print(f"exponent in pages: {slope:.3f}")
    faults += [f"exponent {slope:.3f}"] if slope > 1.05 else []
    assert not faults, "\n".join(faults)
