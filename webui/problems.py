"""Failures as pages, and the same as JSON: what happened and what to do. Details go to the log."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from stormdat_core.errors import LockedSetting, SourceChanged, StoreUnusable, StormError, place_of
from stormdat_core.inbox import UnknownToken
from stormdat_core.plugins.guard import failed
from stormdat_core.store import NotStored, SweepRunning
from stormdat_core.sweep.picturing import Busy
from webui.context import KEY
from webui.shell import ShellBusy

_log = logging.getLogger("stormdat.pages")

_STATUS: tuple[tuple[type[StormError], int], ...] = (
    (NotStored, 404),
    (UnknownToken, 404),
    (LockedSetting, 403),
    (SweepRunning, 409),
    (SourceChanged, 409),
    (StoreUnusable, 503),
    (Busy, 503),
)
_WORDS = {
    400: ("This request cannot be used.", "Go back and try again."),
    401: ("This page is closed.", "Start STORM DAT again, or open the address that it printed."),
    403: ("This request was refused.", "Open the page from within STORM DAT."),
    404: ("There is nothing at this address.", "It may have been deleted. Go back to the start page."),
    405: ("This address cannot be used in this way.", "Go back and try again."),
    413: ("This is too large to be taken in.", "Choose a smaller file, or raise the limit in the settings."),
    415: ("This kind of content is not taken here.", "Open the page from within STORM DAT."),
    500: ("A mistake in the program kept this page from being made.", "Try again; the log says where."),
    503: ("STORM DAT cannot do this at the moment.", "Try again in a moment."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person is told."""

    status: int
    sentence: str
    hint: str

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase


def install(app: Flask) -> None:
    """Let every failure of `app` become a page or its JSON twin."""
    app.register_error_handler(StormError, _explained)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ValidationError, _bad_body)
    app.register_error_handler(ShellBusy, _busy)
    app.register_error_handler(Exception, _unforeseen)


def wants_json() -> bool:
    """Return whether a script asks rather than a person."""
    if request.method not in ("GET", "HEAD") or request.path.endswith(".json"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def answer(problem: Problem) -> Response:
    """Return a problem in the form that was asked for."""
    if wants_json():
        body = {"status": problem.status, "error": problem.sentence, "hint": problem.hint}
        response = jsonify(body)
    elif problem.status == HTTPStatus.UNAUTHORIZED:
        # Style sheets and scripts are closed too, so this page has none.
        response = make_response(render_template("closed.html", problem=problem))
    else:
        response = make_response(render_template("problem.html", problem=problem))
    response.status_code = problem.status
    return response


def _explained(error: StormError) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    return answer(Problem(status, str(error), error.hint))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:  # a redirect that Werkzeug raises
        return Response(error.get_body(), status, error.get_headers())
    sentence, hint = _WORDS.get(status, (HTTPStatus(status).description or HTTPStatus(status).phrase, ""))
    own = error.description if status in (401, 403, 415) else None
    return answer(Problem(status, own or sentence, hint))


def _bad_body(error: ValidationError) -> Response:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"])) or "body"
    return answer(Problem(400, f"“{place}” in the request cannot be used: {first['msg']}.", "Try again."))


def _busy(_: ShellBusy) -> Response:
    return answer(Problem(409, "Another dialog is open.", "Close it first."))


def _unforeseen(error: Exception) -> Response:
    _log.error("A page failed: %s %s", request.method, request.endpoint, exc_info=error)
    return answer(_of_plugin(error) or Problem(500, *_WORDS[500]))


def _of_plugin(error: Exception) -> Problem | None:
    """Return what is said where a page of a plug-in failed; None where it was one of ours."""
    features = current_app.extensions[KEY].features
    offer = next((each for each in features if each.foreign and each.item.id == request.blueprint), None)
    if offer is None:
        return None
    told = failed(offer.entry, offer.item.id, f"failed ({place_of(error)})")
    return Problem(500, str(told), told.hint)
