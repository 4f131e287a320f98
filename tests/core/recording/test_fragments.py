"""The muxer's file: boxes followed, disks that fill up or hang, what stays readable."""

import os
import resource
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from stormdat_core.errors import DiskFull, RecordingBroken
from stormdat_core.model.media import Role
from stormdat_core.recording.files.fragments import BoxWalker, DurableFile
from stormdat_core.recording.unfinished.recovery import unfinished
from stormdat_core.recording.unfinished.remux import is_fragmented, survey
from tests.core.recording.studio import Studio, pictures_of, plain, sound_of, tone

SOUNDS = {Role.MICROPHONE: tone(440), Role.SYSTEM: tone(1500)}


def box(kind: bytes, size: int, *, long: bool = False) -> bytes:
    if long:
        return struct.pack(">I4sQ", 1, kind, size) + bytes(size - 16)
    return struct.pack(">I4s", size, kind) + bytes(size - 8)


FILE = [
    box(b"ftyp", 32),
    box(b"moov", 700),
    box(b"mdat", 5000),
    box(b"moof", 300),
    box(b"mdat", 70_000, long=True),
    box(b"moof", 200),
]


@pytest.mark.parametrize("piece", [1, 7, 4096, 1 << 20])
def test_end_of_the_last_whole_media_data_is_known(piece: int) -> None:
    data = b"".join(FILE)
    walker = BoxWalker()
    for first in range(0, len(data), piece):
        walker.feed(data[first : first + piece])
    assert walker.whole == len(data) - 200
    walker.feed(box(b"mdat", 1000)[:999])
    assert walker.whole == len(data) - 200
    walker.feed(b"\0")
    assert walker.whole == len(data) + 1000


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system refuse every file over that size, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.parametrize("kib", [60, 100])
def test_full_disk_keeps_every_whole_fragment(tmp_path: Path, kib: int) -> None:
    told: list[str] = []
    studio = Studio(tmp_path)
    studio.file._on_failure = lambda error: told.append(str(error))
    with largest_file(kib * 1024):
        for _ in range(40):
            studio.run(0.25, SOUNDS, lambda second: plain(320, 180, round(40 + 20 * second)))
            if studio.file.failure is not None:
                break
        recording = studio.file.finish()
    assert isinstance(studio.file.failure, DiskFull)
    assert told == [str(studio.file.failure)]
    assert recording.path.name in told[0]
    assert is_fragmented(recording.path)
    assert survey(recording.path).duration_ms == recording.duration_ms > 0
    assert sum(1 for _ in pictures_of(recording.path)) == recording.frames > 0
    assert 200 < len(sound_of(recording.path)) / 48 < recording.duration_ms + 30
    assert recording.size <= kib * 1024
    assert unfinished(tmp_path) == []  # this process lives; the next start will find it


def test_first_write_that_fails_ends_all_writing(tmp_path: Path) -> None:
    file = DurableFile(tmp_path / "a.mp4")
    for one in FILE[:3]:
        file.write(one)
    whole = file.size
    os.close(file._file.fileno())  # what a network drive does that goes away
    with pytest.raises(OSError, match="Bad file"):
        file.write(FILE[3])
    assert isinstance(file.failure, RecordingBroken)
    assert "a.mp4" in str(file.failure)
    with pytest.raises(OSError, match=r"a\.mp4"):
        file.write(FILE[4])
    assert (tmp_path / "a.mp4").stat().st_size == whole


def test_slow_disk_does_not_hold_up_whoever_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def slow(descriptor: int) -> None:
        time.sleep(0.3)
        synced.append(threading.get_ident())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    file = DurableFile(tmp_path / "a.mp4")
    longest = 0.0
    for one in FILE * 3:
        before = time.monotonic()
        file.write(one)
        longest = max(longest, time.monotonic() - before)
        time.sleep(0.01)
    file.finish()
    assert longest < 0.2
    assert synced.count(threading.get_ident()) == 1  # when the file was ended
    assert len(synced) > 1


def test_fragments_are_half_a_second(tmp_path: Path) -> None:
    studio = Studio(tmp_path, speed=2.0)
    sizes = []
    for _ in range(16):
        studio.run(0.25, SOUNDS, lambda second: plain(320, 180, round(40 + 20 * second)))
        sizes.append(studio.file.status.size)
    grown = [later > earlier for earlier, later in pairwise(sizes)]
    studio.file.finish()
    assert 5 <= sum(grown) <= 9
