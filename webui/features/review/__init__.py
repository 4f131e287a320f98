"""The page of one document: its problems, its text, and what is decided about them."""

from webui.features.review.routes import FEATURE

__all__ = ["FEATURE"]
