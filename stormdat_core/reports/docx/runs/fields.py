"""The fields open at a place of a part, and where each begins and ends."""

from dataclasses import dataclass, replace

from stormdat_core.reports.docx.runs.markup import FieldSpan, RunMarkup, Surroundings

_LONGEST_CODE = 512
"""Characters kept of a field's code; only its first words are looked at."""


@dataclass(slots=True)
class _Field:
    number: int
    start: int
    paragraph: int
    code: str = ""
    in_result: bool = False


class OpenFields:
    """Follows the marks of fields; unbalanced ones are ignored, as in reading by `FieldStack`."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        """First word of each field's code, by number."""
        self._void: set[int] = set()
        """Numbers of the fields that their story ended before: they are none."""
        self._floor = [0]
        """Of each open story, how many fields were open when it began."""
        self._spans: dict[int, tuple[_Field, RunMarkup | int, int]] = {}
        self._open: list[_Field] = []
        self._count = 0
        self.repeated: set[str] = set()
        """Names of the bookmarks whose text a field repeats."""

    @property
    def name(self) -> str:
        """Return the first word of the innermost code, empty outside fields."""
        return _first_word(self._open[-1].code) if self._open else ""

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple([field.number for field in self._open])

    @property
    def spans(self) -> dict[int, FieldSpan]:
        """Return where each closed field stands. Ends are known when the part has been read."""
        return {
            number: FieldSpan(
                field.start, end if isinstance(end, int) else end.end, field.paragraph, paragraph
            )
            for number, (field, end, paragraph) in self._spans.items()
        }

    def begin(self, start: int, paragraph: int) -> None:
        """Open a field whose first mark stands in a run that begins at `start`."""
        self._count += 1
        self._open.append(_Field(self._count, start, paragraph))

    def add_code(self, text: str) -> None:
        if self._open and not self._open[-1].in_result:
            field = self._open[-1]
            field.code += text[: max(0, _LONGEST_CODE - len(field.code))]

    def separate(self) -> None:
        if len(self._open) > self._floor[-1]:
            self._open[-1].in_result = True

    def end(self, last: RunMarkup | int, paragraph: int) -> None:
        """Close the innermost field; `last` is the run of its last mark, or the offset behind it."""
        if len(self._open) > self._floor[-1]:
            field = self._open.pop()
            self._names[field.number] = _first_word(field.code)
            self._note_reference(field.code.split(None, 2))
            self._spans[field.number] = field, last, paragraph

    def enter(self) -> None:
        """Begin a story: a note, a text box, a cell. Its marks neither close nor divide fields around it."""
        self._floor.append(len(self._open))

    def leave(self) -> None:
        """End a story, and with it the fields that it has not closed."""
        floor = self._floor.pop() if len(self._floor) > 1 else 0
        self._void.update(field.number for field in self._open[floor:])
        del self._open[floor:]

    def settled(self, around: Surroundings) -> Surroundings:
        """Return surroundings without the fields that turned out to be none; when all has been read."""
        if self._void.isdisjoint(around.fields):
            return around
        fields = tuple([number for number in around.fields if number not in self._void])
        return replace(around, fields=fields, field=self._names.get(fields[-1], "?") if fields else "")

    def _note_reference(self, words: list[str]) -> None:
        if len(words) > 1 and words[0].upper() == "REF":
            self.repeated.add(words[1])


def _first_word(code: str) -> str:
    words = code.split(None, 1)
    return words[0].upper() if words else "?"
