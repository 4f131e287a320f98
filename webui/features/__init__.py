"""The features, listed by name: an import can be followed by a freezer, a folder listing cannot."""

from webui.feature import Feature
from webui.features.cleanup import FEATURE as CLEANUP
from webui.features.help import FEATURE as HELP
from webui.features.home import FEATURE as HOME
from webui.features.inbox import FEATURE as INBOX
from webui.features.recorder import FEATURE as RECORDER
from webui.features.recordings import FEATURE as RECORDINGS
from webui.features.settings import FEATURE as SETTINGS
from webui.features.sweeps import FEATURE as SWEEPS
from webui.features.transcripts import FEATURE as TRANSCRIPTS

BUILTIN: tuple[Feature, ...] = (
    HOME,
    SWEEPS,
    RECORDER,
    RECORDINGS,
    TRANSCRIPTS,
    INBOX,
    CLEANUP,
    SETTINGS,
    HELP,
)
"""In the order of the sidebar."""
