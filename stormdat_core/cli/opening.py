"""Services for a command, and what a person has to know about how the library was opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stormdat_core.services import Services


@contextmanager
def open_services() -> "Iterator[Services]":
    """Yield services, and print on standard error that the library was restored, emptied or begun anew."""
    from stormdat_core import services

    with services.open_services(told=_tell) as opened:
        yield opened


def _tell(warning: str) -> None:
    click.echo(f"stormdat: {warning}", err=True)
