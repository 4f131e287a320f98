"""The pages of a document as they look: pictures of a PDF's pages with marks on them, slides as frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Response, jsonify, render_template
from werkzeug.exceptions import NotFound

from stormdat_core.actions import settings
from stormdat_core.model import BlockKind, Verdict
from stormdat_core.model.drawn import DrawnBlock, DrawnPage, Mark
from stormdat_core.store import StoredFile
from stormdat_core.sweep.picturing import Found, PictureFile
from webui.context import services
from webui.features.review import drawing
from webui.requests import LARGEST, Body, body, number

MOST_BLOCKS = 50
"""Blocks of one page's text that are in the page at once."""
_HIGHEST, _WIDEST = 5, 20
"""How many times as high as wide, and as wide as high, a frame is at most."""
_UNPLACED = 20
"""Findings that are not located on a picture, and are named above it."""
_LONGEST_SPOT = 300
VIEWS = {"pdf": "pages", "pptx": "slides"}
"""What a format is drawn as where its text is not wanted."""
LETTERS = {
    Verdict.FIX: "F",
    Verdict.LEFT: "L",
    Verdict.FOR_AUTHOR: "C",
    Verdict.ACCEPTED: "A",
    Verdict.NOT_AN_ACRONYM: "N",
    Verdict.WELL_KNOWN: "K",
    Verdict.WAIVED: "W",
}
"""The key that says a verdict stands at the corner of its mark."""


class Chosen(Body):
    """How documents are drawn from now on."""

    view: Literal["pages", "text"]


@dataclass(frozen=True, slots=True)
class Highlight:
    """A finding on the picture of a page."""

    mark: Mark
    boxes: tuple[tuple[int, int, int, int], ...]
    """Left, top, width and height in the units of the overlay."""
    letter: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of a slide: what one shape holds, or what lies on no place of it."""

    box: tuple[int, int, int, int] | None
    items: tuple[drawing.Item, ...]
    title: bool = False


def install(bp: Blueprint) -> None:
    """Add the addresses of pages to those of a document."""
    bp.add_url_rule("/<key:file_id>/page", "frame", frame)
    bp.add_url_rule("/<key:file_id>/page/marks", "frame_marks", frame_marks)
    bp.add_url_rule("/<key:file_id>/page/picture", "picture", picture)
    bp.add_url_rule("/view", "view", view, methods=["POST"])


def view() -> Response:
    """Remember whether documents are drawn as they look, or as text."""
    settings.change(services(), {"document_view": body(Chosen).view})
    return jsonify(ok=True)


def frame(file_id: int) -> str:
    """Return a page or slide: its frame and its text."""
    page = _page(file_id)
    store, chosen = services().store, number("finding", 0, 0, LARGEST)
    kind = VIEWS.get(store.file(file_id).format, "pages") if page.width else "text"
    first, count = _part(page, number("near", -1, -1))
    blocks = store.blocks.window(file_id, first, count)
    marks = store.blocks.marks(file_id, first, count) if count else ()
    focus = drawing.Focus(chosen)
    frames = _frames(page, blocks, marks, focus) if kind == "slides" else []
    return render_template(
        "review/_page.html",
        kind=kind,
        page=page,
        shape=_shape(page),
        out_of_shape=_out_of_shape(page) if kind != "text" else "",
        items=_items(blocks, marks, focus) if kind != "slides" else [],
        frames=[each for each in frames if each.box],
        rest=[each for each in frames if not each.box],
        label=_label(page, blocks, kind),
        left_out=page.blocks - len(blocks),
        chosen=chosen,
        file_id=file_id,
        cell_name=drawing.cell_name,
    )


def _shape(page: DrawnPage) -> tuple[float, float]:
    """Return width and height of a page's frame: of a page of a mile a strip that can be scrolled past.

    The picture fills the frame, and marks are told in parts of it, so that they stay over their words.
    """
    return page.width, min(max(page.height, page.width / _WIDEST), page.width * _HIGHEST)


def _out_of_shape(page: DrawnPage) -> str:
    """Return why a frame has not the shape of its page, or nothing where it has."""
    if page.height > page.width * _HIGHEST:
        times, bound, way = page.height / page.width, _HIGHEST, ("high", "wide")
    elif page.width > page.height * _WIDEST:
        times, bound, way = page.width / page.height, _WIDEST, ("wide", "high")
    else:
        return ""
    return (
        f"It is {times:,.0f} times as {way[0]} as {way[1]} and is drawn out of shape, "
        f"{bound} times as {way[0]}, so that it can be looked through."
    )


def _items(blocks: Sequence[DrawnBlock], marks: Sequence[Mark], focus: drawing.Focus) -> list[drawing.Item]:
    """Return a page's text; the frame says which page it is."""
    drawn = list(drawing.items(blocks, marks, focus))
    for item in drawn:
        item.page = None
    return drawn


