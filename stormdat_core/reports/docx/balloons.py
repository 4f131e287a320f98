"""What a comment says: for each finding the rule, how bad it is, what is wrong, the evidence and the cure."""

from collections.abc import Iterable, Iterator

from stormdat_core.reports.contents import Numbered, evidence_words, plural
from stormdat_core.reports.docx.markup import Names, escaped
from stormdat_core.reports.docx.properties import Stamp
from stormdat_core.reports.text import shorten, visible

_MOST = 8
"""Findings that one comment spells out; the reports have all."""
_LONGEST = 1_000
"""Characters of a sentence."""
INITIALS = "SD"

Line = tuple[str, str]
"""What is set bold, and what follows it."""


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
        yield finding.rule, " " + _said(f"({finding.severity.word}) {where}{finding.message}")
        if finding.evidence:
            yield "", _said(f"See {evidence_words(finding.evidence)}.")
        if row.fix:
            yield "", _said(f"Correction: {row.fix}")
    if len(rows) > _MOST:
        yield "", f"And {plural(len(rows) - _MOST, 'finding')} more here: see the report."


def _said(sentence: str) -> str:
    """Return a sentence as one line of text that Word shows as it is."""
    return shorten(" ".join(visible(sentence).split()), _LONGEST)


def comment(names: Names, number: int, said: tuple[Line, ...], stamp: Stamp) -> bytes:
    """Return a `w:comment`."""
    inner = b"".join(_paragraph(names, line, first=at == 0) for at, line in enumerate(said))
    return names.element(
        b"comment", inner, id=f"{number}", author=stamp.author, date=stamp.date, initials=INITIALS
    )


def _paragraph(names: Names, line: Line, *, first: bool) -> bytes:
    bold, text = line
    mark = names.element(b"r", names.empty(b"annotationRef")) if first else b""
    return names.element(b"p", mark + _run(names, bold, bold=True) + _run(names, text, bold=False))


def _run(names: Names, text: str, *, bold: bool) -> bytes:
    if not text:
        return b""
    properties = names.element(b"rPr", names.empty(b"b")) if bold else b""
    start = names.open(b"t")[:-1] + b' xml:space="preserve">'
    return names.element(b"r", properties + start + escaped(text) + names.close(b"t"))
