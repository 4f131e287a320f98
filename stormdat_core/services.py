"""Services: the one object that pages and command line are handed. Composes what lies below."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from stormdat_core import logs, plugins, settings
from stormdat_core.actions.known import KnownExports, KnownJobs
from stormdat_core.events import EventLog
from stormdat_core.inbox import Inbox
from stormdat_core.jobs import Job, JobRunner
from stormdat_core.paths import AppPaths, app_paths
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.library import RecordingLibrary
from stormdat_core.recording.service.status import announce
from stormdat_core.sample import sample_list
from stormdat_core.settings import Loaded, Settings
from stormdat_core.site.trust import Trust
from stormdat_core.store import Store
from stormdat_core.sweep.deciding_many import DECIDE
from stormdat_core.sweep.picturing import PagePictures
from stormdat_core.transcription.desk import LANES, TranscriptionDesk


class Services:
    """Settings, library, jobs and events of one running program. Close it, or use it with `with`."""

    def __init__(self, paths: AppPaths | None = None, told: Callable[[str], None] = lambda _: None) -> None:
        self.paths = paths or app_paths()
        self._told = told
        self._loaded = settings.load(self.paths)
        logs.configure(self.paths, self._loaded.settings.log_level)
        plugins.state.follow(self._loaded.settings.plugins)
        if self._loaded.settings.plugins and not plugins.state.allowed():  # turned off for this run alone
            self._loaded.settings.refuse_locked("plugins")
        for sentence in self._loaded.overruled:
            told(sentence)
        self.events = EventLog()
        self.inbox = Inbox()
        self._opening = threading.Lock()
        self._saving = threading.Lock()
        self._store: Store | None = None
        self._jobs: JobRunner | None = None
        self.known_jobs = KnownJobs()
        self.known_exports = KnownExports()
        self._recorder: RecorderClient | None = None
        self.recordings = RecordingLibrary(lambda: self.store, lambda: self.recordings_folder)
        """What was recorded, listed from the sidecars beside the media."""
        self.pictures = PagePictures()
        """Pages of PDF files as pictures."""
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
        self.pictures.close()
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
            plugins.state.follow(self._loaded.settings.plugins)
            return self._loaded

    @property
    def trust(self) -> Trust:
        """Return whose signature profiles and lists have to bear; the site's keys are read each time."""
        own = self.settings
        return Trust.of(
            self.paths.site,
            profiles=own.require_signed_profiles,
            lists=own.require_signed_lists,
            shipped=(sample_list(),),
        )

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
                self._jobs = JobRunner(self._job_changed, lanes={**LANES, DECIDE: 1})
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


@contextmanager
def open_services(
    paths: AppPaths | None = None, told: Callable[[str], None] = lambda _: None
) -> Iterator[Services]:
    """Yield services and close them; `told` hears how the library was opened, if it has to be said."""
    with Services(paths, told) as services:
        yield services
