"""The engine process: decodes, finds speech, recognises, and keeps each stretch in the journal.

Resuming decodes and cuts the file again from its start, which costs little, and skips the stretches that the
journal has: they are cut exactly as before, so no word is lost or doubled. The parent kills this process to
stop it; nothing here has to be undone.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import (
    Device,
    MediaTrack,
    ModelPack,
    Segment,
    TranscriptionSettings,
    Word,
)
from stormdat_core.silence import keep_silent
from stormdat_core.transcription.journal import Entry, Journal, read
from stormdat_core.transcription.media.decoding import BLOCK, RATE, SoundReader
from stormdat_core.transcription.media.levelling import audible, gains, levels, raised, within
from stormdat_core.transcription.media.measurement import survey
from stormdat_core.transcription.media.track_choice import Plan, Spans, plan
from stormdat_core.transcription.packs.checking import verified
from stormdat_core.transcription.recognition.loading import first_choice
from stormdat_core.transcription.recognition.recognition import Recogniser, load_recogniser
from stormdat_core.transcription.recognition.segmentation import Clip, ClipCutter, joined
from stormdat_core.transcription.recognition.voice_activity import WINDOW, VoiceDetector, load_session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Key = tuple[int, int, int]
Load = Callable[[ModelPack, int, Device], Recogniser]


@dataclass(frozen=True, slots=True)
class FileTask:
    """A media file to be transcribed. Picklable: it crosses to the engine process."""

    media: Path
    tracks: tuple[MediaTrack, ...]
    """Among which the engine chooses, as far as the settings leave it the choice."""
    model: Path
    """Absolute folder of the model."""
    journal: Path
    settings: TranscriptionSettings = field(default_factory=TranscriptionSettings)
    only: tuple[Clip, ...] = ()
    """Hear these stretches of the first track again, instead of all there are."""
    broken: frozenset[Key] = frozenset()
    """Stretches at which the engine has ended twice: they are noted, not heard."""
    load: Load = load_recogniser
    device: Device = field(default_factory=Device)
    """What the model is to run on."""
    sha256: str = ""
    """Digest that the pack must have; empty for any."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the engine tells its parent."""

    kind: str
    """`surveyed`, `plan`, `device`, `loaded`, `hearing`, `kept`, `at`, `hole`, `absent`, `raised`, `done` or
    `error`."""
    value: Any = None


def serve_file(connection: Connection, task: FileTask) -> None:
    """Run a task; the target of the child process. Reports go over `connection`."""
    prepare_process()
    threading.Thread(target=_end_with_parent, args=(connection,), daemon=True).start()
    try:
        FileWork(task, connection.send).run()
        connection.send(Report("done"))
    except StormError as exc:
        tell(connection, Report("error", exc))
    except (BrokenPipeError, ConnectionError):
        return  # The parent is gone; what was kept is on disk.


def _end_with_parent(connection: Connection) -> None:
    """End at once when the parent is gone: nobody would hear the rest, and another engine may be waiting."""
    with suppress(EOFError, OSError):
        connection.recv()
    os._exit(1)


def prepare_process() -> None:
    """Give way to everything else on the machine, and to the recorder first of all."""
    keep_silent()
    with suppress(OSError, AttributeError):
        if sys.platform == "win32":
            import psutil

            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(10)


def tell(connection: Connection, report: Report) -> None:
    with suppress(OSError):
        connection.send(report)


@dataclass(slots=True)
class DeviceNews:
    """Tells the parent what the model is about to run on, so that it knows should the engine end there."""

    tell: Callable[[Report], None]
    _told: Device | None = None

    def say(self, device: Device) -> None:
        if device != self._told:
            self._told = device
            self.tell(Report("device", device))


