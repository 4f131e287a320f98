"""Documents of kinds that plug-ins read. Their readers are not believed: what they return is looked at."""

from pathlib import Path

from stormdat_core.documents.formats import DOOR, Format, our_suffixes
from stormdat_core.documents.source import Source
from stormdat_core.model import Document
from stormdat_core.plugins import Offer, guarded
from stormdat_core.plugins.guard import failed

_OURS = frozenset(our_suffixes())


def plugin_for(path: Path) -> Offer[Format] | None:
    """Return the plug-in's format that a name's ending belongs to; None where it is none, or one of ours."""
    suffix = path.suffix.casefold()
    if not suffix or suffix in _OURS:
        return None
    return next((each for each in DOOR.offers() if each.foreign and suffix in each.item.suffixes), None)


def read_by_plugin(offer: Offer[Format], source: Source) -> Document:
    """Return what a plug-in's reader makes of a file.

    Raises:
        UnreadableDocument, LimitExceeded: as the reader says.
        PluginFailed: the reader failed, or returned something that is no document of this file.
    """
    kind = offer.item
    source.stream.seek(0)
    with guarded(offer.entry, kind.id):
        document = kind.function()(source)
    if fault := _fault(document, kind, source):
        raise failed(offer.entry, kind.id, f"did not read {source.name}: {fault}")
    return document


def _fault(document: object, kind: Format, source: Source) -> str:
    """Return what keeps an object from being the document of a file; empty when nothing does."""
    if not isinstance(document, Document):
        return f"it returned an object of type {type(document).__name__}"
    if (document.format, document.sha256, document.path) != (kind.id, source.sha256, source.path):
        return "its document states another format, digest or path than the file's"
    if len(document.blocks) > source.limits.blocks:
        return "its document has more blocks than the limits allow"
    if any(not block.index == block.where.block == at for at, block in enumerate(document.blocks)):
        return "its blocks are not numbered from 0 in their order"
    return ""
