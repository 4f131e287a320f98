"""The page of a document at its limits: 100,000 findings, 1,000 pages. What does the server's processor do?

python build_scripts/dev.py test -m soak -k review_cost -s
"""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.model import BlockKind, FileResult, Finding, Location, Role, SweepRequest
from stormdat_core.model.drawn import DrawnBlock
from stormdat_core.paths import AppPaths
from stormdat_core.services import Services
from tests.webui.conftest import BASE, KEY, Browser, Window, finding
from webui.app import create_app
from webui.config import TESTING

pytestmark = pytest.mark.soak
FINDINGS = 100_000
BLOCKS = 20_000
"""Of 1,000 pages with twenty paragraphs each."""
ASKED = 60


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Services(AppPaths.below(tmp_path_factory.mktemp("app"))) as services:
        _fill(services)
        client = create_app(TESTING, services, Window(), KEY).test_client()
        client.get(f"/launch/{KEY}", base_url=BASE)
        yield Browser(client)


def _fill(services: Services) -> None:
    store = services.store
    sweep = store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab" * 32)
    found = tuple(_found(number) for number in range(FINDINGS))
    store.add_result(sweep, FileResult(Path("/docs/a.docx"), format="docx", findings=found, blocks=BLOCKS))
    store.finish_sweep(sweep)
    text = "The words around match and what follows it in the paragraph. " * 4
    places = (Location(kind=BlockKind.PARAGRAPH, block=at) for at in range(BLOCKS))
    store.blocks.put(1, [DrawnBlock(where, Role.BODY, 0, "", text, ((4, 9, "b"),)) for where in places])


def _found(number: int) -> Finding:
    made = finding(number)
    return made.__class__(
        made.rule,
        made.severity,
        made.colour,
        made.where._replace(block=number % BLOCKS),
        made.message,
        made.excerpt,
        (),
        made.fix,
        f"{number:064x}",
    )


def cpu(act: Callable[[int], object], times: int = ASKED) -> tuple[float, float]:
    """Return the median and the 95th percentile of the processor time of an act, in milliseconds."""
    act(0)
    spent = []
    for at in range(times):
        begun = time.process_time()
        act(at)
        spent.append((time.process_time() - begun) * 1000)
    return float(np.median(spent)), float(np.percentile(spent, 95))


_RULES = ("ACR-CONFLICT", "ACR-UNDEFINED", "TYP-FONT", "SPC-DOUBLE")
_ALL = [{"rule": rule} for rule in _RULES]


def _part(at: int) -> dict[str, object]:
    return {"rule": "ACR-UNDEFINED", "first": 50 * at + 1, "last": 50 * at + 50}


def test_first_content_jumps_and_decisions_are_cheap(visitor: Browser) -> None:
    chance = random.Random(1)
    ids = [chance.randrange(1, FINDINGS) for _ in range(ASKED + 1)]
    decide = {"verdict": "leave"}
    acts: dict[str, tuple[Callable[[int], object], float]] = {
        "first content": (lambda _: visitor.get("/review/1"), 300),
        "choose": (lambda at: visitor.get(f"/review/1/parts?finding={ids[at]}"), 50),
        "jump": (lambda at: visitor.get(f"/review/1/text?first={ids[at] % BLOCKS // 100 * 100}"), 50),
        "open a group": (lambda _: visitor.get("/review/1/group?rule=TYP-FONT"), 50),
        "decide": (
            lambda at: visitor.post("/review/1/decide", {**decide, "findings": [ids[at]], "chosen": ids[at]}),
            50,
        ),
        "weigh": (lambda _: visitor.post("/review/1/weigh", {"parts": _ALL}), 50),
        "decide about 50": (
            lambda at: visitor.post("/review/1/decide-many", {"parts": [_part(at)], "verdict": "leave"}),
            50,
        ),
        "undo": (lambda _: visitor.post("/review/1/undo", {}), 50),
        "find": (lambda _: visitor.get("/review/1/find?q=nothing+like+it"), 300),
    }
    slow = []
    for name, (act, most) in acts.items():
        median, worst = cpu(act)
        print(f"{name:16} median {median:6.1f} ms, p95 {worst:6.1f} ms (limit {most:g})")
        slow += [name] if worst > most else []
    assert slow == []
