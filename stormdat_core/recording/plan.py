"""What a recording is made of, known before its first picture and its first sound."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from stormdat_core.model.media import Recording, RecordingRequest, Role, Track
from stormdat_core.recording.encoding.video import framed
from stormdat_core.recording.files.journal import owner

SOUND_ROLES = (Role.MICROPHONE, Role.SYSTEM)
"""In the order of the file, after the mix."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One recording as it was asked for."""

    id: str
    request: RecordingRequest
    started: datetime
    size: tuple[int, int] | None
    """Of the screen; None records no picture."""
    roles: tuple[Role, ...]
    """Of the sound sources, in the order of `SOUND_ROLES`."""
    devices: Mapping[Role, str]

    @property
    def frame(self) -> tuple[int, int]:
        """Return width and height of the video, (0, 0) without one."""
        return framed(self.size, self.request.marking) if self.size else (0, 0)

    def tracks(self, skew_ppm: Mapping[Role, float] | None = None) -> tuple[Track, ...]:
        """Return the streams in the order of the file."""
        skews = skew_ppm or {}
        picture = [Track(Role.SCREEN, "vp9", self.devices.get(Role.SCREEN, ""))] if self.size else []
        mix = [Track(Role.MIX, "opus")] if self.roles else []
        sounds = [
            Track(role, "opus", self.devices.get(role, ""), skews.get(role, 0.0)) for role in self.roles
        ]
        return (*picture, *mix, *sounds)

    def opened(self, media: Path) -> dict[str, object]:
        """Return what the journal's first line says, and a repair relies on."""
        width, height = self.frame
        return {
            "format": 1,
            "id": self.id,
            "title": self.request.title,
            "marking": self.request.marking,
            "started": self.started.isoformat(),
            "media": media.name,
            "width": width,
            "height": height,
            "tracks": [asdict(track) for track in self.tracks()],
            "live": self.request.live,
            "owner": owner(),
        }

    def recording(self, media: Path, skew_ppm: Mapping[Role, float]) -> Recording:
        """Return the recording without what only its file and its end tell."""
        width, height = self.frame
        return Recording(
            id=self.id,
            path=media,
            title=self.request.title,
            started=self.started,
            marking=self.request.marking,
            width=width,
            height=height,
            tracks=self.tracks(skew_ppm),
        )
