import io
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stormdat_core import logs
from stormdat_core.errors import UnreadableDocument
from stormdat_core.logs import PrivateFile
from stormdat_core.paths import AppPaths

SECRET = "THE-SECRET-PARAGRAPH"


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[AppPaths]:
    paths = AppPaths.below(tmp_path)
    logs.configure(paths)
    yield paths
    logs.close()


def log_of(paths: AppPaths) -> str:
    return paths.log.read_text("utf-8")


def parse(text: str) -> None:
    """Fail as a third party does: quoting what it read."""
    raise ValueError(f"cannot parse {text!r}")


def test_messages_below_the_root_reach_the_file(paths: AppPaths) -> None:
    logging.getLogger("stormdat.sweep").info("Reading %s.", "report.docx")
    logging.getLogger("stormdat.sweep").debug("Too detailed.")
    logging.getLogger("elsewhere").error("Not ours.")
    line = log_of(paths)
    assert line.endswith("INFO " + line.split("INFO ", 1)[1])
    assert "stormdat.sweep: Reading report.docx.\n" in line
    assert len(line.splitlines()) == 1


def test_anothers_exception_is_logged_with_places_and_without_its_message(paths: AppPaths) -> None:
    try:
        parse(SECRET)
    except ValueError:
        logging.getLogger("stormdat.sweep").exception("A rule failed.")
    text = log_of(paths)
    assert "builtins.ValueError (message left out)" in text
    assert "in parse" in text
    assert "test_logs.py" in text
    assert SECRET not in text


def test_causes_contexts_groups_and_notes_are_treated_alike(paths: AppPaths) -> None:
    try:
        try:
            try:
                parse(SECRET)
            except ValueError:
                raise KeyError(SECRET)  # noqa: B904
        except KeyError as exc:
            exc.add_note(SECRET)
            raise UnreadableDocument("a.docx is damaged.") from ExceptionGroup(
                SECRET, [exc, RuntimeError(SECRET)]
            )
    except UnreadableDocument:
        logging.getLogger("stormdat").exception("Failed.")
    text = log_of(paths)
    assert SECRET not in text
    for name in ("ValueError", "KeyError", "ExceptionGroup", "RuntimeError"):
        assert f"builtins.{name} (message left out)" in text
    assert text.splitlines()[-1] == "UnreadableDocument: a.docx is damaged."


def test_an_exception_given_as_an_argument_is_cut_down_too(paths: AppPaths) -> None:
    log = logging.getLogger("stormdat")
    log.warning("Failed: %s", ValueError(SECRET))
    log.warning("Failed: %(why)s", {"why": ValueError(SECRET)})
    log.warning(ValueError(SECRET))
    assert SECRET not in log_of(paths)
    assert log_of(paths).count("ValueError") == 3


