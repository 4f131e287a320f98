"""Reading documents: files in, `Document` values out. No findings, no network, no side effects."""

from pathlib import Path

from stormdat_core.documents.limits import DEFAULT, Limits
from stormdat_core.model import Document

__all__ = ["Limits", "read", "readable_suffixes"]


def read(path: Path | str, limits: Limits | None = None, *, revisions: str = "final") -> Document:
    """Return the document at `path`, read completely. The file is only ever read.

    Args:
        path: a document; what it is is judged by its content, not its name.
        limits: bounds on sizes and counts; the defaults when None.
        revisions: `final` reads a Word document with its tracked changes, `original` without them.

    Raises:
        UnreadableDocument: one sentence naming the file and the cure.
        LimitExceeded: over a limit, which the sentence states.
    """
    from stormdat_core.documents.loader import load
    from stormdat_core.memory import collector_paused

    with collector_paused():
        return load(Path(path), limits or DEFAULT, original=revisions == "original")


def readable_suffixes() -> frozenset[str]:
    """Return the endings, in lower case, of the files that a sweep of a folder picks up."""
    from stormdat_core.documents import formats

    return formats.readable_suffixes()
