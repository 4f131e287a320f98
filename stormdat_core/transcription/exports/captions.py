"""Subtitles: at most two lines of 42 characters, shown 1 to 7 seconds, never two at once, never backwards.

Text is split where words are timed. A caption stays a little after its last word, and never into the next
one's time; between speech far apart there is nothing on the screen. Markers of a recording are captions too.

SubRip knows no speakers and no notes: there each caption names its speaker, and the marking is a caption
before and after all others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stormdat_core.model.media import Marker
from stormdat_core.model.transcripts import Segment, Speaker, Transcript, Word
from stormdat_core.transcription.exports.times import clock, kept, one_line

WIDTH = 42
LINES = 2
SHORTEST = 1000
LONGEST = 7000
_BANNER = 3000
"""Milliseconds that the marking is shown before and after all captions."""
_PAUSE = 800
"""Milliseconds of silence between words at which a new caption begins."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One subtitle."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: Speaker = Speaker.UNKNOWN


def make_srt(transcript: Transcript) -> bytes:
    """Return the transcript as SubRip subtitles."""
    found = _marked(captions(transcript, named=True), one_line(transcript.summary.marking))
    blocks = (
        f"{number}\n{clock(c.start_ms, ',')} --> {clock(c.end_ms, ',')}\n{_plain(c)}\n"
        for number, c in enumerate(found, 1)
    )
    return "\n".join(blocks).encode("utf-8", "replace")


def make_vtt(transcript: Transcript) -> bytes:
    """Return the transcript as WebVTT subtitles, each with its speaker's voice."""
    blocks = ["WEBVTT\n"]
    if marking := one_line(transcript.summary.marking):
        blocks.append(f"NOTE {marking.replace('-->', '->')}\n")
    blocks += [_cue(caption) for caption in captions(transcript)]
    return "\n".join(blocks).encode("utf-8", "replace")


def captions(transcript: Transcript, *, named: bool = False) -> list[Caption]:
    """Return the subtitles of a transcript, by start; `named` writes the speaker before the words."""
    lines = [*kept(transcript), *map(_marker, transcript.markers)]
    drafts = [caption for segment in lines for caption in _split(segment, named=named)]
    return _spread(sorted(drafts, key=lambda caption: (caption.start_ms, caption.end_ms)))


def _marker(marker: Marker) -> Segment:
    """Return a marker as a line that is read while it is shown."""
    return Segment(marker.at_ms, marker.at_ms + SHORTEST, f"[{one_line(marker.note) or 'Marker'}]")


def _marked(found: list[Caption], marking: str) -> list[Caption]:
    """Return captions between two that show the marking; with no room before them it stands in the first."""
    if not marking:
        return found
    if not found:
        return [Caption(0, _BANNER, (marking,))]
    first, end = found[0], found[-1].end_ms
    last = Caption(end, end + _BANNER, (marking,))
    if first.start_ms < SHORTEST:
        return [replace(first, lines=(marking, *first.lines)), *found[1:], last]
    return [Caption(0, min(_BANNER, first.start_ms), (marking,)), *found, last]


def _cue(caption: Caption) -> str:
    text = "\n".join(caption.lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    voiced = f"<v {caption.speaker}>{text}" if caption.speaker else text
    return f"{clock(caption.start_ms, '.')} --> {clock(caption.end_ms, '.')}\n{voiced}\n"


def _plain(caption: Caption) -> str:
    """Return the lines without what players take for marks: SubRip knows no way to write those."""
    return "\n".join(caption.lines).replace("<", "‹").replace(">", "›")


def _split(segment: Segment, *, named: bool) -> Iterator[Caption]:
    """Yield the captions of a segment, split where lines are full, time is up, or somebody pauses."""
    lead = f"{segment.speaker}:" if named and segment.speaker else ""
    part: list[Word] = []
    for word in _words(segment):
        if part and not _fits(part, word, lead):
            yield _caption(part, segment.speaker, lead)
            part = []
        part.append(word)
    if part:
        yield _caption(part, segment.speaker, lead)


def _words(segment: Segment) -> Sequence[Word]:
    """Return the words, none wider than a line; those that have no times share the segment's."""
    texts = one_line(segment.text).split()
    if [word.text for word in segment.words] == texts:
        words = list(segment.words)
    else:
        length, count = segment.end_ms - segment.start_ms, max(1, len(texts))
        words = [
            Word(segment.start_ms + length * n // count, segment.start_ms + length * (n + 1) // count, text)
            for n, text in enumerate(texts)
        ]
    return [piece for word in words for piece in _narrow(word)]


def _narrow(word: Word) -> list[Word]:
    pieces = re.findall(f".{{1,{WIDTH}}}", word.text)
    return [replace(word, text=piece) for piece in pieces] if len(pieces) > 1 else [word]


def _fits(part: list[Word], word: Word, lead: str) -> bool:
    long = word.end_ms - part[0].start_ms > LONGEST
    pause = word.start_ms - part[-1].end_ms > _PAUSE
    return not long and not pause and len(_wrap([*part, word], lead)) <= LINES


def _caption(part: list[Word], speaker: Speaker, lead: str) -> Caption:
    return Caption(part[0].start_ms, part[-1].end_ms, tuple(_wrap(part, lead)), speaker)


def _wrap(words: Sequence[Word], lead: str) -> list[str]:
    lines = [lead]
    for word in words:
        longer = f"{lines[-1]} {word.text}".strip()
        if len(longer) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(word.text)
    return lines


def _spread(drafts: Sequence[Caption]) -> list[Caption]:
    """Give each caption its second, as far as those before and after leave it.

    Captions that begin together (two people at once, times that fell together) follow each other.
    """
    found: list[Caption] = []
    free = 0
    for number, draft in enumerate(drafts):
        start = max(draft.start_ms, free)
        following = drafts[number + 1].start_ms if number + 1 < len(drafts) else start + LONGEST
        wanted = min(max(draft.end_ms, start + SHORTEST), start + LONGEST)
        end = min(wanted, max(following, start + SHORTEST))
        found.append(replace(draft, start_ms=start, end_ms=end))
        free = end
    return found
