"""The setup program for Windows, in Wine: files, shortcuts and registry by their presence.

python build_scripts/dev.py test -m installer -k windows      (needs Debian's nsis, wine64 and xvfb)

The stand-in payload is laid out as the real one; its programs are made with NSIS. What Wine cannot show (an
elevation prompt, junctions, other people's sessions, names of pipes) docs/installing-windows.md names.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.rig import (
    UNKEY,
    Wine,
    copied,
    frozen,
    need_wine,
    new_prefix,
    screen,
    standin,
    tree,
    until,
)

pytestmark = [pytest.mark.installer, pytest.mark.xdist_group("wine")]

OLD_FILES = {"kept.dll": "one", "gone.dll": "old only", "old folder/gone.txt": "x", "$PLUGIN/a b.txt": "1"}
NEW_FILES = {"kept.dll": "two", "new.dll": "new only", "new folder/sub/ä.txt": "x", "$PLUGIN/a b.txt": "2"}
RECORDER_S = 1.5


class Setups:
    """Setup programs of two versions, and where they were made from."""

    def __init__(self, folder: Path) -> None:
        from installers.windows import build

        self.folder = folder
        for version, files in (("1.9.0", OLD_FILES), ("1.10.0", NEW_FILES)):
            program = standin(folder / f"program-{version}.exe", version)
            payload = frozen(folder / version, version, files, program)
            build(payload, version, folder)

    def payload(self, version: str) -> dict[str, bytes]:
        return tree(self.folder / version)

    def into(self, wine: Wine, version: str) -> Path:
        """Return a copy of a setup program on drive C."""
        target = wine.drive / f"setup-{version}.exe"
        shutil.copy(self.folder / f"stormdat-{version}-windows-x86_64.exe", target)
        return target


@pytest.fixture(scope="session")
def setups(tmp_path_factory: pytest.TempPathFactory) -> Setups:
    need_wine()
    return Setups(tmp_path_factory.mktemp("setups"))


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Wine:
    return new_prefix(need_wine(), tmp_path_factory.mktemp("wine") / "base")


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    need_wine()
    with screen() as name:
        yield name


@pytest.fixture
def wine(base: Wine, display: str, tmp_path: Path) -> Iterator[Wine]:
    here = copied(base, tmp_path / "prefix", display)
    yield here
    here.end()


def install(wine: Wine, setups: Setups, version: str = "1.9.0", *more: str) -> int:
    words = more if any(word.startswith("/AllUsers") for word in more) else ("/CurrentUser", *more)
    return wine.run(setups.into(wine, version), "/S", *words)


def uninstall(wine: Wine, folder: Path, *more: str) -> int:
    """Uninstall from a copy of the uninstaller, which gives its exit code; what Windows starts itself gives none."""
    program = shutil.copy(folder / "uninstall.exe", wine.drive / "uninstall-copy.exe")
    return wine.run(Path(program), "/S", *more, *_last(f"_?={wine.windows(folder)}"))


def _last(word: str) -> list[str]:
    """Return a last word of a command line in pieces, so that it arrives without quotes: NSIS wants none there."""
    return word.split(" ")


def installed(folder: Path) -> dict[str, bytes]:
    """Return what is installed but for what setup adds."""
    found = tree(folder)
    assert found.pop("uninstall.exe", b"")
    assert found.pop("installed-files.txt", b"")
    return found


def links(wine: Wine, who: str = "own") -> set[str]:
    """Return where there are shortcuts of the program."""
    roaming = wine.person / "AppData/Roaming/Microsoft/Windows"
    common = wine.drive / "ProgramData/Microsoft/Windows"
    places = {
        "start": (roaming if who == "own" else common) / "Start Menu/Programs",
        "desktop": wine.drive / "users/Public/Desktop" if who == "all" else wine.person / "Desktop",
        "sendto": roaming / "SendTo",
    }
    return {name for name, place in places.items() if (place / "STORM DAT.lnk").exists()}


def test_one_person_without_rights_gets_files_shortcuts_and_entries(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups, "1.9.0", r"/LOG=C:\log.txt") == 0
    assert installed(wine.own) == setups.payload("1.9.0")
    assert not (wine.own / ".setup").exists()
    assert links(wine) == {"start", "sendto"}
    assert "1.9.0 is installed" in (wine.drive / "log.txt").read_text("utf-16")
    key = rf"HKCU\{UNKEY}"
    assert wine.value(key, "DisplayName") == "STORM DAT"
    assert wine.value(key, "DisplayVersion") == "1.9.0"
    assert wine.value(key, "Publisher") == "The STORM DAT developers"
    assert wine.value(key, "InstallLocation") == wine.windows(wine.own)
    assert wine.value(key, "DisplayIcon").endswith(r"\stormdat-window.exe,0")
    assert wine.value(key, "QuietUninstallString").endswith(r'uninstall.exe" /CurrentUser /S')
    assert int(wine.value(key, "EstimatedSize"), 16) > 50
    assert not wine.has_key(rf"HKLM\{UNKEY}")
    assert not wine.common.exists()


def test_open_with_is_offered_and_no_default_is_taken(wine: Wine, setups: Setups) -> None:
    wine.set(r"HKCU\Software\Classes\.pdf", "PerceivedType", "document")
    assert install(wine, setups) == 0
    classes = r"HKCU\Software\Classes"
    application = rf"{classes}\Applications\stormdat-window.exe"
    assert wine.value(application, "FriendlyAppName") == "STORM DAT"
    command = wine.told("reg", "query", rf"{application}\shell\open\command", "/ve").stdout
    assert rf'"{wine.windows(wine.own)}\stormdat-window.exe" "%1"' in command
    for ending in (".docx", ".pdf", ".csv", ".pptx"):
        assert wine.told("reg", "query", rf"{application}\SupportedTypes").stdout.count(f"    {ending} ") == 1
        told = wine.told("reg", "query", rf"{classes}\{ending}\OpenWithProgids").stdout
        assert "stormdat.document" in told
        default = wine.told("reg", "query", rf"{classes}\{ending}", "/ve").stdout
        assert "stormdat" not in default
    assert not wine.has_key(rf"{classes}\.mp4")
    assert uninstall(wine, wine.own) == 0
    assert not wine.has_key(application)
    assert not wine.has_key(rf"{classes}\stormdat.document")
    assert not wine.has_key(rf"{classes}\.docx")
    assert wine.value(rf"{classes}\.pdf", "PerceivedType") == "document"


def test_everybody_gets_it_in_program_files(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups, "1.9.0", "/AllUsers", "/DESKTOP=yes") == 0
    assert installed(wine.common) == setups.payload("1.9.0")
    assert not wine.own.exists()
    assert links(wine, "all") == {"start", "desktop"}
    assert links(wine) == set()
    assert wine.value(rf"HKLM\{UNKEY}", "DisplayVersion") == "1.9.0"
    assert not wine.has_key(rf"HKCU\{UNKEY}")
    assert wine.has_key(r"HKLM\Software\Classes\Applications\stormdat-window.exe")
    assert uninstall(wine, wine.common) == 0
    assert not wine.common.exists()
    assert links(wine, "all") == set()
    assert not wine.has_key(rf"HKLM\{UNKEY}")


def test_what_a_site_chose_is_kept_by_the_next_version(wine: Wine, setups: Setups) -> None:
    choices = ("/DESKTOP=yes", "/STARTMENU=no", "/SENDTO=no", "/OPENWITH=no")
    assert install(wine, setups, "1.9.0", *choices) == 0
    assert links(wine) == {"desktop"}
    assert not wine.has_key(r"HKCU\Software\Classes\Applications\stormdat-window.exe")
    assert install(wine, setups, "1.10.0") == 0
    assert links(wine) == {"desktop"}
    assert install(wine, setups, "1.10.0", "/DESKTOP=no", "/SENDTO=yes") == 0
    assert links(wine) == {"sendto"}


def test_a_folder_of_ones_own_stays_the_folder_of_the_next_version(wine: Wine, setups: Setups) -> None:
    folder = wine.drive / "My Tools" / "Storm"
    assert (
        wine.run(setups.into(wine, "1.9.0"), "/S", "/CurrentUser", *_last(rf"/D={wine.windows(folder)}")) == 0
    )
    assert installed(folder) == setups.payload("1.9.0")
    assert wine.run(setups.into(wine, "1.10.0"), "/S", "/CurrentUser", r"/D=C:\Elsewhere") == 0
    assert installed(folder) == setups.payload("1.10.0")
    assert not (wine.drive / "Elsewhere").exists()


def test_an_older_copy_is_replaced_and_nothing_else(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    foreign = wine.own / "_internal" / "old folder" / "mine.txt"
    foreign.write_text("mine")
    note = wine.own / "notes.txt"
    note.write_text("mine too")
    library = wine.local / "stormdat" / "library.sqlite3"
    library.parent.mkdir(exist_ok=True)
    library.write_bytes(b"library")
    assert install(wine, setups, "1.10.0") == 0
    expected = setups.payload("1.10.0")
    expected |= {"_internal/old folder/mine.txt": b"mine", "notes.txt": b"mine too"}
    assert installed(wine.own) == expected
    assert not (wine.own / ".setup").exists()
    assert library.read_bytes() == b"library"
    assert wine.value(rf"HKCU\{UNKEY}", "DisplayVersion") == "1.10.0"


def test_the_same_version_mends_what_is_missing(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    (wine.own / "_internal" / "kept.dll").unlink()
    (wine.own / "_internal" / "mark.txt").write_text("changed")
    assert install(wine, setups) == 0
    assert installed(wine.own) == setups.payload("1.9.0")


@pytest.mark.parametrize("mode", ["/CurrentUser", "/AllUsers"])
def test_a_newer_copy_is_not_replaced(wine: Wine, setups: Setups, mode: str) -> None:
    """1.10 is newer than 1.9, whoever it is installed for."""
    assert install(wine, setups, "1.10.0", mode) == 0
    folder = wine.own if mode == "/CurrentUser" else wine.common
    before = tree(folder)
    assert install(wine, setups, "1.9.0", r"/LOG=C:\log.txt") == 4
    assert "A newer version" in (wine.drive / "log.txt").read_text("utf-16")
    assert tree(folder) == before
    assert folder == wine.own or not wine.own.exists()


def test_a_file_that_cannot_be_moved_leaves_the_old_copy_whole(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    before = tree(wine.own)
    held = wine.own / "_internal" / "mark.txt"  # in the middle of the list
    program = Path(shutil.copy(setups.folder / "program-1.9.0.exe", wine.drive / "holder.exe"))
    with wine.running(program, "/hold", held):
        until(Path(f"{held}.held").exists)
        Path(f"{held}.held").unlink()
        assert install(wine, setups, "1.10.0", r"/LOG=C:\log.txt") == 7
        assert tree(wine.own) == before
        assert wine.value(rf"HKCU\{UNKEY}", "DisplayVersion") == "1.9.0"
        assert r"In use: _internal\mark.txt" in (wine.drive / "log.txt").read_text("utf-16")
        end = Path(f"{held}.end")
        end.touch()
    end.unlink()
    assert install(wine, setups, "1.10.0") == 0
    assert installed(wine.own) == setups.payload("1.10.0")


def test_a_file_that_is_held_for_a_moment_is_waited_for(wine: Wine, setups: Setups) -> None:
    """As a virus scanner holds what is new."""
    assert install(wine, setups) == 0
    held = wine.own / "_internal" / "mark.txt"
    program = Path(shutil.copy(setups.folder / "program-1.9.0.exe", wine.drive / "holder.exe"))
    with wine.running(program, "/hold", held):
        until(Path(f"{held}.held").exists)
        with wine.running(setups.into(wine, "1.10.0"), "/S", "/CurrentUser") as setup:
            until((wine.own / ".setup" / "journal.txt").exists)
            Path(f"{held}.end").touch()
            assert setup.wait(30) == 0
    Path(f"{held}.end").unlink()
    Path(f"{held}.held").unlink()
    assert installed(wine.own) == setups.payload("1.10.0")


@pytest.mark.parametrize("moment", ["moving away", "placing", "undoing", "cleaning", "no journal"])
def test_a_setup_that_was_cut_off_is_undone_by_the_next(wine: Wine, setups: Setups, moment: str) -> None:
    """The folder is brought to what a power cut would leave; a setup that then fails must leave the old copy."""
    assert install(wine, setups, "1.10.0") == 0
    new = tree(wine.own)
    assert uninstall(wine, wine.own) == 0
    assert install(wine, setups) == 0
    old = tree(wine.own)
    _cut_off(wine.own, old, new, moment)
    if moment == "cleaning":
        assert install(wine, setups, "1.10.0") == 0
        assert tree(wine.own) == new
        return
    # In the place of a file that only the new version has, and that had not been placed yet.
    _put(wine.own / "_internal" / "new.dll" / "mine.txt", b"mine")
    assert install(wine, setups, "1.10.0") == 7
    left = (
        {"_internal/new folder/sub/ä.txt": b"x"} if moment == "no journal" else {}
    )  # nothing says whose it is
    assert tree(wine.own) == {**old, **left, "_internal/new.dll/mine.txt": b"mine"}


def test_what_cannot_be_undone_yet_is_told_and_undone_later(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups, "1.10.0") == 0
    new = tree(wine.own)
    assert uninstall(wine, wine.own) == 0
    assert install(wine, setups) == 0
    old = tree(wine.own)
    _cut_off(wine.own, old, new, "placing")
    held = wine.own / "_internal" / "kept.dll"
    program = Path(shutil.copy(setups.folder / "program-1.9.0.exe", wine.drive / "holder.exe"))
    with wine.running(program, "/hold", held):
        until(Path(f"{held}.held").exists)
        assert install(wine, setups, "1.10.0", r"/LOG=C:\log.txt") == 7
        assert "Restart Windows" in (wine.drive / "log.txt").read_text("utf-16")
        Path(f"{held}.end").touch()
    Path(f"{held}.held").unlink()
    Path(f"{held}.end").unlink()
    assert install(wine, setups, "1.10.0") == 0
    assert tree(wine.own) == new


def _cut_off(folder: Path, old: dict[str, bytes], new: dict[str, bytes], moment: str) -> None:
    """Bring a folder with the old copy to a moment of its replacement by the new one."""
    stage = folder / ".setup"
    away = sorted(old)[: len(old) // 2] if moment == "moving away" else sorted(old)
    for name in away:
        _put(stage / "old" / name, old[name])
        (folder / name).unlink()
    placed = [] if moment == "moving away" else sorted(new)[: len(new) // 2]
    for name in new if moment == "cleaning" else ():
        _put(folder / name, new[name])
    for name in sorted(new) if moment != "cleaning" else ():
        at = folder if name in placed and moment in ("placing", "no journal") else stage / "new"
        _put(at / name, new[name])
    for name in sorted(old)[:3] if moment == "undoing" else ():
        _put(folder / name, old[name])
        (stage / "old" / name).unlink()
    if moment != "cleaning":  # the list may not have reached the disk
        _put(stage / "journal.txt", b"" if moment == "no journal" else new["installed-files.txt"])
    if moment != "moving away":
        _put(stage / "placing", b"")


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def test_a_list_that_somebody_changed_leads_nowhere_else(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    outside = wine.own.parent / "other.txt"
    outside.write_text("other")
    (wine.drive / "root.txt").write_text("root")
    listed = wine.own / "installed-files.txt"
    evil = "..\\other.txt\r\nC:\\root.txt\r\n\\root.txt\r\n_internal\\..\\..\\other.txt\r\n"
    listed.write_bytes("\ufeff".encode("utf-16-le") + (evil + "stormdat.exe\r\n").encode("utf-16-le"))
    assert install(wine, setups, "1.10.0") == 0
    assert outside.read_text() == "other"
    assert (wine.drive / "root.txt").read_text() == "root"


def test_a_window_is_asked_to_close(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    with wine.running(wine.own / "stormdat-window.exe", "/window") as window:
        _wait_for_window(wine)
        assert install(wine, setups, "1.10.0", "/WAIT=20") == 0
        assert window.wait(5) is not None
    assert installed(wine.own) == setups.payload("1.10.0")


def test_a_window_that_stays_keeps_its_version(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    before = tree(wine.own)
    with wine.running(wine.own / "stormdat-window.exe", "/stubborn") as window:
        _wait_for_window(wine)
        assert install(wine, setups, "1.10.0", "/WAIT=2", r"/LOG=C:\log.txt") == 6
        assert uninstall(wine, wine.own, "/WAIT=1") == 6
        assert window.poll() is None
        assert tree(wine.own) == before
        assert "did not close" in (wine.drive / "log.txt").read_text("utf-16")


def test_another_program_of_the_same_name_is_left_alone(wine: Wine, setups: Setups) -> None:
    """A window with the same title and file name, from another folder: not ours to close."""
    assert install(wine, setups) == 0
    other = wine.drive / "other" / "stormdat-window.exe"
    other.parent.mkdir()
    shutil.copy(wine.own / "stormdat-window.exe", other)
    with wine.running(other, "/window") as window:
        _wait_for_window(wine)
        assert install(wine, setups, "1.10.0", "/WAIT=2") == 0
        assert window.poll() is None


def _wait_for_window(wine: Wine) -> None:
    import subprocess

    def shown() -> bool:
        command = ["xdotool", "search", "--onlyvisible", "--name", "STORM DAT"]
        return subprocess.run(command, env=wine.environment(), capture_output=True).returncode == 0

    until(shown, 30)


@pytest.mark.parametrize("mode", ["/CurrentUser", "/AllUsers"])
def test_a_recording_is_not_cut(wine: Wine, setups: Setups, mode: str) -> None:
    """The recorder is a program of the folder that holds its lock. Setup waits for it and touches nothing."""
    assert install(wine, setups, "1.9.0", mode) == 0
    folder = wine.own if mode == "/CurrentUser" else wine.common
    before = tree(folder)
    lock = wine.local / "stormdat" / "recorder.lock"
    lock.parent.mkdir(exist_ok=True)
    with wine.running(folder / "stormdat-window.exe", "/lock", lock) as recorder:
        until(Path(f"{lock}.held").exists)
        assert install(wine, setups, "1.10.0", mode, "/WAIT=2", r"/LOG=C:\log.txt") == 5
        assert uninstall(wine, folder, "/WAIT=1", "/DATA=remove") == 5
        assert recorder.poll() is None
        assert tree(folder) == before
        assert "is recording" in (wine.drive / "log.txt").read_text("utf-16")
        with wine.running(setups.into(wine, "1.10.0"), "/S", mode) as waiting:
            with pytest.raises(Exception, match="timed out"):
                waiting.wait(RECORDER_S)
            Path(f"{lock}.end").touch()
            assert waiting.wait(30) == 0
    assert installed(folder) == setups.payload("1.10.0")


@pytest.mark.parametrize("name", ["recorder.lock", "window.lock"])
def test_another_copy_is_not_in_the_way_and_keeps_its_data(wine: Wine, setups: Setups, name: str) -> None:
    assert install(wine, setups) == 0
    lock = wine.local / "stormdat" / name
    lock.parent.mkdir(exist_ok=True)
    (lock.parent / "library.sqlite3").write_bytes(b"library")
    program = Path(shutil.copy(setups.folder / "program-1.9.0.exe", wine.drive / "elsewhere.exe"))
    with wine.running(program, "/lock", lock) as recorder:
        until(Path(f"{lock}.held").exists)
        assert install(wine, setups, "1.10.0", "/WAIT=1") == 0
        assert uninstall(wine, wine.own, "/DATA=remove") == 7  # the program goes, its data is in use
        assert not (wine.own / "stormdat.exe").exists()
        assert lock.exists()
        assert (lock.parent / "library.sqlite3").exists()
        assert recorder.poll() is None


def test_uninstalling_leaves_the_data_and_what_others_put_there(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    mine = wine.own / "_internal" / "mine.txt"
    mine.write_text("mine")
    library = wine.local / "stormdat" / "library.sqlite3"
    library.parent.mkdir(exist_ok=True)
    library.write_bytes(b"library")
    assert uninstall(wine, wine.own) == 0
    assert tree(wine.own) == {"_internal/mine.txt": b"mine"}
    assert library.exists()
    assert links(wine) == set()
    assert not wine.has_key(rf"HKCU\{UNKEY}")


def test_data_is_removed_when_that_was_said(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups, "1.9.0", "/AllUsers") == 0
    data = wine.local / "stormdat"
    (data / "recordings" / "x").mkdir(parents=True)
    (data / "recordings" / "x" / "a.webm").write_bytes(b"a")
    (data / "library.sqlite3").write_bytes(b"library")
    neighbour = wine.local / "stormdat2"
    neighbour.mkdir()
    assert uninstall(wine, wine.common, "/DATA=perhaps") == 8
    assert installed(wine.common) == setups.payload("1.9.0")
    assert uninstall(wine, wine.common, "/DATA=remove") == 0
    assert not data.exists()
    assert neighbour.exists()


def test_each_of_two_copies_is_removed_by_its_own_uninstaller(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups, "1.9.0") == 0
    assert install(wine, setups, "1.9.0", "/AllUsers") == 0
    assert wine.run(wine.common / "uninstall.exe", "/S") == 0  # as a double click starts it
    until(lambda: not wine.common.exists())
    until(lambda: not wine.has_key(rf"HKLM\{UNKEY}"))
    assert installed(wine.own) == setups.payload("1.9.0")
    assert wine.has_key(rf"HKCU\{UNKEY}")
    assert links(wine) == {"start", "sendto"}


def test_the_entry_in_apps_uninstalls_quietly(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    entry = wine.value(rf"HKCU\{UNKEY}", "QuietUninstallString")
    program, _, options = entry.strip('"').partition('" ')
    assert wine.run(program, *options.split()) == 0
    until(lambda: not wine.own.exists())


def test_an_uninstaller_that_lies_elsewhere_does_nothing(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups) == 0
    other = wine.drive / "other"
    _put(other / "stormdat.exe", b"somebody's")
    elsewhere = Path(shutil.copy(wine.own / "uninstall.exe", other / "uninstall.exe"))
    assert wine.run(elsewhere, "/S", r"_?=C:\other") == 8
    assert (other / "stormdat.exe").exists()
    assert installed(wine.own) == setups.payload("1.9.0")


def test_an_older_windows_is_refused(wine: Wine, setups: Setups) -> None:
    wine.set(r"HKCU\Software\Wine", "Version", "win7")
    assert install(wine, setups) == 3
    assert not wine.own.exists()


@pytest.mark.parametrize("word", ["/DESKTOP=perhaps", "/WAIT=soon", "/WAIT=-1", "/WEBVIEW2=yes"])
def test_a_parameter_that_makes_no_sense_is_refused(wine: Wine, setups: Setups, word: str) -> None:
    assert install(wine, setups, "1.9.0", word) == 8
    assert not wine.own.exists()


RUNTIME = "MicrosoftEdgeWebView2RuntimeInstallerX64.exe"
CLIENT = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"


def test_the_runtime_of_the_window_is_installed_when_chosen(wine: Wine, setups: Setups) -> None:
    shutil.copy(setups.folder / "program-1.9.0.exe", wine.drive / RUNTIME)
    noted = wine.drive / "noted.txt"
    assert install(wine, setups) == 0
    assert not noted.exists()  # nobody chose it
    assert install(wine, setups, "1.9.0", "/WEBVIEW2=install") == 0
    assert noted.read_text() == "/silent /install"
    noted.unlink()
    wine.set(CLIENT, "pv", "120.0.1")
    assert install(wine, setups, "1.9.0", "/WEBVIEW2=install") == 0
    assert not noted.exists()  # it is there


def test_a_runtime_that_cannot_be_installed_is_told_apart(wine: Wine, setups: Setups) -> None:
    assert install(wine, setups, "1.9.0", "/WEBVIEW2=install") == 10
    assert installed(wine.own) == setups.payload("1.9.0")
