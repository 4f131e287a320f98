"""Which type a media file is sent as, whatever this system calls it."""

from collections.abc import Mapping
from pathlib import Path

_TYPES: Mapping[str, str] = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
    ".mkv": "video/x-matroska", ".avi": "video/x-msvideo", ".wmv": "video/x-ms-wmv", ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg", ".ts": "video/mp2t", ".3gp": "video/3gpp",
    ".m4a": "audio/mp4", ".aac": "audio/aac", ".mp3": "audio/mpeg", ".wav": "audio/wav",
    ".flac": "audio/flac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
    ".wma": "audio/x-ms-wma", ".aif": "audio/aiff", ".aiff": "audio/aiff",
}  # fmt: skip
MEDIA_SUFFIXES = tuple(sorted(_TYPES))
"""What dialogs and drops offer; the engine reads others too when they are media."""


def media_type(path: Path) -> str:
    """Return the type of a media file by its ending; a player looks into it anyway."""
    return _TYPES.get(path.suffix.lower(), "video/mp4")


def is_picture(path: Path) -> bool:
    """Return whether a file of this ending may have a picture."""
    return media_type(path).startswith("video/")
