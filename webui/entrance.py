"""The way in, and the question whether anybody is at home."""

from flask import Blueprint, jsonify, redirect, request, url_for
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
    if not _is_opened():
        raise Unauthorized("This address opens STORM DAT only when it is opened, not when it is looked at.")
    if not context().gate.admit(key):
        raise Unauthorized("This address was used already, or is too old. It opens STORM DAT only once.")
    return redirect(url_for("home.index"), 303)


def _is_opened() -> bool:
    """Return whether somebody opens the address: a preview, a prefetch or a HEAD must not spend its key."""
    told = [request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")]
    ahead = any(word in value.lower() for value in told for word in ("prefetch", "prerender", "preview"))
    return request.method == "GET" and not ahead


@bp.get("/health")
def health() -> Response:
    """Say that requests are answered, and by which version."""
    return jsonify(ok=True, version=version())
