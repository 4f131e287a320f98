"""What was not heard is listed: whatever happens to a file, each second of it is heard at its time or listed."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.damage import (
    DAMAGE,
    KINDS,
    MORE_DAMAGE,
    SECONDS,
    TELLS_END,
    UNCOMPRESSED,
    Kind,
    Result,
    content,
    judge,
    scaled,
    whole,
)

ALL = {**DAMAGE, **MORE_DAMAGE}
BY_NAME = {kind.name: kind for kind in KINDS}
UNTIMED = frozenset(
    (
        *UNCOMPRESSED, "mp3", "mp3-bare", "adts", "ac3", "eac3", "mp2", "amr", "avi", "tta",
    )
) - {"mkv-pcm"}  # fmt: skip
"""Kinds without time stamps: how much was taken out of their middle, nothing tells."""
BOTH = whole() | whole(SECONDS, SECONDS)


def result(folder: Path, data: bytes, seconds: Mapping[int, float]) -> Result:
    path = folder / "a"
    path.write_bytes(data)
    return judge(path, seconds)


def is_told(kind: Kind, damage: str) -> bool:
    """Return whether anything in a file tells of such damage to it."""
    if damage.startswith("zeroed"):
        return kind.name not in UNCOMPRESSED
    if damage == "removed":
        return kind.name not in UNTIMED
    return damage != "cut" or kind.name in TELLS_END


def check(found: Result, *, guessed: bool = False) -> None:
    """Check a result; where the last page is gone, how long the end was is guessed by its bytes."""
    assert not found.refused
    assert len(found.lost) <= guessed
    assert not found.moved


def check_damage(folder: Path, kind: Kind, damage: str) -> None:
    found = result(folder, ALL[damage](content(kind)), whole())
    if found.refused:  # an index at the end is gone, and nothing can be read: that is said
        assert kind.name == "mp4"
    elif is_told(kind, damage):
        check(found, guessed=kind.form == "ogg" and damage.endswith("end"))
        assert found.holes or "places" in damage
    else:
        assert found.right >= 6 or found.holes
        assert found.holes or kind.form != "ogg"  # its last page is marked, which a cut takes away


def check_joined(folder: Path, kind: Kind) -> None:
    check(result(folder, content(kind) + content(kind, SECONDS), BOTH))
    if kind.codec not in ("libopus", "libopencore_amrnb"):
        rate = 32_000 if kind.rate == 48_000 else 48_000
        check(result(folder, content(kind) + content(kind, SECONDS, rate), BOTH))


def check_junk(folder: Path, kind: Kind) -> None:
    """Nobody can say how long bytes between two files were sound; what follows is heard, behind a hole."""
    junk = np.random.default_rng(1).bytes(200_000)
    found = result(folder, content(kind) + junk + content(kind, SECONDS), BOTH)
    assert not found.refused
    assert not found.lost
    assert found.right >= SECONDS
    assert found.right == 2 * SECONDS or any(abs(start - SECONDS) < 0.3 for start, _ in found.holes)


def check_lengths(folder: Path, kind: Kind) -> None:
    for factor in (0.5, 2.0):
        data = scaled(content(kind), kind.form, factor)
        if data is None:
            continue
        found = result(folder, data, whole())
        assert found.refused or (found.right == SECONDS and not found.lost)
        assert not found.refused or kind.name == "tta"  # its header has a check sum


FAST = ("mp3", "adts", "opus-ogg", "mp4-fragments", "wav")


@pytest.mark.parametrize("name", FAST)
def test_what_damage_hides_is_listed(tmp_path: Path, name: str) -> None:
    kind = BY_NAME[name]
    clean = result(tmp_path, content(kind), whole())
    assert (clean.right, clean.holes) == (SECONDS, ())
    for damage in DAMAGE:
        check_damage(tmp_path, kind, damage)


@pytest.mark.parametrize("name", ["mp3", "rf64", "mkv"])
def test_files_one_after_the_other_are_all_heard(tmp_path: Path, name: str) -> None:
    check_joined(tmp_path, BY_NAME[name])
    check_junk(tmp_path, BY_NAME[name])


@pytest.mark.parametrize("name", ["mp3", "wav", "aiff"])
def test_a_header_that_says_another_length_hides_nothing(tmp_path: Path, name: str) -> None:
    check_lengths(tmp_path, BY_NAME[name])


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_file_and_damage(tmp_path: Path, kind: Kind) -> None:
    clean = result(tmp_path, content(kind), whole())
    assert (clean.right, clean.holes) == (SECONDS, ())
    for damage in ALL:
        check_damage(tmp_path, kind, damage)
    check_lengths(tmp_path, kind)
    check_joined(tmp_path, kind)
    check_junk(tmp_path, kind)
