"""Comments of the annotated copy: which markup goes where in the text, and what goes into their own part.

A comment's range may begin in a hyperlink or a content control and end outside it. It never begins or ends
in the code of a field, in a deletion, in a text box or in a control that takes plain text only: there it is
put around the whole of it. Nor does it end in a bookmark whose text a field repeats, but behind that, as
LibreOffice makes the text anew and may take the mark of a comment for a letter of it. In the first paragraph
of a content control around paragraphs or cells it stands before all text, as LibreOffice does not show what
stands before a comment there.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from stormdat_core.model.comments import OWN
from stormdat_core.reports.docx.commenting import texts
from stormdat_core.reports.docx.commenting.anchors import Anchor, Point, Remark
from stormdat_core.reports.docx.commenting.texts import Line
from stormdat_core.reports.docx.package.parts import Parts
from stormdat_core.reports.docx.runs.markup import FieldSpan, Found, Names, RunMarkup, Surroundings
from stormdat_core.reports.docx.runs.properties import Stamp
from stormdat_core.reports.docx.runs.split import Edit


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A comment with its id and its text."""

    number: int
    remark: Remark
    said: tuple[Line, ...]


@dataclass(slots=True)
class Comments:
    """The comments of one copy. `before` and `behind` are filled when the runs have been found."""

    remarks: tuple[_Numbered, ...] = ()
    stamp: Stamp = Stamp("", "")  # noqa: RUF009 - a frozen value
    reviewer: str = ""
    """Who a person's own comments are by; empty where that is not known."""
    before: dict[int, dict[int, bytes]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(bytes))
    )
    """Markup before a character, by run and offset."""
    behind: dict[int, dict[int, bytes]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(bytes))
    )

    beginning: bytes = b""
    """Markup at the beginning of the body's first paragraph."""

    def stamp_of(self, item: _Numbered) -> Stamp:
        """Return who says a comment, and when: the program, or the person who wrote it."""
        own = self.reviewer if _is_own(item.remark) else ""
        return replace(self.stamp, author=own) if own else self.stamp

    @property
    def runs(self) -> frozenset[int]:
        """Return the ordinals of the runs that are to be found."""
        return frozenset(run for item in self.remarks for run in _runs(item.remark.anchor))

    @property
    def references(self) -> frozenset[str]:
        return frozenset(item.remark.anchor.reference for item in self.remarks) - {""}

    @property
    def ids(self) -> "array[int]":
        return array("q", [item.number for item in self.remarks])

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the paragraphs that reading the copy must find in addition."""
        return tuple(line.whole for item in self.remarks for line in item.said)


def _is_own(remark: Remark) -> bool:
    """Return whether a comment is a person's own, and no finding stands at the same place."""
    return bool(remark.findings) and all(row.finding.rule == OWN for row in remark.findings)


def _runs(anchor: Anchor) -> Iterator[int]:
    yield from (point.run for point in (anchor.first, anchor.last) if point is not None)
    if anchor.box >= 0:
        yield anchor.box


def planned(
    parts: Parts,
    wanted: Collection[Remark],
    stamp: Stamp,
    opening: tuple[Line, ...] = (),
    reviewer: str = "",
) -> Comments:
    """Return comments with ids that the document does not use, and with their texts.

    Args:
        parts: of the document.
        wanted: what is said about findings.
        stamp: who says it, and when.
        opening: what is said at the beginning of the document, before all else; nothing where it is empty.
        reviewer: who a person's own comments are by; empty where that is not known.
    """
    said = [(each, texts.lines(each.findings, in_place=each.in_place)) for each in wanted]
    if opening:
        said.insert(0, (Remark(Anchor(), (), in_place=False), opening))
    if not said:
        return Comments()
    ids = parts.free_ids(parts.main, parts.comments_part())
    return Comments(tuple(_Numbered(next(ids), remark, lines) for remark, lines in said), stamp, reviewer)


def add(parts: Parts, wanted: Comments) -> None:
    """Write the texts of the comments into their part."""
    if wanted.remarks:
        parts.add_comments(
            lambda names: (
                texts.comment(names, item.number, item.said, wanted.stamp_of(item)) for item in wanted.remarks
            )
        )


def place(data: bytes, found: Found, wanted: Comments) -> list[Edit]:
    """Return the edits that anchor comments outside runs, and note in `wanted` what goes into runs."""
    if found.first_paragraph is None:
        wanted.remarks = ()  # without a paragraph there is nothing that a comment could be anchored in
    edits: list[Edit] = []
    for item in wanted.remarks:
        edits += _Placing(data, found, wanted, item).edits()
    return [*edits, *_at_the_beginning(data, found, wanted.beginning)]


def _at_the_beginning(data: bytes, found: Found, markup: bytes) -> Iterator[Edit]:
    """Yield the edit that puts markup into the first paragraph of the body."""
    if not markup or found.first_paragraph is None:
        return
    tag, at = found.first_paragraph
    if not data.startswith(b"/>", at - 2):
        yield Edit(at, at, markup)
        return
    end = b"</" + Names.at(data, tag).prefix + b"p>"
    yield Edit(at - 2, at, b">" + markup + end)


