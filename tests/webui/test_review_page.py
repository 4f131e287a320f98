"""The page of a document: its parts, what is decided on it, and what a document cannot do to it."""

from pathlib import Path

import pytest

from stormdat_core.model import BlockKind, FileResult, Location, Role, Severity, SweepRequest, Verdict
from stormdat_core.model.drawn import DrawnBlock, Mark
from stormdat_core.services import Services
from stormdat_core.sweep import check_file
from tests.webui.conftest import Browser, Window, finding
from tests.word import paragraph, run, write_word
from webui.features.review import drawing


def block(text: str, at: int = 0, **place: object) -> DrawnBlock:
    where = Location(kind=BlockKind.PARAGRAPH, block=at, **place)  # type: ignore[arg-type]
    return DrawnBlock(where, Role.BODY, 0, "", text, ())


def mark(start: int, end: int, number: int = 1, severity: int = 2, block: int = 0) -> Mark:
    return Mark(block, start, end, number, "pink", severity)


@pytest.fixture
def stored(services: Services, tmp_path: Path) -> int:
    path = write_word(
        tmp_path / "report.docx",
        paragraph(run("The &lt;script&gt;alert(1)&lt;/script&gt; QRS  runs &amp; the QRS  stops."))
        + paragraph(run("A second line with the TUV.")),
    )
    sweep = services.store.start_sweep(SweepRequest((path,)), "1", "d")
    file = services.store.add_result(sweep, check_file(path))
    services.store.finish_sweep(sweep)
    return file


def drawn(browser: Browser, services: Services, file: int) -> None:
    job = browser.post(f"/review/{file}/draw", {}).get_json()["job"]
    services.jobs.wait(job, 60)


def test_the_worst_open_finding_is_chosen_first(browser: Browser, stored: int) -> None:
    page = browser.get(f"/review/{stored}").get_data(as_text=True)
    assert 'data-choose="' in page
    assert page.count('aria-current="true"') == 1
    assert "open problem" in page


def test_text_of_a_document_is_text(browser: Browser, services: Services, stored: int) -> None:
    drawn(browser, services, stored)
    page = browser.get(f"/review/{stored}/text").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert page.count("<mark") >= 3


def test_deciding_answers_with_the_next_and_undo_with_the_same(
    browser: Browser, services: Services, stored: int
) -> None:
    first = browser.get(f"/review/{stored}/parts").get_json()
    page = browser.get(f"/review/{stored}").get_data(as_text=True)
    chosen = int(page.split('data-chosen="')[1].split('"')[0])
    told = {"findings": [chosen], "verdict": "leave", "chosen": chosen}
    answer = browser.post(f"/review/{stored}/decide", told).get_json()
    assert answer["chosen"] not in (0, chosen)
    assert answer["said"] == "1 finding left as it is."
    assert [one.verdict for one in services.store.decisions.all()] == [Verdict.LEFT]
    back = browser.post(f"/review/{stored}/undo", {"chosen": answer["chosen"]}).get_json()
    assert back["chosen"] == chosen, "who goes back sees where to"
    assert services.store.decisions.all() == ()
    assert browser.post(f"/review/{stored}/redo", {"chosen": chosen}).get_json()["chosen"] == chosen
    assert first["problems"] != answer["problems"]


def test_all_of_a_rule_and_nothing_at_all(browser: Browser, services: Services, stored: int) -> None:
    rule = services.store.review.groups(1, stored)[0].rule
    assert browser.post(f"/review/{stored}/decide", {"verdict": "leave"}).status_code == 400
    answer = browser.post(f"/review/{stored}/decide", {"verdict": "leave", "rule": rule})
    assert answer.status_code == 200
    again = browser.post(f"/review/{stored}/decide", {"verdict": "leave", "rule": rule})
    assert again.status_code == 400
    assert "nothing open" in again.get_json()["error"]


def test_the_reviewer_of_the_settings_is_noted(browser: Browser, services: Services, stored: int) -> None:
    services.change_settings({"reviewer_name": "Ada Byron"})
    chosen = services.store.findings(1).items[0].id
    browser.post(f"/review/{stored}/decide", {"findings": [chosen], "verdict": "leave"})
    assert [one.reviewer for one in services.store.decisions.all()] == ["Ada Byron"]
    assert "Ada Byron" in browser.get(f"/review/{stored}/parts?finding={chosen}").get_json()["finding"]


