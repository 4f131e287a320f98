"""What pages hear of transcripts while they are written, and which job writes which.

Events of topic `transcripts` carry ids and counts, never text: `started` {transcript, job}, `segments`
{transcript, count}, `live` {LiveStatus}, `ended` {transcript, state}.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from stormdat_core.events import EventLog
from stormdat_core.model.transcripts import LiveStatus
from stormdat_core.store.speech.transcripts import TranscriptShelf

TOPIC = "transcripts"


@dataclass(slots=True)
class News:
    """Tells, and remembers the jobs of this run. Any thread may call any method."""

    events: EventLog
    transcripts: Callable[[], TranscriptShelf]
    _job_of: dict[int, str] = field(default_factory=dict)
    _jobs: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """All jobs of each transcript, those that hear a part of it again too."""

    def job_of(self, transcript: int) -> str:
        """Return the id of the job that works, or worked, on a transcript; empty for others."""
        return self._job_of.get(transcript, "")

    def began(self, transcript: int, job_id: str) -> None:
        self._job_of[transcript] = job_id
        self.works_on(transcript, job_id)
        self._tell("started", transcript=transcript, job=job_id)

    def works_on(self, transcript: int, job_id: str) -> None:
        """Note one more job of a transcript."""
        self._jobs[transcript] = (*self._jobs.get(transcript, ()), job_id)

    def has_transcript(self, job_id: str) -> bool:
        """Return whether a job of this run came so far that there is a transcript."""
        return any(job_id in jobs for jobs in self._jobs.values())

    def forget(self, transcript: int) -> tuple[str, ...]:
        """Drop a transcript and return the jobs that worked on it."""
        self._job_of.pop(transcript, None)
        return self._jobs.pop(transcript, ())

    def segments(self, transcript: int, count: int) -> None:
        """Tell how many new segments a transcript has."""
        self._tell("segments", transcript=transcript, count=count)

    def live(self, status: LiveStatus) -> None:
        self._tell("live", **asdict(status))

    def ended(self, transcript: int) -> None:
        state = self.transcripts().summary(transcript).state
        self._tell("ended", transcript=transcript, state=state.value)

    def _tell(self, kind: str, **data: Any) -> None:
        self.events.publish(TOPIC, kind, data)
