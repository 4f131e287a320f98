"""Where the text of slides lies on them: boxes of shapes, also those that placeholders take from layouts.

For who draws slides; the rules ask for no place, so that the reader does not look for one.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from stormdat_core.documents.limits import Limits
from stormdat_core.documents.office.package import Package
from stormdat_core.documents.office.shapes import Shape, ShapeReader
from stormdat_core.documents.office.xmlparse import Attributes, attribute, elements
from stormdat_core.model import Block, BlockKind, Document
from stormdat_core.regular import open_regular

FULL = 10_000
"""Boxes are told in parts of the slide's width and height: from 0 to this."""
Box = tuple[int, int, int, int]
"""Left, top, width, height."""
_USUAL = (9_144_000.0, 6_858_000.0)
_UNSEEN = frozenset({BlockKind.HIDDEN, BlockKind.ALTERNATIVE_TEXT})
_TITLES = ("title", "ctrTitle")
_LEAST = 300
_LARGEST = 10**12
_Corner = tuple[float, float]
_NOWHERE = ((math.nan, math.nan), (math.nan, math.nan))
"""Of a group that is scaled beyond all sense: nothing in it has a place."""


@dataclass(slots=True)
class _Placed(Shape):
    """A shape with the place that its properties give it, in the units of the slide."""

    index: str = ""
    """Which placeholder of the layout it is."""
    corner: _Corner | None = None
    size: _Corner | None = None
    inner: tuple[_Corner, _Corner] = ((0.0, 0.0), (1.0, 1.0))
    """What turns coordinates inside it into those of the slide: shift, scale."""
    outer: tuple[_Corner, _Corner] = ((0.0, 0.0), (1.0, 1.0))
    origin: _Corner = (0.0, 0.0)
    """Of a group: where its inner coordinates begin."""


class _PlacedReader(ShapeReader):
    """Reads shapes with their places."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self._shapes: list[Shape] = [_Placed()]
        self.placeholders: list[_Placed] = []

    def _start_handlers(self) -> dict[str, Callable[[Attributes], None]]:
        own: dict[str, Callable[[Attributes], None]] = {
            "a:off": self._start_corner,
            "a:ext": self._start_size,
            "a:chOff": self._start_origin,
            "a:chExt": self._start_scale,
        }
        return super()._start_handlers() | own

    @property
    def _shape(self) -> _Placed:
        return cast("_Placed", self._shapes[-1])

    def _start_shape(self, _: Attributes) -> None:
        around = self._shape
        self._shapes.append(_Placed(hidden=around.hidden, inner=around.inner, outer=around.inner))

    def _start_placeholder(self, attributes: Attributes) -> None:
        super()._start_placeholder(attributes)
        self._shape.index = attribute(attributes, "idx")
        self.placeholders.append(self._shape)

    def _start_corner(self, attributes: Attributes) -> None:
        shape, place = self._shape, _pair(attributes, "x", "y")
        if place and shape.corner is None:
            shape.corner = _mapped(place, shape.outer)

    def _start_size(self, attributes: Attributes) -> None:
        shape, size = self._shape, _pair(attributes, "cx", "cy")
        if size and shape.size is None:
            scale = shape.outer[1]
            shape.size = size[0] * scale[0], size[1] * scale[1]

    def _start_origin(self, attributes: Attributes) -> None:
        self._shape.origin = _pair(attributes, "x", "y") or (0.0, 0.0)

    def _start_scale(self, attributes: Attributes) -> None:
        """Take how large a group's inner coordinates are: what is in it is scaled and shifted."""
        shape, inner = self._shape, _pair(attributes, "cx", "cy")
        if not (inner and shape.corner and shape.size and all(inner)):
            return
        scale = shape.size[0] / inner[0], shape.size[1] / inner[1]
        x, y = shape.origin
        corner = shape.corner[0] - x * scale[0], shape.corner[1] - y * scale[1]
        if _is_sane(*corner, *scale):  # what is nested deeply would grow beyond all numbers
            shape.inner = corner, scale
        else:
            shape.inner = _NOWHERE


def _pair(attributes: Attributes, *names: str) -> _Corner | None:
    """Return two whole numbers of an element; None where they are missing or beyond all slides."""
    found = [attribute(attributes, name) for name in names]
    if not all(each.removeprefix("-").isdecimal() and len(each) < 20 for each in found):
        return None
    one, other = map(float, found)
    return (one, other) if max(abs(one), abs(other)) <= _LARGEST else None


