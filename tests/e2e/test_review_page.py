"""The page of a document in a real browser: keys alone from problem to saved copies, axe-core, large text."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stormdat_core import documents
from stormdat_core.documents.limits import Limits
from stormdat_core.model import Location, SweepRequest, Verdict
from stormdat_core.model.comments import CommentType, is_gone, own_comment, without_place
from stormdat_core.progress import JobContext
from stormdat_core.sweep import check_file, drawing
from stormdat_core.sweep.executor import TaskLimits
from tests.e2e.pages import CHROMIUM, Site, becomes, chromium, faults, keep, site
from tests.here import Here
from tests.word import heading, paragraph, run, table, write_word

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.xdist_group("review_page"),  # its library and its browser are made once
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_LONG = "The pump and the valve were tested again after the second hour, and neither of them leaked. " * 3
_BODY = "".join(
    heading(f"Chapter {at}")
    + paragraph(run(f"The QRS  runs in part {at} and the TUV{chr(65 + at % 26)} stops."))
    + paragraph(run("\U0001f600\U0001f600 a " + _LONG))
    for at in range(40)
) + table(("One", "Two"), ("The MNP runs.", "B"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def full(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """Yield the pages over one checked document, whose text nobody has to read any more but "unread" says so."""
    path = write_word(tmp_path / "Valve report.docx", _BODY)
    with site(browser, tmp_path / "app", native=True) as served:
        store = served.services.store
        sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
        store.add_result(sweep, check_file(path))
        store.finish_sweep(sweep)
        if not getattr(request, "param", ""):
            drawing.draw(store, store.file(1), JobContext(), TaskLimits(), Limits(), Here())
        yield served


def opened(full: Site, page: Page) -> None:
    page.goto(full.url("/review/1"))
    page.wait_for_selector(".window")
    becomes(page, "document.querySelector('mark.chosen') !== null")


def verdicts(full: Site) -> list[Verdict]:
    return [one.verdict for one in full.services.store.decisions.all()]


def pressed(page: Page, key: str) -> None:
    """Press a key and wait until another finding, or another state of it, is shown."""
    page.evaluate("document.querySelector('[data-verdicts]').dataset.old = 'yes'")
    page.keyboard.press(key)
    becomes(page, "document.querySelector('[data-verdicts]')?.dataset.old !== 'yes'")


@pytest.mark.parametrize("full", ["unread"], indirect=True)
def test_keys_alone_lead_from_problems_to_saved_copies(full: Site, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with full.page() as page:
        opened(full, page)
        first = page.locator("[data-verdicts]").get_attribute("data-finding")
        pressed(page, "l")
        assert page.locator("[data-verdicts]").get_attribute("data-finding") != first
        assert verdicts(full) == [Verdict.LEFT]
        pressed(page, "Control+z")
        assert page.locator("[data-verdicts]").get_attribute("data-finding") == first
        assert verdicts(full) == []
        pressed(page, "Control+y")
        pressed(page, "ArrowDown")
        page.keyboard.press("c")
        page.keyboard.type("Please define it.")
        page.evaluate("document.querySelector('[data-verdicts]').dataset.old = 'yes'")
        page.keyboard.press("Enter")
        becomes(page, "document.querySelector('[data-verdicts]')?.dataset.old !== 'yes'")
        assert sorted(verdicts(full)) == [Verdict.FOR_AUTHOR, Verdict.LEFT]
        page.locator("[data-all-safe]").focus()
        pressed(page, "Enter")
        for _ in range(60):
            if page.locator("[data-verdicts][data-decided]").count():
                break
            pressed(page, "Shift+L")
        expect(page.locator("[data-problems] h2")).to_have_text("0 open problems")
        full.window.answers.append((folder,))
        page.keyboard.press("Control+s")
        wanted = ("docx", "fixed", "crm")
        for box in page.locator("[name=format]").all():
            box.set_checked(box.get_attribute("value") in wanted)
        page.locator("[data-save-go]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-save-summary]")).to_contain_text("3 files written")
    copies = sorted(folder.iterdir())
    assert len(copies) == 3
    annotated = next(path for path in copies if "annotated" in path.name)
    comments = [block.text for block in documents.read(annotated).blocks if block.kind.value == "comment"]
    assert any("Reviewer: Please define it." in text for text in comments)


def test_the_document_follows_the_problems_and_holds_few_blocks(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        for _ in range(30):
            page.keyboard.press("ArrowDown")
            page.wait_for_timeout(60)
        becomes(page, "document.querySelector('mark.chosen') !== null")
        box = page.evaluate(
            "(() => { const a = document.querySelector('mark.chosen').getBoundingClientRect(), "
            "b = document.querySelector('[data-pages]').getBoundingClientRect(); "
            "return a.top >= b.top && a.bottom <= b.bottom })()"
        )
        assert box, "the chosen place stands in view"
        assert page.locator(".blk").count() <= 300
        page.keyboard.press("/")
        page.keyboard.type("part 39")
        page.keyboard.press("Enter")
        expect(page.locator("[data-found]")).to_have_text("1 of 1")
        expect(page.locator(".blk.hit")).to_contain_text("part 39")
        page.locator("[data-outline]").select_option(label="Chapter 2")
        expect(page.locator(".blk.hit", has_text="Chapter 2")).to_be_visible()


def test_selected_text_is_commented_on_with_a_key(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.evaluate(
            "(() => { const text = document.querySelector('[data-block=\"2\"] bdi').firstChild; "
            "getSelection().setBaseAndExtent(text, 11, text, 15) })()"
        )
        page.keyboard.press("m")
        expect(page.locator("[data-remark-quoted]")).to_have_text("pump")
        assert faults(page) == []
        page.keyboard.type("Which one?")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("[data-chosen-finding] .say")).to_have_text("Which one?")
        expect(page.locator('[data-block="2"] mark.chosen')).to_have_text("pump")
        page.locator("[data-unremark]").focus()
        page.keyboard.press("Enter")
        page.locator("[data-confirm-yes]").click()
        expect(page.locator('[data-block="2"] mark')).to_have_count(0)


def test_escape_leads_from_the_search_field_back_to_the_problems(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.keyboard.press("/")
        page.keyboard.type("part 39")
        page.keyboard.press("Enter")
        expect(page.locator("[data-found]")).to_have_text("1 of 1")
        page.keyboard.press("Escape")
        expect(page.locator(".problem[aria-current]")).to_be_focused()
        pressed(page, "l")
        assert verdicts(full) == [Verdict.LEFT]


def test_a_comment_is_sent_with_a_key_and_is_about_what_was_found(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.keyboard.press("c")
        page.keyboard.type("Define it.")
        pressed(page, "Control+Enter")
        assert verdicts(full) == [Verdict.FOR_AUTHOR]
        page.keyboard.press("/")
        page.keyboard.type("part 39")
        page.keyboard.press("Enter")
        expect(page.locator(".blk.hit")).to_contain_text("part 39")
        expect(page.locator(".blk.hit")).to_have_count(
            0
        )  # it is no longer pointed at, and shown all the same
        page.keyboard.press("Escape")
        page.keyboard.press("m")
        expect(page.locator("[data-remark-quoted]")).to_contain_text("part 39")
        page.keyboard.type("Which one?")
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-chosen-finding] .say")).to_have_text("Which one?")
        pressed(page, "ArrowDown")
        page.keyboard.press("m")
        expect(page.locator("[data-remark-quoted]")).not_to_contain_text("part 39")


def test_a_comment_whose_text_is_gone_is_placed_with_keys_alone(full: Site) -> None:
    store, where = full.services.store, Location(block=1, start=0, end=3)
    store.comments.keep(1, [without_place(own_comment("Old text.", where, "Which one?", CommentType.MAJOR))])
    ((key, _),) = store.comments.numbered(1)
    with full.page() as page:
        page.goto(full.url(f"/review/1?finding={key}"))
        page.wait_for_selector(".window")
        page.keyboard.press("/")
        page.keyboard.type("part 39")
        page.keyboard.press("Enter")
        expect(page.locator("[data-found]")).to_have_text("1 of 1")
        page.keyboard.press("Escape")
        page.keyboard.press("p")
        page.locator("[data-confirm-yes]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-placeremark]")).to_have_count(0)
        expect(page.locator("mark.chosen").first).to_be_visible()
    assert [is_gone(each) for each in store.comments.of(1)] == [False]


def test_keys_that_come_faster_than_answers_decide_in_turn(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        for _ in range(5):
            page.keyboard.press("l")
        expect(page.locator("[data-problems] .panehead p")).to_contain_text("5 of")
        assert verdicts(full) == [Verdict.LEFT] * 5
        for _ in range(5):
            page.keyboard.press("Control+z")
        expect(page.locator("[data-problems] .panehead p")).to_contain_text("0 of")
        assert verdicts(full) == []


def test_a_deleted_check_is_said_with_a_way_on(full: Site) -> None:
    with full.page(complains=True) as page:  # of addresses that are gone
        opened(full, page)
        full.services.store.delete_sweep(1)
        page.keyboard.press("l")
        expect(page.locator("[data-review]")).to_contain_text("This check was deleted")
        expect(page.get_by_role("link", name="Open the library")).to_be_visible()


def test_another_window_sees_what_was_decided(full: Site) -> None:
    with full.page() as page, full.page() as other:
        opened(full, page)
        opened(full, other)
        before = other.locator("[data-problems] h2").inner_text()
        pressed(page, "l")
        expect(other.locator("[data-problems] h2")).not_to_have_text(before)
        expect(other.locator("[data-problems] h2")).to_have_text(
            page.locator("[data-problems] h2").inner_text()
        )


@pytest.mark.parametrize("full", ["unread"], indirect=True)
def test_a_changed_file_is_said_and_can_be_decided_about(full: Site, tmp_path: Path) -> None:
    write_word(tmp_path / "Valve report.docx", paragraph(run("Something else.")))
    with full.page() as page:
        page.goto(full.url("/review/1"))
        expect(page.locator("[data-pages]")).to_contain_text("has changed since it was checked")
        pressed(page, "l")
        assert verdicts(full) == [Verdict.LEFT]


def test_no_faults_under_axe_in_every_state(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        pressed(page, "l")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            keep(page, f"review-{scheme}")
            assert faults(page) == [], scheme
        page.goto(full.url("/review/1/overview"))
        keep(page, "overview")
        assert faults(page) == [], "overview"
        opened(full, page)
        page.keyboard.press("w")
        assert faults(page) == [], "the reason"
        page.keyboard.press("Escape")
        page.keyboard.press("Control+s")
        assert faults(page) == [], "saving"


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (1280, 200),
        (320, 100),
        pytest.param(640, 200, marks=pytest.mark.soak),
        pytest.param(1920, 100, marks=pytest.mark.soak),
    ],
)
def test_nothing_runs_out_of_the_window(full: Site, width: int, text: int) -> None:
    full.services.change_settings({"text_size": text})
    with full.page(viewport={"width": width, "height": 800}) as page:
        opened(full, page)
        keep(page, f"review-{width}-{text}")
        assert page.evaluate(_WIDE) <= 0
        page.goto(full.url("/review/1/overview"))
        keep(page, f"overview-{width}-{text}")
        assert page.evaluate(_WIDE) <= 0
        opened(full, page)
        expect(page.locator("[data-chosen-finding] .say")).to_be_in_viewport()
        assert faults(page) == []


def selected(page: Page) -> int:
    return page.locator('[data-tree] [aria-selected="true"]').count()


def test_kinds_are_selected_and_decided_in_one_step_with_keys_alone(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        all_open = page.locator("[data-problems] h2").inner_text()
        page.keyboard.press("F6")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowDown")
        assert selected(page) >= 2
        expect(page.locator("[data-selection-words]")).to_contain_text("of 2 kinds")
        keep(page, "selection")
        assert faults(page) == []
        count = int(page.locator("[data-selection-words]").inner_text().split()[0])
        expect(page.locator("[data-announcer]")).to_contain_text(f"{count} open findings of 2 kinds selected")
        page.keyboard.press("l")
        expect(page.locator("[data-announcer]")).to_contain_text(f"{count} findings left as it is")
        assert verdicts(full) == [Verdict.LEFT] * count
        expect(page.locator("[data-selection]")).to_have_count(0)
        page.keyboard.press("Control+z")
        expect(page.locator("[data-problems] h2")).to_have_text(all_open)
        assert verdicts(full) == []
        page.keyboard.press("Control+a")
        assert page.locator('.group[aria-selected="true"]').count() == page.locator(".group").count()
        expect(page.locator("[data-selection-note]")).to_contain_text("no correction")
        page.keyboard.press("f")
        expect(page.locator("[data-announcer]")).to_contain_text("have no correction and stay open")
        assert set(verdicts(full)) == {Verdict.FIX}


def test_problems_of_a_kind_are_selected_by_mouse_and_keys(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        rows = page.locator(".problem")
        rows.nth(1).click(modifiers=["Control"])
        rows.nth(4).click(modifiers=["Shift"])
        assert selected(page) == 4
        rows.nth(2).click(modifiers=["Control"])
        assert selected(page) == 3
        expect(page.locator("[data-selection-words]")).to_have_text("3 open findings of 1 kind")
        page.keyboard.press("Escape")
        assert selected(page) == 0
        rows.nth(0).click()
        becomes(page, "document.querySelectorAll('.problem')[0].getAttribute('aria-current') === 'true'")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowDown")
        assert selected(page) == 3
        page.keyboard.press("w")
        page.keyboard.type("As agreed")
        page.keyboard.press("Enter")
        expect(page.locator("[data-problems] .panehead p")).to_contain_text("3 of")
        assert verdicts(full) == [Verdict.WAIVED] * 3
        page.keyboard.press("Control+z")
        expect(page.locator("[data-problems] .panehead p")).to_contain_text("0 of")


SLOW = """
const fetched = window.fetch;
window.fetch = async (...words) => {
  if (String(words[0]).endsWith("/decide")) await new Promise((done) => setTimeout(done, 1000));
  return fetched(...words);
};
"""
"""Makes every decision take a second longer, as on a busy machine."""


def test_a_reason_typed_before_the_question_opens_is_the_reason_and_no_commands(full: Site) -> None:
    with full.page() as page:
        page.add_init_script(SLOW)
        opened(full, page)
        for key in ("l", "w", *"A fact", "Backspace", "Enter", "l"):
            page.keyboard.press(key)
        page.wait_for_timeout(4_000)
        expect(page.locator("[data-announcer]")).to_have_text("1 finding left as it is.")
        assert sorted(verdicts(full)) == sorted([Verdict.LEFT, Verdict.WAIVED, Verdict.LEFT])
        (waived,) = [one for one in full.services.store.decisions.all() if one.verdict is Verdict.WAIVED]
        assert waived.reason == "A fac"


OTHER_KEYS = [pytest.param(keys, marks=pytest.mark.soak) for keys in ("↓f↓", "↓↓f", "fll", "f↓l")]


@pytest.mark.parametrize("keys", ["↓l↓l↓", "l↓↓f↓l", *OTHER_KEYS])
def test_keys_decide_about_what_is_shown_as_chosen_however_late_the_answers(full: Site, keys: str) -> None:
    with full.page() as page:
        opened(full, page)
        page.evaluate(
            SLOW.replace('String(words[0]).endsWith("/decide")', "true").replace("1000", "300") + "; 1"
        )
        meant = []
        for key in keys:
            if key == "↓":
                page.keyboard.press("ArrowDown")
                continue
            meant.append(
                int(page.evaluate("document.querySelector('.problem[aria-current]').dataset.choose"))
            )
            page.keyboard.press(key)
        page.wait_for_timeout(400)
        page.wait_for_timeout(300 * 3 * len(keys))
        about = [
            full.services.store.review.first_of(1, (one.fingerprint,))
            for one in full.services.store.decisions.all()
        ]
        possible = [one for one in meant if one in about]
        assert sorted(about) == sorted(set(possible)), "nothing else is decided about"
        assert len(about) >= keys.count("l")


def test_escape_before_the_question_opens_takes_it_back(full: Site) -> None:
    with full.page() as page:
        page.add_init_script(SLOW)
        opened(full, page)
        for key in ("l", "w", "x", "Escape", "l"):
            page.keyboard.press(key)
        page.wait_for_timeout(3_000)
        expect(page.locator("[data-announcer]")).to_have_text("1 finding left as it is.")
        assert verdicts(full) == [Verdict.LEFT, Verdict.LEFT]


def test_only_what_is_shown_is_selected_by_ctrl_a(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.locator("[data-narrow]").select_option("warning only")
        wanted = page.locator('li[data-severity="warning"] .group').count()
        page.locator(".group >> visible=true").first.focus()
        page.keyboard.press("Control+a")
        assert page.locator('.group[aria-selected="true"]').count() == wanted > 0
        page.locator(".group >> visible=true").first.click()
        assert selected(page) == 0


def width(page: Page, pane: str) -> float:
    box = page.locator(f".pane.{pane}").bounding_box()
    assert box
    return box["width"]


def test_panes_are_resized_with_keys_and_mouse_and_remembered(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        usual = width(page, "problems")
        line = page.locator("[data-divider=left]")
        line.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        assert width(page, "problems") > usual + 30
        share = int(line.get_attribute("aria-valuenow") or 0)
        end = time.monotonic() + 10
        while full.services.settings.review_left != share and time.monotonic() < end:
            page.wait_for_timeout(50)
        assert full.services.settings.review_left == share
        opened(full, page)
        assert abs(width(page, "problems") - usual) > 30, "kept"
        page.locator("[data-divider=left]").press("End")
        assert width(page, "document") >= 319
        assert faults(page) == []
        before = width(page, "finding")
        box = page.locator("[data-divider=right]").bounding_box()
        assert box
        page.mouse.move(box["x"] + 5, box["y"] + 50)
        page.mouse.down()
        page.mouse.move(box["x"] - 2000, box["y"] + 60)
        page.mouse.up()
        assert width(page, "document") >= 319, "within limits"
        assert width(page, "finding") >= before
        for side in ("left", "right"):
            page.locator(f"[data-divider={side}]").dblclick(force=True)
        assert abs(width(page, "problems") - usual) < 2
        page.set_viewport_size({"width": 700, "height": 800})
        expect(page.locator("[data-divider=left]")).to_be_hidden()


_COVERED = """() => { const e = document.activeElement; if (!e || e === document.body) return '';
    const b = e.getBoundingClientRect(); if (!b.width || !b.height) return '';
    const top = document.elementFromPoint(b.left + b.width / 2, b.top + Math.min(b.height / 2, 20));
    return top && (e.contains(top) || top.contains(e)) ? '' : e.outerHTML.slice(0, 100) }"""
"""What has the focus and cannot be seen."""


@pytest.mark.parametrize(("width", "height"), [(320, 256), pytest.param(640, 512, marks=pytest.mark.soak)])
def test_what_has_the_focus_is_seen_at_400_percent(full: Site, width: int, height: int) -> None:
    with full.page(viewport={"width": width, "height": height}) as page:
        opened(full, page)
        hidden = []
        for _ in range(30):
            page.keyboard.press("Tab")
            page.wait_for_timeout(20)
            hidden.append(page.evaluate(_COVERED))
        assert [each for each in hidden if each] == []
        for key in ("Control+a", "w", "m", "Control+s"):
            page.evaluate("document.activeElement.blur()")
            page.keyboard.press(key)
            page.wait_for_timeout(200)
            keep(page, f"review-{width}x{height}-{key}")
            assert page.evaluate(_WIDE) <= 0
            assert faults(page) == [], key
            page.keyboard.press("Escape")


@pytest.mark.soak
def test_panes_follow_one_another_on_paper(full: Site) -> None:
    with full.page() as page:
        opened(full, page)
        page.emulate_media(media="print")
        tops = [page.locator(f".pane.{each}").bounding_box() for each in ("problems", "document", "finding")]
        ends = [box["y"] + box["height"] for box in tops if box]
        begins = [box["y"] for box in tops if box]
        assert all(end <= begin + 1 for end, begin in zip(ends, begins[1:], strict=False))
        expect(page.locator(".group").first).to_be_visible()
        for hidden in ("[data-divider=left]", "[data-narrow]", "[data-outline]", ".verdicts"):
            expect(page.locator(hidden).first).to_be_hidden()
        page.goto(full.url("/review/1/overview"))
        for size in ("A4", "Letter"):
            assert page.pdf(format=size).count(b"/Type /Page\n") == 1, size


@pytest.mark.parametrize("full", ["unread"], indirect=True)
def test_a_changed_file_can_be_checked_again(full: Site, tmp_path: Path) -> None:
    with full.page() as page:
        page.goto(full.url("/review/1"))
        page.wait_for_selector("mark.chosen")
        pressed(page, "l")
        decided = verdicts(full)
        full.services.store.blocks.put(1, [])
        write_word(tmp_path / "Valve report.docx", paragraph(run("The QRS  runs otherwise.")))
        page.reload()
        expect(page.locator("[data-pages]")).to_contain_text("has changed since it was checked")
        assert verdicts(full) == decided
        page.get_by_role("button", name="Check again").click()
        page.wait_for_url("**/review/2", timeout=60_000)
        page.wait_for_selector("mark.chosen")
        expect(page.locator(".blk")).to_contain_text("runs otherwise")


def test_of_two_windows_the_last_decision_counts_and_both_show_it(full: Site) -> None:
    with full.page() as page, full.page() as other:
        opened(full, page)
        chosen = page.evaluate("document.querySelector('[data-verdicts]').dataset.finding")
        opened(full, other)
        pressed(page, "l")
        other.goto(full.url(f"/review/1?finding={chosen}"))
        expect(other.locator(".verdictline")).to_contain_text("left as it is")
        other.keyboard.press("c")
        other.keyboard.type("Please define it.")
        other.keyboard.press("Enter")
        expect(other.locator("[data-problems] .panehead p")).to_contain_text("1 of")
        page.goto(full.url(f"/review/1?finding={chosen}"))
        expect(page.locator(".verdictline")).to_contain_text("author")
        assert verdicts(full) == [Verdict.FOR_AUTHOR]


@pytest.mark.soak
def test_a_thousand_jumps_keep_nothing_in_memory(full: Site) -> None:
    with full.page() as page:
        meter = page.context.new_cdp_session(page)
        meter.send("Performance.enable")
        opened(full, page)
        seen = {}
        for at in range(1, 1001):
            page.keyboard.press("ArrowDown" if at % 60 < 30 else "ArrowUp")
            page.wait_for_timeout(15)
            if at % 50 == 0:
                page.locator("[data-outline]").select_option(index=at % 40)
            if at in (100, 1000):
                page.wait_for_timeout(500)
                meter.send("HeapProfiler.collectGarbage")
                found = meter.send("Performance.getMetrics")["metrics"]
                seen[at] = {each["name"]: each["value"] for each in found}
        assert seen[1000]["JSHeapUsedSize"] < seen[100]["JSHeapUsedSize"] * 1.25 + 500_000
        assert seen[1000]["Nodes"] < seen[100]["Nodes"] * 1.5 + 500
        assert seen[1000]["JSEventListeners"] <= seen[100]["JSEventListeners"] + 10


def test_a_comment_whose_text_is_gone_is_placed_on_the_selected_text(full: Site) -> None:
    store, where = full.services.store, Location(block=1, start=0, end=3)
    store.comments.keep(1, [without_place(own_comment("Old text.", where, "Which one?", CommentType.MAJOR))])
    ((key, _),) = store.comments.numbered(1)
    with full.page() as page:
        page.goto(full.url(f"/review/1?finding={key}"))
        page.wait_for_selector(".window")
        expect(page.locator("[data-placeremark]")).to_be_visible()
        assert faults(page) == []
        page.evaluate(
            "(() => { const text = document.querySelector('[data-block=\"2\"] bdi').firstChild; "
            "getSelection().setBaseAndExtent(text, 11, text, 15) })()"
        )
        page.locator("[data-placeremark]").click()
        expect(page.locator('[data-block="2"] mark.chosen')).to_have_text("pump")
        expect(page.locator("[data-placeremark]")).to_have_count(0)
        page.keyboard.press("Control+z")
        expect(page.locator('[data-block="2"] mark')).to_have_count(0)
    assert [is_gone(each) for each in store.comments.of(1)] == [True]
