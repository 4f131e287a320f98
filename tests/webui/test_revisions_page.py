"""The page of a document's revisions: what it lists, what it offers, and what a document cannot do to it."""

import io
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.model import Decision, Location, Role, SweepRequest, Verdict
from stormdat_core.model.comments import CommentType, own_comment, without_place
from stormdat_core.model.drawn import DrawnBlock
from stormdat_core.services import Services
from stormdat_core.sweep import check_file, revising
from tests.webui.conftest import Browser
from tests.word import heading, paragraph, run, write_word

LINES = ("The &lt;b&gt;QRS  runs.", "A vendor  came.", "The TUV of the depot runs.")


def checked(services: Services, path: Path, *sentences: str) -> int:
    body = heading("Pumps") + "".join(paragraph(run(each)) for each in sentences)
    sweep = services.store.start_sweep(SweepRequest((path,)), "1", "d")
    file = services.store.add_result(sweep, check_file(write_word(path, body)))
    revising.follow(services.store, file)
    services.store.finish_sweep(sweep)
    return file


@pytest.fixture
def revised(services: Services, tmp_path: Path) -> tuple[int, int]:
    old = checked(services, tmp_path / "plan v1.docx", *LINES)
    store = services.store
    for row in store.findings(store.file(old).sweep_id, rules=["SPC-DOUBLE"]).items:
        store.decisions.put([Decision(row.fingerprint, row.rule, Verdict.FIX, store.sweep(1).started)])
    return old, checked(
        services, tmp_path / "plan v2.docx", LINES[0], "A vendor came.", LINES[2], "The XYZZ  is new."
    )


def page(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_lists_each_change_with_its_number(browser: Browser, revised: tuple[int, int]) -> None:
    old, new = revised
    first = page(browser, f"/review/{new}/revisions")
    assert "Compared with plan v1.docx" in first
    assert 'Asked for, and still there <span class="count">1</span>' in first
    assert "not done" in first
    assert f'href="/review/{new}?finding=' in first
    gone = page(browser, f"/review/{new}/revisions?change=fixed")
    assert f'href="/review/{old}?finding=' in gone
    assert "to be fixed" in gone
    assert ">done<" in gone
    assert page(browser, f"/review/{new}/revisions?change=new").count("?finding=") == 2
    one = page(browser, f"/review/{new}/revisions?change=new&rule=SPC-DOUBLE")
    assert one.count("?finding=") == 1
    assert 'aria-current="true">Too many spaces' in one
    assert page(browser, f"/review/{new}/revisions?change=nonsense&rule=nonsense&page=99")


def test_text_of_a_document_is_text(browser: Browser, revised: tuple[int, int]) -> None:
    assert "<b>" not in page(browser, f"/review/{revised[1]}/revisions?change=open")


def test_the_trend_is_a_picture_with_a_table(browser: Browser, revised: tuple[int, int]) -> None:
    shown = page(browser, f"/review/{revised[1]}/revisions")
    picture = shown[
        shown.index('<svg class="picture"') : shown.index("</svg>", shown.index('class="picture"'))
    ]
    assert 'role="img" aria-labelledby="trend-title trend-desc"' in picture
    assert "plan v1.docx: 2 open, 2 decided. plan v2.docx: " in " ".join(picture.split())
    assert picture.count('<rect class="open"') == 2
    assert "script" not in picture
    assert "<summary>The numbers as a table</summary>" in shown


def test_the_way_there_is_offered_only_where_there_is_one(
    browser: Browser, services: Services, revised: tuple[int, int], tmp_path: Path
) -> None:
    old, new = revised
    other = checked(services, tmp_path / "strategy.docx", *LINES, "Else.")
    assert f'href="/review/{new}/revisions"' in page(browser, f"/review/{new}")
    assert f'href="/review/{other}/revisions"' not in page(browser, f"/review/{other}")
    alone = page(browser, f"/review/{other}/revisions")
    assert "Not compared yet." in alone
    answer = browser.post(f"/review/{other}/revisions", {"against": old})
    assert answer.json == {"url": f"/review/{other}/revisions?against={old}"}
    assert "Compared with plan v1.docx" in page(browser, answer.json["url"])
    assert f'href="/review/{other}/revisions"' in page(browser, f"/review/{other}")


def test_what_cannot_be_compared_is_said(browser: Browser, revised: tuple[int, int]) -> None:
    old, new = revised
    assert browser.post(f"/review/{new}/revisions", {"against": 99}).status_code == 404
    assert browser.post(f"/review/{new}/revisions", {"against": 0}).status_code == 400
    assert browser.post(f"/review/{new}/revisions", {"against": new}).status_code in (400, 409, 422)
    assert browser.get("/review/99/revisions").status_code == 404
    assert browser.get(f"/review/{old}/revisions/report?against={new}").status_code == 404


def test_the_report_is_handed_over_or_saved(
    browser: Browser, services: Services, revised: tuple[int, int], tmp_path: Path
) -> None:
    old, new = revised
    answer = browser.get(f"/review/{new}/revisions/report?against={old}")
    assert "plan v2.revisions.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    assert book["Findings"].max_row > 4
    folder = tmp_path / "out"
    folder.mkdir()
    token = services.inbox.put([folder], "output").token
    saved = browser.post(f"/review/{new}/revisions/report", {"against": old, "folder": token}).get_json()
    assert "plan v2.revisions.xlsx" in saved["said"]
    assert [path.name for path in folder.iterdir()] == ["plan v2.revisions.xlsx"]


def test_own_comments_whose_text_is_gone_are_listed_to_be_placed_or_dropped(
    browser: Browser, services: Services, revised: tuple[int, int]
) -> None:
    store, (_, new) = services.store, revised
    where = Location(block=1, start=0, end=9)
    gone = without_place(own_comment("Old <i>text</i> here.", where, "Say <b>who</b>.", CommentType.MAJOR))
    store.comments.keep(new, [gone])
    ((key, _),) = store.comments.numbered(new)
    shown = page(browser, f"/review/{new}/revisions")
    assert "1 whose text is gone" in shown
    assert "Say &lt;b&gt;who&lt;/b&gt;." in shown
    assert "<mark>Old &lt;i&gt;te</mark>xt" in shown
    assert f'href="/review/{new}?finding={key}"' in shown
    assert f'data-drop="{key}"' in shown
    panel = page(browser, f"/review/{new}?finding={key}")
    assert "data-placeremark" in panel
    assert browser.post(f"/review/{new}/remove-comment", {"finding": key}).status_code == 200
    assert "whose text is gone" not in page(browser, f"/review/{new}/revisions")


def test_a_comment_is_placed_on_other_text(
    browser: Browser, services: Services, revised: tuple[int, int]
) -> None:
    store, (_, new) = services.store, revised
    store.blocks.put(new, [DrawnBlock(Location(block=0), Role.BODY, 0, "", "The depot runs.")])
    where = Location(block=1, start=0, end=9)
    store.comments.keep(new, [without_place(own_comment("Old text.", where, "Say who.", CommentType.MAJOR))])
    ((key, _),) = store.comments.numbered(new)
    answer = browser.post(f"/review/{new}/place-comment", {"finding": key, "block": 0, "start": 4, "end": 9})
    assert answer.status_code == 200
    (made,) = store.comments.of(new)
    assert (made.where.block, made.where.start, made.where.end) == (0, 4, 9)
    for wrong in ({"finding": 1}, {"finding": 10**6}):
        told = browser.post(f"/review/{new}/place-comment", {**wrong, "block": 0, "start": 4, "end": 9})
        assert told.status_code in (400, 404)
