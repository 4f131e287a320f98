"""Help: rules, keys, licences, diagnostics."""

from webui.features.help.routes import FEATURE

__all__ = ["FEATURE"]
