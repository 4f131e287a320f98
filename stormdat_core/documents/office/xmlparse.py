"""XML read as a stream by expat, with canonical names, no DTD, and bounded depth.

Office files may bind any prefix to a namespace and come in two sets of namespaces (transitional and
strict). Handlers see one spelling, `w:p`, `mc:Fallback`. Expat's own namespace processing costs about
40 % more time than none, so it is used only where the declarations in a part are not the usual ones.

A streamed part costs no tree: memory stays at the part's bytes, and 100,000 nested elements are no more
dangerous than 100,000 elements in a row.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from xml.parsers import expat

from stormdat_core.documents.office.dialects import (
    WORD,
    Declaration,
    Dialect,
    bindings,
    declarations,
    has_usual_names,
)
from stormdat_core.errors import UnreadableDocument

Attributes = list[str]
"""Attributes as expat gives them: name, value, name, value, ..."""
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]
Text = Callable[[str], None]

_XML = "http://www.w3.org/XML/1998/namespace"
_SPACE = b"xml:space"
_CHILDLESS = tuple(
    b"<%s xml:space=" % name for name in (b"w:t", b"w:delText", b"w:instrText", b"w:delInstrText", b"m:t")
)
"""Where Office writes `xml:space`: at elements that hold text alone, from which nothing inherits it."""


class Parser:
    """One parse of one part, which `run` does once. `at` tells handlers where in the bytes they are."""

    def __init__(
        self, start: Start, end: End | None = None, text: Text | None = None, dialect: Dialect = WORD
    ) -> None:
        self._start, self._end, self._text = start, end, text
        self._dialect = dialect
        self._expat: expat.XMLParserType | None = None
        self._names: _Names | None = None
        """Set when names have to be translated."""
        self._declared: Collection[Declaration] = ()
        self._bound: Mapping[str, frozenset[str]] | None = None
        self._spaces: _Spaces | None = None
        """Set when elements inherit `xml:space`, which Office's own programs never have them do."""

    def preserves(self, attributes: Attributes) -> bool:
        """Return whether the outer spaces of the element that begins are text (XML 1.0, section 2.10).

        Args:
            attributes: its own; where they say nothing, the nearest element around it decides.
        """
        return "preserve" in attributes if self._spaces is None else self._spaces.kept[-1]

    @property
    def at(self) -> int:
        """Byte offset of the tag or text being handled."""
        return self._expat.CurrentByteIndex if self._expat else 0

    def follow(self, start: Start, end: End) -> None:
        """Hand the elements from here on to these handlers; a handler may call it."""
        self._start, self._end = start, end
        self._set(start, end)

    def bound(self, prefix: str) -> frozenset[str]:
        """Return the namespaces that the part binds a prefix to, all over it; nearly always one.

        Values such as `Requires="wps"` name prefixes as the part spells them.
        """
        if self._bound is None:
            self._bound = bindings(self._declared)
        return self._bound.get(prefix, frozenset())

    def spelt(self, prefix: str) -> str:
        """Return how names of a namespace are spelt from here on that the dialect does not know.

        Args:
            prefix: as the part spells it. No element of its namespace may have been met.
        """
        if self._names is None:
            return prefix
        self._names.add(self.bound(prefix), f"!{prefix}")
        return f"!{prefix}"

    def digress(self, start: Start, end: End | None) -> None:
        """Hand elements to these handlers until `back` is called."""
        self._set(start, end)

    def back(self) -> None:
        """Hand elements again to those that followed before the digression."""
        self._set(self._start, self._end)

    def _set(self, start: Start, end: End | None) -> None:
        assert self._expat is not None
        names = self._names
        if self._spaces is not None:
            start, end = self._spaces.starting(start), self._spaces.ending(end)
        self._expat.StartElementHandler = start if names is None else names.translating(start)
        self._expat.EndElementHandler = end if names is None or end is None else names.translating_end(end)

    def run(self, data: bytes, part: str, file: str) -> None:
        """Parse `data`.

        Raises:
            UnreadableDocument: names the part when it is not well formed or carries a DTD.
        """
        declared = declarations(data)
        plain = has_usual_names(data, self._dialect, declared)
        self._declared, self._bound = declared, None
        self._names = None if plain else _Names(self._dialect)
        self._spaces = _Spaces() if _spaces_are_inherited(data) else None
        self._expat = parser = expat.ParserCreate(namespace_separator=None if plain else " ")
        parser.ordered_attributes = True
        parser.specified_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 65536
        self._set(self._start, self._end)
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.XmlDeclHandler = _check_encoding
        try:
            parser.Parse(data, True)
        except expat.ExpatError as exc:
            why = f"line {exc.lineno}: {expat.ErrorString(exc.code)}"
            raise UnreadableDocument(
                f"{file} is damaged: its part {part} is not well formed ({why}).",
                f"Open it in {self._dialect.program}, let {self._dialect.program} repair it, and save it.",
            ) from exc
        except _DoctypeFound:
            raise UnreadableDocument(
                f"{file} was refused: its part {part} carries a document type definition, which Office files "
                "never have and attacks use.",
                "Ask where the file comes from.",
            ) from None
        except _EncodingUnknown as exc:
            raise UnreadableDocument(
                f"{file} is damaged: its part {part} is written in the encoding “{exc}”, which Office files "
                "never use.",
                "Ask for the file again.",
            ) from None
        finally:
            self._expat = None
            self._forget()

    def _forget(self) -> None:
        """Let go of the handlers, which hold those who hold this parser.

        In such a ring a whole part's values would wait for the garbage collector, and reading pauses it.
        """
        self._start, self._end, self._text = _nothing, None, None
        self._declared = ()


