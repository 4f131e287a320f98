"""Encrypted sound is refused as encrypted; what only looks like it is heard."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.decoding import RATE, SoundReader, inspect
from stormdat_core.transcription.media.measurement import survey
from stormdat_core.transcription.media.parts import parts_of
from tests.core.transcription.test_decoding import beeps, write

KEY, KID = "76a6c65c5ea762046bd749a2e632ccbb", "a7e61c373e219033c21091fa607bf3b8"


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4) + kind + body


SINF = box(
    b"sinf",
    box(b"frma", b"mp4a")
    + box(b"schm", bytes(4) + b"cenc\0\1\0\0")
    + box(b"schi", box(b"tenc", bytes(4) + b"\0\0\1\x08" + bytes(16))),
)


def grown(content: bytes, inner: bytes, more: bytes, parents: tuple[bytes, ...]) -> bytes:
    """Return an MP4 with something added at the end of the last box `inner`, and its parents made longer."""
    at = content.rfind(inner) - 4
    length = int.from_bytes(content[at : at + 4])
    made = bytearray(content[: at + length] + more + content[at + length :])
    for each in (inner, *parents):
        place = content.rfind(each, 0, at + 8) - 4
        size = int.from_bytes(made[place : place + 4]) + len(more)
        made[place : place + 4] = size.to_bytes(4)
    return bytes(made)


def sealed_entry(content: bytes, more: bytes = SINF, kind: bytes = b"enca") -> bytes:
    """Return an MP4 whose last sample entry is protected. Its index must stand behind its samples."""
    made = grown(content, b"mp4a", more, (b"stsd", b"stbl", b"minf", b"mdia", b"trak", b"moov"))
    at = made.rfind(b"mp4a", 0, made.rfind(b"esds"))
    return made[:at] + kind + made[at + 4 :]


def refused(path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="is encrypted") as caught:
        inspect(path)
    assert path.name in str(caught.value)
    assert "copy protection" in caught.value.hint


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg to encrypt with")
@pytest.mark.parametrize("flags", [[], ["-movflags", "faststart"], ["-movflags", "frag_keyframe+empty_moov"]])
def test_common_encryption_is_refused(tmp_path: Path, flags: list[str]) -> None:
    clear = write(tmp_path / "clear.mp4", "aac")
    path = tmp_path / "a.mp4"
    command = ["ffmpeg", "-v", "error", "-i", str(clear), "-c", "copy", "-encryption_scheme", "cenc-aes-ctr"]
    subprocess.run([*command, "-encryption_key", KEY, "-encryption_kid", KID, *flags, str(path)], check=True)
    refused(path)
    assert not parts_of(clear).encrypted


@pytest.mark.parametrize("kind", [b"enca", b"drms", b"aavd", b"mp4a"])
def test_protected_entries_of_any_kind_are_refused(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(sealed_entry(write(tmp_path / "clear.mp4", "aac").read_bytes(), kind=kind))
    refused(path)


def test_an_entry_that_says_its_samples_are_clear_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    clear = SINF.replace(b"\0\0\1\x08", b"\0\0\0\x00")
    path.write_bytes(sealed_entry(write(tmp_path / "clear.mp4", "aac").read_bytes(), clear))
    assert beeps(path)[0] == pytest.approx(2.0, abs=0.06)


def test_the_word_in_a_title_encrypts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(
        write(tmp_path / "b.mp4", "aac").read_bytes() + box(b"free", b"enca sinf senc tenc " * 9)
    )
    assert beeps(path)[0] == pytest.approx(2.0, abs=0.06)


def test_one_encrypted_track_of_two_is_named_and_the_other_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(sealed_entry(write(tmp_path / "clear.mp4", "aac", tracks=2).read_bytes()))
    media = inspect(path)
    assert len(media.tracks) == 2
    assert beeps(path, 0)[0] == pytest.approx(2.0, abs=0.06)
    with pytest.raises(UnreadableMedia, match="Sound track 2"):
        list(SoundReader(path, 1).blocks())
    losses = survey(path, media.tracks).losses
    assert [(loss.track.index, "is encrypted" in loss.reason) for loss in losses] == [(1, True)]


def element(kind: bytes, body: bytes) -> bytes:
    return kind + (len(body) | 1 << 56).to_bytes(8) + body


def sized(content: bytes, at: int) -> tuple[int, int]:
    """Return where the content of an element begins and ends whose size stands at a place."""
    wide = 9 - content[at].bit_length()
    size = int.from_bytes(content[at : at + wide]) & (1 << 7 * wide) - 1
    return at + wide, at + wide + size


def with_encodings(content: bytes, more: bytes) -> bytes:
    """Return a Matroska file of unknown length with an element added to its first track."""
    segment, listed = content.find(b"\x18\x53\x80\x67"), content.find(b"\x16\x54\xae\x6b")
    tracks = content.find(b"\x16\x54\xae\x6b", listed + 1)  # the first is in the list of what is where
    first, last = sized(content, tracks + 4)
    behind = (
        first + 6 if content[first] == 0xBF else first
    )  # a check sum, which is left out, may hold any byte
    entry = content.find(b"\xae", behind)
    start, end = sized(content, entry + 1)
    track = element(b"\xae", content[start:end] + more)
    head = content[: segment + 4] + b"\x01" + b"\xff" * 7 + content[segment + 12 : tracks]
    return head + element(b"\x16\x54\xae\x6b", track + content[end:last]) + content[last:]


ENCRYPTION = element(b"\x50\x35", element(b"\x47\xe1", b"\5") + element(b"\x47\xe2", b"\1" * 16))


@pytest.mark.parametrize("name", ["a.webm", "a.mkv"])
def test_encrypted_matroska_is_refused(tmp_path: Path, name: str) -> None:
    clear = write(tmp_path / f"clear{name}", "libopus")
    content = clear.read_bytes()
    path = tmp_path / name
    encoding = element(b"\x62\x40", element(b"\x50\x33", b"\1") + ENCRYPTION)
    path.write_bytes(with_encodings(content, element(b"\x6d\x80", encoding)))
    refused(path)
    packed = element(b"\x62\x40", element(b"\x50\x34", element(b"\x42\x54", b"\3")))
    path.write_bytes(with_encodings(content, element(b"\x6d\x80", packed)))
    assert not parts_of(path).encrypted


def packets(content: bytes) -> list[bytearray]:
    return [bytearray(content[at : at + 188]) for at in range(0, len(content), 188)]


def crc(body: bytes) -> bytes:
    found = 0xFFFFFFFF
    for byte in body:
        found ^= byte << 24
        for _ in range(8):
            found = (found << 1) ^ (0x04C11DB7 if found & 0x80000000 else 0)
            found &= 0xFFFFFFFF
    return found.to_bytes(4)


def test_encrypted_samples_in_a_transport_stream_are_refused(tmp_path: Path) -> None:
    found = packets(write(tmp_path / "clear.ts", "aac").read_bytes())
    for each in found:
        if (each[1] & 0x1F, each[2]) == (0x10, 0x00):  # the table of the programme
            end = 8 + ((each[6] & 0x0F) << 8 | each[7])
            each[each.index(b"\x0f\xe1\x00")] = 0xCF
            each[end - 4 : end] = crc(bytes(each[5 : end - 4]))
    path = tmp_path / "a.ts"
    path.write_bytes(b"".join(found))
    refused(path)


@pytest.mark.parametrize(("share", "sealed"), [(1.0, True), (0.0, False), (0.1, False)])
def test_scrambled_packets_are_refused(tmp_path: Path, share: float, sealed: bool) -> None:
    found = packets(write(tmp_path / "clear.ts", "aac").read_bytes())
    sound = [each for each in found if (each[1] & 0x1F, each[2]) == (0x01, 0x00)]
    for each in sound[: round(share * len(sound))]:
        each[3] |= 0xC0
    path = tmp_path / "a.ts"
    path.write_bytes(b"".join(found))
    if sealed:
        refused(path)
    else:
        assert not parts_of(path).encrypted


def test_protected_windows_media_is_refused(tmp_path: Path) -> None:
    content = write(tmp_path / "clear.wma", "libmp3lame", form="asf").read_bytes()
    seal = bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e") + (32).to_bytes(8, "little") + bytes(8)
    size = int.from_bytes(content[16:24], "little")
    count = int.from_bytes(content[24:28], "little")
    head = content[:16] + (size + 32).to_bytes(8, "little") + (count + 1).to_bytes(4, "little")
    path = tmp_path / "a.wma"
    path.write_bytes(head + content[28:size] + seal + content[size:])
    refused(path)
    assert not parts_of(tmp_path / "clear.wma").encrypted


@pytest.mark.parametrize("kind", [b"junk", b"uuid", b"pict", b"sidx"])
def test_a_strange_box_in_front_hides_no_encryption(tmp_path: Path, kind: bytes) -> None:
    clear = write(tmp_path / "clear.mp4", "aac").read_bytes()
    path = tmp_path / "a.mp4"
    path.write_bytes(box(kind, bytes(24)) + sealed_entry(clear))
    assert parts_of(path).encrypted == {0}


def test_a_second_list_of_encodings_hides_no_encryption(tmp_path: Path) -> None:
    clear = write(tmp_path / "clear.mka", "aac").read_bytes()
    path = tmp_path / "a.mka"
    more = element(b"\x6d\x80", element(b"\x62\x40", element(b"\x50\x33", b"\1") + ENCRYPTION))
    path.write_bytes(with_encodings(clear, more + element(b"\x6d\x80", b"")))
    refused(path)


@pytest.mark.parametrize("sealed_first", [True, False])
def test_of_parts_only_those_that_are_encrypted_are_not_heard(tmp_path: Path, sealed_first: bool) -> None:
    clear = write(tmp_path / "clear.mp4", "aac").read_bytes()
    row = [sealed_entry(clear), clear] if sealed_first else [clear, sealed_entry(clear)]
    path = tmp_path / "a.mp4"
    path.write_bytes(b"".join(row))
    reader = SoundReader(path)
    sound = np.concatenate(list(reader.blocks()))
    loud = np.flatnonzero(np.abs(sound) > 0.02) / RATE
    assert (loud[0], loud[-1]) == pytest.approx((6.0, 6.5) if sealed_first else (2.0, 2.5), abs=0.1)
    assert [each / RATE for each in reader.holes[0]] == pytest.approx(
        (0.0, 4.0) if sealed_first else (4.0, 8.0), abs=0.1
    )
