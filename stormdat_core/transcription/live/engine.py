"""The live engine process: follows the sound of a recording that is still being made.

Sound is never held here. What is still to be heard is a list of sample ranges; the samples are in the
recorder's spool files on disk, and are read when their turn comes. A slow engine only makes the list longer.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import Device, MediaTrack, TranscriptionSettings
from stormdat_core.transcription.engine import (
    DeviceNews,
    Hearing,
    Key,
    Load,
    Report,
    Sound,
    prepare_process,
    tell,
)
from stormdat_core.transcription.journal import Entry, Journal, read
from stormdat_core.transcription.live.pressure import Pressure
from stormdat_core.transcription.media.decoding import BLOCK, RATE
from stormdat_core.transcription.media.levelling import audible
from stormdat_core.transcription.media.likeness import LOUDER, is_echo
from stormdat_core.transcription.packs.checking import verified
from stormdat_core.transcription.recognition.loading import first_choice
from stormdat_core.transcription.recognition.recognition import load_recogniser
from stormdat_core.transcription.recognition.segmentation import Clip, ClipCutter
from stormdat_core.transcription.recognition.voice_activity import VoiceDetector, load_session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POLL = 0.05
"""Seconds between two looks at files that have not grown."""
_FAINT = round(0.3 * RATE)
"""Samples of raised speech from which a stretch counts as too quiet to have been found before."""
_STATUS = 0.5
"""Seconds between two reports when nothing happens."""
STOP = "stop"
"""What the parent says when the recorder is gone without having said so itself."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A growing file of 16-bit samples at 16 kHz, as the recorder writes it."""

    path: Path
    track: MediaTrack


@dataclass(frozen=True, slots=True)
class LiveTask:
    """A recording to be followed. Picklable: it crosses to the engine process."""

    spools: tuple[Spool, ...]
    recorder: Path
    """The recorder's journal, which says when the spools will not grow any more."""
    model: Path
    journal: Path
    settings: TranscriptionSettings = field(default_factory=TranscriptionSettings)
    small_model: Path | None = None
    """A quicker model for when the text is far behind."""
    broken: frozenset[Key] = frozenset()
    load: Load = load_recogniser
    device: Device = field(default_factory=Device)


@dataclass(frozen=True, slots=True)
class LiveState:
    """How the engine stands, for `Report("state", …)`."""

    heard_ms: int
    done_ms: int
    lag_ms: int
    waiting: int
    step: int
    draining: bool


def serve_live(connection: Connection, task: LiveTask) -> None:
    """Run a task; the target of the child process. Reports go over `connection`."""
    prepare_process()
    try:
        LiveWork(task, connection).run()
        connection.send(Report("done"))
    except StormError as exc:
        tell(connection, Report("error", exc))
    except (BrokenPipeError, ConnectionError, EOFError):
        return  # The parent is gone; what was kept is on disk.


