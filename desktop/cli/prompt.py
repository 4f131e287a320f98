"""`stormdat shell`: a Python prompt for whoever looks after an installation."""

import code

import click

_BANNER = (
    "STORM DAT. `services` is at hand: services.store, services.settings, services.jobs. "
    "What changes something is in `actions`: actions.sweeps.run(services, ...)."
)


@click.command(short_help="Open a Python prompt with the library and settings at hand.")
def prompt() -> None:
    """Open a Python prompt with `services`: settings, library, jobs and events of this user."""
    from stormdat_core import actions
    from stormdat_core.actions import retention  # noqa: F401 (it brings the others)
    from stormdat_core.services import open_services

    with open_services() as services:
        code.interact(_BANNER, local={"services": services, "actions": actions}, exitmsg="")
