"""Sentences on how a transcript was made: which tracks, channels and language, chosen by whom."""

from collections.abc import Iterator, Sequence

from stormdat_core.model.transcripts import MediaTrack, Speaker, TranscriptState, TranscriptSummary
from stormdat_core.transcription.recognition.languages import NAMES


def told(summary: TranscriptSummary, tracks: Sequence[MediaTrack]) -> tuple[str, ...]:
    """Return what was heard of a media file; nothing while that is not settled.

    Args:
        summary: of the transcript, with the notes of the audit on why.
        tracks: that were heard, as the library keeps them.
    """
    return tuple(_told(summary, tracks)) if summary.state is TranscriptState.DONE else ()


def _told(summary: TranscriptSummary, tracks: Sequence[MediaTrack]) -> Iterator[str]:
    if not summary.live:
        yield from (f"{_track(each)}." for each in tracks)
    yield from summary.coverage.notes
    if summary.language:
        name = NAMES.get(summary.language, summary.language)
        yield f"Language: {name}, {'as chosen' if summary.settings.language else 'found out from the sound'}."


def _track(track: MediaTrack) -> str:
    """Return the name of a track with its channels, as a person counts: from 1."""
    used = [str(number) for number, weight in enumerate(track.weights, 1) if weight]
    every = not track.weights or len(used) == len(track.weights)
    plural = "s" if len(used) > 1 else ""
    channels = (
        f"channel{plural} {', '.join(used)} of {len(track.weights)}" if not every else _all(track.channels)
    )
    speaker = f", as {track.speaker}" if track.speaker is not Speaker.UNKNOWN else ""
    return f"Heard: track {track.index + 1}, {channels}{speaker}"


def _all(channels: int) -> str:
    return "its only channel" if channels == 1 else f"all {channels} channels" if channels else "all of it"
