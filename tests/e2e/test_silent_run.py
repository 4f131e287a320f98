"""The silent run: every part of the program as a user has it, and nothing leaves the machine or the own folders.

No switch is looked for here: what counts is what the libraries do.
"""

import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from stormdat_core.sample import sample_list, sample_report
from tests.desktop.screen import Screen, needs_screen, new_screen, until
from tests.pdf import line, write_pdf
from tests.silent import Heard, Silence, needs_silence
from tests.sound import needs_sound, sound_server
from tests.speech import SENTENCES, conversation, needs_model, write_model_pack, write_wav

pytestmark = [pytest.mark.e2e, needs_silence, pytest.mark.xdist_group("window")]

PAGES = ("/", "/settings", "/transcripts", "/transcripts/models", "/recordings", "/help")

BUSY = """
import pathlib, socket, sys
for kind, address in ((socket.SOCK_DGRAM, "192.0.2.1"), (socket.SOCK_STREAM, "192.0.2.2")):
    with socket.socket(socket.AF_INET, kind) as made:
        try:
            made.connect((address, 9))
        except OSError:
            pass
try:
    socket.getaddrinfo("collector.example", 443)
except OSError:
    pass
made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
made.bind(("0.0.0.0", 0))
pathlib.Path.home().joinpath(".cache", "stormdat").mkdir(parents=True)
pathlib.Path.home().joinpath(".cache", "stormdat", "own").touch()
pathlib.Path.home().joinpath(".cache", "deviceid").touch()
pathlib.Path(sys.argv[1]).touch()
"""

RECORD = """
import sys
from stormdat_core.cli.main import exit_code
from stormdat_core.services import open_services
if __name__ == "__main__":
    code = exit_code(["record", "--seconds", "2", "--out", sys.argv[1]])
    with open_services() as services:
        services.recorder.end()  # it would wait a minute for whoever comes next
    sys.exit(code)
"""

SERVE = """
import http.cookiejar, signal, subprocess, sys, urllib.request
process = subprocess.Popen([sys.executable, "-m", "desktop", "serve"], stdout=subprocess.PIPE, text=True)
try:
    address = process.stdout.readline().strip()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    base = opener.open(address, timeout=30).url.split("/", 3)
    for page in sys.argv[1:]:
        print(page, opener.open("/".join(base[:3]) + page, timeout=30).status, flush=True)
finally:
    process.send_signal(signal.SIGTERM)
    code = process.wait(30)
sys.exit(code)
"""


@pytest.fixture
def silence(tmp_path: Path) -> Iterator[Silence]:
    """A place with a short name: the recorder's socket lies in it, and the system allows 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="silent-", ignore_cleanup_errors=True) as folder:
        place = Silence(Path(folder))
        place.outputs.append(tmp_path)
        yield place


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


def assert_silent(heard: Heard, code: int = 0) -> None:
    assert heard.returncode == code, heard.told[-3000:]
    assert heard.names == (), "names that were looked up"
    assert heard.outside == (), "addresses off the loopback"
    assert heard.left == (), "files outside the own folders"


def test_what_is_not_silent_is_heard(silence: Silence, tmp_path: Path) -> None:
    silence.outputs.clear()
    elsewhere = tmp_path / "elsewhere"
    heard = silence.command([sys.executable, "-c", BUSY, str(elsewhere)])
    assert heard.returncode == 0, heard.told
    assert set(heard.names) == {"collector.example"}
    told = "\n".join(heard.outside)
    assert all(address in told for address in ("192.0.2.1", "192.0.2.2", "0.0.0.0"))
    assert heard.left == (".cache/deviceid", str(elsewhere))


def test_a_sweep_with_a_list(silence: Silence, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    shutil.copy(sample_report(), folder / "report.docx")
    shutil.copy(sample_list(), folder / "table.xlsx")
    write_pdf(folder / "paper.pdf", [line("The GPS shows the way to https://example.org/map.", 700)])
    (folder / "page.html").write_text(
        '<html><head><link rel="stylesheet" href="https://example.org/a.css"></head>'
        '<body><img src="https://example.org/a.png"><p>The GPS shows the way.</p></body></html>'
    )
    (folder / "notes.txt").write_text("The GPS (Global Positioning System) shows the way.\n")
    (folder / "fake.docx").write_bytes(b"no document")
    heard = silence.run(
        "sweep", folder, "--list", sample_list(), "--format", "docx,fixed,xlsx,html,json,csv",
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert_silent(heard, code=2)
    assert {path.suffix for path in (tmp_path / "out").iterdir()} >= {
        ".docx",
        ".xlsx",
        ".html",
        ".json",
        ".csv",
    }


@needs_model
def test_a_model_is_imported_measured_and_used(silence: Silence, tmp_path: Path) -> None:
    assert_silent(silence.run("models", "import", write_model_pack(tmp_path / "drive")))
    assert_silent(silence.run("models", "measure"))
    media = write_wav(tmp_path / "talk.wav", conversation(SENTENCES[:2])[0])
    out = tmp_path / "out"
    assert_silent(silence.run("transcribe", media, "--format", "txt,srt,vtt,json,docx", "--out", out))
    assert len(list(out.iterdir())) == 5


@needs_screen
@needs_sound
def test_a_recording_of_screen_microphone_and_system_sound(
    silence: Silence, screen: Screen, tmp_path: Path
) -> None:
    with sound_server() as sound:
        names = ("XDG_RUNTIME_DIR", "PULSE_SERVER")
        own = {name: sound.variables[name] for name in names}
        silence.outputs.append(Path(own["XDG_RUNTIME_DIR"]))
        heard = silence.command(
            [sys.executable, "-c", RECORD, str(tmp_path / "out")], DISPLAY=screen.environ["DISPLAY"], **own
        )
    assert_silent(heard)
    assert len(list((tmp_path / "out").glob("*.mp4"))) == 1


def test_the_pages_in_a_browser(silence: Silence) -> None:
    heard = silence.command([sys.executable, "-c", SERVE, *PAGES])
    assert_silent(heard)
    assert all(f"{page} 200" in heard.told for page in PAGES)


def findings(library: Path) -> int:
    """Return how many findings a library holds that another process writes."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as opened:
        return int(opened.execute("SELECT count(*) FROM findings").fetchone()[0])
    return 0


@needs_screen
def test_the_window_checks_a_file(silence: Silence, screen: Screen, tmp_path: Path) -> None:
    """Closed as a person does, some seconds after the results have come: what reports home does so late."""
    report = tmp_path / "report.docx"
    shutil.copy(sample_report(), report)
    found: list[Heard] = []
    variables = {"DISPLAY": screen.environ["DISPLAY"], "XDG_RUNTIME_DIR": str(tmp_path)}
    run = threading.Thread(target=lambda: found.append(silence.run(report, **variables)), daemon=True)
    run.start()
    until(lambda: findings(silence.library), "the findings of the file", 90)
    time.sleep(8)
    screen.close(screen.window("STORM DAT$"))
    run.join(60)
    (heard,) = found
    assert_silent(heard)
    assert 'inet_addr("127.0.0.1")' in heard.trace, "the trace has seen the server"


@needs_screen
def test_every_part_tries_itself(silence: Silence, screen: Screen, tmp_path: Path) -> None:
    variables = {"DISPLAY": screen.environ["DISPLAY"], "XDG_RUNTIME_DIR": str(tmp_path)}
    assert_silent(silence.run("self-test", "--window", **variables))
