"""A fresh Debian, nobody's home, no network: install, use, take away. Run with -m installer after build.py linux.

Started by hand: python build_scripts/dev.py test -m installer -k clean -s
"""

import json
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle.root import Root

from tests.installers import debians
from tests.rig import display
from tests.sound import SoundServer, sound_server
from tests.speech import conversation, write_wav
from tests.word import heading, paragraph, run, write_word

pytestmark = [
    pytest.mark.installer,
    pytest.mark.skipif(os.geteuid() != 0, reason="clean roots need root"),
    pytest.mark.xdist_group("window"),
]

TRIAL = Path(__file__).with_name("trial.sh")
MODEL = Path(__file__).parents[1] / "models" / "words45"
PORTABLE_NEEDS = (
    "libegl1",
    "libgl1",
    "libasound2-plugins",
    "libpulse0",
    "libportaudio2",
    "fonts-dejavu-core",
    "zstd",
)
"""What a machine with a desktop has; a minimal Debian lacks it."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the trial works on."""
    folder = tmp_path_factory.mktemp("trial")
    body = heading("Scope") + paragraph(run("The AOR  was named by the Joint Staff before MID was known."))
    write_word(folder / "report.docx", body)
    samples, _ = conversation(["seven alpha nine", "bravo two"])
    write_wav(folder / "speech.wav", samples)
    shutil.copytree(MODEL, folder / "words45")
    shutil.copy(TRIAL, folder / "trial.sh")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # the person in the clean root reads it too
    return folder


@pytest.fixture
def outside() -> Iterator[tuple[str, SoundServer]]:
    """A screen and a sound server that the clean root is shown."""
    with display("1280x900") as name, sound_server() as server:
        yield name, server


def shown(outside: tuple[str, SoundServer]) -> tuple[dict[str, str], dict[Path, str]]:
    """Return the variables and the folders by which a program in the root finds screen and sound."""
    name, server = outside
    folder = Path(server.environ["PULSE_COOKIE"]).parent
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() or stat.S_ISSOCK(path.stat().st_mode) else 0o644)
    sound = {key: server.environ[key] for key in ("PULSE_SERVER", "PULSE_COOKIE")}
    return {"DISPLAY": name, **sound}, {debians.X11: "/tmp/.X11-unix", folder: str(folder)}


