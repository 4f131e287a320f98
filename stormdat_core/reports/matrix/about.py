"""What a matrix says of itself beside its rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from stormdat_core.reports.matrix.layouts import Layout

DOCUMENT, SHA256, NOTE = "Document", "SHA-256", "Note"
MARKING = "Marking of the document"
"""The label before it, by which a matrix that comes back is known to carry one."""


@dataclass(frozen=True, slots=True)
class About:
    """The document that is commented on."""

    document: str
    """File name, or several."""
    sha256: str = ""
    marking: str = ""
    """The document's own overall banner: comments quote it and carry no less."""
    notes: tuple[str, ...] = ()
    """What the reader of the matrix should know, in sentences."""

    def lines(self, layout: Layout) -> Iterator[tuple[str, str]]:
        """Yield label and value of each line about the matrix."""
        yield DOCUMENT, self.document
        if self.sha256:
            yield SHA256, self.sha256
        if self.marking:
            yield MARKING, self.marking
        yield "Type", layout.types
        yield "Disposition", layout.dispositions
        yield from ((NOTE, note) for note in self.notes)
