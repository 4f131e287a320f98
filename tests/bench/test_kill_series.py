"""Kill a sweep of 50 files at random instants: no half output under a final name, the library intact.

python build_scripts/dev.py test -m soak -k kill_series -s
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.core.sweep.test_runner import FAULTY, is_whole
from tests.word import write_word

FILES = 50
KILLS = 10


@pytest.mark.soak
@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_kill_series(tmp_path: Path) -> None:
    source, out, data = tmp_path / "in", tmp_path / "out", tmp_path / "data"
    source.mkdir()
    for number in range(FILES):
        write_word(source / f"r{number:02}.docx", FAULTY * 60)
    environment = {**os.environ, "STORMDAT_DATA_DIR": str(data)}
    command = [
        sys.executable,
        "-m",
        "stormdat_core.cli",
        "sweep",
        str(source),
        "--out",
        str(out),
        "-q",
        "--no-cache",
    ]
    started = time.monotonic()
    assert subprocess.run(command, env=environment, check=False).returncode == 1
    whole = time.monotonic() - started
    instants = random.Random(7)
    for number in range(KILLS):
        delay = instants.uniform(0.3, whole)
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        finals = [path for path in out.iterdir() if path.name.startswith("r")]
        broken = [path.name for path in finals if not is_whole(path)]
        with sqlite3.connect(data / "data" / "library.sqlite3") as library:
            verdict = library.execute("PRAGMA integrity_check").fetchone()[0]
        print(
            f"kill {number + 1} after {delay:.2f} s of {whole:.2f}: {len(finals)} outputs, broken {broken}, {verdict}"
        )
        assert not broken
        assert verdict == "ok"
    assert subprocess.run(command, env=environment, check=False).returncode == 1
    for path in source.iterdir():
        assert is_whole(out / f"{path.stem}.annotated.docx")
