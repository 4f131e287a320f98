"""The colours of findings as a style sheet, computed from the one table and the person's choice of scheme."""

from flask import Blueprint, Response

from stormdat_core.reports.colours import chip_styles
from webui.context import services

bp = Blueprint("colouring", __name__)


@bp.get("/colours.css")
def chips() -> Response:
    """Return the fill and text of every chip and mark, as annotated copies have them."""
    return Response(chip_styles(services().settings.copy_colours), mimetype="text/css")
