"""Signatures in minisign's format: made by the real program, and broken byte by byte."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from stormdat_core.site.minisign import NotMinisign, WrongSignature, read_key, read_signature, verify

MINISIGN = shutil.which("minisign")
CONTENT = b'name = "house"\nbased-on = "standard"\n'
COMMENT = "approved 2026-11-02 by the style board"
KEY = """untrusted comment: minisign public key C903E5B21B40256A
RWRqJUAbsuUDya0oKg/D6DNsw/8ZDebz8kSWCLGAxec9lkOD8GRw/dte
"""
HASHED = f"""untrusted comment: signature from minisign secret key
RURqJUAbsuUDya59GBr9lBpxFd6kuxl21CFQL1i8yOE7BKC5Cm+tXCLvFdrhqqsSMIejjwkZDUTTfvSkZwIozUw+6RuhLL9BeQE=
trusted comment: {COMMENT}
PFeB7zoz7AOnUv4RB0ewPm1BTgtp1E6dK1P0cVyBuGsZvWdGNbwfCH0e05i6AAbU/o9Rr/Vq8yS9lWepudhECg==
"""
LEGACY = f"""untrusted comment: signature from minisign secret key
RWRqJUAbsuUDyQigEW/1ToVXkWZMPiEp/FHxe5NHkKifFdJDuMpnQTfnT6ynxnHikMOB5cg2tKYFQ5M/mV6ydZ00sFaFBiYQcAg=
trusted comment: {COMMENT}
9/tARCw1Vlgwz1eKp/xqZNVKGDymmoGuHzxPL6C9WNcJBJw0MUgG5TAdBgNrZc9wEyenf6UGEJ0SV+DWTbltAA==
"""


@pytest.mark.parametrize("text", [HASHED, LEGACY, HASHED.replace("\n", "\r\n")], ids=["ED", "Ed", "CRLF"])
def test_what_minisign_has_signed_holds(text: str) -> None:
    signature = read_signature(text)
    verify(signature, CONTENT, read_key(KEY))
    assert signature.trusted_comment == COMMENT
    assert read_key(KEY).name == "C903E5B21B40256A"
    assert signature.hashed == (text is not LEGACY)


@pytest.mark.parametrize("text", [HASHED, LEGACY], ids=["ED", "Ed"])
def test_a_byte_more_or_another_one_is_not_what_was_signed(text: str) -> None:
    for content in (CONTENT + b"\n", CONTENT[:-1], CONTENT.replace(b"standard", b"thorough"), b""):
        with pytest.raises(WrongSignature, match="content"):
            verify(read_signature(text), content, read_key(KEY))


def test_the_trusted_comment_is_signed_and_the_untrusted_one_is_not() -> None:
    with pytest.raises(WrongSignature, match="trusted comment"):
        verify(read_signature(HASHED.replace("2026-11-02", "2026-11-03")), CONTENT, read_key(KEY))
    verify(read_signature(HASHED.replace("signature from", "whatever")), CONTENT, read_key(KEY))


def test_each_bit_of_the_signature_counts() -> None:
    lines = HASHED.splitlines()
    raw = base64.b64decode(lines[1])
    for at in range(10, len(raw), 7):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        text = "\n".join([lines[0], base64.b64encode(changed).decode(), *lines[2:]])
        with pytest.raises(WrongSignature):
            verify(read_signature(text), CONTENT, read_key(KEY))


def test_a_signature_that_says_it_is_of_the_other_kind_does_not_hold() -> None:
    for text, kind in ((HASHED, b"Ed"), (LEGACY, b"ED")):
        lines = text.splitlines()
        lines[1] = base64.b64encode(kind + base64.b64decode(lines[1])[2:]).decode()
        with pytest.raises(WrongSignature):
            verify(read_signature("\n".join(lines)), CONTENT, read_key(KEY))


@pytest.mark.parametrize(
    "text",
    [
        "", "x", HASHED.split("trusted comment: approved")[0], HASHED + HASHED, HASHED.replace("RURq", "RX!q"),
        HASHED.replace("RURq", "R"), HASHED.replace("RURqJ", "AAAAJ"), HASHED.replace("approved", "a\x1b[31mb"),
        HASHED.replace("approved", "\u202e"), HASHED.replace("approved", "a" * 9000),
        HASHED.replace("untrusted comment: s", "comment: s"), "\n\n\n\n",
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(NotMinisign):
        read_signature(text)


@pytest.mark.parametrize(
    "text", ["", "untrusted comment: x\n", KEY + KEY, "RWRq", KEY.replace("RWRq", "RURq"), "é" * 56]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NotMinisign):
        read_key(text)


def test_a_key_of_small_order_proves_nothing() -> None:
    """Such a key would let one signature hold for every content."""
    neutral = base64.b64encode(b"Ed" + bytes(8) + b"\x01" + bytes(31)).decode()
    forged = base64.b64encode(b"ED" + bytes(8) + b"\x01" + bytes(63)).decode()
    proof = base64.b64encode(b"\x01" + bytes(63)).decode()
    text = f"untrusted comment: x\n{forged}\ntrusted comment: y\n{proof}\n"
    with pytest.raises(WrongSignature):
        verify(read_signature(text), CONTENT, read_key(neutral))


@pytest.mark.skipif(MINISIGN is None, reason="minisign is not installed")
@pytest.mark.parametrize("kind", [[], ["-l"]], ids=["ED", "Ed"])
@pytest.mark.parametrize("content", [b"", b"x" * 1_000_000], ids=["empty", "large"])
def test_the_real_minisign_and_this_program_agree(tmp_path: Path, kind: list[str], content: bytes) -> None:
    def minisign(*words: str) -> None:
        subprocess.run([str(MINISIGN), *words], cwd=tmp_path, check=True, capture_output=True)

    for name in ("ours", "other"):
        minisign("-G", "-W", "-p", f"{name}.pub", "-s", f"{name}.key")
    (tmp_path / "file").write_bytes(content)
    minisign("-S", "-W", *kind, "-s", "ours.key", "-m", "file")
    signature = read_signature((tmp_path / "file.minisig").read_text())
    verify(signature, content, read_key((tmp_path / "ours.pub").read_text()))
    assert "file:file" in signature.trusted_comment
    with pytest.raises(WrongSignature, match="another key"):
        verify(signature, content, read_key((tmp_path / "other.pub").read_text()))
    with pytest.raises(WrongSignature, match="content"):
        verify(signature, content + b"y", read_key((tmp_path / "ours.pub").read_text()))