def test_a_comment_of_ones_own_is_added_chosen_and_removed(
    browser: Browser, services: Services, stored: int
) -> None:
    drawn(browser, services, stored)
    told = {"block": 1, "start": 2, "end": 8, "words": "Which <b>line</b>?", "kind": "C"}
    made = browser.post(f"/review/{stored}/comment", told).get_json()
    assert "Which &lt;b&gt;line&lt;/b&gt;?" in made["finding"]
    assert "Reviewer’s comment" in made["problems"]
    assert "Critical" in made["finding"]
    assert browser.post(f"/review/{stored}/comment", {**told, "kind": "X"}).status_code == 400
    assert browser.post(f"/review/{stored}/comment", {**told, "words": " "}).status_code == 400
    other = services.store.add_result(1, FileResult(Path("/docs/b.docx"), format="docx"))
    assert browser.post(f"/review/{other}/remove-comment", {"finding": made["chosen"]}).status_code == 404
    gone = browser.post(f"/review/{stored}/remove-comment", {"finding": made["chosen"]}).get_json()
    assert "Reviewer’s comment" not in gone["problems"]


def test_a_file_without_findings_and_one_that_is_not_there(browser: Browser, services: Services) -> None:
    sweep = services.store.start_sweep(SweepRequest(()), "1", "d")
    file = services.store.add_result(sweep, FileResult(Path("/docs/plain.docx"), format="docx"))
    assert "No findings" in browser.get(f"/review/{file}").get_data(as_text=True)
    assert browser.get("/review/999").status_code == 404
    assert browser.get(f"/review/{file}/group?rule=NONE-SUCH").status_code == 404


def test_a_page_of_many_findings_lists_a_window_of_one_group(browser: Browser, services: Services) -> None:
    store = services.store
    sweep = store.start_sweep(SweepRequest((Path("/docs"),)), "0", "ab" * 32)
    many = tuple(finding(number) for number in range(1200))
    file = store.add_result(sweep, FileResult(Path("/docs/a.docx"), format="docx", findings=many))
    store.finish_sweep(sweep)
    page = browser.get(f"/review/{file}").get_data(as_text=True)
    assert page.count('class="problem') == 100
    later = int(page.split('data-turn="later"')[0].rsplit('data-choose="', 1)[1].split('"')[0])
    turned = browser.get(f"/review/{file}/parts?finding={later}").get_json()
    assert f'data-choose="{later}" aria-current="true"' in turned["problems"]
    assert turned["problems"].count('class="problem') == 100


@pytest.mark.parametrize(
    ("marks", "texts"),
    [
        ([mark(2, 4)], ["ab", "[cd]", "ef"]),
        ([mark(0, 6)], ["[abcdef]"]),
        ([mark(0, 3, 1, 1), mark(2, 5, 2, 3)], ["[ab]", "[c]", "[de]", "f"]),
        ([mark(3, 3)], ["abc", "[]", "def"]),
        ([mark(6, 6)], ["abcdef", "[]"]),
        ([mark(5, 99)], ["abcde", "[f]"]),
        ([], ["abcdef"]),
    ],
)
def test_marks_cut_a_text_where_they_begin_and_end(marks: list[Mark], texts: list[str]) -> None:
    pieces = drawing.shown(block("abcdef"), marks).pieces
    assert [f"[{piece.text}]" if piece.mark else piece.text for piece in pieces] == texts
    assert "".join(piece.text for piece in pieces) == "abcdef"


def test_of_marks_over_one_another_the_chosen_then_the_worst_is_shown() -> None:
    both = [mark(0, 6, 1, int(Severity.INFO)), mark(2, 4, 2, int(Severity.ERROR))]
    shown = drawing.shown(block("abcdef"), both).pieces
    assert [piece.mark and piece.mark.finding for piece in shown] == [1, 2, 1]
    chosen = drawing.shown(block("abcdef"), both, drawing.Focus(1)).pieces
    assert [piece.mark and piece.mark.finding for piece in chosen] == [1, 1, 1]


