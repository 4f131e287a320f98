"""A page: which of the last checks minutes were part of."""

from flask import Blueprint, render_template

from stormdat_minutes.reader import MINUTES
from webui.context import services
from webui.feature import Feature

bp = Blueprint("minutes", __name__, template_folder="templates")
_LAST = 20


@bp.get("")
def index() -> str:
    """List the checks that read minutes, the newest first."""
    store = services().store
    found = [
        (sweep, [file.name for file in store.files(sweep.id) if file.format == MINUTES.id])
        for sweep in store.sweeps(limit=_LAST).items
    ]
    return render_template("stormdat_minutes/index.html", found=[each for each in found if each[1]])


FEATURE = Feature(
    id="minutes",
    title="Minutes",
    blueprint=bp,
    prefix="/minutes",
    icon="list",
    endpoint="minutes.index",
    group=1,
)