def _is_sane(*numbers: float) -> bool:
    """Return whether numbers are such as a slide may have; NaN and infinity are none."""
    return all(abs(each) <= _LARGEST for each in numbers)


def _mapped(place: _Corner, by: tuple[_Corner, _Corner]) -> _Corner:
    (x, y), (across, down) = by
    return x + place[0] * across, y + place[1] * down


@dataclass(slots=True)
class _Layouts:
    """Placeholders of layouts and masters, read once each."""

    package: Package
    read: dict[str, Sequence[_Placed]] = field(default_factory=dict)

    def box(self, shape: _Placed, slide: str) -> tuple[_Corner, _Corner] | None:
        """Return the place of a shape, its own or that of the placeholder it stands in for."""
        if shape.corner and shape.size:
            return shape.corner, shape.size
        if shape.placeholder is None:
            return None
        for layout in self.package.related(slide, "slideLayout"):
            for part in (layout, *self.package.related(layout, "slideMaster")):
                match = _matching(shape, self._placeholders(part))
                if match and match.corner and match.size:
                    return match.corner, match.size
        return None

    def _placeholders(self, part: str) -> Sequence[_Placed]:
        if part not in self.read:
            reader = _PlacedReader(part)
            reader.read(self.package.read(part), self.package.name)
            self.read[part] = reader.placeholders
        return self.read[part]


def _matching(shape: _Placed, others: Sequence[_Placed]) -> _Placed | None:
    """Return the placeholder that a shape stands in for: by its number, else by what it is for."""
    numbered = (each for each in others if shape.index and each.index == shape.index)
    alike = (each for each in others if _use(each) == _use(shape))
    return next(numbered, None) or next(alike, None)


def _use(shape: _Placed) -> str:
    kind = shape.placeholder or ""
    return "title" if kind in _TITLES else "body" if kind in ("obj", "subTitle") else kind


def placed(document: Document, limits: Limits) -> tuple[_Corner, Mapping[int, Box]]:
    """Return the size of a presentation's slides, and the boxes of blocks that lie on them.

    Raises:
        StormError: it can no longer be read.
        OSError: it is no longer there.
    """
    with open_regular(document.path) as stream:
        package = Package(document.path, stream, limits)
        main = next(package.related("", "officeDocument"), "")
        size = _slide_size(package, main)
        slides = {package.part_name(part) for part in package.related(main, "slide")}
        layouts = _Layouts(package)
        own = [block for block in document.blocks if block.where.part in slides]
        found: dict[int, Box] = {}
        for part, blocks in groupby(own, key=lambda block: block.where.part):
            found |= {block: _part_of(size, *box) for block, box in _boxes(layouts, part, blocks)}
        return size, found


def _boxes(
    layouts: _Layouts, part: str, blocks: Iterable[Block]
) -> Iterator[tuple[int, tuple[_Corner, _Corner]]]:
    """Yield the blocks of a slide with their places; the reader made one of each draft, in their order."""
    reader = _PlacedReader(part)
    reader.read(layouts.package.read(part), layouts.package.name)
    for block, draft in zip(blocks, reader.drafts, strict=False):
        box = layouts.box(cast("_Placed", draft.shape), part)
        if box and _is_sane(*box[0], *box[1]) and block.kind not in _UNSEEN:
            yield block.index, box


def _slide_size(package: Package, main: str) -> _Corner:
    for name, attributes in elements(package.read(main), main, package.name):
        if name == "sldSz":
            size = _pair([each for pair in attributes.items() for each in pair], "cx", "cy")
            return size if size and min(size) > 0 else _USUAL
    return _USUAL


def _part_of(slide: _Corner, corner: _Corner, size: _Corner) -> Box:
    """Return a box in parts of the slide; what lies outside is moved to the edge, so that it is seen."""
    across, down = FULL / slide[0], FULL / slide[1]
    left, top = _within(corner[0] * across), _within(corner[1] * down)
    wide, high = _least(size[0] * across, FULL - left), _least(size[1] * down, FULL - top)
    return left, top, wide, high


def _within(value: float) -> int:
    return round(min(max(value, 0), FULL - _LEAST))


def _least(value: float, most: int) -> int:
    return round(min(max(value, _LEAST), most))
