"""The workflow file for the runners of the three systems, read by a parser."""

import re
from pathlib import Path
from typing import Any

import pytest

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "installers.yml"
TEXT = WORKFLOW.read_text("utf-8")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml", reason="no YAML parser here")
    content: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]
    return content


def test_each_system_builds_installs_tries_and_uploads(jobs: dict[str, Any]) -> None:
    def words(name: str) -> str:
        steps = jobs[name]["steps"]
        return "\n".join(str(step.get("run", "")) + str(step.get("uses", "")) for step in steps)

    assert set(jobs) == {"linux", "windows-folder", "windows-setup", "windows", "macos"}
    for system in ("linux", "windows", "macos"):
        assert "self-test" in words(system)
    for uploading in ("linux", "windows-setup", "macos"):
        assert "upload-artifact" in words(uploading)
    for name in jobs:
        for needed in [jobs[name].get("needs", [])]:
            assert needed in ([], *jobs)


def test_jobs_end_in_time_and_may_only_read(jobs: dict[str, Any]) -> None:
    assert all(0 < job["timeout-minutes"] <= 120 for job in jobs.values())
    assert re.search(r"^permissions:\n  contents: read$", TEXT, re.MULTILINE)
    assert "secrets." not in TEXT


def test_an_action_is_named_by_hash_or_marked_to_be_pinned() -> None:
    used = [line for line in TEXT.splitlines() if re.match(r"\s*- uses:", line)]
    assert len(used) > 5
    for line in used:
        assert re.search(r"@([0-9a-f]{40}( |$)|v\d+ # PIN$)", line), line


def test_what_it_runs_is_there() -> None:
    for script in re.findall(r"build_scripts/[\w/]+\.py", TEXT):
        if script != "build_scripts/build.py":  # has tests of its own
            assert (WORKFLOW.parents[2] / script).is_file(), script
