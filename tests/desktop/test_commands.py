"""The commands of the desktop, run as a person runs them."""

import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli import group
from desktop.selftest import checks
from desktop.selftest.run import Unfit, run
from stormdat_core.cli.main import exit_code
from stormdat_core.paths import AppPaths

HEAVY = {"webview", "PySide6", "qtpy", "flask", "lxml", "openpyxl", "docx", "sqlalchemy", "pydantic", "rich"}
STORMDAT = [sys.executable, "-m", "desktop"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "STORMDAT_DATA_DIR": str(tmp_path / "stormdat")}


def imported(trace: str) -> set[str]:
    """Return the top packages in what `-X importtime` wrote."""
    lines = [
        line.rpartition("|")[2].strip() for line in trace.splitlines() if line.startswith("import time:")
    ]
    return {line.partition(".")[0] for line in lines}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["window", "--help"], ["serve", "--help"]])
def test_help_imports_nothing_heavy(environ: dict[str, str], arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "desktop", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "click" in imported(done.stderr)
    assert imported(done.stderr) & HEAVY == set()


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["--help"], group()) == 0
    shown = capsys.readouterr().out
    for name in ("window", "serve", "shell", "self-test", "sweep", "acronyms", "cleanup"):
        assert f"\n  {name} " in shown


def test_every_command_can_be_imported() -> None:
    commands = group()
    for name in commands.list_commands(None):  # type: ignore[arg-type]
        assert commands.get_command(None, name).help  # type: ignore[arg-type, union-attr]


def test_a_name_that_is_no_file_is_bad_usage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code(["swep"], group()) == 64
    assert "“swep” is neither a file nor a command." in capsys.readouterr().err


@pytest.fixture
def serving(environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-X", "importtime", "-m", "desktop", "serve"]
    log = Path(environ["STORMDAT_DATA_DIR"]).parent / "imports.txt"
    with (
        log.open("w") as trace,
        subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=trace, text=True) as process,
    ):
        yield process
        process.kill()


def status(address: str, opener: urllib.request.OpenerDirector | None = None) -> int:
    try:
        with (opener or urllib.request.build_opener()).open(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code


def test_serve_gives_the_pages_to_one_browser(serving: subprocess.Popen[str], tmp_path: Path) -> None:
    assert serving.stdout
    address = serving.stdout.readline().strip()
    port = int(address.split(":")[2].partition("/")[0])
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    visitor = urllib.request.build_opener(jar)
    assert status(address, visitor) == 200
    assert status(f"http://127.0.0.1:{port}/", visitor) == 200
    assert status(address) == 401, "the address works once"
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(20) == 0
    assert serving.stdout.read() == "", "nothing else on standard output"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    modules = imported((tmp_path / "imports.txt").read_text())
    assert "flask" in modules
    assert modules & {"webview", "PySide6", "qtpy"} == set()


def test_serve_says_when_its_port_is_taken(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        command = [*STORMDAT, "serve", "--port", str(port)]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"stormdat: Port {port} cannot be used")
    assert len(done.stderr.splitlines()) == 1


def test_shell_has_the_services_at_hand(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [*STORMDAT, "shell"], env=environ, input="print(services.store.sweeps().total)\n",
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "0" in done.stdout.splitlines()[0]


def test_an_installation_proves_itself(environ: dict[str, str]) -> None:
    done = subprocess.run([*STORMDAT, "self-test"], env=environ, capture_output=True, text=True, timeout=90)
    report = json.loads(done.stdout)
    assert [check["error"] for check in report["checks"]] == [""] * len(checks.CHECKS)
    assert (done.returncode, report["ok"]) == (0, True)
    assert report["seconds"] < 60
    assert not Path(environ["STORMDAT_DATA_DIR"]).exists(), "it works in a folder of its own"


def test_a_rule_that_finds_nothing_fails_its_check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "EXPECTED", checks.EXPECTED | {"XXX-NEVER"})
    with pytest.raises(Unfit, match="XXX-NEVER"):
        checks.rules(AppPaths.below(tmp_path))


def test_a_part_that_fails_does_not_silence_the_others() -> None:
    def broken(_: AppPaths) -> dict[str, object]:
        raise ImportError("libodd.so is missing")

    report = run([("broken", broken), ("well", lambda paths: {"folder": paths.data.name})])
    assert report["ok"] is False
    first, second = report["checks"]  # type: ignore[misc]
    assert (first["ok"], first["error"]) == (False, "ImportError: libodd.so is missing")
    assert (second["ok"], second["details"]) == (True, {"folder": "data"})
