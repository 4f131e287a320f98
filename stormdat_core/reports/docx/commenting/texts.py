"""What a comment says: what is wrong in plain words, how bad it is, the evidence and the cure.

The first comment of a copy says what was not done, what was found, and what the colours mean.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from stormdat_core.model import Colour
from stormdat_core.model.comments import OWN, type_of
from stormdat_core.reports.colours import SHADES, Scheme, kind
from stormdat_core.reports.contents import Numbered, evidence_words, plural
from stormdat_core.reports.docx.runs.markup import Names, escaped
from stormdat_core.reports.docx.runs.properties import Stamp
from stormdat_core.reports.naming import title
from stormdat_core.reports.text import shorten, visible

_MOST = 8
"""Findings that one comment spells out; the reports have all."""
_LONGEST = 1_000
"""Characters of a sentence."""
INITIALS, PROGRAM = "SD", "STORM DAT"


class Line(NamedTuple):
    """One paragraph of a comment."""

    bold: str
    text: str
    small: str = ""
    """What follows in small letters."""
    fill: str = ""
    """Shading behind what is bold, RRGGBB."""
    ink: str = ""
    """Colour of the text on it."""

    @property
    def whole(self) -> str:
        return self.bold + self.text + self.small


def lines(findings: Iterable[Numbered], *, in_place: bool) -> tuple[Line, ...]:
    """Return the paragraphs of a comment, the worst finding first.

    Args:
        findings: with their numbers.
        in_place: False when the comment does not stand at the text it is about, so that it has to say where.
    """
    rows = sorted(findings, key=lambda row: (-row.finding.severity, row.number))
    return tuple(_lines(rows, in_place=in_place))


def _lines(rows: list[Numbered], *, in_place: bool) -> Iterator[Line]:
    for row in rows[:_MOST]:
        finding = row.finding
        where = "" if in_place else f"{finding.where.label}: "
        weight = type_of(finding).name.lower() if finding.rule == OWN else finding.severity.word
        said = " " + _said(f"({weight}) {where}{finding.message}")
        name = title(finding.rule)
        yield Line(name, said, f" {finding.rule}" if finding.rule not in (name, OWN) else "")
        if finding.evidence:
            yield Line("", _said(f"See {evidence_words(finding.evidence)}."))
        if row.note:
            yield Line("", _said(f"Reviewer: {row.note}"))
        if row.fix:
            yield Line("", _said(f"Correction: {row.fix}"))
    if len(rows) > _MOST:
        yield Line("", f"And {plural(len(rows) - _MOST, 'finding')} more here: see the report.")


def _said(sentence: str) -> str:
    """Return a sentence as one line of text that Word shows as it is."""
    return shorten(" ".join(visible(sentence).split()), _LONGEST)


def opening(
    missing: Iterable[str], outcome: str, rows: Sequence[Numbered], scheme: Scheme
) -> tuple[Line, ...]:
    """Return the paragraphs of the comment that opens a copy: what was not done comes first.

    Args:
        missing: what was not done, in sentences.
        outcome: what was found, in a sentence.
        rows: the findings that the copy shows.
        scheme: of its colours.
    """
    found = Line("STORM DAT: ", _said(outcome))
    shown = Counter((row.finding.colour, kind(row.finding.colour, row.finding.rule)) for row in rows)
    legend = list(Colour)
    ordered = sorted(shown, key=lambda each: (legend.index(each[0]), each[1]))
    return (*gaps(missing), found, *(_meaning(*each, shown[each], scheme) for each in ordered))


def gaps(missing: Iterable[str]) -> tuple[Line, ...]:
    """Return the paragraphs that say what was not done."""
    return tuple(Line("Not done: ", _said(sentence)) for sentence in missing)


def _meaning(colour: Colour, name: str, number: int, scheme: Scheme) -> Line:
    shade = SHADES[colour]
    fill, ink = (shade.fill(scheme), shade.text(scheme)) if colour is not Colour.NONE else ("", "")
    return Line(name, f": {shade.meaning} ({number:,})", fill=fill, ink=ink)


def comment(names: Names, number: int, said: tuple[Line, ...], stamp: Stamp) -> bytes:
    """Return a `w:comment`."""
    inner = b"".join(_paragraph(names, line, first=at == 0) for at, line in enumerate(said))
    return names.element(
        b"comment", inner, id=f"{number}", author=stamp.author, date=stamp.date, initials=_initials(stamp)
    )


def _initials(stamp: Stamp) -> str:
    """Return the first letters of a name's words; those of the program are its own."""
    own = "".join(word[0] for word in stamp.author.split())[:4]
    return INITIALS if stamp.author == PROGRAM or not own else own.upper()


def _paragraph(names: Names, line: Line, *, first: bool) -> bytes:
    mark = names.element(b"r", names.empty(b"annotationRef")) if first else b""
    look = names.empty(b"b")
    if line.fill:
        look += names.empty(b"color", val=line.ink)
        look += names.empty(b"shd", val="clear", color="auto", fill=line.fill)
    small = names.empty(b"color", val="595959") + names.empty(b"sz", val="14")
    pieces = ((line.bold, look), (line.text, b""), (line.small, small))
    return names.element(b"p", mark + b"".join(_run(names, text, wanted) for text, wanted in pieces))


def _run(names: Names, text: str, look: bytes) -> bytes:
    if not text:
        return b""
    properties = names.element(b"rPr", look) if look else b""
    start = names.open(b"t")[:-1] + b' xml:space="preserve">'
    return names.element(b"r", properties + start + escaped(text) + names.close(b"t"))
