"""Pieces of HTML or plain text inside an Office package, read by the readers for such files."""

import hashlib
import io
from pathlib import Path

from stormdat_core.documents.formats import HTML, TEXT
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.source import Source
from stormdat_core.model import BlockKind


def imported_paragraphs(package: Package, part: str, *, plain: bool) -> list[str]:
    """Return the texts of a piece in order; `plain` tells text from HTML."""
    data = package.read(part)
    source = Source(Path(part), io.BytesIO(data), hashlib.sha256(data).hexdigest(), package.limits)
    document = (TEXT if plain else HTML).function()(source)
    return [block.text for block in document.blocks if block.kind is not BlockKind.PROPERTY]
