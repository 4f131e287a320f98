"""What a frozen folder holds and the program never loads, taken out of it; symbols stripped."""

import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from . import elf
from .origins import Part

UNUSED = (
    # Under the GPL alone, and for keyboards on a screen.
    r"^PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin\.so$",
    r"^PySide6/Qt/lib/libQt6VirtualKeyboard[^/]*$",
    # Screens without a window system.
    r"^PySide6/Qt/lib/libQt6EglFS[^/]*$",
    r"^PySide6/Qt/translations/qtwebengine_[a-z]{2}(_[A-Z]{2})?\.qm$",
    # A part of the hub of models that is not frozen, only described.
    r"^hf_xet-[^/]*\.dist-info/",
    # Who built a wheel where is of no use to whoever runs it.
    r"\.dist-info/(INSTALLER|REQUESTED|direct_url\.json)$",
    r"/__pycache__/",
)
"""Patterns of paths below `_internal`."""

LEFT_TO_THE_SYSTEM = frozenset(
    {"glibc", "gcc-12", "gcc-14", "mesa", "libx11", "fontconfig", "freetype", "glib2.0", "systemd", "dbus",
     "alsa-lib", "portaudio19", "jackd2", "db5.3"}
)  # fmt: skip
"""Source packages of Debian's that drivers and the desktop need in their own version, and PortAudio: it
brings JACK along, and that Berkeley DB, whose licence asks more of us than a library for sound is worth."""

_STRIPPED = re.compile(
    r"^(ctranslate2|lxml|sqlalchemy|tokenizers|pydantic_core|yaml|av|python3\.\d+/lib-dynload|charset_normalizer"
    r"|psutil|markupsafe)/.*\.so$|^libpython3\.\d+\.so\.1\.0$"
)
_BY_NAME = re.compile(r"^lib(python|nss|softokn3|freebl|nssckbi|nssdbm3|portaudio|pulse)")
"""Libraries that are opened by name: nothing's dynamic section asks for them."""
_DROPPABLE = (".", "PySide6/Qt/lib")


def trim(internal: Path, known: Sequence[Part]) -> list[str]:
    """Take out of `internal` what is unused, left to the system, or reached by nothing. Return the paths."""
    gone = _remove(internal, (path for path in _files(internal) if _unused(path)))
    gone += _remove(internal, left_to_the_system(known))
    gone += _remove(internal, unreached(internal))
    remove_dangling(internal)
    return sorted(gone)


def left_to_the_system(known: Iterable[Part]) -> list[str]:
    """Return the paths below `_internal` of what the system has in a version of its own."""
    ours = (part for part in known if part.origin.kind == "debian" and part.origin.name in LEFT_TO_THE_SYSTEM)
    return [part.path.removeprefix("_internal/") for part in ours]


def leave_to_debian(internal: Path, known: Iterable[Part], kept: Collection[str]) -> list[str]:
    """Take out every file of Debian's but those of the source packages `kept`; return the paths."""
    theirs = (part for part in known if part.origin.kind == "debian" and part.origin.name not in kept)
    gone = _remove(internal, (part.path.removeprefix("_internal/") for part in theirs))
    remove_dangling(internal)
    return gone


def unreached(internal: Path) -> list[str]:
    """Return the plain libraries that no extension, plugin or program loads, directly or through others."""
    files = elf.walk(internal)
    roots = [file for file in files if not _is_plain_library(file.path)]
    found = elf.reached(files, roots)
    return [file.path for file in files if file.path not in found]


def _is_plain_library(path: str) -> bool:
    """Return whether a file is only loaded because another names it."""
    folder, _, name = path.rpartition("/")
    return (folder or ".") in _DROPPABLE and name.startswith("lib") and not _BY_NAME.match(name)


def strip(internal: Path) -> int:
    """Take symbols out of extensions that were built with them. Return how many.

    Others stay as they came: libraries whose headers were moved by `patchelf` do not survive it.
    """
    files = [internal / path for path in _files(internal) if _STRIPPED.match(path)]
    wanted = [path for path in files if elf.is_elf(path)]
    for path in wanted:
        subprocess.run(["strip", "--strip-unneeded", path], check=True)
    return len(wanted)


def remove_dangling(internal: Path) -> None:
    """Remove links to what is gone, and folders that nothing is left in."""
    for link in internal.rglob("*"):
        if link.is_symlink() and not link.exists():
            link.unlink()
    for folder in sorted((path for path in internal.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _files(internal: Path) -> list[str]:
    return [path.relative_to(internal).as_posix() for path in internal.rglob("*") if path.is_file()]


def _unused(path: str) -> bool:
    return any(re.search(pattern, path) for pattern in UNUSED)


def _remove(internal: Path, paths: Iterable[str]) -> list[str]:
    listed = [path for path in paths if (internal / path).is_file()]
    for path in listed:
        (internal / path).unlink()
    return listed


def copy(source: Path, target: Path) -> None:
    """Copy a folder with its links as links, in place of what was there."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
