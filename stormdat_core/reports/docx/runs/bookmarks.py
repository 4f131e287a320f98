"""The bookmarks open at a place of a part, and where those end that a field repeats the text of."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from stormdat_core.reports.docx.runs.markup import BookmarkEnd, Surroundings


@dataclass(slots=True)
class _Bookmark:
    number: int
    name: str
    noted: bool = False
    """Whether a run that matters stands in it: long documents have thousands of others."""


class OpenBookmarks:
    """Follows the stream. Unbalanced marks are ignored, as in reading."""

    def __init__(self) -> None:
        self._open: dict[str, _Bookmark] = {}
        self._ended: dict[int, tuple[str, BookmarkEnd]] = {}
        self._count = 0

    def note(self) -> tuple[int, ...]:
        """Return the numbers of the open bookmarks; where these end will be known."""
        for bookmark in self._open.values():
            bookmark.noted = True
        return tuple([bookmark.number for bookmark in self._open.values()])

    def begin(self, key: str, name: str) -> None:
        """Open a bookmark; `key` is what its end will be known by."""
        self._count += 1
        self._open[key] = _Bookmark(self._count, name)

    def end(self, key: str, behind: Callable[[], int], around: Callable[[], Surroundings]) -> None:
        """Close a bookmark: its mark ends before the offset `behind`, and stands in `around`."""
        bookmark = self._open.pop(key, None)
        if bookmark is not None and bookmark.noted:
            self._ended[bookmark.number] = bookmark.name, BookmarkEnd(behind(), around())

    def ends(self, names: Collection[str]) -> dict[int, BookmarkEnd]:
        """Return where the bookmarks of these names end, by number. Letter case does not count in Word."""
        wanted = {name.casefold() for name in names}
        return {number: end for number, (name, end) in self._ended.items() if name.casefold() in wanted}
