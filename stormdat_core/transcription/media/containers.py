"""Media files opened as files that stand alone, whatever their name or content asks for.

FFmpeg follows playlists, session descriptions, concatenations and references to other files or addresses.
Here only containers that hold their own sound are opened. The choice is made by the bytes, before FFmpeg's
reader of a format has run, and no protocol is there for a reader that would open anything else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from stormdat_core.regular import open_regular
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.windows import Part, Patch, Window

if TYPE_CHECKING:
    from av.container import InputContainer

FORMATS = (
    "aac", "ac3", "ac4", "aiff", "amr", "ape", "asf", "asf_o", "au", "avi", "caf", "dsf", "dss", "dts",
    "dtshd", "dv", "eac3", "flac", "flv", "gsm", "gxf", "iff", "ilbc", "ircam", "kux", "live_flv", "loas",
    "matroska", "mlp", "mov", "mp3", "mpc", "mpc8", "mpeg", "mpegts", "mxf", "nistsphere", "nsv", "nut",
    "ogg", "oma", "qcp", "rm", "shn", "sox", "tak", "truehd", "tta", "voc", "w64", "wav", "webm", "wsd",
    "wtv", "wv", "xwma",
)  # fmt: skip
"""FFmpeg's names of the containers that hold their own sound. What is not here is refused."""
OPTIONS: Mapping[str, str] = {
    "format_whitelist": ",".join(FORMATS),
    "protocol_whitelist": "none",  # no protocol has this name
    "enable_drefs": "0",
    "use_absolute_path": "0",
}
"""Of every reader. QuickTime's references to sound in other files are not followed."""

_LATE = frozenset(("mpeg", "flv", "live_flv"))
"""Containers without a list of their streams: one that appears late is opened only by who looks far ahead."""
_PATIENT = {"probesize": str(64 << 20), "analyzeduration": str(3600 * 1_000_000)}
_HEAD = 4096
_ADDRESS = rb"(?:https?|ftps?|rtsps?|rtmps?|mms|mmsh|udp|rtp|srt|file|concat|crypto|data):"
_KINDS: tuple[tuple[str, "re.Pattern[bytes]"], ...] = tuple(
    (kind, re.compile(rb"\s*" + pattern, re.IGNORECASE))
    for kind, pattern in (
        ("a playlist", rb"#EXTM3U"),
        ("a playlist", rb"\[(?:playlist|reference|internetshortcut)\]"),
        ("a playlist", rb"<(?:[^\0]*?<)?(?:asx|smil|mpd|playlist|smoothstreamingmedia)[\s>]"),
        ("a playlist", rb"(?:(?:#|;)[^\n]*\n\s*)*" + _ADDRESS),
        ("a playlist", rb"(?:rtsp|smil)text"),
        ("a session description", rb"v=\d+\s*\n\s*[a-z]="),
        ("a concatenation", rb"ffconcat\s+version"),
        ("a concatenation", rb"(?:#[^\n]*\n\s*)*file\s+\S+"),
        ("a list of settings", rb";FFMETADATA"),
    )
)  # fmt: skip
_ALONE = "Open the sound or video file itself."


@contextmanager
def opened(
    path: Path, window: Window | None = None, patches: Sequence[Patch] = ()
) -> "Iterator[InputContainer]":
    """Open a media file, or a window of it, for reading; only the file itself is ever opened.

    Args:
        path: of the file.
        window: of it to be read as a file of its own; None for all of it.
        patches: what is to be read in it instead of what is there.

    Raises:
        UnreadableMedia: it cannot be opened, or does not hold its own sound.
    """
    import av

    try:
        size = path.stat().st_size
        if not size:
            raise UnreadableMedia(f"{path.name} is empty.", "")
        with open_regular(path) as stream:
            _refuse_references(path, stream)
            window = window or (0, size)
            source = Part(stream, window, patches) if patches or window != (0, size) else Nameless(stream)
            with av.open(source, "r", options=dict(OPTIONS)) as container:
                if container.format.name not in _LATE:
                    yield container
                    return
            source.seek(0)
            with av.open(source, "r", options={**OPTIONS, **_PATIENT}) as container:
                yield container
    except av.FFmpegError as exc:
        raise UnreadableMedia(
            f"{path.name} could not be opened: it is damaged, or is neither sound nor video."
        ) from exc
    except OSError as exc:
        raise UnreadableMedia(
            f"{path.name} could not be read: {exc.strerror or exc}.",
            "Check that the file is there and yours to read.",
        ) from exc


class Nameless:
    """A stream without its name, which FFmpeg would let decide what the content is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.read, self.seek, self.tell = stream.read, stream.seek, stream.tell


def kind_of_reference(head: bytes) -> str:
    """Return what a file is that names other files or addresses instead of holding sound, else nothing."""
    for mark, code in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if head.startswith(mark):
            head = head[: len(head) // 2 * 2].decode(code, "replace").encode("utf-8", "replace")
    text = head.removeprefix(b"\xef\xbb\xbf")
    return next((kind for kind, pattern in _KINDS if pattern.match(text)), "")


def _refuse_references(path: Path, stream: IO[bytes]) -> None:
    kind = kind_of_reference(stream.read(_HEAD))
    stream.seek(0)
    if kind:
        raise UnreadableMedia(
            f"{path.name} is {kind}: it names other files or addresses, which are never opened.", _ALONE
        )
