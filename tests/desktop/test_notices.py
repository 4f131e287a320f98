"""Pages that stand alone, and the log of what nobody caught."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from desktop import mishaps, notices
from stormdat_core import logs
from stormdat_core.errors import StoreUnusable
from stormdat_core.paths import AppPaths

LOG = Path("/home/a&b/stormdat.log")


def text_of(page: str) -> str:
    words: list[str] = []
    parser = HTMLParser()
    parser.handle_data = words.append  # type: ignore[method-assign]
    parser.feed(page)
    return " ".join(" ".join(words).split())


def test_the_splash_needs_nothing_from_anywhere() -> None:
    page = notices.splash()
    assert "STORM DAT Starting" in text_of(page)
    for word in ("http:", "https:", "<script", "src=", "href=", "url("):
        assert word not in page


def test_an_error_we_can_explain_is_shown_as_text() -> None:
    page = notices.failure_of(StoreUnusable("The library <b>x</b> is newer.", "Update & start again."), LOG)
    assert "The library <b>x</b> is newer. Update & start again." in text_of(page)
    assert "<b>" not in page


def test_a_mistake_of_ours_says_nothing_of_its_words() -> None:
    page = notices.failure_of(ValueError("secret text of a document"), LOG)
    assert "secret" not in page
    assert str(LOG) in text_of(page)


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[AppPaths]:
    paths = AppPaths.below(tmp_path)
    yield paths
    logs.close()


def test_an_error_nobody_caught_is_logged_without_its_words(paths: AppPaths) -> None:
    script = (
        "import sys, threading; from pathlib import Path; from desktop import mishaps\n"
        "from stormdat_core import logs; from stormdat_core.paths import AppPaths\n"
        "logs.configure(AppPaths.below(Path(sys.argv[1]))); mishaps.install()\n"
        "def fail(): raise KeyError('words of a document')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "fail()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, paths.logs.parent], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    log = paths.log.read_text()
    assert "A thread ended with an error." in log
    assert "The program ended with an error." in log
    assert log.count("in fail") == 2
    assert "words of a document" not in log


def test_a_thread_that_exits_is_no_mishap(caplog: pytest.LogCaptureFixture) -> None:
    import threading

    told = threading.ExceptHookArgs((SystemExit, SystemExit(0), None, None))
    with caplog.at_level(logging.ERROR, "stormdat.window"):
        mishaps._ended_thread(told)
    assert caplog.records == []
