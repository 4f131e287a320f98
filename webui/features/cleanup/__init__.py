"""Cleanup: what may go, by age or by choice."""

from webui.features.cleanup.routes import FEATURE

__all__ = ["FEATURE"]
