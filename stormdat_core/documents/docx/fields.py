"""Fields: codes are never text, results are; some results are generated lists."""

from dataclasses import dataclass

GENERATED = frozenset({"TOC", "INDEX", "TOA", "BIBLIOGRAPHY"})
"""Fields whose result repeats the document: contents, index, table of authorities, bibliography."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False
    generated: bool = False


class FieldStack:
    """The fields open at this point of a part. Text is visible when every open field is in its result."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.codes_open = 0
        """How many open fields are still in their code; their text is not visible."""
        self.generated_open = 0
        """How many open fields are generated lists in their result."""

    def change(self, kind: str) -> None:
        """Follow a `w:fldChar` of type `begin`, `separate` or `end`. Unbalanced ones are ignored."""
        if kind == "begin":
            self._open.append(_Field())
            self.codes_open += 1
        elif kind == "separate" and self._open and not self._open[-1].in_result:
            self._to_result(self._open[-1])
        elif kind == "end" and self._open:
            self._close(self._open.pop())

    def simple(self, code: str) -> None:
        """Open a `w:fldSimple`, whose content is its result."""
        self._open.append(_Field(code))
        self.codes_open += 1
        self._to_result(self._open[-1])

    def add_code(self, text: str) -> None:
        """Add to the code of the innermost field."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code += text

    def _to_result(self, field: _Field) -> None:
        words = field.code.split(None, 1)
        field.in_result = True
        field.generated = bool(words) and words[0].upper() in GENERATED
        self.codes_open -= 1
        self.generated_open += field.generated

    def _close(self, field: _Field) -> None:
        self.codes_open -= not field.in_result
        self.generated_open -= field.generated
