"""The sidecar: everything about a finished recording that its media file does not say itself, as JSON."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from stormdat_core.atomic import whole_file
from stormdat_core.errors import RecordingBroken
from stormdat_core.model.media import Recording
from stormdat_core.recording.files.names import files_of
from stormdat_core.records import as_value, dump

FORMAT = 1
"""Counts up when a reader of an older program would misunderstand a newer sidecar."""

_BLOCK = 1 << 20


def write_sidecar(recording: Recording) -> Path:
    """Write the sidecar beside the media file, whole or not at all, and return where.

    Raises:
        OutputRefused: the folder cannot be written or the disk is full.
    """
    facts: dict[str, Any] = json.loads(dump(recording))
    facts["path"] = recording.path.name
    path = files_of(recording.path).sidecar
    with whole_file(path) as stream:
        text = json.dumps({"format": FORMAT, **facts}, indent=2, ensure_ascii=True)
        stream.write(text.encode("ascii") + b"\n")
    return path


def read_sidecar(path: Path) -> Recording:
    """Return the recording a sidecar describes; its media file is the one beside it.

    Raises:
        RecordingBroken: it is damaged or was written by a newer version.
    """
    try:
        facts: dict[str, Any] = json.loads(path.read_bytes())
        if facts.pop("format", None) != FORMAT:
            raise ValueError("another format")
        recording = as_value(Recording, facts)
    except (OSError, ValueError, TypeError, AttributeError) as exc:
        raise RecordingBroken(
            f"{path.name} does not describe a recording that this version knows.",
            "Repair the recording, or open it with the version that made it.",
        ) from exc
    return replace(recording, path=path.parent / recording.path.name)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits; it is read in blocks.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
