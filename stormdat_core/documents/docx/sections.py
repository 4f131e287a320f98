"""Which header and footer a reader sees on which pages (ECMA-376 part 1, 17.10)."""

from collections.abc import Iterator, Mapping, Sequence

from stormdat_core.documents.docx.drafts import SectionDraft
from stormdat_core.documents.office.package import Relationship
from stormdat_core.documents.office.xmlparse import Attributes, attribute
from stormdat_core.model import BlockKind, HeaderSlot, Section

_KINDS = {"header": BlockKind.HEADER, "footer": BlockKind.FOOTER}


class SectionCollector:
    """Collects section properties from the stream. `start` and `end` methods handle elements."""

    def __init__(self) -> None:
        self.found: list[SectionDraft] = []
        self._open: SectionDraft | None = None

    def start(self, _: Attributes) -> None:
        self._open = SectionDraft()

    def end(self) -> None:
        if self._open is not None:
            self.found.append(self._open)
        self._open = None

    def start_reference(self, kind: str, attributes: Attributes) -> None:
        if self._open is not None:
            key = kind, attribute(attributes, "w:type", "default")
            self._open.references[key] = attribute(attributes, "r:id")

    def start_title_page(self, attributes: Attributes) -> None:
        if self._open is not None:
            self._open.title_page = attribute(attributes, "w:val") not in ("0", "false", "off")


def live_sections(
    drafts: Sequence[SectionDraft], links: Mapping[str, Relationship], even_and_odd: bool
) -> tuple[Section, ...]:
    """Return the sections with their live slots.

    A slot without a reference shows the part of the section before; the first section's shows nothing.
    First-page slots live only where the section has a title page, even-page slots only where the
    document tells even from odd pages.
    """
    shown: dict[tuple[str, str], str] = {}
    sections = []
    for index, draft in enumerate(drafts):
        own = {key: link.target for key, ref in draft.references.items() if (link := links.get(ref))}
        shown = {**shown, **own}
        sections.append(Section(index, tuple(_slots(draft, shown, own, even_and_odd))))
    return tuple(sections)


def _slots(
    draft: SectionDraft,
    shown: Mapping[tuple[str, str], str],
    own: Mapping[tuple[str, str], str],
    even_and_odd: bool,
) -> Iterator[HeaderSlot]:
    variants = ["first"] * draft.title_page + ["even"] * even_and_odd + ["default"]
    for kind, block_kind in _KINDS.items():
        for variant in variants:
            key = kind, variant
            yield HeaderSlot(block_kind, variant, shown.get(key, ""), inherited=key not in own)


def unseen_headers(
    drafts: Sequence[SectionDraft], links: Mapping[str, Relationship], seen: set[str]
) -> Iterator[tuple[BlockKind, str, str]]:
    """Yield (kind, variant, part) of the parts that are referenced and that no page shows, each once."""
    done = set(seen)
    for draft in drafts:
        for (kind, variant), reference in draft.references.items():
            link = links.get(reference)
            if link is not None and link.target not in done:
                done.add(link.target)
                yield _KINDS[kind], variant, link.target


def slot_label(slot: HeaderSlot, section: Section, sections: int) -> str:
    """Return the slot in words: `first-page header of section 2`."""
    words = {"first": "first-page ", "even": "even-page ", "default": ""}[slot.variant] + slot.kind.value
    return f"{words} of section {section.index + 1}" if sections > 1 else words
