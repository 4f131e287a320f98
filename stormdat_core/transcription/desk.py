"""What pages and command line ask of transcription: packs, queue, live, transcripts, exports.

Any thread may call any method. Work runs as jobs: kind `transcription` for media files (one after the other),
`live` for recordings, `models` for packs.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stormdat_core.errors import StormError
from stormdat_core.events import EventLog
from stormdat_core.jobs import Job, JobRunner, JobState
from stormdat_core.model.transcripts import (
    Device,
    DeviceKind,
    LiveProposal,
    MediaTrack,
    ModelPack,
    Span,
    TranscriptionSettings,
    TranscriptState,
    TranscriptSummary,
)
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.settings import Settings
from stormdat_core.store import Store
from stormdat_core.store.speech.transcripts import TranscriptShelf, Work
from stormdat_core.transcription.announcing import News
from stormdat_core.transcription.editing.lines import Rewriter
from stormdat_core.transcription.engine_parent import EngineRun
from stormdat_core.transcription.file_job import FileRequest, FileWorker, tracks_in_file
from stormdat_core.transcription.ingesting import Ingest
from stormdat_core.transcription.live.desk import LIVE, LiveDesk
from stormdat_core.transcription.live.recordings import LiveRequest
from stormdat_core.transcription.media.decoding import inspect
from stormdat_core.transcription.media.excerpts import part_of, sound_of
from stormdat_core.transcription.media.tracks import origin_of, with_roles
from stormdat_core.transcription.packs.library import PackLibrary
from stormdat_core.transcription.provenance import told
from stormdat_core.transcription.recognition.languages import spoken
from stormdat_core.transcription.recognition.pack_choice import NoPack, choose
from stormdat_core.transcription.recognition.speed import MeasureTask, propose, serve_measure

FILES = "transcription"
MODELS = "models"
PARTS = ("gaps", "unheard", "doubtful", "unread")
"""Lists of the audit whose parts can be played."""
LANES: Mapping[str, int] = {FILES: 1, LIVE: 1}
"""Threads that work takes which may last for hours."""


@dataclass(slots=True)
class TranscriptionDesk:
    """Transcription as the rest of the program sees it."""

    paths: AppPaths
    store: Callable[[], Store]
    jobs: Callable[[], JobRunner]
    settings: Callable[[], Settings]
    events: EventLog
    live: LiveDesk = field(init=False)
    news: News = field(init=False)
    _proposals: tuple[LiveProposal, ...] = ()
    _media: dict[str, Path] = field(default_factory=dict)
    """What each job that was queued is to read."""

    def __post_init__(self) -> None:
        self.news = News(self.events, lambda: self.transcripts)
        self.live = LiveDesk(self.jobs, self.settings, lambda: self.packs, self._worker, self.news)

    @property
    def packs(self) -> PackLibrary:
        """Return the installed model packs."""
        return PackLibrary(self.paths.data / "models")

    @property
    def transcripts(self) -> TranscriptShelf:
        """Return the transcripts in the library: pages, segments, search."""
        return self.store().transcripts

    @property
    def proposals(self) -> tuple[LiveProposal, ...]:
        """Return what the last self-test of this run found; empty before one."""
        return self._proposals

    # Model packs

    def pack(self, name: str = "", *, live: bool = False) -> ModelPack:
        """Return the pack to use: by name, by the path of a folder, or the one the settings name.

        Raises:
            BadPack: there is none of that name, or it is not complete.
            NoPack: none is installed.
            LockedSetting: the site has locked it to another one.
        """
        wanted = self.settings().chosen("live_model" if live else "file_model", name)
        return choose(self.packs, wanted, live=live)

    # Media files

    def start(
        self, paths: Sequence[Path], model: str = "", language: str = "", tracks: tuple[int, ...] = (),
        channel: int = 0,
    ) -> tuple[Job, ...]:  # fmt: skip
        """Queue media files and return a job for each; a job's result is the id of its transcript.

        Args:
            paths: the files.
            model: by name; empty takes the one of the settings.
            language: code or name; empty takes that of the settings, or finds out.
            tracks: indexes of the sound tracks to hear; empty leaves it to the program.
            channel: of them, from 1; 0 leaves it to the program.

        Raises:
            BadPack, NoPack: the model cannot be used; nothing was queued.
            UnknownLanguage: the model does not know the language; nothing was queued.
        """
        pack = self.pack(model)
        settings = TranscriptionSettings(spoken(self.settings().chosen("spoken_language", language), pack))
        requests = [FileRequest(path, settings, tracks, channel) for path in paths]
        return tuple(self._submit(request, pack) for request in requests)

    def run(self, request: FileRequest, pack: ModelPack, context: JobContext | None = None) -> int:
        """Transcribe a file in the calling thread and return the id of its transcript.

        Raises:
            Cancelled: asked to stop; what was kept stays, and the same request goes on from there.
            StormError: the media, the model or the engine cannot be used.
        """
        own = context or JobContext()
        work = self._worker().open(request, pack)
        return self._run(work, pack, own, "")

    def resume(self, transcript: int, model: str = "") -> Job:
        """Go on with a transcript that was not finished.

        Raises:
            NotStored: no such transcript.
            BadPack: its model is not installed any more.
        """
        work = self.transcripts.work(transcript)
        pack = self.pack(model) if model else choose(self.packs, work.summary.model, live=False)
        if work.summary.live:
            return self._submit(FileRequest(work.summary.media, work.summary.settings), pack)

        def run(context: JobContext) -> int:
            return self._run(self.transcripts.take_up(transcript), pack, context, job_id.result())

        job_id: Future[str] = Future()
        job = self.jobs().submit(FILES, work.summary.title, run)
        job_id.set_result(job.id)
        return job

    def again(self, transcript: int, model: str = "", how: TranscriptionSettings | None = None) -> Job:
        """Transcribe the media of a transcript anew, as after a live one: the final pass.

        Args:
            transcript: whose media is heard again.
            model: by name; empty takes the one of the settings.
            how: language, tracks and channel that a person wants; None takes those of the transcript.

        Raises:
            NotStored: no such transcript.
            BadPack, NoPack: the model cannot be used.
            UnknownLanguage: the model does not know the language.
        """
        summary, pack = self.transcripts.summary(transcript), self.pack(model)
        asked = how or summary.settings
        language = spoken(self._language(asked.language), pack)
        settings = replace(
            summary.settings, beam=5, language=language, tracks=asked.tracks, channel=asked.channel
        )
        return self._submit(FileRequest(summary.media, settings), pack)

    def part(self, transcript: int, kind: str, number: int) -> bytes:
        """Return what is heard where the audit found something, as a WAV file; of its own track or channel.

        Args:
            transcript: its id.
            kind: `gaps`, `unheard`, `doubtful` or `unread`.
            number: in the list of that kind, from 0.

        Raises:
            NotStored: no such transcript.
            StormError: there is no such part, the media is gone, or it cannot be decoded.
        """
        coverage = self.transcripts.summary(transcript).coverage
        spans: Sequence[Span] = getattr(coverage, kind) if kind in PARTS else ()
        if not 0 <= number < len(spans):
            raise StormError("This part is no longer there.", "Load the page again.")
        media = self.media(transcript)
        return sound_of(part_of(media, tracks_in_file(self.transcripts.work(transcript)), spans[number]))

    def tracks(self, transcript: int) -> tuple[MediaTrack, ...]:
        """Return the sound tracks that the media of a transcript has; none when it cannot be read any more.

        Raises:
            NotStored: no such transcript.
        """
        media = self.transcripts.summary(transcript).media
        with suppress(StormError):
            return with_roles(inspect(media).tracks, origin_of(media)) if media.is_file() else ()
        return ()

    def heard(self, transcript: int) -> tuple[str, ...]:
        """Return sentences on what of the media was heard, in which language, and why.

        Raises:
            NotStored: no such transcript.
        """
        work = self.transcripts.work(transcript)
        return told(work.summary, work.tracks)

    def retry(self, transcript: int, gap: int, model: str = "") -> Job:
        """Hear a gap of the audit again; the job's result is how many segments came of it.

        Raises:
            NotStored: no such transcript.
            StormError: it has no such gap.
        """
        summary = self.transcripts.summary(transcript)
        pack = self.pack(model or _installed(self.packs, summary.model))
        span = _gap(summary, gap)

        def work(context: JobContext) -> int:
            found = self._worker().retry(transcript, span, pack, context)
            self.news.segments(transcript, len(found))
            return len(found)

        job = self.jobs().submit(FILES, f"{summary.title}: try again", work)
        self.news.works_on(transcript, job.id)
        return job

    def job_of(self, transcript: int) -> Job | None:
        """Return the job that works, or worked, on a transcript in this run; None for others."""
        with suppress(KeyError):
            return self.jobs().job(self.news.job_of(transcript))
        return None

    # Live

    def start_live(self, request: LiveRequest, model: str = "") -> Job:
        """Write along with a recording that is being made; the job's result is the transcript's id.

        Raises:
            BadPack, NoPack: the model cannot be used; the recording goes on without text.
        """
        return self.live.start(request, self.pack(model, live=True))

    # What a person does with a transcript

    @property
    def lines(self) -> Rewriter:
        """Return what changes the lines of transcripts; `undo` takes each step back."""
        return Rewriter(self.transcripts, self._audit_again)

    @property
    def waiting(self) -> frozenset[Path]:
        """Return the media of jobs that have not ended; the library may not know of them yet."""
        return frozenset(self.jobs().unfinished(self._media))

    def media(self, transcript: int) -> Path:
        """Return the media file to play.

        Raises:
            NotStored: no such transcript.
            StormError: the file is not where it was.
        """
        path = self.transcripts.summary(transcript).media
        if not path.is_file():
            raise StormError(
                f"{path.name} is no longer in {path.parent}.", "Put it back there to play it; the text stays."
            )
        return path

    @property
    def refused(self) -> tuple[Job, ...]:
        """Return the jobs of this run that failed before there was a transcript, the newest first."""
        ended = [each for each in self.jobs().jobs() if (each.kind, each.state) == (FILES, JobState.FAILED)]
        return tuple(each for each in ended if not self.news.has_transcript(each.id))

    def forget_refused(self) -> None:
        """Drop what is known of them, once somebody has read it."""
        for each in self.refused:
            self.jobs().forget(each.id)

    # Start-up and self-test

    def recover(self) -> tuple[int, ...]:
        """Bring what an earlier run left in journals into the library; return what `resume` can finish."""
        left = self.transcripts.unfinished()
        worker = self._worker()
        for number in left:
            work = self.transcripts.work(number)
            Ingest(self.transcripts, number, work.journal, work.journal_read).visit(now=True)
            worker.audit(number)
        return left

    def measure(self, context: JobContext | None = None) -> tuple[LiveProposal, ...]:
        """Time every installed pack in the calling thread and return what can be done with each.

        Raises:
            NoPack: none is installed.
        """
        own = context or JobContext()
        packs = self.packs.installed()
        if not packs:
            raise NoPack
        found: dict[str, float] = {}
        devices: dict[str, Device] = {}
        for number, pack in enumerate(packs):
            own.progress(number, len(packs), pack.name)
            with suppress(StormError):  # one that does not load has no proposal; `verify` says why
                found[pack.name], devices[pack.name] = _measured(pack, own, self._device())
        self._proposals = propose(found, devices)
        return self._proposals

    # Below this line: how it is done

    def _worker(self) -> FileWorker:
        def arrived(transcript: int, segments: tuple[int, ...]) -> None:
            self.news.segments(transcript, len(segments))

        journals = self.paths.data / "transcription"
        return FileWorker(self.transcripts, journals, arrived, device=self._device())

    def _audit_again(self, transcript: int) -> None:
        """Count after a change of the text; what is still being written is counted at its end."""
        if self.transcripts.summary(transcript).state is not TranscriptState.RUNNING:
            self._worker().audit(transcript)

    def _language(self, asked: str) -> str:
        """Return the language to hear in, which the site can have locked; empty for one to be found out."""
        own = self.settings()
        return own.chosen("spoken_language", asked) if own.locked("spoken_language") else asked

    def _device(self) -> Device:
        return Device(DeviceKind(self.settings().device))

    def _submit(self, request: FileRequest, pack: ModelPack) -> Job:
        def run(context: JobContext) -> int:
            context.progress(0, note="Reading the file")
            work = self._worker().open(request, pack)
            return self._run(work, pack, context, job_id.result())

        job_id: Future[str] = Future()
        job = self.jobs().submit(FILES, request.media.name, run)
        self._media[job.id] = request.media
        job_id.set_result(job.id)
        return job

    def _run(self, work: Work, pack: ModelPack, context: JobContext, job_id: str) -> int:
        number = work.summary.id
        self.news.began(number, job_id)
        try:
            self._worker().run(work, pack, context)
        finally:
            self.news.ended(number)
        return number


def _measured(pack: ModelPack, context: JobContext, device: Device) -> tuple[float, Device]:
    told: dict[str, Any] = {}
    run = EngineRun(MeasureTask(pack.folder, device=device), serve_measure, check=context.check)
    run.heard = lambda report: told.update({report.kind: report.value})
    run.run()
    return told["seconds"], told["device"]


def _installed(packs: PackLibrary, name: str) -> str:
    return name if any(pack.name == name for pack in packs.installed()) else ""


def _gap(summary: TranscriptSummary, gap: int) -> Span:
    if summary.state is TranscriptState.RUNNING:
        raise StormError("This transcript is still being written.", "Wait for it to end.")
    if not 0 <= gap < len(summary.coverage.gaps):
        raise StormError("This gap is no longer there.", "Load the page again.")
    return summary.coverage.gaps[gap]