def test_a_handler_before_ours_that_caches_the_text_changes_nothing(paths: AppPaths) -> None:
    class Caching(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            self.format(record)

    log = logging.getLogger("stormdat.first")
    caching = Caching()
    log.addHandler(caching)
    try:
        parse(SECRET)
    except ValueError:
        log.exception("Failed.")
    finally:
        log.removeHandler(caching)
    assert SECRET not in log_of(paths)


def test_numbers_that_quote_nothing_are_kept(paths: AppPaths) -> None:
    try:
        sqlite3.connect(":memory:").execute(f"select {SECRET.replace('-', '_')}")
    except sqlite3.Error:
        logging.getLogger("stormdat").exception("Failed.")
    try:
        Path("/nowhere", SECRET).read_text()
    except OSError:
        logging.getLogger("stormdat").exception("Failed.")
    text = log_of(paths)
    assert "sqlite3.OperationalError (SQLITE_ERROR)" in text
    assert "builtins.FileNotFoundError (2)" in text
    assert SECRET not in text


def test_a_line_break_in_a_name_cannot_begin_a_line(paths: AppPaths) -> None:
    logging.getLogger("stormdat").info("Reading %s.", "a\n2026-01-01 ERROR forged\x1b[31m.docx")
    lines = log_of(paths).splitlines()
    assert len(lines) == 1
    assert "a\\n2026-01-01" in lines[0]
    assert "\x1b" not in lines[0]


def test_a_name_that_is_not_unicode_is_logged(paths: AppPaths) -> None:
    logging.getLogger("stormdat").info("Reading %s.", os.fsdecode(b"caf\xe9.docx"))
    assert "caf\\udce9.docx" in log_of(paths)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_files_are_private_also_after_rotation(paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_BYTES", 500)
    logs.configure(paths)
    for number in range(200):
        logging.getLogger("stormdat").info("Message number %d.", number)
    files = sorted(paths.logs.iterdir())
    assert len(files) == 1 + logs._OLD_FILES
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert all(path.stat().st_size <= 500 for path in files)


def test_configuring_again_moves_the_log_and_doubles_nothing(paths: AppPaths, tmp_path: Path) -> None:
    other = AppPaths.below(tmp_path / "other")
    logs.configure(other, "WARNING")
    logging.getLogger("stormdat").info("Quiet.")
    logging.getLogger("stormdat").warning("Loud.")
    assert log_of(paths) == ""
    assert len(log_of(other).splitlines()) == 1


def test_a_log_that_another_process_rotated_is_opened_again(paths: AppPaths) -> None:
    logging.getLogger("stormdat").info("before")
    paths.log.rename(paths.logs / "stormdat.log.1")
    logging.getLogger("stormdat").info("after")
    assert log_of(paths).endswith("after\n")
    assert "after" not in (paths.logs / "stormdat.log.1").read_text("utf-8")


def test_a_folder_that_was_removed_is_made_again(paths: AppPaths) -> None:
    logging.getLogger("stormdat").info("before")
    shutil.rmtree(paths.logs)
    logging.getLogger("stormdat").info("after")
    assert log_of(paths).endswith("after\n")
    if os.name == "posix":
        assert paths.logs.stat().st_mode & 0o777 == 0o700


def replaced_by_a_file(paths: AppPaths) -> None:
    shutil.rmtree(paths.logs)
    paths.logs.write_text("in the way")


def replaced_by_a_fifo(paths: AppPaths) -> None:
    paths.log.unlink()
    os.mkfifo(paths.log)


def replaced_by_a_folder(paths: AppPaths) -> None:
    paths.log.unlink()
    paths.log.mkdir()


def put_on_a_full_disk(paths: AppPaths) -> None:
    paths.log.unlink()
    paths.log.symlink_to("/dev/full")


def closed_beneath(paths: AppPaths) -> None:
    handler = next(each for each in logging.getLogger("stormdat").handlers if isinstance(each, PrivateFile))
    handler.stream.close()


MISHAPS = [replaced_by_a_file, replaced_by_a_fifo, replaced_by_a_folder, put_on_a_full_disk, closed_beneath]


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full and FIFOs")
@pytest.mark.parametrize("mishap", MISHAPS)
def test_a_line_that_cannot_be_written_raises_nothing(
    paths: AppPaths, mishap: Callable[[AppPaths], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it where standard error is closed as well, as it may be behind a window."""
    log = logging.getLogger("stormdat")
    log.info("before")
    mishap(paths)
    monkeypatch.setattr(log, "propagate", False)  # pytest listens at the root, and complains of the last
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    for _ in range(100):
        log.warning("lost %s", "x" * 1000)
    log.error("lost", exc_info=ValueError(SECRET))
    log.info("wrongly %d made", "x")
    logs.close()
    logs.configure(AppPaths.below(paths.data.parent / "elsewhere"))  # as changed settings do


def test_after_the_log_is_closed_a_warning_raises_nothing(
    paths: AppPaths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.close()
    monkeypatch.setattr(logging.getLogger("stormdat"), "propagate", False)  # pytest listens at the root
    logging.getLogger("stormdat").warning("told on the terminal")
    assert capsys.readouterr().err == "told on the terminal\n"
    monkeypatch.setattr(sys, "stderr", None)
    logging.getLogger("stormdat").warning("nobody hears")


def test_two_processes_rotate_one_log(paths: AppPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_BYTES", 2000)
    logs.configure(paths)
    code = (
        "import logging, sys; from pathlib import Path; from stormdat_core import logs, paths\n"
        "logs._BYTES = 2000\n"
        "logs.configure(paths.AppPaths.below(Path(sys.argv[1])))\n"
        "for n in range(300): logging.getLogger('stormdat').info('child %d', n)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(paths.data.parent)], stderr=subprocess.PIPE)
    for number in range(300):
        logging.getLogger("stormdat").info("parent %d", number)
    assert child.communicate(timeout=60)[1] == b""
    assert child.returncode == 0
    logging.getLogger("stormdat").info("the last")
    assert "the last" in log_of(paths)
    assert len(list(paths.logs.iterdir())) <= 1 + logs._OLD_FILES
