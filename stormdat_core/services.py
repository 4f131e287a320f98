"""Services: the one object that pages and command line are handed. Composes what lies below."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from stormdat_core import cleanup, logs, retention, settings
from stormdat_core.errors import StormError
from stormdat_core.events import Event, EventLog
from stormdat_core.inbox import Inbox
from stormdat_core.jobs import Job, JobRunner
from stormdat_core.model import Decision, SweepRequest, Verdict
from stormdat_core.model.media import Recording
from stormdat_core.paths import AppPaths, app_paths
from stormdat_core.progress import JobContext
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.following import announce
from stormdat_core.recording.library import RecordingLibrary
from stormdat_core.reports.base import CopyStyle
from stormdat_core.settings import Loaded, Settings
from stormdat_core.store import Erasure, Store
from stormdat_core.sweep import deciding
from stormdat_core.sweep.runner import SweepLimits, SweepRunner, SweepSummary, SweptFile
from stormdat_core.transcription.desk import LANES, TranscriptionDesk


@dataclass(slots=True)
class _Announcer:
    """Tells the event log what a sweep has done, by ids only: events hold no document text."""

    events: EventLog
    sweeps: dict[str, int]
    """Where the sweep of each job is noted, for pages that come later."""
    job_id: Future[str] = field(default_factory=Future)
    sweep_id: int = 0

    def started(self, sweep_id: int) -> None:
        job_id = self.job_id.result()
        self.sweep_id = self.sweeps[job_id] = sweep_id
        self.events.publish("sweeps", "sweep", {"sweep": sweep_id, "job": job_id})

    def file(self, ordinal: int, file: SweptFile) -> None:
        data = {"sweep": self.sweep_id, "ordinal": ordinal, "findings": file.findings}
        self.events.publish("sweeps", "file", {**data, "error": file.result.error})


class Services:
    """Settings, library, jobs and events of one running program. Close it, or use it with `with`."""

    def __init__(self, paths: AppPaths | None = None, told: Callable[[str], None] = lambda _: None) -> None:
        self.paths = paths or app_paths()
        self._told = told
        self._loaded = settings.load(self.paths)
        logs.configure(self.paths, self._loaded.settings.log_level)
        self.events = EventLog()
        self.inbox = Inbox()
        self._opening = threading.Lock()
        self._saving = threading.Lock()
        self._store: Store | None = None
        self._jobs: JobRunner | None = None
        self._sweeps: dict[str, int] = {}
        self._exports: dict[int, tuple[str, ...]] = {}
        self._requests: dict[str, SweepRequest] = {}
        self._recorder: RecorderClient | None = None
        self.recordings = RecordingLibrary(lambda: self.store, lambda: self.recordings_folder)
        """What was recorded, listed from the sidecars beside the media."""
        self.transcription = TranscriptionDesk(
            self.paths, lambda: self.store, lambda: self.jobs, lambda: self.settings, self.events
        )
        """What was said: model packs, media files, live text, transcripts."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End jobs, close the library and the log. A recording goes on."""
        if self._recorder is not None:
            self._recorder.close()
        if self._jobs is not None:
            self._jobs.shutdown()
        self.events.close()
        if self._store is not None:
            self._store.close()
        logs.close()

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self._loaded.settings

    @property
    def loaded_settings(self) -> Loaded:
        """Return the settings with where they come from."""
        return self._loaded

    def change_settings(self, changes: dict[str, object]) -> Loaded:
        """Save changes to settings by field name; None goes back to the default.

        Raises:
            BadSettings: a value that cannot be used; nothing is saved then.
        """
        with self._saving:  # two that read the file at once would each undo what the other one changed
            self._loaded = settings.save(self.paths, changes)
            logs.configure(self.paths, self._loaded.settings.log_level)
            return self._loaded

    @property
    def recordings_folder(self) -> Path:
        """Return where recordings are made."""
        return settings.recordings_folder(self.settings, self.paths)

    @property
    def store(self) -> Store:
        """Return the library, opened at first need, once."""
        with self._opening:
            if self._store is None:
                self._store = Store.open(self.paths)
                for warning in self._store.warnings:
                    self._told(warning)
            return self._store

    @property
    def jobs(self) -> JobRunner:
        """Return the background jobs; each change of one is an event of topic `job:ID`."""
        with self._opening:
            if self._jobs is None:
                self._jobs = JobRunner(self._job_changed, lanes=LANES)
            return self._jobs

    @property
    def recorder(self) -> RecorderClient:
        """Return the recorder; each change of it is an event of topic `recorder` (see `announce`)."""
        with self._opening:
            if self._recorder is None:
                self._recorder = RecorderClient(self.paths, lambda: self.recordings_folder)
                self._recorder.follow(announce(self.events.publish))
            return self._recorder

    def _job_changed(self, job: Job) -> None:
        self.events.publish(f"job:{job.id}", "job", job.data())

    def sweep(self, request: SweepRequest, context: JobContext | None = None) -> SweepSummary:
        """Run a sweep in the calling thread. See `SweepRunner.run` for what it raises."""
        return self._runner(request).run(context or JobContext())

    def start_sweep(self, request: SweepRequest) -> Job:
        """Run a sweep in the background and return its job; the job's result is the sweep's id."""
        count = len(request.paths)
        title = request.paths[0].name if count == 1 else f"{count} files and folders"

        announcer = _Announcer(self.events, self._sweeps)

        def work(context: JobContext) -> int:
            runner = self._runner(request)
            runner.heard = announcer.file
            return runner.run(context, announcer.started).sweep_id

        job = self.jobs.submit("sweep", title, work)
        self._requests[job.id] = request
        announcer.job_id.set_result(job.id)
        return job

    def sweep_of(self, job_id: str) -> int | None:
        """Return the sweep that a job of this run works on; None before it has begun, or for other jobs."""
        return self._sweeps.get(job_id)

    def job_of(self, sweep_id: int) -> Job | None:
        """Return the job that works, or worked, on a sweep; None when it ran elsewhere or long ago."""
        job_id = next((job for job, sweep in list(self._sweeps.items()) if sweep == sweep_id), "")
        try:
            return self.jobs.job(job_id) if job_id else None
        except KeyError:
            return None

    def _runner(self, request: SweepRequest) -> SweepRunner:
        own = self.settings
        limits = SweepLimits(own.file_seconds, own.file_memory_mib, own.file_size_mib)
        return SweepRunner(request, self.store, limits, style=_style(self.copy_style, request))

    @property
    def copy_style(self) -> CopyStyle:
        """Return how annotated copies show findings and what corrected copies correct, by the settings."""
        own = self.settings
        return CopyStyle(own.copy_marks, own.copy_colours, own.copy_fixes)

    def decide(
        self, findings: Sequence[int], verdict: Verdict, *, reason: str = "", full_form: str = ""
    ) -> tuple[Decision, ...]:
        """Remember what a person says about findings. See `deciding.decide` for what it raises."""
        made = deciding.decide(self.store, findings, verdict, reason=reason, full_form=full_form)
        self.events.publish("sweeps", "decided", {"count": len(made)})
        return made

    def take_back(self, fingerprints: Iterable[str]) -> int:
        """Undo decisions by the fingerprints of their findings, and return how many there were."""
        return self.store.decisions.take_back(fingerprints)

    def start_repair(self) -> Job:
        """Make ordinary files of the recordings that were broken off, in the background.

        The job's result is how many could be repaired. It fails with the first that could not; the others
        are repaired all the same.
        """
        return self.jobs.submit("repair", "Repairing recordings", self._repair)

    def _repair(self, context: JobContext) -> int:
        waiting, failures = self.recordings.unfinished(), list[StormError]()
        for done, each in enumerate(waiting):
            context.progress(done, len(waiting), note=each.title or each.path.stem)
            try:
                self.recorder.recover(each.id)
            except StormError as exc:
                failures.append(exc)
        self.recordings.refresh()
        if failures:
            raise failures[0]
        return len(waiting)

    def delete_sweeps(self, sweep_ids: Iterable[int]) -> Erasure:
        """Delete sweeps as `Store.delete_sweeps` does, and what this run remembers of them.

        Raises:
            NotStored: one of them does not exist; none was deleted.
            SweepRunning: one of them is running; none was deleted.
        """
        chosen = tuple(dict.fromkeys(sweep_ids))
        for each in chosen:
            self.store.sweep(each)
            self._forget_jobs(self._exports.pop(each, ()))  # before its downloads go, it must not write more
        erased = self.store.delete_sweeps(chosen, self._needed())
        for each in chosen:
            self._forget_sweep(each)
        return erased

    def _needed(self) -> frozenset[Path]:
        """Return the files that work was asked for with which may not be in the library yet."""
        waiting = self.jobs.unfinished(self._requests)
        asked = (path for each in waiting for path in (*each.paths, *each.lists, Path(each.profile)))
        return frozenset((*asked, *self.transcription.waiting))

    def exporting(self, sweep_id: int, job_id: str) -> None:
        """Note a job that writes outputs of a sweep: it ends when the sweep is deleted."""
        self._exports[sweep_id] = (*self._exports.get(sweep_id, ()), job_id)

    def _forget_sweep(self, sweep_id: int) -> None:
        own = [job_id for job_id, sweep in list(self._sweeps.items()) if sweep == sweep_id]
        self._forget_jobs(own)
        for job_id in own:
            self._sweeps.pop(job_id, None)
        self.events.forget(lambda event: event.topic == "sweeps" and event.data.get("sweep") == sweep_id)
        self.inbox.forget(lambda path: path.is_relative_to(self.paths.uploads) and not path.exists())

    def _forget_jobs(self, job_ids: Iterable[str]) -> None:
        topics = {f"job:{job_id}" for job_id in job_ids}
        for job_id in job_ids:
            self.jobs.forget(job_id)
        self.events.forget(lambda event: event.topic in topics)

    def delete_recording(self, recording_id: str, *, keep_text: bool = False) -> Erasure:
        """Delete a recording with its transcripts, or leaving those; see `RecordingLibrary.delete`.

        Raises:
            TranscriptBusy: one of them is still being written; the recording stays.
        """
        recording = self.recordings.get(recording_id)
        transcripts = self.transcription.transcripts.page(recording=recording.id, limit=1000).items
        erased = self.recordings.delete(recording.id, keep_text=keep_text)
        for each in () if keep_text else transcripts:
            self.transcription.forget(each.id)
        self.events.forget(lambda event: _is_about(event, recording))
        return erased

    def delete_transcript(self, transcript_id: int) -> Erasure:
        """Delete a transcript; see `TranscriptionDesk.delete`."""
        return self.transcription.delete(transcript_id, self._needed())

    def expired(self) -> tuple[retention.Expired, ...]:
        """Return what the rules of retention let go; `retention.apply` deletes it."""
        self.recordings.refresh()
        return retention.expired(self)

    def cleanup(self, *, dry_run: bool = False) -> cleanup.Cleaned:
        """Remove scratch and unfinished outputs that are old enough; with `dry_run` only list them."""
        age = timedelta(hours=self.settings.scratch_hours)
        return cleanup.clean(self.paths, self.store.output_folders(), age=age, dry_run=dry_run)


def _is_about(event: Event, recording: Recording) -> bool:
    """Return whether an event tells of a recording: while it began it had no id yet."""
    known = {"recording": recording.id, "path": str(recording.path), "title": recording.title}
    return event.topic == "recorder" and any(
        value and event.data.get(key) == value for key, value in known.items()
    )


def _style(style: CopyStyle, request: SweepRequest) -> CopyStyle:
    """Return the style of the settings, with the corrections that a request names."""
    return (
        replace(style, fixes="proposed" if request.fixes == "proposed" else "safe")
        if request.fixes
        else style
    )


@contextmanager
def open_services(
    paths: AppPaths | None = None, told: Callable[[str], None] = lambda _: None
) -> Iterator[Services]:
    """Yield services and close them; `told` hears how the library was opened, if it has to be said."""
    with Services(paths, told) as services:
        yield services
