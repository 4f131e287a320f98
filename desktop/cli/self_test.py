"""`stormdat self-test`: whether this installation is whole."""

import json

import click

from stormdat_core.cli.main import UNREADABLE
from stormdat_core.cli.plugins import no_plugins


@click.command(short_help="Try every part of this installation.")
@no_plugins
@click.option("--window", is_flag=True, help="Open a window too; needs a display.")
def self_test(window: bool) -> int:
    """Try every part of this installation on the sample report; print a report in JSON.

    Nothing of yours is read or changed. Exit code: 0 all parts work, 2 one does not.
    """
    from desktop.selftest.checks import CHECKS, WINDOW
    from desktop.selftest.run import run

    report = run((*CHECKS, *(WINDOW if window else ())))
    click.echo(json.dumps(report, indent=2))
    return 0 if report["ok"] else UNREADABLE
