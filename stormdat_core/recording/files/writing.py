"""A recording while it grows: pictures and sound in, one file out that no kill takes more than a second from.

Threads: `picture`, `repeat`, `sound` and `status` may be called from any thread and return at once; encoding
runs in two threads of its own (`picture_lane`, `sound_lane`), a third brings fragments to the disk. The other
methods belong to one thread, the recorder's.
"""

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from stormdat_core.errors import DiskFull, OutputRefused, RecordingBroken, StormError
from stormdat_core.model.media import Gap, Marker, Recording, RecordingRequest, Role, SourceEvent
from stormdat_core.recording.capture.blocks import Clock, Picture, Silence, Sound
from stormdat_core.recording.encoding.marking_strip import check_drawable
from stormdat_core.recording.encoding.picture_thread import PictureLane
from stormdat_core.recording.encoding.sound_thread import SoundLane, share_evenly
from stormdat_core.recording.encoding.streams import Streams
from stormdat_core.recording.files.container import Container, check_libraries
from stormdat_core.recording.files.fragments import DurableFile
from stormdat_core.recording.files.journal import Journal
from stormdat_core.recording.files.names import MEDIA, RecordingFiles, files_of, free_files
from stormdat_core.recording.files.sidecar import sha256_of, write_sidecar
from stormdat_core.recording.plan import SOUND_ROLES, Plan
from stormdat_core.recording.sound.live_copy import Spool
from stormdat_core.recording.sound.mixing import Mixer, Sink
from stormdat_core.recording.timeline import Timeline, in_ms
from stormdat_core.recording.unfinished.remux import survey

_MOST_EVENTS = 10_000
"""Events that the sidecar keeps: a device that comes and goes all night stays in the journal alone."""

OnFailure = Callable[[StormError], None]


@dataclass(frozen=True, slots=True)
class FileStatus:
    """A recording's numbers now."""

    elapsed_ms: int
    """Recorded time, without pauses."""
    size: int
    """Bytes of the media file."""
    frames: int
    dropped: int
    levels: Mapping[Role, float] = field(default_factory=dict)
    """Peak of the last tenth of a second, in dB of full scale."""


