"""What `check_file` costs beside parsing: a ratio, flat in the list, linear in the pages.

python build_scripts/dev.py test -m soak -k sweep_cost -s
"""

import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.sweep import check_file
from tests.bench.measure import best, exponent, parse_and_text
from tests.shared import SHARED, needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared]
PAGES = (10, 50, 200, 1000)
ROWS = (0, 50, 1000, 20_000)
RATIO = 6.0
LIST_SHARE = 0.15
EXPONENT = 1.05


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the S-series and the lists, made by the evaluation scripts."""
    folder = tmp_path_factory.mktemp("series")
    bench = SHARED / "eval" / "bench"
    policy = real_documents("f04b493c*")[0]
    for script, arguments in (
        ("make_series.py", [policy, folder, "--pages", "142", "--make", ",".join(map(str, PAGES))]),
        ("make_list.py", [folder, *real_documents(), "--sizes", "50,1000,20000"]),
    ):
        subprocess.run([sys.executable, bench / script, *map(str, arguments)], check=True)
    return folder


def cost(path: Path, rows: int, folder: Path) -> float:
    lists = [load_list(folder / f"list{rows}.xlsx")] if rows else []
    return best(lambda: check_file(path, lists=lists))


def test_sweep_cost(made: Path) -> None:
    print(f"\n{'file':34}{'floor s':>9}" + "".join(f"{rows:>9,}" for rows in ROWS) + "   times the floor")
    whole: dict[int, list[float]] = {rows: [] for rows in ROWS}
    faults = []
    for path in [*(made / f"S{pages:04}.docx" for pages in PAGES), *real_documents("95b8429f*")]:
        floor = best(lambda path=path: parse_and_text(path))
        costs = {rows: cost(path, rows, made) for rows in ROWS}
        print(f"{path.name[:32]:34}{floor:9.3f}" + "".join(f"{costs[rows] / floor:9.2f}" for rows in ROWS))
        faults += [
            f"{path.name} with {r} rows: {c / floor:.2f}" for r, c in costs.items() if c / floor > RATIO
        ]
        growth = costs[ROWS[-1]] / costs[ROWS[1]] - 1
        faults += [f"{path.name}: the list's length costs {growth:.0%}"] if growth > LIST_SHARE else []
        if path.parent == made:
            for rows in ROWS:
                whole[rows].append(costs[rows])
    slopes = {rows: exponent(list(map(float, PAGES)), whole[rows]) for rows in ROWS}
    print("exponent in pages: " + ", ".join(f"{rows:,} rows {slope:.3f}" for rows, slope in slopes.items()))
    faults += [f"exponent {slope:.3f} with {rows} rows" for rows, slope in slopes.items() if slope > EXPONENT]
    assert not faults, "\n".join(faults)
