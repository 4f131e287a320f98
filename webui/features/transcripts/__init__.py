"""Transcripts: what was said in recordings and media files, and the models that write it down."""

from webui.features.transcripts.routes import FEATURE

__all__ = ["FEATURE"]
