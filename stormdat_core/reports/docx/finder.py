"""Find runs in a part's bytes, and what stands around them, in one pass of the stream.

Looks closely only inside wanted runs. Runs nest, through text boxes and ruby text.
"""

import re
from collections.abc import Callable, Collection

from stormdat_core.documents.docx.runs import CHARACTERS
from stormdat_core.documents.xmlparse import Attributes, Parser, attribute
from stormdat_core.reports.docx import controls
from stormdat_core.reports.docx.controls import OpenControls
from stormdat_core.reports.docx.fields import OpenFields
from stormdat_core.reports.docx.markup import Child, Found, RunMarkup, Surroundings

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_TRANSPARENT = frozenset(
    {
        "w:hyperlink", "w:ins", "w:moveTo", "w:sdt", "w:sdtContent", "w:smartTag", "w:customXml",
        "w:fldSimple", "w:dir", "w:bdo",
    }
)  # fmt: skip
"""What may stand between a paragraph and a run, and may hold ranges and tracked changes itself."""
_APART = frozenset({"w:txbxContent", "mc:AlternateContent"})
"""What may not hold comments: Word has none in text boxes."""
_AWAY = frozenset({"w:del", "w:moveFrom"})
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
    return Found(
        {run.ordinal: run for run in finder.found},
        finder.references,
        finder.fields.spans,
        finder.controls.ends,
        finder.first_paragraph,
    )


def tag_end(data: bytes, at: int) -> int:
    """Return the offset behind the tag that begins at `at`."""
    match = _TAG.match(data, at)
    return match.end() if match else len(data)


