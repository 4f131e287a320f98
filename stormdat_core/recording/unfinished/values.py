"""Unfinished recordings as values, for callers in other processes."""

from pathlib import Path

from stormdat_core.errors import RecordingBroken
from stormdat_core.model.media import Recording
from stormdat_core.recording.unfinished import recovery


def waiting(folder: Path) -> tuple[Recording, ...]:
    """Return what is known of the recordings in a folder whose recorder ended before its time."""
    found = recovery.unfinished(folder) if folder.is_dir() else []
    return tuple(
        Recording(one.id, one.path, one.title, one.started, size=one.size, marking=one.marking)
        for one in found
    )


def repair(folder: Path, recording: str) -> Recording:
    """Make one of them an ordinary recording.

    Raises:
        RecordingBroken: there is no such recording, or nothing in it can be saved.
        OutputRefused: there is no room for the repaired file.
    """
    for one in recovery.unfinished(folder) if folder.is_dir() else []:
        if one.id == recording:
            return recovery.recover(one.path)
    raise RecordingBroken(
        "There is no such unfinished recording.", "It may have been repaired or deleted in another window."
    )
