"""Pictures of a PDF's pages, and where findings stand on them: made in a supervised child, page by page.

The child stays for a while, because a reader turns to the next page soon. It holds the bytes of one file,
never the file itself: nobody is kept from moving or deleting the original. They are compared with the digest
of what was checked, again whenever the file looks different.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from stormdat_core.documents.pdf.locating import Stretch, locate
from stormdat_core.documents.pdf.pictures import Box, Pictures
from stormdat_core.errors import Cancelled, SourceChanged, StormError
from stormdat_core.processes import MIB
from stormdat_core.regular import open_regular
from stormdat_core.sweep.executor import Failure, StandingExecutor, StandingExecutors, TaskLimits, Work
from stormdat_core.sweep.pool import kept

SECONDS = 20.0
"""That one page may take."""
MEMORY_MIB = 1_536
LARGEST_FILE = 512 * MIB
"""Bytes of a file that is drawn as pictures: the child holds them all."""
KEPT_BYTES = 64 * MIB
"""Pictures that are remembered, all files together."""
IDLE_SECONDS = 60.0
"""After which the child ends and all pictures are forgotten."""
_WAITING = 6
"""Requests that wait for the child at once; more would hold all threads of the server."""
WIDTHS = (400, 600, 800, 1000, 1200, 1600, 2000, 2400, 3200, 4000)
"""Widths of pictures in pixels: few, so that the same one serves again."""
_AGAIN = "Check the file again; what was decided is kept."
_INSTEAD = "Its text is shown instead."
_WHY = {
    Failure.TIME: "it took too long",
    Failure.MEMORY: "it needed too much memory",
    Failure.CRASH: "the drawing process ended unexpectedly",
    Failure.ERROR: "there is a mistake in the program",
}
Found = Mapping[Stretch, tuple[Box, ...]]
Value = TypeVar("Value")


class Busy(StormError):
    """Too many pages are asked for at once."""

    hint = "Try again in a moment."


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file that was checked."""

    id: int
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class _Task:
    file: PictureFile
    page: int
    width: int = 0
    """Of the picture that is wanted in pixels; 0 where places are."""
    texts: tuple[tuple[int, str], ...] = ()
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Done:
    picture: bytes = b""
    found: Found = field(default_factory=dict)
    error: str = ""
    hint: str = ""
    changed: bool = False


@dataclass(slots=True)
class _Cache:
    """What was made last, up to a number of bytes."""

    most: int
    held: OrderedDict[Hashable, tuple[object, int]] = field(default_factory=OrderedDict)
    size: int = 0

    def get(self, key: Hashable) -> object | None:
        found = self.held.get(key)
        if found is not None:
            self.held.move_to_end(key)
        return found[0] if found is not None else None

    def put(self, key: Hashable, value: object, size: int) -> None:
        if key in self.held or size > self.most:
            return
        self.held[key] = (value, size)
        self.size += size
        while self.size > self.most:
            self.size -= self.held.popitem(last=False)[1][1]

    def clear(self) -> None:
        self.held.clear()
        self.size = 0


