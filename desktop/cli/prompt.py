"""`stormdat shell`: a Python prompt for whoever looks after an installation."""

import code
from importlib import import_module
from pkgutil import iter_modules

import click

_BANNER = (
    "STORM DAT. `services` is at hand: services.store, services.settings, services.jobs. "
    "What changes something is in `actions`: actions.sweeps.run(services, ...)."
)


@click.command(short_help="Open a Python prompt with the library and settings at hand.")
def prompt() -> None:
    """Open a Python prompt with `services` (settings, library, jobs, events of this user) and `actions`."""
    from stormdat_core import actions
    from stormdat_core.services import open_services

    for module in iter_modules(actions.__path__):
        import_module(f"{actions.__name__}.{module.name}")
    with open_services() as services:
        code.interact(_BANNER, local={"services": services, "actions": actions}, exitmsg="")
