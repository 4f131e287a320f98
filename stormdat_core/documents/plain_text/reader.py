"""Read plain text, Markdown, logs and separated values.

Every block says on which lines it stands (`Location.note`), counted as a text editor counts them.
"""

from stormdat_core.documents.block_roles.roles import with_roles
from stormdat_core.documents.blocks import Flow
from stormdat_core.documents.limits import MIB
from stormdat_core.documents.plain_text.delimited import read_delimited
from stormdat_core.documents.plain_text.encodings import decode
from stormdat_core.documents.plain_text.lines import LineBlocks, unified
from stormdat_core.documents.plain_text.markdown import read_markdown
from stormdat_core.documents.plain_text.plain import read_log, read_plain
from stormdat_core.documents.source import Source
from stormdat_core.errors import LimitExceeded
from stormdat_core.model import BlockKind, Document

_MARKDOWN = ".md"


def read_text(source: Source) -> Document:
    """Return the text file as a document: paragraphs, headings, list items, cells.

    Raises:
        UnreadableDocument: binary data.
        LimitExceeded: larger than one part of a document may be, or too many paragraphs.
    """
    decoded = decode(whole(source), source.name)
    out = LineBlocks(unified(decoded.text), Flow(source.name, source.limits.blocks))
    _read(out, source)
    blocks = out.blocks.blocks
    title = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    nothing = () if blocks else ("The document holds no text.",)
    return Document(
        path=source.path,
        sha256=source.sha256,
        format="text",
        title=" ".join(title.split()) or source.path.stem,
        blocks=with_roles(blocks) if source.path.suffix.casefold() == _MARKDOWN else tuple(blocks),
        warnings=(*decoded.warnings, *nothing),
    )


def whole(source: Source) -> bytes:
    """Return all bytes of a file that is one part, and so is held to the limit of a part.

    Raises:
        LimitExceeded: stating size and limit.
    """
    source.stream.seek(0)
    most = source.limits.part_bytes
    data = source.stream.read(most + 1)
    if len(data) > most:
        raise LimitExceeded(f"{source.name} is larger than {most // MIB:,} MiB, the limit for text.")
    return data


def _read(out: LineBlocks, source: Source) -> None:
    suffix = source.path.suffix.casefold()
    if suffix in (".csv", ".tsv"):
        read_delimited(out, source.name, "\t" if suffix == ".tsv" else "")
    elif suffix == _MARKDOWN:
        read_markdown(out)
    elif suffix == ".log":
        read_log(out)
    else:
        read_plain(out)
