"""The main job over HTTP: start, watch, read, filter, save, delete. Real documents, real children."""

import io
import zipfile
from pathlib import Path

import pytest

from stormdat_core.actions import exports
from stormdat_core.jobs import JobState
from stormdat_core.model import SweepState
from stormdat_core.sample import sample_report
from stormdat_core.services import Services
from tests.revisions import changes
from tests.traces import traces
from tests.webui.conftest import Browser, Window, finding, store_sweep
from tests.word import write_word
from webui.app import create_app
from webui.config import TESTING

SENTINEL = "Zwyxqvfa"


def run(browser: Browser, services: Services, documents: list[Path], **more: object) -> int:
    """Check documents as the page does and return the sweep's id."""
    token = services.inbox.put(documents).token
    answer = browser.post("/sweeps", {"documents": [token], **more})
    assert answer.status_code == 202, answer.text
    assert answer.json is not None
    job = services.jobs.wait(answer.json["job"], 60)
    assert job.state is JobState.DONE, job
    leads = browser.get(answer.json["url"])
    assert leads.status_code == 303
    opened = services.store.files_page(int(str(job.result))).items[0].id
    assert leads.location.partition("?")[0] in (f"/sweeps/{job.result}", f"/review/{opened}"), (
        "of one file its document opens"
    )
    return int(str(job.result))


def test_the_sample_is_checked_and_its_findings_shown(browser: Browser, services: Services) -> None:
    tokens = browser.post("/inbox/sample", {}).json or {}
    wanted = {"documents": [tokens["documents"]], "lists": [tokens["lists"]], "profile": "classic"}
    answer = browser.post("/sweeps", wanted)
    job = services.jobs.wait((answer.json or {})["job"], 60)
    page = browser.get(f"/sweeps/{job.result}").text
    assert "list acronyms.xlsx" in page
    for word in ("pink", "teal", "green", "yellow", "red", "violet", "blue"):
        assert f'class="chip c-{word}"' in page, word
    assert "<mark" in page
    assert str(sample_report().parent) not in page


def test_a_sweep_that_cannot_start_says_why(browser: Browser, services: Services, tmp_path: Path) -> None:
    document = services.inbox.put([sample_report()]).token
    broken = services.inbox.put([tmp_path / "missing.xlsx"], "list").token
    answer = browser.post("/sweeps", {"documents": [document], "lists": [broken]}).json or {}
    assert services.jobs.wait(answer["job"], 30).state is JobState.FAILED
    page = browser.get(answer["url"]).text
    assert "could not start" in page
    assert "missing.xlsx" in page


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    (tmp_path / "broken.docx").write_bytes(b"this is no document")
    write_word(tmp_path / "good.docx", "<w:p><w:r><w:t>Two  spaces here.</w:t></w:r></w:p>")
    sweep = run(browser, services, [tmp_path / "broken.docx", tmp_path / "good.docx"])
    page = browser.get(f"/sweeps/{sweep}").text
    assert "1 of 2 files was checked; 1 could not be read: broken.docx." in page
    assert "broken.docx" in page
    assert "SPC-DOUBLE" in page
    assert "broken.docx" in browser.get(f"/sweeps/{sweep}/files").text
    first = next(iter(services.store.findings(sweep).items)).id
    assert "<dt>File</dt><dd>good.docx</dd>" in browser.get(f"/sweeps/{sweep}/findings/{first}").text


@pytest.mark.parametrize("body", [{"documents": []}, {"documents": ["nope"]}, {"documents": ["x"], "lists": "y"},
                                  {"documents": ["x"], "path": "/etc/passwd"}, {"documents": ["x"], "profile": "../x"}])  # fmt: skip
def test_a_start_that_makes_no_sense_is_refused(browser: Browser, body: dict[str, object]) -> None:
    answer = browser.post("/sweeps", body)
    assert answer.status_code in (400, 404)
    assert (answer.json or {})["error"]


def test_a_running_sweep_can_be_stopped(browser: Browser, services: Services, tmp_path: Path) -> None:
    for number in range(60):
        write_word(tmp_path / f"{number}.docx", "<w:p><w:r><w:t>Some  text.</w:t></w:r></w:p>" * 50)
    token = services.inbox.put([tmp_path]).token
    answer = browser.post("/sweeps", {"documents": [token]}).json or {}
    while (sweep := services.known_jobs.sweep_of(answer["job"])) is None:
        services.events.wait(services.events.last, 0.2)
    assert "Stop" in browser.get(f"/sweeps/{sweep}").text
    assert browser.post(f"/sweeps/jobs/{answer['job']}/cancel", {}).status_code == 200
    assert services.jobs.wait(answer["job"], 30).state is JobState.CANCELLED
    assert "This check was stopped" in browser.get(f"/sweeps/{sweep}").text


