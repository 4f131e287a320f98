"""Model packs come from drives that nobody vouches for: whole and checked, or nothing is installed."""

import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from stormdat_core.errors import Cancelled
from stormdat_core.transcription.packs import MANIFEST, BadPack, PackLibrary
from stormdat_core.transcription.packs.checking import describe, verified

FILES = {
    "model.bin": b"weights" * 1000,
    "config.json": b"{}",
    "tokenizer.json": b'{"model": {}}',
    "vocabulary.json": b"[]",
    "preprocessor_config.json": b'{"feature_size": 80}',
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "drive" / "tiny"
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / MANIFEST).write_bytes(describe(folder, "tiny", "MIT", ("en",), 100).text())
    return folder


@pytest.fixture
def library(tmp_path: Path) -> PackLibrary:
    return PackLibrary(tmp_path / "models")


def change_manifest(pack: Path, change: Callable[[dict[str, object]], object]) -> None:
    body = json.loads((pack / MANIFEST).read_bytes())
    change(body)
    (pack / MANIFEST).write_text(json.dumps(body))


def zipped(pack: Path, entries: list[tuple[str, bytes]] | None = None, prefix: str = "tiny/") -> Path:
    target = pack.parent / "pack.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(path.name for path in pack.iterdir()):
            archive.writestr(prefix + name, (pack / name).read_bytes())
        for name, content in entries or []:
            archive.writestr(name, content)
    return target


def nothing_is_installed(library: PackLibrary, tmp_path: Path) -> bool:
    folder = tmp_path / "models"
    return library.installed() == () and (not folder.exists() or list(folder.iterdir()) == [])


@pytest.mark.parametrize("archive", [False, True], ids=["folder", "zip"])
def test_a_pack_is_installed_whole(pack: Path, library: PackLibrary, archive: bool) -> None:
    installed = library.install(zipped(pack) if archive else pack)
    assert (installed.name, installed.languages, installed.licence) == ("tiny", ("en",), "MIT")
    assert installed.memory_mib == 100
    assert {path.name: path.read_bytes() for path in installed.folder.iterdir()} == {
        path.name: path.read_bytes() for path in pack.iterdir()
    }
    assert library.installed() == (installed,)
    assert library.verify("tiny") == installed
    assert installed.folder.is_absolute()


def test_the_files_may_lie_at_the_top_of_an_archive(pack: Path, library: PackLibrary) -> None:
    assert library.install(zipped(pack, prefix="")).name == "tiny"


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
@pytest.mark.parametrize("archive", [False, True], ids=["folder", "zip"])
def test_a_file_is_missing(
    pack: Path, library: PackLibrary, tmp_path: Path, name: str, archive: bool
) -> None:
    (pack / name).unlink()
    with pytest.raises(BadPack, match=r"missing|has no manifest|drive|does not name"):
        library.install(zipped(pack) if archive else pack)
    assert nothing_is_installed(library, tmp_path)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
