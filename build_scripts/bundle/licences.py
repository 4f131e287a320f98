"""The licence texts of all in the folder: from the wheels, from Debian, and what neither brings."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from .accounting import Component, Table, Unaccounted, normal

TEXTS = Path(__file__).with_name("licences")
_COMMON = "usr/share/common-licenses"
_NAMED = re.compile(r"licen[cs]e|copying|notice|authors|copyright", re.IGNORECASE)
_TEXT = ("", ".txt", ".md", ".rst", ".apache", ".bsd", ".mit", ".psf")
INDEX = "INDEX.txt"


def collect(place: Path, owners: Iterable[Component], table: Table, root: Path, site: Path) -> None:
    """Write the texts of every component into `place`, a folder an owner, and an index of them all.

    Raises:
        Unaccounted: a component has no text at all.
    """
    shutil.rmtree(place, ignore_errors=True)
    wheels = {normal(wheel.name): wheel for wheel in distributions(path=[str(site)])}
    listed, missing = [], []
    for component in sorted(set(owners)):
        texts = [*_texts(component, table, root, wheels)]
        folder = place / f"{component.kind}-{component.owner}"
        names = [_copy(text, folder, component.owner) for text in texts]
        listed.append(
            f"{component.name} {component.version} ({component.licence})\n" + _lines(folder.name, names)
        )
        if not names:
            missing.append(
                f"{component.name} {component.version}: no text of its licence ({component.licence})"
            )
    if missing:
        raise Unaccounted("\n".join(missing))
    (place / INDEX).write_text("\n".join(sorted(listed)), "utf-8")


def _lines(folder: str, names: Iterable[str]) -> str:
    return "".join(f"    {folder}/{name}\n" for name in sorted(set(names)))


def _texts(
    component: Component, table: Table, root: Path, wheels: Mapping[str, Distribution]
) -> Iterator[Path]:
    """Return the files that hold a component's licences, those of what is linked into it included."""
    if component.kind == "debian":
        yield from _debian(component.owner, root)
    elif wheel := wheels.get(component.owner):
        yield from _brought(wheel)
    names = [*table.texts.get(component.owner, ())]
    names += [name for each in table.within if each.owner == component.owner for name in each.texts]
    for name in names:
        ours = TEXTS / name
        yield ours if ours.exists() else root / _COMMON / name


def _brought(wheel: Distribution) -> Iterator[Path]:
    """Return the texts that a wheel brings: by their names, and all below its `licenses`."""
    for file in wheel.files or ():
        named = _NAMED.search(file.name) or "licenses" in file.parts
        if named and file.suffix.lower() in _TEXT and not file.name.startswith("_"):
            path = Path(str(wheel.locate_file(file)))
            if path.is_file():
                yield path


def _debian(source: str, root: Path) -> Iterator[Path]:
    """Return the copyright file of the first binary package of a source package."""
    info = root / "var/lib/dpkg/status"
    for paragraph in info.read_text("utf-8", errors="replace").split("\n\n"):
        package = re.search(r"^Package: (\S+)$", paragraph, re.MULTILINE)
        if package and _is_of(source, package[1], paragraph):
            text = (root / "usr/share/doc" / package[1] / "copyright").resolve()
            if text.is_file():
                yield text
                return


def _is_of(source: str, package: str, paragraph: str) -> bool:
    said = re.search(r"^Source: (\S+)", paragraph, re.MULTILINE)
    return (said[1] if said else package) == source


def _copy(text: Path, folder: Path, owner: str) -> str:
    """Copy a text and return its new name; two of one name are told apart by the folder they lay in."""
    folder.mkdir(parents=True, exist_ok=True)
    name = text.name
    if (folder / name).exists() and (folder / name).read_bytes() != text.read_bytes():
        name = f"{text.parent.name}-{text.name}"
    shutil.copyfile(text, folder / name)
    return name


def bills(site: Path) -> dict[str, list[Path]]:
    """Return the bills of materials that wheels carry, by the wheel's name."""
    found: dict[str, list[Path]] = {}
    for wheel in distributions(path=[str(site)]):
        for file in wheel.files or ():
            if "sboms" in file.parts and file.suffix == ".json":
                found.setdefault(normal(wheel.name), []).append(Path(str(wheel.locate_file(file))))
    return found
