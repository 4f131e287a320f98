"""What keeps every other page and process out: each route is closed unless it says otherwise.

A request must name this server as its host (no DNS rebinding), come from this server's own pages (other
programs on 127.0.0.1 count as the same site, so a SameSite cookie alone does not keep them out), carry the
session cookie, and, when it changes something, carry JSON, which no foreign form or simple request can.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge, Unauthorized, UnsupportedMediaType

from webui.context import context
from webui.gate import server_port

View = TypeVar("View", bound=Callable[..., object])

JSON, BYTES = "application/json", "application/octet-stream"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({"same-origin", "none"})
"""Values of `Sec-Fetch-Site`: sent by our pages, or by the person alone (an address typed or opened)."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def open_to_all(view: View) -> View:
    """Mark a view that needs no cookie."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def takes_bytes(view: View) -> View:
    """Mark a view whose body is a file; it sets its own limit on the size."""
    view.takes_bytes = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Put the checks before every request of `app`, static files included, and the headers to answers."""
    app.before_request(_check_host)
    app.before_request(_check_origin)
    app.before_request(_check_visitor)
    app.before_request(_check_body)
    app.after_request(_harden)


def _check_host() -> None:
    if request.environ.get("HTTP_HOST", "") != f"127.0.0.1:{server_port()}":
        raise Forbidden("This address does not belong to STORM DAT.")


def _check_origin() -> None:
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    unnamed = origin is None and site is None and request.method not in _SAFE
    foreign = origin is not None and origin != f"http://127.0.0.1:{server_port()}"
    if foreign or unnamed or (site is not None and site not in _OWN):
        raise Forbidden("Only STORM DAT's own pages may ask for this.")


def _check_visitor() -> None:
    if not (_is_marked("is_open") or context().gate.knows_visitor()):
        raise Unauthorized(
            "This page belongs to an earlier start of STORM DAT, or was opened without its key."
        )


def _check_body() -> None:
    if request.method in _SAFE:
        return
    wanted = BYTES if _is_marked("takes_bytes") else JSON
    if request.mimetype != wanted:
        raise UnsupportedMediaType(f"This address takes {wanted} only.")
    if wanted == JSON and (request.content_length or 0) > context().config.body_bytes:
        raise RequestEntityTooLarge


def _is_marked(mark: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, mark, False))


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.pop("Server", None)
    return response
