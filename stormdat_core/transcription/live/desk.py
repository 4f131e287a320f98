"""Transcripts that are written while a recording is made, as the rest of the program sees them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from stormdat_core.jobs import Job, JobRunner
from stormdat_core.model.transcripts import LiveStatus, ModelPack
from stormdat_core.progress import JobContext
from stormdat_core.settings import Settings
from stormdat_core.store.speech.transcripts import Work
from stormdat_core.transcription.announcing import News
from stormdat_core.transcription.file_job import FileWorker
from stormdat_core.transcription.live.recordings import LiveRequest, LiveWorker
from stormdat_core.transcription.packs.library import PackLibrary
from stormdat_core.transcription.recognition.languages import spoken
from stormdat_core.transcription.recognition.pack_choice import smaller

LIVE = "live"


@dataclass(slots=True)
class _Following:
    """A live transcript that is being written."""

    worker: LiveWorker
    status: LiveStatus


@dataclass(slots=True)
class LiveDesk:
    """Live transcription: jobs of kind `live`. Any thread may call any method."""

    jobs: Callable[[], JobRunner]
    settings: Callable[[], Settings]
    packs: Callable[[], PackLibrary]
    worker: Callable[[], FileWorker]
    news: News
    _following: dict[int, _Following] = field(default_factory=dict)

    def start(self, request: LiveRequest, pack: ModelPack) -> Job:
        """Write along with a recording that is being made; the job's result is the transcript's id.

        Raises:
            UnknownLanguage: the model does not know the language.
        """
        language = spoken(self.settings().chosen("spoken_language", request.settings.language), pack)
        request = replace(request, settings=replace(request.settings, language=language))
        worker = LiveWorker(self.worker())
        work = worker.open(request, pack)
        number = work.summary.id
        worker.listen = lambda status: self._heard(number, status)
        self._following[number] = _Following(worker, LiveStatus(number))

        def run(context: JobContext) -> int:
            return self._follow(worker, work, pack, context)

        job = self.jobs().submit(LIVE, work.summary.title, run)
        self.news.began(number, job.id)
        return job

    def end(self, transcript: int) -> None:
        """Say that the recorder is gone, if its journal cannot say so. What was recorded is still written."""
        if (following := self._following.get(transcript)) is not None:
            following.worker.stop()

    def status(self, transcript: int) -> LiveStatus | None:
        """Return how a live transcript stands; None when it is not being written in this run."""
        following = self._following.get(transcript)
        return None if following is None else following.status

    def status_of(self, recording: str) -> LiveStatus | None:
        """Return the same for a recording's id."""
        page = self.news.transcripts().page(recording=recording, limit=5)
        return next((status for each in page.items if (status := self.status(each.id)) is not None), None)

    def _follow(self, worker: LiveWorker, work: Work, pack: ModelPack, context: JobContext) -> int:
        number = work.summary.id
        try:
            worker.run(work, pack, context, smaller(self.packs(), pack))
        finally:
            self._following.pop(number, None)
            self.news.ended(number)
        return number

    def _heard(self, number: int, status: LiveStatus) -> None:
        if (following := self._following.get(number)) is not None:
            following.status = status
        self.news.live(status)
