"""The digest of a package's code: results are taken from the library only while it is the same."""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

_MOST = 2_000
"""Modules of one package that count."""


def digest_of(modules: Iterable[str]) -> str:
    """Return the SHA-256 over the files of the top-level packages of `modules`; nothing is imported.

    Empty when they cannot be found, which their import will tell.
    """
    total = hashlib.sha256()
    found = False
    for file in _files(sorted({module.partition(".")[0] for module in modules})):
        try:
            data = file.read_bytes()
        except OSError:
            continue
        found = True
        total.update(f"{file.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return total.hexdigest() if found else ""


def _files(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        try:
            spec = find_spec(name)
        except (ImportError, ValueError):
            continue
        if spec is None:
            continue
        for folder in spec.submodule_search_locations or ():
            yield from sorted(Path(folder).rglob("*.py"))[:_MOST]
        if not spec.submodule_search_locations and spec.origin:
            yield Path(spec.origin)
