"""Recordings that were made: repaired, named, deleted. `recorder` makes them."""

import logging
from pathlib import Path

from stormdat_core.actions import jobs
from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.atomic import whole_file
from stormdat_core.errors import StormError
from stormdat_core.events import Event
from stormdat_core.jobs import Job
from stormdat_core.model.media import Recording
from stormdat_core.paths import AppPaths, private_folder
from stormdat_core.progress import JobContext
from stormdat_core.store import Erasure

_log = logging.getLogger("stormdat.recording")

LOOK_AFTER = "start"
"""Kind of the job that looks after what an earlier run left; nobody is asked before it is ended."""


@action()
def start_repair(parts: Parts) -> Job:
    """Make ordinary files of the recordings that were broken off, in the background.

    The job's result is how many could be repaired. It fails with the first that could not; the others
    are repaired all the same.
    """
    return parts.jobs.submit("repair", "Repairing recordings", lambda context: _repair(parts, context))


@action("recording_id")
def rename(parts: Parts, recording_id: str, title: str) -> Recording:
    """Give a recording another title. See `RecordingLibrary.rename` for what it raises."""
    return parts.recordings.rename(recording_id, title)


@action("recording_id", "keep_text")
def delete(parts: Parts, recording_id: str, *, keep_text: bool = False) -> Erasure:
    """Delete a recording with its transcripts, or leaving those; see `RecordingLibrary.delete`.

    Raises:
        TranscriptBusy: one of them is still being written; the recording stays.
    """
    recording = parts.recordings.get(recording_id)
    transcripts = parts.transcription.transcripts.page(recording=recording.id, limit=1000).items
    erased = parts.recordings.delete(recording.id, keep_text=keep_text)
    for each in () if keep_text else transcripts:
        jobs.forget(parts, parts.transcription.news.forget(each.id))
    parts.events.forget(lambda event: _is_about(event, recording))
    return erased


@action()
def look_after(parts: Parts) -> Job:
    """Look after what an earlier run left: list what was recorded, repair what was broken off, keep its text.

    In the background: nobody waits for it, and a failure is logged and shown on the pages.
    """

    def work(_: JobContext) -> None:
        parts.recordings.refresh()
        parts.transcription.recover()
        if parts.recordings.unfinished():
            start_repair(parts)

    return parts.jobs.submit(LOOK_AFTER, "Looking after recordings", work)


@action()
def keep_choices(parts: Parts, choices: str) -> None:
    """Keep what a person chose to record for the next time. A failure is logged and not worth a message."""
    try:
        private_folder(parts.paths.config)
        with whole_file(_choices(parts.paths)) as stream:
            stream.write(choices.encode())
    except StormError as exc:
        _log.warning("The choices of the recorder were not kept.", exc_info=exc)


def kept_choices(paths: AppPaths) -> bytes:
    """Return what was chosen last; nothing when that is not known."""
    try:
        return _choices(paths).read_bytes()
    except OSError:
        return b""


def _choices(paths: AppPaths) -> Path:
    return paths.config / "recorder.json"


def _repair(parts: Parts, context: JobContext) -> int:
    waiting, failures = parts.recordings.unfinished(), list[StormError]()
    for done, each in enumerate(waiting):
        context.progress(done, len(waiting), note=each.title or each.path.stem)
        try:
            parts.recorder.recover(each.id)
        except StormError as exc:
            failures.append(exc)
    parts.recordings.refresh()
    if failures:
        raise failures[0]
    return len(waiting)


def _is_about(event: Event, recording: Recording) -> bool:
    """Return whether an event tells of a recording: while it began it had no id yet."""
    known = {"recording": recording.id, "path": str(recording.path), "title": recording.title}
    return event.topic == "recorder" and any(
        value and event.data.get(key) == value for key, value in known.items()
    )
