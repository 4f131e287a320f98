"""A media file from its arrival to its audited transcript. Runs in the thread of a job."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path

from stormdat_core.errors import Cancelled, explained
from stormdat_core.model.transcripts import (
    MARKERS,
    Device,
    MediaTrack,
    ModelPack,
    Segment,
    SegmentState,
    Span,
    Speaker,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.paths import private_folder
from stormdat_core.progress import JobContext
from stormdat_core.records import brief, dump
from stormdat_core.store.speech.transcript_rows import Stretch
from stormdat_core.store.speech.transcripts import TranscriptShelf, Work
from stormdat_core.transcription.auditing import Speech, audit
from stormdat_core.transcription.engine import FileTask, Load, Report, serve_file
from stormdat_core.transcription.engine_parent import EngineRun
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.exports.times import clock
from stormdat_core.transcription.ingesting import Ingest, stretch_of
from stormdat_core.transcription.journal import forget, read
from stormdat_core.transcription.media.decoding import RATE, inspect
from stormdat_core.transcription.media.track_choice import Plan
from stormdat_core.transcription.media.tracks import (
    SPEAKERS,
    Origin,
    believed,
    origin_of,
    sha256_of,
    tracks_to_hear,
    tracks_to_look_at,
)
from stormdat_core.transcription.recognition.recognition import load_recogniser
from stormdat_core.transcription.recognition.segmentation import AFTER, BEFORE, LONGEST, Clip
from stormdat_core.transcription.recognition.voice_activity import WINDOW

_HOLE = "The sound is damaged here, so nobody knows what was said."
_STRANGE = (
    "The file of facts beside the recording is of another one (its digest differs), so it was not believed."
)
_ABSENT = "This part of the file holds no sound."


@dataclass(frozen=True, slots=True)
class FileRequest:
    """What to transcribe, and how."""

    media: Path
    settings: TranscriptionSettings = field(default_factory=TranscriptionSettings)
    tracks: tuple[int, ...] = ()
    """Indexes among the sound tracks; empty leaves it to us."""
    channel: int = 0
    """Of the tracks, from 1; 0 leaves it to us."""

    @property
    def asked(self) -> TranscriptionSettings:
        """Return the settings with the tracks and the channel that were asked for."""
        if not self.tracks and not self.channel:
            return self.settings
        return replace(self.settings, tracks=self.tracks, channel=self.channel)


@dataclass(slots=True)
class FileWorker:
    """Transcribes files into a library."""

    shelf: TranscriptShelf
    journals: Path
    """Folder for the engine's journals."""
    arrived: Callable[[int, tuple[int, ...]], None] = lambda _transcript, _segments: None
    """Called with a transcript's id and the ids of its new segments."""
    load: Load = load_recogniser
    device: Device = field(default_factory=Device)
    """What models are to run on."""

    def open(self, request: FileRequest, pack: ModelPack) -> Work:
        """Find or make the transcript of a file: an unfinished one of the same sound and model goes on.

        Raises:
            UnreadableMedia: the file has no sound that can be read.
        """
        media = request.media.absolute()
        found, asked, digest = inspect(media), request.asked, _digest(media)
        origin = believed(origin_of(media), digest)
        tracks = tracks_to_look_at(found.tracks, origin, asked.tracks, asked.channel)
        self.shelf.unfinished()
        number = self.shelf.resumable(digest, pack.sha256, asked, tracks)
        if number is None:
            summary = _summary(request, pack, origin, digest, found.duration_ms)
            number = self.shelf.start(summary, tracks, private_folder(self.journals))
        else:
            self.shelf.note(number, media=str(media))
        return self.shelf.take_up(number)

    def run(self, work: Work, pack: ModelPack, context: JobContext) -> None:
        """Do what is left of a transcript, and audit it.

        Raises:
            Cancelled: somebody asked to stop; the transcript can go on later.
            StormError: the media, the model or the engine cannot be used.
        """
        summary = work.summary
        holes: dict[Span, None] = {}
        made = Plan(work.tracks)
        quiet: list[str] = []
        ingest = self._ingest(work)
        progress = _Progress(context, work.tracks, summary.duration_ms)

        def heard(report: Report) -> None:
            nonlocal made
            if report.kind in _UNREAD:
                holes[_hole(_UNREAD[report.kind], *report.value)] = None
            if report.kind == "raised" and (note := _very_quiet(*report.value)) not in quiet:
                quiet.append(note)
            if report.kind == "plan":
                made = report.value
            self.note_device(summary.id, report)
            progress.heard(report)
            ingest.visit(now=report.kind == "done")

        task = FileTask(
            summary.media, work.tracks, pack.folder, work.journal, summary.settings, load=self.load,
            device=self.device, sha256=summary.model_sha256,
        )  # fmt: skip
        try:
            EngineRun(task, serve_file, heard, context.check).run()
        except BaseException as exc:
            ingest.visit(now=True)
            self.close(summary.id, exc, list(holes), _noted(made, quiet))
            raise
        self._done(work, progress.longest, list(holes), _noted(made, quiet))

    def retry(self, number: int, gap: Span, pack: ModelPack, context: JobContext) -> tuple[Segment, ...]:
        """Hear a gap again; text that comes is added to the transcript. Return it.

        Raises:
            NotStored: no such transcript.
            StormError: the media, the model or the engine cannot be used.
        """
        work = self.shelf.work(number)
        tracks = tracks_in_file(work)
        track = next((each for each in tracks if each.speaker is gap.speaker), tracks[0])
        journal = private_folder(self.journals) / f"{number}-{gap.start_ms}-{gap.speaker.name.lower()}.jsonl"
        settings = replace(work.summary.settings, language=work.summary.language)
        clips = gap_clips(gap)
        task = FileTask(
            work.summary.media, (track,), pack.folder, journal, settings, clips, load=self.load,
            device=self.device,
        )  # fmt: skip
        forget(journal)
        try:
            EngineRun(task, serve_file, lambda report: self.note_device(number, report), context.check).run()
            entries = [entry for entry, _ in read(journal)]
        finally:
            forget(journal)
        found = [replace(stretch_of(entry), segments=_inside(entry.segments, gap)) for entry in entries]
        ids = self._add(number, gap, found)
        self.audit(number)
        return tuple(self.shelf.segment(each)[1] for each in ids)

    def _add(self, number: int, gap: Span, found: list[Stretch]) -> tuple[int, ...]:
        """Store what was heard in a gap, unless it has text by now; return the ids.

        Where a person took lines out, it is a step of its own: it must go before they come back, else their
        words would stand there twice.
        """
        if not any(_touch(gap, each) for each in self.shelf.summary(number).coverage.gaps):
            return ()
        new = [segment for each in found for segment in each.segments]
        gone = [each for each in self.shelf.removed(number) if _touch(gap, each)]
        if not (gone and new):
            return self.shelf.replace_in(number, found)
        kept = self.shelf.change(number, [gone[0], *new])
        return tuple(each.id for each in kept[1:])

    def note_device(self, number: int, report: Report) -> None:
        """Keep what the engine says of its device; a reason stays though a later engine has none."""
        if report.kind != "device":
            return
        device: Device = report.value
        known = {**self.shelf.summary(number).properties, "device": device.kind.value}
        if device.note:
            known["device_note"] = device.note
        self.shelf.note(number, properties=known)

    def audit(self, number: int, holes: list[Span] | None = None, made: Plan | None = None) -> None:
        """Compare speech with text again and keep the result; the state of the transcript stays."""
        transcript = self.shelf.get(number)
        before = transcript.summary
        unread = before.coverage.unread if holes is None else (*(made.unread if made else ()), *holes)
        found = (Speech(s.start_ms, s.end_ms, s.speaker, failed) for s, failed in self.shelf.speech(number))
        known = made or Plan((), before.coverage.notes, before.coverage.unheard)
        removed = self.shelf.removed(number)
        coverage = audit(found, transcript.segments, unread, known.unheard, removed)
        coverage = replace(coverage, notes=known.notes)
        self.shelf.finish(number, before.state, coverage, before.error, before.hint)

    def _ingest(self, work: Work) -> Ingest:
        number = work.summary.id
        return Ingest(
            self.shelf, number, work.journal, work.journal_read, lambda ids: self.arrived(number, ids)
        )

    def _done(self, work: Work, length: int, holes: list[Span], made: Plan) -> None:
        number = work.summary.id
        duration = max(work.summary.duration_ms, length)
        self.shelf.note(number, state=TranscriptState.DONE.value, done_ms=duration, duration_ms=duration)
        self.shelf.note(number, tracks=brief(made.tracks))
        beside = origin_of(work.summary.media)
        origin = believed(beside, work.summary.sha256)
        lost, told = of_recording(origin, {each.speaker for each in made.tracks})
        told += [] if origin == beside else [_STRANGE]
        self.audit(number, [*holes, *lost], _noted(made, told))
        forget(work.journal)

    def close(
        self, number: int, error: BaseException, holes: list[Span] | None = None, made: Plan | None = None
    ) -> None:
        """Note why a transcript ended before its time, and audit what there is."""
        cancelled = isinstance(error, Cancelled | KeyboardInterrupt)
        state = TranscriptState.CANCELLED if cancelled else TranscriptState.FAILED
        known = explained(error, "The transcription")
        sentence, hint = ("", "") if cancelled else (str(known), known.hint)
        self.shelf.note(number, state=state.value, error=sentence, hint=hint)
        self.audit(number, holes, made)


