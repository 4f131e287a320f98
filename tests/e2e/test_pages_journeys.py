"""What a person does, in a real browser: with the mouse, and without it."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages import CHROMIUM, Site, chromium, faults, keep, site
from tests.webui.conftest import store_sweep
from tests.word import write_word

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def in_browser(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    with site(browser, tmp_path / "app") as served:
        yield served


@pytest.fixture
def in_window(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    with site(browser, tmp_path / "app", native=True) as served:
        yield served


@pytest.fixture
def report(tmp_path: Path) -> Path:
    text = "".join(f"<w:p><w:r><w:t>Paragraph {n} has two  spaces.</w:t></w:r></w:p>" for n in range(12))
    return write_word(tmp_path / "report.docx", text)


def results(page: Page) -> None:
    """Wait for the table of findings; of one file its document opens first, and the table is a link away."""
    expect(page.locator("[data-results], [data-review]")).to_be_visible(timeout=30_000)
    if page.locator("[data-review]").count():
        page.get_by_role("link", name="All findings as a table").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-results]")).to_be_visible(timeout=30_000)
    page.wait_for_load_state("load")  # modules have run by then, and keys are heard


def test_the_sample_from_start_to_saved_copy(in_browser: Site, tmp_path: Path) -> None:
    with in_browser.page() as page:
        page.get_by_role("button", name="Try the sample").click()
        results(page)
        expect(page.locator("h1")).to_have_text("report.docx")
        rows = page.locator(".row-link")
        total = rows.count()
        assert total > 10
        page.locator("[data-focus=colour-red]").check()
        expect(rows).not_to_have_count(total)
        expect(page.locator("[data-count]")).to_contain_text(f"of {total}")
        assert rows.count() < total
        page.get_by_role("link", name="Clear").click()
        expect(rows).to_have_count(total)
        page.get_by_role("button", name="Save…").click()
        page.get_by_role("button", name="Make files").click()
        expect(page.locator("[data-save-summary]")).to_contain_text("files written", timeout=30_000)
        with page.expect_download() as download:
            page.get_by_role("link", name="report.annotated.docx").click()
        download.value.save_as(tmp_path / "copy.docx")
        assert (tmp_path / "copy.docx").read_bytes()[:2] == b"PK"


def test_files_are_sent_from_a_browser(in_browser: Site, report: Path) -> None:
    with in_browser.page() as page:
        page.locator("[data-input=files]").set_input_files([report])
        results(page)
        expect(page.locator("[data-count]")).to_contain_text("finding")


def test_every_kind_of_document_and_list_is_taken(in_browser: Site, tmp_path: Path) -> None:
    documents = [tmp_path / f"notes.{ending}" for ending in ("txt", "md", "html", "CSV", "doc")]
    for path in documents:
        path.write_text("The PCIe bus and the  DRAM.\n")
    documents[-1].write_bytes(bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0"))  # as Word 97 wrote it
    names = tmp_path / "list.csv"
    names.write_text("Acronym,Definition\nDRAM,dynamic random access memory\n")
    with in_browser.page() as page:
        page.locator("[data-input=lists]").set_input_files([names])
        expect(page.locator("[data-lists]")).to_contain_text("list.csv")
        page.locator("[data-input=files]").set_input_files(documents)
        results(page)
        for path in documents:
            expect(page.locator("main")).to_contain_text(path.name)
        expect(page.locator("main")).to_contain_text("save it as a Word document (.docx)")


def test_all_of_a_folder_is_accounted_for_though_only_documents_are_sent(
    in_browser: Site, report: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Review"
    (folder / "minutes").mkdir(parents=True)
    shutil.copy(report, folder / "report.docx")
    (folder / "minutes" / "photo.png").write_bytes(b"\x89PNG\r\n")
    (folder / "minutes" / "notes").write_text("Notes.")
    with in_browser.page() as page:
        page.goto(in_browser.url("/"))
        page.locator("[data-input=folder]").set_input_files(folder)
        results(page)
        expect(page.get_by_role("main")).to_contain_text("2 things passed over")
        page.get_by_role("link", name="List each of them").click()
        expect(page.get_by_role("main")).to_contain_text("Review/minutes/photo.png is a picture (.png).")
        expect(page.get_by_role("main")).to_contain_text("Review/minutes/notes has no ending")


def test_files_dropped_on_a_browser_are_sent(in_browser: Site, report: Path) -> None:
    import base64

    with in_browser.page() as page:
        page.evaluate(
            """async (data) => {
                const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], "dropped.docx"));
                document.querySelector("h1").dispatchEvent(
                    new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }""",
            base64.b64encode(report.read_bytes()).decode(),
        )
        results(page)
        expect(page.locator("h1")).to_have_text("dropped.docx")


def test_what_is_dropped_with_media_and_cannot_be_read_is_named(in_browser: Site) -> None:
    with in_browser.page() as page:
        page.evaluate(
            """async () => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(99)], "talk.wav"));
                transfer.items.add(new File(["?"], "notes.xyz"));
                document.querySelector("h1").dispatchEvent(
                    new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }"""
        )
        offer = page.locator(".offer")
        expect(offer).to_contain_text("1 file of sound or video")
        expect(offer.locator("[data-left]")).to_have_text("notes.xyz")


def test_a_native_dialog_starts_the_sweep_and_saves(in_window: Site, report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Results"
    in_window.window.answers += [(report,), (folder,)]
    with in_window.page() as page:
        page.get_by_role("button", name="Choose files…").click()
        results(page)
        page.get_by_role("button", name="Save…").click()
        page.get_by_role("button", name="Choose folder and save…").click()
        expect(page.locator("[data-save-summary]")).to_contain_text("written in “Results”", timeout=30_000)
        page.locator("[data-save-reveal]").click()
        deadline = time.monotonic() + 5
        while not in_window.window.revealed and time.monotonic() < deadline:
            page.wait_for_timeout(50)
    assert in_window.window.revealed == [folder]
    assert (folder / "report.annotated.docx").exists()


def test_the_whole_journey_by_keyboard(in_window: Site, report: Path, tmp_path: Path) -> None:
    in_window.window.answers += [(report,), (tmp_path / "Out",)]
    with in_window.page() as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        reach(page, "Choose files…")
        page.keyboard.press("Enter")
        results(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        focused = page.locator(".row-link:focus")
        expect(focused).to_have_count(1)
        expect(page.locator("[data-inspector] .say")).to_be_visible()
        expect(page.locator("tr.current .row-link")).to_be_focused()
        page.keyboard.press("/")
        page.keyboard.type("paragraph 7")
        expect(page.locator("[data-count]")).to_contain_text("of ")
        expect(page.locator("#f-q")).to_be_focused()
        page.keyboard.press("Control+s")
        reach(page, "Choose folder and save…")
        page.keyboard.press("Enter")
        expect(page.locator("[data-save-summary]")).to_contain_text("written", timeout=30_000)
        page.keyboard.press("Escape")
        page.keyboard.press("Alt+2")
        expect(page.locator("h1")).to_have_text("Library")
        reach(page, "Choose report.docx", exact=False)
        page.keyboard.press("Space")
        reach(page, "Delete chosen…", backwards=True)
        page.keyboard.press("Enter")
        expect(page.locator("[data-confirm]")).to_contain_text("report.docx")
        reach(page, "Delete")
        page.keyboard.press("Enter")
        expect(page.locator(".message")).to_contain_text("1 sweep deleted")
    assert (tmp_path / "Out" / "report.annotated.docx").exists()


def reach(page: Page, name: str, *, exact: bool = True, backwards: bool = False) -> None:
    """Press Tab until what has this name has the focus, as a person without a mouse does."""
    said = "(e => e.getAttribute('aria-label') ?? e.textContent.trim())(document.activeElement)"
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        now = page.evaluate(said)
        if now == name or (not exact and now.startswith(name)):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_keys_find_text_size_and_help(in_browser: Site) -> None:
    sweep = store_sweep(in_browser.services, 120)
    with in_browser.page() as page:
        page.goto(in_browser.url(f"/sweeps/{sweep}"))
        page.keyboard.press("Control+f")
        page.keyboard.type("match1")
        expect(page.locator("[data-find-count]")).to_contain_text("1 of")
        page.keyboard.press("Enter")
        expect(page.locator("[data-find-count]")).to_contain_text("2 of")
        page.keyboard.press("Escape")
        expect(page.locator("[data-findbar]")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.locator("[data-keys]")).to_contain_text("Find words on this page")
        page.keyboard.press("Escape")
        for _ in range(5):
            page.keyboard.press("Control++")
        expect(page.locator("[data-text-now]")).to_have_text("200 %")
        page.wait_for_load_state("networkidle")
        page.reload()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("[data-text-now]")).to_have_text("200 %")
        page.keyboard.press("]")
        expect(page.locator(".pager").first).to_contain_text("Page 2 of 2")


def test_filters_keep_the_focus_and_history(in_browser: Site) -> None:
    sweep = store_sweep(in_browser.services, 400)
    with in_browser.page() as page:
        page.goto(in_browser.url(f"/sweeps/{sweep}"))
        box = page.locator("[data-focus=colour-red]")
        box.focus()
        page.keyboard.press("Space")
        expect(page.locator("[data-count]")).to_contain_text("100 findings of 400")
        expect(page.locator("[data-focus=colour-red]")).to_be_focused()
        assert "colour=red" in page.url
        page.go_back()
        expect(page.locator("[data-count]")).to_have_text("400 findings")
        assert page.locator("tr").count() <= 400


@pytest.mark.soak
def test_ten_thousand_findings_stay_light_in_the_page(in_browser: Site) -> None:
    sweep = store_sweep(in_browser.services, 10_000)
    with in_browser.page() as page:
        page.goto(in_browser.url(f"/sweeps/{sweep}"))
        for _ in range(5):
            page.keyboard.press("]")
            page.wait_for_load_state("networkidle")
        expect(page.locator(".pager").first).to_contain_text("of 100")
        assert page.locator("tr").count() <= 400
        assert page.locator("*").count() < 4000


def test_a_list_is_kept_and_let_go_of(in_window: Site, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("TRR,Test Readiness Review\n")
    in_window.window.answers.append((names,))
    with in_window.page() as page:
        page.get_by_role("button", name="Add list…").click()
        page.get_by_role("button", name="Keep names.csv for every check").click()
        expect(page.locator("[data-kept]")).to_contain_text("names.csv every check")
        expect(page.locator("[data-lists] li")).to_have_count(0)
        keep(page, "kept-list")
        assert faults(page) == []
        page.get_by_role("button", name="Remove names.csv from every check").click()
        expect(page.locator("[data-kept]")).to_have_count(0)
        expect(page.locator("[data-no-lists]")).to_be_visible()


def test_a_running_sweep_is_watched_and_stopped(in_window: Site, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(80):  # each its own: what was checked before is not checked again
        paragraph = f"<w:p><w:r><w:t>Two  spaces in {number}.</w:t></w:r></w:p>"
        write_word(folder / f"report {number}.docx", paragraph * 1500)
    in_window.window.answers.append((folder,))
    with in_window.page() as page:
        page.get_by_role("button", name="Choose folder…").click()
        stop = page.get_by_role("button", name="Stop")
        expect(stop).to_be_visible(timeout=30_000)
        expect(page.locator("[data-region=files] table")).to_be_visible(timeout=30_000)
        keep(page, "running")
        stop.click()
        expect(page.locator("main")).to_contain_text("This check was stopped", timeout=30_000)


@pytest.mark.soak
def test_without_a_stream_the_page_asks(in_window: Site, report: Path) -> None:
    seats = in_window.server._app.extensions["stormdat"].seats
    while seats.take():
        pass
    in_window.window.answers.append((report,))
    context = in_window.browser.new_context()
    page = context.new_page()  # its console complains of the refused stream, as it should
    page.goto(in_window.server.launch_address(in_window.server._app.extensions["stormdat"].gate.new_key()))
    page.get_by_role("button", name="Choose files…").click()
    results(page)
    context.close()


def test_two_windows_and_many_reloads(in_browser: Site) -> None:
    with in_browser.page() as one, in_browser.page() as two:
        for _ in range(30):
            one.goto(in_browser.url("/sweeps"), wait_until="commit")
        one.goto(in_browser.url("/sweeps"))
        two.reload()
        expect(one.locator("h1")).to_have_text("Library")
        expect(two.locator("h1")).to_have_text("Check documents")


def test_nothing_inline_runs(in_browser: Site) -> None:
    context = in_browser.browser.new_context()
    page = context.new_page()
    gate = in_browser.server._app.extensions["stormdat"].gate
    page.goto(in_browser.server.launch_address(gate.new_key()))
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "globalThis.inlineRan = true";
            document.body.append(script);
            return globalThis.inlineRan === true;
        }"""
    )
    assert not ran
    context.close()


