"""Check: where documents come in."""

from webui.features.home.routes import FEATURE

__all__ = ["FEATURE"]