class _Progress:
    """Tells a job how far the engine is: milliseconds of all tracks together."""

    def __init__(self, context: JobContext, tracks: tuple[MediaTrack, ...], duration_ms: int) -> None:
        self._context, self._duration = context, duration_ms
        self._total = duration_ms * len(tracks) or None
        self.longest = 0

    def heard(self, report: Report) -> None:
        if report.kind == "plan":
            self._total = self._duration * len(report.value.tracks) or None
        if report.kind == "surveyed":
            self._context.progress(0, self._total, "Looking at tracks and channels")
        if report.kind == "loaded":
            self._context.progress(0, self._total, "Listening")
        if report.kind == "at":
            number, samples = report.value
            at = round(samples * 1000 / RATE)
            self.longest = max(self.longest, at)
            done = number * self._duration + at
            self._context.progress(min(done, self._total or done))


def gap_clips(gap: Span) -> tuple[Clip, ...]:
    """Return the stretches to hear for a gap, none longer than the engine hears at once."""
    start, end = gap.start_ms * RATE // 1000, gap.end_ms * RATE // 1000
    longest = LONGEST * WINDOW
    cuts = [*range(start, max(end - WINDOW, start + 1), longest), end]
    return tuple(
        Clip(max(0, first - BEFORE), last + AFTER, ((first, last),)) for first, last in pairwise(cuts)
    )


