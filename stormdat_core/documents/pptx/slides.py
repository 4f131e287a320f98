"""Drafts of shapes become blocks: what each is on its slide, and where it says it stands."""

from collections.abc import Iterable

from stormdat_core.documents.blocks import BlockList
from stormdat_core.documents.office.shapes import Draft
from stormdat_core.model import BlockKind

_TITLES = frozenset({"title", "ctrTitle"})
_MARGINS = {
    "hdr": BlockKind.HEADER,
    "ftr": BlockKind.FOOTER,
    "dt": BlockKind.FOOTER,
    "sldNum": BlockKind.FOOTER,
}
"""Placeholders that stand in the margin of a slide or page."""


def title_of(drafts: Iterable[Draft]) -> str:
    """Return a slide's title on one line, or an empty string."""
    texts = [draft.text for draft in drafts if _is_title(draft)]
    return " ".join(" ".join(texts).split())


def _is_title(draft: Draft) -> bool:
    return draft.shape.placeholder in _TITLES and not draft.describes and not draft.shape.hidden


class SlideWriter:
    """Numbers the blocks of a presentation. It knows the slide that the next drafts belong to."""

    def __init__(self, blocks: BlockList) -> None:
        self._blocks = blocks
        self._slide: int | None = None
        self._heading: tuple[str, ...] = ()
        self._note = ""
        self._paragraph = 0
        self._tables: dict[tuple[str, int], int] = {}
        """Number in the presentation of a table, by part and number in the part."""

    def enter(self, slide: int | None, title: str = "", note: str = "") -> None:
        """Turn to a slide, or with None to what belongs to no slide; `note` marks all its blocks."""
        self._slide, self._note = slide, note
        self._heading = (title,) if title else ()

    def add_slide(self, part: str, drafts: Iterable[Draft]) -> None:
        """Add what a slide itself holds."""
        self._paragraph = 0
        for draft in drafts:
            self._add(part, draft, _kind_on_slide(draft), "")

    def add_drawn(self, part: str, drafts: Iterable[Draft], note: str, *, margins: bool = False) -> None:
        """Add what a layout or master draws itself. Its placeholders hold prompts, which nobody is shown.

        Args:
            part: the layout or master.
            drafts: its text.
            note: `layout`, `master`, ...
            margins: take headers and footers too, as the handout master shows its own.
        """
        self._paragraph = 0
        for draft in drafts:
            placeholder = draft.shape.placeholder
            if placeholder is None or (margins and placeholder in ("hdr", "ftr")):
                self._add(part, draft, _kind_on_slide(draft), note)

    def add_all(self, part: str, drafts: Iterable[Draft], kind: BlockKind, note: str) -> None:
        """Add the text of notes, comments, diagrams and charts. Margins of a notes page stay margins."""
        self._paragraph = 0
        for draft in drafts:
            self._add(part, draft, _special_kind(draft) or kind, note)

    def _add(self, part: str, draft: Draft, kind: BlockKind, note: str) -> None:
        heading = kind is BlockKind.HEADING
        if draft.table is None and not heading:
            self._paragraph += 1
        self._blocks.add(
            kind,
            tuple(draft.runs),
            int(heading),
            part=part,
            heading=self._heading,
            paragraph=self._paragraph,
            table=self._table(part, draft.table),
            row=draft.row,
            column=draft.column,
            note=", ".join(filter(None, (self._note, note))) or None,
            slide=self._slide,
        )

    def _table(self, part: str, number: int | None) -> int | None:
        """Return the number of a table in the presentation: two tables never share one."""
        if number is None:
            return None
        return self._tables.setdefault((part, number), len(self._tables) + 1)


def _kind_on_slide(draft: Draft) -> BlockKind:
    special = _special_kind(draft)
    if special:
        return special
    if draft.table is not None:
        return BlockKind.CELL
    return BlockKind.HEADING if _is_title(draft) else BlockKind.SLIDE_TEXT


def _special_kind(draft: Draft) -> BlockKind | None:
    if draft.shape.hidden:
        return BlockKind.HIDDEN
    if draft.describes:
        return BlockKind.ALTERNATIVE_TEXT
    return _MARGINS.get(draft.shape.placeholder or "")
