"""The files of a recording: one stem, made of the local start time, the marking and the title."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stormdat_core.model.media import Role

MEDIA = ".mp4"
JOURNAL = ".journal.jsonl"
SIDECAR = ".recording.json"

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_SLASHES = re.compile(r"[/\\]+")
_SPACES = re.compile(r"\s+")
_LONGEST_PART = 80
"""Characters of a marking or a title in a name; the whole text stands in the sidecar."""


@dataclass(frozen=True, slots=True)
class RecordingFiles:
    """Where the files of one recording are."""

    folder: Path
    stem: str

    @property
    def media(self) -> Path:
        return self.folder / (self.stem + MEDIA)

    @property
    def journal(self) -> Path:
        return self.folder / (self.stem + JOURNAL)

    @property
    def sidecar(self) -> Path:
        return self.folder / (self.stem + SIDECAR)

    def still(self, number: int) -> Path:
        return self.folder / f"{self.stem}.{number}.png"

    def spool(self, role: Role) -> Path:
        """Return where the sound for a live transcript goes."""
        return self.folder / f"{self.stem}.{role.value}.s16"


def files_of(path: Path) -> RecordingFiles:
    """Return the files that a media file, a journal or a sidecar belongs to."""
    for ending in (JOURNAL, SIDECAR, MEDIA):
        if path.name.endswith(ending):
            return RecordingFiles(path.parent, path.name.removesuffix(ending))
    return RecordingFiles(path.parent, path.stem)


def free_files(folder: Path, started: datetime, marking: str, title: str) -> RecordingFiles:
    """Return names of which none is taken, numbering equal stems: "2026-11-20 140212 Review (2)".

    Args:
        folder: where the recording goes.
        started: aware; the name says it in local time.
        marking: banner line, or "".
        title: as a person typed it, or "".
    """
    parts = (started.astimezone().strftime("%Y-%m-%d %H%M%S"), _part(marking), _part(title))
    stem = " ".join(part for part in parts if part)
    number = 1
    while True:
        files = RecordingFiles(folder, stem if number == 1 else f"{stem} ({number})")
        if not any(path.exists() for path in (files.media, files.journal, files.sidecar)):
            return files
        number += 1


def _part(text: str) -> str:
    """Return a text as every file system takes it: `SECRET//NOFORN` becomes `SECRET-NOFORN`."""
    clean = _SPACES.sub(" ", _FORBIDDEN.sub("", _SLASHES.sub("-", text))).strip(" .")
    return _short(clean).rstrip(" .")


def _short(text: str) -> str:
    """Cut to 80 characters and 100 bytes, so that two parts and a time stay within 255 bytes."""
    return text[:_LONGEST_PART].encode("utf-8", "replace")[:100].decode("utf-8", "ignore")
