"""Record: what to record, and the recorder as it is."""

from webui.features.recorder.routes import FEATURE

__all__ = ["FEATURE"]
