"""The application factory: features, checks, failures and what every template may use."""

import mimetypes
import secrets

from flask import Flask

from stormdat_core.plugins import Offer
from stormdat_core.services import Services
from webui import colouring, entrance, installing, problems, security, stream, wording
from webui.config import PRODUCTION, Config
from webui.context import KEY, Context
from webui.feature import Feature
from webui.features import DOOR
from webui.gate import Gate, PortNamedCookie
from webui.picking import Picker
from webui.requests import KeyConverter
from webui.seats import Seats
from webui.shell import BrowserShell, NativeShell
from webui.uploads import Uploads

_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".html": "text/html",
    ".json": "application/json",
    ".png": "image/png",
}
"""Pinned: on Windows the registry may call a script text, and browsers refuse to run such a one."""


def create_app(
    config: Config = PRODUCTION,
    services: Services | None = None,
    shell: NativeShell | None = None,
    launch_key: str | None = None,
) -> Flask:
    """Return the pages as a WSGI application.

    Args:
        config: how to run.
        services: what the pages show and do; the user's own when None. The caller closes them.
        shell: the window around the pages; a plain browser when None.
        launch_key: opens `/launch/KEY` once; `app.extensions["stormdat"].gate.new_key()` makes more.
    """
    app = Flask("webui", static_folder="static", static_url_path="/static")
    _configure(app, config)
    services = services or Services()
    _ = services.jobs  # made here, before two requests can ask for it at once
    security.install(app)
    problems.install(app)
    app.register_blueprint(entrance.bp)
    app.register_blueprint(stream.bp)
    app.register_blueprint(colouring.bp)
    features = installing.install(app)
    app.extensions[KEY] = _context(config, services, shell or BrowserShell(), launch_key, features)
    wording.install(app)
    return app


def _configure(app: Flask, config: Config) -> None:
    for suffix, kind in _TYPES.items():
        mimetypes.add_type(kind, suffix)
    app.config.update(
        TESTING=config.testing,
        TEMPLATES_AUTO_RELOAD=config.reload_templates,
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
        PROPAGATE_EXCEPTIONS=False,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.url_map.merge_slashes = False
    app.url_map.converters["key"] = KeyConverter
    app.session_interface = PortNamedCookie()
    app.jinja_options = {
        **app.jinja_options,
        "finalize": wording.shown,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }


def _context(
    config: Config,
    services: Services,
    shell: NativeShell,
    launch_key: str | None,
    features: tuple[Offer[Feature], ...],
) -> Context:
    return Context(
        config=config,
        services=services,
        shell=shell,
        gate=Gate(launch_key),
        features=features,
        door=DOOR,
        picker=Picker(shell, services.inbox, services.events),
        uploads=Uploads(services.paths, services.inbox),
        seats=Seats(config.streams),
    )
