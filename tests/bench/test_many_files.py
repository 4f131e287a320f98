"""What thousands of files cost: memory of the main process while it sweeps, processor time of the pages after.

python build_scripts/dev.py test -m soak -k many_files -s
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from stormdat_core.model import Decision, FileResult, Finding, SweepRequest, Verdict
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.rules.registry import known_ids
from stormdat_core.services import Services
from stormdat_core.store import Store
from stormdat_core.sweep.runner import SweepRunner, SweptFile
from tests.webui.conftest import BASE, KEY, Browser, Window, finding
from webui.app import create_app
from webui.config import TESTING

pytestmark = pytest.mark.soak
RULE_IDS = tuple(sorted(known_ids()))[::3]
FILES = 3_000
SETTLED = 300
"""Files after which memory is to stay as it is."""
GROWTH_MIB = 30.0
FINDINGS = 100_000
PASSED = 100_000
SWEEPS = 300
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
    """Return a browser on a library of one large sweep and many small ones."""
    with Services(AppPaths.below(tmp_path_factory.mktemp("many"))) as services:
        fill(services.store)
        client = create_app(TESTING, services, Window(), KEY).test_client()
        client.get(f"/launch/{KEY}", base_url=BASE)
        yield Browser(client)


def fill(store: Store) -> None:
    over = [(f"picture{at}.png", f"is a picture (kind {at % 70}).") for at in range(PASSED)]
    sweep = store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab" * 32, passed_over=over)
    for number in range(FILES):
        store.add_result(sweep, result(number))
    store.finish_sweep(sweep)
    now = datetime.now(UTC)
    prints = (f"{at:024x}" for at in range(0, FINDINGS, 20))
    store.decisions.put(Decision(each, "SPC-DOUBLE", Verdict.WAIVED, now) for each in prints)
    for number in range(SWEEPS):
        small = store.start_sweep(SweepRequest((Path(f"/docs/{number}.docx"),)), "0", "ab" * 32)
        store.add_result(small, FileResult(Path(f"/docs/{number}.docx"), format="docx", characters=9))
        store.finish_sweep(small)


def result(number: int) -> FileResult:
    """Return a file as others are: a few cannot be read, some only in part, headings are their own."""
    path = Path(f"/docs/{number}.docx")
    if number % 50 == 0:
        return FileResult(path, error=f"{path.name} is damaged.", hint="Save it again.")
    span = range(number * FINDINGS // FILES, (number + 1) * FINDINGS // FILES)
    warnings = ("A part was not read.",) if number % 10 == 0 else ()
    return FileResult(path, format="docx", characters=9, warnings=warnings, findings=tuple(map(odd, span)))


def odd(number: int) -> Finding:
    """Return a finding of one of forty rules, under one of a thousand headings."""
    made = finding(number)
    where = made.where._replace(heading=(f"{number % 1000} Chapter", "Section"))
    return replace(made, rule=RULE_IDS[number % len(RULE_IDS)], where=where)


def cost(browser: Browser, address: str) -> float:
    began = time.process_time()
    assert browser.get(address).status_code == 200
    return time.process_time() - began


NARROWED = (
    *("colour=red", "severity=error", "rule=SPC-DOUBLE", "file=5", "section=7+Chapter"),
    *("decided=yes", "decided=no", "q=match99", "q=match"),
)
SORTED = ("", "sort=rule", "sort=-rule", "sort=colour", "sort=-colour", "sort=document", "sort=-importance")
PLACES = ("", "page=2", "page=50", "after={id}", "before={id}", "finding={id}")
LISTS = (
    "/files",
    "/files?page=30",
    "/files?after=1500",
    "/files?before=1500",
    "/passed",
    "/passed?after=90000",
)


def test_pages_cost_little_at_a_hundred_thousand_findings(browser: Browser) -> None:
    asked = [*(f"?{sort}&{place}" for sort in SORTED for place in PLACES)]
    asked += [f"?{narrow}&{sort}" for narrow in NARROWED for sort in SORTED]
    pages = [f"/sweeps/1{each.format(id=FINDINGS // 2)}" for each in (*asked, *LISTS)]
    pages += ["/sweeps", "/sweeps?page=20", f"/sweeps?after={SWEEPS // 2}", f"/sweeps?before={SWEEPS // 2}"]
    for each in pages[:3]:
        cost(browser, each)
    times = {each: sorted(cost(browser, each) for _ in range(5)) for each in pages}
    dearest = sorted(times, key=lambda each: times[each][2])[-12:]
    print("\n" + "\n".join(f"{each:50}{times[each][2] * 1000:7.1f} ms" for each in dearest))
    every = sorted(took for each in times.values() for took in each)
    print(
        f"{len(pages)} pages: p50 {every[len(every) // 2] * 1000:.1f} ms, p95 {every[int(len(every) * 0.95)] * 1000:.1f} ms"
    )
    assert max(each[2] for each in times.values()) < PAGE_SECONDS, dearest
