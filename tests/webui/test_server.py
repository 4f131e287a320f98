"""The real server on a real port: streams, slow readers, cut-off uploads, stopping."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stormdat_core.actions import sweeps
from stormdat_core.model import SweepRequest
from stormdat_core.services import Services
from tests.webui.conftest import KEY, Window
from tests.word import write_word
from webui.app import create_app
from webui.config import TESTING
from webui.server import LocalServer, PortTaken

QUICK = replace(TESTING, heartbeat=0.3, watch=0.1)


@pytest.fixture
def server(services: Services, window: Window) -> Iterator[LocalServer]:
    with LocalServer(create_app(QUICK, services, window, KEY)) as server:
        yield server


@pytest.fixture
def cookie(server: LocalServer) -> str:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    link.request("GET", f"/launch/{KEY}")
    answer = link.getresponse()
    answer.read()
    link.close()
    assert answer.status == 303
    return str(answer.headers["Set-Cookie"]).partition(";")[0]


def get(
    server: LocalServer, cookie: str, url: str, **headers: str
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    link.request("GET", url, headers={"Cookie": cookie, **headers})
    return link, link.getresponse()


def status(server: LocalServer, cookie: str, url: str) -> int:
    link, answer = get(server, cookie, url)
    answer.read()
    link.close()
    return answer.status


def line(answer: http.client.HTTPResponse, start: str) -> str:
    while text := answer.readline().decode():
        if text.startswith(start):
            return text[len(start) :].strip()
    raise AssertionError("the stream ended")


def test_events_arrive_one_by_one(server: LocalServer, cookie: str, services: Services) -> None:
    link, answer = get(server, cookie, "/events?after=0")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    for number in range(3):
        services.events.publish("sweeps", "file", {"ordinal": number, "name": "ü"})
        told = json.loads(line(answer, "data:"))
        assert (told["topic"], told["data"]["ordinal"]) == ("sweeps", number)
    link.close()


def test_a_stream_goes_on_where_the_last_one_ended(
    server: LocalServer, cookie: str, services: Services
) -> None:
    for number in range(5):
        services.events.publish("t", "k", {"n": number})
    headers = {"Last-Event-ID": "3"}
    link, answer = get(server, cookie, "/events?after=0", **headers)
    assert json.loads(line(answer, "data:"))["data"] == {"n": 3}
    link.close()


def test_a_stream_from_an_earlier_run_is_told_to_start_again(server: LocalServer, cookie: str) -> None:
    link, answer = get(server, cookie, "/events?after=4000")
    assert line(answer, "event:") == "reset"
    link.close()


def test_a_silent_stream_says_that_it_is_alive(server: LocalServer, cookie: str) -> None:
    link, answer = get(server, cookie, "/events?after=0")
    assert line(answer, ":") == "alive"
    link.close()


def test_eight_streams_and_the_next_is_told_to_ask(server: LocalServer, cookie: str) -> None:
    streams = [get(server, cookie, "/events?after=0") for _ in range(8)]
    assert {answer.status for _, answer in streams} == {200}
    assert status(server, cookie, "/events?after=0") == 503
    assert status(server, cookie, "/events.json?after=0") == 200
    for link, answer in streams:
        link.close()
        answer.close()
    deadline = time.monotonic() + 10
    while (code := opened(server, cookie)) == 503 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert code == 200  # readers that left gave their seats back


def opened(server: LocalServer, cookie: str) -> int:
    link, answer = get(server, cookie, "/events?after=0")
    link.close()
    answer.close()
    return answer.status


def test_polling_says_what_a_stream_would(server: LocalServer, cookie: str, services: Services) -> None:
    services.events.publish("t", "k", {"n": 1})
    link, answer = get(server, cookie, "/events.json?after=0")
    told = json.loads(answer.read())
    link.close()
    assert told["events"] == [{"seq": 1, "topic": "t", "kind": "k", "data": {"n": 1}}]
    assert (told["last"], told["reset"]) == (1, False)


def test_stalled_downloads_and_streams_do_not_stop_the_rest(
    server: LocalServer, cookie: str, services: Services
) -> None:
    from stormdat_core.actions.known import Export
    from stormdat_core.model import Output, SweepRequest
    from stormdat_core.sweep.export import Exported

    sweep = services.store.start_sweep(SweepRequest(()), "0", "d")
    folder = services.paths.downloads / str(sweep) / "x"
    folder.mkdir(parents=True)
    big = folder / "big.bin"
    with big.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    services.known_exports.put(
        "big", Export(sweep, folder, (Exported(1, "big", (Output("json", big),)),), download=True)
    )
    streams = [get(server, cookie, "/events?after=0") for _ in range(8)]
    stalled = []
    for _ in range(6):
        one = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        one.sendall(
            f"GET /sweeps/exports/big/0 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        assert one.recv(12) == b"HTTP/1.1 200"
        stalled.append(one)
    took = []
    for _ in range(20):
        began = time.monotonic()
        assert status(server, cookie, "/health") == 200
        took.append(time.monotonic() - began)
    assert sorted(took)[18] < 0.5  # a loaded machine; alone it is a few milliseconds
    for link, answer in streams:
        link.close()
        answer.close()
    for one in stalled:
        one.close()


def test_an_upload_that_is_cut_off_leaves_nothing(
    server: LocalServer, cookie: str, services: Services
) -> None:
    origin = f"http://127.0.0.1:{server.port}"
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    head = {"Cookie": cookie, "Origin": origin, "Content-Type": "application/json"}
    link.request("POST", "/inbox/batches", json.dumps({"purpose": "documents"}), head)
    batch = json.loads(link.getresponse().read())["batch"]
    link.close()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as one:
        one.sendall(
            f"POST /inbox/batches/{batch}/files?name=a.docx HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n"
            f"Origin: {origin}\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf".encode()
        )
    time.sleep(0.5)
    assert [path for path in services.paths.scratch.rglob("*") if path.is_file()] == []


def test_the_port_is_let_go_and_streams_end(services: Services, window: Window) -> None:
    server = LocalServer(create_app(QUICK, services, window, KEY))
    server.start()
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    link.request("GET", f"/launch/{KEY}")
    answer = link.getresponse()
    answer.read()
    link.close()
    stream, events = get(server, str(answer.headers["Set-Cookie"]).partition(";")[0], "/events?after=0")
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 4
    stream.close()
    events.close()
    with (
        pytest.raises(OSError, match="refused"),
        socket.create_connection(("127.0.0.1", server.port), timeout=2),
    ):
        pass
    assert not [thread for thread in threading.enumerate() if thread.name == "stormdat-server"]


def test_a_server_that_never_started_can_be_stopped(services: Services, window: Window) -> None:
    LocalServer(create_app(QUICK, services, window, KEY)).stop()


def test_a_port_in_use_is_told(server: LocalServer, services: Services, window: Window) -> None:
    with pytest.raises(PortTaken, match=str(server.port)):
        LocalServer(create_app(QUICK, services, window, KEY), server.port)


def test_only_the_loopback_listens(server: LocalServer) -> None:
    lines = Path("/proc/net/tcp").read_text().splitlines() if Path("/proc/net/tcp").exists() else []
    own = [
        text.split()[1]
        for text in lines
        if text.split()[1].endswith(f":{server.port:04X}") and text.split()[3] == "0A"
    ]
    assert not lines or own == [f"0100007F:{server.port:04X}"]


def test_a_sweep_at_work_does_not_hold_up_answers(
    server: LocalServer, cookie: str, services: Services, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(100):
        write_word(tmp_path / "in" / f"{number}.docx", "<w:p><w:r><w:t>Two  spaces.</w:t></w:r></w:p>" * 40)
    job = sweeps.start(services, SweepRequest((tmp_path / "in",), jobs=2))
    took = []
    while not services.jobs.job(job.id).state.ended and len(took) < 200:
        began = time.monotonic()
        assert status(server, cookie, "/health") == 200
        took.append(time.monotonic() - began)
        time.sleep(0.05)
    services.jobs.cancel(job.id)
    services.jobs.wait(job.id, 30)
    assert len(took) > 10
    assert sorted(took)[len(took) // 2] < 0.1  # the middle one: a loaded machine may hold up single ones
    assert sorted(took)[int(len(took) * 0.95)] < 0.5
