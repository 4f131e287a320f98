"""Plain text: a line for each segment, with time and speaker, the marking above and below."""

from collections.abc import Iterator

from stormdat_core.model.transcripts import Transcript
from stormdat_core.transcription.exports.times import clock, kept, one_line


def make(transcript: Transcript) -> bytes:
    """Return the transcript as UTF-8 text."""
    return ("\n".join(_lines(transcript)) + "\n").encode("utf-8", "replace")


def _lines(transcript: Transcript) -> Iterator[str]:
    marking = one_line(transcript.summary.marking)
    if marking:
        yield from (marking, "")
    for segment in kept(transcript):
        speaker = f"{segment.speaker}: " if segment.speaker else ""
        yield f"[{clock(segment.start_ms)}] {speaker}{one_line(segment.text)}"
    if marking:
        yield from ("", marking)
