"""Which tracks and channels are heard, what that leaves out, and the sentences that say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stormdat_core.model.transcripts import MediaTrack, Span, Speaker
from stormdat_core.transcription.errors import UnreadableMedia
from stormdat_core.transcription.media.channel_mixing import RATE
from stormdat_core.transcription.media.likeness import LIKE, LIKE_LOUD, Piece
from stormdat_core.transcription.media.measurement import QUIET, SILENT, Loss, Source, Survey
from stormdat_core.transcription.recognition.segmentation import joined

_SPOKEN = round(0.3 * RATE)
"""Samples of speech from which a channel counts as speaking."""
_WORD = RATE // 10
"""Samples of speech that are listed where nobody hears them: a short word. What is no voice gives none."""
_LEVEL = 0.5
"""Peak to which quiet sound is raised."""
_MOST_RAISED = 1000.0
_CLIPPED = 1e-3
VOICES = (
    Speaker.FIRST, Speaker.SECOND, Speaker.THIRD, Speaker.FOURTH,
    Speaker.FIFTH, Speaker.SIXTH, Speaker.SEVENTH, Speaker.EIGHTH,
)  # fmt: skip


Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is heard. Picklable: the engine process makes it."""

    tracks: tuple[MediaTrack, ...]
    notes: tuple[str, ...] = ()
    unheard: tuple[Span, ...] = ()
    unread: tuple[Span, ...] = ()
    """What nobody can hear on tracks that are not heard."""
    quiet: tuple[Spans, ...] = ()
    """For each track to be heard, where it may be raised, in samples; empty leaves it to who hears it."""


def plan(found: Survey, asked: Sequence[int], channel: int) -> Plan:
    """Return what to hear of what was found.

    Args:
        found: all tracks of the file.
        asked: indexes of tracks that a person wants; empty for the best.
        channel: that a person wants, from 1; 0 for the best.
    """
    tracks = _tracks(found, asked)
    numbers = range(len(found.sources))
    heard: list[MediaTrack] = []
    quiet: list[Spans] = []
    used: list[int] = []
    notes: list[str] = []
    for track in tracks:
        every = [n for n in numbers if found.sources[n].track == track]
        own = [n for n in every if not found.sources[n].is_rest]
        if channel and track in found.folded:
            groups, voices = [own], [_alone(track, channel)]
        else:
            groups = _chosen(found, track, own, channel)
            voices = list(_voices(found, track, own, groups))
        heard += voices
        rest = [n for n in every if found.sources[n].is_rest]
        quiet += [_quiet(found, [*group, *rest]) for group in groups]
        used += [*rest, *(n for group in groups for n in group)]
        notes += _said(found, track, own, groups, chosen=bool(channel))
    notes = [*_choice(found, tracks, asked, channel), *notes, *_passed_over(found, tracks)]
    unread = (_lost(loss) for loss in found.losses if loss.reason or loss.track not in tracks)
    return Plan(tuple(heard), tuple(notes), tuple(_unheard(found, used)), tuple(unread), tuple(quiet))


def _chosen(found: Survey, track: MediaTrack, own: list[int], channel: int) -> list[list[int]]:
    """Return the channels of a track that are heard, by voice."""
    if channel:
        return [[own[channel - 1]]]
    groups = _groups(found, own, apart=track.speaker is Speaker.UNKNOWN)
    return [_steady(found, group) for group in groups]


def _alone(track: MediaTrack, channel: int) -> MediaTrack:
    return replace(track, weights=tuple(float(n == channel) for n in range(1, track.channels + 1)))


def _steady(found: Survey, group: list[int]) -> list[int]:
    """Return the channels of a voice that may be mixed: one that turns on the way would cancel another."""
    first = max(group, key=lambda n: found.sources[n].peak)
    return [n for n in group if n == first or not _turns(found, first, n)]


def _turns(found: Survey, first: int, second: int) -> bool:
    if found.wave[first, second] <= -LIKE:
        return any(each.same(first, second) for each in found.pieces)
    return any(each.opposite(first, second) for each in found.pieces)


