"""Transcripts: queued or written at once, changed line by line, named, saved, deleted."""

from collections.abc import Sequence
from pathlib import Path

from stormdat_core.actions import jobs
from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.errors import StormError
from stormdat_core.jobs import Job
from stormdat_core.model.media import RecorderStatus, Role
from stormdat_core.model.transcripts import ModelPack, Segment, Speaker, TranscriptionSettings
from stormdat_core.progress import JobContext
from stormdat_core.store import Erasure, NotStored
from stormdat_core.transcription.exports import export
from stormdat_core.transcription.file_job import FileRequest
from stormdat_core.transcription.live.recordings import LiveRequest


@action("model")
def start(
    parts: Parts, paths: Sequence[Path], model: str = "", language: str = "", tracks: tuple[int, ...] = (),
    channel: int = 0,
) -> tuple[Job, ...]:  # fmt: skip
    """Queue media files and return a job for each. See `TranscriptionDesk.start` for the rest."""
    return parts.transcription.start(paths, model, language, tracks, channel)


@action()
def run(
    parts: Parts, media: Path, pack: ModelPack, settings: TranscriptionSettings,
    context: JobContext | None = None,
) -> int:  # fmt: skip
    """Transcribe a file in the calling thread. See `TranscriptionDesk.run` for what it returns and raises."""
    return parts.transcription.run(FileRequest(media, settings), pack, context)


@action("transcript_id", "model")
def resume(parts: Parts, transcript_id: int, model: str = "") -> Job:
    """Go on with a transcript that was not finished. See `TranscriptionDesk.resume` for what it raises."""
    return parts.transcription.resume(transcript_id, model)


@action("transcript_id", "model")
def start_again(
    parts: Parts, transcript_id: int, model: str = "", how: TranscriptionSettings | None = None
) -> Job:
    """Transcribe the same media anew. See `TranscriptionDesk.again` for what it takes and raises."""
    return parts.transcription.again(transcript_id, model, how)


@action("transcript_id", "gap", "model")
def retry(parts: Parts, transcript_id: int, gap: int, model: str = "") -> Job:
    """Hear a gap of the audit again. See `TranscriptionDesk.retry` for what it raises."""
    return parts.transcription.retry(transcript_id, gap, model)


@action()
def start_live(parts: Parts, now: RecorderStatus, language: str = "") -> Job | None:
    """Write along with the recording that is being made; None where nothing is.

    Args:
        parts: of the program.
        now: how the recorder stands.
        language: that is spoken; empty as the settings say.

    Raises:
        BadPack, NoPack: the model cannot be used; the recording goes on without text.
        UnknownLanguage: the model does not know the language.
    """
    if now.path is None:
        return None
    roles = tuple(source.role for source in now.sources if source.role is not Role.SCREEN)
    request = LiveRequest(
        now.path, now.recording, now.title, now.marking, roles, TranscriptionSettings(language)
    )
    return parts.transcription.start_live(request)


@action()
def forget_refused(parts: Parts) -> None:
    """Drop the list of what could not be transcribed, once somebody has read it."""
    parts.transcription.forget_refused()


@action("transcript_id", "segment_id")
def edit(
    parts: Parts, transcript_id: int, segment_id: int, text: str, speaker: Speaker | None = None
) -> Segment:
    """Change text and speaker of a line; without text it goes. See `Rewriter.edit` for what it raises."""
    _must_hold(parts, transcript_id, segment_id)
    return parts.transcription.lines.edit(segment_id, text, speaker)


@action("transcript_id", "segment_id")
def join(
    parts: Parts, transcript_id: int, segment_id: int, text: str, speaker: Speaker | None = None
) -> Segment:
    """Make one line of a line and the next. See `Rewriter.join` for what it raises."""
    _must_hold(parts, transcript_id, segment_id)
    return parts.transcription.lines.join(segment_id, text, speaker)


@action("transcript_id", "segment_id")
def split(
    parts: Parts, transcript_id: int, segment_id: int, text: str, words: int, speaker: Speaker | None = None
) -> Segment:
    """Make two lines of one. See `Rewriter.split` for what it takes and raises."""
    _must_hold(parts, transcript_id, segment_id)
    return parts.transcription.lines.split(segment_id, text, words, speaker)


@action("transcript_id")
def undo(parts: Parts, transcript_id: int) -> Segment | None:
    """Take back the newest change; return the segment as it is then, None without a change."""
    return parts.transcription.lines.undo(transcript_id)


@action("transcript_id")
def rename(parts: Parts, transcript_id: int, title: str) -> str:
    """Give a transcript a title of its own and return it; its media file keeps its name.

    Raises:
        NotStored: no such transcript.
        StormError: an empty title.
    """
    clean = " ".join(title.split())
    if not clean:
        raise StormError("A transcript needs a title.", "Write one and try again.")
    parts.transcription.transcripts.rename(transcript_id, clean)
    return clean


@action("transcript_id", "formats")
def save(
    parts: Parts, transcript_id: int, formats: Sequence[str], folder: Path, taken: set[str] | None = None
) -> tuple[Path, ...]:
    """Write a transcript into a folder in some formats (`exports.FORMATS`) and return the files.

    Raises:
        NotStored: no such transcript.
        StormError: no such format.
        OutputRefused: a file could not be written.
    """
    found = parts.transcription.transcripts.get(transcript_id)
    return tuple(export(found, kind, folder, taken=taken) for kind in formats)


@action("transcript_id")
def delete(parts: Parts, transcript_id: int) -> Erasure:
    """Delete a transcript with every trace of its text; a media file of the person's own stays.

    An uploaded one goes when nothing else was made of it, or is to be.

    Raises:
        NotStored: no such transcript.
        TranscriptBusy: it is being written.
    """
    erased = parts.transcription.transcripts.delete(transcript_id, jobs.needed(parts))
    jobs.forget(parts, parts.transcription.news.forget(transcript_id))
    return erased


def _must_hold(parts: Parts, transcript_id: int, segment_id: int) -> None:
    owner, _ = parts.transcription.transcripts.segment(segment_id)
    if owner != transcript_id:
        raise NotStored("This line is not one of the transcript.", "Load the page again.")
