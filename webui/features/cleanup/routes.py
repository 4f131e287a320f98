"""What may go: temporary files by age, items of the library by choice. Nothing goes unseen."""

from flask import Blueprint, flash, jsonify, render_template, url_for
from werkzeug.wrappers import Response

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


@bp.get("")
def index() -> str:
    """Show what would go."""
    own = services()
    preview = own.cleanup(dry_run=True)
    sweeps = own.store.sweeps(limit=_SHOWN)
    return render_template(
        "cleanup/index.html",
        preview=preview,
        listed=preview.removed[:_SHOWN],
        hours=own.settings.scratch_hours,
        sweeps=sweeps.items,
        total=sweeps.total,
    )


@bp.post("/scratch")
def scratch() -> Response:
    """Remove temporary files that are old enough."""
    body(Nothing)
    done = services().cleanup()
    if done.removed:
        flash(f"{plural(len(done.removed), 'temporary item')} removed, {size(done.size)} set free.", "done")
    for _, reason in done.kept[:10]:
        flash(reason, "warning")
    return jsonify(url=url_for("cleanup.index"), removed=len(done.removed))


FEATURE = Feature(
    "cleanup", "Cleanup", bp, prefix="/cleanup", icon="cleanup", endpoint="cleanup.index", group=1
)
