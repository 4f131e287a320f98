"""What a live transcript saves to keep up with people who speak, in steps, and gives back when it has."""

from dataclasses import dataclass, replace

from stormdat_core.model.transcripts import TranscriptionSettings

_BEHIND = (10.0, 20.0, 40.0)
"""Seconds behind from which each step is taken."""
_CAUGHT_UP = 3.0
"""Seconds behind below which a step is taken back."""


@dataclass(slots=True)
class Pressure:
    """The steps: 1 a beam of one, 2 no word times, 3 a smaller model if there is one."""

    wanted: TranscriptionSettings
    has_small: bool = False
    step: int = 0

    def update(self, lag: float) -> None:
        """Take or give back one step, for a text that is `lag` seconds behind."""
        last = len(_BEHIND) if self.has_small else len(_BEHIND) - 1
        if self.step < last and lag > _BEHIND[self.step]:
            self.step += 1
        elif self.step and lag < _CAUGHT_UP:
            self.step -= 1

    @property
    def settings(self) -> TranscriptionSettings:
        """Return what the engine should do now."""
        if self.step >= 2:
            return replace(self.wanted, beam=1, word_times=False)
        return replace(self.wanted, beam=1) if self.step else self.wanted

    @property
    def wants_small(self) -> bool:
        return self.step >= 3


def note_of(lag_ms: int, step: int, draining: bool) -> str:
    """Return what to tell a person, empty when the text keeps up."""
    seconds = round(lag_ms / 1000)
    if draining and seconds:
        return f"The recording has stopped; the last {seconds} s are being written."
    if not step and seconds < 5:
        return ""
    return (
        f"The text is {seconds} s behind. Nothing is lost; at the latest it is finished after the recording."
    )
