"""What every output says of itself: who wrote it, of which original, and that nobody has changed it since.

The mark is a line of text, `stormdat-output:1:ORIGINAL:CHECKSUM`. ORIGINAL is a digest of the original's
path, which tells whether two outputs are of one document and names no folder. CHECKSUM is the SHA-256 of the
whole file with zeros in its own place, so that the smallest change by anybody is noticed, and a program that
saves the file again leaves no mark at all. It stands in the head of a text, and in the comment of a package,
which Office reads over. So an output is recognised without the library: after a kill between writing and
noting, in a library that was emptied, by another user of the same folder.
"""

import hashlib
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from stormdat_core.atomic import whole_file
from stormdat_core.regular import open_regular

_ZEROS = "0" * 64
_MARK = re.compile(rb"stormdat-output:1:([0-9a-f]{32}):([0-9a-f]{64})")
_HEAD = 4096
"""Bytes of a text that a mark stands within, before anything that a document says."""
_CHUNK = 1024 * 1024
_END = b"PK\x05\x06"
"""Begins the last record of a package without a comment, 22 bytes before its end."""
_END_SIZE = 22


def identity(original: Path) -> str:
    """Return what tells an original from others: a digest of where it lies."""
    place = os.path.normcase(os.path.realpath(original))
    return hashlib.sha256(b"stormdat-original\0" + os.fsencode(place)).hexdigest()[:32]


def blank_mark(original: Path) -> str:
    """Return the mark of an output of `original`, to be written into its head; `output_file` completes it."""
    return f"stormdat-output:1:{identity(original)}:{_ZEROS}"


@contextmanager
def output_file(target: Path, original: Path) -> Iterator[IO[bytes]]:
    """Open an output of a document for writing, as `whole_file` does, and mark it when it is complete.

    Nobody may read it who may not read the original. A text carries `blank_mark` in its first 4 KiB.

    Raises:
        OutputRefused: as `whole_file`.
    """
    with whole_file(target, like=original) as stream:
        yield stream
        _comment(stream, blank_mark(original).encode())
        _complete(stream)


def intact_mark(path: Path) -> str:
    """Return the identity of the original of an output; empty for what is no output, or was changed."""
    try:
        with open_regular(path) as stream:
            found = _find(stream)
            if found is None:
                return ""
            at, mark = found
            return mark[1].decode() if _checksum(stream, at).encode() == mark[2] else ""
    except OSError:
        return ""


def _comment(stream: IO[bytes], text: bytes) -> None:
    """Make `text` the comment of a package, in the place of another; leave anything else as it is."""
    stream.seek(0)
    if stream.read(2) != b"PK":
        return
    end = _end_of_package(stream)
    stream.seek(end + _END_SIZE - 2)
    stream.write(struct.pack("<H", len(text)) + text)
    stream.truncate()


def _end_of_package(stream: IO[bytes]) -> int:
    """Return where the last record of a package begins."""
    size = stream.seek(0, os.SEEK_END)
    first = max(0, size - _END_SIZE - 0xFFFF)
    stream.seek(first)
    return first + stream.read().rindex(_END)


def _complete(stream: IO[bytes]) -> None:
    found = _find(stream)
    if found is None:
        raise ValueError("An output was written without its mark.")
    at, _ = found
    checksum = _checksum(stream, at)
    stream.seek(at)
    stream.write(checksum.encode())
    stream.seek(0, os.SEEK_END)


def _find(stream: IO[bytes]) -> tuple[int, re.Match[bytes]] | None:
    """Return where the checksum of a mark stands, and the mark: the comment of a package, or in a head."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if head.startswith(b"PK"):
        length = len(blank_mark(Path()))
        at = max(0, stream.seek(0, os.SEEK_END) - length)
        stream.seek(at)
        found = _MARK.fullmatch(stream.read(length))
    else:
        at, found = 0, _MARK.search(head)
    return (at + found.start(2), found) if found else None


def _checksum(stream: IO[bytes], at: int) -> str:
    """Return the SHA-256 of a file with zeros at `at`, where its checksum stands."""
    digest = hashlib.sha256()
    stream.seek(0)
    _feed(digest, stream, at)
    digest.update(_ZEROS.encode())
    stream.seek(at + len(_ZEROS))
    _feed(digest, stream, None)
    return digest.hexdigest()


def _feed(digest: "hashlib._Hash", stream: IO[bytes], most: int | None) -> None:
    """Add the next `most` bytes, or all that is left, to a digest."""
    left = most
    while chunk := stream.read(_CHUNK if left is None else min(_CHUNK, left)):
        digest.update(chunk)
        left = left if left is None else left - len(chunk)
