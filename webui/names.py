"""File names from outside, made safe for a folder of ours on every system."""

import re
import unicodedata

LONGEST = 180
"""Bytes; leaves room below the 255 that file systems allow for what outputs add."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)


def safe_name(name: str, default: str = "document") -> str:
    """Return the last part of `name` as a name that is a plain file on every system, never a path.

    Args:
        name: as a browser sent it: possibly a path, a device, empty or endless.
        default: what to call a file when nothing of its name can be kept.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode())
    plain = _FORBIDDEN.sub("_", plain).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    if len(suffix.encode()) > 16:
        stem, suffix, dot = plain, "", ""
    stem = _cut(stem, LONGEST - len((dot + suffix).encode())).rstrip(" .") or default
    first = stem.partition(".")[0].rstrip()
    return ("_" if _DEVICES.match(first) else "") + stem + dot + suffix


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")
