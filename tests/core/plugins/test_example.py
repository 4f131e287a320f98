"""The example in `docs/`, installed: found, shown, used by a sweep in processes of its own, and turned off."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stormdat_core.paths import AppPaths
from stormdat_core.plugins import state
from stormdat_core.plugins.overview import overview
from stormdat_core.services import Services
from stormdat_core.sweep.doors import DOORS
from tests.plugins import install_project, installed, rule, write_package

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "example-plugin"
MINUTES = "Present:\nKim and Lee.\n\nACTION: Send the  report.\nACTION (Kim): Call.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return install_project(EXAMPLE, tmp_path / "site")


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    file = tmp_path / "monday.minutes"
    file.write_text(MINUTES)
    return file


def stormdat(
    data: Path, site: Path | None, *arguments: object, code: int = 0
) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, filter(None, [site, ROOT])))
    environment = {**os.environ, "PYTHONPATH": path, "STORMDAT_DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=data.parent,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def test_its_own_tests_pass(site: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(EXAMPLE)]
    done = subprocess.run(
        [*command, str(EXAMPLE / "tests")], env=environment, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_sweep_reads_judges_and_reports_by_it(tmp_path: Path, site: Path, minutes: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    stormdat(data, site, "sweep", minutes, "--out", out, "--format", "json,html,csv,xlsx,actions", code=1)
    report = json.loads((out / "monday.findings.json").read_text("utf-8"))
    assert report["file"]["format"] == "minutes"
    assert report["counts"]["by_rule"]["MINUTES-NO-OWNER"] == 1
    assert [(each["name"], each["version"]) for each in report["plugins"]] == [("stormdat-minutes", "1.0.0")]
    assert report["complete"]
    assert "stormdat-minutes 1.0.0" in (out / "monday.findings.html").read_text("utf-8")
    assert "Checked with the plug-in stormdat-minutes 1.0.0." in (out / "monday.findings.csv").read_text(
        "utf-8-sig"
    )
    actions = (out / "monday.actions.md").read_text("utf-8")
    assert "Nobody is named for this action: Send the  report." in actions
    assert "Other findings: 1" in actions


def test_it_is_listed_and_can_be_turned_off(tmp_path: Path, site: Path, minutes: Path) -> None:
    data = tmp_path / "data"
    (listed,) = json.loads(stormdat(data, site, "plugins", "--format", "json").stdout)
    assert listed["name"] == "stormdat-minutes"
    assert [(each["kind"], each["name"]) for each in listed["brings"]] == [
        ("rule", "MINUTES-NO-OWNER"), ("reader", "minutes"), ("report", "actions"),
    ]  # fmt: skip
    assert json.loads(stormdat(data, site, "--no-plugins", "plugins", "--format", "json").stdout) == []
    out = tmp_path / "out"
    stormdat(data, site, "sweep", minutes, "--no-plugins", "--out", out, "--format", "json")
    report = json.loads((out / "monday.findings.json").read_text("utf-8"))
    assert report["file"]["format"] == "text"
    assert "plugins" not in report
    assert "MINUTES-NO-OWNER" not in report["counts"]["by_rule"]


@pytest.fixture
def broken_too(tmp_path: Path, site: Path) -> Iterator[None]:
    source = rule("BROKEN-RULE", body="raise KeyError(1)")
    write_package(tmp_path / "site", "broken", "[stormdat.rules]\none = broken:Word", {"broken": source})
    write_package(tmp_path / "site", "absent", "[stormdat.rules]\none = absent:Word", {})
    with installed(site):
        yield


@pytest.mark.usefixtures("broken_too")
def test_the_overview_says_what_each_brings_and_lacks(tmp_path: Path) -> None:
    by_name = {each.package.name: each for each in overview(DOORS)}
    assert list(by_name) == ["absent", "broken", "stormdat-minutes"]
    assert by_name["broken"].brings == (("rule", "BROKEN-RULE"),)
    assert by_name["absent"].brings == ()
    assert "could not be loaded" in by_name["absent"].failures[0]
    assert by_name["stormdat-minutes"].failures == ()


@pytest.mark.usefixtures("broken_too")
def test_the_setting_turns_them_off(tmp_path: Path) -> None:
    with Services(AppPaths.below(tmp_path / "app")) as services:
        assert overview(DOORS)
        services.change_settings({"plugins": False})
        assert overview(DOORS) == ()
        services.change_settings({"plugins": None})
        assert overview(DOORS)
    assert state.allowed()
