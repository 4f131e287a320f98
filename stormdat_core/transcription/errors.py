"""What can go wrong between a media file and its text."""

from stormdat_core.errors import StormError


class UnreadableMedia(StormError):
    """A media file without sound that can be read."""

    hint = "Play it in another program; if that works, convert it to WAV or MP4 and try again."


class EngineFailed(StormError):
    """The engine cannot start, or ended again and again."""

    hint = "Try again with another model pack; the log says where it ended."
