"""What keeps every other page and process out: each route is closed unless it says otherwise.

A request must name this server as its host (no DNS rebinding), come from this server's own pages (other
programs on 127.0.0.1 count as the same site, so a SameSite cookie alone does not keep them out), carry the
session cookie, and, when it changes something, carry JSON, which no foreign form or simple request can.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    RequestEntityTooLarge,
    Unauthorized,
    UnsupportedMediaType,
)

from webui.config import MIB
from webui.context import context, services
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


UNREAD = "stormdat.unread"
"""Stands in the environment of a request whose body the server has left unread."""


def open_to_all(view: View) -> View:
    """Mark a view that needs no cookie."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def takes_bytes(view: View) -> View:
    """Mark a view whose body is a file, of the size that the settings allow."""
    view.takes_bytes = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Put the checks before every request of `app`, static files included, and the headers to answers."""
    app.before_request(_check_caller)
    app.before_request(_check_body)
    app.before_request(_check_that_it_was_read)
    app.after_request(_harden)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a request may have, judged by its head alone."""

    is_own: bool = False
    """Whether it comes from our own pages, or holds the key to them."""
    body_bytes: int = 0
    """The largest body to be read."""


def admission(app: Flask, environ: dict[str, Any]) -> Admission:
    """Put the checks to the head of a request, before its body is read.

    Args:
        app: what `create_app` returned.
        environ: the request as WSGI has it; its input is not touched.
    """
    with app.request_context(environ):
        try:
            _check_caller()
            own = not _is_marked("is_open") or _has_key()
        except HTTPException:
            return Admission()
        try:
            _check_body()
        except HTTPException:
            return Admission(own)
        return Admission(own, 0 if request.method in _SAFE else _most_bytes())


def _check_caller() -> None:
    _check_host()
    _check_origin()
    _check_visitor()


def _has_key() -> bool:
    """Return whether the request names an unused launch key; it stays unused."""
    return context().gate.expects((request.view_args or {}).get("key", ""))


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
    if (request.content_length or 0) > _most_bytes():
        raise RequestEntityTooLarge


def _most_bytes() -> int:
    """Return the size of the largest body that the address of this request takes."""
    if _is_marked("takes_bytes"):
        return services().settings.file_size_mib * MIB
    return context().config.body_bytes


def _check_that_it_was_read() -> None:
    if request.environ.get(UNREAD):  # without its length, or with a question that has no body
        raise RequestEntityTooLarge("This request came with content that was not read.")


def _is_marked(mark: str) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, mark, False))


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.pop("Server", None)
    return response
