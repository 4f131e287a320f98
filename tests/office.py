"""LibreOffice without a window: does it open what we write, and does it read the same text?"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def convert(files: Iterable[Path], to: str, folder: Path, profile: Path) -> None:
    """Convert files with one start of LibreOffice and a profile of our own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", to, "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=900)


def texts(files: Iterable[Path], folder: Path, profile: Path) -> dict[str, str]:
    """Return the text LibreOffice exports, by file name without its last ending."""
    convert(files, "txt:Text (encoded):UTF8", folder, profile)
    return {path.stem: path.read_text("utf-8-sig") for path in sorted(folder.glob("*.txt"))}


SYSTEM_PYTHON = "/usr/bin/python3"
"""Has `uno`, where it is installed; the interpreter of the tests has not."""


def has_uno() -> bool:
    """Return whether LibreOffice can be driven from a script here."""
    command = [SYSTEM_PYTHON, "-c", "import uno"]
    here = SOFFICE is not None and Path(SYSTEM_PYTHON).exists()
    return here and subprocess.run(command, capture_output=True, check=False).returncode == 0


def decide(jobs: Iterable[tuple[Path, str, Path]], folder: Path) -> None:
    """Accept or reject all tracked changes of documents and export their texts.

    Args:
        jobs: (document, `accept` or `reject`, text file).
        folder: for a profile of our own.
    """
    script, listed = Path(__file__).parent / "engine" / "uno_revisions.py", folder / "jobs.json"
    listed.write_text(json.dumps([[str(source), what, str(target)] for source, what, target in jobs]))
    pipe = f"stormdat-revisions-{os.getpid()}"
    office = subprocess.Popen(
        [str(SOFFICE), f"-env:UserInstallation={(folder / 'uno').as_uri()}", "--headless", "--norestore",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        subprocess.run([SYSTEM_PYTHON, str(script), pipe, str(listed)], check=True, timeout=3000)
    finally:
        os.killpg(office.pid, signal.SIGKILL)  # what was started is a script, the office its child
        office.wait()
