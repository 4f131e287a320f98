"""A transcript as a file for others. Each format is one module; this is the list of them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from stormdat_core.atomic import free_name, whole_file
from stormdat_core.errors import OutputRefused, StormError
from stormdat_core.model.transcripts import Transcript
from stormdat_core.transcription.exports import captions, json_export, text, word

__all__ = ["FORMATS", "export"]

FORMATS: Mapping[str, Callable[[Transcript], bytes]] = {
    "txt": text.make,
    "srt": captions.make_srt,
    "vtt": captions.make_vtt,
    "json": json_export.make,
    "docx": word.make,
}
"""What makes the bytes of each format, in the order in which they are offered."""


def export(
    transcript: Transcript, kind: str, folder: Path, stem: str = "", taken: set[str] | None = None
) -> Path:
    """Write a transcript into a folder and return the file; one that is there is never replaced.

    Args:
        transcript: what to write; quarantined segments are left out of all but `json`.
        kind: a key of `FORMATS`.
        folder: is made if it is missing.
        stem: of the file; empty takes the media file's.
        taken: names, case folded, that are promised to others.

    Raises:
        StormError: no such format.
        OutputRefused: it could not be written.
    """
    make = FORMATS.get(kind)
    if make is None:
        raise StormError(f"There is no format “{kind}”; choose one of {', '.join(FORMATS)}.")
    content = make(transcript)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise OutputRefused(
            f"The folder {folder} could not be made: {exc.strerror or exc}.", "Choose another folder."
        ) from exc
    target = free_name(folder, stem or transcript.summary.media.stem, f".{kind}", taken)
    with whole_file(target) as stream:
        stream.write(content)
    return target