def _nothing(*_: object) -> None:
    """Take a handler's place when there is nothing more to handle."""


class _DoctypeFound(Exception):
    pass


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeFound


class _EncodingUnknown(Exception):
    pass


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Refuse an encoding that expat cannot be taught, before it fails with an error of another kind."""
    if encoding is None or encoding.casefold() in ("utf-8", "utf-16"):
        return
    declaration = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    try:
        with suppress(expat.ExpatError):  # one that these few bytes are not in, such as UTF-16LE
            expat.ParserCreate().Parse(declaration, True)
    except (LookupError, ValueError):
        raise _EncodingUnknown(encoding[:40]) from None


def _spaces_are_inherited(data: bytes) -> bool:
    """Return whether `xml:space` may stand at an element that holds others; true where in doubt."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        return True
    left = data.count(_SPACE)
    for childless in _CHILDLESS:  # the first is nearly always all of them
        if left <= 0:
            break
        left -= data.count(childless)
    return left > 0


class _Spaces:
    """Follows what `xml:space` says; every start and every end of a part passes through here."""

    def __init__(self) -> None:
        self.kept = [False]
        """For each open element, outermost first, whether its spaces count."""

    def starting(self, start: Start) -> Start:
        kept = self.kept

        def started(name: str, attributes: Attributes) -> None:
            own = attribute(attributes, "xml:space")
            kept.append(own == "preserve" if own else kept[-1])
            start(name, attributes)

        return started

    def ending(self, end: End | None) -> End:
        kept = self.kept

        def ended(name: str) -> None:
            if end is not None:
                end(name)
            kept.pop()

        return ended


class _Names:
    """Canonical names met so far in a part whose declarations are not the usual ones."""

    def __init__(self, dialect: Dialect) -> None:
        self._prefixes = dict(dialect.prefixes)
        self._elements: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        self._bare = "?:" if b"" in dialect.taken else ""
        """What an element outside all namespaces is spelt with: bare names may belong to one."""

    def add(self, namespaces: Iterable[str], prefix: str) -> None:
        """Give namespaces that have none a prefix."""
        for namespace in namespaces:
            self._prefixes.setdefault(namespace, prefix)

    def translating(self, start: Start) -> Start:
        elements, attribute_names = self._elements, self._attributes

        def translated(name: str, attributes: Attributes) -> None:
            for i in range(0, len(attributes), 2):
                key = attributes[i]
                attributes[i] = attribute_names.get(key) or self._attribute(key)
            start(elements.get(name) or self._element(name), attributes)

        return translated

    def translating_end(self, end: End) -> End:
        elements = self._elements

        def translated(name: str) -> None:
            end(elements.get(name) or self._element(name))

        return translated

    def _element(self, name: str) -> str:
        found = self._elements[name] = self._canonical(name, self._bare)
        return found

    def _attribute(self, name: str) -> str:
        found = self._attributes[name] = self._canonical(name, "")
        return found

    def _canonical(self, name: str, bare: str) -> str:
        uri, _, local = name.rpartition(" ")
        if not uri:
            return bare + local
        prefix = "xml" if uri == _XML else self._prefixes.get(uri)
        if prefix is None:
            return f"?:{local}"
        return f"{prefix}:{local}" if prefix else local


def dispatch(
    starts: Mapping[str, Callable[[Attributes], None]], ends: Mapping[str, Callable[[], None]]
) -> tuple[Start, End]:
    """Return the two functions expat calls for every element; most elements have no handler."""
    starting: dict[str, Callable[[Attributes], None] | None] = dict(starts)
    ending: dict[str, Callable[[], None] | None] = dict(ends)

    # Asked of every element: to look a name up as an item is cheaper than to call `get`.
    def start(name: str, attributes: Attributes) -> None:
        try:
            handler = starting[name]
        except KeyError:
            handler = starting[name] = None
        if handler is not None:
            handler(attributes)

    def end(name: str) -> None:
        try:
            handler = ending[name]
        except KeyError:
            handler = ending[name] = None
        if handler is not None:
            handler()

    return start, end


def small_number(value: str) -> int | None:
    """Return a whole number of at most nine decimal digits, or None.

    A superscript digit is a digit to `isdigit` and no number to `int`, and `int` refuses very long ones.
    """
    return int(value) if value.isdecimal() and len(value) <= 9 else None


def attribute(attributes: Attributes, name: str, default: str = "") -> str:
    """Return the value of an attribute from expat's flat list."""
    if attributes and attributes[0] == name:  # as `w:val` of most elements, which have no other
        return attributes[1]
    for i in range(2, len(attributes), 2):
        if attributes[i] == name:
            return attributes[i + 1]
    return default


def elements(data: bytes, part: str, file: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield (local name, attributes by local name) of every element of a small part, in order."""
    found: list[tuple[str, Mapping[str, str]]] = []

    def start(name: str, attributes: Attributes) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        found.append((_local(name), {_local(key): value for key, value in pairs}))

    Parser(start).run(data, part, file)
    return iter(found)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