@dataclass(slots=True)
class Hearing:
    """A model at work on stretches: the language is kept once it is sure."""

    recogniser: Recogniser
    settings: TranscriptionSettings

    def hear(
        self, samples: "NDArray[np.float32]", clip: Clip, track: MediaTrack, again: bool = False
    ) -> Entry:
        """Return the entry of a stretch, its times on the timeline of the media."""
        heard = self.recogniser.hear(samples, self.settings, again=again)
        self.learn(heard.language, heard.sure)
        offset = round(clip.start * 1000 / RATE)
        segments = tuple(shifted(segment, offset, track) for segment in heard.segments)
        return Entry(
            track.key,
            clip.start,
            clip.end,
            clip.speech,
            track.speaker,
            segments,
            heard.language,
            heard.sure,
        )

    def learn(self, language: str, sure: bool) -> None:
        if sure and not self.settings.language:
            self.settings = replace(self.settings, language=language)


def shifted(segment: Segment, offset: int, track: MediaTrack) -> Segment:
    """Return a segment of a stretch on the timeline of the media."""
    words = tuple(
        Word(word.start_ms + offset, word.end_ms + offset, word.text, word.confidence)
        for word in segment.words
    )
    return replace(
        segment,
        start_ms=segment.start_ms + offset,
        end_ms=segment.end_ms + offset,
        words=words,
        speaker=track.speaker,
    )


class FileWork:
    """One task, from loading the model to the last stretch."""

    def __init__(self, task: FileTask, tell: Callable[[Report], None]) -> None:
        self._task, self._tell = task, tell
        self._device = DeviceNews(tell)
        self._done: Mapping[Key, Entry] = {}
        self._found = self._surveyed = False

    def run(self) -> None:
        """Do what is left of the task.

        Raises:
            StormError: the model or the media cannot be used.
        """
        journal = Journal(self._task.journal)
        try:
            self._done = {entry.key: entry for entry, _ in read(self._task.journal)}
            planned = self._plan()
            hearing = self._load()
            self._tell(Report("loaded"))
            self._tracks(planned, hearing, journal)
            if self._found or self._task.only or self._surveyed:
                return
            # Nobody speaks, as far as was heard: perhaps it is too quiet, which only a survey can tell.
            again = self._plan(always=True)
            if again.tracks != planned.tracks:
                self._tracks(again, hearing, journal)
        finally:
            journal.close()

    def _plan(self, *, always: bool = False) -> Plan:
        """Return what to hear, and tell it: one channel needs no choice."""
        task = self._task
        plain = len(task.tracks) == 1 and task.tracks[0].channels <= 1
        if task.only or (plain and not always):
            return Plan(task.tracks)
        self._surveyed = True
        found = survey(task.media, task.tracks, lambda at: self._tell(Report("surveyed", at)))
        made = plan(found, task.settings.tracks, task.settings.channel)
        self._tell(Report("plan", made))
        return made

    def _tracks(self, planned: Plan, hearing: Hearing, journal: Journal) -> None:
        for number, track in enumerate(planned.tracks):
            sound = Sound(planned.quiet[number] if planned.quiet else None)
            self._track(number, track, sound, hearing, journal)

    def _load(self) -> Hearing:
        task = self._task
        pack = verified(task.model)
        if task.sha256 and pack.sha256 != task.sha256:
            raise StormError(
                f"The model pack “{pack.name}” is not the one this transcript was begun with.",
                "Start a new transcript.",
            )
        self._device.say(first_choice(task.device))
        hearing = Hearing(task.load(pack, task.settings.threads, task.device), task.settings)
        self._device.say(hearing.recogniser.device)
        for entry in self._done.values():
            hearing.learn(entry.language, entry.sure)
        return hearing

    def _track(
        self, number: int, track: MediaTrack, sound: "Sound", hearing: Hearing, journal: Journal
    ) -> None:
        reader = SoundReader(self._task.media, track.index, track.weights)
        raised: list[tuple[int, int]] = []
        for clip in self._clips(reader, sound, number):
            self._found = True
            raised += sound.raised_in(clip)
            if (track.key, clip.start, clip.end) in self._done:
                continue
            self._tell(Report("hearing", (track.key, clip.start, clip.end)))
            entry = self._hear(sound.part(clip.start, clip.end), clip, track, hearing)
            journal.add(entry)
            self._device.say(hearing.recogniser.device)
            self._tell(Report("kept", entry.end))
        for hole in reader.holes:
            self._tell(Report("hole", (track, *hole)))
        for part in reader.absent:
            self._tell(Report("absent", (track, *part)))
        if raised:
            self._tell(Report("raised", (track, tuple(raised))))

    def _hear(self, samples: "NDArray[np.float32]", clip: Clip, track: MediaTrack, hearing: Hearing) -> Entry:
        if (track.key, clip.start, clip.end) in self._task.broken:
            return Entry(track.key, clip.start, clip.end, clip.speech, track.speaker, failed=True)
        return hearing.hear(audible(samples), clip, track, again=bool(self._task.only))

    def _clips(self, reader: SoundReader, sound: "Sound", number: int) -> Iterator[Clip]:
        """Yield the stretches to hear while `sound` holds their samples; say how far the file is."""
        found = _wanted(reader, sound, self._task.only) if self._task.only else find_clips(reader, sound)
        for clip, at in found:
            if clip is not None:
                yield clip
            self._tell(Report("at", (number, at)))


