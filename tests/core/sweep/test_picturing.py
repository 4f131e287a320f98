"""Pictures of pages: from the very bytes that were checked, bounded, and gone with what a person deletes."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from stormdat_core.errors import SourceChanged, StormError
from stormdat_core.sweep import picturing
from stormdat_core.sweep.executor import Failure, TaskLimits, Work
from stormdat_core.sweep.picturing import Busy, PagePictures, PictureFile
from stormdat_core.sweep.pool import kept
from tests.here import Here
from tests.pdf import line, write_pdf


@pytest.fixture
def file(tmp_path: Path) -> Iterator[PictureFile]:
    path = write_pdf(tmp_path / "a.pdf", [line("The QRS stops.", 700)], [line("Second", 700)])
    yield PictureFile(1, path, sha256(path.read_bytes()).hexdigest())
    picturing._let_go()


def test_a_picture_is_made_once_for_widths_that_are_nearly_the_same(file: PictureFile) -> None:
    here = Here()
    pictures = PagePictures(here)
    one = pictures.picture(file, 1, 700)
    assert one.startswith(b"\x89PNG")
    assert pictures.picture(file, 1, 790) is one
    assert here.done == 1
    pictures.picture(file, 2, 700)
    assert here.done == 2
    pictures.close()


def test_a_changed_or_vanished_file_is_not_drawn_and_a_restored_one_is(file: PictureFile) -> None:
    pictures = PagePictures(Here())
    pictures.picture(file, 1, 400)
    before = file.path.read_bytes()
    file.path.write_bytes(before + b"%changed")
    with pytest.raises(SourceChanged, match="has changed"):
        pictures.picture(file, 2, 400)
    file.path.unlink()
    with pytest.raises(SourceChanged, match="no longer be read"):
        pictures.places(file, 2, {0: "Second"}, ((0, 0, 6),))
    file.path.write_bytes(before)
    assert pictures.picture(file, 2, 400)
    assert pictures.places(file, 2, {0: "Second"}, ((0, 0, 6),))[0, 0, 6]
    pictures.close()


def test_what_is_forgotten_is_made_anew(file: PictureFile) -> None:
    here = Here()
    pictures = PagePictures(here)
    pictures.picture(file, 1, 400)
    pictures.forget()
    assert not pictures._cache.held
    pictures.picture(file, 1, 400)
    assert (here.made, here.done) == (2, 2)
    pictures.close()


def test_nothing_is_held_when_nobody_asks_any_more(file: PictureFile) -> None:
    pictures = PagePictures(Here(), idle=0.05)
    pictures.picture(file, 1, 400)
    for _ in range(100):
        if not pictures._cache.held and pictures._executor is None:
            break
        threading.Event().wait(0.05)
    assert not pictures._cache.held
    assert pictures._executor is None


def test_no_more_is_remembered_than_the_bound(file: PictureFile, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = PagePictures(Here())
    monkeypatch.setattr(pictures._cache, "most", 20_000)
    for width in picturing.WIDTHS:
        pictures.picture(file, 1, width)
        assert pictures._cache.size <= 20_000
        assert pictures._cache.size == sum(size for _, size in pictures._cache.held.values())
    pictures.close()


def test_a_page_that_is_not_there_and_a_file_too_large_are_explained(
    file: PictureFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = PagePictures(Here())
    with pytest.raises(StormError, match="Page 9"):
        pictures.picture(file, 9, 400)
    pictures.forget()
    picturing._let_go()
    monkeypatch.setattr(picturing, "LARGEST_FILE", 100)
    with pytest.raises(StormError, match="too large"):
        pictures.picture(file, 1, 400)
    pictures.close()


def test_few_may_wait(file: PictureFile) -> None:
    pictures = PagePictures(Here())
    with pictures._working:
        waiting = [
            threading.Thread(target=pictures.picture, args=(file, 1, 400)) for _ in range(picturing._WAITING)
        ]
        for each in waiting:
            each.start()
        for _ in range(200):
            if not pictures._waiting._value:
                break
            threading.Event().wait(0.01)
        with pytest.raises(Busy):
            pictures.picture(file, 2, 400)
    for each in waiting:
        each.join()
    pictures.close()


@dataclass(frozen=True)
class Slow:
    seconds: float


def slow(task: Slow) -> int:
    threading.Event().wait(task.seconds)
    return os.getpid()


def ready() -> None:
    """Nothing to prepare."""


def test_a_kept_child_serves_the_next_run() -> None:
    pool = kept(Work(slow, ready), 1, TaskLimits())
    try:
        [first] = pool.run([Slow(0)])
        [second] = pool.run([Slow(0)])
        assert first.result == second.result != os.getpid()
    finally:
        pool.close()
    assert not pool._children  # type: ignore[attr-defined]


@pytest.mark.soak
def test_a_kept_child_over_its_time_is_replaced() -> None:
    pool = kept(Work(slow, ready), 1, TaskLimits(seconds=1.0))
    try:
        [first] = pool.run([Slow(0)])
        [late] = pool.run([Slow(30)])
        assert late.failure is Failure.TIME
        [third] = pool.run([Slow(0)])
        assert third.result not in (None, first.result)
    finally:
        pool.close()
    assert not pool._children  # type: ignore[attr-defined]


def test_a_page_is_drawn_in_a_child(file: PictureFile) -> None:
    pictures = PagePictures()
    try:
        assert pictures.picture(file, 1, 400).startswith(b"\x89PNG")
        assert pictures.places(file, 1, {0: "The QRS stops."}, ((0, 4, 7),))[0, 4, 7]
        assert picturing._held is None
    finally:
        pictures.close()