def tracks_in_file(work: Work) -> tuple[MediaTrack, ...]:
    """Return the tracks as the media file has them: a live transcript heard spools, in their own order."""
    media = work.summary.media
    return tracks_to_hear(inspect(media).tracks, origin_of(media)) if work.summary.live else work.tracks


def _touch(gap: Span, other: Span | Segment) -> bool:
    return (
        gap.start_ms < other.end_ms
        and other.start_ms < gap.end_ms
        and gap.speaker in (other.speaker, Speaker.UNKNOWN)
    )


def _inside(segments: tuple[Segment, ...], gap: Span) -> tuple[Segment, ...]:
    """Return the segments whose middle lies in the gap, with some room; the others are known already."""
    first, last = gap.start_ms - 300, gap.end_ms + 300
    kept = (each for each in segments if each.state is SegmentState.KEPT)
    return tuple(each for each in kept if first <= (each.start_ms + each.end_ms) // 2 <= last)


_UNREAD = {"hole": _HOLE, "absent": _ABSENT}
"""What the engine reports of sound that is not there, and why."""


def _hole(reason: str, track: MediaTrack, start: int, end: int) -> Span:
    return Span(round(start * 1000 / RATE), round(end * 1000 / RATE), track.speaker, reason)


def _very_quiet(track: MediaTrack, spans: tuple[tuple[int, int], ...]) -> str:
    seconds = sum(end - start for start, end in spans) / RATE
    first = clock(round(spans[0][0] * 1000 / RATE))
    return (
        f"Track {track.index + 1} is very quiet for {seconds:.0f} s of speech, from {first} on; "
        "that was raised before it was heard."
    )


def of_recording(origin: Origin, speakers: Collection[Speaker]) -> tuple[list[Span], list[str]]:
    """Return the times at which a recording has no sound of what was heard, and what happened to its sources.

    Args:
        origin: what its sidecar says; nothing of other files.
        speakers: of the tracks that were heard; an unknown one may be any of them.
    """
    known = {role: SPEAKERS.get(role, Speaker.UNKNOWN) for role in origin.roles}
    heard = {role for role, speaker in known.items() if speaker in speakers or Speaker.UNKNOWN in speakers}
    lost = [
        Span(each.start_ms, each.end_ms, known[each.role], f"Nothing was recorded here: {each.reason}")
        for each in origin.gaps
        if each.role in heard
    ]
    return lost, [f"{clock(each.at_ms)}: {each.text}" for each in origin.events if each.role in heard]


def _noted(made: Plan, notes: list[str]) -> Plan:
    """Return a plan with what turned out while it was carried out."""
    return replace(made, notes=(*made.notes, *notes))


def _summary(
    request: FileRequest, pack: ModelPack, origin: Origin, digest: str, duration_ms: int
) -> TranscriptSummary:
    return TranscriptSummary(
        0,
        request.media.absolute(),
        origin.title or request.media.stem,
        datetime.now(UTC),
        sha256=digest,
        duration_ms=duration_ms,
        model=pack.name,
        model_sha256=pack.sha256,
        settings=request.asked,
        recording=origin.id,
        marking=origin.marking,
        properties=engine_versions() | _markers(origin),
    )


def _markers(origin: Origin) -> dict[str, str]:
    return {MARKERS: dump(origin.markers).decode()} if origin.markers else {}


def engine_versions() -> dict[str, str]:
    """Return the versions of what makes the text."""
    found = {}
    for name in ("stormdat", "faster-whisper", "ctranslate2", "av"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a frozen program may leave metadata out
            continue
    return found


def _digest(media: Path) -> str:
    try:
        return sha256_of(media)
    except OSError as exc:
        raise UnreadableMedia(f"{media.name} could not be read: {exc.strerror or exc}.") from exc
