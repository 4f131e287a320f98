"""Recordings that a kill left unfinished: found by their journals, made ordinary without re-encoding."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stormdat_core.errors import OutputRefused, RecordingBroken
from stormdat_core.model.media import Gap, Marker, Recording, Role, SourceEvent, Track
from stormdat_core.recording.files.journal import Journal, owner_lives, read_journal, reopen
from stormdat_core.recording.files.names import JOURNAL, RecordingFiles, files_of
from stormdat_core.recording.files.sidecar import read_sidecar, sha256_of, write_sidecar
from stormdat_core.recording.unfinished.remux import Contents, is_fragmented, make_ordinary, survey
from stormdat_core.records import as_value

Line = Mapping[str, Any]

_ENDED = {"done", "nothing"}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording whose recorder is gone."""

    id: str
    path: Path
    """The media file; it may be missing when the kill came at the very beginning."""
    title: str
    marking: str
    started: datetime
    size: int


def unfinished(folder: Path) -> list[Unfinished]:
    """Return the recordings in a folder that no recorder ends any more, oldest first.

    A recording that a living process writes is left out, and so is one that cannot be understood.
    """
    found = (_unfinished(path) for path in sorted(folder.glob("*" + JOURNAL)))
    return sorted((one for one in found if one is not None), key=lambda one: one.started)


def _unfinished(path: Path) -> Unfinished | None:
    try:
        lines = read_journal(path)
        opened = _opened(lines, path)
    except (OSError, RecordingBroken):
        return None
    if any(line["event"] in _ENDED for line in lines) or owner_lives(opened.get("owner", {})):
        return None
    media = files_of(path).media
    size = media.stat().st_size if media.is_file() else 0
    return Unfinished(opened["id"], media, opened["title"], opened["marking"], _started(opened), size)


def recover(path: Path) -> Recording:
    """Make an unfinished recording ordinary, complete its sidecar and journal, and return it.

    Args:
        path: its media file or its journal. One that is finished already is only read.

    Raises:
        RecordingBroken: nothing of it had reached the disk, it is still being recorded, or it cannot be read.
        OutputRefused: there is no room for the repaired file; the damaged one stays as it was, and plays.
    """
    files = files_of(path)
    lines, opened = _lines_of(files)
    if any(line["event"] == "done" for line in lines) and files.sidecar.is_file():
        return read_sidecar(files.sidecar)
    if owner_lives(opened.get("owner", {})):
        raise RecordingBroken(f"{files.media.name} is still being recorded.", "Stop the recording first.")
    journal = reopen(files.journal)
    try:
        return _recover(files, lines, opened, journal)
    finally:
        journal.close()


def recover_all(folder: Path) -> Iterator[Recording | Exception]:
    """Recover every unfinished recording of a folder; one that fails yields its error, the rest goes on."""
    for one in unfinished(folder):
        try:
            yield recover(one.path)
        except (RecordingBroken, OutputRefused, OSError) as exc:
            yield exc


def _recover(files: RecordingFiles, lines: list[Line], opened: Line, journal: Journal) -> Recording:
    journal.write("recovering")
    try:
        contents = make_ordinary(files.media) if is_fragmented(files.media) else survey(files.media)
    except FileNotFoundError:
        contents = Contents()
    if not contents.duration_ms:
        journal.write("nothing")
        raise RecordingBroken(
            f"{files.media.name} ended before anything of it was on the disk; there is nothing to repair."
        )
    if not any(line["event"] == "stopped" for line in lines):
        journal.write("stopped", at_ms=contents.duration_ms)  # a live transcript's reader waits for it
    recording = _described(files, lines, opened, contents)
    journal.write("recovered", duration_ms=recording.duration_ms)
    write_sidecar(recording)
    journal.write("done", sha256=recording.sha256)
    return recording


def _lines_of(files: RecordingFiles) -> tuple[list[Line], Line]:
    try:
        lines = read_journal(files.journal)
    except OSError as exc:
        raise RecordingBroken(
            f"{files.media.name} has no journal beside it, so it cannot be repaired.",
            f"Put {files.journal.name} back into its folder.",
        ) from exc
    return lines, _opened(lines, files.journal)


def _opened(lines: list[Line], path: Path) -> Line:
    first = lines[0] if lines else {}
    wanted = {"id": str, "title": str, "marking": str, "started": str, "tracks": list}
    if first.get("event") != "opened" or any(not isinstance(first.get(k), v) for k, v in wanted.items()):
        raise RecordingBroken(f"{path.name} is not the journal of a recording.")
    return first


def _started(opened: Line) -> datetime:
    started = datetime.fromisoformat(opened["started"])
    return started if started.tzinfo else started.replace(tzinfo=UTC)


def _described(files: RecordingFiles, lines: list[Line], opened: Line, contents: Contents) -> Recording:
    """Return the sidecar's facts from the journal and the media file; the file knows its length."""
    recording = Recording(
        id=opened["id"],
        path=files.media,
        title=opened["title"],
        started=_started(opened),
        duration_ms=contents.duration_ms,
        size=files.media.stat().st_size,
        sha256=sha256_of(files.media),
        marking=opened["marking"],
        width=contents.width,
        height=contents.height,
        tracks=tuple(as_value(Track, track) for track in opened["tracks"]),
        gaps=tuple(as_value(Gap, _facts(line)) for line in lines if line["event"] == "gap"),
        markers=tuple(as_value(Marker, _facts(line)) for line in lines if line["event"] == "marker"),
        events=events_of(lines),
        frames=contents.frames,
        recovered=True,
    )
    return _with_clock(recording, [line for line in lines if line["event"] == "clock"])


def events_of(lines: Iterable[Line]) -> tuple[SourceEvent, ...]:
    """Return what happened to the sources, as a journal says; a damaged line says nothing."""
    found = []
    for line in lines:
        if line["event"] == "source":
            with suppress(ValueError, TypeError):
                found.append(as_value(SourceEvent, _facts(line)))
    return tuple(found)


def _facts(line: Line) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != "event"}


def _with_clock(recording: Recording, clocks: list[Line]) -> Recording:
    """Add what the recorder last knew of the devices' clocks and of dropped pictures."""
    if not clocks:
        return recording
    last = clocks[-1]
    skews = {Role(role): float(ppm) for role, ppm in last.get("skew_ppm", {}).items()}
    tracks = tuple(replace(track, skew_ppm=skews.get(track.role, 0.0)) for track in recording.tracks)
    return replace(recording, tracks=tracks, dropped=int(last.get("dropped", 0)))
