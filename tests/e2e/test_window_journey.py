"""The main job in the real window: drop a report, watch, read, save."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from stormdat_core.model import Colour
from stormdat_core.reports.colours import SHADES
from tests.desktop.screen import Program, Screen, needs_screen, new_screen, running, until

pytestmark = [pytest.mark.e2e, needs_screen, pytest.mark.xdist_group("window")]

CENTRE = (700, 500)


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def report(path: Path, *paragraphs: str) -> Path:
    """Write a Word document with a fault that every profile finds: two spaces."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = Document()
    for text in (*paragraphs, "Two  spaces stand here, and the FADEC is not defined."):
        document.add_paragraph(text)
    document.save(str(path))
    return path


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    """Two files of one name from two folders, and a folder with a third."""
    first = report(tmp_path / "a" / "report.docx", "First.")
    second = report(tmp_path / "b" / "report.docx", "Second, which is longer.")
    report(tmp_path / "a folder" / "deeper" / "naïve #1 100%.docx", "Third.")
    return [first, second, tmp_path / "a folder"]


def digests(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.docx")}


def wait_for_results(page: Any) -> None:
    """Return when the results are shown and their buttons work: the scripts run before the page has loaded."""
    page.wait_for_selector("[data-save-open]", timeout=60_000)
    if page.locator("[data-review]").count():  # of one file its document opens; the table is a link away
        page.get_by_role("link", name="All findings as a table").click()
        page.wait_for_selector("[data-results]", timeout=60_000)
    page.wait_for_load_state("load", timeout=60_000)


def checked_files(page: Any) -> set[str]:
    """Return the names of the files that the results offer as a filter."""
    options = page.locator("#f-file option").all_inner_texts()
    return {option.rpartition(" (")[0] for option in options[1:]}


def choose_folder(screen: Screen, folder: Path) -> None:
    window = screen.window("^Choose a folder for the results$")
    screen.xdotool("windowfocus", "--sync", window)
    screen.key("ctrl+a")
    screen.type(str(folder))
    screen.key("Return")


def save_everything(program: Program, page: Any, folder: Path) -> None:
    """Save into a folder, by keyboard from the results page on."""
    folder.mkdir()
    page.locator("[data-save-open]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-save-go]").wait_for(state="visible")
    page.locator("[data-save-go]").focus()
    page.keyboard.press("Enter")
    choose_folder(program.screen, folder)
    summary = page.locator("[data-save-summary]")
    summary.wait_for(state="visible", timeout=60_000)
    assert f"written in “{folder.name}”" in summary.inner_text()


def test_two_files_and_a_folder_are_dropped_read_and_saved(
    screen: Screen, tmp_path: Path, reports: list[Path]
) -> None:
    before = digests(tmp_path)
    with running(screen, tmp_path / "stormdat") as program, program.page() as page:
        page.wait_for_selector("[data-home]")
        screen.drag(reports, *CENTRE)
        wait_for_results(page)
        assert "script-src 'self'" in page.evaluate(
            "async () => (await fetch(location.href)).headers.get('Content-Security-Policy')"
        )
        assert checked_files(page) == {"report.docx", "naïve #1 100%.docx"}
        assert page.locator("#f-file option").count() == 1 + 3
        assert page.locator("[data-finding]", has_text="Too many spaces").count() == 3
        save_everything(program, page, tmp_path / "my results")
    written = {path.name for path in (tmp_path / "my results").iterdir()}
    wanted = {"report.annotated.docx", "report (2).annotated.docx", "naïve #1 100%.annotated.docx"}
    assert wanted <= written
    pale = SHADES[Colour.YELLOW].fill("light")
    for name in wanted:
        with zipfile.ZipFile(tmp_path / "my results" / name) as package:
            assert f'w:fill="{pale}"'.encode() in package.read("word/document.xml")
    findings = json.loads((tmp_path / "my results" / "report.findings.json").read_bytes())["findings"]
    assert "SPC-DOUBLE" in {finding["rule"] for finding in findings}
    after = digests(tmp_path)
    assert {path: after[path] for path in before} == before


@pytest.mark.soak
def test_a_drop_on_another_page_is_checked_too(screen: Screen, tmp_path: Path, reports: list[Path]) -> None:
    with running(screen, tmp_path / "stormdat") as program, program.page() as page:
        page.get_by_role("link", name="Help").click()
        page.wait_for_url("**/help*")
        screen.drag(reports[:1], *CENTRE)
        wait_for_results(page)
        assert page.locator("[data-finding]", has_text="Too many spaces").count() == 1


def test_a_dropped_picture_does_not_replace_the_page(screen: Screen, tmp_path: Path) -> None:
    picture = tmp_path / "page.html"
    picture.write_text("<h1>not ours</h1>")
    with running(screen, tmp_path / "stormdat") as program, program.page() as page:
        page.wait_for_selector("[data-home]")
        address = page.url
        x, y, _, height = screen.geometry(screen.window())
        screen.drag([picture], x + 40, y + height - 60)
        wait_for_results(page)  # it is checked like any other document
        assert page.url.startswith(address[: address.index("/", 8)])
        assert "not ours" not in page.content()


@pytest.mark.soak  # one file of it is reviewed below
def test_files_on_the_command_line_are_swept(screen: Screen, tmp_path: Path, reports: list[Path]) -> None:
    with running(screen, tmp_path / "stormdat", *reports) as program, program.page() as page:
        wait_for_results(page)
        assert page.locator("#f-file option").count() == 1 + 3


def test_a_document_is_reviewed_and_saved_with_keys_alone(
    screen: Screen, tmp_path: Path, reports: list[Path]
) -> None:
    folder = tmp_path / "my results"
    with running(screen, tmp_path / "stormdat", reports[1]) as program, program.page() as page:
        page.wait_for_selector("mark.chosen", timeout=60_000)  # the document opens by itself
        worded = "document.querySelector('[data-problems] h2').textContent.trim()"
        number = int(page.evaluate(worded).split()[0])
        for done in range(1, number + 1):
            page.keyboard.press("f" if page.locator("[data-fixable]").count() else "l")
            until(lambda left=number - done: page.evaluate(worded).startswith(f"{left} open"), "decided")
        for done in range(number):
            page.keyboard.press("Control+z")
            until(lambda left=done + 1: page.evaluate(worded).startswith(f"{left} open"), "undone")
        page.keyboard.press("Shift+L")
        until(lambda: not page.evaluate(worded).startswith(f"{number} open"), "all alike decided")
        save_everything(program, page, folder)
    assert "report.annotated.docx" in {path.name for path in folder.iterdir()}


def test_a_second_start_hands_its_files_to_the_open_window(
    screen: Screen, tmp_path: Path, reports: list[Path]
) -> None:
    data = tmp_path / "stormdat"
    with running(screen, data) as program, program.page() as page:
        page.wait_for_selector("[data-home]")
        environ = {**screen.environ, "STORMDAT_DATA_DIR": str(data)}
        command = [sys.executable, "-m", "desktop", "report.docx"]
        second = subprocess.run(
            command, env=environ, cwd=reports[0].parent, capture_output=True, text=True, timeout=60
        )
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        wait_for_results(page)
        assert page.locator("[data-finding]", has_text="Too many spaces").count() == 1
        assert len(screen.windows("STORM DAT$")) == 1


def test_closing_while_a_check_runs_asks_first(screen: Screen, tmp_path: Path) -> None:
    long = report(tmp_path / "long.docx", *["The test is done, says the Test Readiness Review (TRR)."] * 3000)
    (tmp_path / "many").mkdir()
    for number in range(150):  # long enough that the check still runs when the page is there
        shutil.copy(long, tmp_path / "many" / f"{number}.docx")
    data = tmp_path / "stormdat"
    with running(screen, data, tmp_path / "many", STORMDAT_JOBS="1") as program:
        with program.page() as page:
            page.wait_for_selector("[data-sweep]", timeout=60_000)
            window = screen.window()
            family = program.family()
        screen.close(window)
        question = screen.window(r"^Close STORM DAT\?$")
        screen.xdotool("windowfocus", "--sync", question)
        screen.key("Escape")
        until(lambda: not screen.windows(r"^Close STORM DAT\?$"), "the question to be gone")
        assert program.process.poll() is None
        screen.close(window)
        question = screen.window(r"^Close STORM DAT\?$")
        screen.xdotool("windowfocus", "--sync", question)
        screen.key("Return")
        assert program.process.wait(60) == 0
        until(lambda: not any(one.is_running() for one in family), "every process to end", 20)
