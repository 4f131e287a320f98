"""Settings, cleanup, help and failures, as a person finds them."""

import os
import re
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.actions import retention
from stormdat_core.paths import AppPaths
from stormdat_core.rules.registry import rules
from stormdat_core.services import Services
from stormdat_core.settings import Settings
from tests.transcripts import write_pack
from tests.webui.conftest import KEY, Browser, Window, store_sweep
from webui.app import create_app
from webui.config import TESTING
from webui.features.help.keys import KEYS


def test_every_setting_is_explained(browser: Browser) -> None:
    page = browser.get("/settings").text
    for name, field in Settings.model_fields.items():
        if name == "lists":
            continue  # kept on the start page: they are files, which a page may not name
        assert f'data-field="{name}"' in page
        assert str(field.title) in page


def test_a_setting_is_saved_and_goes_back(browser: Browser, services: Services) -> None:
    assert (
        browser.post("/settings", {"changes": {"file_seconds": "60", "formats": ["csv"]}}).status_code == 200
    )
    assert (services.settings.file_seconds, services.settings.formats) == (60, ("csv",))
    assert "Settings saved." in browser.get("/settings").text
    browser.post("/settings", {"changes": {"file_seconds": None}})
    assert services.settings.file_seconds == 300


def test_columns_of_a_matrix_are_ticked(browser: Browser, services: Services) -> None:
    page = browser.get("/settings").text
    assert ">Other</h2>" not in page
    assert 'name="matrix_columns" value="proposed"' in page
    browser.post("/settings", {"changes": {"matrix_columns": ["page", "comment"]}})
    assert services.settings.matrix_columns == ("page", "comment")


def test_what_is_yes_or_no_is_ticked(browser: Browser, services: Services) -> None:
    box = re.compile(r'<input type="checkbox" id="s-keep_recordings_text"[^>]*>')
    for wanted in (True, False):
        answer = browser.post("/settings", {"changes": {"keep_recordings_text": wanted}})
        assert answer.status_code == 200
        assert services.settings.keep_recordings_text is wanted
        (found,) = box.findall(browser.get("/settings").text)
        assert (" checked" in found) is wanted


