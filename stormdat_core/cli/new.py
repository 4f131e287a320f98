"""`stormdat new`: the beginnings of a plug-in."""

from pathlib import Path

import click


@click.command(short_help="Write the beginnings of a plug-in, which work and pass their tests.")
@click.argument("kind", type=click.Choice(["rule", "reader", "report", "feature"]))
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="Where its folder is made; here without it.",
)
def new(kind: str, name: str, folder: Path) -> None:
    """Write a package NAME that brings one thing: a rule, a reader, a report, or a feature (pages).

    It works as it is written, and its tests pass. Install it into the environment of STORM DAT, and see
    `stormdat plugins`.
    """
    from stormdat_core.actions import plugins
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        written = plugins.begin(services, kind, name, folder)
    for path in written:
        click.echo(str(path))