@pytest.mark.parametrize("archive", [False, True], ids=["folder", "zip"])
def test_a_file_is_cut(pack: Path, library: PackLibrary, tmp_path: Path, name: str, archive: bool) -> None:
    content = (pack / name).read_bytes()
    (pack / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(BadPack):
        library.install(zipped(pack) if archive else pack)
    assert nothing_is_installed(library, tmp_path)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("archive", [False, True], ids=["folder", "zip"])
def test_a_file_is_altered(
    pack: Path, library: PackLibrary, tmp_path: Path, name: str, archive: bool
) -> None:
    content = bytearray((pack / name).read_bytes())
    content[-1] ^= 1
    (pack / name).write_bytes(content)
    with pytest.raises(BadPack, match="cut or altered"):
        library.install(zipped(pack) if archive else pack)
    assert nothing_is_installed(library, tmp_path)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_file_is_a_link(pack: Path, library: PackLibrary, tmp_path: Path, name: str) -> None:
    (pack / name).rename(tmp_path / "elsewhere")
    (pack / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadPack, match="not a plain file"):
        library.install(pack)
    assert nothing_is_installed(library, tmp_path)


def test_a_link_in_an_archive(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    target = zipped(pack)
    with zipfile.ZipFile(target, "a") as archive:
        info = zipfile.ZipInfo("tiny/LICENSE.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(BadPack, match="not a plain file"):
        library.install(target)
    assert nothing_is_installed(library, tmp_path)


@pytest.mark.parametrize(
    "name", ["../escape", "..", "/etc/x", "a/b", "a\\b", "Tiny", "", ".hidden", "con", "x" * 80, "a\nb"]
)
def test_a_name_that_is_no_folder_of_ours(
    pack: Path, library: PackLibrary, tmp_path: Path, name: str
) -> None:
    change_manifest(pack, lambda body: body.update(name=name))
    with pytest.raises(BadPack, match="name that cannot be used"):
        library.install(pack)
    assert nothing_is_installed(library, tmp_path)
    assert not (tmp_path / "escape").exists()


@pytest.mark.parametrize("name", ["../model.bin", "sub/model.bin", "/model.bin", "run.exe"])
def test_a_manifest_that_lists_something_else(
    pack: Path, library: PackLibrary, tmp_path: Path, name: str
) -> None:
    change_manifest(pack, lambda body: body["files"].update({name: {"size": 1, "sha256": "0" * 64}}))  # type: ignore[attr-defined]
    with pytest.raises(BadPack):
        library.install(pack)
    assert nothing_is_installed(library, tmp_path)


@pytest.mark.parametrize(
    "name", ["../evil", "tiny/../../evil", "/evil", "C:/evil", "tiny\\..\\evil", "a/b/c"]
)
def test_an_entry_that_leaves_the_archive(
    pack: Path, library: PackLibrary, tmp_path: Path, name: str
) -> None:
    with pytest.raises(BadPack):
        library.install(zipped(pack, [(name, b"x")]))
    assert nothing_is_installed(library, tmp_path)
    assert list(tmp_path.rglob("*evil*")) == []


def test_extra_files_are_refused(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    (pack / "extra.py").write_text("import os")
    with pytest.raises(BadPack, match="does not name"):
        library.install(pack)
    with pytest.raises(BadPack, match="does not name"):
        library.install(zipped(pack))
    assert nothing_is_installed(library, tmp_path)


def test_a_bomb_is_not_unpacked(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    """A file that unpacks to a thousand times what the manifest says ends after what it says."""
    (pack / "model.bin").write_bytes(b"\0" * 50_000_000)
    with pytest.raises(BadPack, match="size"):
        library.install(zipped(pack))
    change_manifest(pack, lambda body: body["files"]["model.bin"].update(size=17 * 1024**3))  # type: ignore[index]
    with pytest.raises(BadPack):
        library.install(zipped(pack))
    assert nothing_is_installed(library, tmp_path)


def test_a_lie_about_its_length_in_the_archive(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    """The directory of the archive promises the right size, and the data is longer."""
    honest = zipped(pack).read_bytes()
    size = len(FILES["model.bin"]).to_bytes(4, "little")
    (pack / "model.bin").write_bytes(FILES["model.bin"] * 50)
    target = zipped(pack)
    content = target.read_bytes()
    long = (len(FILES["model.bin"]) * 50).to_bytes(4, "little")
    assert content.count(long) >= 1
    assert size in honest
    target.write_bytes(content.replace(long, size))
    with pytest.raises(BadPack):
        library.install(target)
    assert nothing_is_installed(library, tmp_path)


def test_a_file_twice_and_several_folders(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        target = zipped(pack, [("tiny/config.json", b"{}")])
    with pytest.raises(BadPack, match="twice"):
        library.install(target)
    with pytest.raises(BadPack, match="several folders"):
        library.install(zipped(pack, [("other/config.json", b"{}")]))
    assert nothing_is_installed(library, tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"not a zip"])
def test_something_else(library: PackLibrary, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thing.zip"
    path.write_bytes(content)
    with pytest.raises(BadPack, match=r"thing\.zip"):
        library.install(path)
    with pytest.raises(BadPack, match="could not be read"):
        library.install(tmp_path / "absent.zip")


def test_a_damaged_archive(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    target = zipped(pack)
    content = bytearray(target.read_bytes())
    at = content.index(b"model.bin") + 40
    content[at : at + 20] = b"\xff" * 20
    target.write_bytes(content)
    with pytest.raises(BadPack):
        library.install(target)
    assert nothing_is_installed(library, tmp_path)


def test_stopping_a_copy_leaves_nothing(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    calls = iter(range(100))

    def stop() -> None:
        assert library.installed() == (), "it appears when it is whole"
        if next(calls) >= len(FILES) + 1:  # the check before the copy asks once a file
            raise Cancelled

    with pytest.raises(Cancelled):
        library.install(pack, stop)
    assert nothing_is_installed(library, tmp_path)
    assert library.install(pack).name == "tiny"


def test_a_drive_that_changes_between_check_and_copy(
    pack: Path, library: PackLibrary, tmp_path: Path
) -> None:
    calls = iter(range(100))

    def change() -> None:
        if next(calls) == len(FILES):
            (pack / "tokenizer.json").write_bytes(b'{"model": []}')

    with pytest.raises(BadPack, match="cut or altered"):
        library.install(pack, change)
    assert nothing_is_installed(library, tmp_path)


def test_a_full_disk_is_told_before_the_copy(
    pack: Path, library: PackLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(BadPack, match="disk has 0 MB left"):
        library.install(pack)
    assert nothing_is_installed(library, tmp_path)


def test_the_same_pack_twice_and_another_of_its_name(pack: Path, library: PackLibrary) -> None:
    first = library.install(pack)
    assert library.install(pack) == first
    (pack / "config.json").write_bytes(b'{"other": 1}')
    (pack / MANIFEST).unlink()
    (pack / MANIFEST).write_bytes(describe(pack, "tiny", "MIT").text())
    with pytest.raises(BadPack, match="Another model pack"):
        library.install(pack)
    assert library.verify("tiny") == first


def test_an_installed_pack_that_was_altered_is_told(pack: Path, library: PackLibrary) -> None:
    installed = library.install(pack)
    (installed.folder / "model.bin").write_bytes(b"Weights" + FILES["model.bin"][7:])
    with pytest.raises(BadPack, match="altered"):
        library.verify("tiny")
    (installed.folder / "model.bin").write_bytes(b"short")
    assert library.installed() == ()
    with pytest.raises(BadPack):
        library.get("tiny")


def test_removing(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    library.install(pack)
    library.remove("tiny")
    assert nothing_is_installed(library, tmp_path)
    for name in ("tiny", "../models", ""):
        with pytest.raises(BadPack, match="installed"):
            library.remove(name)


def test_a_model_that_somebody_names_by_its_folder(pack: Path) -> None:
    (pack / MANIFEST).unlink()
    assert verified(pack).name == "tiny"
    (pack / "tokenizer.json").unlink()
    with pytest.raises(BadPack, match=r"tokenizer\.json is missing"):
        verified(pack)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(pack: Path, library: PackLibrary, tmp_path: Path) -> None:
    (pack / "model.bin").chmod(0)
    with pytest.raises(BadPack, match="could not be read"):
        library.install(pack)
    assert nothing_is_installed(library, tmp_path)
