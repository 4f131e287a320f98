"""The start page: drop area, list and profile, recent sweeps."""

from pathlib import Path
from typing import Annotated

from flask import Blueprint, jsonify, render_template
from pydantic import Field
from werkzeug.wrappers import Response

from stormdat_core.actions import lists
from stormdat_core.errors import StormError
from webui.context import context, services
from webui.feature import Feature
from webui.requests import Body, body
from webui.site_choices import from_site, list_choices, lists_named, profile_choices

bp = Blueprint(
    "home", __name__, template_folder="templates", static_folder="static", static_url_path="/home/static"
)

_RECENT = 8


class Keep(Body):
    """Lists to be kept for every check, by their token."""

    token: Annotated[str, Field(max_length=64)]


class Drop(Body):
    """A kept list that is to go: its place among them, and its name as the page showed it."""

    place: Annotated[int, Field(ge=0, le=10_000)]
    name: Annotated[str, Field(max_length=1000)]


class SiteList(Body):
    """A list of the site, by the name of its file."""

    name: Annotated[str, Field(max_length=1000)]


@bp.get("/")
def index() -> str:
    """Show where documents come in, and what was checked last."""
    own = services()
    recent = own.store.sweeps(limit=_RECENT)
    return render_template(
        "home/index.html",
        profiles=profile_choices(),
        chosen_profile=own.settings.profile,
        kept=[(Path(each).name, from_site(Path(each))) for each in own.settings.lists],
        lists_locked=own.settings.locked("lists"),
        profile_locked=own.settings.locked("profile"),
        site_lists=list_choices(),
        recent=recent.items,
        total=recent.total,
        decided=own.store.review.decided([sweep.id for sweep in recent.items]),
        warnings=own.store.warnings,
    )


@bp.post("/lists")
def keep_lists() -> Response:
    """Keep lists for every check. Only files have a place to be kept at; an upload is a copy that goes."""
    token = body(Keep).token
    own = services()
    if not context().shell.native:
        raise StormError("A browser cannot keep a list.", "Set lists in the settings file.")
    return jsonify(kept=lists.keep(own, own.inbox.get(token).paths))


@bp.post("/lists/drop")
def drop_list() -> Response:
    """Keep a list no longer. The file stays."""
    told = body(Drop)
    return jsonify(kept=lists.drop(services(), told.place, told.name))


@bp.post("/lists/site")
def site_list() -> Response:
    """Give a list of the site a token, by which the next check names it."""
    (path,) = lists_named([body(SiteList).name])
    given = services().inbox.put([path], "list")
    return jsonify(token=given.token, names=[path.name])


FEATURE = Feature("home", "Check", bp, icon="check", endpoint="home.index")
