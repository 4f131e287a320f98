"""Which files are sound or video, and which type one is sent as, whatever this system calls it."""

from collections.abc import Sequence
from pathlib import Path

from stormdat_core.file_kinds import MEDIA_TYPES

_HEAD = 4096


def media_type(path: Path) -> str:
    """Return the type of a media file by its ending; a player looks into it anyway."""
    return MEDIA_TYPES.get(path.suffix.lower(), "video/mp4")


def is_picture(path: Path) -> bool:
    """Return whether a file of this ending may have a picture."""
    return media_type(path).startswith("video/")


def are_media(paths: Sequence[Path]) -> bool:
    """Return whether all of some files are sound or video: there is nothing in them that can be checked."""
    return bool(paths) and all(map(_is_media, paths))


def _is_media(path: Path) -> bool:
    """Return whether a file has the ending of one and is no text: `.ts` may be a program."""
    if path.suffix.lower() not in MEDIA_TYPES:
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return b"\0" in head or not _is_text(head)


def _is_text(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as exc:
        return exc.start >= len(head) - 3  # a character may be cut at the end
    return True
