"""Put features into the application. A plug-in's that does not fit keeps no page of ours from being made."""

from dataclasses import replace

from flask import Flask

from stormdat_core.errors import place_of
from stormdat_core.plugins import Offer
from stormdat_core.plugins.guard import failed
from webui.feature import Feature
from webui.features import DOOR


def install(app: Flask) -> tuple[Offer[Feature], ...]:
    """Register every feature, and return those that are there."""
    return tuple(found for offer in DOOR.offers() if (found := _installed(app, offer)) is not None)


def _installed(app: Flask, offer: Offer[Feature]) -> Offer[Feature] | None:
    feature = offer.item
    if not offer.foreign:
        app.register_blueprint(feature.blueprint, url_prefix=feature.prefix or None)
        return offer
    try:
        app.register_blueprint(feature.blueprint, url_prefix=feature.prefix or f"/{feature.id}")
    except Exception as exc:  # the boundary: any name or address of theirs may clash
        failed(offer.entry, feature.id, f"could not be installed ({place_of(exc)})")
        return None
    if feature.endpoint and not _leads_somewhere(app, feature):
        failed(offer.entry, feature.id, "names no page of its own for the sidebar")
        return replace(offer, item=replace(feature, endpoint=""))
    return offer


def _leads_somewhere(app: Flask, feature: Feature) -> bool:
    """Return whether the sidebar can lead to a feature: otherwise no page at all could be made."""
    if not feature.endpoint.startswith(f"{feature.id}."):
        return False
    own = (rule for rule in app.url_map.iter_rules() if rule.endpoint == feature.endpoint)
    return any(not rule.arguments for rule in own)
