"""Files come in by drop, dialog or upload; a page learns a token and names, never a path."""

import threading
import time
from pathlib import Path

import pytest

from stormdat_core.acronyms.list_files import acronym_list
from stormdat_core.services import Services
from tests.webui.conftest import Browser, Window
from webui.accepts import LIST_SUFFIXES
from webui.names import LONGEST, safe_name
from webui.shell import FilePatterns
from webui.uploads import MOST_LEFT_OUT, CutOff, Uploads, parted

ODD = ["../../x", "..\\..\\x", "NUL", "con.docx", "COM1.txt", "a" * 300 + ".docx", "é" * 200 + ".docx", "", ".", "..", "/", "a\x00b.docx",
       "a:b|c?.docx", "name. . .", " lead", "C:\\Windows\\x.docx", "x/../../y.docx", "\u202egpj.docx", "😀.docx", "-rf", "a\nb.docx", "x." + "y" * 300]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_name_from_outside_becomes_a_plain_file_name(name: str, tmp_path: Path) -> None:
    safe = safe_name(name)
    assert (tmp_path / safe).resolve().parent == tmp_path
    assert len(safe.encode()) <= LONGEST + 1
    assert safe == safe.strip(" .")
    assert not set(safe) & set('<>:"/\\|?*\x00\n\u202e')
    assert safe.partition(".")[0].casefold() not in {"nul", "con", "com1"}
    (tmp_path / safe).write_bytes(b"x")


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert safe_name("Überblick (Entwurf 2).docx") == "Überblick (Entwurf 2).docx"


def begin(browser: Browser, purpose: str = "documents") -> str:
    answer = browser.post("/inbox/batches", {"purpose": purpose})
    assert answer.status_code == 201
    assert answer.json is not None
    return str(answer.json["batch"])


@pytest.mark.parametrize("name", ODD)
def test_an_upload_never_leaves_its_folder(
    browser: Browser, services: Services, tmp_path: Path, name: str
) -> None:
    before = set(tmp_path.rglob("*"))
    batch = begin(browser)
    assert browser.send(f"/inbox/batches/{batch}/files", b"content", name).status_code == 201
    token = (browser.post(f"/inbox/batches/{batch}/done", {}).json or {})["token"]
    (path,) = services.inbox.get(token).paths
    assert path.read_bytes() == b"content"
    uploads = services.paths.scratch / "uploads"
    assert path.resolve().is_relative_to(uploads)
    files = {item for item in set(tmp_path.rglob("*")) - before if item.is_file()}
    assert {item for item in files if not item.is_relative_to(uploads)} <= {services.paths.log}


def test_twins_keep_their_names(browser: Browser, services: Services) -> None:
    batch = begin(browser)
    for data in (b"1", b"2"):
        browser.send(f"/inbox/batches/{batch}/files", data, "report.docx")
    answer = browser.post(f"/inbox/batches/{batch}/done", {}).json or {}
    assert answer["names"] == ["report.docx", "report.docx"]
    assert [path.read_bytes() for path in services.inbox.get(answer["token"]).paths] == [b"1", b"2"]


def test_what_was_not_sent_is_passed_over_by_name(browser: Browser, services: Services) -> None:
    batch = begin(browser)
    browser.send(f"/inbox/batches/{batch}/files", b"Plain text.", "note.txt")
    left = [
        "minutes/photo.png",
        "minutes/talk.wav",
        "archive.zip",
        "../../odd\\noending",
        "CON",
        "/",
        "x" * 900,
    ]
    told = browser.post(f"/inbox/batches/{batch}/done", {"left_out": left}).json or {}
    paths = services.inbox.get(told["token"]).paths
    assert all(path.resolve().is_relative_to(services.paths.uploads) for path in paths)
    answer = (
        browser.post("/sweeps", {"documents": [told["token"]], "lists": [], "profile": "standard"}).json or {}
    )
    services.jobs.wait(answer["job"], 60)
    (sweep,) = services.store.sweeps().items
    passed = dict(services.store.passed_over(sweep.id))
    assert "is a picture (.png)" in passed["minutes/photo.png"]
    assert "is sound or video (.wav)" in passed["minutes/talk.wav"]
    assert {"archive.zip", "odd/noending"} <= set(passed)
    assert (sweep.files, sweep.passed) == (1, len(left))
    assert "photo.png" in browser.get(f"/sweeps/{sweep.id}/passed").text
    assert browser.post("/sweeps/delete", {"sweeps": [sweep.id]}).status_code == 200
    assert not [item for item in services.paths.scratch.rglob("*") if item.name in ("photo.png", "note.txt")]


def test_too_many_names_of_what_was_not_sent_are_refused(browser: Browser) -> None:
    batch = begin(browser)
    browser.send(f"/inbox/batches/{batch}/files", b"Plain text.", "note.txt")
    names = [f"{number}.png" for number in range(MOST_LEFT_OUT + 1)]
    assert browser.post(f"/inbox/batches/{batch}/done", {"left_out": names}).status_code == 400


def test_an_upload_that_is_too_large_is_refused(browser: Browser, services: Services) -> None:
    services.change_settings({"file_size_mib": 1})
    batch = begin(browser)
    answer = browser.send(f"/inbox/batches/{batch}/files", b"x" * (1024 * 1024 + 1), "big.docx")
    assert answer.status_code == 413
    assert not [item for item in services.paths.scratch.rglob("*") if item.is_file()]


