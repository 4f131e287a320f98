"""The way in, and the question whether anybody is at home."""

from flask import Blueprint, jsonify, redirect, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from stormdat_core import version
from webui.context import context
from webui.security import open_to_all

bp = Blueprint("entrance", __name__)


@bp.get("/launch/<key>")
@open_to_all
def launch(key: str) -> Response:
    """Exchange the launch key for the session cookie. A key opens once."""
    if not context().gate.admit(key):
        raise Unauthorized("This address was used already. It opens STORM DAT only once.")
    return redirect(url_for("home.index"), 303)


@bp.get("/health")
def health() -> Response:
    """Say that requests are answered, and by which version."""
    return jsonify(ok=True, version=version())
