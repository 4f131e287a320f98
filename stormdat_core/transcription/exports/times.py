"""Times as exports write them, and the segments that exports hold."""

from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import Segment, SegmentState, Transcript


def clock(ms: int, mark: str = "") -> str:
    """Return `1:02:03`, or `01:02:03,450` with a mark before the milliseconds."""
    seconds, rest = divmod(max(0, ms), 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if mark:
        return f"{hour:02}:{minute:02}:{second:02}{mark}{rest:03}"
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def kept(transcript: Transcript) -> tuple[Segment, ...]:
    """Return the segments that count as text."""
    return tuple(
        each for each in transcript.segments if each.state is SegmentState.KEPT and each.text.strip()
    )


def lines(transcript: Transcript) -> tuple[Segment | Marker, ...]:
    """Return the segments that count as text with the markers of the recording among them, by time."""
    return tuple(sorted((*transcript.markers, *kept(transcript)), key=at))


def at(line: Segment | Marker) -> int:
    """Return the milliseconds at which a line begins."""
    return line.at_ms if isinstance(line, Marker) else line.start_ms


def called(marker: Marker) -> str:
    """Return what a marker says, as a line of its own."""
    note = one_line(marker.note)
    return f"Marker: {note}" if note else "Marker"


def one_line(text: str) -> str:
    """Return text without line ends or other marks that would break a format's lines."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
