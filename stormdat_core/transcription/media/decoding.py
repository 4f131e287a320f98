"""Sound out of any media file: 16 kHz, mono, in blocks, so that memory does not grow with the file.

Sample n of what comes out is heard n / 16 ms after the start of the file as a player shows it: where a track
begins late or has a hole, there is silence, and sound that comes twice is dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stormdat_core.model.transcripts import MediaTrack
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.channel_mixing import RATE, Mixer
from stormdat_core.transcription.media.containers import opened
from stormdat_core.transcription.media.noise import is_random, looks_random
from stormdat_core.transcription.media.ogg import seconds
from stormdat_core.transcription.media.parts import parts_of, sealed
from stormdat_core.transcription.media.rumble import without_rumble
from stormdat_core.transcription.media.windows import Lost, Patch, Window

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

__all__ = ["BLOCK", "RATE", "Media", "SoundReader", "inspect"]

BLOCK = 30 * RATE
"""Samples of a block; the last one of a track is shorter."""
_TOLERANCE = RATE // 5
"""Samples by which time stamps may be off before silence is put in: they are often rounded."""
_LONGEST_HOLE = 12 * 3600 * RATE
_MOST_SILENCE = 48 * 3600 * RATE
"""Samples of silence that are put in, all holes together: a file of a few bytes may claim years of them."""
_BACK = RATE
"""Samples by which a time stamp may lie back before it counts as another clock's."""
_BEYOND = 10 * RATE
"""Samples behind the end of the file from which on a time stamp is not believed."""
_TRIES = 20
"""Failures in a row to read a packet after which a track has ended."""
_EXACT = {"mov", "wav", "w64", "aiff", "au", "caf", "flac"}
_COUNTING = _EXACT | {"ogg", "avi", "tta"}
"""Containers that count the samples of each track; others guess their length by size and rate."""
_TELLING = {"matroska", "flv"}
"""Containers that say how long the whole is."""
_GUESSING = {"mp3", "aac", "ac3", "eac3", "amr", "wv"}
"""Rows of frames, in which nothing but the frames tells how long they are."""
_SEEKING = _EXACT | {"matroska"}
"""Containers whose time stamps hold after a seek; others are read from their start."""
_CHECKED = {"flac", "tta", "wavpack", "ac3", "eac3"}
"""Decoders that know by a check sum whether a frame is whole, and do not say so unless they are asked."""
_PAUSING = {"opus", "libopus", "libspeex", "speex"}
_PAUSE = RATE * 3 // 5
"""Samples that an encoder may leave out while nobody speaks: it says something every 0.4 s."""
_FEWEST = 8
"""Bytes of a packet from which on it cannot hold nothing but zeros."""
_USUAL = 48_000
"""Samples a second where nothing tells."""
_LEAD = 2 * RATE
"""Samples before the one that is wanted, in which a decoder finds its feet."""


