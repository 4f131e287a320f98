"""The self-test tries what plug-ins bring, in a process that can be ended, and names those that fail."""

import os
from pathlib import Path

import pytest

from desktop.selftest import checks
from desktop.selftest.run import Unfit, run
from stormdat_core.paths import AppPaths
from stormdat_core.site.folder import Site
from tests.plugins import install_project, installed, rule, write_package

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-plugin"


def test_what_is_let_in_is_tried_and_named(tmp_path: Path) -> None:
    with installed(install_project(EXAMPLE, tmp_path / "site")):
        report = run([("plug-ins", checks.plug_ins)])
    assert report["plugins"] == ["stormdat-minutes 1.0.0"]
    assert report["ok"], report


def test_without_any_there_is_nothing_to_try(tmp_path: Path) -> None:
    with installed(tmp_path):
        assert run([("plug-ins", checks.plug_ins)])["plugins"] == []


def test_one_that_fails_or_hangs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_PLUGIN_SECONDS", 10)
    for name, body in (("broken", "raise KeyError(1)"), ("hanging", "import time; time.sleep(600)")):
        source = rule(f"{name.upper()}-RULE", word="the", body=body)
        write_package(tmp_path / "site", name, f"[stormdat.rules]\none = {name}:Word", {name: source})
    with installed(tmp_path / "site"), pytest.raises(Unfit) as caught:
        checks.plug_ins(AppPaths.below(tmp_path / "data"))
    assert "The rule BROKEN-RULE of the plug-in broken 1.0 failed (KeyError" in str(caught.value)
    assert "The rule HANGING-RULE of the plug-in hanging 1.0 did not come to an end" in str(caught.value)


def test_the_self_test_checks_signatures_and_tells_what_the_site_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Site(tmp_path, frozenset({os.geteuid(), 0}) if os.name == "posix" else frozenset({0}))
    monkeypatch.setattr("stormdat_core.site.folder.system_site", lambda: place)
    place.settings.write_text('locked = ["jobs"]\njobs = 3\n')
    place.settings.chmod(0o644)
    wanted = [("site", checks.site.site), ("signatures", checks.site.signatures)]
    told, signed = run(wanted)["checks"]  # type: ignore[misc]
    assert (told["error"], told["details"]["locks"], signed["error"]) == ("", ["jobs"], "")  # type: ignore[index]
    place.settings.write_text("locked = 1\n")
    told, _ = run(wanted)["checks"]  # type: ignore[misc]
    assert "line 1" in told["error"]  # type: ignore[index]
