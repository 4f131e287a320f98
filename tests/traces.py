"""Where a word is still found: in files, in what files pack, in names, and in files that are deleted but open."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path


def traces(base: Path, word: str) -> list[str]:
    """Return every place below a folder that holds a word, and every deleted file of it that is still open."""
    found = [str(path.relative_to(base)) for path in sorted(base.rglob("*")) if _holds(path, word)]
    return found + [name for name, content in _deleted_but_open(base) if word.encode() in content]


def _holds(path: Path, word: str) -> bool:
    if word in path.name:
        return True
    return path.is_file() and any(word.encode() in content for content in _contents(path.read_bytes()))


def _contents(data: bytes) -> Iterator[bytes]:
    yield data
    if data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield from _contents(package.read(name))


def _deleted_but_open(base: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what this process holds of files below a folder, and of SQLite's own temporary ones."""
    folder = Path("/proc/self/fd")
    for entry in folder.iterdir() if folder.is_dir() else ():
        try:
            name = str(entry.readlink())
            if name.endswith(" (deleted)") and (name.startswith(f"{base}/") or "etilqs_" in name):
                yield name, entry.read_bytes()
        except OSError:
            continue
