"""The start page: drop area, list and profile, recent sweeps."""

from flask import Blueprint, render_template

from stormdat_core.rules import profiles
from webui.context import services
from webui.feature import Feature

bp = Blueprint(
    "home", __name__, template_folder="templates", static_folder="static", static_url_path="/home/static"
)

_RECENT = 8


@bp.get("/")
def index() -> str:
    """Show where documents come in, and what was checked last."""
    own = services()
    names = profiles.shipped()
    recent = own.store.sweeps(limit=_RECENT)
    return render_template(
        "home/index.html",
        profiles=[profiles.load(name) for name in names],
        chosen_profile=own.settings.profile,
        recent=recent.items,
        total=recent.total,
        warnings=own.store.warnings,
    )


FEATURE = Feature("home", "Check", bp, icon="check", endpoint="home.index")
