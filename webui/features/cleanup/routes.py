"""What may go: temporary files by age, items of the library by choice or by rule. Nothing goes unseen."""

from typing import Annotated

from flask import Blueprint, flash, jsonify, render_template, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from stormdat_core.actions import retention
from stormdat_core.errors import StormError
from webui.context import services
from webui.feature import Feature
from webui.requests import Body, body
from webui.wording import plural, size

bp = Blueprint(
    "cleanup", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)

_SHOWN = 200


class Nothing(Body):
    """A body that says no more than its address."""


class Seen(Body):
    """Which items the page told would go, by their digest."""

    seen: Annotated[str, Field(max_length=64)]


@bp.get("")
def index() -> str:
    """Show what would go."""
    own = services()
    preview = retention.leftovers(own)
    sweeps = own.store.sweeps(limit=_SHOWN)
    expired = retention.expired(own)
    return render_template(
        "cleanup/index.html",
        preview=preview,
        listed=preview.removed[:_SHOWN],
        hours=own.settings.scratch_hours,
        rules=retention.days(own.settings),
        expired=expired[:_SHOWN],
        expired_total=len(expired),
        seen=retention.digest(expired),
        sweeps=sweeps.items,
        total=sweeps.total,
    )


@bp.post("/scratch")
def scratch() -> Response:
    """Remove temporary files that are old enough."""
    body(Nothing)
    done = retention.clean(services())
    if done.removed:
        flash(f"{plural(len(done.removed), 'temporary item')} removed, {size(done.size)} set free.", "done")
    for _, reason in done.kept[:10]:
        flash(reason, "warning")
    return jsonify(url=url_for("cleanup.index"), removed=len(done.removed))


@bp.post("/rules")
def rules() -> Response:
    """Delete what the rules of retention let go, if it is what the person has agreed to."""
    seen = body(Seen).seen
    own = services()
    found = retention.expired(own)
    if retention.digest(found) != seen:
        raise StormError("What the rules let go has changed meanwhile.", "Load the page again.")
    done = retention.apply(own, found)
    flash(f"{plural(len(done.removed), 'item')} deleted by the rules of retention.", "done")
    for item, reason in done.kept[:10]:
        flash(f"{item.title}: {reason}", "warning")
    if not done.erased:
        flash(done.erased.told, "warning")
    return jsonify(url=url_for("cleanup.index"), removed=len(done.removed))


FEATURE = Feature(
    "cleanup", "Cleanup", bp, prefix="/cleanup", icon="cleanup", endpoint="cleanup.index", group=1
)