def test_an_upload_that_is_cut_off_leaves_nothing(services: Services) -> None:
    uploads = Uploads(services.paths, services.inbox)
    batch = uploads.begin("documents")
    parts = iter([b"half", b""])
    with pytest.raises(CutOff, match="did not arrive whole"):
        uploads.add(batch, "report.docx", lambda _: next(parts), 100)
    assert not [item for item in services.paths.scratch.rglob("*") if item.is_file()]


def test_a_batch_that_is_not_known_is_refused(browser: Browser) -> None:
    assert browser.send("/inbox/batches/none/files", b"x", "x.docx").status_code == 404
    assert browser.post("/inbox/batches/none/done", {}).status_code == 404


def test_a_drop_becomes_a_token(browser: Browser, services: Services, window: Window, tmp_path: Path) -> None:
    window.drops.append((tmp_path / "a.docx", tmp_path / "folder"))
    body = {"zone": "documents", "files": [["a.docx", 1], ["folder", 4096]]}
    answer = browser.post("/inbox/drop", body)
    assert answer.json is not None
    assert answer.json["names"] == ["a.docx", "folder"]
    assert str(tmp_path) not in answer.text
    assert services.inbox.get(answer.json["token"]).paths == (tmp_path / "a.docx", tmp_path / "folder")
    again = browser.post("/inbox/drop", body)
    assert again.status_code == 400
    assert "Choose files" in (again.json or {})["hint"]


def picked(services: Services, request: str, kind: str = "picked") -> dict[str, object]:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        found = [event for event in services.events.after(0) if event.topic == f"pick:{request}"]
        if found:
            assert found[0].kind == kind
            return dict(found[0].data)
        services.events.wait(services.events.last, 0.1)
    raise AssertionError("the dialog never answered")


def test_a_dialog_answers_by_an_event(
    browser: Browser, services: Services, window: Window, tmp_path: Path
) -> None:
    window.answers.append((tmp_path / "list.xlsx",))
    assert browser.post("/inbox/pick", {"request": "abcdef123456", "kind": "lists"}).status_code == 202
    told = picked(services, "abcdef123456")
    assert told["names"] == ["list.xlsx"]
    delivery = services.inbox.get(str(told["token"]))
    assert (delivery.paths, delivery.purpose) == ((tmp_path / "list.xlsx",), "list")


def test_a_cancelled_dialog_says_so(browser: Browser, services: Services, window: Window) -> None:
    window.answers.append(())
    browser.post("/inbox/pick", {"request": "abcdef123456", "kind": "folder"})
    assert picked(services, "abcdef123456", "cancelled") == {}


def test_a_second_dialog_is_refused_while_one_is_open(
    browser: Browser, services: Services, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def ask(title: str) -> None:
        answered.wait(10)

    monkeypatch.setattr(window, "pick_folder", ask)
    assert browser.post("/inbox/pick", {"request": "aaaaaaaa", "kind": "folder"}).status_code == 202
    assert browser.post("/inbox/pick", {"request": "bbbbbbbb", "kind": "folder"}).status_code == 409
    answered.set()
    picked(services, "aaaaaaaa", "cancelled")


def test_a_dialog_that_fails_does_not_leave_the_page_waiting(browser: Browser, services: Services) -> None:
    browser.post("/inbox/pick", {"request": "abcdef123456", "kind": "folder"})  # the window has no answer
    assert "could not be opened" in str(picked(services, "abcdef123456", "failed")["error"])


def test_lists_are_offered_by_every_ending_that_can_be_loaded() -> None:
    """The pages spell them out, because asking the reader would import it into their process."""
    assert set(LIST_SUFFIXES) == {*acronym_list._SOURCES, ".xlsx"}


def test_dialogs_offer_every_kind_of_document(
    browser: Browser, services: Services, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[FilePatterns] = []
    monkeypatch.setattr(window, "pick_files", lambda _, patterns, **__: offered.append(patterns) or ())
    browser.post("/inbox/pick", {"request": "abcdef123456", "kind": "files"})
    assert picked(services, "abcdef123456", "cancelled") == {}
    (((words, endings),),) = offered
    assert words == "Documents"
    assert {".docx", ".xlsx", ".pptx", ".pdf", ".html", ".txt"} <= set(endings)


def test_what_came_with_media_and_is_read_by_nothing_is_named_beside_the_offer(
    browser: Browser, services: Services
) -> None:
    batch = begin(browser)
    browser.send(f"/inbox/batches/{batch}/files", b"RIFF\0\0\0\0WAVE" + bytes(99), "talk.wav")
    told = browser.post(f"/inbox/batches/{batch}/done", {"left_out": ["notes.xyz", "a/photo.png"]}).json or {}
    answer = browser.post("/sweeps", {"documents": [told["token"]], "lists": []}).json or {}
    page = browser.get(answer["url"]).text
    offer = page[page.index('class="offer"') : page.index("</section>")]
    assert "1 file of sound or video" in offer
    assert all(f"<li>{name}</li>" in offer for name in ("talk.wav", "notes.xyz", "photo.png"))
    assert "2 files that came with it cannot be read here" in offer
    assert not services.store.sweeps().items


def test_a_folder_of_a_persons_own_with_that_name_is_swept(tmp_path: Path) -> None:
    own = tmp_path / "not sent"
    own.mkdir()
    (own / "a.xyz").touch()
    assert parted([own], tmp_path / "uploads") == ([own], [])