class Follower:
    """One spool: finds speech in what is new, and reads the samples of a stretch when they are wanted."""

    def __init__(self, spool: Spool) -> None:
        self.track = spool.track
        self._path = spool.path
        self._detector, self._cutter = VoiceDetector(load_session()), ClipCutter()
        self.heard = 0
        """Samples seen."""
        self._spoken: list[tuple[int, int]] = []
        """Speech in clips."""

    @property
    def settled(self) -> int:
        """Return up to which sample all speech is in clips."""
        return self._cutter.settled

    def poll(self) -> list[Clip]:
        """Return the stretches that ended within what is new, at most a block of it."""
        samples = self.samples(self.heard, self.heard + BLOCK)
        self.heard += len(samples)
        return self._noted(self._cutter.feed(*self._detector.feed(samples))) if len(samples) else []

    def finish(self) -> list[Clip]:
        """Return the last stretches of a spool that does not grow any more."""
        return self._noted([*self._cutter.feed(*self._detector.finish()), *self._cutter.finish(self.heard)])

    def _noted(self, clips: Iterable[Clip]) -> list[Clip]:
        found = list(clips)
        self._spoken += (span for clip in found for span in clip.speech)
        return found

    def quiet(self, others: "Sequence[Follower]") -> list[Clip]:
        """Return the stretches that are too quiet to be found as they come, once a spool grows no more.

        What repeats something far louder in another spool is left out: a microphone hears what is played.
        """
        sound, detector, cutter = Sound(None), VoiceDetector(load_session()), ClipCutter()
        found: list[Clip] = []
        for start in range(0, self.heard, BLOCK):
            block = sound.add(self.samples(start, start + BLOCK))
            found += self._faint(cutter.feed(*detector.feed(block)), sound, others)
            sound.forget(cutter.settled - RATE)
        last = [*cutter.feed(*detector.finish()), *cutter.finish(self.heard)]
        return [*found, *self._faint(last, sound, others)]

    def _faint(self, clips: Iterable[Clip], sound: Sound, others: "Sequence[Follower]") -> Iterator[Clip]:
        """Yield the clips of raised speech that no other clip of the spool has, and no louder spool."""
        for clip in clips:
            if sum(end - start for start, end in sound.raised_in(clip)) < _FAINT:
                continue
            (first, last), *_ = clip.speech
            known = any(start < last and first < end for start, end in self._spoken)
            if not known and not any(_is_leak(self, each, first, last) for each in others):
                yield clip

    def samples(self, start: int, end: int) -> "NDArray[np.float32]":
        """Return the samples from `start` to `end`, as far as they are on disk."""
        import numpy as np

        raw = b""
        with suppress(FileNotFoundError), self._path.open("rb") as stream:
            stream.seek(2 * start)
            raw = stream.read(2 * (end - start))
        whole = np.frombuffer(raw[: len(raw) // 2 * 2], "<i2")
        return whole.astype(np.float32) / np.float32(32_768)


def _is_leak(quiet: Follower, loud: Follower, first: int, last: int) -> bool:
    import numpy as np

    own, other = (each.samples(first, last) for each in (quiet, loud))
    length = min(len(own), len(other))
    if not length or np.abs(other).max() < LOUDER * np.abs(own).max():
        return False
    return is_echo(own[:length], other[:length])


class LiveWork:
    """One task, from loading the model to the last stretch after the recording's end."""

    def __init__(
        self, task: LiveTask, connection: Connection, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._task, self._connection, self._clock = task, connection, clock
        self._followers = {spool.track.index: Follower(spool) for spool in task.spools}
        self._waiting: list[tuple[Clip, int]] = []
        """Stretches with the index of their track."""
        self._done: set[Key] = set()
        self._stopped = self._finished = False
        self._watched = 0
        """Bytes of the recorder's journal that were read."""
        self._told = 0.0
        self._pressure = Pressure(task.settings, task.small_model is not None)
        self._ears: dict[Path, Hearing] = {}
        self._device, self._news = task.device, DeviceNews(connection.send)

    def run(self) -> None:
        """Follow until the recording has stopped and all of it is heard.

        Raises:
            StormError: the model cannot be used.
        """
        journal = Journal(self._task.journal)
        try:
            self._begin([entry for entry, _ in read(self._task.journal)])
            self._follow(journal)
        finally:
            journal.close()

    def _begin(self, entries: list[Entry]) -> None:
        self._done = {entry.key for entry in entries}
        hearing = self._hearing()
        for entry in entries:
            hearing.learn(entry.language, entry.sure)
        self._connection.send(Report("loaded"))

    def _follow(self, journal: Journal) -> None:
        while not (self._finished and not self._waiting):
            self._look()
            if self._waiting:
                self._next(journal)
            elif not self._finished:
                self._tell_state()
                time.sleep(_POLL)
        self._tell_state(at_once=True)

    def _look(self) -> None:
        """Take in what is new in every spool; once the recording has stopped, its end."""
        stopped = self._has_stopped()
        grown = True
        while grown:
            grown = False
            for follower in self._followers.values():
                before = follower.heard
                self._queue(follower, follower.poll())
                grown |= follower.heard - before == BLOCK
        if stopped and not self._finished:
            for follower in self._followers.values():
                self._queue(follower, follower.finish())
            for follower in self._followers.values():
                others = [each for each in self._followers.values() if each is not follower]
                self._queue(follower, follower.quiet(others))
            self._finished = True

    def _queue(self, follower: Follower, clips: list[Clip]) -> None:
        index = follower.track.index
        new = [(clip, index) for clip in clips if (index, clip.start, clip.end) not in self._done]
        self._waiting = sorted([*self._waiting, *new], key=lambda each: each[0].end)

    def _next(self, journal: Journal) -> None:
        """Hear the stretch that has waited longest."""
        self._pressure.update(self._lag() / RATE)
        self._tell_state(at_once=True)
        clip, index = self._waiting[0]
        key = (index, clip.start, clip.end)
        self._connection.send(Report("hearing", key))
        entry = self._entry(clip, index, key)
        journal.add(entry)
        self._done.add(key)
        self._waiting.pop(0)
        self._connection.send(Report("kept", entry.end))

    def _entry(self, clip: Clip, index: int, key: Key) -> Entry:
        follower = self._followers[index]
        if key in self._task.broken:
            speaker = follower.track.speaker
            return Entry(index, clip.start, clip.end, clip.speech, speaker, failed=True)
        samples = audible(follower.samples(clip.start, clip.end))
        hearing = self._hearing()
        entry = hearing.hear(samples, clip, follower.track)
        self._runs_on(hearing.recogniser.device)
        return entry

    def _hearing(self) -> Hearing:
        """Return the model that the pressure allows, loaded at first need; both keep the language."""
        small = self._task.small_model
        folder = small if small is not None and self._pressure.wants_small else self._task.model
        if folder not in self._ears:
            self._news.say(first_choice(self._device))
            recogniser = self._task.load(verified(folder), self._task.settings.threads, self._device)
            self._runs_on(recogniser.device)
            self._ears[folder] = Hearing(recogniser, self._task.settings)
        hearing = self._ears[folder]
        known = {ear.settings.language for ear in self._ears.values()} - {""}
        language = next(iter(known), "")
        hearing.settings = replace(self._pressure.settings, language=language)
        return hearing

    def _runs_on(self, device: Device) -> None:
        """Say what a model runs on; once a card has failed, the other model is not put on it either."""
        self._news.say(device)
        if device.note:
            self._device = device

    def _has_stopped(self) -> bool:
        """Return whether the spools have their last sample; asked before they are read."""
        while not self._stopped and self._connection.poll():
            self._stopped = self._connection.recv() == STOP
        self._stopped = self._stopped or any(event == "stopped" for event in self._events())
        return self._stopped

    def _events(self) -> Iterator[str]:
        """Yield the events that are new in the recorder's journal; a line that is not whole yet waits."""
        with suppress(FileNotFoundError), self._task.recorder.open("rb") as stream:
            stream.seek(self._watched)
            for line in stream:
                if not line.endswith(b"\n"):
                    return
                self._watched += len(line)
                with suppress(ValueError, AttributeError):
                    yield str(json.loads(line).get("event", ""))

    def _lag(self) -> int:
        """Return how many samples ago the oldest speech without text ended."""
        heard = max((follower.heard for follower in self._followers.values()), default=0)
        return heard - self._waiting[0][0].end if self._waiting else 0

    def _tell_state(self, *, at_once: bool = False) -> None:
        now = self._clock()
        if not at_once and now - self._told < _STATUS:
            return
        self._told = now
        settled = min((follower.settled for follower in self._followers.values()), default=0)
        done = min([settled, *(clip.start for clip, _ in self._waiting)])
        heard = max((follower.heard for follower in self._followers.values()), default=0)
        state = LiveState(
            round(heard * 1000 / RATE),
            round(done * 1000 / RATE),
            round(self._lag() * 1000 / RATE),
            len(self._waiting),
            self._pressure.step,
            self._stopped,
        )
        self._connection.send(Report("state", state))
