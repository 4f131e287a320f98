"""A sweep opens no socket: it runs in a network namespace that has nothing, not even a loopback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stormdat_core.sample import sample_list, sample_report

UNSHARE = shutil.which("unshare")


def _namespaces_work() -> bool:
    return (
        UNSHARE is not None
        and subprocess.run([UNSHARE, "-n", "true"], capture_output=True, check=False).returncode == 0
    )


pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not _namespaces_work(), reason="no network namespaces for this user"),
]


def test_a_sweep_without_any_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "data"))
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "stormdat_core.cli",
        "sweep",
        sample_report(),
        "--list",
        sample_list(),
        "--out",
        out,
    ]
    run = subprocess.run(
        [str(UNSHARE), "-n", *map(str, command)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1, run.stderr
    assert (out / "report.annotated.docx").is_file()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_sweep_asks_for_no_internet_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORMDAT_DATA_DIR", str(tmp_path / "data"))
    trace = tmp_path / "trace"
    command = [
        sys.executable,
        "-m",
        "stormdat_core.cli",
        "sweep",
        str(sample_report()),
        "--out",
        str(tmp_path / "out"),
    ]
    subprocess.run(
        ["strace", "-f", "-e", "trace=network", "-o", str(trace), *command], check=False, capture_output=True
    )
    assert "socketpair" in trace.read_text() or trace.stat().st_size
    assert "AF_INET" not in trace.read_text()