class _Finder:
    """Follows the stream. `_path` holds the names of all open elements."""

    def __init__(self, data: bytes, wanted: frozenset[int], references: frozenset[str]) -> None:
        self.found: list[RunMarkup] = []
        self.references: dict[str, RunMarkup] = {}
        self.fields = OpenFields()
        self.first_paragraph: tuple[int, int] | None = None
        self._data = data
        self._wanted = wanted
        self._references = references
        self._parser = Parser(self._start, self._end, self._characters)
        self._count = -1
        self._path: list[str] = []
        self.controls = OpenControls(self._path)
        self._runs: list[tuple[int, RunMarkup, bool]] = []
        """Depth, markup, and whether it is wanted, of the open runs."""
        self._paragraphs = [0]
        self._inner = [0]  # of each open paragraph, the tag that its content begins behind
        self._revisions: list[int] = []
        self._apart = 0
        self._away = 0
        self._text: list[str] | None = None
        self._handlers: dict[str, Callable[[Attributes], None]] = {
            "w:r": self._start_run,
            "w:p": self._start_paragraph,
            "w:ins": self._start_revision,
            "w:sdt": lambda _: self.controls.begin(self._parser.at),
            "w:tr": self.controls.row,
            "w:lock": self.controls.lock,
            "w:fldChar": self._start_field,
            "w:fldSimple": self._start_simple_field,
            "w:instrText": self._start_code,
            **dict.fromkeys(_APART, self._start_apart),
            **dict.fromkeys(_AWAY, self._start_away),
            **dict.fromkeys(controls.PLAIN, self.controls.plain),
            **dict.fromkeys(controls.FILLED, self.controls.filled),
            **dict.fromkeys(controls.KEPT_WHOLE, self.controls.kept_whole),
            **{name: self._referrer(kind) for name, kind in _REFERENCES.items()},
        }

    def run(self, part: str, file: str) -> None:
        try:
            self._parser.run(self._data, part, file)
        finally:
            del self._parser, self._handlers  # they hold this finder, and with it the part

    def _tag_end(self, at: int) -> int:
        return tag_end(self._data, at)

    # Elements

    def _start(self, name: str, attributes: Attributes) -> None:
        self._path.append(name)
        handler = self._handlers.get(name)
        if handler is not None:
            handler(attributes)
        if self._runs and name != "w:r":
            depth, run, wanted = self._runs[-1]
            if wanted and len(self._path) <= depth + 2:
                self._note(run, name, attributes, len(self._path) - depth)

    def _end(self, name: str) -> None:
        if self._runs:
            depth, run, wanted = self._runs[-1]
            if len(self._path) == depth:
                run.end = self._tag_end(self._parser.at)
                self._runs.pop()
            elif wanted and len(self._path) <= depth + 2:
                self._close(run, name, len(self._path) - depth)
        self._leave(name)
        self._path.pop()

    def _leave(self, name: str) -> None:
        if name == "w:p":
            self._paragraphs.pop()
            self._inner.pop()
        elif name == "w:pPr":
            self._leave_paragraph_properties()
        elif name == "w:ins":
            self._revisions.pop()
        elif name in _APART:
            self._apart -= 1
        elif name in _AWAY:
            self._away -= 1
        elif name == "w:sdt":
            self.controls.end(self._tag_end(self._parser.at))
        elif name == "w:fldSimple" and not self._away:
            self.fields.end(self._tag_end(self._parser.at), self._paragraph)
        elif name == "w:instrText" and self._text is not None:
            self.fields.add_code("".join(self._text))
            self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    # What stands around runs

    @property
    def _paragraph(self) -> int:
        return self._paragraphs[-1]

    def _start_paragraph(self, _: Attributes) -> None:
        self._paragraphs.append(self._parser.at)
        self._inner.append(self._parser.at)
        self.controls.paragraph(self._paragraph, self._runs[-1][1].start if self._runs else -1)
        if self.first_paragraph is None and not self._apart:
            self.first_paragraph = self._paragraph, self._tag_end(self._paragraph)

    def _leave_paragraph_properties(self) -> None:
        if self._path[-2] != "w:p":
            return
        self._inner[-1] = self._parser.at
        if self.first_paragraph and self.first_paragraph[0] == self._paragraph:
            self.first_paragraph = self._paragraph, self._tag_end(self._parser.at)

    def _start_revision(self, _: Attributes) -> None:
        self._revisions.append(self._parser.at)

    def _start_apart(self, _: Attributes) -> None:
        self._apart += 1

    def _start_away(self, _: Attributes) -> None:
        self._away += 1

    def _start_field(self, attributes: Attributes) -> None:
        if self._away or not self._runs:
            return
        kind, run = attribute(attributes, "w:fldCharType"), self._runs[-1][1]
        if kind == "begin":
            self.fields.begin(run.start, self._paragraph)
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self.fields.end(run, self._paragraph)

    def _start_simple_field(self, attributes: Attributes) -> None:
        if not self._away:
            self.fields.begin(self._parser.at, self._paragraph)
            self.fields.add_code(attribute(attributes, "w:instr"))
            self.fields.separate()

    def _start_code(self, _: Attributes) -> None:
        if not self._away:
            self._text = []

    def _referrer(self, kind: str) -> Callable[[Attributes], None]:
        def start(attributes: Attributes) -> None:
            key = f"{kind} {attribute(attributes, 'w:id')}"
            if self._runs and key in self._references and not self._away and key not in self.references:
                depth, run, wanted = self._runs[0]
                if not wanted:
                    run.around = self._outer_surroundings(depth)
                self.references[key] = run

        return start

    # Runs and their children

    def _start_run(self, _: Attributes) -> None:
        self._count += 1
        wanted = self._count in self._wanted
        at = self._parser.at
        run = RunMarkup(self._count, at, self._tag_end(at))
        if wanted:
            run.around = self._surroundings()
            run.outer = self._runs[0][1] if self._runs else None
            if run.outer is not None and not self._runs[0][2]:
                run.outer.around = self._outer_surroundings(self._runs[0][0])
            self.found.append(run)
        self._runs.append((len(self._path), run, wanted))

    def _surroundings(self) -> Surroundings:
        return self._surroundings_at(len(self._path) - 1, apart=self._apart > 0 or bool(self._runs))

    def _outer_surroundings(self, depth: int) -> Surroundings:
        """Return what stands around an open run; what it holds does not set it apart."""
        apart = any(name in _APART for name in self._path[: depth - 1])
        return self._surroundings_at(depth - 1, apart=apart)

    def _surroundings_at(self, depth: int, *, apart: bool) -> Surroundings:
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
            commentable=not apart and not self._away,
            paragraph=paragraph,
            revision=(self._revisions[-1], self._tag_end(self._revisions[-1])) if direct else None,
            inside_revision="w:ins" in deeper or "w:moveTo" in between,
            field=self.fields.name,
            fields=self.fields.numbers,
            locked=self.controls.locked,
            opens_control=self._tag_end(self._inner[level]) if self.controls.opened_by(paragraph) else 0,
            plain_control=self.controls.plain_inside(paragraph),
        )

    def _note(self, run: RunMarkup, name: str, attributes: Attributes, level: int) -> None:
        child = Child(name, self._parser.at)
        if level == 1 and name == "w:rPr":
            run.properties = child
        elif level == 1:
            run.content.append(child)
            child.characters = int(name in CHARACTERS or name == "w:sym")
            if name == "w:t":
                child.preserved = "preserve" in attributes
                self._text = []
        elif run.properties is not None and not run.properties.end:
            run.property_children.append(child)
        else:
            return
        child.inner_start = self._tag_end(child.start)

    def _close(self, run: RunMarkup, name: str, level: int) -> None:
        child = self._last(run, level)
        if child is None or child.name != name or child.end:
            return
        child.inner_end = self._parser.at
        child.empty = self._data.startswith(b"/>", child.inner_start - 2)
        child.end = child.inner_start if child.empty else self._tag_end(child.inner_end)
        if level == 1 and name == "w:t":
            child.text, self._text = "".join(self._text or ()), None
            child.characters = len(child.text)

    def _last(self, run: RunMarkup, level: int) -> Child | None:
        if level == 2:
            return run.property_children[-1] if run.property_children else None
        if run.properties is not None and not run.properties.end:
            return run.properties
        return run.content[-1] if run.content else None
