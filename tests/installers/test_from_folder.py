"""The command that makes an installer from a frozen folder, as the runners start it."""

import subprocess
import sys
from pathlib import Path

from tests.installers.test_macos_app import CODE

SCRIPT = Path(__file__).parents[2] / "build_scripts" / "installers" / "from_folder.py"


def told(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    # Without any package: a runner has nothing but Python.
    return subprocess.run([sys.executable, "-S", SCRIPT, *arguments], capture_output=True, text=True)


def test_it_makes_what_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "frozen"
    (folder / "_internal").mkdir(parents=True)
    for name in ("stormdat", "stormdat-window", "_internal/library.so"):
        (folder / name).write_bytes(CODE)
    done = told("macos", folder, tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()) == tmp_path / "out" / "STORM DAT.app"


def test_a_refusal_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "stormdat").write_bytes(b"")
    for system in ("windows", "macos"):
        done = told(system, tmp_path, tmp_path / "out")
        assert (done.returncode, done.stdout) == (1, "")
        assert "is missing" in done.stderr
        assert "Traceback" not in done.stderr
    assert told("solaris", tmp_path, tmp_path).returncode == 64
