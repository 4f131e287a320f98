"""The fields open at a place of a part, and where each begins and ends."""

from dataclasses import dataclass

from stormdat_core.reports.docx.markup import FieldSpan, RunMarkup


@dataclass(slots=True)
class _Field:
    number: int
    start: int
    paragraph: int
    code: str = ""
    in_result: bool = False


class OpenFields:
    """Follows the marks of fields; unbalanced ones are ignored, as in reading."""

    def __init__(self) -> None:
        self._spans: dict[int, tuple[_Field, RunMarkup | int, int]] = {}
        self._open: list[_Field] = []
        self._count = 0
        self.repeated: set[str] = set()
        """Names of the bookmarks whose text a field repeats."""

    @property
    def name(self) -> str:
        """Return the first word of the innermost code, empty outside fields."""
        words = self._open[-1].code.split(None, 1) if self._open else []
        return words[0].upper() if words else ("?" if self._open else "")

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
            self._open[-1].code += text

    def separate(self) -> None:
        if self._open:
            self._open[-1].in_result = True

    def end(self, last: RunMarkup | int, paragraph: int) -> None:
        """Close the innermost field; `last` is the run of its last mark, or the offset behind it."""
        if self._open:
            field = self._open.pop()
            self._note_reference(field.code.split(None, 2))
            self._spans[field.number] = field, last, paragraph

    def _note_reference(self, words: list[str]) -> None:
        if len(words) > 1 and words[0].upper() == "REF":
            self.repeated.add(words[1])
