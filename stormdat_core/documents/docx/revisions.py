"""Where tracked changes stand that nobody has accepted: `start_` and `end_` methods handle elements."""

from stormdat_core.documents.docx.drafts import Draft
from stormdat_core.documents.docx.runs import RunCollector
from stormdat_core.documents.office.xmlparse import Attributes


class RevisionCollector:
    """Notes insertions and deletions in the paragraphs they stand in, by the runs before and after."""

    def __init__(self, runs: RunCollector) -> None:
        self._runs = runs
        self._inserted: list[tuple[Draft | None, int]] = []
        self._deleted: tuple[Draft, int, int] | None = None

    def start_deleted(self) -> None:
        """Note where something was deleted or moved away; what it was is passed over."""
        self._runs.flush()
        paragraph = self._runs.paragraph
        if paragraph is not None:
            self._deleted = paragraph, len(paragraph.runs), self._runs.count

    def end_deleted(self) -> None:
        """Note a deletion of runs; a deleted paragraph mark or table row holds none."""
        deleted, self._deleted = self._deleted, None
        if deleted is not None:
            paragraph, at, count = deleted
            if self._runs.count > count:
                paragraph.revised.append((at, at))

    def start_inserted(self, _: Attributes) -> None:
        self._runs.flush()
        paragraph = self._runs.paragraph
        self._inserted.append((paragraph, len(paragraph.runs) if paragraph is not None else 0))

    def end_inserted(self) -> None:
        self._runs.flush()
        paragraph, at = self._inserted.pop() if self._inserted else (None, 0)
        if paragraph is not None and paragraph is self._runs.paragraph and len(paragraph.runs) > at:
            paragraph.revised.append((at, len(paragraph.runs)))
