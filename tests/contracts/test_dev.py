"""The two commands, run for real on a small project: its packages are made here, so no network is needed."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "build_scripts"

sys.path.insert(0, str(SCRIPTS))  # as Python itself does when it starts build_scripts/dev.py
import debian  # noqa: E402
import dev  # noqa: E402
import environment  # noqa: E402
import trials  # noqa: E402

# One process for this module: its checkout takes seconds to prepare.
pytestmark = pytest.mark.xdist_group("dev")

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "stormdat"
version = "9.9"
dependencies = ["pebble-stone>=1"]
[dependency-groups]
dev = []
"""

PROGRAM = """
import sys, pebble_stone
def main():
    print(pebble_stone.COLOUR, sys.argv[1:])
    return 7
"""

BACKEND = """
import pathlib, zipfile
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name, info = "stormdat-9.9-py3-none-any.whl", "stormdat-9.9.dist-info/"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w") as wheel:
        wheel.writestr("stormdat.pth", str(pathlib.Path.cwd()))
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: stormdat\\nVersion: 9.9\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nstormdat = program:main\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""


class Checkout:
    """A clone of a small project beside a folder that stands for the package index."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "main"
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        shutil.copytree(SCRIPTS, self.root / "build_scripts", ignore=shutil.ignore_patterns("locks", "*.pyc"))
        (self.root / "build_scripts" / "locks").mkdir()
        for name, text in {"pyproject.toml": PROJECT, "program.py": PROGRAM, "backend.py": BACKEND}.items():
            (self.root / name).write_text(text)

    def offer(self, colour: str) -> str:
        """Put a build of pebble-stone into the index and return its SHA-256."""
        text = f"COLOUR = {colour!r}\n".encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()
        info = "pebble_stone-1.0.dist-info/"
        target = self.wheels / "pebble_stone-1.0-py3-none-any.whl"
        with zipfile.ZipFile(target, "w") as wheel:
            wheel.writestr("pebble_stone.py", text)
            wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: pebble-stone\nVersion: 1.0\n")
            wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(info + "RECORD", f"pebble_stone.py,sha256={digest},{len(text)}\n")
        return hashlib.sha256(target.read_bytes()).hexdigest()

    def lock(self, sha256: str, version: str = "1.0") -> None:
        locks = self.root / "build_scripts" / "locks"
        for platform in environment.PLATFORMS:
            (locks / f"run-{platform}.txt").write_text(f"pebble-stone=={version} --hash=sha256:{sha256}\n")

    def dev(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Start dev.py as a person does, with an index that lies in a folder."""
        index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [sys.executable, self.root / "build_scripts" / "dev.py", *arguments],
            env={**os.environ, **index, "PIP_NO_CACHE_DIR": "1", **variables},
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout on which `run` has been called once, after somebody stopped it half way."""
    checkout = Checkout(tmp_path_factory.mktemp("dev"))
    checkout.lock(checkout.offer("grey"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.root / ".venv"], check=True)
    first = checkout.dev("run")
    assert first.returncode == 7, first.stderr
    assert first.stdout == "grey []\n"
    return checkout


def test_run_hands_over_arguments_exit_code_and_standard_output(prepared: Checkout) -> None:
    done = prepared.dev("run", "--help", "a b", "")
    assert done.returncode == 7
    assert done.stdout == "grey ['--help', 'a b', '']\n"


def test_second_start_installs_nothing(prepared: Checkout) -> None:
    done = prepared.dev("run", PIP_FIND_LINKS="/nowhere")
    assert (done.returncode, done.stderr) == (7, "")


@pytest.mark.soak
def test_an_environment_that_lost_its_mark_is_not_used(prepared: Checkout) -> None:
    """Without pyvenv.cfg its Python is the one behind it, and pip would install there."""
    mark = prepared.root / ".venv" / "pyvenv.cfg"
    mark.unlink()
    done = prepared.dev("run")
    assert done.stdout == "grey []\n"
    assert "Making the environment" in done.stderr
    assert mark.exists()


def test_a_file_that_is_not_the_locked_one_is_never_installed(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.lock(checkout.offer("grey"))
    checkout.offer("black")
    done = checkout.dev("run")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert "The packages could not be installed" in done.stderr
    assert "Traceback" not in done.stderr
    unlocked = checkout.dev("run", DEV_UNLOCKED="1")
    assert unlocked.stdout == "black []\n"
    assert "not verified" in unlocked.stderr


def test_a_changed_lock_is_installed_before_the_next_start(prepared: Checkout) -> None:
    lock = environment.lock_file("run")
    assert lock, "this platform has a lock"
    text = (prepared.root / "build_scripts" / "locks" / lock.name).read_text()
    prepared.lock(text.rpartition(":")[2].strip(), version="2.0")
    assert prepared.dev("run").returncode == 1, "there is no version 2.0"
    prepared.lock(text.rpartition(":")[2].strip())
    again = prepared.dev("run")
    assert again.returncode == 7
    assert again.stderr, "what a failed installation left behind is not trusted"


@pytest.mark.parametrize("arguments", [pytest.param([], id="none"), pytest.param(["fly"], id="unknown")])
def test_bad_usage_shows_the_commands(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "dev.py", *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 64
    assert "dev.py test" in done.stderr


def test_every_step_runs_and_one_failure_fails_the_check(capfd: pytest.CaptureFixture[str]) -> None:
    parts = [
        dev.Step("first", (sys.executable, "-c", "print('one'); raise SystemExit(3)")),
        dev.Step("second", (sys.executable, "-c", "print('two')")),
    ]
    assert dev.check(parts) == 1
    printed = capfd.readouterr().out
    assert re.search(r"== first\none\n\n== second\ntwo\n", printed)
    assert re.search(r"first .* FAILED \(exit code 3\)\nsecond .* passed\n", printed)
    assert dev.check(parts[1:]) == 0


@pytest.mark.parametrize(
    ("failures", "alone", "code", "said"),
    [
        pytest.param(1, 0, 0, "passed only alone: test_0", id="passes-alone"),
        pytest.param(1, 1, 1, "FAILED", id="fails-again"),
        pytest.param(trials.MOST + 1, 0, 1, "FAILED", id="too-many"),
    ],
)
def test_few_failures_are_tried_again_alone(
    failures: int, alone: int, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    noted = tmp_path / "lastfailed"
    noted.write_text(json.dumps({f"test_{number}": True for number in range(failures)}))
    monkeypatch.setattr(trials, "_FAILED", noted)
    fails, ends = (sys.executable, "-c", "exit(1)"), (sys.executable, "-c", f"exit({alone})")
    assert dev.check([dev.Step("pytest", fails, ends)]) == code
    assert said in capfd.readouterr().out


def test_a_run_that_broke_down_is_not_tried_again() -> None:
    assert not trials.worth_one(2, ["test_0"])
    assert not trials.worth_one(1, [])
    assert dev.steps(["-k", "lists"])[-1].again == ()


def test_the_check_is_made_of_these_steps() -> None:
    parts = dev.steps(["-k", "lists"])
    assert [part.name for part in parts] == [
        "ruff check",
        "ruff format",
        "mypy",
        "mypy build_scripts",
        "lint-imports",
        "pytest",
    ]
    assert list(parts[-1].command[-2:]) == ["-k", "lists"]


def test_continuous_integration_calls_what_developers_call() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text().splitlines()[-1] == "exec python3 build_scripts/dev.py test"
    assert os.access(script, os.X_OK)


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="needs a Debian system")
def test_missing_debian_packages_are_told_from_installed_ones() -> None:
    assert debian.missing(["dpkg", "stormdat-no-such-package"]) == ["stormdat-no-such-package"]
    assert debian.missing([]) == []


def test_the_line_for_sudo_names_the_packages() -> None:
    assert debian.install_line(["xvfb", "xauth"]).endswith(
        "apt-get install --no-install-recommends xvfb xauth"
    )
