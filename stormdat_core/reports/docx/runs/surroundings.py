"""What is open at a place of a part, and so stands around a run that begins there."""

from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.reports.docx.runs.bookmarks import OpenBookmarks
from stormdat_core.reports.docx.runs.content_controls import OpenControls
from stormdat_core.reports.docx.runs.fields import OpenFields
from stormdat_core.reports.docx.runs.markup import Surroundings, tag_end

_TRANSPARENT = frozenset(
    {
        "w:hyperlink", "w:ins", "w:moveTo", "w:sdt", "w:sdtContent", "w:smartTag", "w:customXml",
        "w:fldSimple", "w:dir", "w:bdo",
    }
)  # fmt: skip
"""What may stand between a paragraph and a run, and may hold ranges and tracked changes itself."""
APART = frozenset({"w:txbxContent", "mc:AlternateContent"})
"""What may not hold comments: Word has none in text boxes."""
STORIES = frozenset({"w:tc", "w:footnote", "w:endnote", "w:comment"})
"""What a field may not leave; text boxes too."""
AWAY = frozenset({"w:del", "w:moveFrom"})


class Around:
    """Follows the stream. `path` holds the names of all open elements and is kept by the caller."""

    def __init__(self, data: bytes, parser: Parser, path: list[str]) -> None:
        self.fields = OpenFields()
        self.controls = OpenControls(path)
        self.bookmarks = OpenBookmarks()
        self.first_paragraph: tuple[int, int] | None = None
        self.away = 0
        """How many open elements hold what is no longer text."""
        self._data = data
        self._parser = parser
        self._path = path
        self._paragraphs = [0]
        self._inner = [0]  # of each open paragraph, the tag that its content begins behind
        self._revisions: list[int] = []
        self._apart = 0

    def forget(self) -> None:
        """Let go of the part, when it has been gone through."""
        del self._parser, self._data

    @property
    def paragraph(self) -> int:
        return self._paragraphs[-1]

    def start_paragraph(self, outside: int) -> None:
        """Note a paragraph. Controls that began behind `outside` do not stand in the run around it."""
        self._paragraphs.append(self._parser.at)
        self._inner.append(self._parser.at)
        self.controls.paragraph(self.paragraph, outside)
        if self.first_paragraph is None and not self._apart:
            self.first_paragraph = self.paragraph, tag_end(self._data, self.paragraph)

    def end_paragraph(self) -> None:
        self._paragraphs.pop()
        self._inner.pop()

    def end_paragraph_properties(self) -> None:
        if self._path[-2] != "w:p":
            return
        self._inner[-1] = self._parser.at
        if self.first_paragraph and self.first_paragraph[0] == self.paragraph:
            self.first_paragraph = self.paragraph, tag_end(self._data, self._parser.at)

    def start_revision(self, _: Attributes) -> None:
        self._revisions.append(self._parser.at)

    def end_revision(self) -> None:
        self._revisions.pop()

    def start_apart(self, _: Attributes) -> None:
        self._apart += 1

    def end_apart(self) -> None:
        self._apart -= 1

    def start_away(self, _: Attributes) -> None:
        self.away += 1

    def end_away(self) -> None:
        self.away -= 1

    def start_bookmark(self, attributes: Attributes) -> None:
        self.bookmarks.begin(attribute(attributes, "w:id"), attribute(attributes, "w:name"))

    def end_bookmark(self, attributes: Attributes) -> None:
        self.bookmarks.end(
            attribute(attributes, "w:id"),
            lambda: tag_end(self._data, self._parser.at),
            lambda: self.here(in_run=False),
        )

    # What stands around a run

    def here(self, *, in_run: bool) -> Surroundings:
        """Return what stands around the element that has just begun."""
        return self._at(len(self._path) - 1, apart=self._apart > 0 or in_run)

    def of(self, depth: int) -> Surroundings:
        """Return what stands around an open run; what it holds does not set it apart."""
        apart = any(name in APART for name in self._path[: depth - 1])
        return self._at(depth - 1, apart=apart)

    def _at(self, depth: int, *, apart: bool) -> Surroundings:
        """Return what stands around the element at a depth of the path."""
        between, at = [], depth - 1
        while at >= 0 and self._path[at] != "w:p":
            between.append(self._path[at])
            at -= 1
        level = self._path[:depth].count("w:p")
        paragraph = self._paragraphs[level]
        direct = bool(between) and between[0] == "w:ins"
        deeper = between[1:] if direct else between
        return Surroundings(
            siblings=at >= 0 and _TRANSPARENT.issuperset(between),
            commentable=not apart and not self.away,
            paragraph=paragraph,
            revision=(self._revisions[-1], tag_end(self._data, self._revisions[-1])) if direct else None,
            inside_revision="w:ins" in deeper or "w:moveTo" in between,
            field=self.fields.name,
            fields=self.fields.numbers,
            locked=self.controls.locked,
            opens_control=tag_end(self._data, self._inner[level])
            if self.controls.opened_by(paragraph)
            else 0,
            plain_control=self.controls.plain_inside(paragraph),
            bookmarks=self.bookmarks.note(),
        )