@dataclass(frozen=True, slots=True)
class Media:
    """What a media file holds."""

    path: Path
    format: str
    duration_ms: int
    """As the file says; 0 when it does not say."""
    tracks: tuple[MediaTrack, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """What a part of a file holds."""

    format: str
    duration_ms: int
    tracks: tuple[MediaTrack, ...]


def inspect(path: Path) -> Media:
    """Return the sound tracks of a media file, whatever its name ends in.

    A file of several parts has the tracks of the part that has most; those whose sound is encrypted are among
    them, as long as there are others.

    Raises:
        UnreadableMedia: nothing can be read, there is no sound in it, or all of it is encrypted.
    """
    parts = parts_of(path)
    encrypted = parts.encrypted
    found: list[_Link] = []
    reason: UnreadableMedia | None = None
    for window in parts.windows:
        try:
            found.append(_look(path, window, parts.patches))
        except UnreadableMedia as exc:
            reason = reason or exc
    if not found:
        assert reason is not None
        raise sealed(path) if encrypted else reason
    tracks = _united(found)
    if encrypted and encrypted >= {track.index for track in tracks}:
        raise sealed(path)
    if not tracks:
        raise UnreadableMedia(f"{path.name} has no sound, so there is nothing to transcribe.", "")
    best = next(link for link in found if link.tracks)
    return Media(path, best.format, sum(link.duration_ms for link in found), tracks)


def _look(path: Path, window: Window, patches: Sequence[Patch]) -> _Link:
    with opened(path, window, patches) as container:
        tracks = tuple(_track(index, stream) for index, stream in enumerate(container.streams.audio))
        return _Link(container.format.name, max(0, container.duration or 0) // 1000, tracks)


def _united(found: Sequence[_Link]) -> tuple[MediaTrack, ...]:
    """Return the tracks of all parts, each as the first part that has it says."""
    count = max(len(link.tracks) for link in found)
    first = (next(link.tracks[n] for link in found if n < len(link.tracks)) for n in range(count))
    return tuple(first)


def _track(index: int, stream: Any) -> MediaTrack:
    context = stream.codec_context
    if context is None:
        return MediaTrack(index)
    return MediaTrack(
        index,
        context.name,
        int(getattr(context, "channels", 0) or 0),
        int(context.sample_rate or 0),
        str(stream.metadata.get("language", "")),
    )


@dataclass(slots=True)
class SoundReader:
    """Reads one track. `holes` then says where nothing could be decoded, as (start, end) in samples."""

    path: Path
    track: int = 0
    weights: tuple[float, ...] = ()
    """Share of each channel in what is heard; empty takes the mean of all."""
    apart: int = 0
    """Channels to be read apart by `rows`, as `Mixer` does; 0 reads one row."""
    start: int = 0
    """Sample that is wanted first: where the container can seek, reading begins shortly before it."""
    begins: int = 0
    """Sample of the file at which the first block begins; known once that is there."""
    holes: list[tuple[int, int]] = field(default_factory=list)
    absent: list[tuple[int, int]] = field(default_factory=list)
    """Parts of the file that have no sound at all, in samples."""
    _silence: int = 0
    """Samples that were put in."""
    _packets: int = 0
    """With sound in them."""
    _lost: int = 0
    """Sample up to which packets could not be decoded."""
    _known: bool = False
    """Whether a part of the file has the track."""
    _rate: int = 0
    """Samples a second of the file where it does not say; 0 before anybody asked."""
    _given: int = 0
    """Samples handed out or waiting."""
    _plain: bool = False
    """Whether the sound of the part at hand is samples that no encoder has changed."""
    _pauses: bool = False
    """Whether its encoder may leave silence out."""
    _inner: list[Lost] = field(default_factory=list)
    """What is lost within the part at hand."""
    _window: Window = (0, 1)
    _bytes: int = 0
    """Of the parts that were read."""
    _clock: "_Clock" = field(default_factory=lambda: _Clock())  # noqa: PLW0108 (it stands below)

    @property
    def is_empty(self) -> bool:
        """Return whether the track, once it is read, turned out to hold nothing, which is no damage."""
        return self._known and not (self._packets or self._given or self.holes)

    def blocks(self) -> "Iterator[Samples]":
        """Yield blocks of float samples in -1..1, each BLOCK long but the last.

        Raises:
            UnreadableMedia: the file cannot be opened, has no such track, or nothing of it can be decoded.
        """
        return (rows[0] for rows in self.rows())

    def rows(self) -> "Iterator[Samples]":
        """Yield the same blocks as rows, one for each channel that is read apart.

        Raises:
            UnreadableMedia: as `blocks`.
        """
        import numpy as np

        waiting: list[Samples] = []
        held = 0
        for piece in self._pieces():
            waiting.append(piece)
            held += piece.shape[1]
            while held >= BLOCK:
                joined = np.concatenate(waiting, axis=1)
                yield without_rumble(joined[:, :BLOCK])
                waiting, held = [joined[:, BLOCK:]], held - BLOCK
        if not self._given:
            raise UnreadableMedia(
                f"No sound of {self.path.name} could be decoded: it is damaged, empty, or in another file."
            )
        if held:
            yield without_rumble(np.concatenate(waiting, axis=1))

    def _pieces(self) -> "Iterator[Samples]":
        """Yield the pieces of every link, each at its time; what holds no such track is silence."""
        parts = parts_of(self.path)
        begins = 0
        missing: UnreadableMedia | None = None
        lost = list(parts.lost)
        for window, hidden in zip(parts.windows, parts.sealed or repeat(frozenset()), strict=False):
            begins = max(begins, self._given)
            self._clock = _Clock(begins)
            while lost and lost[0].at <= window[0]:
                begins = self._pass_lost(lost.pop(0), begins)
            try:
                with opened(self.path, window, parts.patches) as container:
                    told = parts.seconds if window == parts.windows[-1] and _is_alone(container) else 0.0
                    self._clock = _Clock(begins, container, told)
                    self._inner = [each for each in parts.inner if window[0] <= each.at < window[1]]
                    self._window = window
                    if self.track in hidden:
                        raise sealed(self.path, self.track)
                    yield from self._link(container)
                    guessed = container.format.name in _GUESSING
                    begins = self._given if guessed else begins + self._clock.length
                    self._bytes += window[1] - window[0]
            except UnreadableMedia as exc:
                missing = missing or exc
                begins = self._pass_over(window, begins)
        if missing and not self._given:
            raise missing
        if not self._known:
            raise UnreadableMedia(f"{self.path.name} has no sound track {self.track + 1}.", "")
        self._end(lost, parts.seconds, timed=parts.timed)

    def _end(self, lost: Sequence[Lost], told: float, *, timed: bool) -> None:
        """Note what is lost behind the last part; `told` is how many seconds that one says it has."""
        for each in lost:
            if timed and each.seconds is None:
                self._note_cut(each, told)
            else:
                self._pass_lost(each, self._given)

    def _note_cut(self, lost: Lost, told: float) -> None:
        """Note the end of a file that goes on according to its sizes, as far as anything tells how long."""
        length = max(self._clock.length, min(round(told * RATE), _LONGEST_HOLE))
        promised = self._clock.begins + self._clock.without_lead(length)
        told_so = promised - self._given > _TOLERANCE
        if told_so:
            self._add_hole(self._given, promised)
        held = lost.at < self.path.stat().st_size
        if held or not (told_so or self.holes or self.absent):
            self._pass_lost(lost, promised if told_so else self._given)

    def _add_hole(self, start: int, end: int) -> None:
        """Note a hole; one that meets the last one is the same."""
        if self.holes and start <= self.holes[-1][1]:
            self.holes[-1] = (self.holes[-1][0], max(self.holes[-1][1], end))
        else:
            self.holes.append((start, end))

    def _pass_lost(self, lost: Lost, begins: int) -> int:
        """Note bytes that no part holds; return where what follows begins."""
        told = lost.seconds
        if told is None:
            told = lost.size * (self._given - self._silence) / RATE / self._bytes if self._bytes else 0.0
        else:
            begins = max(self._given, self._lost)  # the part before may promise more than it holds
        length = min(round(told * RATE), _LONGEST_HOLE)
        self._add_hole(begins, begins + length)
        return begins + length

    def _pass_inner(self, lost: Lost) -> None:
        """Note bytes within a part whose sound has no time stamps: what follows comes later by their time."""
        share = lost.size / (self._window[1] - self._window[0])
        length = round(self._clock.length * share)
        self._clock.delay(length)
        self._add_hole(self._given, self._given + length)

    def _pass_over(self, window: Window, begins: int) -> int:
        """Note a link that cannot be read; return where the next one begins."""
        if not self._rate:
            self._rate = _rate_of(self.path)
        length = round(_seconds(self.path, window, self._rate) * RATE) or self._clock.length
        if not length:
            return self._pass_lost(Lost(window[0], window[1] - window[0]), begins)
        self._add_hole(begins, begins + length)
        return begins + length

    def _link(self, container: "InputContainer") -> "Iterator[Samples]":
        """Yield decoded pieces, and silence where time stamps say that something is missing."""
        try:
            stream = container.streams.audio[self.track]
        except IndexError:
            if not container.streams.audio:
                self.absent.append((self._clock.begins, self._clock.begins + self._clock.length))
            return
        self._known = True
        if stream.codec_context is None:
            raise UnreadableMedia(
                f"Sound track {self.track + 1} of {self.path.name} is of a kind that cannot be decoded here."
            )
        self._prepare(stream)
        mixer = Mixer(self.weights, self.apart, floats=stream.codec_context.name.startswith("pcm_f"))
        leapt = self._leap(container)
        anew = bool(self._clock.begins) and container.format.name in _GUESSING
        for frame in self._frames(container, stream):
            if anew:
                self._clock.restart(frame, self._clock.begins)
                anew = False
            if leapt:
                self._given = self.begins = self._clock.position(frame, self._given)
                leapt = False
            yield from self._counted(mixer.restart(frame))
            yield from self._silence_before(frame)
            yield from self._counted(mixer.feed(frame))
        yield from self._counted(mixer.finish())
        self._note_end(stream)

    def _prepare(self, stream: Any) -> None:
        """Have the decoder check what can be checked, and note what its sound is like."""
        name = stream.codec_context.name
        if name in _CHECKED:
            stream.codec_context.options = {"err_detect": "crccheck+explode"}
        self._plain = name.startswith(("pcm_", "adpcm_", "dsd_"))
        self._pauses = name in _PAUSING

    def _leap(self, container: "InputContainer") -> bool:
        """Go to shortly before the sample that is wanted first, where that works; say whether it did."""
        import av

        seconds = self._clock.seconds(self.start - _LEAD)
        if self.start <= _LEAD or self._clock.begins or not _SEEKING & set(container.format.name.split(",")):
            return False
        try:
            container.seek(int(seconds * 1_000_000))
        except av.FFmpegError:
            return False
        return True

    def _counted(self, pieces: "Iterator[Samples]") -> "Iterator[Samples]":
        for piece in pieces:
            self._given += piece.shape[1]
            yield piece

    def _frames(self, container: "InputContainer", stream: Any) -> "Iterator[av.AudioFrame]":
        """Yield the frames of a track; what cannot be read is passed over as long as there is more."""
        import av

        failed = 0
        while failed < _TRIES:
            try:
                for packet in container.demux(stream):
                    failed = 0
                    yield from self._decoded(packet)
                break
            except EOFError:
                break
            except IndexError:  # a packet of a stream that appears too late to have been opened
                self._note_hole()
            except av.FFmpegError:
                failed += 1
                self._note_hole()

    def _decoded(self, packet: Any) -> "Iterator[av.AudioFrame]":
        import av

        self._packets += bool(packet.size)
        while self._inner and packet.size and packet.pos + self._window[0] >= self._inner[0].at:
            self._pass_inner(self._inner.pop(0))
        if packet.size >= _FEWEST and self._holds_nothing(packet):
            self._note_hole()
            self._lost = max(self._lost, self._clock.end_of(packet, self._given))
            if not self._plain:
                return
        try:
            yield from packet.decode()
        except av.FFmpegError:
            self._note_hole()
            self._lost = max(self._lost, self._clock.end_of(packet, self._given))

    def _holds_nothing(self, packet: Any) -> bool:
        """Return whether no encoder has made a packet: nothing but zeros, or samples that are random."""
        if self._plain:
            return looks_random(memoryview(packet)) and is_random(bytes(packet))
        return not any(memoryview(packet)[:_FEWEST]) and not bytes(packet).strip(b"\0")

    def _silence_before(self, frame: "av.AudioFrame") -> "Iterator[Samples]":
        """Yield the silence that belongs before a frame, in blocks."""
        import numpy as np

        missing = self._clock.missing(frame, self._given)
        jumps = self._clock.jump(frame) > (_PAUSE if self._pauses else _TOLERANCE)
        if self._silence + missing > _MOST_SILENCE:
            self._clock.restart(frame, self._given)
            self._note_hole()
            return
        self._silence += missing
        if missing and jumps:
            self._note_absence(missing)
        while missing > 0:
            silence = np.zeros((Mixer((), self.apart).height, min(missing, BLOCK)), np.float32)
            self._given += silence.shape[1]
            missing -= silence.shape[1]
            yield silence

    def _note_absence(self, missing: int) -> None:
        """Note that the file has no sound here: as damage where some was met right before."""
        if self.holes and self.holes[-1][1] >= self._given - _TOLERANCE:
            self.holes[-1] = (self.holes[-1][0], self._given + missing)
        else:
            self.absent.append((self._given, self._given + missing))

    def _note_hole(self) -> None:
        """Note that something was lost here; what is lost within a second is one hole."""
        if self.holes and self._given - self.holes[-1][1] < RATE:
            self.holes[-1] = (self.holes[-1][0], max(self.holes[-1][1], self._given))
        else:
            self.holes.append((self._given, self._given))

    def _note_end(self, stream: Any) -> None:
        """Note what the file promises of a track and does not hold, where it counts and does not guess.

        What could not be decoded at the end is followed by nothing that would say how long it was.
        """
        missing = self._clock.promised(stream) - self._given
        start, end = self.holes[-1] if self.holes else (-1, 0)
        if end >= self._given - _TOLERANCE and self._lost > self._given:
            first = self._given if start == end else start
            self.holes[-1] = (first, max(self._lost, self._given + missing))
        elif missing > RATE:
            self._add_hole(self._given, self._given + missing)


class _Clock:
    """Where a frame belongs: its time stamp, from the beginning of its link, until stamps jump."""

    def __init__(self, begins: int = 0, container: "InputContainer | None" = None, told: float = 0.0) -> None:
        self.begins = begins
        """Samples before the link."""
        self.length = round(max(0, (container and container.duration) or 0) * RATE / 1_000_000)
        """Samples of the link, as the file says."""
        self._zero = ((container and container.start_time) or 0) / 1_000_000
        self._first = self._zero
        self._ends: float | None = None
        """Time stamp at which the last frame ended."""
        self.told = told
        """Seconds that the file says it has, where FFmpeg does not believe it."""
        self._tells = container is not None and (told > 0 or _tells(container))
        self._counts = container is not None and bool(_COUNTING & set(container.format.name.split(",")))
        if container is not None and container.format.name == "ogg" and self._zero > 1:
            self._counts = False  # a piece of a stream: its length is told from a beginning that is not there

    def missing(self, frame: "av.AudioFrame", given: int) -> int:
        """Return the samples of silence before a frame.

        Stamps that go back, or on beyond the end of the file, begin a new count: it is not the sound that
        jumps but its clock, as where two files were joined.
        """
        at = frame.time
        if at is None:
            return 0
        missing = self.begins + round((at - self._zero) * RATE) - given
        beyond = bool(self.length) and given + missing > self.begins + self.length + _BEYOND
        if missing < -_BACK or missing > _LONGEST_HOLE or (beyond and missing > _BEYOND):
            self.restart(frame, given)
            return 0
        return missing if missing > _TOLERANCE else 0

    def jump(self, frame: "av.AudioFrame") -> int:
        """Return by how many samples the time stamp of a frame is beyond the end of the last one."""
        at, length = frame.time, frame.samples / (frame.sample_rate or _USUAL)
        before = self._ends
        self._ends = (at if at is not None else before or 0.0) + length
        return 0 if at is None or before is None else round((at - before) * RATE)

    def restart(self, frame: "av.AudioFrame", given: int) -> None:
        """Begin a new count: a frame belongs where the sound is."""
        if frame.pts is not None and frame.time_base is not None:
            self._zero = float(frame.pts * frame.time_base) - (given - self.begins) / RATE

    def without_lead(self, samples: int) -> int:
        """Return a length without the time before the first stamp, which is not played."""
        return samples - max(0, round(self._first * RATE))

    def delay(self, samples: int) -> None:
        """Have all that follows come later."""
        self._zero -= samples / RATE

    def seconds(self, sample: int) -> float:
        """Return the time stamp of a sample."""
        return self._zero + (sample - self.begins) / RATE

    def position(self, frame: "av.AudioFrame", given: int) -> int:
        """Return the sample at which a frame begins; `given` when it does not say."""
        if frame.pts is None or frame.time_base is None:
            return given
        return max(0, self.begins + round((float(frame.pts * frame.time_base) - self._zero) * RATE))

    def end_of(self, packet: Any, given: int) -> int:
        """Return the sample at which a packet ends, as far as it says and can be believed."""
        if packet.pts is None or packet.time_base is None:
            return given
        at = float((packet.pts + (packet.duration or 0)) * packet.time_base)
        ends = self.begins + round((at - self._zero) * RATE)
        believed = self.begins + self.length + _BEYOND if self.length else given + _LONGEST_HOLE
        return ends if ends <= believed else given

    def promised(self, stream: Any) -> int:
        """Return up to which sample the file says that a track goes; 0 when it does not count."""
        told = 0.0
        if self._counts and stream.duration:
            start = float((stream.start_time or 0) * stream.time_base) - self._first
            told = max(0.0, start) + float(stream.duration * stream.time_base)
        elif self._tells:  # up to which time stamp, wherever the first one is
            told = (self.told or self.length / RATE) - max(0.0, self._first)
        return self.begins + round(told * RATE) if told > 0 else 0


def _tells(container: "InputContainer") -> bool:
    """Return whether the length that the file says of itself is that of a track: it has no other one."""
    return _is_alone(container) and bool(_TELLING & set(container.format.name.split(",")))


def _is_alone(container: "InputContainer") -> bool:
    return len(container.streams) == 1


def _rate_of(path: Path) -> int:
    """Return the samples a second of the first part of a file that says so."""
    try:
        return next((track.rate for track in inspect(path).tracks if track.rate), _USUAL)
    except UnreadableMedia:
        return _USUAL


def _seconds(path: Path, window: Window, rate: int) -> float:
    """Return how long a part is that cannot be opened; 0 when nothing tells."""
    try:
        return seconds(path, window, rate)
    except OSError:
        return 0.0
