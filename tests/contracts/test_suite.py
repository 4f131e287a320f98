"""A test about a file name outside Unicode must not end a run that is shared out over processes."""

import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).parents[1] / "conftest.py"

TESTS = r"""
import logging, os, pytest
NAME = os.fsdecode(b"caf\xe9.docx")
def test_that_logs_the_name():
    logging.getLogger().warning("Reading %s.", NAME)
def test_that_fails_with_the_name():
    pytest.fail(NAME)
def test_after_them():
    pass
"""


def test_surrogates_travel_between_processes(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_bytes(CONFTEST.read_bytes())
    (tmp_path / "test_names.py").write_text(TESTS)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "1",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            tmp_path,
            tmp_path,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert r"caf\udce9.docx" in done.stdout
    assert "1 failed, 2 passed" in done.stdout