def test_a_list_is_kept_for_every_check(browser: Browser, services: Services, tmp_path: Path) -> None:
    names, more = tmp_path / "names.csv", tmp_path / "more.csv"
    for path in (names, more):
        path.write_text("TRR,Test Readiness Review\n")
    report = write_word(tmp_path / "r.docx", "<w:p><w:r><w:t>The TRR.</w:t></w:r></w:p>")
    token = services.inbox.put([names], "lists").token
    assert browser.post("/lists", {"token": token}).status_code == 200
    assert "names.csv" in browser.get("/").text
    other = services.inbox.put([more], "lists").token
    first = run(browser, services, [report], lists=[other, token])
    assert [each.name for each in services.store.sweep(first).lists] == ["more.csv", "names.csv"]
    sample = run(browser, services, [report], lists=[other], kept=False)
    assert [each.name for each in services.store.sweep(sample).lists] == ["more.csv"]
    assert browser.post("/lists/drop", {"place": 0, "name": "more.csv"}).status_code == 400
    assert browser.post("/lists/drop", {"place": 1, "name": "names.csv"}).status_code == 400
    assert browser.post("/lists/drop", {"place": 0, "name": "names.csv"}).status_code == 200
    assert services.settings.lists == ()
    assert names.exists()


def test_a_kept_list_that_is_gone_is_named(browser: Browser, services: Services, tmp_path: Path) -> None:
    services.change_settings({"lists": [str(tmp_path / "gone.csv")]})
    token = services.inbox.put([sample_report()]).token
    answer = browser.post("/sweeps", {"documents": [token]})
    job = services.jobs.wait((answer.json or {})["job"], 60)
    assert job.state is JobState.FAILED
    assert "gone.csv" in job.error


def test_a_browser_keeps_no_list(
    browser: Browser, services: Services, tmp_path: Path, window: Window
) -> None:
    window.native = False
    answer = browser.post("/lists", {"token": services.inbox.put([tmp_path / "l.csv"], "lists").token})
    assert answer.status_code == 400
    assert services.settings.lists == ()


def test_the_same_files_are_checked_again(browser: Browser, services: Services, tmp_path: Path) -> None:
    changed = write_word(tmp_path / "changed.docx", "<w:p><w:r><w:t>Two  spaces</w:t></w:r></w:p>")
    same = write_word(tmp_path / "same.docx", "<w:p><w:r><w:t>Two  more</w:t></w:r></w:p>")
    first = run(browser, services, [changed, same], profile="thorough")
    write_word(changed, "<w:p><w:r><w:t>One space</w:t></w:r></w:p>")
    answer = browser.post(f"/sweeps/{first}/again", {})
    second = services.jobs.wait((answer.json or {})["job"], 60).result
    assert second != first
    sweep = services.store.sweep(int(str(second)))
    assert sweep.profile == "thorough"
    found = {file.path.name: file.findings for file in services.store.files(sweep.id)}
    assert found["changed.docx"] < found["same.docx"]


def test_a_sweep_that_could_not_go_on_says_why(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 1)
    services.store.finish_sweep(sweep, SweepState.FAILED, "The disk is full.", "Make room.")
    page = browser.get(f"/sweeps/{sweep}").text
    assert "did not come to its end. The disk is full. Make room." in page


def test_filters_narrow_and_say_so(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 40)
    every = browser.get(f"/sweeps/{sweep}").text
    assert "40 findings" in every
    for query, count in (
        ("colour=red", 10),
        ("colour=red&colour=pink", 20),
        ("severity=error", 10),
        ("rule=TYP-FONT", 10),
        ("section=2+Chapter", 10),
        ("q=MATCH17", 1),
        ("q=nothing+like+it", 0),
        ("colour=red&severity=error", 0),
    ):
        page = browser.get(f"/sweeps/{sweep}?{query}").text
        assert f"{count} finding{'' if count == 1 else 's'} of 40" in page, query
        assert page.count("<tr") <= 1 + count


