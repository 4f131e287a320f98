"""`stormdat cleanup`: remove temporary files, and what the rules of retention let go."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stormdat_core.services import Services


@click.command(short_help="Remove temporary files, and what is older than the rules of retention allow.")
@click.option("--library", is_flag=True, help="Also apply the rules of retention that the settings hold.")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
def cleanup(library: bool, dry_run: bool) -> None:
    """Remove temporary files older than 24 hours, and unfinished outputs that a crash left behind.

    With --library, checks, recordings and transcripts go too that are older than the settings
    keep-sweeps-days, keep-recordings-days and keep-transcripts-days. Without it nothing of the library is
    touched; copies and reports never are.
    """
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        _scratch(services, dry_run=dry_run)
        if library:
            _library(services, dry_run=dry_run)


def _scratch(services: "Services", *, dry_run: bool) -> None:
    from stormdat_core.actions import retention

    cleaned = retention.leftovers(services) if dry_run else retention.clean(services)
    for item in cleaned.removed:
        click.echo(f"{'Would remove' if dry_run else 'Removed'} {item.path}")
    for path, reason in cleaned.kept:
        click.echo(f"Kept {path}: {reason}", err=True)
    verb = "would be removed" if dry_run else "removed"
    click.echo(f"{len(cleaned.removed):,} {verb}, {cleaned.size:,} bytes.")


def _library(services: "Services", *, dry_run: bool) -> None:
    from stormdat_core.actions import retention

    found = retention.expired(services)
    applied = retention.Applied(found) if dry_run else retention.apply(services, found)
    for item in applied.removed:
        verb = "Would remove" if dry_run else "Removed"
        click.echo(f"{verb} {item.kind} {item.id}: {item.title}, {item.made:%Y-%m-%d}")
    for item, reason in applied.kept:
        click.echo(f"Kept {item.kind} {item.id}: {reason}", err=True)
    if not retention.days(services.settings):
        click.echo("No rule of retention is set, so the library was left alone.")
    if not applied.erased:
        click.echo(applied.erased.told, err=True)
