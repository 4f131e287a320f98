"""What a document holds and the program cannot read: missing parts, embedded files, pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stormdat_core.documents.office.package import Package
from stormdat_core.model import OBJECT, BlockKind, Document

_RUNNING = ("header", "footer")
_EMBEDDED = ("oleObject", "package")
_NO_TEXT = "The document holds no text."
_UNSHOWN = (BlockKind.PROPERTY, BlockKind.HIDDEN, BlockKind.ALTERNATIVE_TEXT)


def package_gaps(package: Package, parts: Iterable[str]) -> Iterator[str]:
    """Yield what the parts of a Word document refer to and nobody reads.

    Args:
        package: the file.
        parts: names of the parts whose relationships are looked at.
    """
    embedded: set[str] = set()
    for part in parts:
        for link in package.relationships(part).values():
            if link.external:
                continue
            if link.kind in _EMBEDDED:
                embedded.add(link.target)
            elif link.kind in _RUNNING and link.target not in package:
                yield f"The {link.kind} {link.target} is missing from the file, so it was not read."
    if embedded:
        yield f"Embedded files ({len(embedded):,}) were not read."


def with_gaps(document: Document) -> Document:
    """Return a document that says of itself when it shows no text, and that text in pictures is not read."""
    if has_text(document):
        return document
    if any("no text" in warning for warning in document.warnings):
        return document
    pictured = any(
        OBJECT in block.text or block.kind is BlockKind.ALTERNATIVE_TEXT for block in document.blocks
    )
    said = "The document holds pictures and no text; text in pictures was not read." if pictured else _NO_TEXT
    return replace(document, warnings=(*document.warnings, said))


def has_text(document: Document) -> bool:
    """Return True for a document that shows any text."""
    shown = (block for block in document.blocks if block.kind not in _UNSHOWN)
    return any(block.text.strip(f"{OBJECT} \t\n") for block in shown)