class Sound:
    """The samples that stretches may still need, forgotten as they are used; what is very quiet is raised."""

    def __init__(self, quiet: Spans | None = ()) -> None:
        """Begin with nothing; `quiet` is where samples may be raised, None anywhere."""
        import numpy as np

        self._held: NDArray[np.float32] = np.zeros(0, np.float32)
        self._first = 0
        self._quiet = quiet
        self._raised: list[tuple[int, int]] = []

    @property
    def end(self) -> int:
        return self._first + len(self._held)

    def add(self, samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """Take the next samples; return them as they are kept."""
        import numpy as np

        kept = self._raise(samples) if self._quiet is None or self._quiet else samples
        self._held = np.concatenate([self._held, kept])
        return kept

    def _raise(self, samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
        import numpy as np

        gain = gains(levels(samples))
        starts = self.end + np.arange(len(gain)) * WINDOW
        if self._quiet is not None:
            gain[~within(starts, self._quiet)] = 1
        places = starts[gain > 1].tolist()
        self._raised = joined([*self._raised, *((place, place + WINDOW) for place in places)])
        return raised(samples, gain)

    def raised_in(self, clip: Clip) -> list[tuple[int, int]]:
        """Return the speech of a stretch that was raised; what lies before it is forgotten."""
        self._raised = [each for each in self._raised if each[1] > clip.start]
        found = (
            (max(start, first), min(end, last)) for start, end in clip.speech for first, last in self._raised
        )
        return [(start, end) for start, end in found if end > start]

    def part(self, start: int, end: int) -> "NDArray[np.float32]":
        return self._held[max(0, start - self._first) : end - self._first]

    def forget(self, before: int) -> None:
        count = min(len(self._held), max(0, before - self._first))
        if count:
            self._held, self._first = self._held[count:].copy(), self._first + count
            self._raised = [each for each in self._raised if each[1] > self._first]


def find_clips(reader: SoundReader, sound: Sound) -> Iterator[tuple[Clip | None, int]]:
    """Yield each stretch of speech of a track, and None after each block; with how far the track was read."""
    detector, cutter = VoiceDetector(load_session()), ClipCutter()
    for block in reader.blocks():
        for clip in cutter.feed(*detector.feed(sound.add(block), hasten=True)):
            yield clip, clip.end
        sound.forget(cutter.settled - RATE)
        yield None, sound.end
    for clip in [*cutter.feed(*detector.finish()), *cutter.finish(sound.end)]:
        yield clip, clip.end


def _wanted(reader: SoundReader, sound: Sound, clips: tuple[Clip, ...]) -> Iterator[tuple[Clip | None, int]]:
    """Yield given stretches as their samples come; memory holds those that are open and a block."""
    waiting = sorted(clips, key=lambda clip: clip.start)
    for block in reader.blocks():
        sound.add(block)
        while waiting and waiting[0].end <= sound.end:
            yield waiting[0], waiting.pop(0).end
        if not waiting:
            return
        sound.forget(min(sound.end - BLOCK, waiting[0].start))
    yield from ((clip, clip.end) for clip in waiting)
