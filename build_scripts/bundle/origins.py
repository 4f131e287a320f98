"""Where each file of a frozen folder comes from, told by its bytes and not by its name.

PyInstaller copies files as they are. So a file whose SHA-256 stands in a wheel's RECORD comes from that
wheel, and one whose bytes a Debian package installed from that package. What is left was made while freezing.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import Distribution, distributions
from pathlib import Path

_MADE = ("stormdat", "_internal/base_library.zip")
"""What PyInstaller makes: its starter with our and others' Python modules in it, and the standard library."""
_INFO = "var/lib/dpkg/info"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """`kind` is `wheel`, `debian` (then `name` is the source package), `frozen`, or `unknown`."""

    kind: str
    name: str
    version: str


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One file of the folder: its path in it, its bytes, and where it comes from."""

    path: str
    size: int
    sha256: str
    origin: Origin


UNKNOWN = Origin("unknown", "", "")


def parts(folder: Path, known: Mapping[str, Origin]) -> list[Part]:
    """Return every regular file below `folder` with its origin; links are passed over, they hold no bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [_part(path, folder, known) for path in files]


def _part(path: Path, folder: Path, known: Mapping[str, Origin]) -> Part:
    name, digest = path.relative_to(folder).as_posix(), sha256(path)
    made = Origin("frozen", "pyinstaller", "") if name in _MADE else UNKNOWN
    return Part(name, path.stat().st_size, digest, known.get(digest, made))


def renewed(part: Part, folder: Path) -> Part:
    """Return a part with the bytes it has now: what was stripped is another file of the same origin."""
    path = folder / part.path
    return replace(part, size=path.stat().st_size, sha256=sha256(path))


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def of_wheels(site: Path) -> dict[str, Origin]:
    """Return the origins by the hashes that installed wheels record of their files."""
    return {
        digest: Origin("wheel", wheel.name, wheel.version)
        for wheel in distributions(path=[str(site)])
        for digest in _recorded(wheel)
    }


def _recorded(wheel: Distribution) -> Iterator[str]:
    for file in wheel.files or ():
        if file.hash and file.hash.mode == "sha256":
            padded = file.hash.value + "=" * (-len(file.hash.value) % 4)
            yield base64.urlsafe_b64decode(padded).hex()


def of_debian(root: Path) -> dict[str, Origin]:
    """Return the origins by the hashes of what Debian's packages installed below `usr/lib` of a root."""
    packages = _packages(root)
    found: dict[str, Origin] = {}
    for package, files in _listed(root):
        origin = packages.get(package)
        for file in files if origin else ():
            path = root / file.lstrip("/")
            if path.is_file() and not path.is_symlink():
                found.setdefault(sha256(path), origin or UNKNOWN)
    return found


def _listed(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Return each installed package and its files below `/usr/lib` or `/lib`."""
    for listing in sorted((root / _INFO).glob("*.list")):
        lines = listing.read_text("utf-8").splitlines()
        yield (
            listing.stem.partition(":")[0],
            [line for line in lines if line.startswith(("/usr/lib/", "/lib/"))],
        )


def _packages(root: Path) -> dict[str, Origin]:
    """Return the source package and version of each installed binary package."""
    text = (root / "var/lib/dpkg/status").read_text("utf-8", errors="replace")
    fields = (_fields(paragraph) for paragraph in text.split("\n\n"))
    return {each["Package"]: _source(each) for each in fields if "Package" in each}


def _source(fields: Mapping[str, str]) -> Origin:
    """Debian writes `Source: name (version)` where either differs from the binary package's."""
    name, _, version = fields.get("Source", fields["Package"]).partition(" (")
    return Origin("debian", name, version.rstrip(")") or fields["Version"])


def _fields(paragraph: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in paragraph.splitlines() if not line.startswith(" "))
    return {key: value for key, _, value in pairs}


def by_hash(*tables: Mapping[str, Origin]) -> dict[str, Origin]:
    """Return one table of several; the first that knows a file is believed."""
    return {digest: origin for table in reversed(tables) for digest, origin in table.items()}


def unknown(known: Iterable[Part]) -> list[str]:
    """Return the paths of files whose origin nothing tells."""
    return [part.path for part in known if part.origin.kind == "unknown"]
