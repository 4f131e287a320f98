"""Recordings: what was recorded, to play, name, keep and delete."""

from webui.features.recordings.routes import FEATURE

__all__ = ["FEATURE"]
