"""Files that a browser sends, kept in scratch: whole or not at all, under names of our making.

Each batch has a folder of its own, each file in it too, so that twins keep their names. A batch that is
never finished stays out of the inbox, and Cleanup removes it after a day like all of scratch.
"""

import re
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from stormdat_core.atomic import whole_file
from stormdat_core.errors import StormError
from stormdat_core.inbox import Delivery, Inbox, UnknownToken
from stormdat_core.paths import AppPaths, private_folder
from webui.names import safe_name

_BLOCK = 256 * 1024
_MOST_BATCHES = 32
Purpose = Literal["documents", "lists", "profile", "media", "models"]
"""What files were sent or dropped for, as pages say it."""
PURPOSES: dict[Purpose, str] = {
    "documents": "documents",
    "lists": "list",
    "profile": "profile",
    "media": "media",
    "models": "model",
}
"""The same as the inbox says it."""
MOST_FILES = 2_000
"""Files in one batch."""
_NOT_SENT = "not sent"
"""Folder of the stand-ins of a batch."""
MOST_LEFT_OUT = 5_000
"""Files of a batch that are told by name alone."""
_DEEPEST = 20


class TooMany(StormError):
    """A batch with more files than it may have."""

    hint = "Send fewer files at once, or check the folder from the STORM DAT window."


class CutOff(StormError):
    """An upload that ended before the file did."""

    hint = "Send the file again."


@dataclass(slots=True)
class _Batch:
    folder: Path
    purpose: str
    paths: list[Path] = field(default_factory=list)
    count: int = 0


class Uploads:
    """Batches that are being filled. Any thread may use it."""

    def __init__(self, paths: AppPaths, inbox: Inbox) -> None:
        self._paths, self._inbox = paths, inbox
        self._lock = threading.Lock()
        self._batches: OrderedDict[str, _Batch] = OrderedDict()

    def begin(self, purpose: str) -> str:
        """Return the id of a new batch. The oldest unfinished one goes when there are too many."""
        batch_id = secrets.token_urlsafe(18)
        folder = private_folder(self._paths.uploads) / secrets.token_hex(8)
        with self._lock:
            self._batches[batch_id] = _Batch(private_folder(folder), purpose)
            old = [self._batches.popitem(last=False)[1] for _ in range(len(self._batches) - _MOST_BATCHES)]
        for batch in old:
            shutil.rmtree(batch.folder, ignore_errors=True)
        return batch_id

    def add(self, batch_id: str, name: str, read: Callable[[int], bytes], size: int) -> str:
        """Keep one file and return the name it got.

        Args:
            batch_id: from `begin`.
            name: as the browser calls it.
            read: returns the next bytes, none at the end.
            size: how many there must be.

        Raises:
            UnknownToken: no such batch.
            CutOff: fewer bytes came; nothing is kept.
            OutputRefused: the disk is full.
        """
        batch, folder = self._place(batch_id)
        target = private_folder(folder) / safe_name(name)
        try:
            with whole_file(target) as stream:
                _copy(read, stream, size, target.name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with self._lock:
            batch.paths.append(target)
        return target.name

    def finish(self, batch_id: str, left_out: Sequence[str] = ()) -> Delivery:
        """Move a batch into the inbox.

        Args:
            batch_id: from `begin`.
            left_out: what was chosen with it and not sent, because nothing reads files of its kind: names, or
                places below the folder that was chosen. An empty file stands for each, in a folder of their
                own, so that a sweep passes over it by name and says why.

        Raises:
            UnknownToken: no such batch, or one without a file.
        """
        with self._lock:
            batch = self._batches.pop(batch_id, None)
        if batch is None or not batch.paths:
            raise UnknownToken
        others = (
            [_stand_ins(batch.folder / f"{batch.count + 1:05}" / _NOT_SENT, left_out)] if left_out else []
        )
        return self._inbox.put([*sorted(batch.paths), *others], batch.purpose)

    def _place(self, batch_id: str) -> tuple[_Batch, Path]:
        with self._lock:
            batch = self._batches.get(batch_id)
            if batch is None:
                raise UnknownToken
            if batch.count >= MOST_FILES:
                raise TooMany(f"More than {MOST_FILES:,} files were sent at once.")
            batch.count += 1
            return batch, batch.folder / f"{batch.count:05}"


def parted(paths: Sequence[Path], uploads: Path) -> tuple[list[Path], list[Path]]:
    """Return what was sent, and the files that stand for what was chosen with it and not sent.

    Args:
        paths: of deliveries.
        uploads: folder of what browsers send; a folder of the person's own is never one of stand-ins.
    """
    folders = [path for path in paths if path.name == _NOT_SENT and path.is_relative_to(uploads)]
    others = sorted(each for folder in folders for each in folder.rglob("*") if each.is_file())
    return [path for path in paths if path not in folders], others


def _stand_ins(folder: Path, names: Sequence[str]) -> Path:
    """Return a folder with an empty file for each name, under names that are safe everywhere."""
    private_folder(private_folder(folder.parent) / folder.name)
    for name in names:
        parts = [safe_name(part) for part in re.split(r"[/\\]", name)[-_DEEPEST:] if part.strip(" .")]
        target = folder.joinpath(*(parts or ["document"]))
        with suppress(OSError):  # one name that the file system refuses keeps nobody from the others
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(0o600)
    return folder


def _copy(read: Callable[[int], bytes], stream: IO[bytes], size: int, name: str) -> None:
    left = size
    while left and (block := read(min(_BLOCK, left))):
        stream.write(block)
        left -= len(block)
    if left:
        raise CutOff(f"{name} did not arrive whole.")
