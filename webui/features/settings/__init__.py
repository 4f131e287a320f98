"""Settings, made from the settings model."""

from webui.features.settings.routes import FEATURE

__all__ = ["FEATURE"]