def used(root: Root, program: str, stage: Path, outside: tuple[str, SoundServer]) -> Path:
    """Do what a person does with the program; return the folder of what came out."""
    variables, binds = shown(outside)
    out = f"{debians.HOME}/out"
    done = debians.as_user(
        root, "sh", "/trial/trial.sh", program, out, variables=variables, binds={**binds, stage: "/trial"}
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return root.path / out.lstrip("/")


def judge(out: Path) -> None:
    """Look at every result of the trial."""
    told = json.loads((out / "self-test.json").read_text())
    assert told["ok"], told
    assert {"report.annotated.docx", "report.findings.xlsx", "report.findings.html"} <= {
        path.name for path in (out / "sweep").iterdir()
    }
    recorded = next((out / "recorded").glob("*.mp4"))
    assert recorded.stat().st_size > 10_000
    assert "seven alpha nine" in (out / "transcribed/speech.txt").read_text().lower()


def strangers(root: Root, before: set[str]) -> list[str]:
    """Return the files of the system that were not there before, the user's home and Debian's own notes aside."""
    own = (
        "home/",
        "var/lib/",
        "var/cache/",
        "var/log/",
        "var/offline/",
        "tmp/",
        "proc/",
        "dev/",
        "packages/",
        "trial/",
        "run/",
    )
    return sorted(path for path in files(root) - before if not path.startswith(own))


def files(root: Root) -> set[str]:
    return {path.relative_to(root.path).as_posix() for path in root.path.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("suite", debians.SUITES)
def test_the_package_is_installed_used_and_taken_away(
    suite: str, stage: Path, outside: tuple[str, SoundServer]
) -> None:
    deb = debians.built("stormdat_*_amd64.deb")
    packages = debians.beside(suite, deb)
    with debians.clean(suite, "deb") as root:
        begun = time.monotonic()
        done = debians.offline(root, packages, deb)
        assert done.returncode == 0, done.stdout[-2000:]
        print(f"{suite}: installed in {time.monotonic() - begun:.0f} s")
        before = files(root)
        begun = time.monotonic()
        judge(used(root, "stormdat", stage, outside))
        print(f"{suite}: used in {time.monotonic() - begun:.0f} s")
        assert strangers(root, before) == []
        library = [
            path for path in files(root) if path.startswith(f"{debians.HOME[1:]}/.local/share/stormdat/")
        ]
        assert root.run(("dpkg", "--purge", "stormdat")).returncode == 0
        left = [
            path
            for path in files(root)
            if "stormdat" in path and not path.startswith(("home/", "var/offline/"))
        ]
        assert left == []
        assert set(library) <= files(root)


@pytest.mark.parametrize("suite", debians.SUITES)
def test_the_archive_runs_where_it_is_unpacked_and_for_one_user(
    suite: str, stage: Path, outside: tuple[str, SoundServer]
) -> None:
    archive = debians.built("stormdat-*-linux-x86_64.tar.zst")
    packages = desktop_packages(suite)
    with debians.clean(suite, "archive") as root:
        assert (
            root.run(
                ("sh", "-c", "dpkg -i --force-depends /packages/*.deb"), binds={packages: "/packages"}
            ).returncode
            == 0
        )
        home = root.path / debians.HOME.lstrip("/")
        subprocess.run(["tar", "xf", archive, "-C", home], check=True)
        folder = next(home.glob("stormdat-*"))
        subprocess.run(["chown", "-R", "1000:1000", folder], check=True)
        inside = f"{debians.HOME}/{folder.name}"
        judge(used(root, f"{inside}/stormdat", stage, outside))
        assert (folder / "data").is_dir()
        assert not (home / ".local/share/stormdat").exists()
        variables, binds = shown(outside)
        for words in (("install.sh",), ("install.sh", "--remove")):
            done = debians.as_user(root, f"{inside}/{words[0]}", *words[1:], variables=variables, binds=binds)
            assert done.returncode == 0
            if len(words) == 1:
                shutil.rmtree(home / "out")
                judge(used(root, f"{debians.HOME}/.local/bin/stormdat", stage, outside))
        assert [path for path in (home / ".local").rglob("*") if "stormdat" in path.name.lower() and path.is_file()
                and "share/stormdat/" not in path.as_posix() and "state/" not in path.as_posix()] == []  # fmt: skip


def desktop_packages(suite: str) -> Path:
    """Return a folder with the packages of a machine that has a desktop, fetched once."""
    folder = debians.WORK / f"{suite}-desktop"
    if not folder.exists():
        with debians.clean(suite, "fetching") as root:
            quiet = ("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0")
            assert root.run((*quiet, "update"), network=True).returncode == 0
            wanted = (*quiet, "install", "--no-install-recommends", "--download-only", *PORTABLE_NEEDS)
            assert root.run(wanted, network=True).returncode == 0
            folder.mkdir(parents=True)
            for package in (root.path / "var/cache/apt/archives").glob("*.deb"):
                shutil.copy(package, folder / package.name)
    return folder


def test_an_older_version_is_refused_and_the_newer_one_stays(tmp_path: Path) -> None:
    deb = debians.built("stormdat_*_amd64.deb")
    control = tmp_path / "newer/DEBIAN/control"
    control.parent.mkdir(parents=True)
    control.write_text(
        "Package: stormdat\nVersion: 999.0\nArchitecture: amd64\nMaintainer: Nobody <nobody@localhost>\n"
        "Description: a newer one\n"
    )
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", tmp_path / "newer"], check=True)
    with debians.clean("bookworm", "downgrade") as root:
        shutil.copy(tmp_path / "newer.deb", root.path / "var/newer.deb")
        assert root.run(("dpkg", "-i", "/var/newer.deb")).returncode == 0
        done = debians.offline(root, debians.beside("bookworm", deb), deb)
        assert done.returncode != 0
        told = root.run(
            ("dpkg-query", "--show", "--showformat", "${Version} ${db:Status-Status}", "stormdat")
        )
        assert told.stdout == "999.0 installed"
