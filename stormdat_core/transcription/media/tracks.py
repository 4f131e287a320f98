"""Which sound tracks of a media file are heard, and whose voice each holds.

A recording has a mix that every player plays, and microphone and system sound apart: the two are heard, the
mix is not, so that text has a speaker. Other files are heard in their first track.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stormdat_core.model.media import Gap, Marker, Role, SourceEvent
from stormdat_core.model.transcripts import MediaTrack, Speaker
from stormdat_core.records import as_value
from stormdat_core.regular import open_regular, read_regular
from stormdat_core.transcription.errors import UnreadableMedia

SPEAKERS: Mapping[Role, Speaker] = {Role.MICROPHONE: Speaker.ME, Role.SYSTEM: Speaker.OTHERS}
_SIDECAR = ".recording.json"
_LONGEST = 16 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """The recording that a media file is, as its sidecar says; empty for other files."""

    id: str = ""
    title: str = ""
    marking: str = ""
    roles: tuple[Role, ...] = ()
    """Of the sound tracks, in the order of the file."""
    markers: tuple[Marker, ...] = ()
    gaps: tuple[Gap, ...] = ()
    events: tuple[SourceEvent, ...] = ()
    sha256: str = ""
    """Of the media file, once it is finished."""


def origin_of(media: Path) -> Origin:
    """Return what the sidecar beside a media file says; a damaged one says nothing."""
    path = media.with_name(media.stem + _SIDECAR)
    with suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
        told = read_regular(path, _LONGEST)
        if len(told) > _LONGEST:
            return Origin()
        facts: dict[str, Any] = json.loads(told)
        if facts["path"] != media.name:
            return Origin()
        roles = [Role(track["role"]) for track in facts["tracks"]]
        number, title, marking = (str(facts.get(name) or "") for name in ("id", "title", "marking"))
        sounds = tuple(role for role in roles if role is not Role.SCREEN)
        markers = as_value(tuple[Marker, ...], facts.get("markers", []))
        gaps = as_value(tuple[Gap, ...], facts.get("gaps", []))
        events = as_value(tuple[SourceEvent, ...], facts.get("events", []))
        return Origin(number, title, marking, sounds, markers, gaps, events, str(facts.get("sha256") or ""))
    return Origin()


def believed(origin: Origin, sha256: str) -> Origin:
    """Return what a sidecar says; nothing where it is of a file with another digest."""
    return Origin() if origin.sha256 and origin.sha256 != sha256 else origin


def tracks_to_hear(
    tracks: tuple[MediaTrack, ...], origin: Origin, chosen: tuple[int, ...] = ()
) -> tuple[MediaTrack, ...]:
    """Return the tracks to be heard as far as their roles tell: `planning` chooses where they do not.

    Args:
        tracks: of the media file.
        origin: the recording it is, if it is one.
        chosen: indexes that a person asked for; empty leaves it to us.
    """
    named = with_roles(tracks, origin)
    if chosen:
        return tuple(track for track in named if track.index in chosen)
    apart = tuple(track for track in named if track.speaker is not Speaker.UNKNOWN)
    return apart or tuple(named[:1])


def with_roles(tracks: tuple[MediaTrack, ...], origin: Origin) -> tuple[MediaTrack, ...]:
    """Return the tracks with the speakers that a recording's sidecar names."""
    roles = origin.roles if len(origin.roles) == len(tracks) else (Role.MIX,) * len(tracks)
    return tuple(
        replace(track, speaker=SPEAKERS.get(role, Speaker.UNKNOWN))
        for track, role in zip(tracks, roles, strict=True)
    )


def tracks_to_look_at(
    tracks: tuple[MediaTrack, ...], origin: Origin, chosen: tuple[int, ...] = (), channel: int = 0
) -> tuple[MediaTrack, ...]:
    """Return the tracks among which the engine chooses: a recording's two speakers, or all there are.

    Raises:
        UnreadableMedia: a track or channel that was asked for is not there.
    """
    named = with_roles(tracks, origin)
    missing = next((index for index in chosen if index >= len(named)), None)
    if missing is not None:
        raise UnreadableMedia(f"The file has no sound track {missing + 1}; it has {len(named)}.", "")
    most = max((each.channels for each in named if not chosen or each.index in chosen), default=0)
    if channel > max(1, most):
        raise UnreadableMedia(f"The sound track has no channel {channel}; it has {max(1, most)}.", "")
    apart = tuple(each for each in named if each.speaker is not Speaker.UNKNOWN)
    return named if chosen else apart or named


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with open_regular(path) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
