"""What goes beside the program on Linux: scripts, menu entry, manual pages."""

import configparser
import gzip
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from bundle import making, wheels
from environment import LOCKS
from installers.linux import deb, desktop, man

FILES = desktop.FILES
EPOCH = 1_700_000_000
WORDS_OF_CLICK_MAN = "ignore:.*make_default_short_help:DeprecationWarning"

Install = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """A portable folder as the archive holds it, with a stand-in for the program."""
    folder = tmp_path / "unpacked"
    for name in ("_internal/lib.so", "licences/INDEX.txt", "desktop/share/man/man1/stormdat.1.gz"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / "stormdat").write_text("#!/bin/sh\necho new\n")
    (folder / "stormdat").chmod(0o755)
    applications = folder / "desktop/share/applications"
    applications.mkdir(parents=True)
    shutil.copy(FILES / "stormdat.desktop", applications)
    shutil.copy(FILES / "install.sh", folder)
    return folder


@pytest.fixture
def install(unpacked: Path, tmp_path: Path) -> Install:
    (tmp_path / "home").mkdir()

    def run(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        known = {"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], **variables}
        command = ("sh", str(unpacked / "install.sh"), *words)
        return subprocess.run(command, env=known, capture_output=True, text=True, timeout=60)

    return run


def test_a_user_installs_without_root_and_takes_it_away(install: Install, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = install()
    assert done.returncode == 0, done.stderr
    told = subprocess.run([home / ".local/bin/stormdat"], capture_output=True, text=True)
    assert told.stdout == "new\n"
    entry = (home / ".local/share/applications/stormdat.desktop").read_text()
    assert f"Exec={home}/.local/lib/stormdat/stormdat %F" in entry
    (home / ".local/share/stormdat").mkdir()
    (home / ".local/share/stormdat/library.db").write_text("mine")
    assert install("--remove").returncode == 0
    shared = "mimeinfo.cache"  # of all programs' menu entries, kept by the desktop itself
    assert [path.name for path in home.rglob("*") if path.is_file() and path.name != shared] == ["library.db"]


def test_a_newer_copy_takes_the_place_of_the_older_one_whole(
    install: Install, tmp_path: Path, unpacked: Path
) -> None:
    assert install().returncode == 0
    (unpacked / "_internal/lib.so").rename(unpacked / "_internal/other.so")
    assert install().returncode == 0
    program = tmp_path / "home/.local/lib/stormdat"
    assert [path.name for path in (program / "_internal").iterdir()] == ["other.so"]
    assert [path.name for path in program.parent.iterdir()] == ["stormdat"]


def test_a_copy_that_cannot_be_made_leaves_the_older_one(
    install: Install, tmp_path: Path, unpacked: Path
) -> None:
    assert install().returncode == 0
    shutil.rmtree(unpacked / "licences")
    assert install().returncode != 0
    assert (tmp_path / "home/.local/lib/stormdat/licences/INDEX.txt").exists()
    assert [path.name for path in (tmp_path / "home/.local/lib").iterdir()] == ["stormdat"]


def test_a_running_copy_is_not_replaced(install: Install, tmp_path: Path) -> None:
    assert install().returncode == 0
    program = tmp_path / "home/.local/lib/stormdat/stormdat"
    shutil.copy("/bin/sleep", program)
    with subprocess.Popen([program, "60"]) as running:
        try:
            done = install()
        finally:
            running.kill()
    assert done.returncode == 3
    assert "is running" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_home_without_programs_is_said(install: Install, tmp_path: Path) -> None:
    folder = tmp_path / "noexec"
    folder.mkdir()
    script = f"mount -t tmpfs -o noexec tmpfs {folder} && exec sh {tmp_path}/unpacked/install.sh"
    known = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], env=known, capture_output=True, text=True)
    assert done.returncode == 4
    assert "noexec" in done.stderr
    assert "STORMDAT_PREFIX" in done.stderr


def test_removing_what_is_not_there_says_so(install: Install) -> None:
    assert install("--remove").returncode == 1


def scripted(
    name: str, tmp_path: Path, *words: str, newer: bool = False
) -> "subprocess.CompletedProcess[str]":
    """Run a script of the package with a dpkg that compares as told."""
    (tmp_path / "dpkg").write_text(f"#!/bin/sh\nexit {0 if newer else 1}\n")
    (tmp_path / "dpkg").chmod(0o755)
    text = (FILES / name).read_text().replace("@VERSION@", "1.0")
    known = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    return subprocess.run(["sh", "-c", text, name, *words], env=known, capture_output=True, text=True)


def test_the_package_refuses_to_replace_a_newer_one(tmp_path: Path) -> None:
    done = scripted("preinst", tmp_path, "upgrade", "2.0", newer=True)
    assert done.returncode == 1
    assert "2.0 is installed" in done.stderr
    assert scripted("preinst", tmp_path, "upgrade", "0.9").returncode == 0
    assert scripted("preinst", tmp_path, "install").returncode == 0


def test_the_package_goes_away_when_nothing_is_recorded(tmp_path: Path) -> None:
    assert scripted("prerm", tmp_path, "remove").returncode == 0


def test_the_package_stays_while_something_is_recorded(tmp_path: Path) -> None:
    program = tmp_path / "lib/stormdat/stormdat"
    program.parent.mkdir(parents=True)
    shutil.copy("/bin/sh", program)
    text = (FILES / "prerm").read_text().replace("/usr/lib/stormdat/", f"{program.parent}/")
    with subprocess.Popen([program, "-c", "sleep 60; :", "--worker recorder"]) as running:
        try:
            done = subprocess.run(["sh", "-c", text, "prerm", "upgrade"], capture_output=True, text=True)
        finally:
            running.kill()
    assert done.returncode == 1
    assert "recording is running" in done.stderr


@pytest.mark.filterwarnings(WORDS_OF_CLICK_MAN)
def test_the_menu_entry_and_the_description_are_what_desktops_read(tmp_path: Path) -> None:
    if not shutil.which("rsvg-convert"):
        pytest.skip("needs rsvg-convert")
    desktop.write(tmp_path, "1.2.3", EPOCH)
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(tmp_path / "share/applications/stormdat.desktop")
    assert entry["Desktop Entry"]["Exec"] == "stormdat %F"
    assert entry["Desktop Entry"]["StartupWMClass"] == "stormdat"
    told = ET.parse(tmp_path / "share/metainfo/org.stormdat.StormDat.metainfo.xml")
    assert told.find("releases/release").attrib == {"version": "1.2.3", "date": "2023-11-14"}
    sizes = {path.parent.parent.name for path in (tmp_path / "share/icons").rglob("*.png")}
    assert sizes == {f"{size}x{size}" for size in desktop.SIZES}


@pytest.mark.filterwarnings(WORDS_OF_CLICK_MAN)
def test_every_command_has_a_manual_page_and_hidden_ones_have_none(tmp_path: Path) -> None:
    @click.group()
    def program() -> None:
        """Check documents."""

    @program.command()
    @click.option("--out", help="Folder for the files.")
    def sweep(out: str) -> None:
        """Sweep a folder."""

    @program.command(hidden=True)
    def secret() -> None:
        """Nothing."""

    pages = man.write(program, "stormdat", "1.0", tmp_path, EPOCH)
    assert [page.name for page in pages] == ["stormdat.1.gz", "stormdat-sweep.1.gz"]
    text = gzip.decompress(pages[1].read_bytes()).decode()
    assert "Folder for the files." in text
    assert "2023-11-14" in text


def test_the_lock_of_the_installers_names_our_own_wheel_and_no_other_of_it() -> None:
    lines = making.own_lock().splitlines()
    assert [line for line in lines if line.startswith("av==")] == [lines[-1]]
    assert lines[-1].count("sha256:") == 1
    assert all("--hash=sha256:" in line for line in lines)


@pytest.mark.parametrize("platform", ["linux-x86_64", "windows-x86_64", "macos-arm64"])
def test_a_lock_is_split_without_losing_a_package(platform: str) -> None:
    text = (LOCKS / f"freeze-{platform}.txt").read_text()
    plain, alone = wheels._split(text)
    names = re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)
    split = re.findall(r"^([A-Za-z0-9._-]+)==", f"{plain}\n{alone}", re.MULTILINE)
    assert sorted(split) == sorted(names)
    assert "proxy-tools" not in plain


def test_what_the_package_depends_on_has_no_words_of_ours_left_in_it() -> None:
    for name in ("control", "preinst", "prerm"):
        named = set(re.findall(r"@([A-Z]+)@", (FILES / name).read_text()))
        assert named <= {"VERSION", "SIZE", "DEPENDS", "RECOMMENDS"}
    assert deb.FAST < deb.BEST