class PagePictures:
    """Makes pictures of pages, one at a time. Any thread may ask; `close` ends the child."""

    def __init__(self, executors: StandingExecutors = kept, idle: float = IDLE_SECONDS) -> None:
        self._executors, self._idle = executors, idle
        self._working = threading.Lock()
        self._waiting = threading.Semaphore(_WAITING)
        self._guard = threading.Lock()
        self._executor: StandingExecutor[_Task, _Done] | None = None
        self._cache = _Cache(KEPT_BYTES)
        self._timer: threading.Timer | None = None
        self._age = 0
        """Grows when everything is forgotten: what was begun before is not remembered."""

    def picture(self, file: PictureFile, page: int, width: int) -> bytes:
        """Return a page as a PNG of about a width in pixels.

        Raises:
            SourceChanged: the file is gone, or is not the one that was checked.
            StormError: the page cannot be drawn within the limits.
            Busy: too many wait already.
        """
        wide = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
        done = self._done(_Task(file, page, wide))
        return done.picture

    def places(
        self, file: PictureFile, page: int, texts: Mapping[int, str], stretches: tuple[Stretch, ...]
    ) -> Found:
        """Return where stretches of blocks stand on the picture of a page, nothing for those not found.

        Args:
            file: the file.
            page: number of the page, from 1.
            texts: of the blocks on it, by their numbers.
            stretches: block, start and end.

        Raises:
            SourceChanged, StormError, Busy: as of `picture`.
        """
        if not stretches:
            return {}
        return self._done(_Task(file, page, 0, tuple(texts.items()), stretches)).found

    def forget(self) -> None:
        """Forget all pictures, and let the child go with what it holds."""
        with self._guard:
            self._age += 1
            self._cache.clear()
        with self._working:
            self._end()

    close = forget

    def _done(self, task: _Task) -> _Done:
        done = self._known(task) or self._waited(task)
        if done.changed:
            raise SourceChanged(done.error, done.hint)
        if done.error:
            raise StormError(done.error, done.hint)
        return done

    def _waited(self, task: _Task) -> _Done:
        if not self._waiting.acquire(blocking=False):
            raise Busy("Other pages are being drawn.")
        try:
            with self._working:
                return self._known(task) or self._kept(task)
        finally:
            self._waiting.release()

    def _known(self, task: _Task) -> _Done | None:
        with self._guard:
            found = self._cache.get(_key(task))
        return found if isinstance(found, _Done) else None

    def _kept(self, task: _Task) -> _Done:
        age = self._age
        done = self._made(task, age)
        with self._guard:
            if age == self._age and not done.changed:  # a file may become again what it was
                self._cache.put(_key(task), done, len(done.picture) + 100 * len(done.found) + 500)
        return done

    def _made(self, task: _Task, age: int) -> _Done:
        def check() -> None:
            if age != self._age:  # what is drawn was deleted, or the program ends
                raise Cancelled

        if self._executor is None:
            self._executor = self._executors(Work(draw, _ready), 1, TaskLimits(SECONDS, MEMORY_MIB))
        self._wind()
        [outcome] = self._executor.run([task], check)
        if outcome.result is not None:
            return outcome.result
        why = _WHY[outcome.failure or Failure.ERROR]
        return _Done(error=f"Page {task.page} cannot be drawn: {why}.", hint=_INSTEAD)

    def _wind(self) -> None:
        """Begin to wait anew for the time when nobody asks any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._idle, self.forget)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        executor, self._executor, self._timer = self._executor, None, None
        if executor is not None:
            executor.close()


def _key(task: _Task) -> Hashable:
    """Return what a task is remembered by; the same bytes of another file are another file."""
    return task.file.id, task.file.sha256, task.page, task.width, task.stretches


def _ready() -> None:
    """Nothing is shared by tasks."""


@dataclass(slots=True)
class _Held:
    """The file that the child has open."""

    file: PictureFile
    looks: tuple[int, int, int]
    pictures: Pictures


_held: _Held | None = None


def draw(task: _Task) -> _Done:
    """Draw a page, or find places on it. Runs in the child process."""
    try:
        pictures = _opened(task.file)
        if task.width:
            return _Done(picture=pictures.picture(task.page, task.width))
        return _Done(found=locate(pictures.letters(task.page), dict(task.texts), task.stretches))
    except SourceChanged as exc:
        return _Done(error=str(exc), hint=exc.hint, changed=True)
    except StormError as exc:
        return _Done(error=str(exc), hint=exc.hint)


def _opened(file: PictureFile) -> Pictures:
    """Return the file opened, its bytes read anew when it is another one or looks different."""
    global _held  # noqa: PLW0603 - what a child holds from page to page
    try:
        looks = _looks(file.path)
        if _held is not None and _held.file == file and _held.looks == looks:
            return _held.pictures
        _let_go()
        _held = _Held(file, looks, Pictures(_bytes(file), file.path.name))
    except OSError as exc:
        _let_go()
        raise SourceChanged(f"{file.path.name} can no longer be read.", _AGAIN) from exc
    return _held.pictures


def _let_go() -> None:
    global _held
    held, _held = _held, None
    if held is not None:
        held.pictures.close()


def _looks(path: Path) -> tuple[int, int, int]:
    """Return what tells, without reading it, that a file may have changed."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _bytes(file: PictureFile) -> bytes:
    with open_regular(file.path) as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise StormError(f"{file.path.name} is too large to be drawn as pictures.", _INSTEAD)
    if sha256(data).hexdigest() != file.sha256:
        raise SourceChanged(f"{file.path.name} has changed since it was checked.", _AGAIN)
    return data
