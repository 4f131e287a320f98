"""What was said in a recording or a media file, by whom, when, and how sure the engine is.

Times are whole milliseconds on the media file's own timeline. Confidence is a probability, 0 to 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from stormdat_core.model.media import Marker

MARKERS, RENAMED = "markers", "renamed"
NOTES = frozenset({MARKERS, RENAMED})
"""Properties that are no versions: the markers of the recording as JSON; that it has a title of its own."""


class Speaker(StrEnum):
    """Who speaks, as far as the track tells."""

    UNKNOWN = ""
    ME = "Me"
    """The microphone track of a recording."""
    OTHERS = "Others"
    """What the machine played."""
    FIRST = "Speaker 1"
    """A voice that has a channel of its own, as the two ends of a telephone call."""
    SECOND = "Speaker 2"
    THIRD = "Speaker 3"
    FOURTH = "Speaker 4"
    FIFTH = "Speaker 5"
    SIXTH = "Speaker 6"
    SEVENTH = "Speaker 7"
    EIGHTH = "Speaker 8"


class SegmentState(StrEnum):
    """Whether a segment counts as text."""

    KEPT = "kept"
    QUARANTINED = "quarantined"
    """The engine repeated itself, also when asked again; shown apart and left out of exports."""
    REMOVED = "removed"
    """A person took the line out; it is kept for nothing but to be put back."""


class TranscriptState(StrEnum):
    """How far a transcript has come."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The program ended before the transcript did; what was kept until then is there, and it can go on."""


class DeviceKind(StrEnum):
    """What a model runs on."""

    AUTO = "auto"
    """A graphics card where one works."""
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True)
class Device:
    """What a model is to run on, or runs on."""

    kind: DeviceKind = DeviceKind.AUTO
    note: str = ""
    """Why it is not the graphics card: a sentence, empty when nobody has to hear of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word with the punctuation that sticks to it."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech, usually a sentence."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    """Empty when the engine was too far behind to time them."""
    confidence: float = 1.0
    speaker: Speaker = Speaker.UNKNOWN
    state: SegmentState = SegmentState.KEPT
    id: int = 0
    """Number in the library; 0 before it is there."""
    edited: bool = False
    """True when a person has changed the text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time that asks for a person: speech without text, or text that may be wrong."""

    start_ms: int
    end_ms: int
    speaker: Speaker = Speaker.UNKNOWN
    reason: str = ""
    """A sentence."""
    track: int = -1
    """Index of the sound track it is on; -1 when the speaker tells."""
    channel: int = 0
    """Channel of the track, from 1; 0 for all of them."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The audit: how much of the speech that was found has text."""

    speech_ms: int = 0
    """Length of all speech found, all tracks together."""
    transcribed_ms: int = 0
    """Length of the speech that has text."""
    gaps: tuple[Span, ...] = ()
    """Speech without text; each can be tried again."""
    doubtful: tuple[Span, ...] = ()
    """Text of low confidence."""
    unread: tuple[Span, ...] = ()
    """Times whose sound is damaged in the file, so that nobody knows what was said."""
    unheard: tuple[Span, ...] = ()
    """Speech on tracks and channels that were not chosen; it counts as speech without text."""
    notes: tuple[str, ...] = ()
    """Sentences on what was heard and why: tracks, channels, levels."""

    @property
    def share(self) -> float:
        """Return the transcribed share of the speech, 0 to 1; 0 when none was found, which is no success."""
        return self.transcribed_ms / self.speech_ms if self.speech_ms else 0.0


@dataclass(frozen=True, slots=True)
class ModelPack:
    """A speech model in a folder of its own."""

    name: str
    folder: Path
    """Absolute."""
    engine: str
    languages: tuple[str, ...]
    """Codes such as "en"; empty for any language."""
    licence: str
    sha256: str
    """Digest over the names, sizes and digests of its files."""
    size: int
    """Bytes."""
    memory_mib: int = 0
    """What the engine needs while it runs; 0 when nobody measured it."""


