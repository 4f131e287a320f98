"""Players that stop reading: nothing of a recording is copied aside, and everybody else is served."""

import http.client
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from stormdat_core.services import Services
from tests.recordings import put_recording
from tests.webui.conftest import KEY, Window
from webui.app import create_app
from webui.config import TESTING
from webui.server import LocalServer

HUGE = 4 * 2**30


@pytest.fixture
def server(services: Services, window: Window) -> Iterator[LocalServer]:
    with LocalServer(create_app(TESTING, services, window, KEY)) as server:
        yield server


@contextmanager
def asked(server: LocalServer, cookie: str, url: str, span: str = "") -> Iterator[http.client.HTTPResponse]:
    """Yield an answer of which only the head has been read."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    link.request("GET", url, headers={"Cookie": cookie} | ({"Range": span} if span else {}))
    with closing(link), closing(link.getresponse()) as answer:
        yield answer


def unlinked_files() -> list[str]:
    """Return what this process holds open that has no name any more: temporary files."""
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(handle.readlink()))
        except FileNotFoundError:
            continue
    return [name for name in found if name.endswith("(deleted)") and name.startswith("/tmp/")]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_stalled_players_leave_no_copy_and_hold_nobody_up(server: LocalServer, services: Services) -> None:
    made = put_recording(services.recordings.folder)
    os.truncate(made.path, HUGE)
    services.recordings.refresh()
    with asked(server, "", f"/launch/{KEY}") as opened:
        cookie = str(opened.headers["Set-Cookie"]).partition(";")[0]
    before, media = unlinked_files(), f"/recordings/{made.id}/media"
    with ExitStack() as stack:
        stalled = [stack.enter_context(asked(server, cookie, media, f"bytes={n}-")) for n in range(6)]
        time.sleep(1.0)
        assert [answer.status for answer in stalled] == [206] * 6
        assert [name for name in unlinked_files() if name not in before] == []
        with asked(server, cookie, "/health") as health:
            assert health.status == 200
        with asked(server, cookie, media, "bytes=-4") as tail:
            assert tail.read() == b"\0\0\0\0"