class RecordingFile:
    """One recording that is being written. Ends with `finish` or `abandon`, never both."""

    def __init__(
        self,
        request: RecordingRequest,
        recording_id: str,
        started: datetime,
        size: tuple[int, int] | None,
        roles: Sequence[Role],
        clock: Clock,
        devices: Mapping[Role, str] | None = None,
        on_failure: OnFailure | None = None,
    ) -> None:
        """Create the files and begin: the recording's time starts now.

        Args:
            request: what was asked for; its folder must exist.
            recording_id: 32 hexadecimal digits.
            started: aware.
            size: width and height of the screen in pixels; None records no picture.
            roles: of the sound sources, MICROPHONE and SYSTEM or one or none of them.
            clock: what the moments of pictures and sounds are measured with.
            devices: names of the sources for the sidecar.
            on_failure: is told once, from a thread of this object, why nothing more can be written. The
                recorder then calls `finish`, from another thread, which keeps what there is.

        Raises:
            DiskFull: there is no room for the first bytes.
            RecordingBroken: the folder cannot be written, the marking not drawn, the libraries are too old.
        """
        check_libraries()
        share_evenly()
        check_drawable(request.marking)
        self.failure: StormError | None = None
        wanted = tuple(role for role in SOUND_ROLES if role in roles)
        self._plan = Plan(recording_id, request, started, size, wanted, dict(devices or {}))
        self._clock = clock
        self._on_failure = on_failure
        self._gaps: list[Gap] = []
        self._events: list[SourceEvent] = []
        self._markers: list[Marker] = []
        self._spools: list[Spool] = []
        self._ended: float | None = None
        self._is_ours = True
        self._mixer: Mixer | None = None
        self._sounds: SoundLane | None = None
        self._pictures: PictureLane | None = None
        self.files = self._free_files()
        try:
            with ExitStack() as undo:
                self._open(undo)
                undo.pop_all()
        except OSError as exc:
            raise _cannot_begin(self.files, exc) from exc

    def _open(self, undo: ExitStack) -> None:
        """Open all files and start the threads; `undo` learns what to do when that ends halfway."""
        self._journal = self._take_names()
        undo.callback(self._remove)
        undo.callback(self._journal.close)
        self._journal.write("opened", **self._plan.opened(self.files.media))
        self._file = DurableFile(self.files.media)
        undo.callback(self._file.finish)
        self._container = Container(self._file)
        streams = Streams(self._container, self._plan)
        origin = self._clock()
        self.timeline = Timeline(origin, self._on_jump)
        if streams.sounds:
            self._start_sounds(streams, origin)
        if streams.picture is not None:
            self._pictures = PictureLane(
                streams.picture, self.timeline, self._clock, self._on_gap, self._fail
            )
        self._journal.write("started", at_ms=0)

    def _take_names(self) -> Journal:
        """Create the journal: whoever does owns the names. Another recorder may, at the same moment."""
        while True:
            try:
                return Journal(self.files.journal)
            except FileExistsError:
                self.files = self._free_files()

    def _free_files(self) -> RecordingFiles:
        request = self._plan.request
        return free_files(request.folder, self._plan.started, request.marking, request.title)

    # --- what comes in

    def picture(self, picture: Picture) -> bool:
        """Take a picture. When encoding is behind, the oldest that waits is dropped and counted: False."""
        return self._pictures is None or not self._open_to_more() or self._pictures.put(picture)

    def repeat(self, at: float) -> None:
        """Learn that the screen was looked at and had not changed; say so at least every 0.5 s."""
        if self._pictures is not None and self._open_to_more():
            self._pictures.unchanged(at)

    def sound(self, role: Role, news: Sound | Silence) -> None:
        """Take a device's next block, or that it was interrupted. Nothing is dropped."""
        if self._sounds is not None and role in self._plan.roles and self._open_to_more():
            self._sounds.put(role, news)

    def _open_to_more(self) -> bool:
        self.timeline.look(self._clock())
        return self.failure is None and self._ended is None

    # --- what the person does

    def pause(self, at: float) -> None:
        """Cut everything from this moment on out of all tracks."""
        self.timeline.pause(at)
        self._journal.write("paused", at_ms=self._ms(at))

    def resume(self, at: float) -> None:
        """End the pause at this moment."""
        self.timeline.resume(at)
        self._journal.write("resumed", at_ms=self._ms(at))

    def marker(self, at: float, note: str = "") -> Marker:
        """Mark a moment."""
        marker = Marker(self._ms(at), note)
        self._markers.append(marker)
        self._journal.write("marker", **asdict(marker))
        return marker

    def note(self, event: str, **facts: object) -> None:
        """Write anything else to the journal: a device changed, the disk is low."""
        self._journal.write(event, **{"at_ms": self._ms(self._clock()), **facts})

    def happened(self, role: Role, text: str) -> int:
        """Write to the journal what has happened to a source; return when, on the recording's timeline."""
        event = SourceEvent(self._ms(self._clock()), role, text)
        if len(self._events) < _MOST_EVENTS:
            self._events.append(event)
        self._journal.write("source", **asdict(event))
        return event.at_ms

    def blind(self, why: str) -> None:
        """Learn why the screen cannot be looked at from now on; "" when it can again."""
        if self._pictures is not None:
            self._pictures.blind(why)

    def checkpoint(self) -> None:
        """Write down what a repair would not find in the media file; call it about once a minute."""
        self.note("clock", skew_ppm=self._skews(), dropped=self.status.dropped)

    def where(self) -> Path | None:
        """Return where the media file is now; None when it was removed."""
        return self._file.where()

    def follow(self, media: Path) -> None:
        """Go on under the name that somebody has given the media file or its folder.

        The other files of the recording go with it. One that no longer ends in .mp4 gets its name back.
        """
        if media.suffix != MEDIA:
            own = media.with_name(self.files.media.name)
            with suppress(OSError):
                media = media if own.exists() else media.rename(own)
        before, self.files = self.files, files_of(media)
        self._file.path = media
        for old, new in _companions(before, self.files, (spool.role for spool in self._spools)):
            if old.exists() and not new.exists():
                with suppress(OSError):
                    old.rename(new)
        for spool in self._spools:
            spool.path = self.files.spool(spool.role)
        self.note("moved", media=str(media))

    # --- what is to be seen

    @property
    def status(self) -> FileStatus:
        now = self._clock() if self._ended is None else self._ended
        mixer = self._mixer
        levels = {role: mixer.level_db(role, now) for role in self._plan.roles} if mixer else {}
        frames = self._pictures.frames if self._pictures else 0
        dropped = self._pictures.dropped if self._pictures else 0
        return FileStatus(self._ms(now), self._file.size, frames, dropped, levels)

    # --- the end

    def finish(self, at: float | None = None) -> Recording:
        """End every track, make the file an ordinary one, write the sidecar.

        After a failure the file is kept up to its last whole fragment; `failure` says why.

        Args:
            at: the moment the person stopped; what came later is left out. None for now.

        Raises:
            OutputRefused: the sidecar could not be written; the next start repairs that.
            RecordingBroken: neither a picture nor a sound had come; no file is left.
        """
        self._stop_lanes(self._clock() if at is None else at)
        if self._container.empty:
            self._file.finish()
            self._journal.close()
            self._remove()
            raise RecordingBroken(
                f"{self.files.media.name} was stopped before anything came; no file is left."
            )
        self._journal.write("stopped", at_ms=self._ms(self._ended or 0.0))
        self._close_container()
        recording = self._describe()
        try:
            self._complete(recording)
        finally:
            self._journal.close()
        return recording

    def _complete(self, recording: Recording) -> None:
        """Write the sidecar and the journal's last line; after a failure as far as the disk lets us.

        Without `done` the journal offers the recording for repair at the next start.
        """
        if self.failure is None:
            write_sidecar(recording)
            self._journal.write("done", sha256=recording.sha256)
            return
        self._journal.write("failed", reason=str(self.failure))
        with suppress(OutputRefused):
            write_sidecar(recording)

    def abandon(self) -> None:
        """Stop, and remove everything that was written."""
        self._stop_lanes(self._clock())
        self._is_ours = self.where() is not None  # what somebody has put in its place is not ours
        self._close_container()
        self._journal.close()
        self._remove()

    def _remove(self) -> None:
        media = (self.files.media,) if self._is_ours else ()
        for path in (*media, self.files.journal, *(spool.path for spool in self._spools)):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _stop_lanes(self, at: float) -> None:
        self._ended = at = float(at)
        if self._sounds is not None:
            self._sounds.finish(at)
            self._ended = max(at, self._mixer.given_out) if self._mixer else at
        if self._pictures is not None:
            self._pictures.finish(at)

    def _close_container(self) -> None:
        try:
            self._container.close()
        except Exception as exc:  # the muxer's errors are many, the file is kept whichever it is
            self._fail(exc)
        self._file.finish()

    def _fail(self, exc: BaseException) -> None:
        """Remember the first failure and tell of it."""
        if self.failure is not None:
            return
        self.failure = self._file.failure or (
            exc
            if isinstance(exc, StormError)
            else RecordingBroken(
                f"{self.files.media.name} could not be written on ({exc}).",
                "What was recorded until then is kept.",
            )
        )
        if self._on_failure is not None:
            self._on_failure(self.failure)

    # --- parts

    def _start_sounds(self, streams: Streams, origin: float) -> None:
        sinks: dict[Role, list[Sink]] = {role: [encoder.feed] for role, encoder in streams.sounds.items()}
        for role in self._plan.roles if self._plan.request.live else ():
            spool = Spool(self.files.spool(role), role)
            self._spools.append(spool)
            sinks[role].append(spool.feed)
        self._mixer = Mixer(self.timeline, self._plan.roles, sinks, self._on_gap, origin)

        def flush() -> None:
            for encoder in streams.sounds.values():
                encoder.finish()
            for spool in self._spools:
                spool.close()

        self._sounds = SoundLane(self._mixer, self._clock, self._on_news, flush, self._fail)

    def _on_gap(self, gap: Gap) -> None:
        self._gaps.append(gap)
        self._journal.write("gap", **asdict(gap))

    def _on_news(self, role: Role, news: Silence) -> None:
        self._journal.write("silence", role=role, at_ms=self._ms(news.at), reason=news.reason)

    def _on_jump(self, at_ms: int, seconds: float) -> None:
        self._journal.write("jump", at_ms=at_ms, seconds=round(seconds, 3))

    def _ms(self, at: float) -> int:
        return in_ms(self.timeline.place(at))

    def _skews(self) -> dict[Role, float]:
        mixer = self._mixer
        return {role: round(mixer.skew_ppm(role), 1) for role in self._plan.roles} if mixer else {}

    def _describe(self) -> Recording:
        """Return the sidecar's facts; after a failure the file is asked how much it kept."""
        status, media = self.status, self.files.media
        kept = survey(media) if self.failure is not None else None
        return replace(
            self._plan.recording(media, self._skews()),
            duration_ms=status.elapsed_ms if kept is None else kept.duration_ms,
            size=media.stat().st_size,
            sha256=sha256_of(media),
            gaps=tuple(sorted(self._gaps, key=lambda gap: gap.start_ms)),
            markers=tuple(sorted(self._markers, key=lambda marker: marker.at_ms)),
            events=tuple(sorted(self._events, key=lambda event: event.at_ms)),
            frames=status.frames if kept is None else kept.frames,
            dropped=status.dropped,
        )


def _companions(
    before: RecordingFiles, now: RecordingFiles, roles: Iterable[Role]
) -> Iterator[tuple[Path, Path]]:
    """Yield where each file beside the media file was, and where it belongs now."""
    yield before.journal, now.journal
    for role in roles:
        yield before.spool(role), now.spool(role)


def _cannot_begin(files: RecordingFiles, exc: OSError) -> StormError:
    sentence = f"A recording cannot be written in {files.folder}: {exc.strerror or exc}."
    full = exc.errno == errno.ENOSPC
    return DiskFull(sentence) if full else RecordingBroken(sentence, "Choose another folder.")
