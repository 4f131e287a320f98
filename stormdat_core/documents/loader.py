"""Which reader a file needs. Its content decides; a name that says otherwise is told, not believed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from stormdat_core.documents.foreign import plugin_for, read_by_plugin
from stormdat_core.documents.formats import EXCEL, FORMATS, HTML, PDF, POWERPOINT, TEXT, WORD, Format
from stormdat_core.documents.limits import MIB, Limits
from stormdat_core.documents.office.package import Package, digest_of
from stormdat_core.documents.sniff import HEAD, Container, container_of
from stormdat_core.documents.source import Source
from stormdat_core.documents.unread import with_gaps
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import Document
from stormdat_core.regular import open_regular

_OFFICE = (WORD, EXCEL, POWERPOINT)
_MACROS: Mapping[str, str] = {"docx": "ms-word", "xlsx": "ms-excel", "pptx": "ms-powerpoint"}
_FLAT: Mapping[Container, Format] = {Container.PDF: PDF, Container.HTML: HTML, Container.TEXT: TEXT}


def load(path: Path, limits: Limits, *, original: bool = False) -> Document:
    """Return the document at `path`. See `stormdat_core.documents.read`."""
    with _opened(path, limits, original=original) as source:
        if offer := plugin_for(path):
            return with_gaps(read_by_plugin(offer, source))
        container = container_of(path, source.stream.read(HEAD))
        if container is Container.PACKAGE:
            return with_gaps(_load_package(source))
        kind = _FLAT[container]
        _check_name(path, kind)
        return with_gaps(kind.function()(source))


@contextmanager
def _opened(path: Path, limits: Limits, *, original: bool) -> Iterator[Source]:
    try:
        with open_regular(path) as stream:
            size = stream.seek(0, 2)
            if size > limits.file_bytes:
                raise LimitExceeded(
                    f"{path.name} is {size // MIB:,} MiB; the limit is {limits.file_bytes // MIB:,} MiB."
                )
            source = Source(path, stream, digest_of(stream), limits, original)
            stream.seek(0)
            yield source
    except OSError as exc:
        raise UnreadableDocument(
            f"{path.name} could not be opened: {exc.strerror or exc}.",
            "Check that the file is still there, that you may read it, and that no program has locked it.",
        ) from exc


def _load_package(source: Source) -> Document:
    package = Package(source.path, source.stream, source.limits)
    main = _main_part(package)
    content = package.content_type(main)
    kind = next((each for each in _OFFICE if each.content in content or _MACROS[each.id] in content), None)
    if kind is None:
        raise UnreadableDocument(
            f"{source.name} is a package of another kind ({content[:80] or 'without a type'}).",
            "Only Word, Excel and PowerPoint files are read.",
        )
    _check_name(source.path, kind)
    _note_macros(package, content)
    return kind.function()(source, package, main)


def _check_name(path: Path, kind: Format) -> None:
    """Refuse a file whose name promises another kind: what a program opens would not be what was checked.

    An ending that promises nothing is no lie; such a file is read for what it is.
    """
    suffix = path.suffix.casefold()
    promised = next((each.words for each in FORMATS if suffix in each.suffixes), "")
    if suffix in kind.suffixes or not promised:
        return
    if kind is TEXT:
        raise UnreadableDocument(
            f"{path.name} is not {promised}, whatever its name says.", "Ask for the file again."
        )
    raise UnreadableDocument(
        f"{path.name} is {kind.words}, not {promised}.", f"Give it the ending {kind.suffixes[0]}."
    )


def _main_part(package: Package) -> str:
    """Return the main document part: the relationship names it, never a fixed name."""
    if "mimetype" in package and b"opendocument" in package.read("mimetype")[:100]:
        raise UnreadableDocument(
            f"{package.name} is an OpenDocument file.",
            "Save it as a Word, Excel or PowerPoint file, and check it again.",
        )
    main = next(package.related("", "officeDocument"), "")
    if not main:
        raise UnreadableDocument(
            f"{package.name} holds no document: its main part is missing.", "Ask for the file again."
        )
    return main


def _note_macros(package: Package, content: str) -> None:
    """Note macros, which never run, and a name that hides them."""
    if "macroEnabled" in content:
        package.warnings.append("The document carries macros. They were not run.")
        if not package.path.suffix.casefold().endswith("m"):
            package.warnings.append(
                "It is a macro document with the ending of a plain one; Office refuses to open it."
            )
