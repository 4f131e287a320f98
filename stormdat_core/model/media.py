"""What is recorded and from where. Times are whole milliseconds on the recording's own timeline."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Role(StrEnum):
    """What a source or a track holds."""

    SCREEN = "screen"
    MIX = "mix"
    """Microphone and system sound together: the first sound track, which every player plays."""
    MICROPHONE = "microphone"
    """The person who records: "Me"."""
    SYSTEM = "system"
    """What the machine plays: "Others"."""


class RecorderState(StrEnum):
    """How far a recorder is; one truth for page, window title and file."""

    IDLE = "idle"
    ARMED = "armed"
    """Sources are open and measured, nothing is kept."""
    RECORDING = "recording"
    PAUSED = "paused"
    STOPPING = "stopping"
    """No more is taken; what is on its way is still written."""
    FINALISING = "finalising"
    """The file is made an ordinary one, checked and hashed."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Region:
    """A part of all screens together, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """A screen that can be recorded."""

    number: int
    """From 1; 0 is all screens together."""
    name: str
    area: Region
    id: str = ""
    """What it is, wherever it stands: output and EDID; "" when the system does not say."""


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """A place sound can be taken from."""

    id: str
    """What the system calls it; survives a restart of the program."""
    name: str
    """What a person calls it."""
    role: Role
    """MICROPHONE, or SYSTEM for what an output plays."""
    default: bool = False
    serial: str = ""
    """What tells it from others of its kind wherever it is plugged in; "" when the system does not know."""
    rate: int = 0
    """Samples a second that the device itself works with; 0 when not known."""
    channels: tuple[str, ...] = ()
    """Names of its channels in order; empty when not known."""


@dataclass(frozen=True, slots=True)
class SourceList:
    """What there is to record, and what is missing, each in a sentence that names the cure."""

    monitors: tuple[Monitor, ...] = ()
    sounds: tuple[SoundDevice, ...] = ()
    problems: tuple[str, ...] = ()


DEFAULT_DEVICE = "default"


@dataclass(frozen=True, slots=True)
class RecordingRequest:
    """What to record, how, and where to."""

    folder: Path
    title: str = ""
    monitor: int | None = None
    """Number of a monitor, 0 for all; None records no picture."""
    monitor_id: str = ""
    """Id of the monitor meant; it counts, and not the number, which changes with every rearrangement."""
    region: Region | None = None
    """Instead of a monitor."""
    frame_rate: int = 15
    cursor: bool = True
    microphone: str | None = None
    """Id of a device, or DEFAULT_DEVICE; None records none."""
    system: str | None = None
    """Id of a device, or DEFAULT_DEVICE; None records none."""
    marking: str = ""
    """Banner line burned in at top and bottom of the picture, in file name and sidecar; "" for none."""
    seconds: float | None = None
    """Stop by itself after this time; None runs until it is stopped."""
    live: bool = False
    """Also keep what a live transcript reads (see docs/recording.md)."""

    @property
    def picture(self) -> bool:
        return self.monitor is not None or self.region is not None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time for which a source gave nothing; its track is silent there, its picture stands still."""

    role: Role
    start_ms: int
    end_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment that a person marked, with a note."""

    at_ms: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """One stream of the file, in the order of the file."""

    role: Role
    codec: str
    device: str = ""
    """Name of the device it came from."""
    skew_ppm: float = 0.0
    """By how much the device's clock was found fast, in millionths; the track is corrected for it."""


@dataclass(frozen=True, slots=True)
class SourceEvent:
    """What happened to a source on the way: followed to another device, moved, grown, gone, back."""

    at_ms: int
    """Place on the recording's timeline; 0 before it begins."""
    role: Role
    text: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording on disk, as its sidecar describes it."""

    id: str
    """32 hexadecimal digits, the same in file, journal, sidecar and library."""
    path: Path
    """The media file."""
    title: str
    started: datetime
    """Aware, in UTC."""
    duration_ms: int = 0
    size: int = 0
    """Bytes of the media file."""
    sha256: str = ""
    """Of the media file; empty until it is finished."""
    marking: str = ""
    width: int = 0
    height: int = 0
    tracks: tuple[Track, ...] = ()
    gaps: tuple[Gap, ...] = ()
    markers: tuple[Marker, ...] = ()
    frames: int = 0
    dropped: int = 0
    """Pictures that were due and could not be taken or encoded in time."""
    recovered: bool = False
    """True when the recorder ended before its time and the file was repaired."""
    events: tuple[SourceEvent, ...] = ()
    """What happened to the sources; in sidecar and journal alone, see `RecordingLibrary.events`."""


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source as it is now."""

    role: Role
    device: str
    level_db: float = -120.0
    """Peak of the last tenth of a second, in dB of full scale; meaningless for a screen."""
    alive: bool = True
    trouble: str = ""
    """What is wrong with it, in a sentence: gone, silent since 10 s, replaced by another device."""


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """A recorder as it is now."""

    state: RecorderState = RecorderState.IDLE
    recording: str = ""
    """Id of the recording, from RECORDING on."""
    path: Path | None = None
    title: str = ""
    marking: str = ""
    elapsed_ms: int = 0
    """Recorded time, without pauses."""
    size: int = 0
    frames: int = 0
    dropped: int = 0
    sources: tuple[SourceStatus, ...] = ()
    minutes_left: float | None = None
    """Until the disk is too full, from the rate measured so far; None when not known yet."""
    message: str = ""
    """Why it failed or stopped by itself, and what to do."""
    events: tuple[SourceEvent, ...] = ()
    """The newest ones, the newest last."""
