"""Only what holds its own sound is opened; what names other files or addresses gets a sentence."""

import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.containers import FORMATS, OPTIONS, Nameless, kind_of_reference
from stormdat_core.transcription.media.decoding import SoundReader, inspect
from tests.speech import write_wav

PLAYLIST = "a playlist"
SESSION = "a session description"
CONCATENATION = "a concatenation"

M3U8 = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n"
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n"
DASH = (
    '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT5S">'
    '<Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1"><BaseURL>{address}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>"
)
REFERENCES = {
    "hls": (M3U8, PLAYLIST),
    "hls after a byte order mark": ("\ufeff" + M3U8, PLAYLIST),
    "m3u without a header": ("# made by hand\n{address}\n", PLAYLIST),
    "pls": ("[playlist]\nNumberOfEntries=1\nFile1={address}\n", PLAYLIST),
    "asx": ('<asx version="3.0"><entry><ref href="{address}"/></entry></asx>', PLAYLIST),
    "asx references": ("[Reference]\nRef1={address}\n", PLAYLIST),
    "xspf": ('<?xml version="1.0"?>\n<playlist version="1"><trackList/></playlist>', PLAYLIST),
    "wpl": ('<?wpl version="1.0"?><smil><body><media src="{address}"/></body></smil>', PLAYLIST),
    "dash": (DASH, PLAYLIST),
    "quicktime redirect": ("RTSPtext\r{address}", PLAYLIST),
    "session": (SDP, SESSION),
    "session with other line ends": (SDP.replace("\n", "\r\n"), SESSION),
    "concatenation": ("ffconcat version 1.0\nfile '{file}'\n", CONCATENATION),
    "list of files": ("# parts\nfile '{file}'\n", CONCATENATION),
    "settings": (";FFMETADATA1\ntitle=x\n", "a list of settings"),
    "webvtt": ("WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n", ""),
    "subrip": ("1\n00:00:00,000 --> 00:00:01,000\nhello\n", ""),
}
NAMES = ("x.wav", "x.mp3", "x.m3u8", "x.sdp", "x.mpd", "x.ffconcat")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return a sound file that nobody asked for."""
    (tmp_path / "private").mkdir()
    return write_wav(tmp_path / "private" / "other.wav", np.full(22_050, 9000, np.int16))


def filled(text: str, listener: socket.socket, other: Path) -> bytes:
    port = listener.getsockname()[1]
    values = {"{address}": f"http://127.0.0.1:{port}/x.ts", "{port}": "15004", "{file}": str(other)}
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text.encode()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", REFERENCES)
def test_what_names_other_files_is_refused(
    tmp_path: Path, listener: socket.socket, other: Path, case: str, name: str
) -> None:
    text, kind = REFERENCES[case]
    path = tmp_path / name
    path.write_bytes(filled(text, listener, other))
    with pytest.raises(UnreadableMedia, match=kind or "could not be") as caught:
        inspect(path)
    assert name in str(caught.value)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("case", REFERENCES)
def test_the_reader_itself_opens_nothing_else(
    tmp_path: Path, listener: socket.socket, other: Path, case: str
) -> None:
    """The sentence comes from a look at the first bytes; the door is shut also for what that look misses."""
    path = tmp_path / "x.m3u8"
    path.write_bytes(filled(REFERENCES[case][0], listener, other))
    for reader in (None, "hls", "concat", "sdp", "image2"):
        with path.open("rb") as stream, pytest.raises((av.FFmpegError, OSError)):
            av.open(Nameless(stream), "r", format=reader, options=dict(OPTIONS))
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_quicktime_reference_to_another_file_is_not_followed(tmp_path: Path, other: Path) -> None:
    path = tmp_path / "a.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=22_050, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.full((1, 22_050), 9000, np.int16), "s16", "mono")
        frame.sample_rate = 22_050
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    path.write_bytes(_pointing_at(path.read_bytes(), other))
    assert inspect(path).tracks
    with pytest.raises(UnreadableMedia, match="another file"):
        list(SoundReader(path).blocks())


def _pointing_at(content: bytes, other: Path) -> bytes:
    """Return a QuickTime file whose data reference names another file by its relative and absolute path."""
    at = content.index(b"dref") - 4
    size = struct.unpack(">I", content[at : at + 4])[0]
    entry = _alias(other)
    inner = struct.pack(">I", 8 + len(entry)) + b"alis" + entry
    made = struct.pack(">I", 16 + len(inner)) + b"dref" + struct.pack(">II", 0, 1) + inner
    grown = len(made) - size
    content = content[:at] + made + content[at + size :]
    for name in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = content.rindex(name, 0, at) - 4
        length = struct.unpack(">I", content[place : place + 4])[0]
        content = content[:place] + struct.pack(">I", length + grown) + content[place + 4 :]
    return content


def _alias(other: Path) -> bytes:
    """Return an alias record: volume, file name, levels up, then both forms of the path."""
    name, volume, path = other.name.encode(), b"x", str(other).encode()
    body = b"\0" * 10 + bytes([len(volume)]) + volume.ljust(27, b"\0") + b"\0" * 12
    body += bytes([len(name)]) + name.ljust(63, b"\0") + b"\0" * 16 + struct.pack(">hh", 0, 1) + b"\0" * 16
    for number, text in ((2, b"private:" + name), (18, path)):
        body += struct.pack(">hH", number, len(text)) + text + b"\0" * (len(text) % 2)
    return b"\0\0\0\0" + body + struct.pack(">hH", -1, 0)


@pytest.mark.parametrize(
    "head",
    [b"RIFF\0\0\0\0WAVEfmt ", b"ID3\3", b"OggS", b"\x1aE\xdf\xa3", b"\0\0\0\x18ftypisom", b"\xff\xf1\x50"],
)
def test_the_first_bytes_of_sound_are_no_reference(head: bytes) -> None:
    assert kind_of_reference(head + bytes(range(256)) * 8) == ""


def test_every_name_on_the_list_is_a_reader_of_this_ffmpeg() -> None:
    for name in FORMATS:
        assert av.ContainerFormat(name, "r").is_input
    nested = {
        "hls",
        "dash",
        "concat",
        "concatf",
        "sdp",
        "rtsp",
        "rtp",
        "image2",
        "webm_dash_manifest",
        "lavfi",
        "sap",
    }
    assert not nested & set(FORMATS)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("case", ["hls", "session", "concatenation"])
def test_no_socket_and_no_other_file_is_opened(
    tmp_path: Path, listener: socket.socket, other: Path, case: str
) -> None:
    path, trace = tmp_path / "x.wav", tmp_path / "trace"
    path.write_bytes(filled(REFERENCES[case][0], listener, other))
    look = (
        "import sys, pathlib\n"
        "from stormdat_core.transcription.media.decoding import inspect\n"
        "try:\n inspect(pathlib.Path(sys.argv[1]))\n"
        "except Exception as exc: print(exc)\n"
    )
    command = ["strace", "-f", "-e", "trace=socket,connect,bind,openat,open", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-c", look, str(path)],
        capture_output=True,
        text=True,
        env=dict(os.environ),
    )
    assert "never opened" in done.stdout, done.stderr
    told = trace.read_text()
    assert str(path) in told
    assert "socket(" not in told
    assert str(other) not in told
