"""No page asks the library once for each of its rows: SQLite itself tells what it was asked."""

import sqlite3
from pathlib import Path

import pytest

from stormdat_core.model import FileResult, SweepRequest
from stormdat_core.services import Services
from stormdat_core.store.database import connections
from tests.webui.conftest import Browser, finding

MOST = 10
FILES = 40


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that each statement is written to; the library must be opened afterwards."""
    told: list[str] = []
    connect = connections.connect

    def traced(file: Path) -> sqlite3.Connection:
        made = connect(file)
        made.set_trace_callback(told.append)
        return made

    monkeypatch.setattr(connections, "connect", traced)
    return told


@pytest.fixture
def sweep(asked: list[str], services: Services) -> int:
    """Return a sweep of files of every sort, with what was passed over; `asked` begins behind it."""
    store = services.store
    over = [("picture.png", "is a picture.")]
    number = store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab" * 32, passed_over=over)
    for at in range(FILES):
        findings = tuple(finding(at * 10 + each) for each in range(10))
        warnings = ("A part was not read.",) if at % 3 == 0 else ()
        path = Path(f"/docs/{at}.docx")
        store.add_result(number, FileResult(path, format="docx", findings=findings, warnings=warnings))
    store.add_result(number, FileResult(Path("/docs/broken.docx"), error="It is damaged."))
    store.finish_sweep(number)
    return number


def questions(asked: list[str]) -> list[str]:
    """Return the statements but those that begin and end transactions."""
    return [each for each in asked if not each.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]


@pytest.mark.parametrize(
    "place",
    ["", "?page=3", "?after={id}", "?before={id}&sort=rule", "?decided=no&sort=rule&after={id}", "?rule=SPC-DOUBLE&q=match", "?decided=no", "?sort=rule", "/files", "/passed", "/findings/{id}"],
)  # fmt: skip
@pytest.mark.parametrize("opened", [pytest.param(False, marks=pytest.mark.soak), True])
def test_a_page_asks_at_most_ten_questions(
    browser: Browser, services: Services, asked: list[str], sweep: int, place: str, opened: bool
) -> None:
    known = services.store.findings(sweep, rules=["ACR-UNDEFINED"]).items[0].id
    mark = ("&" if "?" in place else "?") + f"finding={known}" if opened and "/" not in place else ""
    asked.clear()
    answer = browser.get(f"/sweeps/{sweep}{place.format(id=known)}{mark}")
    assert answer.status_code == 200
    assert 0 < len(questions(asked)) <= MOST, "\n".join(questions(asked))


PLACES = ("", "?after=1", "?sort=rule", "?q=match", "?file=1", "/files", "/passed")


def test_more_findings_are_no_more_questions(browser: Browser, services: Services, asked: list[str]) -> None:
    numbers: dict[str, set[int]] = {place: set() for place in PLACES}
    for size in (2, 12):
        over = [(f"{at}.png", f"is of kind {at}.") for at in range(size * 10)]
        sweep = services.store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab" * 32, passed_over=over)
        for at in range(size * 10):
            found = tuple(finding(each) for each in range(size))
            result = FileResult(Path(f"/docs/{at}.docx"), format="docx", characters=9, findings=found)
            services.store.add_result(sweep, result)
        services.store.finish_sweep(sweep)
        for place in PLACES:
            asked.clear()
            assert browser.get(f"/sweeps/{sweep}{place}").status_code == 200
            numbers[place].add(len(questions(asked)))
    assert {place: len(each) for place, each in numbers.items()} == dict.fromkeys(PLACES, 1)


@pytest.mark.parametrize("address", ["/", "/sweeps", "/sweeps/decisions"])
def test_so_do_the_lists(browser: Browser, asked: list[str], sweep: int, address: str) -> None:
    asked.clear()
    assert browser.get(address).status_code == 200
    assert 0 < len(questions(asked)) <= MOST, "\n".join(questions(asked))


def test_a_question_a_row_would_be_noticed(services: Services, asked: list[str], sweep: int) -> None:
    asked.clear()
    for row in services.store.findings(sweep, limit=MOST + 1).items:
        services.store.finding(row.id)
    assert len(questions(asked)) > MOST
