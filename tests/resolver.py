"""A name server that knows no name and writes down who asked for which. Runs inside a network namespace.

`python resolver.py ASKED READY`: names go to the file ASKED, one a line; READY appears when it listens.
"""

import socket
import sys
from pathlib import Path

_HEADER = 12
_NO_SUCH_NAME = 0x8183


def main(asked: Path, ready: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 53))
        asked.touch()
        ready.touch()
        while True:
            question, peer = server.recvfrom(4096)
            with asked.open("a", encoding="utf-8") as stream:
                stream.write(name_in(question) + "\n")
            server.sendto(question[:2] + _NO_SUCH_NAME.to_bytes(2, "big") + question[4:], peer)


def name_in(question: bytes) -> str:
    """Return the name that a question asks for."""
    labels, at = [], _HEADER
    while at < len(question) and question[at]:
        labels.append(question[at + 1 : at + 1 + question[at]].decode("ascii", "replace"))
        at += 1 + question[at]
    return ".".join(labels)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
