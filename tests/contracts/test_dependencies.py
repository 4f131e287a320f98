"""What pyproject.toml asks for is documented, locked, and free of licences that would bind the program."""

import re
import sys
import tomllib
from collections.abc import Collection, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
LOCKS = ROOT / "build_scripts" / "locks"

sys.path.insert(0, str(ROOT / "build_scripts"))  # as Python itself does when it starts dev.py
import environment  # noqa: E402

MARKERS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
_GPL = re.compile(r"\bA?GPL|(?<!Lesser )(?<!Library )\bGeneral Public License|Affero", re.IGNORECASE)
_LOCKED = re.compile(r"^(\S+)==(\S+) \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def program_requirements() -> list[Requirement]:
    project = PROJECT["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in (*project["dependencies"], *extras)]


def direct_names() -> set[str]:
    groups = [line for group in PROJECT["dependency-groups"].values() for line in group]
    others = [Requirement(line) for line in (*PROJECT["build-system"]["requires"], *groups)]
    return {canonicalize_name(requirement.name) for requirement in (*program_requirements(), *others)}


def documented_licences() -> dict[str, str]:
    """Return the licence column of the page by package; a cell that is a name in backquotes makes a row."""
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", PAGE, re.MULTILINE)
    return {canonicalize_name(name): licence.strip() for name, licence in rows}


def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def reachable(requirements: list[Requirement]) -> Iterator[Distribution]:
    """Yield each installed distribution that the requirements bring in, on this platform."""
    waiting, seen = [one for one in requirements if wanted(one)], set[str]()
    while waiting:
        requirement = waiting.pop()
        key = canonicalize_name(requirement.name) + str(sorted(requirement.extras))
        found = None if key in seen else installed(requirement.name)
        seen.add(key)
        if found:
            yield found
            following = [Requirement(line) for line in found.requires or ()]
            waiting += [one for one in following if wanted(one, requirement.extras)]


def wanted(requirement: Requirement, extras: Collection[str] = ()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def licence(found: Distribution) -> str:
    """Return what a distribution says about its licence: expression, else classifiers, else a line."""
    told = found.metadata
    classifiers = [line for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    field = (told.get("License") or "").strip().partition("\n")[0]
    return told.get("License-Expression") or "; ".join(classifiers) or field


def binds(statement: str) -> bool:
    """Return whether every choice that a licence statement leaves is the GPL or the AGPL."""
    return all(_GPL.search(choice) for choice in re.split(r"\bOR\b", statement))


def locked(path: Path) -> dict[str, str]:
    """Return the version that a lock pins for each package; one without a hash is not pinned."""
    found = _LOCKED.findall(path.read_text("utf-8").rstrip("\n") + "\n")
    return {canonicalize_name(name): version for name, version, _ in found}


def test_every_direct_dependency_is_documented() -> None:
    assert set(documented_licences()) == direct_names()


def test_the_documented_licences_are_the_stated_ones() -> None:
    """Compare where metadata is new enough to state an expression."""
    documented = documented_licences()
    found = {name: installed(name) for name in documented}
    every = {name: one.metadata.get("License-Expression") for name, one in found.items() if one}
    stated = {name: text for name, text in every.items() if text}
    assert "pytest" in stated
    assert {name: documented[name] for name in stated} == stated


def test_no_licence_binds_the_program() -> None:
    found = list(reachable(program_requirements()))
    assert {"click", "markupsafe", "lxml"} <= {canonicalize_name(one.name) for one in found}
    assert [one.name for one in found if not licence(one)] == [], "these state no licence"
    assert [one.name for one in found if binds(licence(one))] == []


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param("License-Expression: MIT", False, id="mit"),
        pytest.param("License-Expression: AGPL-3.0-or-later", True, id="agpl"),
        pytest.param("License-Expression: MIT AND GPL-2.0-only", True, id="a-part-is-gpl"),
        pytest.param("License: LGPL-3.0-only OR GPL-3.0-only", False, id="a-choice-is-lgpl"),
        pytest.param("License: GPL v3\n        and much more text", True, id="field"),
        pytest.param(
            "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
            True,
            id="gpl-class",
        ),
        pytest.param(
            "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
            False,
            id="lgpl-class",
        ),
        pytest.param("License: GNU Affero General Public License", True, id="in-words"),
    ],
)
def test_a_binding_licence_is_recognised(tmp_path: Path, metadata: str, expected: bool) -> None:
    folder = tmp_path / "thing-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n{metadata}\n")
    assert binds(licence(PathDistribution(folder))) is expected


@pytest.mark.parametrize("platform", environment.PLATFORMS)
@pytest.mark.parametrize("command", environment.GROUPS)
def test_the_lock_holds_what_the_project_asks_for(command: str, platform: str) -> None:
    pins = locked(LOCKS / f"{command}-{platform}.txt")
    markers = MARKERS[platform.partition("-")[0]]
    for requirement in map(Requirement, environment.requirements(command)):
        if requirement.marker is None or requirement.marker.evaluate(markers):
            pin = pins.get(canonicalize_name(requirement.name), "nothing")
            assert pin in requirement.specifier, f"{requirement}: run “python3 build_scripts/dev.py lock”"


@pytest.mark.parametrize("platform", environment.PLATFORMS)
def test_the_program_is_tested_with_the_versions_it_runs_with(platform: str) -> None:
    program, suite = (locked(LOCKS / f"{command}-{platform}.txt") for command in ("run", "test"))
    assert program.items() <= suite.items()


@pytest.mark.parametrize("path", sorted(LOCKS.glob("*.txt")), ids=lambda path: path.name)
def test_a_lock_names_no_host_and_hashes_every_package(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert len(locked(path)) == text.count("==") > 0