class _Placing:
    """One comment being anchored."""

    def __init__(self, data: bytes, found: Found, wanted: Comments, item: _Numbered) -> None:
        self._data = data
        self._found = found
        self._wanted = wanted
        self._item = item

    def edits(self) -> Iterator[Edit]:
        anchor = self._item.remark.anchor
        whole = self._whole(anchor)
        run = whole or self._first_run(anchor)
        if run is not None and run.around.opens_control:
            at = run.around.opens_control
            yield Edit(at, at, b"".join(self._markup(run.start)))
        elif whole is not None:
            yield from self._around(whole)
        elif anchor.first is not None and anchor.last is not None and self._both_hold(anchor):
            yield from self._begin(anchor.first, anchor.last)
            yield from self._finish(anchor.first, anchor.last)
        else:
            tag, _ = self._found.first_paragraph or (0, 0)
            self._wanted.beginning += b"".join(self._markup(tag))

    def _whole(self, anchor: Anchor) -> RunMarkup | None:
        """Return the run that the comment surrounds as a whole, if it is one of that kind."""
        run = None
        if anchor.reference:
            run = self._found.references.get(anchor.reference)
        elif anchor.box >= 0:
            run = self._found.runs[anchor.box].outer
        elif anchor.first is not None and not _holds(self._found.runs[anchor.first.run]):
            run = self._found.runs[anchor.first.run].outer
        return run if run is not None and _holds(run) else None

    def _first_run(self, anchor: Anchor) -> RunMarkup | None:
        """Return the run that the comment begins in, if it may."""
        if anchor.first is None or not self._both_hold(anchor):
            return None
        return self._found.runs[anchor.first.run]

    def _both_hold(self, anchor: Anchor) -> bool:
        return all(_holds(self._found.runs[run]) for run in _runs(anchor))

    def _around(self, whole: RunMarkup) -> Iterator[Edit]:
        opening, closing = self._markup(whole.start)
        end = max([whole.end, *self._repeated_ends(whole.around)])
        yield Edit(whole.start, whole.start, opening)
        yield Edit(end, end, closing)

    def _markup(self, spelt: int) -> tuple[bytes, bytes]:
        """Return the markup at both ends, spelt as the element at `spelt`."""
        names, number = Names.at(self._data, spelt), f"{self._item.number}"
        reference = names.element(b"r", names.empty(b"commentReference", id=number))
        return (
            names.empty(b"commentRangeStart", id=number),
            names.empty(b"commentRangeEnd", id=number) + reference,
        )

    def _begin(self, first: Point, last: Point) -> Iterator[Edit]:
        run, other = self._found.runs[first.run], self._found.runs[last.run]
        opening, _ = self._markup(run.start)
        outside = self._start_outside(run, other)
        if outside is None:
            self._wanted.before[first.run][first.offset] += opening
        else:
            yield Edit(outside, outside, opening)

    def _finish(self, first: Point, last: Point) -> Iterator[Edit]:
        run, other = self._found.runs[last.run], self._found.runs[first.run]
        _, closing = self._markup(run.start)
        outside = self._end_outside(run, other)
        if outside is None:
            self._wanted.behind[last.run][last.offset] += closing
        else:
            yield Edit(outside, outside, closing)

    def _start_outside(self, run: RunMarkup, other: RunMarkup) -> int | None:
        """Return where the range begins instead when it would cut a field or a plain control."""
        around = run.around
        outside = [around.plain_control[0]] if around.plain_control else []
        span = self._field_to_leave(run, other)
        if span is not None and span.paragraph == around.paragraph:
            outside.append(span.start)
        return min(outside, default=None)

    def _end_outside(self, run: RunMarkup, other: RunMarkup) -> int | None:
        around = run.around
        outside = [self._found.controls[around.plain_control[1]]] if around.plain_control else []
        span = self._field_to_leave(run, other)
        if span is not None and span.last_paragraph == around.paragraph:
            outside.append(span.end)
        return max([*outside, *self._repeated_ends(around)], default=None)

    def _repeated_ends(self, around: Surroundings) -> Iterator[int]:
        """Yield where the bookmarks around a run end that a field repeats, if a range may end there too."""
        for number in around.bookmarks:
            end = self._found.repeated.get(number)
            if end is not None and _may_end(end.around, around.paragraph):
                yield end.behind

    def _field_to_leave(self, run: RunMarkup, other: RunMarkup) -> FieldSpan | None:
        """Return the outermost field that a range would cut, or keep inside a result of one line.

        LibreOffice shows the text of a comment in such a result as text of the document; links excepted.
        """
        around = run.around
        shared = _shared(around.fields, other.around.fields)
        if around.field != "HYPERLINK":
            inside = (self._found.fields.get(number) for number in around.fields[:shared])
            shared = next(
                (at for at, span in enumerate(inside) if span and span.paragraph == span.last_paragraph),
                shared,
            )
        return self._found.fields.get(around.fields[shared]) if shared < len(around.fields) else None


def _holds(run: RunMarkup) -> bool:
    return run.around.siblings and run.around.commentable


def _may_end(around: Surroundings, paragraph: int) -> bool:
    """Return whether a range that began in a paragraph may end beside what stands there."""
    free = around.siblings and around.commentable and not around.fields and around.plain_control is None
    return free and around.paragraph == paragraph


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return how many fields two places have in common, outermost first."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
