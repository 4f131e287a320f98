"""`stormdat shell`: a Python prompt for whoever looks after an installation."""

import code

import click

_BANNER = (
    "STORM DAT. `services` is at hand: services.store, services.settings, services.jobs, services.sweep()."
)


@click.command(short_help="Open a Python prompt with the library and settings at hand.")
def prompt() -> None:
    """Open a Python prompt with `services`: settings, library, jobs and events of this user."""
    from stormdat_core.services import open_services

    with open_services() as services:
        code.interact(_BANNER, local={"services": services}, exitmsg="")
