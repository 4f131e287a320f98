"""Holds connections to a port without asking anything whole: a program of its own, run by the tests.

`python flood.py PORT COUNT SECONDS`: half of the connections stay half-open, half send a byte now and then;
what the server ends is opened again. Prints "ready" when all were open once.
"""

import resource
import socket
import sys
import time
from contextlib import suppress

HEAD = b"POST /inbox/batches HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\nX: "


def connect(port: int) -> socket.socket | None:
    with suppress(OSError):
        one = socket.create_connection(("127.0.0.1", port), timeout=5)
        one.setblocking(False)
        one.send(HEAD)
        return one
    return None


def is_ended(one: socket.socket) -> bool:
    try:
        return one.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def main(port: int, count: int, seconds: float) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    held = [connect(port) for _ in range(count)]
    print("ready", flush=True)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for n, one in enumerate(held):
            if one is None or is_ended(one):
                held[n] = connect(port)
            elif n % 2:
                with suppress(OSError):
                    one.send(b"x")
        time.sleep(0.01)


main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
