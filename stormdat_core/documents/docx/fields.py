"""Fields: codes are never text, results are; some results are generated lists."""

from collections.abc import Collection
from dataclasses import dataclass

GENERATED = frozenset({"TOC", "INDEX", "TOA", "BIBLIOGRAPHY"})
"""Fields whose result repeats the document: contents, index, table of authorities, bibliography."""


_UNSEEN = frozenset(
    {
        "ADDIN", "ADVANCE", "ASK", "DATA", "NEXT", "NEXTIF", "PRINT", "PRIVATE", "RD", "SET", "SKIPIF", "TA",
        "TC", "XE",
    }
)  # fmt: skip
"""Fields that show nothing where they stand: entries of an index, data, steps of a mail merge."""
_LONGEST_CODE = 512
"""Characters kept of a field's code; only its first words are looked at."""


@dataclass(slots=True)
class _Field:
    number: int = -1
    """Counted from 0 among the `begin` marks; -1 for a field written as one element."""
    code: str = ""
    in_result: bool = False
    generated: bool = False
    shown: int = 0
    """What had been shown when the field began."""
    hidden: int = 0
    """What had been hidden when the field began; from its result on, how much of that its own code hid."""


class FieldStack:
    """The fields open at this point of a part. Text is visible when every open field is in its result.

    Args:
        void: numbers of the `begin` marks of fields that are never closed, which are passed over.
    """

    def __init__(self, void: Collection[int] = ()) -> None:
        self.unclosed: set[int] = set()
        """Numbers of the `begin` marks of fields whose story ended before them."""
        self.shown = 0
        """How many pieces of text and objects have been shown."""
        self.hidden = 0
        """How many have been hidden, because they stand in the code of a field."""
        self.hides = False
        """Whether one of `unclosed` has hidden any: they are text, and only another reader can read them."""
        self._void = void
        self._begun = -1
        self._floor = [0]
        """Of each open story, how many fields were open when it began: only it can close the others."""
        self._open: list[_Field] = []
        self.codes_open = 0
        """How many open fields are still in their code; their text is not visible."""
        self.generated: list[int] = []
        """Numbers of the open fields that are generated lists in their result."""

    def begin(self) -> bool:
        """Open a field, and return False for one that is void."""
        self._begun += 1
        if self._begun in self._void:
            return False
        self._open.append(_Field(self._begun, shown=self.shown, hidden=self.hidden))
        self.codes_open += 1
        return True

    def separate(self) -> None:
        """Follow the mark between a code and its result. An unbalanced one is ignored."""
        if len(self._open) > self._floor[-1] and not self._open[-1].in_result:
            self._to_result(self._open[-1])

    def end(self) -> bool:
        """Close the innermost field of the story and return whether a thing without text stands there."""
        if len(self._open) <= self._floor[-1]:
            return False
        field = self._open.pop()
        self._close(field)
        return field.shown == self.shown and _shows(field.code)

    def enter(self) -> None:
        """Begin a story: a note, a text box, a cell. Its marks neither close nor divide fields around it."""
        self._floor.append(len(self._open))

    def leave(self) -> None:
        """End a story, and with it the fields that it has not closed."""
        floor = self._floor.pop() if len(self._floor) > 1 else 0
        while len(self._open) > floor:
            field = self._open.pop()
            self.hides |= field.hidden > 0 if field.in_result else self.hidden > field.hidden
            self._close(field)
            self.unclosed.add(field.number)

    def simple(self, code: str) -> None:
        """Open a `w:fldSimple`, whose content is its result and a story of its own."""
        self._open.append(_Field(code=code[:_LONGEST_CODE], shown=self.shown, hidden=self.hidden))
        self.codes_open += 1
        self._to_result(self._open[-1])
        self.enter()

    def end_simple(self) -> bool:
        """Close a `w:fldSimple`; as `end`."""
        self.leave()
        return self.end()

    def add_code(self, text: str) -> None:
        """Add to the code of the innermost field."""
        if self._open and not self._open[-1].in_result:
            field = self._open[-1]
            field.code += text[: max(0, _LONGEST_CODE - len(field.code))]

    def _to_result(self, field: _Field) -> None:
        words = field.code.split(None, 1)
        field.in_result = True
        field.hidden = self.hidden - field.hidden
        field.generated = bool(words) and words[0].upper() in GENERATED
        self.codes_open -= 1
        if field.generated:
            self.generated.append(field.number)

    def _close(self, field: _Field) -> None:
        self.codes_open -= not field.in_result
        if field.generated:
            self.generated.remove(field.number)


def _shows(code: str) -> bool:
    """Return whether something stands where a field with this code and without a result stands."""
    words = code.upper().split()
    hidden = words[:1] == ["SEQ"] and "\\H" in words
    return bool(words) and words[0] not in _UNSEEN and not hidden
