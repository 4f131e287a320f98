"""`stormdat cleanup`: remove temporary files."""

import click


@click.command(short_help="Remove temporary files that are no longer needed.")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
def cleanup(dry_run: bool) -> None:
    """Remove temporary files older than 24 hours, and unfinished outputs that a crash left behind.

    Sweeps, findings, copies and reports are never touched.
    """
    from stormdat_core.services import open_services

    with open_services() as services:
        cleaned = services.cleanup(dry_run=dry_run)
    for item in cleaned.removed:
        click.echo(f"{'Would remove' if dry_run else 'Removed'} {item.path}")
    for path, reason in cleaned.kept:
        click.echo(f"Kept {path}: {reason}", err=True)
    verb = "would be removed" if dry_run else "removed"
    click.echo(f"{len(cleaned.removed):,} {verb}, {cleaned.size:,} bytes.")
