"""Library: sweeps, their results, and what is saved of them."""

from webui.features.sweeps.routes import FEATURE

__all__ = ["FEATURE"]
