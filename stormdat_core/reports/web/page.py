"""Findings as one self-contained web page: readable anywhere, printable, without scripts.

The page follows WCAG 2.2 AA. Its content security policy allows its own style sheet, by hash, and nothing
else; text of the document is escaped all the same. Rules and severities are hidden and shown by check boxes
that the style sheet alone obeys; where a browser does not know how, everything is shown.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import ClassVar

from stormdat_core.model import FileResult
from stormdat_core.reports.base import ReportContext
from stormdat_core.reports.colours import Scheme
from stormdat_core.reports.contents import Counts, checked, count, cure, numbered, plugins_of, plural, verdict
from stormdat_core.reports.mark import blank_mark, output_file
from stormdat_core.reports.web import elements
from stormdat_core.reports.web.elements import escape, isolated, sentence
from stormdat_core.reports.web.findings import filter_styles, findings_table, overview_table

MOST_ROWS = 5_000
"""Findings on a page: more than anyone reads, and a browser still lays them out in a few seconds."""


@dataclass(frozen=True, slots=True)
class HtmlWriter:
    """Writes `.findings.html`."""

    id: ClassVar[str] = "html"
    label: ClassVar[str] = "Findings as a web page (.html)"
    suffix: ClassVar[str] = ".findings.html"
    formats: ClassVar[tuple[str, ...]] = ()
    most_rows: int = MOST_ROWS
    """Findings that are shown; the page says how many it leaves to the other reports."""

    def write(self, result: FileResult, target: Path, context: ReportContext) -> None:
        """Write the findings of one file to `target`.

        Raises:
            OutputRefused: the file cannot be written.
        """
        with output_file(target, result.path) as stream:
            for piece in _page(result, context, self.most_rows):
                stream.write(piece.encode())


def _page(result: FileResult, context: ReportContext, most: int) -> Iterator[str]:
    counts = count(result, context.decisions)
    yield _head(result, counts, context.style.colours)
    yield '<body>\n<a class="skip" href="#main">Skip to the findings</a>\n'
    yield _banner(result, counts)
    yield '<main id="main" tabindex="-1">\n'
    yield _not_audited(result)
    yield _not_read(result)
    yield _noted("copies", "Copies", context.notes)
    yield _noted("passed", "Passed over in the same sweep", context.passed_over)
    if counts.total and checked(result):
        yield f'<div class="work">\n{overview_table(counts)}'
        yield from findings_table(numbered(result, context.decisions, context.style.fixes)[:most], counts)
        yield "</div>\n"
    yield f"{_facts(result)}</main>\n{_footer(context)}</body>\n</html>\n"


def _head(result: FileResult, counts: Counts, scheme: Scheme) -> str:
    style = _style(counts, scheme)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="stormdat-output" content="{blank_mark(result.path)}">\n'
        f"<title>Findings: {escape(result.name)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _style(counts: Counts, scheme: Scheme) -> str:
    """Return the style sheet. Line ends are a line feed each, as the browser hashes them."""
    asset = resources.files("stormdat_core.reports") / "assets" / "report.css"
    written = "\n".join(asset.read_text("utf-8").splitlines())
    return f"\n{written}\n{elements.styles(scheme)}{filter_styles(counts)}"


def _banner(result: FileResult, counts: Counts) -> str:
    shown = f'<p class="verdict">{sentence(verdict(result, counts))}</p>\n' if checked(result) else ""
    return (
        f'<header>\n<p class="kicker">STORM DAT findings</p>\n<h1>{isolated(result.name)}</h1>\n'
        f"{shown}</header>\n"
    )


def _not_audited(result: FileResult) -> str:
    if not result.unaudited:
        return ""
    return (
        '<section class="notice failed" aria-labelledby="unaudited">\n'
        '<h2 id="unaudited">Markings not audited</h2>\n'
        f"<p>{sentence(result.unaudited.sentence)} {sentence(cure(result.unaudited))}</p>\n</section>\n"
    )


def _not_read(result: FileResult) -> str:
    failed = "" if checked(result) else _failure(result)
    if not result.warnings:
        return failed
    lines = "".join(f"<li>{sentence(warning)}</li>\n" for warning in result.warnings)
    return (
        f'{failed}<section class="notice" aria-labelledby="unread">\n<h2 id="unread">Not read</h2>\n'
        f"<ol>\n{lines}</ol>\n</section>\n"
    )


def _noted(name: str, heading: str, notes: Sequence[str]) -> str:
    """Return a section of sentences that are no findings; nothing without any."""
    if not notes:
        return ""
    lines = "".join(f"<li>{sentence(note)}</li>\n" for note in notes)
    return (
        f'<section class="notice" aria-labelledby="{name}">\n<h2 id="{name}">{heading}</h2>\n'
        f"<ol>\n{lines}</ol>\n</section>\n"
    )


def _failure(result: FileResult) -> str:
    hint = f"<p>{sentence(result.hint)}</p>\n" if result.hint else ""
    return (
        '<section class="notice failed" aria-labelledby="failed">\n'
        '<h2 id="failed">This file was not checked</h2>\n'
        f"<p>{sentence(result.error)}</p>\n{hint}</section>\n"
    )


def _facts(result: FileResult) -> str:
    facts = [
        ("File", isolated(result.name) + _digest(result.sha256)),
        ("Title", isolated(result.title) if result.title else ""),
        ("Text", f"{plural(result.characters, 'character')} read" if checked(result) else ""),
        ("Profile", _profile(result)),
        *(("Plug-in", isolated(item.words) + _digest(item.digest)) for item in plugins_of(result)),
        *(
            ("Acronym list", _list(item.name, item.rows, item.sha256) + _signature(told))
            for item, told in zip(result.lists, result.list_signatures, strict=True)
        ),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in facts if value)
    return (
        '<section aria-labelledby="facts">\n<h2 id="facts">What this report rests on</h2>\n'
        f'<dl class="facts">\n{lines}</dl>\n</section>\n'
    )


def _profile(result: FileResult) -> str:
    if not result.profile:
        return ""
    told = _signature(result.signatures.profile if result.signatures else "")
    return isolated(result.profile) + _digest(result.profile_digest) + told


def _signature(told: str) -> str:
    return f'<div class="signature">{isolated(told)}</div>' if told else ""


def _list(name: str, rows: int, digest: str) -> str:
    return f"{isolated(name)}, {plural(rows, 'row')}{_digest(digest)}"


def _digest(digest: str) -> str:
    return f'<div class="digest">SHA-256 {escape(digest)}</div>' if digest else ""


def _footer(context: ReportContext) -> str:
    made = context.made
    return (
        f"<footer>\n<p>Made by STORM DAT {escape(context.version)}, "
        f'<time datetime="{made.isoformat(timespec="seconds")}">{made:%Y-%m-%d %H:%M} UTC</time>. '
        "This page quotes the document: handle it as you handle the document.</p>\n</footer>\n"
    )
