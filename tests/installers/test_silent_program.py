"""A whole run of a program as a user has it: nothing leaves the machine or the program's own folders.

CI unset, a home with nothing in it, a network namespace with a name server that listens. Of the source, or of
the program that `STORMDAT_PROGRAM` names: a bundle, or an installed one. Started by `-m installer`.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.sample import sample_list, sample_report
from tests.desktop.screen import Screen, needs_screen, new_screen, until
from tests.e2e.test_silent_run import assert_silent, findings
from tests.silent import Heard, Silence, needs_silence
from tests.sound import needs_sound, sound_server
from tests.speech import SENTENCES, conversation, needs_model, write_model_pack, write_wav

pytestmark = [pytest.mark.installer, needs_silence, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A short name: the recorder's socket lies in it, and the system allows 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="silent-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def silence(place: Path) -> Silence:
    """One user for all steps: each finds what the one before has left."""
    return Silence(place / "user")


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


@pytest.fixture
def out(tmp_path: Path, silence: Silence) -> Path:
    folder = tmp_path / "out"
    silence.outputs.append(folder)
    return folder


def test_it_sweeps_and_exports(silence: Silence, tmp_path: Path, out: Path) -> None:
    shutil.copy(sample_report(), tmp_path / "report.docx")
    heard = silence.run(
        "sweep", tmp_path / "report.docx", "--list", sample_list(), "--fail-on", "never",
        "--format", "docx,fixed,xlsx,html,json,csv,crm,crm-docx", "--out", out,
    )  # fmt: skip
    assert_silent(heard)
    assert len(list(out.iterdir())) == 8
    assert silence.library.is_file(), "the library lies where it belongs"


@needs_model
def test_it_imports_a_model_and_transcribes(silence: Silence, tmp_path: Path, out: Path) -> None:
    assert_silent(silence.run("models", "import", write_model_pack(tmp_path / "drive")))
    media = write_wav(tmp_path / "talk.wav", conversation(SENTENCES[:2])[0])
    assert_silent(silence.run("transcribe", media, "--format", "txt,srt,vtt,json,docx", "--out", out))
    assert len(list(out.iterdir())) == 5


@needs_screen
@needs_sound
def test_it_records(silence: Silence, screen: Screen, out: Path) -> None:
    """The recorder's process waits a minute for whoever comes next, and the run for it."""
    with sound_server() as sound:
        own = {name: sound.variables[name] for name in ("XDG_RUNTIME_DIR", "PULSE_SERVER")}
        silence.outputs.append(Path(own["XDG_RUNTIME_DIR"]))
        heard = silence.run("record", "--seconds", 2, "--out", out, DISPLAY=screen.environ["DISPLAY"], **own)
    assert_silent(heard)
    assert len(list(out.glob("*.mp4"))) == 1


@needs_screen
def test_its_window_checks_a_file(silence: Silence, screen: Screen, tmp_path: Path, place: Path) -> None:
    """Closed as a person does, some seconds after the results have come: what reports home does so late."""
    report = tmp_path / "report.docx"
    shutil.copy(sample_report(), report)
    found: list[Heard] = []
    (place / "run").mkdir(mode=0o700)
    silence.outputs.append(place / "run")
    variables = {"DISPLAY": screen.environ["DISPLAY"], "XDG_RUNTIME_DIR": str(place / "run")}
    before = findings(silence.library)
    run = threading.Thread(target=lambda: found.append(silence.run(report, **variables)), daemon=True)
    run.start()
    until(lambda: findings(silence.library) > before, "the findings of the file", 120)
    time.sleep(8)
    screen.close(screen.window("STORM DAT$"))
    run.join(60)
    (heard,) = found
    assert_silent(heard)
    assert 'inet_addr("127.0.0.1")' in heard.trace, "the trace has seen the server"


@needs_screen
def test_every_part_of_it_tries_itself(silence: Silence, screen: Screen, place: Path) -> None:
    runtime = place / "tried"
    runtime.mkdir(mode=0o700)
    silence.outputs.append(runtime)
    variables = {"DISPLAY": screen.environ["DISPLAY"], "XDG_RUNTIME_DIR": str(runtime)}
    assert_silent(silence.run("self-test", "--window", **variables))
