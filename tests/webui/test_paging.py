"""From window to window of a long list: every row once, whatever comes and goes meanwhile."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from stormdat_core.model import Colour, FileResult, SweepRequest
from stormdat_core.services import Services
from stormdat_core.store import FindingRow
from tests.webui.conftest import Browser, store_sweep


def shown(page: str) -> list[str]:
    return re.findall(r'data-finding="(\d+)"', page)


def neighbour(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("query", ["", "?sort=rule", "?colour=red&colour=pink&sort=-colour", "?q=match"])
def test_the_way_through_all_windows_and_back(browser: Browser, services: Services, query: str) -> None:
    sweep = store_sweep(services, 450)
    address, seen = f"/sweeps/{sweep}{query}", []
    while address:
        page = browser.get(address).text
        seen.append(shown(page))
        address = neighbour(page, "next")
    numbers = [each for window in seen for each in window]
    assert len(numbers) == len(set(numbers)) == (225 if "colour" in query else 450)
    assert [each.id for each in everything(services, sweep, query)] == [int(each) for each in numbers]
    back = []
    while (address := neighbour(page, "prev")) or not back:
        page = browser.get(address).text
        back.append(shown(page))
    assert back[::-1] == seen[:-1]
    assert f"Page 1 of {len(seen)}" in page


def everything(services: Services, sweep: int, query: str) -> tuple[FindingRow, ...]:
    wanted: dict[str, Any] = {"colours": (Colour.RED, Colour.PINK)} if "colour=red" in query else {}
    sort = re.search(r"sort=([-\w]+)", query)
    return services.store.findings(sweep, limit=1000, sort=sort[1] if sort else "importance", **wanted).items


def test_no_finding_is_left_out_when_others_are_decided_meanwhile(
    browser: Browser, services: Services
) -> None:
    sweep = store_sweep(services, 250)
    first = browser.get(f"/sweeps/{sweep}?decided=no").text
    answer = browser.post(
        "/sweeps/decisions",
        {"findings": [int(each) for each in shown(first)[:60]], "verdict": "waive", "reason": "as agreed"},
    )
    assert answer.status_code == 200
    second = browser.get(neighbour(first, "next")).text
    assert not set(shown(first)) & set(shown(second))
    every = [str(row.id) for row in services.store.findings(sweep, limit=250).items]
    assert shown(second) == every[100:200]


def test_lists_of_files_and_of_what_was_passed_over_have_windows_too(
    browser: Browser, services: Services
) -> None:
    over = [(f"picture{at}.png", "is a picture.") for at in range(120)]
    sweep = services.store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab", passed_over=over)
    for at in range(70):
        services.store.add_result(sweep, FileResult(Path(f"/docs/{at}.docx"), format="docx", characters=3))
    services.store.finish_sweep(sweep)
    for place, most, pattern in (
        ("files", 70, r'title="(\d+)\.docx"'),
        ("passed", 120, r"<li>picture(\d+)\.png"),
    ):
        address, seen = f"/sweeps/{sweep}/{place}", []
        while address:
            page = browser.get(address).text
            seen += [int(each) for each in re.findall(pattern, page)]
            address = neighbour(page, "next")
        assert seen == list(range(most))
        assert re.findall(pattern, browser.get(neighbour(page, "prev")).text)[-1] == str(most // 50 * 50 - 1)


def test_the_library_goes_on_where_it_was_though_sweeps_come(browser: Browser, services: Services) -> None:
    first = [store_sweep(services, 0, Path(f"/docs/{at}.docx")) for at in range(60)]
    page = browser.get("/sweeps").text
    store_sweep(services, 0, Path("/docs/new.docx"))
    later = browser.get(neighbour(page, "next")).text
    shown_now = [int(each) for each in re.findall(r'type="checkbox" value="(\d+)"', later)]
    assert shown_now == first[:10][::-1]
    assert neighbour(later, "prev")