@dataclass(frozen=True, slots=True)
class TranscriptionSettings:
    """How text is made; written into every transcript."""

    language: str = ""
    """A code such as "en"; empty finds out."""
    beam: int = 5
    word_times: bool = True
    threads: int = 0
    """Threads of the engine; 0 leaves it to the engine, at most four."""
    tracks: tuple[int, ...] = ()
    """Indexes of the sound tracks that a person asked for; empty leaves it to the program."""
    channel: int = 0
    """Channel that a person asked for, from 1; 0 leaves it to the program."""


@dataclass(frozen=True, slots=True)
class MediaTrack:
    """A sound track of a media file."""

    index: int
    """Counted among the sound tracks from 0."""
    codec: str = ""
    channels: int = 0
    rate: int = 0
    language: str = ""
    speaker: Speaker = Speaker.UNKNOWN
    weights: tuple[float, ...] = ()
    """Share of each channel in what is heard; empty takes the mean of all."""
    voice: int = 0
    """Number of the voice, from 1, where several on one track are heard apart; 0 for the only one."""

    @property
    def key(self) -> int:
        """Return what tells it from the other tracks and voices of a file."""
        return self.index + (self.voice << 16)


@dataclass(frozen=True, slots=True)
class TranscriptSummary:
    """A transcript as a list shows it."""

    id: int
    media: Path
    """The media file, which may have been moved or deleted since."""
    title: str
    created: datetime
    """Aware, in UTC."""
    state: TranscriptState = TranscriptState.RUNNING
    sha256: str = ""
    """Of the media file; empty while it is still being recorded."""
    duration_ms: int = 0
    done_ms: int = 0
    """How far the text reaches, over all tracks."""
    language: str = ""
    model: str = ""
    model_sha256: str = ""
    settings: TranscriptionSettings = field(default_factory=TranscriptionSettings)
    recording: str = ""
    """Id of the recording it belongs to; empty for other files."""
    live: bool = False
    """True when it was written while people spoke; a final pass with a better model makes another one."""
    marking: str = ""
    """Banner line of the recording; empty for none."""
    segments: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    error: str = ""
    """The sentence the user reads when it failed."""
    hint: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    """Program and engine versions; `device` and `device_note`, what the model ran on."""

    @property
    def device(self) -> Device:
        """Return what the model ran on; `auto` when it has not begun, or began before this was noted."""
        kind = DeviceKind(self.properties.get("device", DeviceKind.AUTO))
        return Device(kind, self.properties.get("device_note", ""))


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript with its text."""

    summary: TranscriptSummary
    segments: tuple[Segment, ...] = ()
    """By start, quarantined ones among them."""
    markers: tuple[Marker, ...] = ()
    """What a person marked while it was recorded, by time."""


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """A live transcript as it is now."""

    transcript: int
    heard_ms: int = 0
    """How much has been recorded."""
    done_ms: int = 0
    """Up to where everything said has its text."""
    lag_ms: int = 0
    """How long ago the oldest speech without text was said; 0 when there is none."""
    waiting: int = 0
    """Stretches of speech that wait for the engine."""
    step: int = 0
    """How much was saved to keep up: 0 nothing, 1 beam of one, 2 no word times, 3 a smaller model."""
    note: str = ""
    """What is going on, in a sentence; empty when text keeps up."""
    draining: bool = False
    """True when the recording has stopped and the rest is being written."""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class LiveProposal:
    """What this machine can do with a pack."""

    pack: str
    seconds: float
    """Time the engine needs for an utterance of three seconds."""
    lag: float
    """Seconds after the end of an utterance until its text is there."""
    live: bool
    """Whether it keeps up with people who speak without a pause."""
    recommended: bool = False
    sentence: str = ""
    device: Device = field(default_factory=Device)
    """What it was measured on."""
