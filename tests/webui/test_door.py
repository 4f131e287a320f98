"""What strangers do at the port: they wait, dawdle and send too much, and our own pages do not notice."""

import errno
import http.client
import json
import logging
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from stormdat_core.services import Services
from tests.webui.conftest import KEY, Window
from webui import door, waiting
from webui.app import create_app
from webui.config import MIB, TESTING
from webui.server import LocalServer

FLOOD = Path(__file__).with_name("flood.py")
HUGE = 900 * MIB


@pytest.fixture
def server(services: Services, window: Window) -> Iterator[LocalServer]:
    with LocalServer(create_app(TESTING, services, window, KEY)) as server:
        yield server


def link_to(server: LocalServer) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)


@pytest.fixture
def cookie(server: LocalServer) -> str:
    link = link_to(server)
    link.request("GET", f"/launch/{KEY}")
    answer = link.getresponse()
    answer.read()
    link.close()
    assert answer.status == 303
    return str(answer.headers["Set-Cookie"]).partition(";")[0]


def health(link: http.client.HTTPConnection, cookie: str) -> int:
    link.request("GET", "/health", headers={"Cookie": cookie})
    answer = link.getresponse()
    answer.read()
    return answer.status


def head(server: LocalServer, cookie: str, path: str = "/inbox/batches", /, **changes: str) -> bytes:
    """Return the head of a request that would be answered, with changes."""
    fields = {
        "Host": f"127.0.0.1:{server.port}",
        "Origin": f"http://127.0.0.1:{server.port}",
        "Cookie": cookie,
        "Content-Type": "application/json",
        "Content-Length": "2",
    }
    fields |= {name.replace("_", "-"): value for name, value in changes.items() if name != "method"}
    lines = [f"{changes.get('method', 'POST')} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([*lines, "", ""]).encode()


def dial(server: LocalServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


def everything(peer: socket.socket) -> bytes:
    """Return what is said until the connection ends."""
    said = bytearray()
    with suppress(ConnectionError):
        while part := peer.recv(65536):
            said += part
    return bytes(said)


UPLOAD = "/inbox/batches/x/files?name=a.docx"
REFUSED = {
    "a foreign host": (403, "/inbox/batches", {"Host": "evil.example"}),
    "a foreign origin": (403, "/inbox/batches", {"Origin": "http://127.0.0.1:1"}),
    "no origin": (403, "/inbox/batches", {"Origin": ""}),
    "no cookie": (401, "/inbox/batches", {"Cookie": ""}),
    "an upload without the cookie": (401, UPLOAD, {"Cookie": "", "Content_Type": "application/octet-stream"}),
    "a forged cookie": (401, "/inbox/batches", {"Cookie": "stormdat=x"}),
    "a form": (415, "/inbox/batches", {"Content_Type": "multipart/form-data"}),
    "too large JSON": (413, "/inbox/batches", {}),
    "too large an upload": (413, UPLOAD, {"Content_Type": "application/octet-stream"}),
    "no such address": (413, "/nowhere", {}),
    "a key with a body": (413, "/launch/x", {"method": "GET", "Cookie": ""}),
    "a question with a body": (413, "/health", {"method": "GET"}),
    "chunks": (413, "/inbox/batches", {"Content_Length": "", "Transfer_Encoding": "chunked"}),
    "chunks of a stranger": (401, "/x", {"Cookie": "", "Content_Length": "", "Transfer_Encoding": "chunked"}),
    "an offer to wait": (401, "/inbox/batches", {"Cookie": "", "Expect": "100-continue"}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_is_refused_before_its_body_is_read(
    server: LocalServer, cookie: str, services: Services, case: str
) -> None:
    """Only the head is sent: the answer comes all the same, and says why."""
    services.change_settings({"file_size_mib": 100})
    code, path, changes = REFUSED[case]
    with dial(server) as peer:
        peer.sendall(head(server, cookie, path, **({"Content_Length": str(HUGE)} | changes)))
        said = everything(peer)
    assert said.startswith(f"HTTP/1.1 {code} ".encode())
    assert said.count(b"HTTP/1.1 ") == 1
    assert b"\r\nConnection: close\r\n" in said


def test_a_refusal_can_be_read_although_the_body_comes(server: LocalServer) -> None:
    with dial(server) as peer:
        peer.sendall(head(server, "", Content_Length=str(5 * MIB)))
        with suppress(ConnectionError):
            peer.sendall(b"x" * (5 * MIB))
        assert everything(peer).startswith(b"HTTP/1.1 401 ")


def test_what_stands_in_a_refused_body_is_no_request(server: LocalServer, cookie: str) -> None:
    inner = head(server, cookie, "/health", method="GET", Content_Length="")
    with dial(server) as peer:
        peer.sendall(head(server, cookie, Host="evil.example", Content_Length="100000") + inner)
        said = everything(peer)
    assert said.count(b"HTTP/1.1 ") == 1
    assert b"version" not in said


def test_two_requests_at_once_are_both_answered(server: LocalServer, cookie: str) -> None:
    """The twin: what follows a body that was read is a request."""
    first = head(server, cookie, Content_Length="24") + b'{"purpose": "documents"} '[:24]
    second = head(server, cookie, "/health", method="GET", Content_Length="", Connection="close")
    with dial(server) as peer:
        peer.sendall(first + second)
        said = everything(peer)
    assert said.count(b"HTTP/1.1 201 ") == 1
    assert said.count(b"HTTP/1.1 200 ") == 1


def upload(server: LocalServer, cookie: str, data: bytes) -> int:
    link = link_to(server)
    fields = {"Cookie": cookie, "Origin": server.address.rstrip("/"), "Content-Type": "application/json"}
    link.request("POST", "/inbox/batches", json.dumps({"purpose": "documents"}), fields)
    batch = json.loads(link.getresponse().read())["batch"]
    fields["Content-Type"] = "application/octet-stream"
    link.request("POST", f"/inbox/batches/{batch}/files?name=a.docx", data, fields)
    answer = link.getresponse()
    answer.read()
    link.close()
    return answer.status


def test_a_large_body_waits_in_our_own_folder(
    server: LocalServer, cookie: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(services.paths.scratch / "no-such-folder"))
    data = bytes(range(256)) * 16 * 1024
    assert upload(server, cookie, data) == 201
    (path,) = [path for path in services.paths.scratch.rglob("*") if path.is_file()]
    assert path.read_bytes() == data


def test_a_limit_that_was_raised_while_it_runs_holds(
    server: LocalServer, cookie: str, services: Services
) -> None:
    services.change_settings({"file_size_mib": 1})
    assert upload(server, cookie, b"x" * (2 * MIB)) == 413
    services.change_settings({"file_size_mib": 3})
    assert upload(server, cookie, b"x" * (2 * MIB)) == 201


def test_a_full_disk_is_said(server: LocalServer, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(door._File, "newfile", full)
        assert upload(server, cookie, b"x" * MIB) == 507
    assert upload(server, cookie, b"x" * MIB) == 201


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time limits that a test can wait for."""
    monkeypatch.setattr(waiting, "SECONDS", 0.5)
    monkeypatch.setattr(door, "_HEAD_SECONDS", 0.5)
    monkeypatch.setattr(door, "_BODY_SECONDS", 0.5)


def trickle(peer: socket.socket, data: bytes, seconds: float) -> bool:
    """Send bytes one by one; return whether the connection lasted."""
    until = time.monotonic() + seconds
    for one in data:
        try:
            peer.sendall(bytes([one]))
        except OSError:
            return False
        if time.monotonic() > until:
            break
        time.sleep(0.05)
    return True


@pytest.mark.usefixtures("hurried")
def test_a_head_that_trickles_is_cut_off(server: LocalServer, cookie: str) -> None:
    with dial(server) as peer:
        assert not trickle(peer, head(server, cookie, X="x" * 200), 5)


@pytest.mark.usefixtures("hurried")
def test_who_says_nothing_is_cut_off(server: LocalServer) -> None:
    with dial(server) as peer:
        assert everything(peer) == b""


@pytest.mark.usefixtures("hurried")
def test_a_body_that_trickles_is_cut_off(server: LocalServer, cookie: str, services: Services) -> None:
    with dial(server) as peer:
        peer.sendall(head(server, cookie, Content_Length="200"))
        assert not trickle(peer, b"x" * 200, 5)


@pytest.mark.usefixtures("hurried")
def test_a_second_request_has_its_own_time(server: LocalServer, cookie: str) -> None:
    """The twin: our own pages may keep a connection, and a large body may take longer than a head."""
    link = link_to(server)
    for _ in range(3):
        assert health(link, cookie) == 200
        time.sleep(1)
    text = b'{"purpose": "documents"}'.ljust(300_000)
    began = time.monotonic()
    peer = link.sock
    peer.sendall(head(server, cookie, Content_Length=str(len(text)), Connection="close"))
    for start in range(0, len(text), 20_000):
        peer.sendall(text[start : start + 20_000])
        time.sleep(0.08)
    assert time.monotonic() - began > 1
    assert everything(peer).startswith(b"HTTP/1.1 201 ")
    link.close()


def answer_to(peer: socket.socket) -> bytes:
    """Return one whole answer."""
    answer = http.client.HTTPResponse(peer)
    answer.begin()
    return str(answer.status).encode() + b" " + answer.read()


def stranger_s(server: LocalServer) -> bytes:
    return head(server, "", "/health", method="GET", Content_Length="")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 50)


def test_who_waits_in_silence_makes_way(narrow: None, server: LocalServer, cookie: str) -> None:
    own = link_to(server)
    assert health(own, cookie) == 200
    kept = own.sock
    with ExitStack() as stack:
        strangers = [stack.enter_context(dial(server)) for _ in range(150)]
        assert strangers[0].recv(1) == b""
        strangers[-1].sendall(stranger_s(server))
        assert answer_to(strangers[-1]).startswith(b"401")
        assert health(own, cookie) == 200
        assert own.sock is kept
    own.close()


def test_strangers_that_stay_make_way_for_one_another(server: LocalServer, cookie: str) -> None:
    own = link_to(server)
    assert health(own, cookie) == 200
    kept = own.sock
    with ExitStack() as stack:
        strangers = []
        for _ in range(door.MOST_STRANGERS + 20):
            strangers.append(stack.enter_context(dial(server)))
            strangers[-1].sendall(stranger_s(server))
            assert answer_to(strangers[-1]).startswith(b"401")
        assert strangers[0].recv(1) == b""
        assert len(server._server.active_channels) <= door.MOST_STRANGERS + 2
        assert health(own, cookie) == 200
        assert own.sock is kept
    own.close()


def test_connections_of_ours_that_only_wait_are_few(server: LocalServer, cookie: str) -> None:
    links = [link_to(server) for _ in range(door.MOST_OWN + 20)]
    for each in links:
        assert health(each, cookie) == 200
    assert len(server._server.active_channels) <= door.MOST_OWN + 2
    assert health(links[-1], cookie) == 200
    for each in links:
        each.close()


def test_requests_of_strangers_do_not_hold_up_ours(server: LocalServer, cookie: str) -> None:
    """A hundred of them wait for an answer while ours are asked."""
    own = link_to(server)
    took = []
    with ExitStack() as stack:
        strangers = [stack.enter_context(dial(server)) for _ in range(100)]
        for _ in range(3):
            for one in strangers:
                one.sendall(stranger_s(server))
            began = time.monotonic()
            assert health(own, cookie) == 200
            took.append(time.monotonic() - began)
            assert {answer_to(one)[:3] for one in strangers} == {b"401"}
    own.close()
    assert max(took) < 0.5


@pytest.mark.skipif(sys.platform == "win32", reason="the flood raises a limit of POSIX")
def test_two_thousand_connections_do_not_hold_up_ours(server: LocalServer, cookie: str) -> None:
    flood = subprocess.Popen(
        [sys.executable, FLOOD, str(server.port), "2000", "30"], stdout=subprocess.PIPE, text=True
    )
    try:
        took = [_timed(server, cookie) for _ in range(20)]  # while they come
        assert flood.stdout
        assert flood.stdout.readline() == "ready\n"
        took += [_timed(server, cookie) for _ in range(60)]  # while they trickle and come again
        assert flood.poll() is None
    finally:
        flood.kill()
        flood.communicate()
    assert sorted(took)[int(len(took) * 0.95)] < 0.5


def _timed(server: LocalServer, cookie: str) -> float:
    began = time.monotonic()
    link = link_to(server)
    assert health(link, cookie) == 200
    link.close()
    took = time.monotonic() - began
    time.sleep(0.05)
    return took


def test_a_loop_that_fails_goes_on(
    services: Services, window: Window, caplog: pytest.LogCaptureFixture
) -> None:
    server = LocalServer(create_app(TESTING, services, window, KEY))
    run, failed = server._server.run, []

    def once() -> None:
        if not failed:
            failed.append(True)
            raise OSError(errno.EBADF, "Bad file descriptor")
        run()

    server._server.run = once
    with server:
        link = link_to(server)
        assert health(link, "") == 401
        link.close()
    assert failed
    assert "goes on" in caplog.text


def test_the_server_s_own_complaints_name_no_address(
    server: LocalServer, services: Services, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("waitress").error("Exception while serving /launch/%s", "the-key")
    log = services.paths.log.read_text()
    assert "could not be served" in log
    assert "the-key" not in log + "".join(capfd.readouterr())


def test_whoever_waits_is_sent_away_when_the_server_stops(services: Services, window: Window) -> None:
    server = LocalServer(create_app(TESTING, services, window, KEY))
    server.start()
    with dial(server) as peer:
        peer.sendall(b"GET / HTTP")
        began = time.monotonic()
        server.stop()
        assert everything(peer) == b""
        assert time.monotonic() - began < 3
