"""Files from the person: dropped, picked or sent by a browser."""

from webui.features.inbox.routes import FEATURE

__all__ = ["FEATURE"]