def _quiet(found: Survey, group: list[int]) -> Spans:
    return tuple(joined(span for n in group for span in found.sources[n].quiet))


def _passed_over(found: Survey, tracks: list[MediaTrack]) -> Iterator[str]:
    """Yield which tracks hold nothing, and in which channels were not looked at one by one."""
    for track in found.empty:
        yield f"Track {track.index + 1} holds no sound."
    for track in found.folded:
        yield f"Track {track.index + 1} has {track.channels} channels; they were looked at together."


def _lost(loss: Loss) -> Span:
    number = loss.track.index + 1
    reason = f"The sound of track {number} is damaged here, so nobody knows what was said."
    if loss.absent:
        reason = f"Track {number} holds no sound here."
    if loss.reason:
        reason = f"Track {number} was not heard. {loss.reason}"
    start, end = (round(each * 1000 / RATE) for each in (loss.start, loss.end))
    return Span(start, end, loss.track.speaker, reason, loss.track.index)


def _tracks(found: Survey, asked: Sequence[int]) -> list[MediaTrack]:
    """Return the tracks to hear: those asked for, those of a known speaker, or that with most speech.

    Raises:
        UnreadableMedia: nothing can be heard of those that were asked for.
    """
    every = [each for each in _every(found) if not found.is_lost(each)]
    if asked:
        return _asked(found, every, asked)
    if named := [each for each in every if each.speaker is not Speaker.UNKNOWN]:
        return named
    spoken = {each: _spoken(found, each) for each in every}
    best = max(spoken.values())
    return [next(each for each in every if spoken[each] >= 0.9 * best)]


def _asked(found: Survey, every: list[MediaTrack], asked: Sequence[int]) -> list[MediaTrack]:
    tracks = [each for each in every if each.index in asked]
    if tracks:
        return tracks
    reason = next((each.reason for each in found.losses if each.reason and each.track.index in asked), "")
    raise UnreadableMedia(reason or f"Track {asked[0] + 1} holds no sound.", "Choose another track.")


def _every(found: Survey) -> list[MediaTrack]:
    return list(dict.fromkeys(source.track for source in found.sources))


def _spoken(found: Survey, track: MediaTrack) -> int:
    """Return the most speech that a channel of a track has, with what is heard beside any of them."""
    own = [each for each in found.sources if each.track == track]
    rest = sum(each.spoken for each in own if each.is_rest)
    return rest + max(each.spoken for each in own if not each.is_rest)


