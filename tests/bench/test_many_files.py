"""What thousands of files cost: memory of the main process while it sweeps, processor time of the pages after.

python build_scripts/dev.py test -m soak -k many_files -s
"""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from stormdat_core.model import FileResult, SweepRequest
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.services import Services
from stormdat_core.sweep.runner import SweepRunner, SweptFile
from tests.webui.conftest import BASE, KEY, Browser, Window, finding
from webui.app import create_app
from webui.config import TESTING

pytestmark = pytest.mark.soak
FILES = 3_000
SETTLED = 300
"""Files after which memory is to stay as it is."""
GROWTH_MIB = 30.0
FINDINGS = 100_000
EACH = 100
"""Findings of a file."""
PAGE_SECONDS = 0.1
TEXT = "It has two  spaces and the sign XQ{0}Z, which the (ABC{0}) is not. The TRR, too , is odd.\n" * 5


def test_memory_of_the_main_process_stays_flat(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:05}.txt").write_text(TEXT.format(number))
    seen: list[float] = []

    def look(ordinal: int, file: SweptFile) -> None:
        seen.append(psutil.Process().memory_info().rss / 2**20)

    with Services(AppPaths.below(tmp_path / "app")) as services:
        request = SweepRequest((folder,), jobs=2, use_cache=False)
        summary = SweepRunner(request, services.store, heard=look).run(JobContext())
        found = services.store.sweep(summary.sweep_id).counts.values()
    marks = {at: f"{seen[at - 1]:.1f}" for at in (SETTLED, 1_000, 2_000, FILES)}
    print(f"\n{FILES:,} files, {sum(found):,} findings; MiB after so many files: {marks}")
    assert len(seen) == FILES
    assert max(seen[SETTLED:]) - seen[SETTLED - 1] < GROWTH_MIB


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Services(AppPaths.below(tmp_path_factory.mktemp("many"))) as services:
        store = services.store
        sweep = store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab" * 32, profile="classic")
        for number in range(FINDINGS // EACH):
            findings = tuple(finding(number * EACH + at) for at in range(EACH))
            path = Path(f"/docs/{number}.docx")
            store.add_result(sweep, FileResult(path, format="docx", characters=9, findings=findings))
        store.finish_sweep(sweep)
        client = create_app(TESTING, services, Window(), KEY).test_client()
        client.get(f"/launch/{KEY}", base_url=BASE)
        yield Browser(client)


def cost(browser: Browser, address: str) -> float:
    began = time.process_time()
    assert browser.get(address).status_code == 200
    return time.process_time() - began


def test_pages_cost_little_at_a_hundred_thousand_findings(browser: Browser) -> None:
    results = ("", "?page=2", "?page=50", "?page=900", "?severity=error&page=3", "?colour=red", "?finding=4")
    addresses = ["/sweeps", *(f"/sweeps/1{each}" for each in (*results, "/files?page=5"))]
    costs = sorted((cost(browser, each), each) for each in addresses * 5)
    least = {each: min(took for took, address in costs if address == each) for each in addresses}
    print("\n" + "\n".join(f"{each:34}{took * 1000:7.1f} ms" for each, took in least.items()))
    assert costs[int(len(costs) * 0.95)][0] < PAGE_SECONDS, costs[-5:]
