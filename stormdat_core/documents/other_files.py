"""Files that hold something other than a document: how they begin, what they are, and what to do instead."""

from collections.abc import Callable

from stormdat_core.file_kinds import TEXT_IN_PICTURES, TRANSCRIBE, UNPACK

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")
"""Of the boxes that video begins with too."""
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"\xfd7zXZ\0")
_BZIP2 = b"1AY&SY"
_MEDIA = (b"OggS", b"fLaC", b"ID3", b"\x1a\x45\xdf\xa3", b"\xff\xfb", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")
"""Ogg, FLAC, a tag before MPEG audio, Matroska, MPEG audio itself, Windows Media."""


def other_kind(head: bytes) -> tuple[str, str] | None:
    """Return what a file is and the cure, as sentences; None for what may be a document.

    Args:
        head: how it begins. Text may begin with the same letters, but holds no zero byte.
    """
    if b"\0" not in head:
        return None
    return next(((told, cure) for test, told, cure in _KINDS if test(head)), None)


def _is_picture(head: bytes) -> bool:
    branded = head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS
    return head.startswith(_PICTURES) or _riff(head) == b"WEBP" or branded


def _is_media(head: bytes) -> bool:
    return head.startswith(_MEDIA) or _riff(head) in (b"WAVE", b"AVI ") or head[4:8] == b"ftyp"


def _is_archive(head: bytes) -> bool:
    return head.startswith(_ARCHIVES) or (head.startswith(b"BZh") and head[4:10] == _BZIP2)


def _riff(head: bytes) -> bytes:
    """Return the kind that a RIFF file gives; empty for any other."""
    return head[8:12] if head.startswith(b"RIFF") else b""


_KINDS: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (_is_picture, "is a picture.", TEXT_IN_PICTURES),
    (_is_media, "is sound or video.", TRANSCRIBE),
    (_is_archive, "is an archive.", UNPACK),
)
