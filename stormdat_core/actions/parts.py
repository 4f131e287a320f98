"""What actions work with."""

from typing import Protocol

from stormdat_core.actions.announcing import Telling
from stormdat_core.actions.known import KnownExports, KnownJobs
from stormdat_core.inbox import Inbox
from stormdat_core.jobs import JobRunner
from stormdat_core.paths import AppPaths
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.library import RecordingLibrary
from stormdat_core.settings import Loaded, Settings
from stormdat_core.site.trust import Trust
from stormdat_core.store import Store
from stormdat_core.sweep.picturing import PagePictures
from stormdat_core.transcription.desk import TranscriptionDesk


class Parts(Telling, Protocol):
    """The parts of one running program; `Services` composes them."""

    @property
    def paths(self) -> AppPaths: ...

    @property
    def inbox(self) -> Inbox: ...

    @property
    def jobs(self) -> JobRunner: ...

    @property
    def store(self) -> Store: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def trust(self) -> Trust: ...

    @property
    def recorder(self) -> RecorderClient: ...

    @property
    def recordings(self) -> RecordingLibrary: ...

    @property
    def transcription(self) -> TranscriptionDesk: ...

    @property
    def pictures(self) -> PagePictures: ...

    @property
    def known_jobs(self) -> KnownJobs: ...

    @property
    def known_exports(self) -> KnownExports: ...

    def change_settings(self, changes: dict[str, object]) -> Loaded: ...
