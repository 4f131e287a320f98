"""Tags that stand before, between and behind sound without belonging to it: ID3, APE, Lyrics3.

Sources: "ID3 tag version 2.4.0 - Main Structure", "APEv2 specification", "Lyrics3 v2.00".
"""

from stormdat_core.transcription.media.encryption import Readable

_HEAD = 32
_OLD = 128
"""Bytes of a tag of the first version."""
_LYRICS = 1 << 16
_MOST = 100


def behind_tags(stream: Readable, at: int = 0) -> int:
    """Return where a file goes on behind the tags at a place."""
    for _ in range(_MOST):
        length = _tag(stream, at)
        if not length:
            break
        at += length
    return at


def _tag(stream: Readable, at: int) -> int:
    """Return the bytes of the tag that begins at a place; 0 for none."""
    stream.seek(at)
    head = stream.read(_HEAD)
    if head[:3] == b"ID3" and len(head) >= 10 and max(head[6:10]) <= 0x7F:
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        return 10 + length + (10 if head[5] & 0x10 else 0)
    if head[:8] == b"APETAGEX" and len(head) == _HEAD:
        begins = head[23] & 0x20
        return _HEAD + (int.from_bytes(head[12:16], "little") if begins else 0)
    if head[:3] == b"TAG":
        return _OLD
    if head[:11] == b"LYRICSBEGIN":
        stream.seek(at)
        found = stream.read(_LYRICS).find(b"LYRICS200")
        return found + 9 if found > 0 else 0
    return 0
