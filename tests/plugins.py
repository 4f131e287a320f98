"""Packages of others, installed for one test: a folder with modules and metadata on the path."""

import sys
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from stormdat_core.plugins import state


def write_package(
    folder: Path, name: str, points: str, modules: Mapping[str, str], version: str = "1.0"
) -> Path:
    """Write a package as an installer leaves it, and return its folder, for `PYTHONPATH` or `sys.path`.

    Args:
        folder: where.
        name: of the package.
        points: its entry points, as in `entry_points.txt`.
        modules: source by name of module.
        version: of the package.
    """
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(textwrap.dedent(points))
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    return folder


@contextmanager
def installed(*folders: Path) -> Iterator[None]:
    """Let the packages in `folders` count as installed, and nothing of them stay behind."""
    added = [str(folder) for folder in folders]
    before = set(sys.modules)
    sys.path[:0] = added
    state.forget()
    try:
        yield
    finally:
        for each in added:
            sys.path.remove(each)
        for module in set(sys.modules) - before:
            if str(getattr(sys.modules[module], "__file__", "")).startswith(tuple(added)):
                del sys.modules[module]
        state.forget()


RULE = '''
"""Every {word} is reported."""

from stormdat_core.model import Colour, Fix, Severity
from stormdat_core.rules.base import RuleInfo


class {name}:
    info = RuleInfo(
        id="{id}", name="{id}", title="The word {word}", summary="The word {word}.",
        severity=Severity.WARNING, colour=Colour.NONE, source="A test",
    )

    def check(self, document, context):
        for block in document.blocks:
            start = block.text.find("{word}")
            if start >= 0:
                {body}
                yield context.finding(self.info, block.locate(start, start + {length}), "It is here.")
'''


def rule(rule_id: str, word: str = "test", name: str = "Word", body: str = "pass") -> str:
    """Return the source of a module with a rule that reports a word, and runs `body` before it does."""
    return RULE.format(id=rule_id, word=word, name=name, body=body, length=len(word))


def install_project(project: Path, site: Path) -> Path:
    """Install a source project as an editable installation does: metadata from its pyproject, and its folder.

    Returns `site`, for `PYTHONPATH` or `sys.path`; nothing is fetched or built.
    """
    told = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    lines = []
    for group, points in told["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    write_package(site, told["name"], "\n".join(lines), {}, told["version"])
    for package in project.iterdir():
        if (package / "__init__.py").is_file():
            (site / package.name).symlink_to(package.absolute(), target_is_directory=True)
    return site
