"""Work in the background: ending it, and forgetting it with what it was about."""

from collections.abc import Iterable
from pathlib import Path

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.jobs import Job


@action("job_id")
def cancel(parts: Parts, job_id: str) -> Job:
    """Ask a job to stop, and return it. What it has finished is kept.

    Raises:
        KeyError: no such job.
    """
    return parts.jobs.cancel(job_id)


def needed(parts: Parts) -> frozenset[Path]:
    """Return the files that work was asked for with which may not be in the library yet."""
    waiting = parts.jobs.unfinished(parts.known_jobs.requests)
    asked = (path for each in waiting for path in (*each.paths, *each.lists, Path(each.profile)))
    return frozenset((*asked, *parts.transcription.waiting))


def forget(parts: Parts, job_ids: Iterable[str]) -> None:
    """Drop jobs and their events, when what they were about is deleted."""
    own = tuple(job_ids)
    topics = {f"job:{job_id}" for job_id in own}
    for job_id in own:
        parts.jobs.forget(job_id)
    parts.events.forget(lambda event: event.topic in topics)
