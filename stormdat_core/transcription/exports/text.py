"""Plain text: a line for each segment, with time and speaker, and each marker; the marking around them."""

from collections.abc import Iterator

from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import Transcript
from stormdat_core.transcription.exports.times import called, clock, lines, one_line


def make(transcript: Transcript) -> bytes:
    """Return the transcript as UTF-8 text."""
    return ("\n".join(_lines(transcript)) + "\n").encode("utf-8", "replace")


def _lines(transcript: Transcript) -> Iterator[str]:
    marking = one_line(transcript.summary.marking)
    if marking:
        yield from (marking, "")
    for each in lines(transcript):
        if isinstance(each, Marker):
            yield f"[{clock(each.at_ms)}] {called(each)}"
            continue
        speaker = f"{each.speaker}: " if each.speaker else ""
        yield f"[{clock(each.start_ms)}] {speaker}{one_line(each.text)}"
    if marking:
        yield from ("", marking)