def _groups(found: Survey, own: list[int], *, apart: bool) -> list[list[int]]:
    """Return the channels of a track by voice, each group's loudest first."""
    speaking = [n for n in own if found.sources[n].spoken >= _SPOKEN]
    speaking.sort(key=lambda n: (-found.sources[n].spoken // RATE, -found.sources[n].peak))
    if not speaking:
        return [[n for n in own if found.sources[n].peak >= SILENT] or own]
    groups: list[list[int]] = []
    for number in speaking:
        home = next((group for group in groups if _alike(found, group[0], number)), None)
        if home is None and (apart or not groups) and len(groups) < len(VOICES):
            groups.append([number])
        else:
            (home or groups[0]).append(number)
    return sorted((sorted(group) for group in groups), key=lambda group: group[0])


def _alike(found: Survey, first: int, second: int) -> bool:
    return bool(abs(found.wave[first, second]) >= LIKE or found.loudness[first, second] >= LIKE_LOUD)


def _voices(
    found: Survey, track: MediaTrack, own: list[int], groups: list[list[int]]
) -> Iterator[MediaTrack]:
    for number, group in enumerate(groups, 1):
        weights = _weights(found, own, group)
        if len(groups) == 1:
            yield replace(track, weights=weights)
        else:
            yield replace(track, weights=weights, voice=number, speaker=VOICES[number - 1])


def _weights(found: Survey, own: list[int], group: list[int]) -> tuple[float, ...]:
    """Return the share of each channel: turned where it runs against the first, raised where all is quiet."""
    first = max(group, key=lambda n: found.sources[n].peak)
    loud = found.sources[first].peak
    gain = min(_LEVEL / loud, _MOST_RAISED) if SILENT <= loud < QUIET else 1.0
    share = gain / len(group)
    signs = {n: -1.0 if found.wave[first, n] <= -LIKE else 1.0 for n in group}
    weights = tuple(share * signs[n] if n in signs else 0.0 for n in own)
    return () if weights == (1 / len(own),) * len(own) else weights


def _choice(found: Survey, tracks: list[MediaTrack], asked: Sequence[int], channel: int) -> Iterator[str]:
    """Yield why these tracks and this channel were heard."""
    if asked:
        names = ", ".join(str(each.index + 1) for each in tracks)
        yield (
            f"Track {names} was heard, as you asked."
            if len(tracks) == 1
            else f"Tracks {names} were heard, as you asked."
        )
    if channel:
        yield f"Channel {channel} was heard, as you asked."
    every = _every(found)
    if asked or len(every) == 1 or any(each.speaker is not Speaker.UNKNOWN for each in tracks):
        return
    number = tracks[0].index + 1
    count = len({*every, *(loss.track for loss in found.losses)})
    yield f"The file has {count} sound tracks; track {number}, which has the most speech, was heard."


def _said(
    found: Survey, track: MediaTrack, own: list[int], groups: list[list[int]], *, chosen: bool
) -> Iterator[str]:
    """Yield what a person should know of how a track was heard."""
    where = f"Track {track.index + 1}"
    used = [n for group in groups for n in group]
    if len(groups) > 1:
        yield f"{where} has a voice of its own on {len(groups)} channels; they were heard apart, as speakers."
    elif len(used) < len(own) and not chosen:
        names = ", ".join(str(found.sources[n].channel + 1) for n in used)
        yield f"{where} was heard in channel {names} of {len(own)}, where somebody speaks."
    if any(found.wave[used[0], n] <= -LIKE for n in used[1:]):
        yield f"{where} has channels of opposite phase; they were turned before they were mixed."
    loud = max(found.sources[n].peak for n in used)
    if loud < SILENT:
        yield f"{where} is silent."
    elif loud < QUIET:
        yield f"{where} is very quiet; it was raised before it was heard."
    spoken = sum(found.sources[n].spoken for n in used)
    if sum(found.sources[n].clipped for n in used) > _CLIPPED * max(spoken, RATE):
        yield f"{where} is clipped: it was recorded too loud, so words may be wrong."


def _unheard(found: Survey, used: list[int]) -> Iterator[Span]:
    """Yield the speech of each source where it is in nothing that was heard; like ones are listed once."""
    kept = list(used)
    for number, source in enumerate(found.sources):
        if number in used or source.spoken < _WORD:
            continue
        spans = list(_left(found, kept, number))
        if sum(end - start for start, end in spans) < _WORD:
            continue
        kept.append(number)
        yield from (_span(source, start, end) for start, end in spans)


def _left(found: Survey, kept: list[int], number: int) -> Iterator[tuple[int, int]]:
    """Yield the speech of a source that no other one holds at the same time."""
    pieces = found.pieces
    at = 0
    for start, end in found.sources[number].speech:
        while at < len(pieces) and pieces[at].end <= start:
            at += 1
        here = list(_meeting(pieces, at, end))
        own = [each for each in here if not any(each.alike(n, number) for n in kept)]
        if len(own) == len(here):
            yield start, end
            continue
        parts = joined((max(start, each.start), min(end, each.end)) for each in own)
        yield from ((first, last) for first, last in parts if last - first >= _SPOKEN)


def _meeting(pieces: Sequence[Piece], at: int, end: int) -> Iterator[Piece]:
    while at < len(pieces) and pieces[at].start < end:
        yield pieces[at]
        at += 1


def _span(source: Source, start: int, end: int) -> Span:
    several = source.track.channels > 1 and not source.is_rest
    channel = f", channel {source.channel + 1}" if several else ""
    reason = f"Somebody speaks on track {source.track.index + 1}{channel}, which was not heard."
    return Span(
        start * 1000 // RATE,
        end * 1000 // RATE,
        source.track.speaker,
        reason,
        source.track.index,
        source.channel + 1 if several else 0,
    )
