"""What copies cost beside reading: processor time by pages and by findings, and memory.

python build_scripts/dev.py test -m soak -k copy_cost -s
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Colour, FileResult, Finding, Fix, Severity
from stormdat_core.reports.base import ReportContext, ReportWriter
from stormdat_core.reports.docx.annotated import AnnotatedCopy
from stormdat_core.reports.docx.fixed import FixedWord
from tests.bench.measure import best, exponent
from tests.shared import SHARED, needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared]
PAGES = (50, 200, 1000)
PER_PAGE = 10
MOST_TIMES_READING = 6.0
MOST_MEMORY = 2.0
EXPONENT = 1.1
CONTEXT = ReportContext("1.0", datetime(2026, 1, 2, tzinfo=UTC))
_PEAK = """
import re, sys
from pathlib import Path
from tests.bench import test_copy_cost as cost

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])

path, kind = Path(sys.argv[1]), sys.argv[2]
cost.documents.read(cost.SMALL)
before = peak()
if kind == "read":
    kept = cost.documents.read(path)
else:
    result = cost.pickled(path)
    cost.WRITERS[kind].write(result, path.with_name(f"peak-{kind}.docx"), cost.CONTEXT)
print(peak() - before)
"""
WRITERS: dict[str, ReportWriter] = {"annotated": AnnotatedCopy(), "fixed": FixedWord()}
SMALL = Path(__file__).parents[2] / "stormdat_core" / "sample" / "report.docx"


def result_of(path: Path, findings: int) -> FileResult:
    """Return as many findings as wanted, each with a safe fix, evenly over the words."""
    document = documents.read(path)
    words = [
        (block, match) for block in document.blocks for match in re.finditer(r"[A-Za-z]{3,}", block.text)
    ]
    step = max(1, len(words) // findings)
    chosen = words[::step][:findings]
    colours = list(Colour)[:7]
    found = []
    for number, (block, match) in enumerate(chosen):
        where = block.locate(*match.span())
        fix = Fix(where, match[0].swapcase(), safe=True)
        message = f"“{match[0]}” is a word that was chosen for measuring. Write it otherwise."
        found.append(
            Finding("TEST-WORD", Severity(number % 3 + 1), colours[number % 7], where, message, "", fix=fix)
        )
    return FileResult(path, document.sha256, "docx", findings=tuple(found))


def pickled(path: Path) -> FileResult:
    """Return the findings that the measuring process left beside the file."""
    import pickle

    return pickle.loads(path.with_suffix(".pickle").read_bytes())


def peak(path: Path, kind: str) -> int:
    """Return by how many KiB a process grows at most that reads, or copies."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path), kind], check=True, capture_output=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return int(done.stdout)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    script = SHARED / "eval" / "bench" / "make_series.py"
    pages = ",".join(map(str, PAGES))
    policy = real_documents("f04b493c*")[0]
    subprocess.run([sys.executable, script, policy, folder, "--pages", "142", "--make", pages], check=True)
    return folder


@pytest.mark.parametrize("kind", list(WRITERS))
def test_copy_cost(series: Path, kind: str) -> None:
    import pickle

    faults, seconds = [], []
    print(f"\n{'file':12}{'findings':>9}{'read s':>8}{kind + ' s':>13}{'times':>7}{'memory':>8}")
    for pages in PAGES:
        path = series / f"S{pages:04}.docx"
        result = result_of(path, pages * PER_PAGE)
        path.with_suffix(".pickle").write_bytes(pickle.dumps(result))
        read = best(lambda path=path: documents.read(path), 2)
        copy = best(lambda result=result: _write(kind, result), 2)
        memory = peak(path, kind) / peak(path, "read")
        print(f"{path.name:12}{len(result.findings):9}{read:8.2f}{copy:13.2f}{copy / read:7.2f}{memory:8.2f}")
        seconds.append(copy)
        faults += (
            [f"{path.name}: {copy / read:.2f} times reading"] if copy > MOST_TIMES_READING * read else []
        )
        faults += (
            [f"{path.name}: {memory:.2f} times the memory"]
            if pages == PAGES[-1] and memory > MOST_MEMORY
            else []
        )
    slope = exponent(list(map(float, PAGES)), seconds)
    print(f"exponent in pages and findings: {slope:.3f}")
    faults += [f"exponent {slope:.3f}"] if slope > EXPONENT else []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("kind", list(WRITERS))
def test_cost_by_findings(series: Path, kind: str) -> None:
    path = series / f"S{PAGES[1]:04}.docx"
    counts = (2_000, 8_000, 32_000)
    base = best(lambda: _write(kind, result_of(path, 1)), 1)
    times = [best(lambda count=count: _write(kind, result_of(path, count)), 1) for count in counts]
    slope = exponent(list(map(float, counts)), [max(each - base, 0.01) for each in times])
    print(
        f"\n{kind}: one finding {base:.2f} s; "
        + ", ".join(f"{c}: {t:.2f} s" for c, t in zip(counts, times, strict=True))
        + f"; exponent {slope:.3f}"
    )
    assert slope <= EXPONENT


def _write(kind: str, result: FileResult) -> None:
    WRITERS[kind].write(result, result.path.with_name(f"{kind}.docx"), CONTEXT)
