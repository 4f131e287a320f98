"""What every route needs: the services, the window around the page, and this application's own state."""

from dataclasses import dataclass

from flask import current_app

from stormdat_core.plugins import Door, Offer
from stormdat_core.services import Services
from webui.config import Config
from webui.feature import Feature
from webui.gate import Gate
from webui.picking import Picker
from webui.seats import Seats
from webui.shell import NativeShell
from webui.uploads import Uploads

KEY = "stormdat"
"""Where the context hangs in `app.extensions`."""


@dataclass(frozen=True, slots=True)
class Context:
    """One running application."""

    config: Config
    services: Services
    shell: NativeShell
    gate: Gate
    features: tuple[Offer[Feature], ...]
    """Every feature with who brought it, in the order of the sidebar."""
    door: Door[Feature]
    """Where features come in."""
    picker: Picker
    uploads: Uploads
    seats: Seats


def context() -> Context:
    """Return the context of the application that serves this request."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Context)
    return found


def services() -> Services:
    """Return the services of the application that serves this request."""
    return context().services
