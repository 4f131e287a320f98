"""What stands on the sheets of `.findings.xlsx`. Every text is a text to Excel, every number a number."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from itertools import islice
from typing import IO, TypeVar

from stormdat_core.model import Colour, FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.colours import SHADES, Scheme, kinds
from stormdat_core.reports.contents import (
    Counts,
    Numbered,
    checked,
    count,
    not_audited,
    numbered,
    plugins_of,
    verdict,
)
from stormdat_core.reports.data.columns import FINDINGS, PLACES, Column, not_checked, places
from stormdat_core.reports.naming import title
from stormdat_core.reports.spreadsheet.acronyms import write_acronyms
from stormdat_core.reports.spreadsheet.markings import write_markings
from stormdat_core.reports.spreadsheet.workbook import (
    FACT,
    HEAD,
    LABEL,
    PLAIN,
    TIME,
    TITLE,
    Book,
    Look,
    Sheet,
    Value,
    new_book,
)

Line = list[tuple[Value, Look]]
Row = TypeVar("Row")
_SUMMARY_WIDTHS = (26, 84, 14)
Fills = Mapping[Colour, Look]


def _fills(scheme: Scheme) -> Fills:
    return {colour: Look(ink=shade.text(scheme), fill=shade.fill(scheme)) for colour, shade in SHADES.items()}


def write_sheets(stream: IO[bytes], result: FileResult, context: ReportContext, most: int) -> None:
    """Write the workbook about `result` to a seekable stream, at most `most` rows on a sheet."""
    rows = numbered(result, context.decisions, context.style.fixes)
    fills, kept = _fills(context.style.colours), rows[:most]
    others = sum(len(row.finding.evidence) for row in kept)
    with new_book(stream, f"Findings: {result.name}", context.made) as book:
        with book.sheet("Summary", _SUMMARY_WIDTHS) as sheet:
            for line in _summary(result, context, fills, [*_left_out(len(rows), others, most)]):
                sheet.append(line)
        _write_findings(book, result, kept, fills)
        _write_places(book, kept, min(others, most))
        if result.acronyms is not None:
            write_acronyms(book, result.acronyms)
        if result.markings is not None:
            write_markings(book, result.markings)
        _write_not_read(book, result, context)


def _left_out(findings: int, others: int, most: int) -> Iterator[str]:
    """Yield a sentence for each sheet that has no room for all its rows."""
    room = f"The sheet has room for {most:,} of the {{:,}} {{}}; {{}} are left out. The JSON report has all."
    if findings > most:
        yield room.format(findings, "findings", f"the {findings - most:,} least severe and last")
    if others > most:
        yield room.format(others, "other places", f"the last {others - most:,}")


def _write_findings(book: Book, result: FileResult, kept: Sequence[Numbered], fills: Fills) -> None:
    remarks = [*not_checked(result)]
    with _table(book, "Findings", FINDINGS, len(remarks) + len(kept)) as sheet:
        for remark in remarks:
            sheet.append((value, PLAIN) for value in remark)
        for row in kept:
            fill = fills[row.finding.colour]
            sheet.append((column.value(row), fill if column.coloured else PLAIN) for column in FINDINGS)


def _write_places(book: Book, kept: Sequence[Numbered], most: int) -> None:
    with _table(book, "Other places", PLACES, most) as sheet:
        for place in islice(places(kept), most):
            sheet.append((column.value(place), PLAIN) for column in PLACES)


def _write_not_read(book: Book, result: FileResult, context: ReportContext) -> None:
    """Write what was not read, or only with a repair, and what copies could not hold or do."""
    whole = [] if checked(result) else [f"The whole file. {result.error} {result.hint}".strip()]
    said = [("markings", not_audited(result.unaudited))] if result.unaudited else []
    said += [("reading", text) for text in (*whole, *result.warnings)]
    said += [("copies", text) for text in context.notes]
    said += [("passed over", text) for text in context.passed_over]
    with book.sheet("Not read", (7, 12, 110), len(said) + 1) as sheet:
        sheet.append(_head("No.", "Concerns", "What a person should know"))
        for number, (concern, text) in enumerate(said, 1):
            sheet.append([(number, PLAIN), (concern, PLAIN), (text, PLAIN)])


@contextmanager
def _table(book: Book, name: str, columns: Sequence[Column[Row]], rows: int) -> Iterator[Sheet]:
    """Open a sheet whose head names the columns and that has `rows` rows below."""
    with book.sheet(name, [column.width for column in columns], rows + 1) as sheet:
        sheet.append((column.heading, HEAD) for column in columns)
        yield sheet


def _summary(
    result: FileResult, context: ReportContext, fills: Fills, left_out: Sequence[str]
) -> Iterator[Line]:
    counts = count(result, context.decisions)
    yield [("Findings", TITLE)]
    yield [("Outcome", LABEL), (verdict(result, counts), LABEL)]
    yield from (_pair("Left out", sentence) for sentence in left_out)
    yield from _facts(result, context)
    yield from _lists(result)
    if checked(result):
        yield from _counts(counts, fills)
    yield from _not_read(result)


def _pair(label: str, value: Value, look: Look = FACT) -> Line:
    return [(label, LABEL), (value, look)]


def _facts(result: FileResult, context: ReportContext) -> Iterator[Line]:
    yield _pair("File", result.name)
    yield _pair("SHA-256", result.sha256)
    yield _pair("Title", result.title)
    yield _pair("Format", result.format)
    yield _pair("Characters read", result.characters)
    yield _pair("Profile", result.profile)
    yield _pair("Profile digest", result.profile_digest)
    if result.signatures and result.signatures.profile:
        yield _pair("Profile signature", result.signatures.profile)
    for item in plugins_of(result):
        yield _pair("Plug-in", item.words)
        yield _pair("Plug-in digest", item.digest)
    yield _pair("STORM DAT version", context.version)
    yield _pair("Made (UTC)", context.made.astimezone(UTC).replace(tzinfo=None), TIME)


def _lists(result: FileResult) -> Iterator[Line]:
    yield []
    signed = result.list_signatures
    yield _head("Acronym list", "SHA-256", "Rows", *(["Signature"] if any(signed) else []))
    for item, told in zip(result.lists, signed, strict=True):
        facts: Line = [(item.name, PLAIN), (item.sha256, PLAIN), (item.rows, PLAIN)]
        yield [*facts, (told, PLAIN)] if told else facts
    if not result.lists:
        yield [("none used", PLAIN)]


def _counts(counts: Counts, fills: Fills) -> Iterator[Line]:
    yield []
    yield _head("Severity", "", "Findings")
    for severity, number in counts.by_severity.items():
        yield [(severity.word, PLAIN), (None, PLAIN), (number, PLAIN)]
    yield []
    yield _head("Kind", "Meaning", "Findings")
    for colour, number in counts.by_colour.items():
        name = kinds(colour, (item.rule for item in counts.by_rule if item.colour is colour))
        yield [(name, fills[colour]), (SHADES[colour].meaning, PLAIN), (number, PLAIN)]
    yield []
    yield _head("Finding", "Rule", "Findings")
    for item in counts.by_rule:
        yield [(title(item.rule), PLAIN), (item.rule, PLAIN), (item.total, PLAIN)]


def _not_read(result: FileResult) -> Iterator[Line]:
    yield []
    yield _head("Not read", "", "")
    for number, warning in enumerate(result.warnings, 1):
        yield [(number, FACT), (warning, PLAIN)]
    if not result.warnings:
        yield [("nothing was left unread" if checked(result) else "the whole file", PLAIN)]
    if result.unaudited:
        yield [("the security markings", FACT), (not_audited(result.unaudited), PLAIN)]


def _head(*titles: str) -> Line:
    return [(title, HEAD) for title in titles]
