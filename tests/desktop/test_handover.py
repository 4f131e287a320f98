"""A second start hands its files to the first: over real sockets, between real processes."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Queue

import pytest

from desktop.handover import Instance, NotAnswering, _Line
from stormdat_core.paths import AppPaths

SECOND = """
import sys
from pathlib import Path
from desktop.handover import Instance
from stormdat_core.paths import AppPaths
second = Instance(AppPaths.below(Path(sys.argv[1])))
if second.claim():
    sys.exit("claimed")
second.hand_over(tuple(map(Path, sys.argv[2:])))
"""

Arrivals = Queue[tuple[Path, ...]]


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths.below(tmp_path / "stormdat")


@pytest.fixture
def arrivals() -> Arrivals:
    return Queue()


@pytest.fixture
def first(paths: AppPaths, arrivals: Arrivals) -> Iterator[Instance]:
    instance = Instance(paths)
    assert instance.claim()
    instance.listen(arrivals.put)
    yield instance
    instance.release()


def address(paths: AppPaths) -> Path:
    return paths.data / "window.address"


def port(paths: AppPaths) -> int:
    return int(json.loads(address(paths).read_bytes())["port"])


def start_second(paths: AppPaths, *files: Path) -> subprocess.CompletedProcess[str]:
    base = paths.data.parent
    command = [sys.executable, "-c", SECOND, base, *map(os.fsencode, files)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_another_process_hands_its_files_over(first: Instance, paths: AppPaths, arrivals: Arrivals) -> None:
    files = (Path("/a b/report.docx"), Path(os.fsdecode(b"/caf\xe9.docx")), Path("/Zürich\n🙂.docx"))
    done = start_second(paths, *files)
    assert done.returncode == 0, done.stderr
    assert arrivals.get(timeout=5) == files


def test_a_start_without_files_only_calls(first: Instance, paths: AppPaths, arrivals: Arrivals) -> None:
    Instance(paths).hand_over(())
    assert arrivals.get(timeout=5) == ()


def test_the_key_is_for_this_user_only(first: Instance, paths: AppPaths) -> None:
    assert stat.S_IMODE(address(paths).stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o700


def test_the_place_is_free_again_after_release(paths: AppPaths) -> None:
    one = Instance(paths)
    assert one.claim()
    one.listen(lambda _: None)
    one.release()
    assert not address(paths).exists()
    two = Instance(paths)
    assert two.claim()
    two.release()


def test_a_killed_window_leaves_no_lock_behind(paths: AppPaths) -> None:
    script = (
        SECOND.partition("if second")[0]
        + "assert second.claim(); second.listen(print); import os; os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script, paths.data.parent], timeout=60).returncode == 9
    assert address(paths).exists()
    assert Instance(paths).claim()


def test_a_window_that_is_still_starting_is_waited_for(paths: AppPaths, arrivals: Arrivals) -> None:
    starting = Instance(paths)
    assert starting.claim()
    threading.Timer(0.3, lambda: starting.listen(arrivals.put)).start()
    Instance(paths).hand_over((Path("/late.docx"),))
    assert arrivals.get(timeout=5) == (Path("/late.docx"),)
    starting.release()


def test_a_window_that_never_answers_is_said_so(paths: AppPaths) -> None:
    holder = Instance(paths)
    assert holder.claim()
    with pytest.raises(NotAnswering, match="already running"):
        Instance(paths).hand_over((), patience=0.3)
    holder.release()


def test_a_caller_without_the_key_is_sent_away(first: Instance, paths: AppPaths, arrivals: Arrivals) -> None:
    """It talks as a second start does, and only guesses the proof."""
    with socket.create_connection(("127.0.0.1", port(paths))) as peer:
        line = _Line(peer)
        line.send(b"n" * 32).receive()
        line.receive()
        line.send(b"p" * 32)
        with pytest.raises(ValueError, match="left"):
            line.receive()
    assert arrivals.empty()


def test_a_stranger_s_list_is_not_even_read(first: Instance, paths: AppPaths, arrivals: Arrivals) -> None:
    """Who sends a wrong proof and announces a long list is sent away at once, not after the list."""
    with socket.create_connection(("127.0.0.1", port(paths)), timeout=2) as peer:
        line = _Line(peer)
        line.send(b"n" * 32).receive()
        line.receive()
        line.send(b"p" * 32)
        with suppress(OSError):
            peer.sendall((10 * 1024 * 1024).to_bytes(4, "big"))
        assert _is_left(peer)
    assert arrivals.empty()


def _is_left(peer: socket.socket) -> bool:
    """Return whether the other side closes the connection, within the timeout."""
    try:
        return peer.recv(1) == b""
    except ConnectionError:
        return True


def test_idle_callers_make_few_threads_and_keep_nobody_out(
    first: Instance, paths: AppPaths, arrivals: Arrivals
) -> None:
    before = threading.active_count()
    with ExitStack() as peers:
        for _ in range(300):
            peers.enter_context(socket.create_connection(("127.0.0.1", port(paths)), timeout=5))
        began = time.monotonic()
        Instance(paths).hand_over((Path("/report.docx"),), patience=2)
        assert arrivals.get(timeout=2) == (Path("/report.docx"),)
        assert time.monotonic() - began < 2
        assert threading.active_count() - before <= 10


def test_a_second_start_with_an_old_key_does_not_believe_the_window(
    first: Instance, paths: AppPaths, arrivals: Arrivals
) -> None:
    told = json.loads(address(paths).read_bytes())
    address(paths).write_text(json.dumps({**told, "key": "00" * 32}))
    with pytest.raises(NotAnswering):
        Instance(paths).hand_over((Path("/report.docx"),), patience=0.2)
    assert arrivals.empty()


def test_a_server_without_the_key_is_told_no_path(paths: AppPaths) -> None:
    """Somebody who took over the port of an ended window sees a nonce and nothing else."""
    heard = bytearray()

    def listen(server: socket.socket) -> None:
        peer, _ = server.accept()
        with peer:
            peer.sendall((b"\0\0\0\x20" + b"n" * 32) * 2)
            while part := peer.recv(4096):
                heard.extend(part)

    paths.data.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=(server,))
        thread.start()
        address(paths).write_text(json.dumps({"port": server.getsockname()[1], "key": "11" * 32}))
        with pytest.raises(NotAnswering):
            Instance(paths).hand_over((Path("/secret-name.docx"),), patience=0)
        thread.join(5)
    assert len(heard) == 4 + 32
    assert b"secret" not in heard


@pytest.mark.parametrize("noise", [b"", b"\xff\xff\xff\xff", b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\x05hello"])
def test_noise_does_not_end_the_listener(
    first: Instance, paths: AppPaths, arrivals: Arrivals, noise: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", port(paths))) as peer:
        peer.sendall(noise)
    with socket.create_connection(("127.0.0.1", port(paths))):  # connects and says nothing
        Instance(paths).hand_over((Path("/real.docx"),))
        assert arrivals.get(timeout=5) == (Path("/real.docx"),)
