"""The application for macOS: structure, Info.plist and entitlements, by parsers. Nothing of it runs here."""

import plistlib
import shutil
import subprocess
from pathlib import Path

import pytest

import tests.installers.rig  # noqa: F401 - lets the build scripts be imported

from installers.documents import read_suffixes  # isort: skip
from installers.macos import PARTS, application, build  # isort: skip
from installers.macos.contents import BUNDLE_ID, UNIFORM, UnknownType, info  # isort: skip
from installers.macos.layout import Unfit, is_code  # isort: skip

CODE = bytes.fromhex("cffaedfe") + b"code"
FILES = {
    "stormdat": CODE,
    "stormdat-window": CODE,
    "_internal/base_library.zip": b"PK",
    "_internal/libpython3.12.dylib": CODE,
    "_internal/Python.framework/Versions/3.12/Python": CODE,
    "_internal/Python.framework/Versions/3.12/Resources/Info.plist": b"<plist/>",
    "_internal/lxml/etree.so": CODE,
    "_internal/lxml/isoschematron/resources/a.xsl": b"data",
    "_internal/numpy/.dylibs/libgfortran.5.dylib": CODE,
    "_internal/numpy/core.so": CODE,
    "_internal/only.code/deep.er/x.so": CODE,
    "_internal/mixed.dir/y.so": CODE,
    "_internal/mixed.dir/y.txt": b"data",
    "_internal/stormdat-1.2.3.dist-info/METADATA": b"Name: stormdat",
    "_internal/webui/templates/page.html": b"<html>",
}
LINKS = {
    "_internal/Python": "Python.framework/Versions/3.12/Python",
    "_internal/Python.framework/Versions/Current": "3.12",
    "_internal/mixed.dir/z.txt": "y.txt",
    "_internal/webui/templates/other.html": "page.html",
}


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    folder = tmp_path / "frozen"
    for name, data in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        file.chmod(0o755 if data == CODE else 0o644)
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    return folder


@pytest.fixture
def contents(frozen: Path, tmp_path: Path) -> Path:
    return application(frozen, "1.2.3rc1", tmp_path / "out") / "Contents"


def test_each_tree_shows_every_file(contents: Path, frozen: Path) -> None:
    internal = frozen / "_internal"
    names = [path.relative_to(internal) for path in internal.rglob("*") if path.is_file()]
    assert len(names) == len(FILES) - 2 + 3  # without the programs, with three links to files
    for tree in ("Frameworks", "Resources"):
        for name in names:
            assert (contents / tree / name).read_bytes() == (internal / name).read_bytes(), (tree, name)


def test_code_and_data_lie_apart(contents: Path) -> None:
    framework = contents / "Frameworks" / "Python.framework"
    for path in (contents / "Frameworks").rglob("*"):
        if path.is_file() and not path.is_symlink() and framework not in path.parents:
            assert is_code(path), path
    for path in (contents / "Resources").rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert not is_code(path), path
    assert sorted(path.name for path in (contents / "MacOS").iterdir()) == ["stormdat", "stormdat-window"]


def test_among_code_only_frameworks_have_a_dot_in_their_name(contents: Path) -> None:
    framework = contents / "Frameworks" / "Python.framework"
    folders = [
        path for path in (contents / "Frameworks").rglob("*") if path.is_dir() and not path.is_symlink()
    ]
    dotted = [path for path in folders if "." in path.name and framework not in path.parents]
    assert dotted == [framework]


def test_every_link_leads_to_something_in_the_application(contents: Path) -> None:
    links = [path for path in contents.rglob("*") if path.is_symlink()]
    assert len(links) > 10
    for link in links:
        assert not link.readlink().is_absolute()
        assert link.exists()
        assert contents.resolve() in link.resolve().parents
    assert (contents / "Frameworks" / "Python.framework" / "Versions" / "Current").is_symlink()


def test_programs_and_libraries_may_be_run(contents: Path) -> None:
    for name in ("MacOS/stormdat", "MacOS/stormdat-window", "Frameworks/lxml/etree.so"):
        assert (contents / name).stat().st_mode & 0o111 == 0o111


def test_info_says_what_the_application_is(contents: Path) -> None:
    content = plistlib.loads((contents / "Info.plist").read_bytes())
    assert content["CFBundleIdentifier"] == BUNDLE_ID
    assert content["CFBundleShortVersionString"] == content["CFBundleVersion"] == "1.2.3"
    assert content["LSMinimumSystemVersion"] == "14.0"
    assert content["NSHighResolutionCapable"] is True
    assert (contents / "MacOS" / content["CFBundleExecutable"]).is_file()
    assert (contents / "Resources" / content["CFBundleIconFile"]).is_file()
    for name in ("Microphone", "ScreenCapture", "AudioCapture"):
        assert content[f"NS{name}UsageDescription"].endswith("Nothing leaves this Mac.")
    assert (contents / "PkgInfo").read_bytes() == b"APPL????"


def test_every_document_that_is_read_is_offered_and_no_default_is_taken() -> None:
    (kind,) = info("1.2.3", read_suffixes())["CFBundleDocumentTypes"]  # type: ignore[misc]
    assert kind["LSHandlerRank"] == "Alternate"
    assert set(kind["LSItemContentTypes"]) == {UNIFORM[ending] for ending in read_suffixes()}
    with pytest.raises(UnknownType, match=r"\.minutes"):
        info("1.2.3", (".minutes",))


def test_the_oldest_system_is_the_one_that_is_locked_for() -> None:
    import environment  # type: ignore[import-not-found]

    assert info("1.2.3", ())["LSMinimumSystemVersion"] == environment._OLDEST_MACOS


def test_the_hardened_runtime_is_opened_for_what_is_needed_and_nothing_more() -> None:
    content = plistlib.loads((PARTS / "entitlements.plist").read_bytes())
    assert content == {
        "com.apple.security.device.audio-input": True,
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
    }


@pytest.mark.parametrize("script", ["sign.sh", "make_dmg.sh"])
def test_the_scripts_for_a_mac_are_sound_to_a_shell(script: str) -> None:
    assert subprocess.run(["sh", "-n", PARTS / script]).returncode == 0
    if shutil.which("shellcheck"):
        assert subprocess.run(["shellcheck", PARTS / script]).returncode == 0


def test_signing_without_a_certificate_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", PARTS / "sign.sh", "app", tmp_path],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "STORMDAT_MACOS_IDENTITY" in done.stderr


def test_a_second_build_replaces_the_first(frozen: Path, tmp_path: Path) -> None:
    app = build(frozen, "1.2.3", tmp_path / "out")
    (app / "Contents" / "Resources" / "stray.txt").write_text("x")
    (frozen / "_internal" / "base_library.zip").write_bytes(b"new")
    assert build(frozen, "1.2.4", tmp_path / "out") == app
    assert not (app / "Contents" / "Resources" / "stray.txt").exists()
    assert (app / "Contents" / "Frameworks" / "base_library.zip").read_bytes() == b"new"


@pytest.mark.parametrize("target", ["/etc/hostname", "../../outside", "nowhere"])
def test_a_link_that_leads_out_or_nowhere_is_refused(frozen: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "outside").write_text("x")
    (frozen / "_internal" / "link").symlink_to(target)
    with pytest.raises(Unfit, match="link"):
        build(frozen, "1.2.3", tmp_path / "out")


def test_a_folder_of_another_system_is_refused(frozen: Path, tmp_path: Path) -> None:
    (frozen / "stormdat-window").write_bytes(b"\x7fELF")
    with pytest.raises(Unfit, match="frozen on a Mac"):
        build(frozen, "1.2.3", tmp_path / "out")
