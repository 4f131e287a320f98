"""Programs and libraries of Linux in a folder: which are there, what each asks for, what is reached."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile

_MAGIC = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Elf:
    """One ELF file. `path` is relative to the folder; `soname` is empty where it names itself nothing."""

    path: str
    soname: str
    needed: tuple[str, ...]


def is_elf(path: Path) -> bool:
    """Return whether a regular file, not a link, begins as ELF files do."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == _MAGIC


def walk(folder: Path) -> list[Elf]:
    """Return every ELF file below `folder`, in the order of their paths.

    Raises:
        ValueError: a file begins as ELF and cannot be read as it.
    """
    return [read(path, folder) for path in sorted(folder.rglob("*")) if is_elf(path)]


def read(path: Path, folder: Path) -> Elf:
    """Return what the dynamic section of one file says.

    Raises:
        ValueError: it cannot be read.
    """
    with path.open("rb") as stream:
        try:
            tags = list(_dynamic(ELFFile(stream)))
        except (ELFError, ValueError, KeyError) as fault:
            raise ValueError(f"{path}: not readable as ELF ({fault})") from fault
    names = [text for kind, text in tags if kind == "soname"]
    needed = tuple(text for kind, text in tags if kind == "needed")
    return Elf(path.relative_to(folder).as_posix(), names[0] if names else "", needed)


def _dynamic(file: ELFFile) -> Iterable[tuple[str, str]]:
    names = {"DT_SONAME": "soname", "DT_NEEDED": "needed"}
    for section in file.iter_sections("SHT_DYNAMIC"):
        for tag in section.iter_tags() if isinstance(section, DynamicSection) else ():
            if kind := names.get(tag.entry.d_tag):
                yield kind, str(getattr(tag, kind))


def reached(files: Iterable[Elf], roots: Iterable[Elf]) -> set[str]:
    """Return the paths that `roots` load, directly or through others, the roots themselves included."""
    providers = _providers(files)
    waiting, found = deque(roots), set[str]()
    while waiting:
        file = waiting.popleft()
        if file.path not in found:
            found.add(file.path)
            waiting.extend(other for name in file.needed for other in providers.get(name, ()))
    return found


def _providers(files: Iterable[Elf]) -> Mapping[str, list[Elf]]:
    """Return the files by every name under which another may ask for them."""
    names: dict[str, list[Elf]] = {}
    for file in files:
        for name in {file.soname, Path(file.path).name} - {""}:
            names.setdefault(name, []).append(file)
    return names
