"""`stormdat history`: the sweeps that the library keeps."""

import json
from typing import TYPE_CHECKING

import click

from stormdat_core.cli.main import OWN

if TYPE_CHECKING:
    from stormdat_core.model import Sweep
    from stormdat_core.store import StoredFile


@click.group(short_help="List and delete the sweeps that the library keeps.")
def history() -> None:
    """Sweeps stay in the library until they are deleted, here, in the window, or by a rule of retention."""


@history.command("list")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
def list_(limit: int, form: str) -> int:
    """List sweeps, the newest first.

    Exit code 70: the library was damaged, emptied or restored, so sweeps may be missing.
    """
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        found = services.store.sweeps(limit=limit)
        code = OWN if services.store.warnings else 0
    if form == "json":
        click.echo(json.dumps([_facts(sweep) for sweep in found.items], ensure_ascii=False, indent=1))
        return code
    for sweep in found.items:
        click.echo(_line(sweep))
    if found.total > len(found.items):
        click.echo(f"And {found.total - len(found.items):,} more.", err=True)
    if not found.total:
        click.echo("The library holds no sweep. Check something with: stormdat sweep PATH", err=True)
    return code


@history.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1), metavar="NUMBER")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer.")
def show(number: int, form: str) -> None:
    """Account for everything that a sweep was given: each file, and each thing that was passed over."""
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        sweep = services.store.sweep(number)
        files, over = services.store.files(number), services.store.passed_over(number)
    if form == "json":
        facts = {
            **_facts(sweep),
            "checked": [_file(file) for file in files],
            "passed_over": [{"name": name, "why": why} for name, why in over],
        }
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    click.echo(_line(sweep))
    for file in files:
        click.echo(f"{'Not checked' if file.error else 'Checked'}: {file.path.name} {file.error}".rstrip())
    for name, why in over:
        click.echo(f"Passed over: {name} {why}")


@history.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1, 2**63 - 1), metavar="NUMBER...")
def delete(numbers: tuple[int, ...]) -> None:
    """Delete sweeps with every trace of their text. Documents, copies and reports stay."""
    from stormdat_core.actions import sweeps
    from stormdat_core.cli.opening import open_services

    chosen = tuple(dict.fromkeys(numbers))
    with open_services() as services:
        erased = sweeps.delete(services, chosen)
    click.echo(f"Deleted {len(chosen):,} of the library.")
    if not erased:
        click.echo(erased.told, err=True)


def _facts(sweep: "Sweep") -> dict[str, object]:
    return {
        "number": sweep.id,
        "started": sweep.started.isoformat(timespec="seconds"),
        "state": sweep.state.value,
        "paths": [str(path) for path in sweep.request.paths],
        "profile": sweep.profile,
        "lists": [source.name for source in sweep.lists],
        "files": sweep.files,
        "failed": sweep.failed,
        "passed": sweep.passed,
        "findings": sum(sweep.counts.values()),
    }


def _file(file: "StoredFile") -> dict[str, object]:
    return {
        "path": str(file.path),
        "error": file.error or None,
        "hint": file.hint or None,
        "warnings": list(file.warnings),
        "findings": file.findings,
        "outputs": {form: str(path) for form, path in file.outputs.items()},
        "failures": list(file.failures),
    }


def _line(sweep: "Sweep") -> str:
    from stormdat_core.reports.contents import plural

    began = sweep.started.astimezone().strftime("%Y-%m-%d %H:%M")
    failed = f", {sweep.failed:,} not read" if sweep.failed else ""
    passed = f", {sweep.passed:,} passed over" if sweep.passed else ""
    counts = f"{plural(sweep.files, 'file')}{failed}{passed}, {plural(sum(sweep.counts.values()), 'finding')}"
    return f"{sweep.id:>6}  {began}  {sweep.state.value:<11}  {sweep.title}: {counts}"
