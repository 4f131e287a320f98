"""Services for a command, and what a person has to know about how the library was opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stormdat_core.services import Services
    from stormdat_core.settings import Settings
    from stormdat_core.site.trust import Trust


@contextmanager
def open_services() -> "Iterator[Services]":
    """Yield services, and print on standard error that the library was restored, emptied or begun anew."""
    from stormdat_core import services

    with services.open_services(told=_tell) as opened:
        yield opened


def trust_and_settings() -> "tuple[Trust, Settings]":
    """Return what a command without a library needs to heed the site; what is overruled is printed."""
    from stormdat_core import settings
    from stormdat_core.paths import app_paths
    from stormdat_core.site.trust import Trust

    paths = app_paths()
    loaded = settings.load(paths)
    own = loaded.settings
    for sentence in loaded.overruled:
        _tell(sentence)
    trust = Trust.of(paths.site, profiles=own.require_signed_profiles, lists=own.require_signed_lists)
    return trust, own


def _tell(warning: str) -> None:
    click.echo(f"stormdat: {warning}", err=True)