def test_a_hundred_rows_a_page_and_the_way_to_the_next(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 250)
    first, last = (browser.get(f"/sweeps/{sweep}?page={page}").text for page in (1, 3))
    assert first.count("row-link") == 100
    assert last.count("row-link") == 50
    assert "Page 1 of 3" in first
    assert "after=" in first
    assert browser.get(f"/sweeps/{sweep}?page=99").status_code == 200


def test_sorting_both_ways(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 8)
    up = browser.get(f"/sweeps/{sweep}?sort=rule").text
    down = browser.get(f"/sweeps/{sweep}?sort=-rule").text
    assert up.index("Acronym not defined</span></a>") < up.index("Font off the standard</span></a>")
    assert down.index("Font off the standard</span></a>") < down.index("Acronym not defined</span></a>")
    assert 'aria-sort="descending"' in down


def test_a_finding_is_shown_with_its_match_evidence_and_fix(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services, 1)
    page = browser.get(f"/sweeps/{sweep}/findings/1").text
    assert '<mark class="c-red">match0</mark>' in page
    assert "also used here" in page
    assert "Fix:" in page
    assert "Message 0." in page


def test_text_of_a_document_is_text(browser: Browser, services: Services) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} \x00\udce9\u202e"
    sweep = store_sweep(
        services, 1, path=Path("/docs/<b>x\udce9.docx"), findings=(finding(message=nasty, excerpt=nasty),)
    )
    for url in (f"/sweeps/{sweep}", f"/sweeps/{sweep}/findings/1", "/sweeps", "/", f"/sweeps/{sweep}/files"):
        page = browser.get(url)
        assert page.status_code == 200, url
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "<b>x" not in page.text
        assert "49" not in page.text or "{{ 7*7 }}" in page.text


def save(browser: Browser, services: Services, sweep: int, body: dict[str, object]) -> dict[str, object]:
    answer = browser.post(f"/sweeps/{sweep}/exports", body)
    assert answer.status_code == 202, answer.text
    told = answer.json or {}
    job = services.jobs.wait(told["job"], 60)
    assert job.state is JobState.DONE, job
    return dict(browser.get(told["url"]).json or {})


@pytest.fixture
def report(tmp_path: Path) -> Path:
    body = "<w:p><w:r><w:t>Two  spaces and an acronym ABC here.</w:t></w:r></w:p>"
    return write_word(tmp_path / "report.docx", body)


def test_a_corrected_copy_makes_the_corrections_that_are_chosen_on_the_page(
    browser: Browser, services: Services, window: Window, tmp_path: Path
) -> None:
    said = (
        "The Test Readiness Review (TRR) is held. The TRR ends.",
        "It has the Test Readiness Review, a report, and a plan.",
    )
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in said)
    sweep = run(browser, services, [write_word(tmp_path / "report.docx", body)])
    page = browser.get(f"/sweeps/{sweep}").text
    assert 'name="proposed"' in page
    changed = []
    for fixes in ("safe", "proposed"):
        folder = tmp_path / fixes
        token = services.inbox.put([folder], "output").token
        wanted = {"formats": ["fixed"], "folder": token, "fixes": fixes}
        saved = save(browser, services, sweep, wanted)
        assert saved["refused"] == []
        if fixes == "safe":
            assert saved["written"] == 0
            assert not (folder / "report.fixed.docx").exists(), "it would be the original"
            assert "No corrected copy of report.docx was written" in str(saved["missing"])
        else:
            assert saved["missing"] == []
            changed.append(changes(folder / "report.fixed.docx", "STORM DAT"))
    assert changed == [[("del", "Test Readiness Review"), ("ins", "TRR")]]
    answer = browser.post(f"/sweeps/{sweep}/exports", {"formats": ["fixed"], "fixes": "all"})
    assert answer.status_code == 400


def test_copies_and_reports_are_saved_where_the_person_chose(
    browser: Browser, services: Services, window: Window, report: Path, tmp_path: Path
) -> None:
    original = report.read_bytes()
    sweep = run(browser, services, [report])
    folder = tmp_path / "Results"
    token = services.inbox.put([folder], "output").token
    saved = save(browser, services, sweep, {"formats": ["docx", "xlsx", "csv"], "folder": token})
    assert saved["written"] == 3
    assert saved["refused"] == []
    assert saved["folder"] == "Results"
    assert str(tmp_path) not in str(saved)
    names = {"report.annotated.docx", "report.findings.xlsx", "report.findings.csv"}
    assert {path.name for path in folder.iterdir()} == names
    assert report.read_bytes() == original
    assert "Open folder" in browser.get(f"/sweeps/{sweep}").text
    assert browser.post(f"/sweeps/{sweep}/reveal", {}).status_code == 200
    assert window.revealed == [folder]