def test_what_is_done_before_the_scripts_are_there_counts(in_browser: Site) -> None:
    """Buttons are drawn before the modules that hear them have come, on a busy machine seconds before."""
    held: list[Route] = []
    sweep = store_sweep(in_browser.services, 3)
    with in_browser.page() as page:
        page.route("**/*.js", lambda route: hold(route, held))
        page.goto(in_browser.url(f"/sweeps/{sweep}"), wait_until="commit")
        page.locator("[data-focus=colour-red]").check()
        page.get_by_role("button", name="A+").click()
        page.get_by_role("button", name="Save…").click()
        assert page.evaluate("document.readyState") != "complete"
        assert page.locator("[data-text-now]").inner_text() == "100 %"
        assert held
        page.unroute_all()  # which lets go what was held
        expect(page.get_by_role("button", name="Make files")).to_be_visible()
        expect(page.locator("[data-text-now]")).to_have_text("112 %")
        expect(page).to_have_url(re.compile("colour=red"))


def hold(route: Route, held: list[Route]) -> None:
    """Keep a script back, but for the one that the head waits for."""
    if route.request.url.endswith("early.js"):
        route.continue_()
    else:
        held.append(route)


def test_checking_again_by_keyboard_with_another_profile_and_list(
    in_browser: Site, report: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "names.csv"
    listed.write_text("TRR,Test Readiness Review\n")
    with in_browser.page() as page:
        page.locator("[data-input=files]").set_input_files([report])
        results(page)
        before = page.url
        page.locator("[data-check-again]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-again-profile]")).to_be_focused()
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(page.locator("[data-check-again]")).to_be_focused()
        page.keyboard.press("Enter")
        page.locator("[data-again-input=lists]").set_input_files([listed])
        expect(page.locator("[data-again-lists] input:checked")).to_be_focused()
        page.locator("[data-again-profile]").focus()
        page.keyboard.type("thorough")
        page.keyboard.press("Enter")
        reach(page, "Check again")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != before and url.rpartition("/")[2].isdecimal(), timeout=60_000)
        results(page)
        expect(page.locator(".verdict")).to_contain_text("profile thorough, list names.csv")


def test_markings_left_out_are_audited_with_one_press(in_browser: Site, tmp_path: Path) -> None:
    text = "<w:p><w:r><w:t>(S) The valve failed in the second test.</w:t></w:r></w:p>"
    marked = "<w:p><w:r><w:t>SECRET//NOFORN</w:t></w:r></w:p>"
    report = write_word(tmp_path / "marked.docx", text, headers={"default": marked})
    with in_browser.page() as page:
        page.locator("#profile").select_option("classic")
        page.locator("[data-input=files]").set_input_files([report])
        results(page)
        before = page.url
        expect(page.locator("[data-unaudited]")).to_contain_text("not audited")
        page.get_by_role("button", name="Check again with standard").press("Enter")
        page.wait_for_url(lambda url: url != before and url.rpartition("/")[2].isdecimal(), timeout=60_000)
        results(page)
        expect(page.locator(".verdict")).to_contain_text("profile standard")
        expect(page.locator("[data-unaudited]")).to_have_count(0)
