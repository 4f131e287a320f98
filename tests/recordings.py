"""Recordings made in code, as a recorder leaves them: media, sidecar, journal, stills."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stormdat_core.model.media import Gap, Marker, Recording, Role, Track
from stormdat_core.recording.files.journal import Journal, owner
from stormdat_core.recording.files.names import files_of
from stormdat_core.recording.files.sidecar import sha256_of, write_sidecar
from tests.media import write_media

TRACKS = (Track(Role.SCREEN, "vp9"), Track(Role.MIX, "opus"), Track(Role.MICROPHONE, "opus", "Headset", 12.5))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63f8cfc0f01f00050001ff5af2a9710000000049454e44ae426082"
)


def recording(folder: Path, number: int = 1, **changes: object) -> Recording:
    """Return a plausible recording of `folder`; what it is called differs with its number."""
    values: dict[str, object] = {
        "id": f"{number:032x}",
        "path": folder / f"2026-03-02 1030{number:02} CUI Review {number}.mp4",
        "title": f"Review {number}",
        "started": datetime(2026, 3, 2, 10, 30, tzinfo=UTC) + timedelta(hours=number),
        "duration_ms": 4000,
        "marking": "CUI",
        "width": 640,
        "height": 360,
        "tracks": TRACKS,
        "gaps": (Gap(Role.MICROPHONE, 2000, 2600, "The device was unplugged."),),
        "markers": (Marker(1000, "Decision on the valve"), Marker(3000)),
        "frames": 60,
        "dropped": 2,
    }
    return Recording(**(values | changes))  # type: ignore[arg-type]


def put_recording(
    folder: Path, number: int = 1, media: Path | None = None, *, stills: int = 0, **changes: object
) -> Recording:
    """Leave a finished recording in `folder` and return it.

    Args:
        folder: where.
        number: tells it from others.
        media: a file to use as its media; one of a few bytes when None.
        stills: how many still pictures.
        changes: fields of the recording.
    """
    made = recording(folder, number, **changes)
    files = files_of(made.path)
    folder.mkdir(parents=True, exist_ok=True)
    files.media.write_bytes(media.read_bytes() if media else b"not really media")
    for still in range(1, stills + 1):
        files.still(still).write_bytes(PNG)
    _journal(made)
    made = replace(made, size=files.media.stat().st_size, sha256=sha256_of(files.media))
    write_sidecar(made)
    return made


def put_unfinished(folder: Path, title: str = "Broken off", *, alive: bool = False) -> Recording:
    """Leave what a recorder that was killed leaves; with `alive` what this process seems to record."""
    made = recording(folder, 7, title=title, path=folder / f"2026-03-02 120000 {title}.mp4")
    write_media(made.path, 1.0)
    _journal(made, owner() if alive else {**owner(), "pid": 2**22 + 1})
    return made


def _journal(made: Recording, by: dict[str, object] | None = None) -> None:
    tracks = [asdict(track) for track in made.tracks]
    facts = {"id": made.id, "title": made.title, "marking": made.marking, "started": made.started.isoformat()}
    journal = Journal(files_of(made.path).journal)
    journal.write("opened", **facts, tracks=tracks, owner=by or owner())
    if by is None:
        journal.write("done", sha256=made.sha256)
    journal.close()
