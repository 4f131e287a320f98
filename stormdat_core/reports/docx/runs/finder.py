"""Find runs in a part's bytes, and what stands around them, in one pass of the stream.

Looks closely only inside wanted runs. Runs nest, through text boxes and ruby text.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from stormdat_core.documents.office.xmlparse import Attributes, Parser, attribute
from stormdat_core.reports.docx.runs import children, content_controls
from stormdat_core.reports.docx.runs.markup import Found, RunMarkup
from stormdat_core.reports.docx.runs.markup import tag_end as tag_end  # for those who splice other parts
from stormdat_core.reports.docx.runs.surroundings import AWAY, STORIES, Around

_NOTED = 2
"""Levels of a wanted run that are looked at: its children and those of its properties."""
_REFERENCES = {
    "w:footnoteReference": "footnote",
    "w:endnoteReference": "endnote",
    "w:commentReference": "comment",
}


def find_runs(
    data: bytes, ordinals: Collection[int], part: str, file: str, references: Collection[str] = ()
) -> Found:
    """Return the runs with these ordinals, and those that hold these references.

    Args:
        data: the part, in UTF-8.
        ordinals: numbers of `w:r` elements, from 0.
        part: name of the part.
        file: name of the file, for an error.
        references: keys of notes and comments: `footnote 3`.
    """
    finder = _Finder(data, frozenset(ordinals), frozenset(references))
    finder.run(part, file)
    around = finder.around
    around.fields.leave()
    outer = (run.outer for run in finder.found if run.outer is not None)
    for run in (*finder.found, *finder.references.values(), *outer):
        run.around = around.fields.settled(run.around)
    return Found(
        {run.ordinal: run for run in finder.found},
        finder.references,
        around.fields.spans,
        around.controls.ends,
        around.bookmarks.ends(around.fields.repeated),
        around.first_paragraph,
    )


@dataclass(slots=True)
class _OpenRun:
    """A run that is open. Most are nothing more: what is noted of a run costs more than all else here."""

    depth: int
    ordinal: int
    start: int
    wanted: bool = False
    noted: RunMarkup | None = None

    @property
    def markup(self) -> RunMarkup:
        """Return what is noted of the run; its end is noted when it comes."""
        if self.noted is None:
            self.noted = RunMarkup(self.ordinal, self.start, self.start)
        return self.noted


class _Finder:
    """Follows the stream. `_path` holds the names of all open elements."""

    def __init__(self, data: bytes, wanted: frozenset[int], references: frozenset[str]) -> None:
        self.found: list[RunMarkup] = []
        self.references: dict[str, RunMarkup] = {}
        self._data = data
        self._wanted = wanted
        self._references = references
        self._parser = Parser(self._start, self._end, self._characters)
        self._count = -1
        self._path: list[str] = []
        self.around = around = Around(data, self._parser, self._path)
        self._runs: list[_OpenRun] = []
        self._text: list[str] | None = None
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "w:r": self._start_run,
            "w:p": self._start_paragraph,
            "w:ins": around.start_revision,
            "w:sdt": lambda _: around.controls.begin(self._parser.at),
            "w:tr": around.controls.row,
            "w:lock": around.controls.lock,
            "w:bookmarkStart": around.start_bookmark,
            "w:bookmarkEnd": around.end_bookmark,
            "w:fldChar": self._start_field,
            "w:fldSimple": self._start_simple_field,
            "w:instrText": self._start_code,
            **dict.fromkeys(STORIES, lambda _: around.fields.enter()),
            "w:txbxContent": self._start_box,
            "mc:AlternateContent": around.start_apart,
            **dict.fromkeys(AWAY, around.start_away),
            **dict.fromkeys(content_controls.PLAIN, around.controls.plain),
            **dict.fromkeys(content_controls.FILLED, around.controls.filled),
            **dict.fromkeys(content_controls.KEPT_WHOLE, around.controls.kept_whole),
            **{name: self._referrer(kind) for name, kind in _REFERENCES.items()},
        }
        self._ends: dict[str, Callable[[], None]] = {
            "w:r": self._end_run,
            "w:p": around.end_paragraph,
            "w:pPr": around.end_paragraph_properties,
            "w:ins": around.end_revision,
            "w:sdt": lambda: around.controls.end(self._tag_end(self._parser.at)),
            "w:fldSimple": self._end_simple_field,
            "w:instrText": self._end_code,
            **dict.fromkeys(STORIES, around.fields.leave),
            "w:txbxContent": self._end_box,
            "mc:AlternateContent": around.end_apart,
            **dict.fromkeys(AWAY, around.end_away),
        }

    def run(self, part: str, file: str) -> None:
        try:
            self._parser.run(self._data, part, file)
        finally:
            del self._parser, self._starts, self._ends  # they hold this finder, and with it the part
            self.around.forget()

    def _tag_end(self, at: int) -> int:
        return tag_end(self._data, at)

    # Elements

    def _start(self, name: str, attributes: Attributes) -> None:
        self._path.append(name)
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        handler = self._ends.get(name)
        if handler is not None:
            handler()
        self._path.pop()

    def _start_inside(self, name: str, attributes: Attributes) -> None:
        """Handle an element in a wanted run."""
        run, level = self._runs[-1], len(self._path) + 1 - self._runs[-1].depth
        self._start(name, attributes)
        if run is self._runs[-1] and level <= _NOTED:
            kept = self._parser.preserves(attributes)
            children.note(run.markup, self._data, self._parser.at, name, attributes, level, preserved=kept)
            if level == 1 and name == "w:t":
                self._text = []

    def _end_inside(self, name: str) -> None:
        level = len(self._path) - self._runs[-1].depth
        if 1 <= level <= _NOTED:
            text = self._taken() if level == 1 and name == "w:t" else ""
            children.close(self._runs[-1].markup, self._data, self._parser.at, name, level, text)
        self._end(name)

    def _taken(self) -> str:
        """Return the text that has been collected."""
        text, self._text = "".join(self._text or ()), None
        return text

    def _follow(self) -> None:
        """Look closely inside wanted runs only."""
        if self._runs and self._runs[-1].wanted:
            self._parser.follow(self._start_inside, self._end_inside)
        else:
            self._parser.follow(self._start, self._end)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    # What stands around runs

    def _start_paragraph(self, _: Attributes) -> None:
        self.around.start_paragraph(self._runs[-1].start if self._runs else -1)

    def _start_box(self, attributes: Attributes) -> None:
        self.around.start_apart(attributes)
        self.around.fields.enter()

    def _end_box(self) -> None:
        self.around.end_apart()
        self.around.fields.leave()

    def _start_field(self, attributes: Attributes) -> None:
        if self.around.away or not self._runs:
            return
        kind, run = attribute(attributes, "w:fldCharType"), self._runs[-1]
        if kind == "begin":
            self.around.fields.begin(run.start, self.around.paragraph)
        elif kind == "separate":
            self.around.fields.separate()
        elif kind == "end":
            self.around.fields.end(run.markup, self.around.paragraph)

    def _start_simple_field(self, attributes: Attributes) -> None:
        if not self.around.away:
            self.around.fields.begin(self._parser.at, self.around.paragraph)
            self.around.fields.add_code(attribute(attributes, "w:instr"))
            self.around.fields.separate()
            self.around.fields.enter()

    def _end_simple_field(self) -> None:
        if not self.around.away:
            self.around.fields.leave()
            self.around.fields.end(self._tag_end(self._parser.at), self.around.paragraph)

    def _start_code(self, _: Attributes) -> None:
        if not self.around.away:
            self._text = []

    def _end_code(self) -> None:
        if self._text is not None:
            self.around.fields.add_code(self._taken())

    def _referrer(self, kind: str) -> Callable[[Attributes], None]:
        def start(attributes: Attributes) -> None:
            key = f"{kind} {attribute(attributes, 'w:id')}"
            if self._runs and key in self._references and not self.around.away and key not in self.references:
                self.references[key] = self._outermost()

        return start

    # Runs

    def _start_run(self, _: Attributes) -> None:
        self._count += 1
        run = _OpenRun(len(self._path), self._count, self._parser.at, self._count in self._wanted)
        if run.wanted:
            self._note_run(run)
        self._runs.append(run)
        if run.wanted or len(self._runs) > 1:
            self._follow()

    def _note_run(self, run: _OpenRun) -> None:
        run.markup.inner = self._tag_end(run.start)
        run.markup.around = self.around.here(in_run=bool(self._runs))
        run.markup.outer = self._outermost() if self._runs else None
        self.found.append(run.markup)

    def _outermost(self) -> RunMarkup:
        """Return the outermost open run, with what stands around it."""
        run = self._runs[0]
        if not run.wanted:
            run.markup.around = self.around.of(run.depth)
        return run.markup

    def _end_run(self) -> None:
        run = self._runs.pop()
        if run.noted is not None:
            run.noted.end = self._tag_end(self._parser.at)
        if run.wanted or self._runs:
            self._follow()
