"""Failures we can explain. `str(error)` is the sentence the user reads; `hint` says what to do about it."""


class StormError(Exception):
    """Something we can explain."""

    hint: str = ""

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        if hint is not None:
            self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), str(self), self.hint)

    @property
    def advice(self) -> str:
        """Return the sentence and its hint as one line."""
        return f"{self} {self.hint}".strip()


def _rebuild(kind: type[StormError], sentence: str, hint: str) -> StormError:
    """Make an error again on the other side of a process boundary, whatever its constructor takes."""
    error = kind.__new__(kind, sentence)
    StormError.__init__(error, sentence, hint)
    return error


class UnreadableDocument(StormError):
    """A document that is damaged, protected, or not what its name says."""


class LimitExceeded(UnreadableDocument):
    """A document larger, deeper or slower than the limits allow."""

    hint = "If the file is genuine, raise the limits in the settings and check it again."


class BadList(StormError):
    """An acronym list that cannot be used."""


class BadProfile(StormError):
    """A profile file with a mistake in it."""


class SourceChanged(StormError):
    """A document that is no longer the one that was swept."""

    hint = "Sweep the file again, then save the copy."


class OutputRefused(StormError):
    """An output that could not be written whole, or failed its check after writing."""


class StoreUnusable(StormError):
    """A library that is damaged or was made by a newer version."""


class BadSettings(StormError):
    """A setting with a value that cannot be used."""


class LockedSetting(BadSettings):
    """A setting that the site has locked, which somebody wanted otherwise."""


class SourceLost(StormError):
    """A screen or a sound device that is gone, or cannot be opened."""


class DiskFull(StormError):
    """There is no room for a recording, or none any more."""

    hint = "Free some space or choose a folder on another disk."


class RecordingBroken(StormError):
    """A recording that cannot be written on, or cannot be repaired."""


class WrongStep(StormError):
    """Something was asked of the recorder that does not follow its present state."""


class RecorderUnreachable(StormError):
    """The recorder's own process cannot be started or does not answer."""

    hint = "If a recording was under way, it is kept: start STORM DAT again and it is offered."


class Cancelled(StormError):
    """The user stopped the work."""

    def __init__(self, sentence: str = "Stopped.", hint: str | None = None) -> None:
        super().__init__(sentence, hint)


def explained(error: BaseException, what: str) -> StormError:
    """Return what a person reads about an error: our own sentence, or that the program made a mistake.

    Args:
        error: whatever was raised.
        what: what stopped because of it, as the beginning of a sentence.
    """
    if isinstance(error, StormError):
        return error
    return StormError(
        f"{what} stopped because of a mistake in the program.", "The log says where; try it again."
    )


def place_of(error: BaseException) -> str:
    """Return an error's type and line, without its text, which may quote a document."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
