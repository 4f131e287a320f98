"""The coverage audit: speech that was found against speech that has text."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stormdat_core.model.transcripts import Coverage, Segment, SegmentState, Span, Speaker
from stormdat_core.transcription.recognition.segmentation import joined

_BEFORE = 300
"""Milliseconds of speech before a segment that count as its own: engines place starts roughly."""
_AFTER = 600
_SHORTEST = 700
"""Milliseconds of speech without text that are a gap when the rest of the stretch has text."""
_DOUBTFUL = 0.5
"""Confidence below which a segment is listed."""
_DOUBTFUL_WORD = 0.35
_EMPTY = "Nothing was recognised here."
_REPEATED = "The engine repeated itself here, so its text was set aside."
_TAKEN_OUT = "A person took out the line that was here."
_BROKEN = "The engine ended here twice, so this stretch was left out."


@dataclass(frozen=True, slots=True)
class Speech:
    """Speech that was found in a track."""

    start_ms: int
    end_ms: int
    speaker: Speaker = Speaker.UNKNOWN
    failed: bool = False
    """True when the engine ended there twice."""


def audit(
    speech: Iterable[Speech],
    segments: Sequence[Segment],
    unread: Iterable[Span] = (),
    unheard: Iterable[Span] = (),
    removed: Iterable[Segment] = (),
) -> Coverage:
    """Return the audit of a transcript.

    Args:
        speech: what was found, whoever found it.
        segments: the transcript's, quarantined ones among them.
        unread: damaged stretches of sound.
        unheard: speech on tracks and channels that were not chosen; it counts as speech without text.
        removed: lines that a person took out, or joined to another.
    """
    gone = list(removed)
    lines = [*segments, *(replace(each, state=SegmentState.KEPT) for each in _joined(gone, segments))]
    known = [*segments, *gone]
    found = list(speech)
    spoken = {each: _spans(found, each) for each in Speaker}
    given = [each for each in segments if each.edited and not _meets(each, spoken[each.speaker])]
    texts = {speaker: _texts(lines, speaker, given) for speaker in Speaker}
    said = {speaker: _texts(lines, speaker, given, before=0, after=0) for speaker in Speaker}
    gaps = tuple(gap for each in found for gap in _gaps(each, texts[each.speaker], said[each.speaker], known))
    aside = tuple(unheard)
    left = sum(each.end_ms - each.start_ms for each in aside)
    total = left + sum(each.end_ms - each.start_ms for each in found)
    missing = left + sum(gap.end_ms - gap.start_ms for gap in gaps)
    return Coverage(total, total - missing, gaps, tuple(_doubtful(segments)), tuple(unread), aside)


def _joined(removed: Iterable[Segment], segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the lines whose words stand in another one now, which then lasts as long as both."""
    longer = [each for each in segments if each.edited]
    for line in removed:
        if any(each.start_ms <= line.start_ms and line.end_ms <= each.end_ms for each in longer):
            yield line


def _spans(speech: Iterable[Speech], speaker: Speaker) -> list[tuple[int, int]]:
    return joined((each.start_ms, each.end_ms) for each in speech if each.speaker is speaker)


def _meets(segment: Segment, spans: list[tuple[int, int]]) -> bool:
    """Return whether a segment's speaker was found to speak then; else a person says that it was them."""
    place = bisect_right(spans, segment.start_ms - _BEFORE, key=lambda span: span[1])
    return place < len(spans) and spans[place][0] < segment.end_ms + _AFTER


def _texts(
    segments: Iterable[Segment],
    speaker: Speaker,
    given: Iterable[Segment],
    *,
    before: int = _BEFORE,
    after: int = _AFTER,
) -> list[tuple[int, int]]:
    """Return where a speaker's track has text; what a person gave to another speaker is text of any track.

    Args:
        segments: of all tracks.
        speaker: whose.
        given: what a person gave to another speaker.
        before: milliseconds before each line that count as its text, too, as its times are not exact.
        after: likewise behind it.
    """
    own = (each for each in segments if each.speaker is speaker)
    kept = (each for each in (*own, *given) if each.state is SegmentState.KEPT)
    return joined((each.start_ms - before, each.end_ms + after) for each in kept)


def _gaps(
    speech: Speech,
    texts: list[tuple[int, int]],
    said: list[tuple[int, int]],
    segments: Sequence[Segment],
) -> Iterator[Span]:
    """Yield where a stretch of speech has no text. What is said beside a stretch is not its text."""
    place = bisect_right(said, speech.start_ms, key=lambda span: span[1])
    heard = place < len(said) and said[place][0] < speech.end_ms
    for start, end in _uncovered(speech.start_ms, speech.end_ms, texts if heard else []):
        whole = (start, end) == (speech.start_ms, speech.end_ms)
        if whole or end - start >= _SHORTEST:
            yield Span(start, end, speech.speaker, _reason(speech, start, end, segments))


def _uncovered(start: int, end: int, texts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in texts:
        if last <= start:
            continue
        if first >= end:
            break
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _reason(speech: Speech, start: int, end: int, segments: Sequence[Segment]) -> str:
    if speech.failed:
        return _BROKEN
    here = {
        each.state
        for each in segments
        if each.start_ms < end and each.end_ms > start and each.speaker in (speech.speaker, Speaker.UNKNOWN)
    }
    if SegmentState.REMOVED in here:
        return _TAKEN_OUT
    return _REPEATED if SegmentState.QUARANTINED in here else _EMPTY


def _doubtful(segments: Iterable[Segment]) -> Iterator[Span]:
    for each in segments:
        if each.state is not SegmentState.KEPT or each.edited:
            continue
        if each.confidence < _DOUBTFUL:
            yield Span(each.start_ms, each.end_ms, each.speaker, "The engine was unsure of this segment.")
            continue
        for word in each.words:
            if word.confidence < _DOUBTFUL_WORD:
                reason = f"The engine was unsure of “{word.text}”."
                yield Span(word.start_ms, word.end_ms, each.speaker, reason)