def test_models_and_languages_are_chosen_from_what_is_installed(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    services.transcription.packs.install(write_pack(tmp_path / "drive"))
    browser.post("/settings", {"changes": {"file_model": "tiny", "live_model": "gone"}})
    page = browser.get("/settings").text
    assert '<option value="tiny" selected>tiny</option>' in page
    assert '<option value="gone" selected>gone (not installed)</option>' in page
    assert '<option value="en">English</option>' in page
    browser.post("/settings", {"changes": {"file_model": ""}})
    assert services.settings.file_model == ""
    assert '<option value="" selected>the largest there is</option>' in browser.get("/settings").text


def test_no_text_of_a_setting_shows_the_marks_of_a_programmer(browser: Browser) -> None:
    page = browser.get("/settings").text
    assert "`" not in page
    assert not re.findall(r'value="(True|False)"', page)
    assert re.search(r'id="s-recordings_folder"[^>]* readonly', page)


@pytest.mark.parametrize("changes", [{"file_seconds": "0"}, {"file_seconds": "soon"}, {"nothing": 1}, {"theme": "pink"},
                                     {"formats": ["exe"]}, {"profile": "/etc/passwd"}, {"jobs": -1}, {"text_size": "1000"},
                                     {"recordings_folder": "/etc"}, {"lists": ["/etc/passwd"]}, {"record_screen": "first"}])  # fmt: skip
def test_a_setting_that_cannot_be_used_changes_nothing(
    browser: Browser, services: Services, changes: dict[str, object]
) -> None:
    before = services.settings
    answer = browser.post("/settings", {"changes": changes})
    assert answer.status_code == 400
    assert (answer.json or {})["error"]
    assert services.settings == before


def test_colours_and_text_size_are_on_the_page_from_the_first_byte(browser: Browser) -> None:
    browser.post("/settings", {"changes": {"theme": "dark", "text_size": 150}})
    assert '<html lang="en" data-theme="dark" data-text="150">' in browser.get("/").text


def test_what_the_environment_decides_is_said(
    tmp_path: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDAT_FILE_SECONDS", "77")
    with Services(AppPaths.below(tmp_path)) as services:
        client = create_app(TESTING, services, window, KEY).test_client()
        client.get(f"/launch/{KEY}", base_url="http://127.0.0.1:5000")
        page = Browser(client).get("/settings").text
    assert "STORMDAT_FILE_SECONDS" in page
    assert re.search(r'name="file_seconds" value="77"[^>]* disabled', page)


def test_cleanup_shows_what_goes_and_takes_nothing_else(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services)
    folder = services.paths.scratch / "uploads"
    folder.mkdir(parents=True)
    (folder / "old.docx").write_bytes(b"x" * 2048)
    (folder / "new.docx").write_bytes(b"x")
    day_ago = time.time() - 25 * 3600
    os.utime(folder / "old.docx", (day_ago, day_ago))
    page = browser.get("/cleanup").text
    assert "old.docx" in page
    assert "new.docx" not in page
    assert "2.0 KiB" in page
    assert (folder / "old.docx").exists()
    assert browser.post("/cleanup/scratch", {}).status_code == 200
    assert "1 temporary item removed" in browser.get("/cleanup").text
    assert [path.name for path in folder.iterdir()] == ["new.docx"]
    assert browser.get(f"/sweeps/{sweep}").status_code == 200


def test_the_rules_of_retention_are_applied_to_what_was_seen(browser: Browser, services: Services) -> None:
    assert "None is set" in browser.get("/cleanup").text
    sweep = store_sweep(services, path=Path("/docs/ancient.docx"))
    with sqlite3.connect(services.paths.store) as connection:
        connection.execute("UPDATE sweeps SET started = '2020-01-02T03:04:05.000000+00:00'")
    recent = store_sweep(services)
    services.change_settings({"keep_sweeps_days": 30})
    page = browser.get("/cleanup").text
    assert "Sweeps older than 30 days" in page
    assert page.count("data-expired") == 1
    (item,) = retention.expired(services)
    other = retention.digest([replace(item, id="999")])
    assert browser.post("/cleanup/rules", {"seen": other}).status_code == 400
    assert services.store.sweeps().total == 2
    (seen,) = re.findall(r'data-seen="(\w+)"', page)
    assert browser.post("/cleanup/rules", {"seen": seen}).status_code == 200
    assert "1 item deleted by the rules of retention" in browser.get("/cleanup").text
    assert [each.id for each in services.store.sweeps().items] == [recent]
    assert sweep != recent


def test_every_rule_has_a_page(browser: Browser) -> None:
    listed = browser.get("/help").text
    for name in (rule.info.id for rule in rules()):
        page = browser.get(f"/help/rules/{name}").text
        for heading in ("What it does", "Why it matters", "Example", "Where it comes from"):
            assert f"<h2>{heading}</h2>" in page, name
        assert name in listed


def test_every_key_is_listed(browser: Browser) -> None:
    page = browser.get("/help/keys").text
    assert page.count("<kbd>") == sum(len(rows) for _, rows in KEYS)


def test_licences_come_from_the_packages(browser: Browser) -> None:
    page = browser.get("/help/licences").text
    for name in ("Flask", "waitress", "lxml", "pydantic", "SQLAlchemy"):
        assert f">{name}</a>" in page
    assert "pytest" not in page
    assert "Pallets" in browser.get("/help/licences/flask").text


def test_diagnostics_hold_no_names_and_no_text(browser: Browser, services: Services) -> None:
    store_sweep(services, 3, Path("/home/someone/secret-name.docx"))
    text = browser.get("/help/diagnostics").text
    assert "Library: 1 sweeps" in text
    for word in ("secret-name", "someone", "match0", "Message 0", str(services.paths.data)):
        assert word not in text


def test_a_page_that_is_not_there_says_so_in_both_forms(browser: Browser) -> None:
    page = browser.get("/sweeps/12345")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "There is no sweep 12345 in the library." in page.text
    twin = browser.post("/sweeps/12345/reveal", {})
    assert twin.status_code == 404
    assert twin.json == {"status": 404, "error": "There is no sweep 12345 in the library.", "hint": ""}


def test_a_mistake_of_ours_is_told_without_its_details(
    browser: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "secret " + "text"  # the log shows lines of code, so it must not stand in one

    def fail(_: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr(retention, "leftovers", fail)
    answer = browser.get("/cleanup")
    assert answer.status_code == 500
    assert "mistake in the program" in answer.text
    assert secret not in answer.text
    log = services.paths.log.read_text()
    assert "RuntimeError" in log
    assert secret not in log


def test_a_library_of_a_newer_version_is_told_on_every_page(tmp_path: Path, window: Window) -> None:
    paths = AppPaths.below(tmp_path)
    paths.data.mkdir(parents=True)
    paths.store.write_bytes(b"this is no library" * 100)
    with Services(paths) as services:
        client = create_app(TESTING, services, window, KEY).test_client()
        client.get(f"/launch/{KEY}", base_url="http://127.0.0.1:5000")
        answer = Browser(client).get("/")
    assert answer.status_code in (200, 503)
    assert "librar" in answer.text.casefold()


def test_addresses_in_pages_are_made_by_the_application(browser: Browser, services: Services) -> None:
    sweep = store_sweep(services)
    for url in ("/", "/sweeps", f"/sweeps/{sweep}", "/cleanup", "/settings", "/help"):
        for link in set(re.findall(r'(?:href|src)="(/[^"#]*)', browser.get(url).text)):
            answer = browser.get(link.replace("&amp;", "&"), buffered=True)
            assert answer.status_code == 200, (url, link)
