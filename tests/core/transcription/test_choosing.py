"""Which pack does the work, and what this machine can do with it."""

import json
from pathlib import Path

import pytest

from stormdat_core.transcription.packs import MANIFEST, BadPack, PackLibrary
from stormdat_core.transcription.packs.checking import describe
from stormdat_core.transcription.recognition.pack_choice import NoPack, choose, smaller
from stormdat_core.transcription.recognition.speed import propose


@pytest.fixture
def packs(tmp_path: Path) -> PackLibrary:
    """Three packs of 1, 100 and 900 thousand bytes."""
    library = PackLibrary(tmp_path / "models")
    for name, size in (("tiny", 1000), ("base", 100_000), ("small", 900_000)):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("config.json", "tokenizer.json", "vocabulary.json", "preprocessor_config.json"):
            (folder / file).write_text("{}")
        (folder / "model.bin").write_bytes(b"w" * size)
        (folder / MANIFEST).write_bytes(describe(folder, name, "MIT").text())
        library.install(folder)
    return library


def test_nobody_chose(packs: PackLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose(packs, "").name == "small"
    monkeypatch.setattr("stormdat_core.transcription.recognition.pack_choice._LIVE", 200_000)
    assert choose(packs, "", live=True).name == "base"
    monkeypatch.setattr("stormdat_core.transcription.recognition.pack_choice._LIVE", 10)
    assert choose(packs, "", live=True).name == "tiny"
    with pytest.raises(NoPack):
        choose(PackLibrary(tmp_path / "empty"), "")


def test_somebody_chose(packs: PackLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose(packs, "tiny").name == "tiny"
    by_path = choose(packs, str(tmp_path / "base"))
    assert (by_path.name, by_path.folder) == ("base", tmp_path / "base")
    with pytest.raises(BadPack, match="“large”"):
        choose(packs, "large")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny" / "config.json").write_text("[1]")
    assert choose(packs, "tiny").folder == tmp_path / "models" / "tiny", (
        "a folder of that name is not taken instead"
    )


def test_a_smaller_one_for_when_text_falls_behind(packs: PackLibrary) -> None:
    by_name = {pack.name: pack for pack in packs.installed()}
    found = [smaller(packs, by_name[name]) for name in ("small", "base", "tiny")]
    assert [pack.name if pack else None for pack in found] == ["base", "tiny", None]


def test_the_slowest_that_keeps_up_is_proposed() -> None:
    found = propose({"tiny": 0.3, "small": 5.0, "base": 1.1})
    assert [(each.pack, each.live, each.recommended) for each in found] == [
        ("small", False, False), ("base", True, True), ("tiny", True, False),
    ]  # fmt: skip
    assert found[1].lag == pytest.approx(1.8, abs=0.06)
    assert "too slow" in found[0].sentence


def test_a_machine_that_is_too_slow_gets_no_proposal() -> None:
    assert [each.recommended for each in propose({"small": 9.0})] == [False]
    assert propose({}) == ()


def test_the_digest_of_a_pack_follows_its_files(packs: PackLibrary, tmp_path: Path) -> None:
    manifest = json.loads((tmp_path / "tiny" / MANIFEST).read_text())
    assert manifest["files"]["model.bin"]["size"] == 1000
    digests = {pack.sha256 for pack in packs.installed()}
    assert len(digests) == 3