def test_what_was_not_written_is_named(
    browser: Browser, services: Services, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.docx").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("The test went well.")
    sweep = run(browser, services, [report, tmp_path / "bad.docx", tmp_path / "notes.txt"])
    token = services.inbox.put([tmp_path / "out"], "output").token
    saved = save(browser, services, sweep, {"formats": ["docx", "json"], "folder": token})
    assert saved["written"] == 4
    assert saved["refused"] == []
    assert saved["missing"] == [
        "No copy was written of bad.docx: it could not be read, as the reports say.",
        "No annotated copy is made of notes.txt.",
    ]


def test_saving_again_replaces_what_the_program_wrote_and_nothing_else(
    browser: Browser, services: Services, report: Path, tmp_path: Path
) -> None:
    sweep = run(browser, services, [report])
    token = services.inbox.put([tmp_path / "out"], "output").token
    for _ in range(2):
        save(browser, services, sweep, {"formats": ["json"], "folder": token})
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.findings.json"]
    (tmp_path / "out" / "report.findings.json").write_text("mine")
    save(browser, services, sweep, {"formats": ["json"], "folder": token})
    assert (tmp_path / "out" / "report.findings.json").read_text() == "mine"
    assert (tmp_path / "out" / "report (2).findings.json").exists()


def test_a_changed_original_gets_no_copy_but_its_reports(
    browser: Browser, services: Services, report: Path, tmp_path: Path
) -> None:
    sweep = run(browser, services, [report])
    write_word(report, "<w:p><w:r><w:t>Something else.</w:t></w:r></w:p>")
    token = services.inbox.put([tmp_path / "out"], "output").token
    saved = save(browser, services, sweep, {"formats": ["docx", "json"], "folder": token})
    assert saved["written"] == 1
    (refused,) = saved["refused"]  # type: ignore[misc]
    assert "report.docx has changed since it was swept" in refused
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".json"]


def test_a_browser_gets_downloads(services: Services, plain: Browser, report: Path) -> None:
    browser = plain
    sweep = run(browser, services, [report])
    saved = save(browser, services, sweep, {"formats": ["docx", "json"]})
    files: list[dict[str, str]] = saved["files"]  # type: ignore[assignment]
    assert [file["name"] for file in files] == ["report.annotated.docx", "report.findings.json"]
    with browser.get(files[0]["url"]) as answer:
        assert "attachment" in answer.headers["Content-Disposition"]
        assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    with browser.get(str(saved["archive"])) as answer:
        names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert names == ["report.annotated.docx", "report.findings.json"]
    assert browser.get(files[0]["url"].rsplit("/", 1)[0] + "/9").status_code == 404


def test_a_window_does_not_save_without_a_folder(browser: Browser, services: Services) -> None:
    answer = browser.post(f"/sweeps/{store_sweep(services)}/exports", {"formats": ["json"]})
    assert answer.status_code == 400
    assert "No folder was chosen" in answer.text


def test_a_deleted_sweep_is_found_nowhere(browser: Browser, services: Services, tmp_path: Path) -> None:
    body = f"<w:p><w:r><w:t>The {SENTINEL}  stands  here with two spaces.</w:t></w:r></w:p>"
    sweep = run(browser, services, [write_word(tmp_path / "secret.docx", body)])
    assert SENTINEL in browser.get(f"/sweeps/{sweep}?q=two").text
    answer = browser.post("/sweeps/delete", {"sweeps": [sweep]})
    assert answer.status_code == 200
    assert "1 sweep deleted" in browser.get("/sweeps").text
    assert browser.get(f"/sweeps/{sweep}").status_code == 404
    own = [path for path in (tmp_path / "app").rglob("*") if path.is_file()]
    assert own
    assert [path for path in own if SENTINEL.encode() in path.read_bytes()] == []


def upload(browser: Browser, services: Services, source: Path) -> Path:
    """Send a file as a browser does, and return where it is kept."""
    batch = (browser.post("/inbox/batches", {"purpose": "documents"}).json or {})["batch"]
    browser.send(f"/inbox/batches/{batch}/files", source.read_bytes(), source.name)
    token = (browser.post(f"/inbox/batches/{batch}/done", {}).json or {})["token"]
    (sent,) = services.inbox.get(token).paths
    return sent


