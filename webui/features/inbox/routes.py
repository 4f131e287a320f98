"""How files come in. A page learns tokens and names; it never sends or receives a path.

Drops and dialogs belong to the window; a browser sends the files themselves, in a batch.
"""

from typing import Annotated

from flask import Blueprint, jsonify, request
from pydantic import Field
from werkzeug.wrappers import Response

from stormdat_core.errors import StormError
from stormdat_core.inbox import Delivery
from stormdat_core.sample import sample_list, sample_report
from webui.context import context, services
from webui.feature import Feature
from webui.picking import Kind
from webui.requests import Body, body
from webui.security import takes_bytes
from webui.uploads import MOST_LEFT_OUT, PURPOSES, Purpose

bp = Blueprint("inbox", __name__)

_MOST_DROPPED = 10_000


class NoPaths(StormError):
    """A drop whose paths the window did not learn."""

    hint = "Use Choose files or Choose folder."


class Dropped(Body):
    zone: Purpose
    files: Annotated[list[tuple[str, int]], Field(max_length=_MOST_DROPPED)]


class Pick(Body):
    request: Annotated[str, Field(pattern=r"^[a-z0-9]{8,40}$")]
    kind: Kind


class Batch(Body):
    purpose: Purpose


class Nothing(Body):
    """A body that says no more than its address."""


class Finished(Body):
    left_out: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1000)]], Field(max_length=MOST_LEFT_OUT)
    ] = Field(default_factory=list)
    """What was chosen with the files and not sent, by name."""


@bp.post("/drop")
def drop() -> Response:
    """Give the last drop on the window a token, if it is the one the page saw."""
    told = body(Dropped)
    paths = context().shell.take_drop(told.files)
    if not paths:
        raise NoPaths("The window did not learn where the dropped files are.")
    return _given(services().inbox.put(paths, PURPOSES[told.zone]))


@bp.post("/pick")
def pick() -> tuple[Response, int]:
    """Open a native dialog. What is chosen comes as an event of topic `pick:REQUEST`."""
    told = body(Pick)
    context().picker.start(told.request, told.kind)
    return jsonify(request=told.request), 202


@bp.post("/sample")
def sample() -> Response:
    """Give the sample report and its list a token each."""
    body(Nothing)
    inbox = services().inbox
    documents = inbox.put([sample_report()])
    lists = inbox.put([sample_list()], "list")
    return jsonify(documents=documents.token, lists=lists.token)


@bp.post("/batches")
def begin() -> tuple[Response, int]:
    """Begin a batch of uploads."""
    batch = context().uploads.begin(PURPOSES[body(Batch).purpose])
    return jsonify(batch=batch), 201


@bp.post("/batches/<batch>/files")
@takes_bytes
def upload(batch: str) -> tuple[Response, int]:
    """Take in one file, whose name is in the query and whose bytes are the body."""
    size = request.content_length or 0
    request.max_content_length = size
    name = context().uploads.add(batch, request.args.get("name", ""), request.stream.read, size)
    return jsonify(name=name), 201


@bp.post("/batches/<batch>/done")
def finish(batch: str) -> Response:
    """Move a batch into the inbox."""
    return _given(context().uploads.finish(batch, body(Finished).left_out))


def _given(delivery: Delivery) -> Response:
    return jsonify(token=delivery.token, names=list(delivery.names))


FEATURE = Feature("inbox", "Inbox", bp, prefix="/inbox")
