"""Pages of a PDF as pictures: what the addresses answer, and what is left when the sweep is deleted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.documents.limits import Limits
from stormdat_core.model import SweepRequest
from stormdat_core.model.drawn import DrawnPage
from stormdat_core.progress import JobContext
from stormdat_core.services import Services
from stormdat_core.sweep import check_file, drawing, picturing
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.picturing import PagePictures
from tests.here import Here
from tests.pdf import line, write_pdf
from tests.webui.conftest import Browser
from webui.features.review import pages


@pytest.fixture
def stored(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(services, "pictures", PagePictures(Here()))
    path = write_pdf(
        tmp_path / "a.pdf",
        [line("The QRS <b>stops</b>.", 700)],
        [line(f"Row {at} of many.", 780 - 9 * at, size=7) for at in range(80)],
        title="The ABQ plan",
    )
    sweep = services.store.start_sweep(SweepRequest((path,)), "1", "d")
    file = services.store.add_result(sweep, check_file(path))
    services.store.finish_sweep(sweep)
    drawing.draw(services.store, services.store.file(file), JobContext(), TaskLimits(), Limits(), Here())
    yield file
    picturing._let_go()


def test_a_page_has_its_text_escaped_and_its_picture(browser: Browser, stored: int) -> None:
    page = browser.get(f"/review/{stored}/page?first=0").get_data(as_text=True)
    assert "&lt;b&gt;stops&lt;/b&gt;" in page
    assert "visually-hidden" in page
    answer = browser.get(f"/review/{stored}/page/picture?first=0&width=500")
    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "no-store"
    marks = browser.get(f"/review/{stored}/page/marks?first=0&finding=1").get_data(as_text=True)
    assert 'data-mark="1"' in marks
    assert "chosen" in marks


def shape_of(page: str) -> tuple[float, float]:
    wide, high = re.findall(r'data-shape="(\S+) (\S+)"', page)[0]
    return float(wide), float(high)


@pytest.mark.parametrize(
    ("size", "ratio", "told"),
    [
        ((1.0, 14_400.0), 5, "14,400 times as high as wide"),
        ((14_400.0, 1.0), 1 / 20, "14,400 times as wide as high"),
        ((612.0, 792.0), 792 / 612, ""),
        ((100.0, 500.0), 5, ""),
        ((2_000.0, 100.0), 1 / 20, ""),
    ],
)
def test_no_frame_is_a_strip_and_marks_are_told_in_parts_of_the_frame(
    browser: Browser,
    stored: int,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[float, float],
    ratio: float,
    told: str,
) -> None:
    known = pages._page

    def sized(file_id: int) -> DrawnPage:
        return replace(known(file_id), width=size[0], height=size[1])

    monkeypatch.setattr(pages, "_page", sized)
    page = browser.get(f"/review/{stored}/page?first=0").get_data(as_text=True)
    wide, high = shape_of(page)
    assert high / wide == pytest.approx(ratio)
    assert told in page
    assert ("out of shape" in page) == bool(told)
    marks = browser.get(f"/review/{stored}/page/marks?first=0").get_data(as_text=True)
    [held] = set(re.findall(r'viewBox="0 0 10000 (\d+)"', marks))
    assert int(held) == round(10_000 * ratio)


def test_what_is_on_no_page_is_drawn_as_text(browser: Browser, services: Services, stored: int) -> None:
    firsts = browser.get(f"/review/{stored}/outline").get_json()["pages"]
    assert len(firsts) == 3
    assert firsts[2] == services.store.blocks.count(stored) - 1
    page = browser.get(f"/review/{stored}/page?first=2").get_data(as_text=True)
    assert "The ABQ plan" in page
    assert "data-picture" not in page
    assert browser.get(f"/review/{stored}/page?first=3").status_code == 404


def test_of_a_long_page_the_part_that_is_looked_at_is_there(
    browser: Browser, services: Services, stored: int
) -> None:
    first, last = services.store.blocks.beginnings(stored)[1:]
    for near in (first, (first + last) // 2, last - 1):
        page = browser.get(f"/review/{stored}/page?first=1&near={near}").get_data(as_text=True)
        assert f'data-block="{near}"' in page
        assert page.count("data-block=") <= 50


def test_a_finding_that_is_not_located_is_named(
    browser: Browser, services: Services, stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.pictures, "places", lambda *_: {})
    marks = browser.get(f"/review/{stored}/page/marks?first=0").get_data(as_text=True)
    assert "Not located on the picture" in marks
    assert 'data-choose="1">QRS</button>' in marks


def test_a_changed_file_is_said_and_its_text_stays(browser: Browser, services: Services, stored: int) -> None:
    path = services.store.file(stored).path
    path.write_bytes(path.read_bytes() + b"%")
    assert browser.get(f"/review/{stored}/page/picture?first=0&width=600").status_code == 409
    assert browser.get(f"/review/{stored}/page?first=0").status_code == 200


def test_pictures_go_with_a_deleted_sweep(browser: Browser, services: Services, stored: int) -> None:
    browser.get(f"/review/{stored}/page/picture?first=0&width=500")
    assert services.pictures._cache.held
    answer = browser.post("/sweeps/delete", {"sweeps": [services.store.file(stored).sweep_id]})
    assert answer.status_code in (200, 204, 303), answer.get_data(as_text=True)
    assert not services.pictures._cache.held
    assert browser.get(f"/review/{stored}/page/picture?first=0&width=500").status_code == 404


def test_the_view_is_remembered_and_nothing_else_is_taken(browser: Browser, services: Services) -> None:
    assert browser.post("/review/view", {"view": "text"}).status_code == 200
    assert services.settings.document_view == "text"
    assert browser.post("/review/view", {"view": "html"}).status_code == 400