def test_a_huge_block_is_drawn_in_part_round_the_chosen_finding() -> None:
    text = "word " * 100_000
    shown = drawing.shown(block(text), [mark(400_000, 400_004, 7)], drawing.Focus(7))
    assert sum(len(piece.text) for piece in shown.pieces) == drawing.LONGEST
    assert any(piece.mark and piece.mark.finding == 7 for piece in shown.pieces)
    assert shown.before + drawing.LONGEST + shown.after == len(text)


def test_cells_of_a_table_stand_in_rows() -> None:
    blocks = [
        block(f"{row}{column}{part}", at, table=1, row=row, column=column)
        for at, (row, column, part) in enumerate([(1, 1, ""), (1, 2, "a"), (1, 2, "b"), (2, 1, "")])
    ]
    (item,) = drawing.items(blocks, ())
    texts = [[[one.block.text for one in cell] for cell in row] for row in item.rows]
    assert texts == [[["11"], ["12a", "12b"]], [["21"]]]


def test_the_original_is_shown_where_it_lies(
    browser: Browser, window: Window, stored: int, tmp_path: Path
) -> None:
    assert browser.post(f"/review/{stored}/reveal", {}).status_code == 200
    assert window.revealed == [tmp_path / "report.docx"]
    (tmp_path / "report.docx").unlink()
    answer = browser.post(f"/review/{stored}/reveal", {})
    assert "no longer where it was checked" in answer.get_json()["error"]


def test_a_finding_that_is_gone_is_no_end(browser: Browser, services: Services, stored: int) -> None:
    answer = browser.get(f"/review/{stored}/parts?finding=999999")
    assert answer.status_code == 200
    assert answer.get_json()["chosen"]
    told = {"verdict": "leave", "findings": [answer.get_json()["chosen"]], "chosen": 999999}
    assert browser.post(f"/review/{stored}/decide", told).status_code == 200
    wrong = {**told, "chosen": -5, "findings": [], "safe": True}
    assert browser.post(f"/review/{stored}/decide", wrong).status_code == 400
    assert len(services.store.decisions.all()) == 1, "what is refused decides nothing"


def test_a_place_far_into_a_block_can_be_reached() -> None:
    text = "word " * 100_000
    shown = drawing.shown(block(text, 3), [], drawing.Focus(block=3, at=300_000))
    at = next(number for number, piece in enumerate(shown.pieces) if piece.spot)
    assert shown.before + sum(len(piece.text) for piece in shown.pieces[:at]) == 300_000
    assert not any(
        piece.spot for piece in drawing.shown(block(text, 4), [], drawing.Focus(block=3, at=9)).pieces
    )


def test_what_goes_on_from_the_window_before_has_no_new_label() -> None:
    blocks = [block(f"{at}", at, sheet="Data", row=1, column=at + 1, page=1) for at in range(4)]
    (first,) = drawing.items(blocks[:2], ())
    (second,) = drawing.items(blocks[2:], (), before=blocks[1])
    assert (first.label, first.page) == ("Sheet “Data”", 1)
    assert (second.label, second.page) == ("", None)
    assert [drawing.cell_name(one) for one in blocks] == ["A1", "B1", "C1", "D1"]


def test_what_cannot_be_corrected_is_not_offered_to_be(browser: Browser, services: Services) -> None:
    sweep = services.store.start_sweep(SweepRequest(()), "1", "d")
    result = FileResult(Path("/docs/a.pptx"), format="pptx", findings=(finding(0),))
    file = services.store.add_result(sweep, result)
    page = browser.get(f"/review/{file}").get_data(as_text=True)
    assert "To be fixed" in page
    assert "data-all-safe" not in page
    assert "Only corrections that you chose" not in page


def test_the_overview_counts_what_is_open_and_decided(
    browser: Browser, services: Services, stored: int
) -> None:
    groups = services.store.review.groups(1, stored)
    rule = groups[0].rule
    browser.post(f"/review/{stored}/decide", {"verdict": "leave", "rule": rule})
    page = browser.get(f"/review/{stored}/overview").get_data(as_text=True)
    number, left = sum(group.number for group in groups), groups[0].number
    for name, value in (("Findings", number), ("Open", number - left), ("Left as it is", left)):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page
    assert page.count('<section class="chart"') == 4
    assert "No security marking" in page
    assert "style=" not in page.split("<main")[1]
    home = browser.get("/").get_data(as_text=True)
    assert f'<td class="number">{number - left}</td>' in home
