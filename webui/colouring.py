"""The colours of findings as a style sheet, computed from the one table and the person's choice of scheme."""

from flask import Blueprint, Response

from stormdat_core.reports.colours import area_styles, chip_styles
from webui.context import services

bp = Blueprint("colouring", __name__)


@bp.get("/colours.css")
def chips() -> Response:
    """Return the fill and text of every chip and mark, as annotated copies have them."""
    scheme = services().settings.copy_colours
    return Response(chip_styles(scheme) + area_styles(scheme), mimetype="text/css")