def frame_marks(file_id: int) -> str:
    """Return the marks of a page's findings, to be laid over its picture, and those that have no place on it.

    Raises:
        StormError: the file is no longer what was checked, or the page cannot be drawn.
    """
    page = _page(file_id)
    store = services().store
    texts = {block.index: block.text for block in store.blocks.window(file_id, page.first, page.blocks)}
    marks = store.blocks.marks(file_id, page.first, page.blocks) if page.blocks else ()
    spot = _spot(texts)
    stretches = tuple(dict.fromkeys((*((one.block, one.start, one.end) for one in marks), *spot)))
    own = services()
    found = own.pictures.places(_checked(own.store.file(file_id)), page.number, texts, stretches)
    wide, tall = _shape(page)
    high = round(10_000 * tall / wide)
    unplaced = _unplaced(marks, found)
    return render_template(
        "review/_marks.html",
        high=high,
        highlights=list(_highlights(marks, found, high)),
        spots=[_scaled(box, high) for each in spot for box in found.get(each, ())],
        unplaced=[(mark, texts[mark.block][mark.start : mark.end][:80]) for mark in unplaced[:_UNPLACED]],
        more=len(unplaced) - _UNPLACED,
        chosen=number("finding", 0, 0, LARGEST),
    )


def picture(file_id: int) -> Response:
    """Return a page as a picture.

    Raises:
        StormError: the file is no longer what was checked, or the page cannot be drawn.
    """
    page, own = _page(file_id), services()
    made = own.pictures.picture(_checked(own.store.file(file_id)), page.number, number("width", 800, 1, 4096))
    return Response(made, mimetype="image/png")


def _page(file_id: int) -> DrawnPage:
    page = services().store.blocks.page(file_id, number("first", 0) + 1)
    if page is None:
        raise NotFound
    return page


def _checked(file: StoredFile) -> PictureFile:
    if file.format != "pdf":
        raise NotFound
    return PictureFile(file.id, file.path, file.sha256)


def _part(page: DrawnPage, near: int) -> tuple[int, int]:
    """Return which blocks of a page are shown: all, or those round the one that is looked at."""
    if page.blocks <= MOST_BLOCKS:
        return page.first, page.blocks
    last = page.first + page.blocks - MOST_BLOCKS
    return min(max(near - MOST_BLOCKS // 2, page.first), last), MOST_BLOCKS


def _label(page: DrawnPage, blocks: Sequence[DrawnBlock], kind: str) -> str:
    if kind == "text":
        return "On no page"
    slide = blocks[0].where.slide if blocks else None
    return f"Slide {slide or page.number}" if kind == "slides" else f"Page {page.number}"


def _spot(texts: dict[int, str]) -> tuple[tuple[int, int, int], ...]:
    """Return the stretch that a reader has gone to: words that were sought, or a heading."""
    block, at = number("block", -1, -1), number("at", 0)
    if block not in texts:
        return ()
    end = at + min(number("length", _LONGEST_SPOT, 1), _LONGEST_SPOT)
    return ((block, at, min(end, len(texts[block]))),)


def _highlights(marks: Sequence[Mark], found: Found, high: int) -> Iterator[Highlight]:
    """Yield the marks in the order they are laid on, the worst open ones last."""
    for mark in sorted(marks, key=lambda one: (not one.decided, one.severity)):
        boxes = found.get((mark.block, mark.start, mark.end), ())
        if boxes:
            letter = LETTERS[Verdict(mark.verdict)] if mark.verdict else ""
            yield Highlight(mark, tuple(_scaled(box, high) for box in boxes), letter)


def _scaled(box: tuple[int, int, int, int], high: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    above, below = top * high // 10_000, bottom * high // 10_000
    return left, above, right - left, max(below - above, 1)


def _unplaced(marks: Sequence[Mark], found: Found) -> list[Mark]:
    """Return a mark of each finding that stands on the page and at no place of its picture."""
    placed = {one.finding for one in marks if found.get((one.block, one.start, one.end))}
    return list({one.finding: one for one in reversed(marks) if one.finding not in placed}.values())[::-1]


def _frames(
    page: DrawnPage, blocks: Sequence[DrawnBlock], marks: Sequence[Mark], focus: drawing.Focus
) -> list[Frame]:
    """Return the shapes of a slide in their order, with what each holds; the rest is one piece."""
    boxes = {block: (left, top, wide, high) for block, left, top, wide, high in page.placed}
    groups: dict[tuple[int, int, int, int] | None, list[DrawnBlock]] = {}
    for block in blocks:
        groups.setdefault(boxes.get(block.index), []).append(block)
    return [
        Frame(box, tuple(drawing.items(held, marks, focus, before=blocks[0])), _is_title(held))
        for box, held in groups.items()
    ]


def _is_title(blocks: Sequence[DrawnBlock]) -> bool:
    return all(block.kind is BlockKind.HEADING for block in blocks)
