"""The beginnings of a plug-in: a package with one thing that works, and the tests that it passes."""

import keyword
import re
from collections.abc import Mapping
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from stormdat_core.atomic import whole_file
from stormdat_core.errors import StormError
from stormdat_core.plugins.entries import FEATURES, READERS, REPORTS, RULES

KINDS = ("rule", "reader", "report", "feature")
_GROUPS = {"rule": RULES, "reader": READERS, "report": REPORTS, "feature": FEATURES}
_SUMMARIES = {
    "rule": "A rule: words that the house writes differently.",
    "reader": "A reader of files with an ending of its own.",
    "report": "A report: findings as a list in Markdown.",
    "feature": "A page about the library.",
}
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 30
_ANY = re.compile("@([A-Z]+)@")


def write_skeleton(kind: str, name: str, folder: Path) -> tuple[Path, ...]:
    """Write a package for one thing into a new folder named after it, and return its files.

    Args:
        kind: one of `KINDS`.
        name: of the package: small letters and digits, parted by hyphens.
        folder: where the new folder is made.

    Raises:
        StormError: the name is none for a package, or its folder is there already.
        OutputRefused: a file cannot be written.
    """
    words = _words(kind, name)
    target = folder / name
    if target.exists():
        raise StormError(f"{target} is there already.", "Choose another name or folder.")
    return tuple(_write(target / place, _filled(source, words)) for place, source in _files(kind, words))


def _is_taken(module: str) -> bool:
    """Return whether Python, the program or something installed has a module of a name."""
    try:
        return find_spec(module) is not None or module in ("stormdat", "tests", "desktop", "webui")
    except (ImportError, ValueError):  # no name of a module at all, which is told elsewhere
        return False


def _words(kind: str, name: str) -> Mapping[str, str]:
    module = name.replace("-", "_")
    if _is_taken(module):
        raise StormError(
            f"“{name}” is taken: a module of this name is there already.",
            "Choose one that begins with your house's, such as acme-words.",
        )
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or keyword.iskeyword(module):
        raise StormError(
            f"“{name}” is no name for a package.",
            f"Use small letters, digits and hyphens, at most {_LONGEST}, such as acme-words.",
        )
    title = "".join(part.capitalize() for part in name.split("-"))
    return {
        "DIST": name,
        "MODULE": module,
        "KIND": kind,
        "GROUP": _GROUPS[kind],
        "SUMMARY": _SUMMARIES[kind],
        "CLASS": title,
        "TITLE": name.replace("-", " ").capitalize(),
        "OBJECT": {"reader": "FORMAT", "feature": "FEATURE"}.get(kind, title),
        "ID": name.upper() if "-" in name else f"{name.upper()}-RULE",
        "SUFFIX": f".{name}.md",
        "ENDING": f".{name.replace('-', '')[:16]}",
    }


def _files(kind: str, words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return where each file goes within the new folder, and the template that it is made of."""
    module = words["MODULE"]
    files = (
        ("pyproject.toml", "common/pyproject.toml"),
        ("README.md", "common/README.md"),
        (f"{module}/__init__.py", "common/__init__.py"),
        (f"{module}/py.typed", ""),
        (f"{module}/{kind}.py", f"{kind}/{kind}.py"),
        (f"tests/test_{module}.py", f"{kind}/test.py"),
    )
    pages = ((f"{module}/templates/{module}/index.html", "feature/index.html"),)
    return (*files, *(pages if kind == "feature" else ()))


def _filled(source: str, words: Mapping[str, str]) -> str:
    if not source:
        return ""
    template = resources.files(__name__).joinpath(f"{source}.in").read_text("utf-8")
    return _ANY.sub(lambda match: words[match[1]], template)


def _write(target: Path, text: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as stream:
        stream.write(text.encode())
    return target
