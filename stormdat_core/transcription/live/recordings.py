"""A recording that is being made and its live transcript, to the last word after it has stopped.

Runs in the thread of a job. The engine follows the recorder's spools by itself; nothing here can lose sound.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from stormdat_core.model.media import Role
from stormdat_core.model.transcripts import (
    Device,
    LiveStatus,
    MediaTrack,
    ModelPack,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.paths import private_folder
from stormdat_core.progress import JobContext
from stormdat_core.store.speech.transcripts import Work
from stormdat_core.transcription.engine import Report
from stormdat_core.transcription.engine_parent import EngineRun
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.file_job import FileWorker, engine_versions, of_recording
from stormdat_core.transcription.ingesting import Ingest
from stormdat_core.transcription.journal import forget
from stormdat_core.transcription.live.engine import STOP, LiveState, LiveTask, Spool, serve_live
from stormdat_core.transcription.live.pressure import note_of
from stormdat_core.transcription.media.track_choice import Plan
from stormdat_core.transcription.media.tracks import SPEAKERS, origin_of

_SPOOL = ".s16"
_JOURNAL = ".journal.jsonl"
_SIDECAR = ".recording.json"
_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """A recording to be followed: its media file's path says where the spools and the journal are."""

    media: Path
    recording: str
    title: str = ""
    marking: str = ""
    roles: tuple[Role, ...] = (Role.MICROPHONE, Role.SYSTEM)
    """The sources that are recorded; each has a spool."""
    settings: TranscriptionSettings = field(default_factory=TranscriptionSettings)


@dataclass(slots=True)
class LiveWorker:
    """Writes one live transcript."""

    files: FileWorker
    listen: Callable[[LiveStatus], None] = lambda _: None
    """Called about twice a second while it runs."""
    patience: float = 60.0
    """Seconds to wait for the recorder to finish its file before the spools are left for later."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _device: Device = field(default_factory=Device)

    def open(self, request: LiveRequest, pack: ModelPack) -> Work:
        """Make the transcript of a recording that begins.

        Raises:
            UnreadableMedia: the recording has no sound.
        """
        if not request.roles:
            raise UnreadableMedia("This recording has no sound, so there is nothing to transcribe.", "")
        tracks = tuple(
            MediaTrack(index, "s16", 1, 16_000, speaker=SPEAKERS[role])
            for index, role in enumerate(request.roles)
        )
        summary = TranscriptSummary(
            0,
            request.media.absolute(),
            request.title or request.media.stem,
            datetime.now(UTC),
            model=pack.name,
            model_sha256=pack.sha256,
            settings=request.settings,
            recording=request.recording,
            live=True,
            marking=request.marking,
            properties=engine_versions(),
        )
        shelf = self.files.shelf
        number = shelf.start(summary, tracks, private_folder(self.files.journals))
        return shelf.work(number)

    def run(self, work: Work, pack: ModelPack, context: JobContext, small: ModelPack | None = None) -> None:
        """Follow the recording until it has stopped and everything said has its text; then audit.

        Raises:
            Cancelled: somebody asked to stop; the sound stays, so a transcript can be made of it later.
            StormError: the model or the engine cannot be used.
        """
        number = work.summary.id
        ingest = Ingest(
            self.files.shelf, number, work.journal, work.journal_read,
            lambda ids: self.files.arrived(number, ids), pause=0.0,
        )  # fmt: skip
        task = LiveTask(
            spools_of(work), journal_of(work.summary.media), pack.folder, work.journal, work.summary.settings,
            small.folder if small is not None else None, load=self.files.load,
            device=self.files.device,
        )  # fmt: skip
        engine: EngineRun[LiveTask] = EngineRun(task, serve_live, check=context.check)
        engine.heard = lambda report: self._heard(report, number, ingest, engine, context)
        try:
            engine.run()
        except Exception as exc:
            ingest.visit(now=True)
            self.files.close(number, exc)
            raise
        self._done(work, ingest)
        self._clear(work, context)

    def stop(self) -> None:
        """Say that the recorder is gone, for a recording whose journal does not say so."""
        self._stop.set()

    def _heard(
        self, report: Report, number: int, ingest: Ingest, engine: EngineRun[LiveTask], context: JobContext
    ) -> None:
        self.files.note_device(number, report)
        if report.kind == "device":
            self._device = report.value
        if self._stop.is_set() and report.kind == "state":
            engine.tell(STOP)
        if report.kind in ("kept", "done"):
            ingest.visit(now=True)
        if report.kind == "state":
            state: LiveState = report.value
            note = f"{note_of(state.lag_ms, state.step, state.draining)} {self._device.note}".strip()
            context.progress(state.done_ms, note=note)
            self.listen(_status(number, state, note))

    def _done(self, work: Work, ingest: Ingest) -> None:
        number = work.summary.id
        ingest.visit(now=True)
        length = max(_length(spool.path) for spool in spools_of(work))
        self.files.shelf.note(number, state=TranscriptState.DONE.value, done_ms=length, duration_ms=length)
        self.files.audit(number, [])
        forget(work.journal)
        self.listen(LiveStatus(number, length, length, draining=True, ended=True))

    def _clear(self, work: Work, context: JobContext) -> None:
        """Remove the spools once the recording is a finished file: it holds the same sound."""
        finished = work.summary.media.with_name(work.summary.media.stem + _SIDECAR)
        deadline = time.monotonic() + self.patience
        while not finished.exists() and time.monotonic() < deadline:
            context.check()
            time.sleep(_LOOK)
        if finished.exists():
            self._complete(work)
            for spool in spools_of(work):
                spool.path.unlink(missing_ok=True)

    def _complete(self, work: Work) -> None:
        """Say in the transcript what only the finished recording tells: its digest, and what it lacks."""
        number, media = work.summary.id, work.summary.media
        origin = origin_of(media)
        if origin.sha256:
            self.files.shelf.note(number, sha256=origin.sha256)
        lost, told = of_recording(origin, {track.speaker for track in work.tracks})
        self.files.audit(number, lost, Plan((), tuple(told)))


def spools_of(work: Work) -> tuple[Spool, ...]:
    """Return the spools of a recording's tracks, which lie beside its media file."""
    media = work.summary.media
    roles = {speaker: role for role, speaker in SPEAKERS.items()}
    return tuple(
        Spool(media.with_name(f"{media.stem}.{roles[track.speaker].value}{_SPOOL}"), track)
        for track in work.tracks
    )


def journal_of(media: Path) -> Path:
    """Return the recorder's journal."""
    return media.with_name(media.stem + _JOURNAL)


def _status(number: int, state: LiveState, note: str) -> LiveStatus:
    return LiveStatus(
        number, state.heard_ms, state.done_ms, state.lag_ms, state.waiting, state.step, note, state.draining
    )


def _length(spool: Path) -> int:
    try:
        return spool.stat().st_size // 2 * 1000 // 16_000
    except FileNotFoundError:
        return 0
