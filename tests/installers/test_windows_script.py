"""What is generated for the setup program of Windows, and that NSIS takes it."""

import os
import struct
from pathlib import Path

import pytest

from tests.installers.rig import need_makensis

from installers.documents import read_suffixes  # isort: skip
from installers.versions import BadVersion, dotted, numbers  # isort: skip
from installers.windows import PARTS, NotBuilt, build  # isort: skip
from installers.windows.payload import Unfit, read_payload  # isort: skip
from installers.windows.script import defines, deletions, file_list, write_parts  # isort: skip


def laid_out(folder: Path, *more: str) -> Path:
    for name in ("stormdat.exe", "stormdat-window.exe", "_internal/a.dll", "_internal/b/c.txt", *more):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    return folder


def test_the_list_names_every_file_once_and_the_programs_last(tmp_path: Path) -> None:
    lines = file_list(read_payload(laid_out(tmp_path, "_internal/z.txt"))).split("\r\n")[:-1]
    assert lines[-2:] == ["stormdat-window.exe", "stormdat.exe"]
    assert sorted(lines) == [
        "_internal\\a.dll", "_internal\\b\\c.txt", "_internal\\z.txt", "installed-files.txt",
        "stormdat-window.exe", "stormdat.exe", "uninstall.exe",
    ]  # fmt: skip


def test_only_what_was_installed_is_deleted_and_folders_only_when_empty(tmp_path: Path) -> None:
    text = deletions(read_payload(laid_out(tmp_path, "_internal/b/d/$x.txt")))
    assert "/r" not in text
    assert "*" not in text
    assert 'Delete "$INSTDIR\\_internal\\b\\d\\$$x.txt"' in text
    folders = [line for line in text.splitlines() if line.startswith("RMDir")]
    assert folders == [
        'RMDir "$INSTDIR\\_internal\\b\\d"',
        'RMDir "$INSTDIR\\_internal\\b"',
        'RMDir "$INSTDIR\\_internal"',
    ]


@pytest.mark.parametrize(
    "name",
    [
        "_internal/a:b.txt", '_internal/a".txt', "_internal/con", "_internal/NUL.txt", "_internal/end.",
        "_internal/end /x.txt", "_internal/a\nb", "uninstall.exe", ".setup/new/x", "_internal/A.DLL",
        "_internal/" + 160 * "x",
    ],
)  # fmt: skip
def test_a_name_that_windows_or_setup_cannot_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unfit):
        read_payload(laid_out(tmp_path, name))


@pytest.mark.parametrize(
    "name", ["_internal/console.txt", "_internal/.hidden", "_internal/a b.txt", "_internal/ä.txt"]
)
def test_a_name_like_those_is_taken(tmp_path: Path, name: str) -> None:
    assert name.replace("/", "\\") in read_payload(laid_out(tmp_path, name)).files


def test_links_and_a_folder_of_another_system_are_refused(tmp_path: Path) -> None:
    (laid_out(tmp_path / "a") / "_internal" / "link").symlink_to("a.dll")
    with pytest.raises(Unfit, match="link"):
        read_payload(tmp_path / "a")
    laid_out(tmp_path / "b")
    (tmp_path / "b" / "stormdat-window.exe").unlink()
    with pytest.raises(Unfit, match="frozen on Windows"):
        read_payload(tmp_path / "b")


def test_versions_become_numbers() -> None:
    assert dotted("1.10") == "1.10.0.0"
    assert numbers("1.2.3rc1") == (1, 2, 3, 0)
    assert dotted("2.0.1.dev4+local", 3) == "2.0.1"
    for version in ("", "1", "v1.2", "1.2.70000", "1.2; DROP", '1.2"'):
        with pytest.raises(BadVersion):
            numbers(version)


def test_the_size_is_told_in_kib_rounded_up(tmp_path: Path) -> None:
    folder = laid_out(tmp_path)
    (folder / "_internal" / "big").write_bytes(bytes(2048))
    assert "!define SIZE_KIB 3\n" in defines(read_payload(folder), "1.2.3")


def test_windows_reads_the_parts(tmp_path: Path) -> None:
    """NSIS reads its scripts as UTF-8 by their mark; setup reads the list as UTF-16 at run time."""
    folder, target = laid_out(tmp_path / "in", "_internal/ä.txt"), tmp_path / "out"
    target.mkdir()
    write_parts(target, read_payload(folder), "1.2.3", (".docx",))
    assert (target / "installed-files.txt").read_bytes().startswith(b"\xff\xfe")
    assert "ä.txt\r\n" in (target / "installed-files.txt").read_bytes().decode("utf-16")
    assert (target / "uninstall-files.nsh").read_bytes().startswith(b"\xef\xbb\xbf")


def test_all_documents_that_are_read_are_offered(tmp_path: Path) -> None:
    from stormdat_core.documents import readable_suffixes

    assert set(read_suffixes()) == readable_suffixes()


def test_the_setup_program_compiles_without_a_warning(tmp_path: Path) -> None:
    need_makensis()
    setup = build(laid_out(tmp_path / "in", "_internal/ä $x.txt"), "1.2.3", tmp_path / "out")
    assert setup.name == "stormdat-1.2.3-windows-x86_64.exe"
    data = setup.read_bytes()
    os.utime(tmp_path / "in" / "_internal" / "a.dll", (1, 1))
    assert (
        build(tmp_path / "in", "1.2.3", tmp_path / "again").read_bytes() == data
    )  # the same files, at another time
    assert data[:2] == b"MZ"
    (at,) = struct.unpack_from("<I", data, 0x3C)
    assert struct.unpack_from("<4sH", data, at) == (b"PE\0\0", 0x8664)
    assert struct.pack("<IIHHHH", 0xFEEF04BD, 0, 2, 1, 0, 3) in data  # the version as numbers: 1.2.3.0
    for text in ("STORM DAT setup", "1.2.3", "The STORM DAT developers"):
        assert text.encode("utf-16-le") in data


def test_a_missing_compiler_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotBuilt, match="makensis was not found"):
        build(laid_out(tmp_path / "in"), "1.2.3", tmp_path / "out")


def test_exit_codes_are_documented() -> None:
    page = (PARTS.parents[2] / "docs" / "installing-windows.md").read_text("utf-8")
    script = (PARTS / "setup.nsi").read_text("utf-8")
    codes = [line.split()[2] for line in script.splitlines() if line.startswith("!define EXIT_")]
    assert len(codes) == 9
    for code in codes:
        assert f"| {code} |" in page


def test_programs_say_their_version_in_the_form_that_is_read() -> None:
    """PyInstaller evaluates the text with these names; here they keep what they are given."""
    from installers.windows.resources import version_text

    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    kept = {name: lambda *given, **more: (given, more) for name in names}
    _, content = eval(version_text("stormdat-window", "1.2.3rc1"), kept)
    fixed = content["ffi"][1]
    assert fixed["filevers"] == fixed["prodvers"] == (1, 2, 3, 0)
    ((tables,), _), _ = content["kids"]
    (_, strings), _ = tables[0]
    told = dict(given for given, _ in strings)
    assert told["OriginalFilename"] == "stormdat-window.exe"
    assert told["FileVersion"] == "1.2.3rc1"
    assert told["FileDescription"] == "STORM DAT"
