"""`stormdat sweep`: check documents and write what was asked for."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stormdat_core.cli.main import FINDINGS, UNREADABLE
from stormdat_core.cli.plugins import no_plugins
from stormdat_core.model import Severity, SweepRequest

if TYPE_CHECKING:
    from stormdat_core.progress import JobContext
    from stormdat_core.sweep.runner import SweepSummary, SweptFile

_NOTES = 10
"""Remarks on one output that are printed; the reports have all."""
_NAMED = 20
"""Things passed over that are all named; `history show` names any number."""
_LEVELS = {level.word: level for level in Severity}


def _words(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip()) if value else ()


@click.command(short_help="Check documents; write annotated copies and reports.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--list",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Acronym list (.xlsx, .csv or a Word table). Repeatable; the first that knows an acronym wins. "
    "Without it, the lists that the settings name.",
)
@click.option(
    "--profile",
    metavar="NAME|FILE",
    help="Rules to judge by: a profile that comes with the program (standard unless the settings name "
    "another) or the path of a profile file.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for copies and reports. Without it nothing is written but the summary.",
)
@click.option(
    "--format",
    "formats",
    callback=_words,
    metavar="WORDS",
    help="What to write, separated by commas: docx (annotated copy), fixed (copy with corrections as tracked "
    "changes), xlsx, html, json, csv, crm and crm-docx (comment matrix).",
)
@click.option(
    "--fixes",
    type=click.Choice(["safe", "proposed"]),
    help="Which corrections a corrected copy makes: those that no careful editor would refuse (safe), or "
    "those too that are only proposed.",
)
@click.option(
    "--jobs", type=click.IntRange(0, 256), metavar="N", help="Files checked at once; 0 for one a processor."
)
@click.option("--no-cache", is_flag=True, help="Judge every file anew, also those that have not changed.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="warning",
    show_default=True,
    help="The least severe finding that makes the exit code 1. Security markings that the profile did not "
    "audit count like an error.",
)
@no_plugins
@click.option(
    "--quiet",
    "-q",
    is_flag=True,
    help="No progress, no summary; what was not done is still printed on standard error.",
)
def sweep(
    paths: tuple[Path, ...], lists: tuple[Path, ...], profile: str | None, out: Path | None,
    formats: tuple[str, ...], fixes: str | None, jobs: int | None, no_cache: bool, fail_on: str, quiet: bool,
) -> int:  # fmt: skip
    """Check documents and folders of documents.

    The files are only ever read. With --out, each gets its outputs in DIR: an annotated copy
    (NAME.annotated.docx), on request a corrected one (NAME.fixed.docx), and reports
    (NAME.findings.xlsx, .html, .json). Without PATH the sample that comes with the program is checked.

    What was not done (markings not audited, files or parts not read, things passed over) is printed on
    standard error, with --quiet too.

    Exit code: 0 nothing at or above --fail-on, findings somebody has decided about aside, 1 findings, or
    security markings that the profile did not audit (unless --fail-on never),
    2 a file could not be read (the others are still done), there was nothing to check, or there are no
    findings but a part of a file was not read, 64 bad usage, 70 the program's own settings,
    folders or library cannot be used.
    """
    from stormdat_core.actions import sweeps
    from stormdat_core.cli.opening import open_services

    if not paths and (lists or out):
        raise click.UsageError("Name the files or folders to check.")
    with open_services() as services:
        if not paths:
            from stormdat_core.sample import sample_list, sample_report

            paths, lists, out = (sample_report(),), (sample_list(),), services.paths.data / "sample-results"
        request = sweeps.request(
            services.settings, paths, lists=lists, kept=not lists, profile=profile or "", out=out,
            formats=formats, jobs=jobs, use_cache=not no_cache, fixes=fixes or "",
        )  # fmt: skip
        with _progress(quiet) as context:
            summary = sweeps.run(services, request, context)
    _print_missing(summary, request)
    if not quiet:
        _print(summary, request)
    return _code(summary, fail_on)


@contextmanager
def _progress(quiet: bool) -> "Iterator[JobContext]":
    """Yield a context that draws a bar with the remaining time on standard error, if a person is watching."""
    from stormdat_core.progress import JobContext, Progress

    if quiet:
        yield JobContext()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Checking", total=None, left="")

        def show(now: Progress) -> None:
            left = "" if now.eta is None else f"about {now.eta:.0f} s left"
            bar.update(line, completed=now.done, total=now.total, description=now.note[:40], left=left)

        yield JobContext(show)


def _print_missing(summary: "SweepSummary", request: SweepRequest) -> None:
    """Print on standard error what was not done: whoever wants no summary has to know that, too."""
    for line in (*_unproved(summary), *_unaudited(summary, request)):
        click.echo(line, err=True)
    for file in summary.files:
        for line in _missing_of(file):
            click.echo(line, err=True)
    for line in _passed_over(summary):
        click.echo(line, err=True)
    for line in _not_copied(summary, request.formats if request.out else ()):
        click.echo(line, err=True)


def _unproved(summary: "SweepSummary") -> "Iterator[str]":
    """Yield once what is not proved of the signatures of the profile and the lists."""
    told = (file.result.signatures for file in summary.files)
    yield from dict.fromkeys(line for each in told if each for line in each.unproved)


def _passed_over(summary: "SweepSummary") -> "Iterator[str]":
    """Yield what was passed over, each thing by name; of many the first of each kind, and where all stand."""
    from stormdat_core.reports.coverage import by_reason

    skipped = summary.skipped
    for each in by_reason((item.name, item.told) for item in skipped):
        yield f"Passed over: {each.sentence if len(skipped) > _NAMED else each.full_sentence}"
    if len(skipped) > _NAMED:
        yield f"Passed over in all: {len(skipped):,}. List them: stormdat history show {summary.sweep_id}"


def _missing_of(file: "SweptFile") -> "Iterator[str]":
    result = file.result
    if result.error:
        yield f"Not checked: {result.error} {result.hint}".rstrip()
    if result.unaudited:
        yield f"{result.name}: {result.unaudited.sentence}"
    yield from (f"{result.name}: {warning}" for warning in result.warnings)
    if not result.error and not result.characters:
        yield f"{result.name}: no text to check"
    yield from (f"{output.error} {output.hint}".rstrip() for output in file.outputs if output.error)


def _print(summary: "SweepSummary", request: SweepRequest) -> None:
    for file in summary.files:
        if not file.result.error:
            _print_file(file)
    click.echo(_total(summary))
    out = request.out
    click.echo(
        f"Results are in {out.absolute()}" if out else "Add --out DIR to write annotated copies and reports."
    )


def _print_file(file: "SweptFile") -> None:
    click.echo(_line(file))
    if file.result.unmarked:
        click.echo(f"    {file.result.unmarked}")
    for output in file.outputs:
        for note in output.notes[:_NOTES]:
            click.echo(f"    {note}")


def _not_copied(summary: "SweepSummary", formats: tuple[str, ...]) -> "Iterator[str]":
    """Yield what of the wanted outputs is not made of some files."""
    kinds = {file.result.format for file in summary.files} - {""}
    if "docx" in formats and kinds - {"docx", "xlsx"}:
        yield "Annotated copies are written of Word and Excel files; the other files got reports."
    if "fixed" in formats and kinds - {"docx"}:
        yield "Corrected copies are written of Word documents only."


def _unaudited(summary: "SweepSummary", request: SweepRequest) -> "Iterator[str]":
    """Yield what has to be read before anything else: markings that nobody audited, and the way to do it."""
    from stormdat_core.reports.coverage import AUDITING, named

    names = summary.coverage.unaudited
    if names:
        yield f"Not audited: security markings in {named(names)}."
        if any(file.result.unaudited and file.result.unaudited.profile for file in summary.files):
            yield f"    Check again with: {shlex.join(_command(request, AUDITING))}"


def _command(request: SweepRequest, profile: str) -> list[str]:
    """Return the command that does the same by another profile."""
    lists = [word for path in request.lists for word in ("--list", str(path))]
    out = ["--out", str(request.out), "--format", ",".join(request.formats)] if request.out else []
    return ["stormdat", "sweep", *map(str, request.paths), *lists, "--profile", profile, *out]


def _line(file: "SweptFile") -> str:
    from stormdat_core.reports.contents import complete

    result = file.result
    levels = file.levels
    words = ", ".join(f"{levels[level]:,} {level.word}" for level in reversed(Severity) if levels[level])
    nothing = "no findings" if complete(result) else "no findings in what was checked"
    nothing = nothing if result.characters else "no text to check"
    return f"{result.name}: {words or nothing}"


def _total(summary: "SweepSummary") -> str:
    """Return what was done and what was not: nothing is left out of it."""
    findings = sum(file.findings for file in summary.files)
    coverage = summary.coverage
    decided = findings - summary.undecided.total()
    known = f" ({decided:,} of them decided)" if decided else ""
    counted = f"{findings:,} finding{'' if findings == 1 else 's'}{known}."
    gaps = [gap for gap in coverage.gaps if gap != coverage.sentence]
    return " ".join([coverage.sentence, counted, *gaps])


def _code(summary: "SweepSummary", fail_on: str) -> int:
    from stormdat_core.reports.coverage import unread

    if summary.failed or any(output.error for file in summary.files for output in file.outputs):
        return UNREADABLE
    if not summary.files:
        return UNREADABLE
    # A document without any text warns of that too.
    gap = UNREADABLE if any(unread(file.result.warnings) for file in summary.files) else 0
    least = _LEVELS.get(fail_on)
    if least is None:
        return gap
    if summary.coverage.unaudited:  # worse than any finding: nobody knows what they would have been
        return FINDINGS
    return FINDINGS if any(severity >= least for severity in summary.undecided) else gap
