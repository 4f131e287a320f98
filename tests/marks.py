"""Outputs without the mark that the program puts into their comment."""

import struct
from pathlib import Path

from stormdat_core.reports.mark import blank_mark, intact_mark


def unmarked(copy: Path) -> bytes:
    """Return the bytes of a marked copy of an Office file as they would be without the mark."""
    assert intact_mark(copy)
    length = len(blank_mark(copy))
    data = copy.read_bytes()
    assert data[-length - 2 : -length] == struct.pack("<H", length)
    return data[: -length - 2] + struct.pack("<H", 0)
