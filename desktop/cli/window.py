"""`stormdat` and `stormdat window`: the window."""

from pathlib import Path

import click

from stormdat_core.cli.plugins import no_plugins


@click.command(short_help="Open the window (the default); check FILES in it.")
@no_plugins
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def window(files: tuple[Path, ...]) -> None:
    """Open the window; check FILES (or folders) in it.

    Where the window is open already, it gets the files and comes to the front.
    """
    from desktop.app import open_window
    from stormdat_core.paths import app_paths

    for file in files:
        if not file.exists():
            raise click.UsageError(f"“{file}” is neither a file nor a command.")
    open_window(app_paths(), tuple(file.absolute() for file in files))