@pytest.fixture
def plain(services: Services, window: Window) -> Browser:
    """A browser without a window: what it saves are downloads."""
    window.native = False
    client = create_app(TESTING, services, window, "k").test_client()
    client.get("/launch/k", base_url="http://127.0.0.1:5000")
    return Browser(client)


def test_what_a_browser_saved_goes_with_its_sweep(plain: Browser, services: Services, tmp_path: Path) -> None:
    body = f"<w:p><w:r><w:t>The {SENTINEL}  stands  here with two spaces.</w:t></w:r></w:p>"
    source = write_word(tmp_path / "secret.docx", body)
    twin = write_word(tmp_path / "twin.docx", body.replace(SENTINEL, "quokka"))
    sweep, kept = (run(plain, services, [upload(plain, services, each)]) for each in (source, twin))
    saved, other = (
        save(plain, services, each, {"formats": ["docx", "json", "html"]}) for each in (sweep, kept)
    )
    with plain.get(str(saved["archive"])) as answer:
        assert answer.status_code == 200
    gone = [str(saved["archive"]), *(file["url"] for file in saved["files"])]  # type: ignore[attr-defined]
    gone.append(gone[-1].rsplit("/", 1)[0] + "/state.json")
    assert len(traces(tmp_path / "app", SENTINEL)) >= 6
    assert plain.post("/sweeps/delete", {"sweeps": [sweep]}).status_code == 200
    assert traces(tmp_path / "app", SENTINEL) == []
    assert {plain.get(url).status_code for url in gone} == {404}
    told = plain.get("/events.json?after=0").text
    assert "secret.docx" not in told
    assert "twin.docx" in told
    for file in other["files"]:  # type: ignore[attr-defined]
        with plain.get(file["url"]) as answer:
            assert answer.status_code == 200
    with plain.get(str(other["archive"])) as answer:
        assert answer.status_code == 200


def test_what_is_saved_while_its_sweep_is_deleted_does_not_stay(
    plain: Browser, services: Services, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another program, such as the command line, which cannot stop the job."""
    sweep = run(plain, services, [report])
    real = exports.export_sweep

    def slow(*arguments: object, **more: object) -> object:
        found = real(*arguments, **more)  # type: ignore[arg-type]
        services.store.delete_sweep(sweep)
        (services.paths.downloads / str(sweep) / "late").mkdir(parents=True)
        return found

    monkeypatch.setattr(exports, "export_sweep", slow)
    answer = plain.post(f"/sweeps/{sweep}/exports", {"formats": ["json"]}).json or {}
    assert services.jobs.wait(answer["job"], 60).state is JobState.FAILED
    assert not [path for path in services.paths.scratch.rglob("*") if path.is_file()]


def test_what_was_uploaded_goes_with_the_last_sweep_of_it(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    source = write_word(tmp_path / "sent.docx", "<w:p><w:r><w:t>Two  spaces</w:t></w:r></w:p>")
    sent = upload(browser, services, source)
    first = run(browser, services, [sent])
    second = run(browser, services, [sent, source, services.paths.scratch / "uploads" / ".." / "x.docx"])
    browser.post("/sweeps/delete", {"sweeps": [first]})
    assert sent.exists()
    browser.post("/sweeps/delete", {"sweeps": [second]})
    assert not sent.exists()
    assert source.exists()
    assert services.paths.scratch.exists()


def test_a_sweep_that_is_not_there(browser: Browser) -> None:
    for url in ("/sweeps/999", "/sweeps/999/files", "/sweeps/9223372036854775808", "/sweeps/0", "/sweeps/-1"):
        assert browser.get(url).status_code == 404, url
    assert browser.post("/sweeps/delete", {"sweeps": [999]}).status_code == 404


def test_a_page_hears_of_what_happens_while_it_is_made(
    browser: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = services.store.sweeps

    def sweeps(**wanted: int) -> object:
        found = look(**wanted)
        services.events.publish("sweeps", "started", {"sweep": 1})  # too late for what was found
        return found

    monkeypatch.setattr(services.store, "sweeps", sweeps)
    before = services.events.last
    assert f'data-last-event="{before}"' in browser.get("/").text
    assert services.events.last == before + 1
