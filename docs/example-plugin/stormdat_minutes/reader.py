"""Read `.minutes` files: a paragraph on each line, a heading where a line ends with a colon alone."""

from stormdat_core.documents.blocks import NO_FORMAT, Flow
from stormdat_core.documents.formats import Format
from stormdat_core.documents.source import Source
from stormdat_core.errors import LimitExceeded, UnreadableDocument
from stormdat_core.model import BlockKind, Document, Run, RunSource

MINUTES = Format(
    id="minutes",
    words="minutes of a meeting",
    suffixes=(".minutes",),
    reader="stormdat_minutes.reader:read",
)
_LONGEST_HEADING = 80


def read(source: Source) -> Document:
    """Return the minutes as a document.

    Raises:
        UnreadableDocument: it is no text in UTF-8.
        LimitExceeded: larger than the limits allow.
    """
    flow = Flow(source.name, source.limits.blocks)
    for number, line in enumerate(_text(source).splitlines(), 1):
        if line.strip():
            heading = line.endswith(":") and len(line) <= _LONGEST_HEADING
            run = Run(line.removesuffix(":") if heading else line, NO_FORMAT, RunSource(f"line {number}", 0))
            flow.add(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, (run,), level=int(heading))
    nothing = () if flow.blocks else ("The document holds no text.",)
    return Document(
        source.path, source.sha256, MINUTES.id, source.path.stem, tuple(flow.blocks), warnings=nothing
    )


def _text(source: Source) -> str:
    data = source.stream.read(source.limits.part_bytes + 1)
    if len(data) > source.limits.part_bytes:
        raise LimitExceeded(f"{source.name} is larger than the limit for text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UnreadableDocument(f"{source.name} is no text in UTF-8.", "Save it as UTF-8.") from exc
    if "\x00" in text:
        raise UnreadableDocument(f"{source.name} is no text.", "Ask for the file again.")
    return text
