"""Help: every rule from its own docstring, keys, licences, and what to tell who looks after the program."""

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound

from stormdat_core.plugins import state
from stormdat_core.plugins.overview import overview
from stormdat_core.rules import profiles
from stormdat_core.sweep.doors import DOORS
from webui.context import context, services
from webui.feature import Feature
from webui.features.help import diagnostics, licences, rules
from webui.features.help.keys import KEYS

bp = Blueprint(
    "help", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


@bp.get("")
def index() -> str:
    """List the rules by colour, and lead to the rest."""
    profile = profiles.trusted(services().settings.profile, services().trust)
    return render_template("help/index.html", groups=rules.by_kind(profile), keys=KEYS)


@bp.get("/rules/<rule_id>")
def rule(rule_id: str) -> str:
    """Explain one rule."""
    found = rules.page(rule_id, profiles.trusted(services().settings.profile, services().trust))
    if found is None:
        raise NotFound
    return render_template("help/rule.html", page=found)


@bp.get("/keys")
def keys() -> str:
    """List the keys."""
    return render_template("help/keys.html", keys=KEYS)


@bp.get("/recordings")
def media() -> str:
    """Explain recording, playback, models and transcripts."""
    return render_template("help/media.html")


@bp.get("/plugins")
def plugin_list() -> str:
    """List what other packages bring, and what went wrong with it."""
    found = overview((*DOORS, context().door))
    told = {failure for each in found for failure in each.failures}
    others = [failure.sentence for failure in state.failures() if failure.sentence not in told]
    return render_template("help/plugins.html", plugins=found, others=others, allowed=state.allowed())


@bp.get("/licences")
def licence_list() -> str:
    """List what the program is made with and under which licence."""
    return render_template("help/licences.html", packages=licences.packages())


@bp.get("/licences/<name>")
def licence_text(name: str) -> str:
    """Show the licence files that a package brings along."""
    found = next((each for each in licences.packages() if each.name.casefold() == name.casefold()), None)
    if found is None:
        raise NotFound
    return render_template("help/licence.html", package=found, texts=licences.texts(found))


@bp.get("/diagnostics")
def diagnostic() -> str:
    """Show what helps to find a fault: versions and numbers, no names and no text of documents."""
    return render_template("help/diagnostics.html", text=diagnostics.report(services()))


FEATURE = Feature("help", "Help", bp, prefix="/help", icon="help", endpoint="help.index", group=1)
